//! Sending a workflow as a link, and opening one that came.

use std::sync::Arc;

use browser::{address, clipboard};
use exchange::{Shared, SharedBucket, SharedMock, SharedObject, pack, unpack};
use leptos::prelude::*;
use leptos::task::spawn_local;
use simulator::bucket::{Body, Bucket, Buckets};

use super::dialog::Dialog;
use crate::studio::{Details, Mock, Studio, Workflow};

/// Copies a link that holds the workflow; where the clipboard is closed, shows it.
pub fn share(studio: Studio) {
    let workflow = untrack(|| studio.workflow());
    let shared = Shared {
        name: workflow.details.name.clone(),
        machine_type: workflow.machine_type,
        definition: workflow.definition.to_string(),
        format: workflow.format,
        mocks: workflow
            .details
            .mocks
            .iter()
            .map(|mock| SharedMock { key: mock.key.clone(), source: mock.source.to_string() })
            .collect(),
        input: workflow.details.input.to_string(),
        seed: studio.seed.get_untracked(),
        start_millis: studio.session.start_millis(),
        buckets: carried(&studio.buckets.get_untracked()).unwrap_or_default(),
        ..Shared::default()
    };
    let link = match pack(&shared) {
        Ok(fragment) => address::link(&format!("s={fragment}")),
        Err(error) => return studio.warn(error.to_string()),
    };
    spawn_local(async move {
        match clipboard::write(&link).await {
            Ok(()) => {
                let buckets = studio.buckets.get_untracked();
                studio.say(match (buckets.is_empty(), carried(&buckets)) {
                    (true, _) => "The link is copied. It holds the workflow, its mocks and its input.",
                    (false, Some(_)) => "The link is copied. It holds the workflow, its mocks, its input and its buckets.",
                    (false, None) => "The link is copied. It holds the workflow, its mocks and its input, but not its buckets: a link carries only text, and at most 64 KB of it.",
                });
            }
            Err(_) => studio.shared_link.set(Some(link)),
        }
    });
}

/// The most bytes of objects that a link carries.
const MOST_CARRIED: usize = 64 * 1024;

/// What a link carries of the buckets: all of it, or nothing when it is too much or not text.
fn carried(buckets: &Buckets) -> Option<Vec<SharedBucket>> {
    let all = buckets.buckets.values().flat_map(|bucket| bucket.objects.values());
    if all.map(|body| body.len()).sum::<usize>() > MOST_CARRIED {
        return None;
    }
    let bucket = |(name, bucket): (&String, &Bucket)| {
        let object = |(key, body): (&String, &Body)| {
            let text = std::str::from_utf8(body).ok()?.to_string();
            Some(SharedObject { key: key.clone(), text })
        };
        let objects: Option<Vec<SharedObject>> = bucket.objects.iter().map(object).collect();
        Some(SharedBucket { name: name.clone(), objects: objects? })
    };
    buckets.buckets.iter().map(bucket).collect()
}

/// Opens what the address holds; nothing when it holds no workflow.
pub fn receive(studio: Studio) -> bool {
    let fragment = address::fragment();
    if !fragment.starts_with("s=") {
        return false;
    }
    // The address is cleared, so that a reload shows the user's copy with its changes and not the link again.
    address::replace_fragment("");
    match unpack(&fragment) {
        Ok(shared) => {
            let mocks: Vec<Mock> = shared
                .mocks
                .into_iter()
                .map(|mock| Mock { key: mock.key, source: Arc::from(mock.source) })
                .collect();
            studio.open_new(Workflow {
                machine_type: shared.machine_type,
                format: shared.format,
                definition: Arc::from(shared.definition),
                details: Details {
                    name: shared.name,
                    is_trusted: mocks.is_empty(),
                    mocks,
                    input: Arc::from(shared.input),
                    at_least_once: false,
                },
            });
            let mut buckets = Buckets::default();
            for bucket in shared.buckets {
                buckets.buckets.entry(bucket.name.clone()).or_default();
                for object in bucket.objects {
                    buckets.put(&bucket.name, &object.key, object.text.into_bytes());
                }
            }
            studio.buckets.set(buckets);
            studio.seed.set(shared.seed);
            studio.fixed_start.set(shared.start_millis);
            studio.keep_now();
            studio.is_asking.set(!studio.details.read_untracked().is_trusted);
            true
        }
        Err(error) => {
            studio.bad_link.set(Some(error.to_string()));
            false
        }
    }
}

/// The question before JavaScript from a link runs, the link itself, and what is wrong with one.
#[component]
pub fn ShareDialogs() -> impl IntoView {
    let studio = expect_context::<Studio>();
    view! {
        <Dialog open=studio.is_asking on_close=move |()| studio.is_asking.set(false) title="This workflow came with JavaScript" wide=true>
            <div class="body">
                <p>
                    {move || format!(
                        "“{}” was opened from a link. Its handlers below answer its tasks when it runs. \
                         They run in a sandbox without network and without access to this page; read them before you allow it.",
                        studio.details.read().name,
                    )}
                </p>
                {move || studio.details.get().mocks.into_iter().map(|mock| view! {
                    <div class="card">
                        <h3>{mock.key.clone()}</h3>
                        <pre class="code" tabindex="0" role="region" aria-label=format!("Handler of {}", mock.key)>
                            {mock.source.to_string()}
                        </pre>
                    </div>
                }).collect_view()}
            </div>
            <footer>
                <button class="button" on:click=move |_| studio.is_asking.set(false)>
                    "Not now"
                </button>
                <button class="button primary" on:click=move |_| studio.trust()>
                    "Allow these handlers to run"
                </button>
            </footer>
        </Dialog>
        <Dialog open=Signal::derive(move || studio.shared_link.read().is_some()) on_close=move |()| studio.shared_link.set(None) title="Link to this workflow">
            <div class="body">
                <p>"The browser did not let the page copy. Copy the link here:"</p>
                <textarea class="input mono" rows="6" readonly aria-label="Link">
                    {move || studio.shared_link.get()}
                </textarea>
            </div>
        </Dialog>
        <Dialog open=Signal::derive(move || studio.bad_link.read().is_some()) on_close=move |()| studio.bad_link.set(None) title="This link cannot be opened">
            <div class="body">
                <p>{move || studio.bad_link.get()}</p>
                <p class="hint">"Your own work is untouched. Ask for the link again, and copy it whole."</p>
            </div>
        </Dialog>
    }
}

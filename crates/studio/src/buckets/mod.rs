//! Buckets of the workflow: what an ItemReader reads in a run, and what a ResultWriter wrote.
//!
//! They are kept with the workflow on the device; a link carries them when they are text and small.

mod object;

use std::collections::BTreeSet;

use asl::{Kind, Machine};
use browser::file::{self, File};
use leptos::prelude::*;
use leptos::task::spawn_local;
use simulator::bucket::{Body, Bucket, Buckets};

use crate::mocks::literal;
use crate::shell::Icon;
use crate::studio::Studio;
use object::{ObjectDialog, Opened};

/// The largest file that is taken: all of it is kept in the page's memory and on the device.
const LARGEST: usize = 50 * 1024 * 1024;

/// Objects that are listed at first.
const SHOWN: usize = 500;

/// The names of the buckets, for every line that takes one.
#[component]
pub fn BucketNames() -> impl IntoView {
    let studio = expect_context::<Studio>();
    view! {
        <datalist id="bucket-names">
            {move || studio.buckets.read().buckets.keys().map(|name| view! { <option value=name.clone()></option> }).collect_view()}
        </datalist>
    }
}

/// One line of the list of buckets.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    name: String,
    note: String,
    /// The workflow names it, and it is not there.
    is_missing: bool,
}

/// The buckets in the list beside the handlers, and a line to add one.
#[component]
pub fn BucketRows(chosen: RwSignal<Option<String>>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let rows = Memo::new(move |_| rows(studio));
    let name = RwSignal::new(String::new());
    let add = move |name: String| {
        let name = name.trim().to_string();
        if name.is_empty() {
            return;
        }
        if let Some(fault) = fault(&name) {
            return studio.warn(fault);
        }
        studio.buckets.update(|buckets| {
            buckets.buckets.entry(name.clone()).or_default();
        });
        chosen.set(Some(name));
    };
    let commit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        add(name.get_untracked());
        name.set(String::new());
    };
    view! {
        <h2 class="group-title">"Buckets"</h2>
        {move || rows.get().into_iter().map(|row| {
            let (key, shown) = (row.name.clone(), row.name.clone());
            let is_chosen = move || (chosen.read().as_deref() == Some(shown.as_str())).to_string();
            let is_missing = row.is_missing;
            let open = move |_| match is_missing {
                true => add(key.clone()),
                false => chosen.set(Some(key.clone())),
            };
            view! {
                <button class="row-item" aria-current=is_chosen on:click=open>
                    {Icon::Folder.view(16)}
                    <span class="grow">
                        {row.name}
                        <small>{row.note}</small>
                    </span>
                    {is_missing.then(|| view! { <span class="badge">"add"</span> })}
                </button>
            }
        }).collect_view()}
        <form class="add-bucket" on:submit=commit>
            <input
                class="input mono"
                aria-label="Name of a new bucket"
                placeholder="Name of a new bucket"
                prop:value=move || name.get()
                on:input=move |event| name.set(event_target_value(&event))
            />
            <button class="button only-icon" type="submit" aria-label="Add the bucket" title="Add the bucket">
                {Icon::Add.view(14)}
            </button>
        </form>
    }
}

fn rows(studio: Studio) -> Vec<Row> {
    let own = studio.buckets.read();
    let after = studio.session.buckets().unwrap_or_default();
    let wanted = studio.with_reading(|reading| named(&reading.machine));
    let names: BTreeSet<&String> = own.buckets.keys().chain(after.buckets.keys()).chain(&wanted).collect();
    names
        .into_iter()
        .map(|name| {
            let count = own.buckets.get(name).map_or(0, |bucket| bucket.objects.len());
            let new = after
                .buckets
                .get(name)
                .map_or(0, |bucket| bucket.objects.keys().filter(|key| own.get(name, key).is_none()).count());
            let is_missing = !own.buckets.contains_key(name) && new == 0;
            let note = match (is_missing, new) {
                (true, _) => String::from("named by the workflow, not there yet"),
                (false, 0) => objects(count),
                (false, new) => format!("{}, {new} written by the run", objects(count)),
            };
            Row { name: name.clone(), note, is_missing }
        })
        .collect()
}

/// The buckets that a definition names.
fn named(machine: &Machine) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for state in &machine.states {
        let Kind::Map(map) = &state.kind else { continue };
        let places = [
            map.reader.as_ref().and_then(|reader| reader.arguments.as_ref()),
            map.writer.as_ref().and_then(|writer| writer.arguments.as_ref()),
        ];
        let found = places.into_iter().flatten().filter_map(|arguments| literal(arguments, "Bucket"));
        names.extend(found.filter(|name| !name.is_empty() && !name.contains("{%")));
    }
    names
}

/// What is wrong with the name of a bucket.
fn fault(name: &str) -> Option<&'static str> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '_');
    if name.chars().count() > 63 {
        return Some("A bucket's name has at most 63 characters.");
    }
    if !name.chars().all(is_plain) {
        return Some("A bucket's name is made of letters, digits, dots and hyphens.");
    }
    None
}

/// One object in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    key: String,
    body: Body,
    /// It was written or changed by the last run, and is not kept.
    is_new: bool,
}

/// The objects of a bucket: what it holds before a run, and what the last run wrote.
#[component]
pub fn BucketView(name: String, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let name = StoredValue::new(name);
    let is_over = RwSignal::new(false);
    let opened = RwSignal::new(None::<Opened>);
    // What the keys of files begin with.
    let prefix = RwSignal::new(String::new());
    let most = RwSignal::new(SHOWN);
    let entries = Memo::new(move |_| name.with_value(|name| entries(studio, name)));
    let take = move |files: Result<Vec<File>, String>| match files {
        Ok(files) => name.with_value(|name| put_files(studio, name, &prefix.get_untracked(), files)),
        Err(reason) => studio.warn(format!("The files could not be read: {reason}")),
    };
    let upload = move |_| {
        spawn_local(async move { take(file::open_all().await) });
    };
    let drop = move |event: web_sys::DragEvent| {
        event.prevent_default();
        is_over.set(false);
        let Some(transfer) = event.data_transfer() else { return };
        let files = file::dropped(transfer.as_ref());
        spawn_local(async move { take(files.await) });
    };
    let remove = move |_| {
        studio.buckets.update(|buckets| {
            name.with_value(|name| buckets.buckets.remove(name));
        });
        chosen.set(None);
    };
    let keep_all = move |_| {
        let new: Vec<Entry> = entries.get_untracked().into_iter().filter(|entry| entry.is_new).collect();
        studio.buckets.update(|buckets| {
            for entry in new {
                name.with_value(|name| buckets.put(name, &entry.key, entry.body));
            }
        });
    };
    let has_new = move || entries.read().iter().any(|entry| entry.is_new);
    view! {
        <div class="bar wraps">
            <h2>{name.get_value()}</h2>
            <button class="button small" on:click=upload>
                {Icon::Add.view(14)}
                "Upload files"
            </button>
            <button class="button small" on:click=move |_| opened.set(Some(Opened::new()))>
                {Icon::Add.view(14)}
                "New object"
            </button>
            <button class="button small danger" on:click=remove>
                {Icon::Remove.view(14)}
                "Remove bucket"
            </button>
        </div>
        <div
            class="bucket"
            class:over=move || is_over.get()
            on:dragover=move |event| {
                event.prevent_default();
                is_over.set(true);
            }
            on:dragleave=move |_| is_over.set(false)
            on:drop=drop
        >
            <p class="hint">
                "Every run begins with these objects. They are kept on this device with the workflow; a shared link carries them only when they are text and at most 64 KB in all. Drop files here to add them."
            </p>
            <label class="field prefix">
                "Keys of files begin with"
                <input
                    class="input mono"
                    placeholder="nothing, or a folder such as 2026/"
                    prop:value=move || prefix.get()
                    on:input=move |event| prefix.set(event_target_value(&event))
                />
            </label>
            <Show when=has_new>
                <div class="notice news">
                    "The last run wrote objects here. They go with the next run unless you keep them. "
                    <button class="button small" on:click=keep_all>"Keep them"</button>
                </div>
            </Show>
            <Show
                when=move || !entries.read().is_empty()
                fallback=|| view! {
                    <div class="empty">
                        <strong>"Nothing is in this bucket"</strong>
                        "Upload or drop files, or write an object by hand: CSV, JSON, JSON Lines, or a manifest."
                    </div>
                }
            >
                <table class="rows">
                    <thead>
                        <tr>
                            <th scope="col">"Key"</th>
                            <th scope="col">"Size"</th>
                            <th scope="col"><span class="hidden-word">"What can be done"</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || entries.get().into_iter().take(most.get()).map(|entry| view! { <EntryRow name entry opened /> }).collect_view()}
                    </tbody>
                </table>
            </Show>
            <Show when=move || { entries.read().len() > most.get() }>
                <div class="actions">
                    <button class="button small" on:click=move |_| most.update(|most| *most += SHOWN)>
                        {move || format!("Show more of {} objects", entries.read().len())}
                    </button>
                </div>
            </Show>
        </div>
        <ObjectDialog name opened />
    }
}

#[component]
fn EntryRow(name: StoredValue<String>, entry: Entry, opened: RwSignal<Option<Opened>>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let Entry { key, body, is_new } = entry;
    let (open_key, open_body) = (key.clone(), body.clone());
    let (file_key, file_body) = (key.clone(), body.clone());
    let (kept_key, kept_body) = (key.clone(), body.clone());
    let gone_key = key.clone();
    view! {
        <tr>
            <td>
                <button class="link mono" on:click=move |_| opened.set(Some(Opened::of(&open_key, &open_body)))>{key.clone()}</button>
                {is_new.then(|| view! { " " <span class="badge">"written by the run"</span> })}
            </td>
            <td class="mono">{size(body.len())}</td>
            <td>
                <span class="actions">
                    <button
                        class="button quiet only-icon small"
                        aria-label=format!("Download {key}")
                        title="Download"
                        on:click=move |_| {
                            let name = file_key.rsplit('/').next().unwrap_or(&file_key);
                            file::download(name, "application/octet-stream", &file_body);
                        }
                    >
                        {Icon::Download.view(14)}
                    </button>
                    {if is_new {
                        view! {
                            <button
                                class="button quiet small"
                                aria-label=format!("Keep {key}")
                                on:click=move |_| studio.buckets.update(|buckets| name.with_value(|name| buckets.put(name, &kept_key, kept_body.clone())))
                            >
                                "Keep"
                            </button>
                        }.into_any()
                    } else {
                        view! {
                            <button
                                class="button quiet only-icon small danger"
                                aria-label=format!("Delete {key}")
                                title="Delete"
                                on:click=move |_| studio.buckets.update(|buckets| {
                                    if let Some(bucket) = name.with_value(|name| buckets.buckets.get_mut(name)) {
                                        bucket.objects.remove(&gone_key);
                                    }
                                })
                            >
                                {Icon::Remove.view(14)}
                            </button>
                        }.into_any()
                    }}
                </span>
            </td>
        </tr>
    }
}

/// The kept objects, and those of the last run that differ.
fn entries(studio: Studio, name: &str) -> Vec<Entry> {
    let own = studio.buckets.read();
    let none = Bucket::default();
    let own = own.buckets.get(name).unwrap_or(&none);
    let mut entries: Vec<Entry> = own
        .objects
        .iter()
        .map(|(key, body)| Entry { key: key.clone(), body: body.clone(), is_new: false })
        .collect();
    let after = studio.session.buckets().unwrap_or_default();
    let before = studio.session.given_buckets();
    for (key, body) in after.buckets.get(name).into_iter().flat_map(|bucket| &bucket.objects) {
        // What the run found there is not new, even if it was deleted here meanwhile.
        let was_there = before.get(name, key) == Some(body);
        if !was_there && own.objects.get(key) != Some(body) {
            entries.push(Entry { key: key.clone(), body: body.clone(), is_new: true });
        }
    }
    entries.sort_by(|one, other| one.key.cmp(&other.key));
    entries
}

fn put_files(studio: Studio, name: &str, prefix: &str, files: Vec<File>) {
    let (fitting, large): (Vec<File>, Vec<File>) =
        files.into_iter().partition(|file| file.bytes.len() <= LARGEST);
    for file in large {
        studio.warn(format!(
            "{} is larger than {}, which is the most a bucket takes here.",
            file.name,
            size(LARGEST)
        ));
    }
    if fitting.is_empty() {
        return;
    }
    studio.buckets.update(|buckets: &mut Buckets| {
        for file in fitting {
            buckets.put(name, &format!("{prefix}{}", file.name), file.bytes);
        }
    });
}

fn objects(count: usize) -> String {
    match count {
        1 => String::from("1 object"),
        count => format!("{count} objects"),
    }
}

/// Bytes as a person says them.
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{:.1} KB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}

//! How far a state has come in a run, by shape and word as well as by colour.

use std::collections::BTreeMap;
use std::sync::Arc;

use asl::StateId;
use leptos::prelude::*;

use crate::shell::Icon;

/// What is shown on a state while and after a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Running,
    /// Waits for a callback, an activity's worker or a time.
    Waiting,
    Succeeded,
    /// Failed, and a catcher took over.
    Caught,
    Failed,
    Aborted,
}

/// The status of every state that was entered; states that were not are absent.
pub type Statuses = Arc<BTreeMap<StateId, Status>>;

impl Status {
    pub fn word(self) -> &'static str {
        match self {
            Status::Running => "in progress",
            Status::Waiting => "waiting",
            Status::Succeeded => "succeeded",
            Status::Caught => "caught error",
            Status::Failed => "failed",
            Status::Aborted => "aborted",
        }
    }

    /// The class in the stylesheet.
    pub fn class(self) -> &'static str {
        match self {
            Status::Running => "run",
            Status::Waiting => "wait",
            Status::Succeeded => "ok",
            Status::Caught => "caught",
            Status::Failed => "fail",
            Status::Aborted => "aborted",
        }
    }

    pub fn icon(self) -> Icon {
        match self {
            Status::Running => Icon::Play,
            Status::Waiting => Icon::Clock,
            Status::Succeeded => Icon::Check,
            Status::Caught => Icon::Warning,
            Status::Failed => Icon::Cross,
            Status::Aborted => Icon::Stop,
        }
    }

    /// The mark on the corner of a state.
    pub fn mark(self) -> impl IntoView {
        view! {
            <span class="status">{self.icon().view(11)}</span>
        }
    }
}

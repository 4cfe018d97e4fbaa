//! Go on with an execution that failed, from its unsuccessful steps.

use crate::{EventId, Run, Time};

impl Run {
    pub(crate) fn redrive(&mut self, _count: u32, _deadline: Time, _id: EventId) {}
}

//! The recipe of an execution: everything that decides how it goes, but the machine and the answers.

use alloc::sync::Arc;

use asl::{Machine, MachineType, ScopeId};
use json::{Text, Value};

use crate::{Event, EventId, FrameId, Kind, Limits, Time};

/// What the first event holds. The same recipe, machine and answers give the same run to the last byte.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    pub kind: MachineType,
    pub input: Value,
    /// The caller's text, shown untouched wherever the same value travels on; none: written compactly.
    pub input_text: Option<Text>,
    pub names: Names,
    /// When the execution starts.
    pub start: Time,
    /// Jitter, UUIDs, random numbers and task tokens come from it.
    pub seed: u64,
    pub limits: Limits,
    /// The states to run: the machine's own, or for a child of a distributed Map the processor's.
    pub scope: ScopeId,
    /// The activities that exist; none: all that are asked for.
    pub activities: Option<Arc<[Text]>>,
    /// Whether the service is that of November 2024 or later: `start` knows it from the time, and from a language
    /// with variables and JSONata, which did not exist before.
    pub is_recent: bool,
}

/// 1 November 2024.
const NOVEMBER_2024: Time = Time(1_730_419_200_000);

/// Names and ARNs, as the context object and the history show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    pub state_machine_arn: Text,
    pub state_machine_name: Text,
    pub execution_arn: Text,
    pub execution_name: Text,
    pub role_arn: Text,
}

impl Names {
    /// Names as the service gives them to an execution in an account of examples.
    pub fn new(machine: &str, execution: &str, kind: MachineType) -> Names {
        Names::within("us-east-1", "123456789012", machine, execution, kind)
    }

    /// The same in another region and account.
    pub fn within(region: &str, account: &str, machine: &str, execution: &str, kind: MachineType) -> Names {
        use alloc::format;
        let role_arn = format!("arn:aws:iam::{account}:role/role-{machine}").into();
        let account = format!("{region}:{account}");
        let execution_arn = match kind {
            MachineType::Standard => format!("arn:aws:states:{account}:execution:{machine}:{execution}"),
            MachineType::Express => {
                format!(
                    "arn:aws:states:{account}:express:{machine}:{execution}:00000000-0000-4000-8000-000000000000"
                )
            }
        };
        Names {
            state_machine_arn: format!("arn:aws:states:{account}:stateMachine:{machine}").into(),
            state_machine_name: machine.into(),
            execution_arn: execution_arn.into(),
            execution_name: execution.into(),
            role_arn,
        }
    }

    /// `us-east-1` of the state machine's ARN.
    pub fn region(&self) -> &str {
        self.state_machine_arn.split(':').nth(3).unwrap_or("us-east-1")
    }

    /// `123456789012` of the state machine's ARN.
    pub fn account(&self) -> &str {
        self.state_machine_arn.split(':').nth(4).unwrap_or("123456789012")
    }
}

impl Recipe {
    /// A recipe with the service's limits, seed 0, and a start at the beginning of 2024.
    pub fn new(kind: MachineType, input: Value, names: Names) -> Recipe {
        Recipe {
            kind,
            input,
            input_text: None,
            names,
            start: Time(1_704_067_200_000),
            seed: 0,
            limits: Limits::of(kind),
            scope: ScopeId::TOP,
            activities: None,
            is_recent: false,
        }
    }
}

/// The first event of an execution.
pub fn start(machine: &Machine, mut recipe: Recipe) -> Event {
    let time = recipe.start;
    recipe.is_recent |= time >= NOVEMBER_2024 || machine.has_variables_or_jsonata();
    let first = machine.scope(recipe.scope).start.as_ref().and_then(|target| target.state);
    let seconds = match (machine.timeout_seconds, recipe.scope == ScopeId::TOP) {
        (Some(seconds), true) => seconds.min(recipe.limits.seconds),
        (Some(_), false) | (None, _) => recipe.limits.seconds,
    };
    let deadline = time.after_seconds(seconds);
    let kind = Kind::ExecutionStarted { recipe: Arc::new(recipe), first, deadline };
    Event { id: EventId(1), previous: EventId(0), time, frame: FrameId(0), kind }
}

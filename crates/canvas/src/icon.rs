//! Icons of our own drawing: strokes in a square of 20 by 20, one for each type of state and each common service.

use crate::{Mark, Status};

/// What an icon shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Icon {
    Choice,
    Parallel,
    Map,
    Pass,
    Wait,
    Succeed,
    Fail,
    /// A task of a service without an icon of its own.
    #[default]
    Task,
    Lambda,
    Activity,
    DynamoDb,
    Sqs,
    Sns,
    S3,
    EventBridge,
    Scheduler,
    StepFunctions,
    ApiGateway,
    Batch,
    Ecs,
    Eks,
    Ec2,
    Glue,
    Athena,
    Redshift,
    Bedrock,
    SageMaker,
    Emr,
    CodeBuild,
    MediaConvert,
    Http,
    Mail,
    Secret,
    Metrics,
    Database,
    Text,
    /// Another service through the AWS SDK.
    Sdk,
    Start,
    End,
    Unknown,
    Retry,
    Timeout,
    Jsonata,
    Variable,
    Person,
    Play,
    Pause,
    Stop,
    Hourglass,
}

impl Icon {
    /// All icons, for galleries and tests.
    pub const ALL: [Icon; 49] = [
        Icon::Choice,
        Icon::Parallel,
        Icon::Map,
        Icon::Pass,
        Icon::Wait,
        Icon::Succeed,
        Icon::Fail,
        Icon::Task,
        Icon::Lambda,
        Icon::Activity,
        Icon::DynamoDb,
        Icon::Sqs,
        Icon::Sns,
        Icon::S3,
        Icon::EventBridge,
        Icon::Scheduler,
        Icon::StepFunctions,
        Icon::ApiGateway,
        Icon::Batch,
        Icon::Ecs,
        Icon::Eks,
        Icon::Ec2,
        Icon::Glue,
        Icon::Athena,
        Icon::Redshift,
        Icon::Bedrock,
        Icon::SageMaker,
        Icon::Emr,
        Icon::CodeBuild,
        Icon::MediaConvert,
        Icon::Http,
        Icon::Mail,
        Icon::Secret,
        Icon::Metrics,
        Icon::Database,
        Icon::Text,
        Icon::Sdk,
        Icon::Start,
        Icon::End,
        Icon::Unknown,
        Icon::Retry,
        Icon::Timeout,
        Icon::Jsonata,
        Icon::Variable,
        Icon::Person,
        Icon::Play,
        Icon::Pause,
        Icon::Stop,
        Icon::Hourglass,
    ];

    /// The icon of a service, by its name in a resource: `dynamodb`, `states`, `http`.
    pub fn of_service(service: &str) -> Icon {
        match service {
            "lambda" => Icon::Lambda,
            "dynamodb" => Icon::DynamoDb,
            "sqs" => Icon::Sqs,
            "sns" => Icon::Sns,
            "s3" | "s3control" | "s3tables" | "glacier" => Icon::S3,
            "events" | "eventbridge" | "pipes" => Icon::EventBridge,
            "scheduler" => Icon::Scheduler,
            "states" | "sfn" => Icon::StepFunctions,
            "apigateway" | "apigatewayv2" => Icon::ApiGateway,
            "batch" => Icon::Batch,
            "ecs" | "ecr" => Icon::Ecs,
            "eks" => Icon::Eks,
            "ec2" | "autoscaling" => Icon::Ec2,
            "glue" | "databrew" => Icon::Glue,
            "athena" => Icon::Athena,
            "redshift" | "redshiftdata" => Icon::Redshift,
            "bedrock" | "bedrockruntime" | "bedrockagentruntime" => Icon::Bedrock,
            "sagemaker" | "sagemakerruntime" => Icon::SageMaker,
            "elasticmapreduce" | "emr" | "emr-containers" | "emr-serverless" => Icon::Emr,
            "codebuild" | "codepipeline" | "codedeploy" => Icon::CodeBuild,
            "mediaconvert" | "rekognition" | "transcribe" | "polly" => Icon::MediaConvert,
            "textract" | "comprehend" | "translate" => Icon::Text,
            "http" => Icon::Http,
            "ses" | "sesv2" | "pinpoint" => Icon::Mail,
            "secretsmanager" | "kms" | "ssm" | "iam" | "sts" => Icon::Secret,
            "cloudwatch" | "cloudwatchlogs" | "xray" => Icon::Metrics,
            "rds" | "rdsdata" | "neptune" | "docdb" | "elasticache" => Icon::Database,
            _ => Icon::Sdk,
        }
    }

    /// The icon of a small sign on a card.
    pub fn of_mark(mark: &Mark) -> Icon {
        match mark {
            Mark::Retries(_) => Icon::Retry,
            Mark::Timeout => Icon::Timeout,
            Mark::Jsonata => Icon::Jsonata,
            Mark::Variables => Icon::Variable,
        }
    }

    /// The icon in the corner of a state that an execution has reached.
    pub fn of_status(status: Status) -> Icon {
        match status {
            Status::Running => Icon::Play,
            Status::Waiting => Icon::Hourglass,
            Status::Succeeded => Icon::Succeed,
            Status::Caught | Status::Failed => Icon::Fail,
            Status::Stopped => Icon::Stop,
        }
    }

    /// The `d` of the icon's path: strokes of width 1.6 with round ends, no fill.
    pub fn path(self) -> &'static str {
        match self {
            Icon::Choice => "M10 3v4m0 0-5 5v5m5-10 5 5v5",
            Icon::Parallel => "M4 4v12M10 4v12M16 4v12",
            Icon::Map => "M4 6h12M4 10h12M4 14h12",
            Icon::Pass => "M3 10h13m-4-4 4 4-4 4",
            Icon::Wait => "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0M10 6v4l3 2",
            Icon::Succeed => "m5 10 4 4 7-8",
            Icon::Fail => "m6 6 8 8m0-8-8 8",
            Icon::Task => {
                "M5 3.5h10a1.5 1.5 0 0 1 1.5 1.5v10a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 15V5A1.5 1.5 0 0 1 5 3.5M8 10l1.5 1.5L12.5 8"
            }
            Icon::Lambda => "M4 3h4l6 14h3M9.5 8.5 5 17",
            Icon::Activity => "M10 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6M4 17c0-3.3 2.7-5.5 6-5.5s6 2.2 6 5.5",
            Icon::DynamoDb => {
                "M16 5c0 1.3-2.7 2.4-6 2.4S4 6.3 4 5s2.7-2.4 6-2.4S16 3.7 16 5v10c0 1.3-2.7 2.4-6 2.4S4 16.3 4 15V5M4 10c0 1.3 2.7 2.4 6 2.4s6-1.1 6-2.4"
            }
            Icon::Sqs => "M3 5h14v10H3zM7 5v10M11 5v10M13.5 10h1",
            Icon::Sns => "M4 8v4h3l6 4V4L7 8zM15.5 7.5a3.5 3.5 0 0 1 0 5",
            Icon::S3 => "M4 5.5h12L14.6 16H5.4zM3 5.5h14M10 9.5v3",
            Icon::EventBridge => {
                "M10 3.5 4.5 6.7v6.6L10 16.5l5.5-3.2V6.7zM10 10V3.5M10 10l5.5 3.3M10 10l-5.5 3.3"
            }
            Icon::Scheduler => "M4 5h12v11H4zM4 8.5h12M7 3v3M13 3v3M10 11v2.5h2",
            Icon::StepFunctions => {
                "M7.5 2.5h5v4h-5zM2.5 13.5h5v4h-5zM12.5 13.5h5v4h-5zM10 6.5v3.5M5 13.5V10h10v3.5"
            }
            Icon::ApiGateway => "M6 4 2.5 10 6 16M14 4l3.5 6L14 16M11.5 5.5l-3 9",
            Icon::Batch => "M3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5zM7.5 3.5h5v5h-5z",
            Icon::Ecs => "M10 2.8 16.2 6.4v7.2L10 17.2l-6.2-3.6V6.4zM3.8 6.4 10 10m0 0 6.2-3.6M10 10v7.2",
            Icon::Eks => "M10 2.5 16.5 6v8L10 17.5 3.5 14V6zM10 6.5v7M7 8.5v3M13 8.5v3",
            Icon::Ec2 => "M6 6h8v8H6zM8 6V3M12 6V3M8 17v-3M12 17v-3M6 8H3M6 12H3M17 8h-3M17 12h-3",
            Icon::Glue => "M3 5h5l4 10h5M3 15h3.5M13.5 5H17M10 5h.5M9.5 15h.5",
            Icon::Athena => "M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11M12.5 12.5 17 17M6 8.5h5M8.5 6v5",
            Icon::Redshift => "M3.5 16.5V10M8 16.5v-13M12.5 16.5V7M17 16.5v-5",
            Icon::Bedrock => "M10 3l1.5 4.5L16 9l-4.5 1.5L10 15l-1.5-4.5L4 9l4.5-1.5zM15.5 13.5v3M14 15h3",
            Icon::SageMaker => {
                "M12 5a2 2 0 1 1-4 0 2 2 0 0 1 4 0M6.5 15a2 2 0 1 1-4 0 2 2 0 0 1 4 0M17.5 15a2 2 0 1 1-4 0 2 2 0 0 1 4 0M9 7l-3.5 6M11 7l3.5 6M7 15.2h6"
            }
            Icon::Emr => {
                "M10 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M10 7.5V3M10 17v-4.5M7.8 8.8 4 6.5M16 13.5l-3.8-2.3M7.8 11.2 4 13.5M16 6.5l-3.8 2.3"
            }
            Icon::CodeBuild => {
                "M12.5 3.5a4 4 0 0 0-4.3 5.3L3.5 13.5l3 3 4.7-4.7a4 4 0 0 0 5.3-4.3l-2.5 2-2.5-.7-.7-2.5z"
            }
            Icon::MediaConvert => "M3 5h14v10H3zM8.5 7.8v4.4L12.3 10z",
            Icon::Http => {
                "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0M3 10h14M10 3c2.3 2 3 4.5 3 7s-.7 5-3 7c-2.3-2-3-4.5-3-7s.7-5 3-7"
            }
            Icon::Mail => "M3 5h14v10H3zM3 5.5l7 5.5 7-5.5",
            Icon::Secret => "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9M10 12v1.5",
            Icon::Metrics => "M3 16.5h14M3.5 12.5l4-4 3 2.5 5.5-6.5M12.5 4.5H16V8",
            Icon::Database => "M4 4h12v4H4zM4 12h12v4H4zM10 8v4M7 6h.5M7 14h.5",
            Icon::Text => "M5 3h7l3.5 3.5V17H5zM12 3v3.5h3.5M8 10h5M8 13.5h5",
            Icon::Sdk => {
                "M10 2.8 16.2 6.4v7.2L10 17.2l-6.2-3.6V6.4zM12.5 10a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0"
            }
            Icon::Start => "M7 5l8 5-8 5z",
            Icon::End => "M6 6h8v8H6z",
            Icon::Unknown => "M7.5 7.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M10 14.5v.1",
            Icon::Retry => "M15 6a6 6 0 1 0 1 5M15 3v3h-3",
            Icon::Timeout => "M16 11.5a6 6 0 1 1-12 0 6 6 0 0 1 12 0M10 8.5v3M8 3h4M10 3v2.5",
            Icon::Jsonata => {
                "M7.5 4C5.5 4 6 6 6 7.5S5.5 10 4 10c1.5 0 2 1 2 2.5S5.5 16 7.5 16M12.5 4c2 0 1.5 2 1.5 3.5s.5 2.5 2 2.5c-1.5 0-2 1-2 2.5s.5 3.5-1.5 3.5"
            }
            Icon::Variable => "M6.5 4C3.5 8 3.5 12 6.5 16M13.5 4c3 4 3 8 0 12M8 8l4 4M12 8l-4 4",
            Icon::Person => {
                "M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6M4.5 16.5c.5-3 2.7-4.5 5.5-4.5 1.2 0 2.3.3 3.2.8M13.5 16l1.5 1.5 3-3.5"
            }
            Icon::Play => "M7 5l8 5-8 5z",
            Icon::Pause => "M7 5v10M13 5v10",
            Icon::Stop => "M6 6h8v8H6z",
            Icon::Hourglass => {
                "M5.5 3h9M5.5 17h9M6.5 3c0 4 3.5 4.5 3.5 7s-3.5 3-3.5 7M13.5 3c0 4-3.5 4.5-3.5 7s3.5 3 3.5 7"
            }
        }
    }
}

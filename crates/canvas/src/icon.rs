//! Icons of our own drawing: strokes in a square of 20 by 20, one for each type of state and each common service.

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
    StepFunctions,
    ApiGateway,
    Batch,
    Ecs,
    Eks,
    Glue,
    Athena,
    Bedrock,
    SageMaker,
    Emr,
    CodeBuild,
    Http,
    /// Another service through the AWS SDK.
    Sdk,
    Start,
    End,
    Unknown,
}

impl Icon {
    /// The icon of a service, by its name in a resource: `dynamodb`, `states`, `http`.
    pub fn of_service(service: &str) -> Icon {
        match service {
            "lambda" => Icon::Lambda,
            "dynamodb" => Icon::DynamoDb,
            "sqs" => Icon::Sqs,
            "sns" => Icon::Sns,
            "s3" => Icon::S3,
            "events" | "eventbridge" | "scheduler" => Icon::EventBridge,
            "states" | "sfn" => Icon::StepFunctions,
            "apigateway" => Icon::ApiGateway,
            "batch" => Icon::Batch,
            "ecs" => Icon::Ecs,
            "eks" => Icon::Eks,
            "glue" | "databrew" => Icon::Glue,
            "athena" => Icon::Athena,
            "bedrock" | "bedrockruntime" => Icon::Bedrock,
            "sagemaker" => Icon::SageMaker,
            "elasticmapreduce" | "emr" | "emr-containers" | "emr-serverless" => Icon::Emr,
            "codebuild" => Icon::CodeBuild,
            "http" => Icon::Http,
            _ => Icon::Sdk,
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
            Icon::Task => "M4 4h12v12H4zM8 10h4",
            Icon::Lambda => "M4 3h4l6 14h3M9.5 8.5 5 17",
            _ => "M4 4h12v12H4z",
        }
    }
}

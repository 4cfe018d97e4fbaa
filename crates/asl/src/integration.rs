//! The optimized integrations: which actions there are, with which patterns, and what their arguments must have.

use crate::{Integration, Pattern};

/// An action of an optimized integration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Optimized {
    pub service: &'static str,
    pub action: &'static str,
    /// Whether there is `.sync`; `.sync:2` exists for nested executions only.
    pub has_sync: bool,
    /// Whether there is `.waitForTaskToken`.
    pub has_token: bool,
    /// Arguments without which the service refuses the definition.
    pub required: &'static [&'static str],
}

const fn plain(service: &'static str, action: &'static str, required: &'static [&'static str]) -> Optimized {
    Optimized { service, action, has_sync: false, has_token: false, required }
}

const fn token(service: &'static str, action: &'static str, required: &'static [&'static str]) -> Optimized {
    Optimized { service, action, has_sync: false, has_token: true, required }
}

const fn sync(service: &'static str, action: &'static str, required: &'static [&'static str]) -> Optimized {
    Optimized { service, action, has_sync: true, has_token: false, required }
}

const fn all(service: &'static str, action: &'static str, required: &'static [&'static str]) -> Optimized {
    Optimized { service, action, has_sync: true, has_token: true, required }
}

/// All optimized integrations, by service.
pub const OPTIMIZED: &[Optimized] = &[
    token("apigateway", "invoke", &["ApiEndpoint", "Method"]),
    sync("athena", "startQueryExecution", &[]),
    plain("athena", "stopQueryExecution", &[]),
    plain("athena", "getQueryExecution", &[]),
    plain("athena", "getQueryResults", &[]),
    sync("batch", "submitJob", &[]),
    token("bedrock", "invokeModel", &[]),
    token("bedrock", "invokeAgent", &[]),
    sync("bedrock", "createModelCustomizationJob", &[]),
    plain("bedrock-agentcore", "invokeHarness", &[]),
    sync("codebuild", "startBuild", &[]),
    plain("codebuild", "stopBuild", &[]),
    plain("codebuild", "batchDeleteBuilds", &[]),
    plain("codebuild", "batchGetReports", &[]),
    sync("codebuild", "startBuildBatch", &[]),
    plain("codebuild", "stopBuildBatch", &[]),
    plain("codebuild", "retryBuildBatch", &[]),
    plain("codebuild", "deleteBuildBatch", &[]),
    sync("databrew", "startJobRun", &[]),
    plain("dynamodb", "getItem", &["TableName", "Key"]),
    plain("dynamodb", "putItem", &["TableName", "Item"]),
    plain("dynamodb", "updateItem", &["TableName", "Key"]),
    plain("dynamodb", "deleteItem", &["TableName", "Key"]),
    all("ecs", "runTask", &["TaskDefinition"]),
    all("eks", "call", &[]),
    all("eks", "runJob", &[]),
    sync("eks", "createCluster", &[]),
    sync("eks", "deleteCluster", &[]),
    sync("eks", "createNodegroup", &[]),
    sync("eks", "deleteNodegroup", &[]),
    sync("eks", "createFargateProfile", &[]),
    sync("eks", "deleteFargateProfile", &[]),
    sync("elasticmapreduce", "createCluster", &[]),
    plain("elasticmapreduce", "setClusterTerminationProtection", &[]),
    sync("elasticmapreduce", "terminateCluster", &[]),
    sync("elasticmapreduce", "addStep", &[]),
    plain("elasticmapreduce", "cancelStep", &[]),
    plain("elasticmapreduce", "modifyInstanceFleetByName", &[]),
    plain("elasticmapreduce", "modifyInstanceGroupByName", &[]),
    plain("emr-containers", "createVirtualCluster", &[]),
    sync("emr-containers", "deleteVirtualCluster", &[]),
    sync("emr-containers", "startJobRun", &[]),
    sync("emr-serverless", "createApplication", &[]),
    sync("emr-serverless", "startApplication", &[]),
    sync("emr-serverless", "stopApplication", &[]),
    sync("emr-serverless", "deleteApplication", &[]),
    sync("emr-serverless", "startJobRun", &[]),
    sync("emr-serverless", "cancelJobRun", &[]),
    token("events", "putEvents", &["Entries"]),
    sync("glue", "startJobRun", &["JobName"]),
    plain("http", "invoke", &["ApiEndpoint", "Method"]),
    token("lambda", "invoke", &["FunctionName"]),
    sync("mediaconvert", "createJob", &[]),
    plain("sagemaker", "createEndpoint", &[]),
    plain("sagemaker", "createEndpointConfig", &[]),
    sync("sagemaker", "createHyperParameterTuningJob", &[]),
    sync("sagemaker", "createLabelingJob", &[]),
    plain("sagemaker", "createModel", &[]),
    sync("sagemaker", "createProcessingJob", &[]),
    sync("sagemaker", "createTrainingJob", &[]),
    sync("sagemaker", "createTransformJob", &[]),
    plain("sagemaker", "updateEndpoint", &[]),
    token("sns", "publish", &["Message"]),
    token("sqs", "sendMessage", &["QueueUrl", "MessageBody"]),
    all("states", "startExecution", &["StateMachineArn"]),
];

/// The entry for an integration, when its action exists with its pattern.
pub fn find(integration: &Integration) -> Option<&'static Optimized> {
    if integration.aws_sdk {
        return None;
    }
    let entry = OPTIMIZED
        .iter()
        .find(|entry| integration.service == entry.service && integration.action == entry.action)?;
    let has_pattern = match integration.pattern {
        Pattern::RequestResponse => true,
        Pattern::Sync => entry.has_sync,
        Pattern::Sync2 => entry.has_sync && entry.service == "states",
        Pattern::WaitForTaskToken => entry.has_token,
    };
    has_pattern.then_some(entry)
}

//! Express executions: the answer of StartSyncExecution, or the last log event of an asynchronous one.

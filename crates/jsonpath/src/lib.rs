//! Paths as the service reads them: JSONPath with the semantics of Jayway 2.0.0, reference paths, context paths.
//!
//! Knows nothing of states, variables or executions: whoever calls decides which value a path is read from.
#![no_std]

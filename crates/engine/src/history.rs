//! The history of an execution as the service writes it.

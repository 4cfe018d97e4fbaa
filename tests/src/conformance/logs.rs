//! Log events by level, with and without execution data.

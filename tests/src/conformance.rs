//! Recordings of the real service.

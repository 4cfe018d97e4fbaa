//! The one edge to JavaScript: mocks in a worker, clock, storage, address, files, clipboard, code editor.
//!
//! Shows nothing and decides nothing.

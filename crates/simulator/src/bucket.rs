//! Buckets and their objects: data that the simulator holds in place of S3.

mod batch;
mod items;
mod results;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use batch::{Batching, batches};
pub use items::{Dataset, Delimiter, Entry, Failure, Format, Headers, Source, read_items};
pub use results::{ChildResult, Transform, Writing, Written, result_values, write_results};

/// All buckets by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Buckets {
    pub buckets: BTreeMap<String, Bucket>,
}

/// The objects of one bucket by key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bucket {
    pub objects: BTreeMap<String, Body>,
}

/// What an object holds; shared when cloned.
pub type Body = Arc<[u8]>;

impl Buckets {
    pub fn get(&self, bucket: &str, key: &str) -> Option<&Body> {
        self.buckets.get(bucket)?.objects.get(key)
    }

    /// Puts an object; the bucket is made when it is not there.
    pub fn put(&mut self, bucket: &str, key: &str, body: impl Into<Body>) {
        self.buckets.entry(bucket.to_string()).or_default().objects.insert(key.to_string(), body.into());
    }

    pub fn is_empty(&self) -> bool {
        self.buckets.is_empty()
    }
}

/// The MD5 of some bytes, as S3 has it for objects put in one piece, and SQS for messages.
pub(crate) fn md5(bytes: &[u8]) -> String {
    use md5::Digest;
    md5::Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

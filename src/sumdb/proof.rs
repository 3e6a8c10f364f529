//! What proves that the log has a record: enough to check it again without any network.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gom_shim::Result;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::head::Head;
use super::key::Key;
use super::tree::{self, Hash};
use super::{record, refused};

/// A record of the log with its place in a tree that the log's key has signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The key that signed, in verifier form. Said for the reader; [`Proof::check`] takes its own.
    pub key: String,
    /// The `h1:` that the record states.
    pub h1: String,
    /// The record's number in the log.
    pub id: u64,
    /// The record itself: two go.sum lines.
    pub record: String,
    /// Number of records in the signed tree.
    pub size: u64,
    /// The signed tree head.
    pub note: String,
    /// The record's audit path, from the leaf up; base64 when written.
    #[serde(serialize_with = "encode", deserialize_with = "decode")]
    pub path: Vec<Hash>,
}

impl Proof {
    /// The `h1:` that this proves for `module_version`
    /// (`golang.org/toolchain@v0.0.1-go1.25.0.linux-amd64`) under `key`.
    ///
    /// Believes no field: head, record and path are checked from the start, and the fields that
    /// merely repeat them must agree. Needs neither network nor clock.
    ///
    /// # Errors
    /// `Kind::Integrity` naming what differs.
    pub fn check(&self, key: &Key, module_version: &str) -> Result<&str> {
        let h1 = record::h1(&self.record, module_version)?;
        let head = Head::open(key, &self.note)?;
        if self.id >= head.size {
            return Err(refused(format!(
                "record {} lies outside the signed tree of {} records",
                self.id, head.size
            )));
        }
        let leaf = tree::leaf(self.record.as_bytes());
        let root = tree::root(self.id, head.size, leaf, &self.path).ok_or_else(|| {
            refused(format!(
                "the audit path of record {} has a wrong length",
                self.id
            ))
        })?;
        if root != head.root {
            return Err(refused(format!(
                "record {} is not in the signed tree of {} records",
                self.id, head.size
            ))
            .cause(format!("the signed root is {}", STANDARD.encode(head.root)))
            .cause(format!(
                "record and tiles make it {}",
                STANDARD.encode(root)
            )));
        }
        for (what, stated, proved) in [
            ("key", &self.key, &key.vkey()),
            ("h1", &self.h1, &h1.to_owned()),
            ("size", &self.size.to_string(), &head.size.to_string()),
        ] {
            if stated != proved {
                return Err(refused(format!("the proof's {what} is not what it proves"))
                    .cause(format!("expected {proved}"))
                    .cause(format!(
                        "it states {}",
                        gom_shim::escape::excerpt(stated, 200)
                    )));
            }
        }
        Ok(h1)
    }
}

fn encode<S: Serializer>(path: &[Hash], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_seq(path.iter().map(|hash| STANDARD.encode(hash)))
}

fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Vec<Hash>, D::Error> {
    let path = Vec::<String>::deserialize(deserializer)?;
    path.iter()
        .map(|text| STANDARD.decode(text).ok()?.try_into().ok())
        .collect::<Option<_>>()
        .ok_or_else(|| D::Error::custom("a hash of the audit path is not 32 bytes of base64"))
}

//! What was proved about an installed toolchain, kept inside it.

use std::path::Path;

use gom_shim::layout::RECEIPT_FILE;
use gom_shim::read;
use serde::{Deserialize, Serialize};

use crate::sumdb::Proof;

/// The receipt as it is written; a claim until `gom verify` has re-derived it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Receipt {
    /// Version of this format: 1.
    pub schema: u32,
    /// The toolchain's directory name, `go1.22.6-linux-amd64`.
    pub name: String,
    /// `1.22.6`.
    pub version: String,
    /// `linux/amd64`.
    pub platform: String,
    /// What was proved: `sumdb`, `index`.
    pub proof: String,
    /// The `h1:` of the covered files as written.
    pub h1: String,
    /// The record, its signed tree head and the path between them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub log: Option<Proof>,
    /// The archive's SHA-256 in hex, where one archive was read as a whole.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub archive_sha256: Option<String>,
    /// Where the bytes came from, secrets removed.
    pub origin: String,
    /// True where `api doc misc test` are there too.
    #[serde(default)]
    pub full: bool,
    /// RFC 3339, UTC.
    pub installed_at: String,
    /// Size of all files in bytes.
    pub bytes: u64,
    /// The gom that installed it.
    pub gom: String,
}

impl Receipt {
    /// The receipt inside a root; `None` where it is missing or not readable as one.
    #[must_use]
    pub fn load(root: &Path) -> Option<Self> {
        let bytes = read::file(&root.join(RECEIPT_FILE)).ok()??;
        serde_json::from_slice(&bytes).ok()
    }
}

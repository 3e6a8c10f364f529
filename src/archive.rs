//! Unpacking a toolchain's archive: everything checked, hashed as it is written.
//!
//! The archive is the attacker's until its hash is known, so only what Go's release builder
//! writes is accepted: regular files and directories with plain names (facts: Go's
//! `module.CheckFilePath`, `cmd/distpack/pack.go`). Modes, owners and times are never read.

mod central;
mod complete;
mod contents;
mod feed;
mod folders;
mod gzip;
mod inflate;
mod jobs;
mod limits;
mod local;
mod mode;
mod names;
mod pread;
mod root;
mod stream;
mod taken;
mod tar;
mod unzip;

use std::path::Path;

use gom_shim::platform::Platform;
use gom_shim::version::Version;
use gom_shim::{Error, Kind, escape};

pub use stream::tar_gz;
pub use unzip::zip;

/// Whose names a zip has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// go.dev's archive: below `go/`.
    Archive,
    /// The module zip of a proxy: below `golang.org/toolchain@v0.0.1-…/`, go.mod as `_go.mod`.
    Module,
}

/// Which of the files in `api doc misc test` are written: no `h1:` covers them, so anything but
/// none of them is only for archives whose SHA-256 is authentic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncovered {
    /// All of them.
    All,
    /// None.
    None,
    /// `misc/wasm`, where Go up to 1.23 keeps the script that runs wasm programs.
    WasmRunner,
}

impl Uncovered {
    /// True where a file that no `h1:` covers is to be written; `path` is below GOROOT.
    fn takes(self, path: &str) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::WasmRunner => path.starts_with("misc/wasm/"),
        }
    }
}

/// What to unpack, and where.
#[derive(Clone, Copy)]
pub struct Unpack<'a> {
    /// A fresh, empty directory that only this process writes to. Its own mode is left alone.
    pub root: &'a Path,
    /// The version that was asked for.
    pub version: &'a Version,
    /// The platform that was asked for.
    pub platform: &'a Platform,
    /// Which files that no `h1:` covers are written as well.
    pub uncovered: Uncovered,
    /// Told how many more bytes of the archive are dealt with, from several threads.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// What was unpacked. Nothing of it is proved yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpacked {
    /// The `h1:` of the covered files as written, under their names in the module.
    pub h1: String,
    /// SHA-256 of the archive, where it passed by as a stream.
    pub archive_sha256: Option<[u8; 32]>,
    /// Size of the archive in bytes.
    pub archive_bytes: u64,
    /// Files written.
    pub files: u64,
    /// Bytes written.
    pub bytes: u64,
}

/// An error about one entry of an archive, whose name is foreign text.
fn refused(entry: &str, why: &str) -> Error {
    Error::new(
        Kind::Integrity,
        format!("archive entry '{}' {why}", escape::excerpt(entry, 200)),
    )
}

/// An error about an archive as a whole.
fn broken(why: &str) -> Error {
    Error::new(Kind::Integrity, format!("the archive {why}"))
}

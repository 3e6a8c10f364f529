//! Where toolchains come from. An origin can fail; what it says is never believed.

mod archive;
mod directory;
mod goproxy;
mod list;
mod place;
mod site;

use std::io::Read;

use gom_shim::platform::Platform;
use gom_shim::version::Version;

use crate::http::Failure;

pub use crate::archive_name::Format;
pub use archive::Archive;
pub use directory::Directory;
pub use goproxy::ModuleProxy;
pub use list::{Failed, Origins, Served, Wishes};
pub use place::{Opened, Place};
pub use site::Site;

/// A place to get toolchains from.
pub trait Origin: Send + Sync {
    /// Its name for people, without secrets.
    fn label(&self) -> String;

    /// What it says it has for a platform, in any order.
    ///
    /// # Errors
    /// See `http::Class`.
    fn releases(&self, platform: &Platform) -> Result<Vec<Listed>, Failure>;

    /// Opens one toolchain, also one that `releases` does not list.
    ///
    /// # Errors
    /// See `http::Class`.
    fn fetch(&self, version: &Version, platform: &Platform) -> Result<Artifact, Failure>;

    /// Where it would serve the checksum database, if it does: `<proxy>/sumdb`.
    fn log(&self) -> Option<Place> {
        None
    }
}

/// A version that an origin says it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The version.
    pub version: Version,
    /// False for betas and release candidates.
    pub stable: bool,
}

/// A packed toolchain as it comes.
pub struct Artifact {
    /// The bytes. Fails with an `io::Error` that may hold gom's own (`http::error_within`).
    pub reader: Box<dyn Read + Send>,
    /// Their number, where the origin says it.
    pub size: Option<u64>,
    /// How they are packed.
    pub format: Format,
    /// Where they come from, without secrets.
    pub url: String,
    /// What they should hash to.
    pub sha256: Option<Expected>,
}

/// A hash that an index gives for an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// SHA-256 of the whole archive.
    pub sha256: [u8; 32],
    /// True where the index came from Go's own site over verified TLS (design §7, item 1).
    /// Else a hint: a difference is still an integrity error.
    pub authentic: bool,
}

/// Sorts and keeps each version once.
fn each_once(mut listed: Vec<Listed>) -> Vec<Listed> {
    listed.sort_by(|a, b| a.version.cmp(&b.version));
    listed.dedup_by(|a, b| a.version == b.version);
    listed
}

//! A module proxy, where toolchains are versions of golang.org/toolchain.

use std::sync::Arc;

use gom_shim::platform::Platform;
use gom_shim::version::Version;
use gom_shim::{Error, Kind};

use super::{Artifact, Listed, Origin, Place};
use crate::archive_name::{ArchiveName, Format};
use crate::goproxy::{DIRECT, TOOLCHAIN_MODULE};
use crate::http::{Class, Client, Failure, Patience, Url};

/// The largest list of versions that is read, in bytes.
const LIST_LIMIT: u64 = 8 << 20;

/// A proxy: a server or a directory of the same shape.
#[derive(Clone, Debug)]
pub struct ModuleProxy {
    place: Place,
    direct: bool,
}

impl ModuleProxy {
    /// A proxy at its base.
    #[must_use]
    pub fn new(place: Place) -> Self {
        Self {
            place,
            direct: false,
        }
    }

    /// What `direct` in a GOPROXY list means.
    ///
    /// # Panics
    /// Never: the URL is a constant.
    #[must_use]
    pub fn direct(client: Arc<Client>, patience: Patience) -> Self {
        let base = Url::parse(DIRECT).expect("a constant that a test reads");
        let place = Place::Web {
            client,
            base,
            patience,
        };
        Self {
            place,
            direct: true,
        }
    }

    fn versions(&self) -> Place {
        self.place.below(TOOLCHAIN_MODULE).below("@v")
    }
}

impl Origin for ModuleProxy {
    fn label(&self) -> String {
        self.place.shown()
    }

    fn releases(&self, platform: &Platform) -> Result<Vec<Listed>, Failure> {
        let listed = match self
            .versions()
            .get("list", LIST_LIMIT, "the list of versions")
        {
            Ok(text) => String::from_utf8_lossy(&text).into_owned(),
            // A tree of files may lack the list and still hold versions.
            Err(failure) => match self.versions() {
                Place::Disk(directory) if failure.class == Class::Absent && directory.is_dir() => {
                    super::directory::file_names(&directory)?
                        .iter()
                        .filter_map(|name| name.strip_suffix(".zip"))
                        .fold(String::new(), |text, name| text + name + "\n")
                }
                _ => return Err(failure),
            },
        };
        let listed = listed
            .lines()
            .filter_map(|line| ArchiveName::from_module(line.split_whitespace().next()?))
            .filter(|name| name.platform == *platform)
            .map(|name| Listed {
                stable: !name.version.is_prerelease(),
                version: name.version,
            });
        Ok(super::each_once(listed.collect()))
    }

    fn fetch(&self, version: &Version, platform: &Platform) -> Result<Artifact, Failure> {
        let module = ArchiveName::module_version(version, platform);
        let opened = self
            .versions()
            .open(&format!("{module}.zip"), "the module")
            .map_err(|failure| {
                let unlisted = || {
                    let listed = self.releases(platform).unwrap_or_default();
                    !listed.is_empty() && listed.iter().all(|listed| listed.version != *version)
                };
                named(failure, version, platform, unlisted)
            })?;
        Ok(Artifact {
            reader: opened.reader,
            size: opened.size,
            format: Format::ModuleZip,
            url: opened.url,
            sha256: None,
        })
    }

    /// Go's own site is a proxy for toolchains, not for the checksum database.
    fn log(&self) -> Option<Place> {
        (!self.direct).then(|| self.place.below("sumdb"))
    }
}

/// An absence in the words of the person who asked. Some servers answer 403 for what they do not
/// have: where `unlisted` agrees, that is what is said, but a refusal stays one, since a
/// gatekeeper may hide what it blocks.
pub(super) fn named(
    failure: Failure,
    version: &Version,
    platform: &Platform,
    unlisted: impl FnOnce() -> bool,
) -> Failure {
    let refused = failure.status == Some(403);
    if failure.class != Class::Absent && !(refused && unlisted()) {
        return failure;
    }
    let message = format!("{} is not there for {platform}", version.go_name());
    let mut error = Error::new(Kind::NoVersion, message).hint("gom available");
    error.causes.push(failure.error.message);
    error.causes.extend(failure.error.causes);
    if refused {
        error
            .causes
            .push("it does not list this version either".to_owned());
    }
    Failure { error, ..failure }
}

/// `GOPROXY=off`: an origin that answers nothing and asks nobody.
#[derive(Debug)]
pub(super) struct Off;

impl Off {
    fn refusal() -> Failure {
        let error = Error::new(Kind::Network, "nothing may be downloaded (GOPROXY=off)")
            .hint("go env -u GOPROXY   # or unset GOPROXY, where it is set in the environment");
        Failure::new(Class::Off, error)
    }
}

impl Origin for Off {
    fn label(&self) -> String {
        "GOPROXY=off".to_owned()
    }

    fn releases(&self, _: &Platform) -> Result<Vec<Listed>, Failure> {
        Err(Self::refusal())
    }

    fn fetch(&self, _: &Version, _: &Platform) -> Result<Artifact, Failure> {
        Err(Self::refusal())
    }
}

//! What could be installed, as the origins list it, and what gom remembers of that.

use std::path::PathBuf;
use std::time::Duration;

use gom_shim::layout::Layout;
use gom_shim::platform::Platform;
use gom_shim::request::Request;
use gom_shim::version::Version;
use gom_shim::{Error, Kind, Result, escape, quote, read};
use serde::{Deserialize, Serialize};

use crate::gom::Gom;
use crate::http::Failure;
use crate::supply::Supply;
use crate::{owner, time, write};

/// How long a remembered list is good enough to name shims by.
const FRESH: Duration = Duration::from_secs(24 * 60 * 60);

fn remembered_file(layout: &Layout) -> PathBuf {
    layout.cache().join("releases.json")
}

/// The releases for one platform, in ascending order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Releases {
    /// Who listed them, without secrets.
    pub origin: String,
    /// When, RFC 3339.
    pub fetched_at: String,
    /// Who was asked before in vain, with the reason.
    #[serde(skip)]
    pub failed: Vec<(String, String)>,
    /// Versions, ascending.
    #[serde(with = "texts")]
    pub versions: Vec<Version>,
}

mod texts {
    //! Versions as texts; what cannot be read as one is passed over.
    use gom_shim::version::Version;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        versions: &[Version],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(versions.iter().map(Version::go_name))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Version>, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        Ok(names
            .iter()
            .filter_map(|name| Version::from_go_name(name))
            .collect())
    }
}

impl Releases {
    /// Asks the origins, and remembers the answer for the machine's own platform.
    ///
    /// # Errors
    /// Where no origin answers.
    pub fn fetch(gom: &Gom, supply: &Supply, platform: &Platform) -> Result<Self> {
        let served = supply.origins.attempt(|origin| {
            let mut versions: Vec<Version> = origin
                .releases(platform)?
                .into_iter()
                .map(|listed| listed.version)
                .collect();
            versions.sort();
            versions.dedup();
            if versions.is_empty() {
                return Err(Failure::absent(format!(
                    "{} lists no release for {platform}",
                    origin.label()
                )));
            }
            Ok(versions)
        })?;
        let releases = Self {
            origin: served.label,
            fetched_at: time::now(),
            failed: served
                .failed
                .iter()
                .map(|failed| (failed.label.clone(), failed.reason().to_owned()))
                .collect(),
            versions: served.value,
        };
        if *platform == gom.host && supply.is_usual {
            releases.remember(&gom.layout);
        }
        Ok(releases)
    }

    /// True where the remembered list is less than a day old.
    #[must_use]
    pub fn remembered_is_fresh(layout: &Layout) -> bool {
        let modified = remembered_file(layout)
            .metadata()
            .and_then(|metadata| metadata.modified());
        modified.is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age < FRESH))
    }

    /// What was last listed for this machine; `None` where the cache is gone or damaged.
    #[must_use]
    pub fn remembered(layout: &Layout) -> Option<Self> {
        serde_json::from_slice(&read::file(&remembered_file(layout)).ok()??).ok()
    }

    /// Keeps the list in the cache, and the two lines that `oldstable` needs in the state. Best
    /// effort: without them only less is known later.
    fn remember(&self, layout: &Layout) {
        if owner::check(layout.home()).is_err() {
            return;
        }
        if let Ok(json) = serde_json::to_vec(self) {
            let _ = write::replace(&remembered_file(layout), &json);
        }
        let mut lines = Vec::new();
        for version in self
            .versions
            .iter()
            .rev()
            .filter(|version| !version.is_prerelease())
        {
            if lines.last() != Some(&version.line()) {
                lines.push(version.line());
            }
            if lines.len() == 2 {
                break;
            }
        }
        if lines.len() < 2 {
            // A list of one line says nothing about the one before.
            return;
        }
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let known = read::file(&layout.lines()).ok().flatten();
        if known.as_deref() != Some(text.as_bytes()) {
            let _ = write::replace(&layout.lines(), text.as_bytes());
        }
    }

    /// The newest release that a request means.
    ///
    /// # Errors
    /// `NoVersion` where none is out, naming the newest.
    pub fn newest(&self, request: &Request) -> Result<Version> {
        let releases = || {
            self.versions
                .iter()
                .rev()
                .filter(|version| !version.is_prerelease())
        };
        let found = match request {
            Request::OldStable => {
                let stable = releases().next().map(Version::line);
                releases()
                    .find(|version| Some(version.line()) != stable)
                    .cloned()
            }
            Request::Rc => self
                .versions
                .last()
                .filter(|version| version.is_prerelease())
                .cloned(),
            _ => self
                .versions
                .iter()
                .rev()
                .find(|version| request.accepts(version))
                .cloned(),
        };
        found.ok_or_else(|| {
            let newest = releases()
                .next()
                .map_or_else(|| "none".to_owned(), Version::go_name);
            let message = match request {
                Request::Rc => format!("no release candidate is out; newest is {newest}"),
                Request::Line(line) => format!("no release of go{line} is out; newest is {newest}"),
                _ => format!(
                    "no release answers '{}'; newest is {newest}",
                    escape::text(&request.to_string())
                ),
            };
            Error::new(Kind::NoVersion, message).hint("gom available --all")
        })
    }
}

/// The error for an exact version that no origin has, with what is nearest to it.
#[must_use]
pub fn not_released(
    version: &Version,
    platform: &Platform,
    known: Option<&Releases>,
    cause: Error,
) -> Error {
    let mut error = Error::new(
        Kind::NoVersion,
        format!("{} is not published for {platform}", version.go_name()),
    );
    error.causes = std::iter::once(cause.message).chain(cause.causes).collect();
    let nearest = known.and_then(|known| {
        let same_line = known
            .versions
            .iter()
            .rev()
            .find(|other| other.line() == version.line() && *other != version);
        same_line.or_else(|| {
            known
                .versions
                .iter()
                .rev()
                .find(|other| !other.is_prerelease() && *other != version)
        })
    });
    match nearest {
        Some(nearest) => error.hint(format!(
            "gom install {}",
            quote::word(&Request::Exact(nearest.clone()).to_string())
        )),
        None => error.hint("gom available --all"),
    }
}

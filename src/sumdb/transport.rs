//! The way to the checksum database: through a proxy that serves it, else directly.
//!
//! Rules: `initBase` in cmd/go's `modfetch/sumdb.go`.

use std::sync::{Arc, OnceLock};

use gom_shim::{Error, Kind, Result};

use super::{Answer, Transport};
use crate::goproxy::Separator;
use crate::gosumdb::Gosumdb;
use crate::http::{Class, Client, Failure, Patience, Url};
use crate::origin::{Origins, Place};

/// The longest answer that is read, in bytes. Lookups are below 1 KiB, tiles of height 8 have 8.
const LIMIT: u64 = 64 << 10;

/// The way, found at the first question and kept.
pub struct Route {
    name: String,
    candidates: Vec<(Place, Separator)>,
    /// `None` where no server may be asked.
    direct: Option<Place>,
    chosen: OnceLock<Result<Place>>,
}

impl Route {
    /// The way to the database that GOSUMDB and the origins allow. `name` is the log's, and the
    /// caller's matter is whether its key is believed.
    ///
    /// # Errors
    /// Config, where `name` is no host.
    pub fn new(
        client: &Arc<Client>,
        origins: &Origins,
        gosumdb: &Gosumdb,
        name: &str,
    ) -> Result<Self> {
        let web = |base: Url| Place::Web {
            client: Arc::clone(client),
            base,
            patience: Patience::Last,
        };
        let explicit = match gosumdb {
            Gosumdb::At(url) | Gosumdb::Foreign { url: Some(url), .. } => Some(url.clone()),
            _ => None,
        };
        let own = Url::parse(&format!("https://{name}")).map_err(|_| {
            Error::new(
                Kind::Config,
                format!(
                    "'{}' is no name of a checksum database",
                    gom_shim::escape::text(name)
                ),
            )
        })?;
        let candidates = if explicit.is_some() {
            // A URL in GOSUMDB bypasses every proxy, as in cmd/go; a mirror's files are no proxy.
            origins
                .logs()
                .iter()
                .filter(|(place, _)| matches!(place, Place::Disk(_)))
                .cloned()
                .collect()
        } else {
            origins.logs().to_vec()
        };
        let direct = explicit.unwrap_or(own);
        let direct = match direct.to_file_path() {
            Ok(path) if direct.scheme() == "file" => Some(Place::Disk(path)),
            _ => (!origins.is_off()).then(|| web(direct)),
        };
        Ok(Self::through(name, candidates, direct))
    }

    /// A way over given places: `<proxy>/sumdb` each, and the database itself.
    #[must_use]
    pub fn through(name: &str, candidates: Vec<(Place, Separator)>, direct: Option<Place>) -> Self {
        Self {
            name: name.to_owned(),
            candidates,
            direct,
            chosen: OnceLock::new(),
        }
    }

    fn place(&self) -> Result<&Place> {
        self.chosen
            .get_or_init(|| self.choose())
            .as_ref()
            .map_err(Clone::clone)
    }

    fn choose(&self) -> Result<Place> {
        for (proxy, separator) in &self.candidates {
            let place = proxy.below(&self.name);
            match supports(&place) {
                Ok(()) => return Ok(place),
                Err(failure) if failure.class == Class::Absent => {}
                Err(_) if *separator == Separator::Pipe => {}
                Err(failure) => return Err(failure.error),
            }
        }
        self.direct.clone().ok_or_else(|| {
            Error::new(
                Kind::Network,
                format!("{} may not be asked (GOPROXY=off)", self.name),
            )
            .hint("go env -u GOPROXY   # or unset GOPROXY, where it is set in the environment")
        })
    }
}

/// Whether a proxy serves the database. Files say so by being there.
fn supports(place: &Place) -> std::result::Result<(), Failure> {
    if let Place::Disk(root) = place
        && root.join("lookup").is_dir()
    {
        return Ok(());
    }
    let what = "its support for the checksum database";
    place.get("supported", LIMIT, what).map(|_| ())
}

impl Transport for Route {
    fn get(&self, path: &str) -> Result<Answer> {
        let path = path.trim_start_matches('/');
        let place = self.place()?;
        let what = format!("{path} of {}", self.name);
        match place.get(path, LIMIT, &what) {
            Ok(bytes) => Ok(Answer::Body(bytes)),
            Err(failure) if is_absence(&failure, path) => {
                let mut text = failure.error.message;
                for cause in failure.error.causes {
                    text.push_str(": ");
                    text.push_str(&cause);
                }
                Ok(Answer::Absent(text))
            }
            Err(failure) => Err(failure.error),
        }
    }

    fn describe(&self) -> String {
        match self.chosen.get() {
            Some(Ok(place)) => place.shown(),
            _ => self.name.clone(),
        }
    }
}

/// Some proxies answer 403 for tiles they do not have, old partial ones among them
/// (facts: verification.md §6.3, row 13): the whole tile is then asked for.
fn is_absence(failure: &Failure, path: &str) -> bool {
    failure.class == Class::Absent || (failure.status == Some(403) && path.starts_with("tile/"))
}

//! The origins in order, and when the next one is asked.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gom_shim::{Error, Kind, Result, escape};

use super::goproxy::Off;
use super::{Archive, Directory, ModuleProxy, Origin, Place, Site};
use crate::goproxy::{Entry, Goproxy, Separator, Source};
use crate::http::{Class, Client, Failure, Patience, Url, redacted};

/// What the user's and the site's settings ask for.
#[derive(Clone, Debug)]
pub struct Wishes {
    /// The list of `--origin`, GOM_ORIGINS or `origins`; `None` for the order of design §7.
    pub origins: Option<Vec<String>>,
    /// The GOPROXY list that holds.
    pub goproxy: Goproxy,
    /// True where the user set it, in the environment or the go env file: then it alone is the order.
    pub goproxy_is_users: bool,
    /// Where relative paths in `origins` start.
    pub directory: PathBuf,
}

/// Origins in the order in which they are asked.
pub struct Origins {
    entries: Vec<Listing>,
    logs: Vec<(Place, Separator)>,
    off: bool,
}

struct Listing {
    origin: Box<dyn Origin>,
    /// What stands between this origin and the next.
    separator: Separator,
}

/// An origin that was asked in vain.
#[derive(Clone, Debug)]
pub struct Failed {
    /// Which.
    pub label: String,
    /// Why.
    pub failure: Failure,
}

impl Failed {
    /// Why, in one line for people: what an origin lacks is named by the message, why one failed
    /// by the first cause.
    #[must_use]
    pub fn reason(&self) -> &str {
        let Error {
            message,
            causes,
            kind,
            ..
        } = &self.failure.error;
        match causes.first() {
            Some(cause) if *kind != Kind::NoVersion => cause,
            _ => message,
        }
    }
}

/// What came, from where, and who was asked before.
#[derive(Debug)]
pub struct Served<T> {
    /// What came.
    pub value: T,
    /// Who served it.
    pub label: String,
    /// Who was asked before, in order.
    pub failed: Vec<Failed>,
}

/// One wish, before anything is made of it.
enum Wish<'a> {
    Official,
    Named(Url),
    Entry(&'a Entry),
    Directory(PathBuf),
    Archive(Archive),
}

/// True where the next origin may be asked after a failure (design §7): a gatekeeper's refusal
/// is final behind a comma of GOPROXY, and what is no failure of an origin ends everything.
fn may_follow(class: Class, separator: Separator) -> bool {
    match class {
        Class::Absent | Class::Unavailable => true,
        Class::Denied => separator == Separator::Pipe,
        Class::Fatal | Class::Off => false,
    }
}

impl Origins {
    /// The origins that the settings ask for. Opens nothing.
    ///
    /// # Errors
    /// Config, where an entry is neither a URL, a directory nor an archive.
    pub fn from(client: &Arc<Client>, wishes: &Wishes) -> Result<Self> {
        let mut order: Vec<(Wish<'_>, Separator)> = Vec::new();
        let proxies = || {
            let entries = &wishes.goproxy.entries;
            let last = entries.len() - 1;
            entries.iter().enumerate().map(move |(at, entry)| {
                // What follows the list's last entry does not stand behind one of its commas.
                let separator = if at == last {
                    Separator::Pipe
                } else {
                    entry.separator
                };
                (Wish::Entry(entry), separator)
            })
        };
        match &wishes.origins {
            Some(texts) => {
                for text in texts
                    .iter()
                    .map(|text| text.trim())
                    .filter(|text| !text.is_empty())
                {
                    if text == "goproxy" {
                        order.extend(proxies());
                    } else {
                        order.push((named(text, &wishes.directory)?, Separator::Pipe));
                    }
                }
            }
            None if wishes.goproxy_is_users => order.extend(proxies()),
            None => {
                order.push((Wish::Official, Separator::Pipe));
                order.extend(proxies());
            }
        }
        if order.is_empty() {
            return Err(Error::new(Kind::Config, "the list of origins is empty")
                .hint("gom config --show-origin origins"));
        }
        let last = order.len() - 1;
        let entries: Vec<Listing> = order
            .into_iter()
            .enumerate()
            .map(|(at, (wish, separator))| Listing {
                origin: wish.origin(
                    client,
                    if at == last {
                        Patience::Last
                    } else {
                        Patience::Followed
                    },
                ),
                separator,
            })
            .collect();
        // The log is asked through the proxies of GOPROXY even where the archives come from
        // elsewhere: behind a firewall they may be the only way to it.
        let mut logs: Vec<(Place, Separator)> = entries
            .iter()
            .filter_map(|entry| Some((entry.origin.log()?, entry.separator)))
            .filter(|(place, _)| matches!(place, Place::Disk(_)))
            .collect();
        for (wish, separator) in proxies() {
            let place = wish.origin(client, Patience::Last).log();
            logs.extend(place.map(|place| (place, separator)));
        }
        Ok(Self {
            entries,
            logs,
            off: wishes.goproxy.is_off(),
        })
    }

    /// The origins, in order.
    pub fn iter(&self) -> impl Iterator<Item = &dyn Origin> {
        self.entries.iter().map(|entry| &*entry.origin)
    }

    /// Where the checksum database may be served, in the order of asking (`<proxy>/sumdb`), with
    /// what stands behind each.
    #[must_use]
    pub fn logs(&self) -> &[(Place, Separator)] {
        &self.logs
    }

    /// True where GOPROXY=off forbids every request that no origin's own files answer.
    #[must_use]
    pub fn is_off(&self) -> bool {
        self.off
    }

    /// Does something with the first origin that it works with. What `work` reads from an origin
    /// it must read to the end, since a body may still fail after it was opened.
    ///
    /// # Errors
    /// The most telling failure, with the others as causes.
    pub fn attempt<T>(
        &self,
        mut work: impl FnMut(&dyn Origin) -> std::result::Result<T, Failure>,
    ) -> Result<Served<T>> {
        let mut failed: Vec<Failed> = Vec::new();
        for Listing { origin, separator } in &self.entries {
            let label = origin.label();
            match work(&**origin) {
                Ok(value) => {
                    return Ok(Served {
                        value,
                        label,
                        failed,
                    });
                }
                Err(failure) => {
                    let class = failure.class;
                    failed.push(Failed { label, failure });
                    if !may_follow(class, *separator) {
                        break;
                    }
                }
            }
        }
        Err(combined(failed))
    }
}

/// How much a failure says: that one origin lacks something outweighs that another was not
/// reached, and `off` says least, since it says nothing about what was asked for.
fn weight(class: Class) -> u8 {
    match class {
        Class::Off => 0,
        Class::Unavailable => 1,
        Class::Denied => 2,
        Class::Absent => 3,
        Class::Fatal => 4,
    }
}

fn combined(mut failed: Vec<Failed>) -> Error {
    let best = failed
        .iter()
        .enumerate()
        .max_by_key(|(at, failed)| (weight(failed.failure.class), std::cmp::Reverse(*at)))
        .map(|(at, _)| at);
    let Some(best) = best else {
        return Error::new(Kind::Network, "no origin could be asked");
    };
    let mut error = failed.remove(best).failure.error;
    for other in failed {
        error = error.cause(format!("{}: {}", other.label, other.reason()));
    }
    error
}

/// Reads one entry of a list of origins.
fn named<'a>(text: &str, directory: &Path) -> Result<Wish<'a>> {
    if !text.contains("://") {
        return on_disk(directory.join(text));
    }
    let invalid = |why: &str| {
        let shown = escape::excerpt(&redacted(text), 200);
        Error::new(Kind::Config, format!("the origin '{shown}' cannot be used"))
            .cause(why.to_owned())
            .hint("gom config --show-origin origins")
    };
    let url = Url::parse(text).map_err(|error| invalid(&error.to_string()))?;
    match url.scheme() {
        "http" | "https" => Ok(Wish::Named(url)),
        "file" => on_disk(
            url.to_file_path()
                .map_err(|()| invalid("it names no path on this machine"))?,
        ),
        _ => Err(invalid(
            "an origin is an http(s):// or file:// URL, a directory, an archive, or 'goproxy'",
        )),
    }
}

fn on_disk<'a>(path: PathBuf) -> Result<Wish<'a>> {
    Ok(if Archive::is_meant(&path) {
        Wish::Archive(Archive::new(path)?)
    } else {
        Wish::Directory(path)
    })
}

impl Wish<'_> {
    fn origin(self, client: &Arc<Client>, patience: Patience) -> Box<dyn Origin> {
        let client = Arc::clone(client);
        match self {
            Self::Official => Box::new(Site::builtin(client, patience)),
            Self::Named(url) => Box::new(Site::named(client, url, patience)),
            Self::Directory(path) => Box::new(Directory::new(path)),
            Self::Archive(archive) => Box::new(archive),
            Self::Entry(entry) => match &entry.source {
                Source::Off => Box::new(Off),
                Source::Direct => Box::new(ModuleProxy::direct(client, patience)),
                Source::Proxy(url) => Box::new(ModuleProxy::new(match url.to_file_path() {
                    Ok(path) if url.scheme() == "file" => Place::Disk(path),
                    _ => Place::Web {
                        client,
                        base: url.clone(),
                        patience,
                    },
                })),
            },
        }
    }
}

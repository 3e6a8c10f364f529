//! A base from which things are read by relative name: a URL, or a directory.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gom_shim::{Error, Kind, escape};

use crate::http::{Class, Client, Failure, Patience, Url, shown};

/// The base.
#[derive(Clone, Debug)]
pub enum Place {
    /// A server.
    Web {
        /// Who asks.
        client: Arc<Client>,
        /// The URL below which names are put.
        base: Url,
        /// Whether something else can be asked after it.
        patience: Patience,
    },
    /// A directory.
    Disk(PathBuf),
}

/// Something that is being read.
pub struct Opened {
    /// The bytes.
    pub reader: Box<dyn Read + Send>,
    /// Their number, where it is known.
    pub size: Option<u64>,
    /// Where they come from, without secrets.
    pub url: String,
}

impl Place {
    /// The place below this one.
    #[must_use]
    pub fn below(&self, name: &str) -> Self {
        match self {
            Self::Web {
                client,
                base,
                patience,
            } => Self::Web {
                client: Arc::clone(client),
                base: join(base, name),
                patience: *patience,
            },
            Self::Disk(root) => Self::Disk(root.join(name)),
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Web { base, .. } => shown(base).trim_end_matches('/').to_owned(),
            Self::Disk(root) => escape::path(root),
        }
    }

    /// Reads a small thing whole, of at most `limit` bytes. `what` is its name in messages.
    ///
    /// # Errors
    /// `Absent` where it is not there, `Unavailable` where it cannot be read or is longer.
    pub fn get(&self, name: &str, limit: u64, what: &str) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Web {
                client,
                base,
                patience,
            } => {
                let body = client.get(&join(base, name), *patience, limit, what)?;
                Ok(body.bytes)
            }
            Self::Disk(root) => {
                let path = root.join(name);
                let (file, size) = open_regular(&path, what)?;
                let unreadable = |why: String| unreadable(&path, what, why);
                if size > limit {
                    return Err(unreadable(format!("it is longer than {limit} bytes")));
                }
                let mut bytes = Vec::new();
                file.take(limit)
                    .read_to_end(&mut bytes)
                    .map_err(|error| unreadable(error.to_string()))?;
                Ok(bytes)
            }
        }
    }

    /// Opens a large thing.
    ///
    /// # Errors
    /// As `get`.
    pub fn open(&self, name: &str, what: &str) -> Result<Opened, Failure> {
        match self {
            Self::Web {
                client,
                base,
                patience,
            } => {
                let url = join(base, name);
                let download = client.open(&url, *patience, what)?;
                Ok(Opened {
                    size: download.total(),
                    url: shown(&url),
                    reader: Box::new(download),
                })
            }
            Self::Disk(root) => {
                let path = root.join(name);
                let (file, size) = open_regular(&path, what)?;
                Ok(Opened {
                    reader: Box::new(file),
                    size: Some(size),
                    url: escape::path(&path),
                })
            }
        }
    }
}

/// Puts a relative name, which may carry a query, below a base; the base's own query is dropped.
fn join(base: &Url, name: &str) -> Url {
    let mut url = base.clone();
    let (path, query) = name
        .split_once('?')
        .map_or((name, None), |(path, query)| (path, Some(query)));
    url.set_path(&format!("{}/{path}", base.path().trim_end_matches('/')));
    url.set_query(query);
    url.set_fragment(None);
    url
}

/// A file that is there and cannot be used: another origin may still have it.
pub(super) fn unreadable(path: &Path, what: &str, why: String) -> Failure {
    let message = format!("could not read {what} from {}", escape::path(path));
    Failure::new(
        Class::Unavailable,
        Error::new(Kind::FileSystem, message).cause(why),
    )
}

/// Opens a regular file; a FIFO would never answer, a device never end.
pub(super) fn open_regular(path: &Path, what: &str) -> Result<(File, u64), Failure> {
    let io = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
            Failure::absent(format!("{} is not there", escape::path(path)))
        }
        _ => unreadable(path, what, error.to_string()),
    };
    if !path.metadata().map_err(io)?.is_file() {
        return Err(unreadable(
            path,
            what,
            "it is not a regular file".to_owned(),
        ));
    }
    let file = File::open(path).map_err(io)?;
    let size = file.metadata().map_err(io)?.len();
    Ok((file, size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_below_the_base() {
        let joined = |base: &str, name: &str| join(&Url::parse(base).unwrap(), name).to_string();
        for (base, name, expected) in [
            (
                "https://go.dev/dl",
                "?mode=json&include=all",
                "https://go.dev/dl/?mode=json&include=all",
            ),
            (
                "https://go.dev/dl/",
                "go1.22.6.src.tar.gz",
                "https://go.dev/dl/go1.22.6.src.tar.gz",
            ),
            (
                "https://u:p@h.example:8/p%20q/?x#y",
                "a/@v/list",
                "https://u:p@h.example:8/p%20q/a/@v/list",
            ),
            (
                "https://h.example",
                "lookup/golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64",
                "https://h.example/lookup/golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64",
            ),
        ] {
            assert_eq!(joined(base, name), expected);
        }
    }
}

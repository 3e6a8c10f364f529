//! A site like go.dev/dl: a JSON index, and archives beside it.

use std::sync::{Arc, OnceLock};

use gom_shim::platform::Platform;
use gom_shim::version::Version;

use super::goproxy::named;
use super::{Artifact, Expected, Listed, Origin, Place};
use crate::archive_name::ArchiveName;
use crate::http::{Class, Client, Failure, Patience, Url, shown};
use crate::index::{self, Index};

/// Go's own site.
const OFFICIAL: &str = "https://go.dev/dl";

/// The hosts whose index is authentic: Go's own site and its twin inside mainland China.
const AUTHENTIC_HOSTS: [&str; 2] = ["go.dev", "golang.google.cn"];

/// A site. Its index is fetched once, when first needed.
#[derive(Debug)]
pub struct Site {
    client: Arc<Client>,
    base: Url,
    patience: Patience,
    /// True only for the origin that is compiled in.
    builtin: bool,
    index: OnceLock<Result<Fetched, Failure>>,
}

#[derive(Debug)]
struct Fetched {
    index: Index,
    authentic: bool,
}

impl Site {
    /// A site that somebody named: its index is a hint.
    #[must_use]
    pub fn named(client: Arc<Client>, base: Url, patience: Patience) -> Self {
        Self {
            client,
            base,
            patience,
            builtin: false,
            index: OnceLock::new(),
        }
    }

    /// Go's own site, compiled in: its index is authentic, as long as it comes from there.
    ///
    /// # Panics
    /// Never: the URL is a constant.
    #[must_use]
    pub fn builtin(client: Arc<Client>, patience: Patience) -> Self {
        let base = Url::parse(OFFICIAL).expect("a constant that a test reads");
        Self {
            builtin: true,
            ..Self::named(client, base, patience)
        }
    }

    fn place(&self) -> Place {
        Place::Web {
            client: Arc::clone(&self.client),
            base: self.base.clone(),
            patience: self.patience,
        }
    }

    fn index(&self) -> Result<&Fetched, Failure> {
        let fetch = || {
            let Place::Web { base, .. } = self.place().below(&format!("?{}", index::QUERY)) else {
                unreachable!("a site is on the web");
            };
            let what = "the index of releases";
            let body = self.client.get(&base, self.patience, index::LIMIT, what)?;
            let index = Index::parse(&body.bytes).map_err(|error| Failure {
                status: Some(200),
                ..error.cause(format!("it came from {}", shown(&base))).into()
            })?;
            Ok(Fetched {
                index,
                authentic: self.builtin && body.stayed && is_authentic(&base),
            })
        };
        self.index.get_or_init(fetch).as_ref().map_err(Clone::clone)
    }
}

/// True where an index that came from this very place may be believed: TLS, which is always
/// verified, and a host of Go's own.
fn is_authentic(url: &Url) -> bool {
    url.scheme() == "https"
        && url.port().is_none()
        && url
            .host_str()
            .is_some_and(|host| AUTHENTIC_HOSTS.contains(&host))
}

impl Origin for Site {
    fn label(&self) -> String {
        self.place().shown()
    }

    fn releases(&self, platform: &Platform) -> Result<Vec<Listed>, Failure> {
        let listed = self
            .index()?
            .index
            .releases(platform)
            .map(|release| Listed {
                version: release.version.clone(),
                stable: release.stable,
            });
        Ok(super::each_once(listed.collect()))
    }

    fn fetch(&self, version: &Version, platform: &Platform) -> Result<Artifact, Failure> {
        let fetched = match self.index() {
            Ok(fetched) => Some(fetched),
            // A mirror may hold archives without an index, or with a page for people in its
            // place; the name of the file is known without one.
            Err(failure) if !self.builtin && answered(&failure) => None,
            Err(failure) => return Err(failure),
        };
        let file = fetched.and_then(|fetched| fetched.index.find(version, platform));
        if let (Some(fetched), None) = (fetched, file)
            && fetched.authentic
        {
            return Err(self.unpublished(&fetched.index, version, platform));
        }
        let guess = ArchiveName::published(version, platform);
        let filename = file.map_or(guess.as_str(), |file| &file.filename);
        let name = ArchiveName::parse(filename)
            .ok_or_else(|| Failure::absent(format!("{filename} is not the name of an archive")))?;
        let opened = self
            .place()
            .open(filename, "the archive")
            .map_err(|failure| {
                named(failure, version, platform, || {
                    fetched.is_some() && file.is_none()
                })
            })?;
        if let (Some(said), Some(sent)) = (file.and_then(|file| file.size), opened.size)
            && said != sent
        {
            return Err(Failure::unavailable(format!(
                "could not get the archive from {}",
                opened.url
            ))
            .cause(format!("it has {sent} bytes, and the index says {said}")));
        }
        Ok(Artifact {
            reader: opened.reader,
            size: opened.size.or(file.and_then(|file| file.size)),
            format: name.format,
            url: opened.url,
            sha256: file.and_then(|file| file.sha256).map(|sha256| Expected {
                sha256,
                authentic: fetched.is_some_and(|fetched| fetched.authentic),
            }),
        })
    }
}

impl Site {
    /// The absence of a version in an index that can be believed.
    fn unpublished(&self, index: &Index, version: &Version, platform: &Platform) -> Failure {
        let message = format!("{} is not published for {platform}", version.go_name());
        let line = version.line();
        let near = index
            .releases(platform)
            .filter(|release| line.contains(&release.version))
            .map(|release| &release.version)
            .max();
        let failure = Failure::absent(message);
        match near {
            Some(near) => failure.hint(format!("gom install {near}")),
            None => failure.hint("gom available"),
        }
    }
}

/// True where a server did answer, if only to say that it has no index.
fn answered(failure: &Failure) -> bool {
    failure.class == Class::Absent || failure.status == Some(200)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_authentic_from_gos_own_hosts_alone() {
        let url = |text: &str| Url::parse(text).unwrap();
        for text in [
            "https://go.dev/dl/?x",
            "https://golang.google.cn/dl/",
            "https://go.dev:443/",
        ] {
            assert!(is_authentic(&url(text)), "{text}");
        }
        for text in [
            "http://go.dev/dl/",
            "https://go.dev:8443/dl/",
            "https://go.dev.example/",
            "https://x.go.dev/",
            "https://dl.google.com/go/",
        ] {
            assert!(!is_authentic(&url(text)), "{text}");
        }
        assert_eq!(url(OFFICIAL), url("https://go.dev/dl"));
    }
}

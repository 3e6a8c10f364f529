//! A directory of archives, with a saved index or without, or a tree as a module proxy serves it.

use std::path::{Path, PathBuf};

use gom_shim::platform::Platform;
use gom_shim::version::Version;

use super::goproxy::named;
use super::{Artifact, Expected, Listed, ModuleProxy, Origin, Place};
use crate::archive_name::{ArchiveName, Format};
use crate::http::{Class, Failure};
use crate::index::{self, Index};

/// The names under which an index may have been saved; the second is what a crawler writes.
const INDEX_NAMES: [&str; 2] = ["index.json", "?mode=json&include=all"];

/// The directory. It need not exist yet: it is looked into when asked.
#[derive(Clone, Debug)]
pub struct Directory {
    root: PathBuf,
}

/// The names in a directory that are UTF-8.
pub(super) fn file_names(directory: &Path) -> Result<Vec<String>, Failure> {
    let unreadable = |error: std::io::Error| {
        super::place::unreadable(directory, "the names of archives", error.to_string())
    };
    let mut names = Vec::new();
    for entry in directory.read_dir().map_err(unreadable)? {
        names.extend(entry.map_err(unreadable)?.file_name().into_string());
    }
    Ok(names)
}

impl Directory {
    /// A directory of any of the three shapes.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    fn place(&self) -> Place {
        Place::Disk(self.root.clone())
    }

    fn proxy(&self) -> ModuleProxy {
        ModuleProxy::new(self.place())
    }

    /// The saved index, if there is one. It only knows hashes, so one that cannot be read is an error.
    fn index(&self) -> Result<Option<Index>, Failure> {
        for name in INDEX_NAMES {
            match self
                .place()
                .get(name, index::LIMIT, "the index of releases")
            {
                Ok(json) => return Ok(Some(Index::parse(&json)?)),
                Err(failure) if failure.class == Class::Absent => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(None)
    }

    /// The archives here for one platform.
    fn archives(&self, platform: &Platform) -> Result<Vec<(String, ArchiveName)>, Failure> {
        let named = |file: String| {
            let name = ArchiveName::parse(&file)?;
            (name.platform == *platform).then_some((file, name))
        };
        Ok(file_names(&self.root)?
            .into_iter()
            .filter_map(named)
            .collect())
    }
}

impl Origin for Directory {
    fn label(&self) -> String {
        self.place().shown()
    }

    fn releases(&self, platform: &Platform) -> Result<Vec<Listed>, Failure> {
        let listed = |(_, name): (String, ArchiveName)| Listed {
            stable: !name.version.is_prerelease(),
            version: name.version,
        };
        let mut releases: Vec<Listed> = self.archives(platform)?.into_iter().map(listed).collect();
        match self.proxy().releases(platform) {
            Ok(more) => releases.extend(more),
            Err(failure) if failure.class == Class::Absent => {}
            Err(failure) => return Err(failure),
        }
        Ok(super::each_once(releases))
    }

    fn fetch(&self, version: &Version, platform: &Platform) -> Result<Artifact, Failure> {
        let mut here = self.archives(platform)?;
        here.retain(|(_, name)| name.version == *version);
        // A tar.gz is unpacked while it is read; a module zip last, since it lacks what --full wants.
        here.sort_by_key(|(_, name)| match name.format {
            Format::TarGz => (0, std::cmp::Reverse(name.macos)),
            Format::Zip => (1, std::cmp::Reverse(name.macos)),
            Format::ModuleZip => (2, std::cmp::Reverse(name.macos)),
        });
        let Some((file, name)) = here.into_iter().next() else {
            return self
                .proxy()
                .fetch(version, platform)
                .map_err(|failure| named(failure, version, platform, || false));
        };
        let sha256 = self.index()?.and_then(|index| {
            let listed = index.find(version, platform)?;
            (listed.filename == file).then_some(listed.sha256?)
        });
        let opened = self.place().open(&file, "the archive")?;
        Ok(Artifact {
            reader: opened.reader,
            size: opened.size,
            format: name.format,
            url: opened.url,
            sha256: sha256.map(|sha256| Expected {
                sha256,
                authentic: false,
            }),
        })
    }

    /// `<directory>/sumdb`, as `gom mirror` writes it.
    fn log(&self) -> Option<Place> {
        self.proxy().log()
    }
}

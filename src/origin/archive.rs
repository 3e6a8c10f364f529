//! One archive in a file, whose name says what it holds.

use std::path::{Path, PathBuf};

use gom_shim::platform::Platform;
use gom_shim::version::Version;
use gom_shim::{Error, Kind, escape, quote};

use super::{Artifact, Listed, Origin};
use crate::archive_name::ArchiveName;
use crate::http::Failure;

/// The archive.
#[derive(Clone, Debug)]
pub struct Archive {
    path: PathBuf,
    name: ArchiveName,
}

impl Archive {
    /// True where a path is meant as an archive: by its ending.
    #[must_use]
    pub fn is_meant(path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !path.is_dir() && (name.ends_with(".tar.gz") || name.ends_with(".zip"))
    }

    /// Reads version, platform and format from the file's name.
    ///
    /// # Errors
    /// Config, where the name does not say them; the error says how it must be named.
    pub fn new(path: PathBuf) -> gom_shim::Result<Self> {
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let Some(name) = ArchiveName::parse(&file) else {
            let host = Platform::host();
            let example = Version::parse("1.22.6").map(|version| {
                let published = ArchiveName::published(&version, &host);
                let module = ArchiveName::module_version(&version, &host);
                format!("named as published, such as {published}, or {module}.zip for a module")
            });
            return Err(Error::new(
                Kind::Config,
                format!(
                    "the name of {} does not say which Go it holds",
                    escape::path(&path)
                ),
            )
            .cause(format!(
                "an archive must be {}",
                example.unwrap_or_default()
            ))
            .hint(format!("mv {} NAME", quote::path(&path))));
        };
        Ok(Self { path, name })
    }
}

impl Origin for Archive {
    fn label(&self) -> String {
        escape::path(&self.path)
    }

    fn releases(&self, platform: &Platform) -> Result<Vec<Listed>, Failure> {
        let listed = (self.name.platform == *platform).then(|| Listed {
            version: self.name.version.clone(),
            stable: !self.name.version.is_prerelease(),
        });
        Ok(listed.into_iter().collect())
    }

    fn fetch(&self, version: &Version, platform: &Platform) -> Result<Artifact, Failure> {
        if (&self.name.version, &self.name.platform) != (version, platform) {
            return Err(Failure::absent(format!(
                "{} is {} for {}, not {} for {platform}",
                escape::path(&self.path),
                self.name.version.go_name(),
                self.name.platform,
                version.go_name(),
            )));
        }
        let (file, size) = super::place::open_regular(&self.path, "the archive")?;
        Ok(Artifact {
            reader: Box::new(file),
            size: Some(size),
            format: self.name.format,
            url: escape::path(&self.path),
            sha256: None,
        })
    }
}

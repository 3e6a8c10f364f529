//! A project file on its way to being trusted: read once, so that what is shown is what is trusted.

use std::path::{Path, PathBuf};

use gom_shim::project_file::{PROJECT_FILE, ProjectFile};
use gom_shim::version_file::{Pin, version_file_pin};
use gom_shim::{Error, Kind, Result, escape, quote, read, trust};

use crate::gom::Gom;
use crate::pin_ask;
use crate::trust_record::{TrustRecord, file_names};

/// The file with everything that is to be known before it is trusted.
#[derive(Clone, Debug)]
pub struct TrustFile {
    /// Its name.
    pub name: &'static str,
    /// Where it is.
    pub path: PathBuf,
    /// Its bytes: what is shown, and what gets trusted.
    pub bytes: Vec<u8>,
    /// The bytes as they were trusted before.
    pub kept: Option<Vec<u8>>,
    /// What they say, where it is a gotoolchain.toml.
    pub project: Option<ProjectFile>,
    /// The pin, and why it needs trust, where it does.
    pub pin: Option<(Pin, String)>,
}

impl TrustFile {
    /// The project files of a canonical directory.
    ///
    /// # Errors
    /// `Config` for a file that cannot be read or parsed; `NotTrusted` for a link that leaves the
    /// directory.
    pub fn all(gom: &Gom, directory: &Path) -> Result<Vec<Self>> {
        let record = TrustRecord::of(&gom.layout, directory);
        let version_pin = version_file_pin(directory)?;
        let mut files = Vec::new();
        for name in file_names() {
            let path = directory.join(name);
            let Some(bytes) = read::file(&path)? else {
                continue;
            };
            if trust::trusted_place(&path).as_deref() != Some(directory) {
                return Err(leaves(&path));
            }
            let mut pin = version_pin
                .clone()
                .filter(|pin| pin.source.path.as_ref() == Some(&path));
            if pin.as_ref().is_some_and(|pin| pin.bytes != bytes) {
                let shown = escape::path(&path);
                return Err(
                    Error::new(Kind::Config, format!("{shown} changed while it was read"))
                        .hint("run the same command again"),
                );
            }
            let mut project = None;
            if name == PROJECT_FILE {
                let file = ProjectFile::parse(&path, bytes.clone(), gom.side())?;
                pin = file.pin()?;
                project = Some(file);
            }
            let context = gom.context()?;
            let pin = match pin {
                Some(pin) => pin_ask::needs_trust(context, &pin)?.map(|why| (pin, why)),
                None => None,
            };
            files.push(Self {
                kept: record.as_ref().and_then(|record| record.kept(name)),
                name,
                path,
                bytes,
                project,
                pin,
            });
        }
        Ok(files)
    }

    /// True where these bytes are trusted already, or GOM_TRUST names the directory.
    #[must_use]
    pub fn is_trusted(&self, gom: &Gom) -> bool {
        trust::is_trusted(&gom.vars, &gom.layout, &self.path, &self.bytes)
    }

    /// How it stands to what was trusted before.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match &self.kept {
            None => "new",
            Some(kept) if *kept == self.bytes => "same",
            Some(_) => "changed",
        }
    }
}

fn leaves(path: &Path) -> Error {
    Error::new(
        Kind::NotTrusted,
        format!(
            "{} is a link that leaves its directory, and cannot be trusted",
            escape::path(path)
        ),
    )
    .hint(format!(
        "copy what it leads to: cp --remove-destination \"$(readlink -f {0})\" {0}",
        quote::path(path)
    ))
}

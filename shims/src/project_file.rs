//! A gotoolchain.toml: what a project wants of Go (design §9).

use std::path::{Path, PathBuf};

use crate::error::{Error, Kind, Result};
use crate::escape;
use crate::project_table;
use crate::read;
use crate::side::Side;
use crate::source::{Source, SourceKind};
use crate::target::Target;
use crate::version_file::{Pin, request};

/// The name of the file.
pub const PROJECT_FILE: &str = "gotoolchain.toml";

/// No project file is larger, in bytes: every `go` call parses it, and looking up a key among very
/// many takes long. 64 KiB hold some thousand settings.
pub const LIMIT: usize = 64 << 10;

/// A key and its value, with the place of the value: 1-based line and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub name: String,
    /// The value as text.
    pub value: String,
    /// Line and column of the value.
    pub place: (usize, usize),
}

/// A key that this gom does not know: passed over by shims, an error of `gom` commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The table that holds it, with dots; empty for the top.
    pub table: String,
    /// The key.
    pub name: String,
    /// Line and column.
    pub place: (usize, usize),
    /// The keys that are known there.
    pub known: &'static [&'static str],
}

/// What `gom check` holds a project to: `[policy]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// The oldest Go that may be used.
    pub minimum: Option<Entry>,
    /// The experiments that may be on; `None` where the file does not say.
    pub experiments: Option<Vec<Entry>>,
    /// Variables that must not be set, as `NAME`, or must not contain a word, as `NAME=WORD`.
    pub forbid: Vec<Entry>,
}

/// A parsed file, the tables of this side merged over the common ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectFile {
    /// Where it is.
    pub path: PathBuf,
    /// The very bytes that were parsed: what trust is compared with.
    pub bytes: Vec<u8>,
    /// The text, for the lines that messages show.
    pub text: String,
    /// `gom`: the versions of gom that understand the file.
    pub gom: Option<Entry>,
    /// `[toolchain] go`.
    pub go: Option<Entry>,
    /// `[toolchain] tools`, by name.
    pub tools: Vec<Entry>,
    /// `[toolchain] gopath`.
    pub gopath: Option<Entry>,
    /// `[target]`.
    pub target: Option<Target>,
    /// `[targets.NAME]`.
    pub targets: Vec<Target>,
    /// `[env]`.
    pub env: Vec<Entry>,
    /// `[profile.NAME.env]`, by name.
    pub profiles: Vec<(String, Vec<Entry>)>,
    /// `[policy]`.
    pub policy: Policy,
    /// Keys that are not known.
    pub unknown: Vec<Unknown>,
}

/// The nearest gotoolchain.toml at or above `dir`.
#[must_use]
pub fn find(dir: &Path) -> Option<PathBuf> {
    dir.ancestors()
        .map(|dir| dir.join(PROJECT_FILE))
        .find(|path| path.metadata().is_ok_and(|metadata| !metadata.is_dir()))
}

impl ProjectFile {
    /// The nearest file at or above `dir`, read for `side`. Nothing is inherited from those above it.
    ///
    /// # Errors
    /// `Config` with file, line and column for what cannot be read, is not TOML, or has a value of
    /// the wrong kind. Keys that are not known are no error here.
    pub fn nearest(dir: &Path, side: &Side) -> Result<Option<Self>> {
        match find(dir) {
            Some(path) => Self::read(&path, side),
            None => Ok(None),
        }
    }

    /// Reads a file; `None` where there is none.
    ///
    /// # Errors
    /// As [`Self::nearest`].
    pub fn read(path: &Path, side: &Side) -> Result<Option<Self>> {
        match read::file(path)? {
            Some(bytes) => Self::parse(path, bytes, side).map(Some),
            None => Ok(None),
        }
    }

    /// Parses the bytes of a file.
    ///
    /// # Errors
    /// As [`Self::nearest`].
    pub fn parse(path: &Path, bytes: Vec<u8>, side: &Side) -> Result<Self> {
        if bytes.len() > LIMIT {
            let shown = escape::path(path);
            let message = format!(
                "{shown} is larger than {} KiB, too large for what it should be",
                LIMIT >> 10
            );
            return Err(Error::new(Kind::Config, message));
        }
        let text = read::text(path, bytes.clone())?;
        let mut file = Self {
            path: path.to_owned(),
            bytes,
            text: String::new(),
            ..Self::default()
        };
        project_table::parse(&mut file, &text, side)?;
        file.text = text;
        Ok(file)
    }

    /// The directory of the file: the project's.
    #[must_use]
    pub fn directory(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }

    /// A line of the file as a source.
    #[must_use]
    pub fn source(&self, line: usize) -> Source {
        let text = self.text.lines().nth(line - 1).unwrap_or_default().trim();
        Source::file(SourceKind::ProjectFile, &self.path, Some(line), text)
    }

    /// The pin of `[toolchain] go`.
    ///
    /// # Errors
    /// `Config` with file, line and column where it is no request.
    pub fn pin(&self) -> Result<Option<Pin>> {
        let Some(go) = &self.go else {
            return Ok(None);
        };
        Ok(Some(Pin {
            request: request(&self.path, go.place, &go.value)?,
            source: self.source(go.place.0),
            bytes: self.bytes.clone(),
        }))
    }

    /// The variables of a profile; `None` where the file has no profile of that name.
    #[must_use]
    pub fn profile(&self, name: &str) -> Option<&[Entry]> {
        let found = self.profiles.iter().find(|(profile, _)| profile == name);
        found.map(|(_, entries)| entries.as_slice())
    }

    /// The target of that name.
    #[must_use]
    pub fn named_target(&self, name: &str) -> Option<&Target> {
        let same = |target: &&Target| target.name.as_deref() == Some(name);
        self.targets.iter().find(same)
    }
}

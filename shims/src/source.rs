//! Why a toolchain was chosen: which place asked for it, and the words it used.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::escape;

/// The kinds of places that may ask, by the names that JSON and messages use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// `+1.22` as first argument, a versioned shim, or a command's own argument.
    Argument,
    /// GOM_TOOLCHAIN.
    GomToolchain,
    /// `gom shell`, carried by GOM_SHELL_TOOLCHAIN.
    Session,
    /// GOTOOLCHAIN in the environment.
    GoToolchain,
    /// A gotoolchain.toml.
    ProjectFile,
    /// A go.work.
    GoWork,
    /// A go.mod.
    GoMod,
    /// A .go-version.
    GoVersionFile,
    /// A .tool-versions.
    ToolVersionsFile,
    /// `gom default`.
    Default,
    /// The next `go` on PATH outside gom.
    Path,
    /// Another variable of the caller's environment: where a setting comes from, never a Go.
    Environment,
    /// A line of the `go env -w` file: likewise.
    GoEnvFile,
    /// A line of a toolchain's own go.env: likewise.
    GorootEnv,
}

impl SourceKind {
    /// The fixed name (interface: "Sources by name").
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Argument => "argument",
            Self::GomToolchain => "GOM_TOOLCHAIN",
            Self::Session => "session",
            Self::GoToolchain => "GOTOOLCHAIN",
            Self::ProjectFile => "gotoolchain.toml",
            Self::GoWork => "go.work",
            Self::GoMod => "go.mod",
            Self::GoVersionFile => ".go-version",
            Self::ToolVersionsFile => ".tool-versions",
            Self::Default => "default",
            Self::Path => "PATH",
            Self::Environment => "environment",
            Self::GoEnvFile => "go env -w",
            Self::GorootEnv => "go.env",
        }
    }

    /// True for files that come with a project, and so with a clone.
    #[must_use]
    pub fn is_project_file(self) -> bool {
        matches!(
            self,
            Self::ProjectFile | Self::GoVersionFile | Self::ToolVersionsFile
        )
    }
}

/// One place that asks for a Go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What kind of place.
    pub kind: SourceKind,
    /// The file, where it is one.
    pub path: Option<PathBuf>,
    /// The 1-based line in it.
    pub line: Option<usize>,
    /// The words it used: a line, a value.
    pub text: String,
}

impl Source {
    /// A source that is no file.
    #[must_use]
    pub fn new(kind: SourceKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            path: None,
            line: None,
            text: text.into(),
        }
    }

    /// A source that is a line of a file.
    #[must_use]
    pub fn file(
        kind: SourceKind,
        path: &Path,
        line: Option<usize>,
        text: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            path: Some(path.to_owned()),
            line,
            text: text.into(),
        }
    }

    /// The place as a person finds it from `cwd`: `go.mod:3`, `../.go-version:1`, `GOM_TOOLCHAIN`.
    #[must_use]
    pub fn place(&self, cwd: Option<&Path>) -> String {
        let Some(path) = &self.path else {
            return self.kind.name().to_owned();
        };
        let shown = short(path, cwd);
        match self.line {
            Some(line) => format!("{shown}:{line}"),
            None => shown,
        }
    }

    /// The place and its verb for a message: `gotoolchain.toml:2 pins it`.
    #[must_use]
    pub fn asks(&self, cwd: Option<&Path>) -> String {
        match self.kind {
            SourceKind::Argument => "asked for on the command line".to_owned(),
            SourceKind::GomToolchain | SourceKind::GoToolchain => {
                format!("{} asks for it", self.place(cwd))
            }
            SourceKind::Session => "this shell session asks for it".to_owned(),
            SourceKind::Default => "it is the default".to_owned(),
            _ => format!("{} pins it", self.place(cwd)),
        }
    }
}

/// A path relative to `cwd` where that is the shorter way to say it, as cmd/go's `base.ShortPath`.
#[must_use]
pub fn short(path: &Path, cwd: Option<&Path>) -> String {
    let Some(cwd) = cwd else {
        return escape::path(path);
    };
    let common = path
        .components()
        .zip(cwd.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = cwd.components().count() - common;
    let relative: PathBuf = std::iter::repeat_n("..", up)
        .map(PathBuf::from)
        .chain(std::iter::once(path.components().skip(common).collect()))
        .collect();
    let shorter =
        relative.as_os_str().len() < path.as_os_str().len() && !relative.as_os_str().is_empty();
    escape::path(if shorter { &relative } else { path })
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn places_are_short() {
        let at = |path: &str, cwd: &str| short(Path::new(path), Some(Path::new(cwd)));
        assert_eq!(at("/home/me/p/go.mod", "/home/me/p"), "go.mod");
        assert_eq!(at("/home/me/p/go.mod", "/home/me/p/a/b"), "../../go.mod");
        assert_eq!(at("/x/go.mod", "/home/me/p/a/b"), "/x/go.mod");
        let source = Source::file(
            SourceKind::GoMod,
            Path::new("/home/me/p/go.mod"),
            Some(3),
            "go 1.22",
        );
        assert_eq!(source.place(Some(Path::new("/home/me/p"))), "go.mod:3");
    }
}

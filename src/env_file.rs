//! The scripts in gom's home that put its programs on PATH, and the lines that run them.

use std::path::{Path, PathBuf};

use gom_shim::layout::Layout;
use gom_shim::{Error, Kind, Result, escape, quote};

/// A language that start files are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// fish.
    Fish,
    /// sh and what reads it: dash, bash, zsh, ksh.
    Posix,
}

impl Language {
    /// A word that reads as `text`, whatever characters are in it.
    fn quote(self, text: &str) -> String {
        match self {
            Self::Posix => quote::word(text),
            Self::Fish => format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'")),
        }
    }

    /// A path for a start file: by `$HOME` where it lies below, so that the line still holds
    /// where dotfiles are shared between machines.
    fn path(self, path: &str, home: Option<&Path>) -> String {
        let below = home
            .filter(|home| home.parent().is_some())
            .and_then(|home| Path::new(path).strip_prefix(home).ok());
        match below.and_then(Path::to_str) {
            Some(rest) if quote::word(rest) == rest => format!("\"$HOME/{rest}\""),
            Some(rest) => format!("\"$HOME\"/{}", self.quote(rest)),
            None => self.quote(path),
        }
    }
}

/// The script for a language.
#[must_use]
pub fn path(layout: &Layout, language: Language) -> PathBuf {
    layout.home().join(match language {
        Language::Fish => "env.fish",
        Language::Posix => "env.sh",
    })
}

/// What the script says: `bin/` comes first on PATH, once. It is quiet, leaves no variable
/// behind, is clean under `set -eu`, and leaves a PATH alone that is unset or empty, as then the
/// system's own applies, which a PATH of one directory would hide.
///
/// # Errors
/// `Config` where the directory cannot be an entry of PATH.
pub fn text(layout: &Layout, language: Language) -> Result<String> {
    let bin = layout.bin();
    let dir = language.quote(as_text(&bin)?);
    let head = "# Written by `gom setup`: puts gom's programs on PATH, once.\n";
    Ok(match language {
        Language::Fish => {
            format!("{head}if not contains -- {dir} $PATH\n    set -gx PATH {dir} $PATH\nend\n")
        }
        Language::Posix => format!(
            "{head}case \":${{PATH-}}:\" in\n    :: | *:{dir}:*) ;;\n    *)\n        PATH={dir}:$PATH\n        export PATH\n        ;;\nesac\n"
        ),
    })
}

/// The lines of a start file that run the script, and do nothing, successfully, when it is gone.
///
/// # Errors
/// `Config` where the script's path cannot be written down.
pub fn lines(layout: &Layout, language: Language, home: Option<&Path>) -> Result<String> {
    let file = path(layout, language);
    let file = language.path(as_text(&file)?, home);
    Ok(match language {
        Language::Fish => format!("if test -r {file}\n    source {file}\nend\n"),
        // Not `[ … ] && . …`: as the last line of a file it would make `. ~/.profile` fail.
        Language::Posix => format!("if [ -r {file} ]; then . {file}; fi\n"),
    })
}

/// What to type in a terminal that is open now.
///
/// # Errors
/// `Config` where the script's path cannot be written down.
pub fn command(layout: &Layout, language: Language, home: Option<&Path>) -> Result<String> {
    let file = path(layout, language);
    let file = language.path(as_text(&file)?, home);
    Ok(match language {
        Language::Fish => format!("source {file}"),
        Language::Posix => format!(". {file}"),
    })
}

fn as_text(path: &Path) -> Result<&str> {
    let separator = if cfg!(windows) { ';' } else { ':' };
    path.to_str()
        .filter(|text| !text.contains([separator, '\n', '\r', '\0']))
        .ok_or_else(|| {
            Error::new(
                Kind::Config,
                format!("{} cannot be on PATH", escape::path(path)),
            )
            .cause(format!(
                "its name is not UTF-8, or has a newline or '{separator}' in it"
            ))
            .hint("set GOM_HOME to another directory, or run `gom setup --no-path`")
        })
}

//! The languages that start files are written in: how a word and a path are written in each.

use std::path::Path;

use gom_shim::side::Side;
use gom_shim::{Error, Kind, Result, escape, quote};

/// A language of start files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// systemd's `environment.d`: assignments, no commands.
    EnvironmentD,
    /// fish.
    Fish,
    /// Nushell.
    Nu,
    /// sh and what reads it: dash, bash, zsh, ksh.
    Posix,
    /// PowerShell 7 and Windows PowerShell 5.1.
    PowerShell,
}

impl Language {
    /// A word that reads as `text`, whatever characters are in it.
    #[must_use]
    pub fn quote(self, text: &str) -> String {
        match self {
            Self::EnvironmentD => environment_d(text),
            Self::Fish => format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'")),
            Self::Nu => format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\"")),
            Self::Posix => quote::word(text),
            Self::PowerShell => power_shell(text),
        }
    }

    /// A path for a start file: by `$HOME` where it lies below, so that the line still holds
    /// where dotfiles are shared between machines.
    #[must_use]
    pub fn path(self, path: &str, home: Option<&Path>, side: &Side) -> String {
        let below = home
            .filter(|home| home.parent().is_some())
            .and_then(|home| Path::new(path).strip_prefix(home).ok())
            .and_then(Path::to_str);
        let Some(rest) = below else {
            return self.quote(path);
        };
        let plain = quote::word(rest) == rest && !rest.contains('\\');
        match self {
            Self::Posix | Self::Fish if plain => format!("\"$HOME/{rest}\""),
            Self::Posix | Self::Fish => format!("\"$HOME\"/{}", self.quote(rest)),
            Self::EnvironmentD => format!("${{HOME}}/{}", self.quote(rest)),
            Self::Nu if *side == Side::Windows => {
                format!("($env.USERPROFILE | path join {})", self.quote(rest))
            }
            Self::Nu => format!("($env.HOME | path join {})", self.quote(rest)),
            // $HOME of Windows PowerShell 5.1 may be a network drive.
            Self::PowerShell if *side == Side::Windows => {
                format!("(Join-Path $env:USERPROFILE {})", self.quote(rest))
            }
            Self::PowerShell => format!("(Join-Path $HOME {})", self.quote(rest)),
        }
    }
}

/// The path as it can be written down as one entry of PATH.
///
/// # Errors
/// `Config` where it has what separates entries in it, a newline, or is not UTF-8.
pub fn entry<'p>(path: &'p Path, side: &Side) -> Result<&'p str> {
    let separator = if *side == Side::Windows { ';' } else { ':' };
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

/// Part of a value that stands between double quotes: as systemd reads it, `$` begins a variable
/// unless doubled (environment.d(5)).
fn environment_d(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '$' => out.push('$'),
            '"' | '\\' | '`' => out.push('\\'),
            _ => {}
        }
        out.push(c);
    }
    out
}

/// PowerShell takes each of the quotes ‘ ’ ‚ ‛ for a single quote, and Windows PowerShell reads a
/// file without a mark in the code page of the system: what is not ASCII is written as numbers.
fn power_shell(text: &str) -> String {
    if text.is_ascii() {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut parts: Vec<String> = Vec::new();
    let mut plain = String::new();
    let flush = |plain: &mut String, parts: &mut Vec<String>| {
        if !plain.is_empty() {
            parts.push(format!("'{}'", plain.replace('\'', "''")));
            plain.clear();
        }
    };
    for c in text.chars() {
        if c.is_ascii() {
            plain.push(c);
            continue;
        }
        flush(&mut plain, &mut parts);
        let mut units = [0; 2];
        for unit in c.encode_utf16(&mut units) {
            parts.push(format!("[char]0x{unit:04x}"));
        }
    }
    flush(&mut plain, &mut parts);
    // A text on the left makes the whole a text.
    format!("('' + {})", parts.join(" + "))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: &str = "/home/u";

    fn path(language: Language, path: &str) -> String {
        language.path(path, Some(Path::new(HOME)), &Side::Linux)
    }

    #[test]
    fn a_path_below_home_is_written_by_its_variable() {
        for (language, plain, odd) in [
            (Language::Posix, r#""$HOME/a/b""#, r#""$HOME"/'it'\''s'"#),
            (Language::Fish, r#""$HOME/a/b""#, r#""$HOME"/'it\'s'"#),
            (Language::EnvironmentD, "${HOME}/a/b", "${HOME}/it's"),
            (
                Language::Nu,
                r#"($env.HOME | path join "a/b")"#,
                r#"($env.HOME | path join "it's")"#,
            ),
            (
                Language::PowerShell,
                "(Join-Path $HOME 'a/b')",
                "(Join-Path $HOME 'it''s')",
            ),
        ] {
            assert_eq!(path(language, "/home/u/a/b"), plain);
            assert_eq!(path(language, "/home/u/it's"), odd);
        }
        let windows = Language::PowerShell.path("/home/u/x", Some(Path::new(HOME)), &Side::Windows);
        assert_eq!(windows, "(Join-Path $env:USERPROFILE 'x')");
    }

    #[test]
    fn a_path_elsewhere_is_written_out() {
        assert_eq!(path(Language::Posix, "/opt/gom"), "/opt/gom");
        assert_eq!(path(Language::EnvironmentD, "/a$b\"c\\d"), r#"/a$$b\"c\\d"#);
        assert_eq!(
            path(Language::PowerShell, "/J\u{fc}rg/\u{1f600}"),
            "('' + '/J' + [char]0x00fc + 'rg/' + [char]0xd83d + [char]0xde00)"
        );
        // Whose home is the root directory has nothing below it that is the user's own.
        let root = Language::Posix.path("/opt/gom", Some(Path::new("/")), &Side::Linux);
        assert_eq!(root, "/opt/gom");
    }

    #[test]
    fn what_separates_entries_cannot_be_in_one() {
        assert!(entry(Path::new("/a:b"), &Side::Linux).is_err());
        assert!(entry(Path::new("/a:b"), &Side::Windows).is_ok());
        assert!(entry(Path::new("/a;b"), &Side::Windows).is_err());
    }
}

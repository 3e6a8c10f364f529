//! Environment variables written down for a shell, or as a file that another program reads.

mod cmd;
mod docker;
mod dotenv;
mod fish;
mod github;
mod gitlab;
mod nu;
mod posix;
mod pwsh;
mod systemd;

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt;

use gom_shim::{Error, Kind, Result, escape};

/// A shell that runs what gom prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Shell {
    /// Any POSIX shell
    Sh,
    /// Bash
    Bash,
    /// Zsh
    Zsh,
    /// Fish
    Fish,
    /// PowerShell, 5.1 and newer
    #[value(alias = "powershell")]
    Pwsh,
    /// Nushell
    #[value(alias = "nushell")]
    Nu,
    /// The command prompt of Windows
    Cmd,
}

/// A file of variables that another program reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A .env file
    Dotenv,
    /// docker run --env-file
    Docker,
    /// EnvironmentFile= of a systemd unit
    Systemd,
    /// The file $GITHUB_ENV of GitHub Actions
    Github,
    /// artifacts:reports:dotenv of GitLab
    Gitlab,
}

/// What variables are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Code.
    Shell(Shell),
    /// Data.
    File(Format),
}

impl From<Shell> for Syntax {
    fn from(shell: Shell) -> Self {
        Self::Shell(shell)
    }
}

impl From<Format> for Syntax {
    fn from(format: Format) -> Self {
        Self::File(format)
    }
}

/// As in `… cannot be written for a .env file`.
impl fmt::Display for Syntax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shell(Shell::Sh) => "sh",
            Self::Shell(Shell::Bash) => "bash",
            Self::Shell(Shell::Zsh) => "zsh",
            Self::Shell(Shell::Fish) => "fish",
            Self::Shell(Shell::Pwsh) => "PowerShell",
            Self::Shell(Shell::Nu) => "Nushell",
            Self::Shell(Shell::Cmd) => "cmd.exe",
            Self::File(Format::Dotenv) => "a .env file",
            Self::File(Format::Docker) => "docker's --env-file",
            Self::File(Format::Systemd) => "systemd's EnvironmentFile=",
            Self::File(Format::Github) => "GITHUB_ENV",
            Self::File(Format::Gitlab) => "GitLab's dotenv report",
        })
    }
}

/// What happens to one variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// Its name, `[A-Za-z_][A-Za-z0-9_]*`.
    pub name: &'a str,
    /// Its new value; `None` where it is removed.
    pub value: Option<&'a OsStr>,
}

/// Why a value cannot be written.
type Why = &'static str;

/// Every change, a line or more each, in the order given. Files can only set variables: there what
/// is removed is left out.
///
/// # Errors
/// `Failure` that names the variable and the syntax, for a name that is no identifier and a value
/// that the syntax cannot say, and where GitLab would find the file too large.
pub fn write(syntax: impl Into<Syntax>, changes: &[Change<'_>]) -> Result<Vec<u8>> {
    let syntax = syntax.into();
    let mut out = Vec::new();
    for change in changes {
        check_name(syntax, change.name)?;
        match (syntax, change.value) {
            (Syntax::Shell(shell), value) => {
                out.extend(assignment(shell, change.name, value)?);
                out.extend(end_of_line(shell));
            }
            (Syntax::File(format), Some(value)) => {
                let line = line(format, change.name, value);
                out.extend(line.map_err(|why| refused(syntax, change.name, why))?);
            }
            (Syntax::File(_), None) => {}
        }
    }
    if out.is_empty() && syntax == Syntax::Shell(Shell::Pwsh) {
        // Invoke-Expression refuses an empty text.
        out.extend(b"# nothing to set\n");
    }
    if syntax == Syntax::File(Format::Gitlab) {
        gitlab::check_size(out.len())?;
    }
    Ok(out)
}

/// Code that sets a variable and exports it, or removes it where `value` is `None`, without a
/// newline at its end. It is one command of the shell, and it may have newlines in it for `sh`.
///
/// PATH is a list in fish and Nushell, and becomes one. An empty value removes the variable
/// in cmd.exe and in PowerShell before 7.5, which know no empty variables.
///
/// # Errors
/// As for [`write`].
pub fn assignment(shell: Shell, name: &str, value: Option<&OsStr>) -> Result<Vec<u8>> {
    check_name(shell.into(), name)?;
    let code = match (shell, value) {
        (Shell::Sh | Shell::Bash | Shell::Zsh, None) => Ok(posix::unset(name)),
        (Shell::Sh, Some(value)) => bytes(value).map(|value| posix::set(name, value)),
        (Shell::Bash | Shell::Zsh, Some(value)) => {
            bytes(value).map(|value| posix::set_visibly(name, value))
        }
        (Shell::Fish, None) => Ok(fish::unset(name)),
        (Shell::Fish, Some(value)) => bytes(value).map(|_| fish::set(name, value)),
        (Shell::Pwsh, None) => Ok(pwsh::unset(name)),
        (Shell::Pwsh, Some(value)) => text(value).map(|value| pwsh::set(name, value)),
        (Shell::Nu, None) => Ok(nu::unset(name)),
        (Shell::Nu, Some(value)) => text(value).map(|_| nu::set(name, value)),
        (Shell::Cmd, None) => Ok(cmd::unset(name)),
        (Shell::Cmd, Some(value)) => text(value).and_then(|value| cmd::set(name, value)),
    };
    code.map_err(|why| refused(shell.into(), name, why))
}

/// The value as one word of the shell's code, without a newline in it; an expression for
/// PowerShell. `None` where the shell cannot say it.
#[must_use]
pub fn word(shell: Shell, value: &OsStr) -> Option<Vec<u8>> {
    match shell {
        Shell::Sh | Shell::Cmd | Shell::Nu => None,
        Shell::Bash | Shell::Zsh => Some(posix::visible_word(bytes(value).ok()?)),
        Shell::Fish => {
            let mut out = Vec::new();
            fish::word(&mut out, bytes(value).ok()?);
            Some(out.trim_ascii_start().to_vec())
        }
        Shell::Pwsh => Some(pwsh::expression(text(value).ok()?).into_bytes()),
    }
}

/// What ends an assignment. Batch files want Windows' own ends of lines.
fn end_of_line(shell: Shell) -> &'static [u8] {
    match shell {
        Shell::Cmd => b"\r\n",
        _ => b"\n",
    }
}

/// The lines that give a variable its value in a file.
fn line(format: Format, name: &str, value: &OsStr) -> std::result::Result<Vec<u8>, Why> {
    let value = text(value)?;
    match format {
        Format::Dotenv => dotenv::line(name, value),
        Format::Docker => docker::line(name, value),
        Format::Systemd => Ok(systemd::line(name, value)),
        Format::Github => github::line(name, value),
        Format::Gitlab => gitlab::line(name, value),
    }
}

fn check_name(syntax: Syntax, name: &str) -> Result<()> {
    let mut characters = name.chars();
    let is_identifier = characters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_identifier {
        return Ok(());
    }
    let name = escape::excerpt(name, 60);
    let error = Error::new(
        Kind::Failure,
        format!("'{name}' cannot be written for {syntax}"),
    );
    Err(error.cause("a name has letters, digits and '_' only, and no digit first"))
}

fn refused(syntax: Syntax, name: &str, why: Why) -> Error {
    let error = Error::new(
        Kind::Failure,
        format!("{name} cannot be written for {syntax}"),
    );
    error.cause(why).hint(format!("gom env --json {name}"))
}

/// The value as the bytes that a shell would hold.
fn bytes(value: &OsStr) -> std::result::Result<&[u8], Why> {
    if cfg!(windows) {
        // Half of a UTF-16 pair is no byte of any encoding.
        return text(value).map(str::as_bytes);
    }
    let bytes = value.as_encoded_bytes();
    if bytes.contains(&0) {
        return Err("its value has a NUL in it");
    }
    Ok(bytes)
}

/// The value where it is text, as everything but the shells of Unix wants it.
fn text(value: &OsStr) -> std::result::Result<&str, Why> {
    let text = value.to_str().ok_or("its value is not UTF-8")?;
    if text.contains('\0') {
        return Err("its value has a NUL in it");
    }
    Ok(text)
}

/// True for what a terminal shows as it is: no control characters, none that reorder text.
fn is_visible(text: &str) -> bool {
    matches!(escape::text(text), Cow::Borrowed(_))
}

/// True for a value that means itself without quotes in every file.
fn is_plain(value: &str) -> bool {
    !value.is_empty()
        && value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-+./:@%,=".contains(c))
}

//! The shells that gom knows, and which of them a user has.

use std::path::{Path, PathBuf};

use gom_shim::side::Side;
use gom_shim::vars::Vars;

use super::language::Language;

/// A shell, or a family of them that reads the same files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// bash.
    Bash,
    /// fish.
    Fish,
    /// Nushell.
    Nu,
    /// PowerShell 7, and Windows PowerShell 5.1.
    PowerShell,
    /// sh and its like: dash, ash, ksh, mksh.
    Sh,
    /// zsh.
    Zsh,
}

impl Shell {
    /// The shell of a program's name, such as `bash` or `pwsh.exe`; `None` for one gom does not know.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name.strip_suffix(".exe").unwrap_or(name) {
            "bash" => Self::Bash,
            "fish" => Self::Fish,
            "nu" => Self::Nu,
            "powershell" | "pwsh" => Self::PowerShell,
            "ash" | "dash" | "ksh" | "mksh" | "sh" => Self::Sh,
            "zsh" => Self::Zsh,
            _ => return None,
        })
    }

    /// The language of its start files.
    #[must_use]
    pub fn language(self) -> Language {
        match self {
            Self::Bash | Self::Sh | Self::Zsh => Language::Posix,
            Self::Fish => Language::Fish,
            Self::Nu => Language::Nu,
            Self::PowerShell => Language::PowerShell,
        }
    }

    /// What `gom init` calls it; `None` for shells without a hook.
    #[must_use]
    pub fn hook(self) -> Option<&'static str> {
        match self {
            Self::Bash => Some("bash"),
            Self::Fish => Some("fish"),
            Self::Nu => Some("nu"),
            Self::PowerShell => Some("pwsh"),
            Self::Sh => None,
            Self::Zsh => Some("zsh"),
        }
    }
}

/// The program that SHELL names, if it names one.
#[must_use]
pub fn program(vars: &Vars) -> Option<&Path> {
    vars.non_empty("SHELL").map(Path::new)
}

/// The name of the user's shell, such as `bash`; empty where SHELL does not say.
#[must_use]
pub fn name(vars: &Vars) -> String {
    let name = program(vars).and_then(Path::file_name).unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The user's shell, if SHELL names one that gom knows.
#[must_use]
pub fn users(vars: &Vars) -> Option<Shell> {
    Shell::named(&name(vars))
}

/// The first program of that name on PATH.
#[must_use]
pub fn on_path(vars: &Vars, side: &Side, name: &str) -> Option<PathBuf> {
    let name = if *side == Side::Windows {
        format!("{name}.exe")
    } else {
        name.to_owned()
    };
    let dirs = vars.path().filter(|dir| dir.is_absolute());
    dirs.map(|dir| dir.join(&name)).find(|path| path.is_file())
}

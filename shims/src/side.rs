//! Where gom itself runs: Linux, macOS, Windows, or one distribution of the Windows Subsystem for Linux.

use std::fmt;
use std::path::Path;

use crate::error::{Error, Kind, Result};
use crate::layout::Layout;
use crate::vars::Vars;
use crate::{escape, quote, read};

/// A side of a machine. Homes are never shared between sides: `side.toml` says whose one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// Linux that is not below Windows; also containers, whatever kernel they run on.
    Linux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
    /// WSL, with its distribution's name; empty where the session does not say it (sudo, cron).
    Wsl(String),
}

impl Side {
    /// The side of this process, from its environment and the kernel's release, such as
    /// `5.15.90.1-microsoft-standard-WSL2`. WSL is told by the kernel's name; under a kernel of
    /// the user's own by both variables that WSL's init sets, as one alone is easily inherited.
    #[must_use]
    pub fn detect(vars: &Vars, osrelease: &str) -> Self {
        if cfg!(windows) {
            return Self::Windows;
        }
        if cfg!(target_os = "macos") {
            return Self::MacOs;
        }
        let distribution = vars.text("WSL_DISTRO_NAME");
        let kernel = osrelease.to_ascii_lowercase().contains("microsoft");
        if kernel || (distribution.is_some() && vars.non_empty("WSL_INTEROP").is_some()) {
            return Self::Wsl(distribution.unwrap_or_default().to_owned());
        }
        Self::Linux
    }

    /// The side of this process on this machine. A container inherits WSL's kernel and often its
    /// variables, and is plain Linux all the same.
    #[must_use]
    pub fn of_this_machine(vars: &Vars) -> Self {
        let container = ["/.dockerenv", "/run/.containerenv"];
        if cfg!(target_os = "linux") && container.iter().any(|file| Path::new(file).exists()) {
            return Self::Linux;
        }
        Self::detect(vars, &osrelease())
    }

    /// Reads `linux`, `macos`, `windows`, `wsl` or `wsl:Debian`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "linux" => Some(Self::Linux),
            "macos" => Some(Self::MacOs),
            "windows" => Some(Self::Windows),
            "wsl" => Some(Self::Wsl(String::new())),
            _ => text
                .strip_prefix("wsl:")
                .filter(|name| !name.is_empty())
                .map(|name| Self::Wsl(name.to_owned())),
        }
    }

    /// True where a home of this side serves a process of the `running` one. A session of WSL that
    /// does not say its distribution is taken for any of them.
    #[must_use]
    pub fn serves(&self, running: &Self) -> bool {
        match (self, running) {
            (Self::Wsl(own), Self::Wsl(other)) => {
                own.is_empty() || other.is_empty() || own == other
            }
            _ => self == running,
        }
    }

    /// Refuses a home that belongs to another side: what is in it is for another system. A home
    /// that is not marked yet belongs to nobody.
    ///
    /// # Errors
    /// `FileSystem` for the home of another side; `Config` for a `side.toml` that cannot be read.
    pub fn check_home(&self, layout: &Layout) -> Result<()> {
        let path = layout.side_file();
        let Some(bytes) = read::file(&path)? else {
            return Ok(());
        };
        match Self::from_file(&read::text(&path, bytes)?) {
            Some(owner) if owner.serves(self) => Ok(()),
            Some(owner) => Err(Error::new(
                Kind::FileSystem,
                format!(
                    "{} belongs to another side: {}, and this is {}",
                    escape::path(layout.home()),
                    escape::text(&owner.to_string()),
                    escape::text(&self.to_string())
                ),
            )
            .hint("set GOM_HOME to a directory of this side's own")),
            None => Err(Error::new(
                Kind::FileSystem,
                format!("{} names no side that this gom knows", escape::path(&path)),
            )
            .hint(format!("rm {}", quote::path(&path)))),
        }
    }

    /// Reads a `side.toml`; `None` where it names no side that is known.
    #[must_use]
    pub fn from_file(text: &str) -> Option<Self> {
        let table = toml::de::DeTable::parse(text).ok()?;
        Self::parse(table.get_ref().get("side")?.get_ref().as_str()?)
    }

    /// The text of a `side.toml`.
    #[must_use]
    pub fn to_file(&self) -> String {
        let side = self.to_string();
        // A basic string of TOML; distribution names hold no control characters.
        let quoted = side.replace('\\', r"\\").replace('"', "\\\"");
        format!(
            "# Whose home this is. gom neither writes nor runs what belongs to another side.\nschema = 1\nside = \"{quoted}\"\n"
        )
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Linux => f.write_str("linux"),
            Self::MacOs => f.write_str("macos"),
            Self::Windows => f.write_str("windows"),
            Self::Wsl(name) if name.is_empty() => f.write_str("wsl"),
            Self::Wsl(name) => write!(f, "wsl:{name}"),
        }
    }
}

/// The kernel's release as `uname -r` prints it; empty where the system has none.
#[must_use]
pub fn osrelease() -> String {
    #[cfg(unix)]
    {
        // SAFETY: `utsname` is plain bytes, for which zeros are a valid value; `uname` fills it
        // with texts that end in NUL within their arrays.
        let release = unsafe {
            let mut name: libc::utsname = std::mem::zeroed();
            if libc::uname(&raw mut name) != 0 {
                return String::new();
            }
            std::ffi::CStr::from_ptr(name.release.as_ptr()).to_owned()
        };
        release.to_string_lossy().into_owned()
    }
    #[cfg(not(unix))]
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_files_read_back() {
        for side in [
            Side::Linux,
            Side::MacOs,
            Side::Windows,
            Side::Wsl(String::new()),
            Side::Wsl(r#"My "odd" \ distro"#.into()),
        ] {
            assert_eq!(Side::parse(&side.to_string()), Some(side.clone()));
            assert_eq!(Side::from_file(&side.to_file()), Some(side));
        }
        for text in ["", "wsl:", "Linux", "plan9"] {
            assert_eq!(Side::parse(text), None, "{text}");
        }
        for text in ["", "side = 1", "side", "side = \"plan9\""] {
            assert_eq!(Side::from_file(text), None, "{text}");
        }
    }

    #[test]
    fn a_home_serves_its_own_side_and_a_session_of_wsl_that_says_no_name() {
        let wsl = |name: &str| Side::Wsl(name.into());
        assert!(Side::Linux.serves(&Side::Linux) && wsl("Debian").serves(&wsl("Debian")));
        assert!(wsl("Debian").serves(&wsl("")) && wsl("").serves(&wsl("Debian")));
        assert!(!wsl("Debian").serves(&wsl("Ubuntu")) && !wsl("Debian").serves(&Side::Linux));
        assert!(!Side::Windows.serves(&wsl("")) && !Side::Linux.serves(&Side::MacOs));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn wsl_is_told_by_its_kernel_or_by_both_its_variables() {
        let vars = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().map(|(k, v)| ((*k).into(), (*v).into()));
            Vars::new(pairs.collect(), vec![], None)
        };
        let debian = Side::Wsl("Debian".into());
        let both = [
            ("WSL_DISTRO_NAME", "Debian"),
            ("WSL_INTEROP", "/run/WSL/8_interop"),
        ];
        for (pairs, release, side) in [
            (&both[..1], "5.15.90.1-microsoft-standard-WSL2", &debian),
            (&both[..1], "4.4.0-19041-Microsoft", &debian),
            (
                &[],
                "5.15.90.1-microsoft-standard-WSL2",
                &Side::Wsl(String::new()),
            ),
            (&both, "6.9.1-mine", &debian),
            (&both[..1], "6.9.1-mine", &Side::Linux),
            (&[], "6.1.0-13-amd64", &Side::Linux),
        ] {
            assert_eq!(&Side::detect(&vars(pairs), release), side, "{release}");
        }
        assert!(!osrelease().is_empty());
    }
}

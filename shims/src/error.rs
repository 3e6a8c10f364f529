//! The one error type of gom: what happened, why, and the command that mends it.

use std::fmt;
use std::io::ErrorKind;

/// What class of failure this is; fixes the exit code (interface: "Exit codes").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anything without a class of its own: 1.
    Failure,
    /// The command line cannot be understood: 2.
    Usage,
    /// A configuration or project file cannot be used: 3.
    Config,
    /// No such version exists: 4.
    NoVersion,
    /// The version exists but is not installed: 4 from `gom`, 127 from a shim.
    NotInstalled,
    /// The network, or a server on it, failed: 5.
    Network,
    /// Bytes are not what the log or an index says: 6.
    Integrity,
    /// The file system or a lock: 7.
    FileSystem,
    /// Not trusted, or against policy: 8.
    NotTrusted,
    /// A check has findings: 10.
    Findings,
    /// Interrupted by the user: 130.
    Interrupted,
    /// The child's own code, passed on without a message of ours.
    Child(u8),
}

impl Kind {
    /// Exit code of a `gom` command that fails this way.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Failure => 1,
            Self::Usage => 2,
            Self::Config => 3,
            Self::NoVersion | Self::NotInstalled => 4,
            Self::Network => 5,
            Self::Integrity => 6,
            Self::FileSystem => 7,
            Self::NotTrusted => 8,
            Self::Findings => 10,
            Self::Interrupted => 130,
            Self::Child(code) => code,
        }
    }

    /// Exit code of a shim or of `gom exec` that fails this way before the child runs:
    /// 127 where there is nothing to run, 126 for every other refusal (design §11).
    #[must_use]
    pub fn shim_exit_code(self) -> u8 {
        match self {
            Self::NotInstalled | Self::NoVersion => 127,
            Self::Interrupted => 130,
            Self::Child(code) => code,
            _ => 126,
        }
    }
}

/// A failure as a person reads it: `error: message`, causes, a blank line, `hint: …`.
#[derive(Clone, Debug)]
pub struct Error {
    /// The class, which fixes the exit code.
    pub kind: Kind,
    /// One sentence, lower case, no full stop, naming the thing.
    pub message: String,
    /// Why, outermost first.
    pub causes: Vec<String>,
    /// What to do next; a command that can be pasted wherever there is one.
    pub hint: Option<String>,
}

/// Result with gom's own error.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of `kind` that says `message`.
    #[must_use]
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            causes: Vec::new(),
            hint: None,
        }
    }

    /// A file system error about `path`; `action` is a verb phrase such as `read`.
    #[must_use]
    pub fn io(action: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        let failed = Self::new(
            Kind::FileSystem,
            format!("could not {action} {}", crate::escape::path(path)),
        )
        .cause(error.to_string());
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                failed.hint("make room on that disk, or set GOM_HOME to a directory on another one")
            }
            _ => {
                let look = if cfg!(windows) { "dir" } else { "ls -ld" };
                failed.hint(format!("{look} {}", crate::quote::path(path)))
            }
        }
    }

    /// Adds a cause below the ones already there.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<String>) -> Self {
        self.causes.push(cause.into());
        self
    }

    /// Sets the hint: the next command, or what to change.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same error with another class.
    #[must_use]
    pub fn with_kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        for cause in &self.causes {
            write!(f, "\n  caused by: {cause}")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n\nhint: {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

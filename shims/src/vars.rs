//! Environment, arguments and current directory: read once, then passed on as a value.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// What a process was started with. Nothing below `main` reads any of it again.
#[derive(Clone, Debug, Default)]
pub struct Vars {
    env: Vec<(OsString, OsString)>,
    /// Arguments without the program's name.
    pub args: Vec<OsString>,
    /// The name the program was called by.
    pub arg0: OsString,
    /// The directory to start from, as the shell sees it (links kept); `None` where it is deleted.
    pub cwd: Option<PathBuf>,
    /// The running executable as the system names it.
    pub exe: Option<PathBuf>,
}

impl Vars {
    /// Takes a snapshot of the running process.
    #[must_use]
    pub fn capture() -> Self {
        let mut args = std::env::args_os();
        let arg0 = args.next().unwrap_or_default();
        let env: Vec<_> = std::env::vars_os().collect();
        let vars = Self {
            env,
            args: args.collect(),
            arg0,
            cwd: None,
            exe: std::env::current_exe().ok(),
        };
        let cwd = vars.logical_cwd().or_else(|| std::env::current_dir().ok());
        Self { cwd, ..vars }
    }

    /// Values for tests and for callers that build an environment of their own.
    #[must_use]
    pub fn new(env: Vec<(OsString, OsString)>, args: Vec<OsString>, cwd: Option<PathBuf>) -> Self {
        Self {
            env,
            args,
            cwd,
            ..Self::default()
        }
    }

    /// PWD where it names the current directory, as Go's `os.Getwd` believes it: after `cd link`
    /// the logical parents are searched. A wrong, relative or empty PWD is not believed.
    fn logical_cwd(&self) -> Option<PathBuf> {
        let pwd = PathBuf::from(self.get("PWD")?);
        (cfg!(unix) && pwd.is_absolute() && same_file(&pwd, Path::new("."))).then_some(pwd)
    }

    /// The value of a variable, also when empty. Names are case-insensitive on Windows.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        let same = |key: &OsStr| {
            if cfg!(windows) {
                key.eq_ignore_ascii_case(name)
            } else {
                key == name
            }
        };
        self.env
            .iter()
            .find(|(key, _)| same(key))
            .map(|(_, value)| value.as_os_str())
    }

    /// The value of a variable that is set and not empty.
    #[must_use]
    pub fn non_empty(&self, name: &str) -> Option<&OsStr> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// The value of a variable as text, if it is set, not empty and UTF-8.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.non_empty(name)?.to_str()
    }

    /// A variable that holds an absolute path.
    #[must_use]
    pub fn absolute(&self, name: &str) -> Option<PathBuf> {
        self.non_empty(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    }

    /// Sets a variable.
    pub fn set(&mut self, name: &str, value: impl Into<OsString>) {
        self.remove(name);
        self.env.push((name.into(), value.into()));
    }

    /// Removes a variable.
    pub fn remove(&mut self, name: &str) {
        let same = |key: &OsStr| {
            if cfg!(windows) {
                key.eq_ignore_ascii_case(name)
            } else {
                key == name
            }
        };
        self.env.retain(|(key, _)| !same(key));
    }

    /// All variables.
    #[must_use]
    pub fn all(&self) -> &[(OsString, OsString)] {
        &self.env
    }

    /// The user's home directory.
    #[must_use]
    pub fn home(&self) -> Option<PathBuf> {
        self.absolute(if cfg!(windows) { "USERPROFILE" } else { "HOME" })
    }

    /// The entries of PATH in order, empty and relative ones included.
    pub fn path(&self) -> impl Iterator<Item = PathBuf> + '_ {
        std::env::split_paths(self.get("PATH").unwrap_or_default())
    }
}

/// True where both paths lead to one file or directory.
#[must_use]
pub fn same_file(a: &Path, b: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        match (a.metadata(), b.metadata()) {
            (Ok(a), Ok(b)) => (a.dev(), a.ino()) == (b.dev(), b.ino()),
            _ => false,
        }
    }
    #[cfg(not(unix))]
    {
        matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
    }
}

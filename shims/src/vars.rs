//! Environment, arguments and current directory: read once, then passed on as a value.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::diff::{self, Diff, Record};

/// What a process was started with. Nothing below `main` reads any of it again.
#[derive(Clone, Debug, Default)]
pub struct Vars {
    env: Vec<(OsString, OsString)>,
    /// What gom had set for a project when this process was started: taken back already.
    pub taken_back: Diff,
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
    /// Takes a snapshot of the running process, without what gom had set in it for some project:
    /// one project's settings never count in another.
    #[must_use]
    pub fn capture() -> Self {
        let mut args = std::env::args_os();
        let arg0 = args.next().unwrap_or_default();
        let env: Vec<_> = std::env::vars_os().collect();
        let mut vars = Self {
            env,
            taken_back: Diff::default(),
            args: args.collect(),
            arg0,
            cwd: None,
            exe: std::env::current_exe().ok(),
        };
        vars.taken_back = Diff::undo(&mut vars);
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

    /// True where the caller set a variable, also to nothing: what a project says of it does not
    /// count then. What gom set for a project before does not count as the caller's.
    #[must_use]
    pub fn is_callers(&self, name: &str) -> bool {
        let ours = |record: &Record| record.name == name && record.is_ours;
        self.get(name).is_some() && !self.taken_back.records.iter().any(ours)
    }

    /// The same with what gom had set in it: the environment as it was inherited.
    #[must_use]
    pub fn inherited(&self) -> Self {
        let mut vars = self.clone();
        for record in self
            .taken_back
            .records
            .iter()
            .filter(|record| record.is_ours)
        {
            vars.set(&record.name, record.ours.clone());
        }
        if !self.taken_back.records.is_empty() {
            vars.set(diff::NAME, self.taken_back.to_string());
        }
        vars
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

    /// Keeps the variables whose names pass; a name that is not Unicode is an empty one here.
    pub fn retain(&mut self, keeps: impl Fn(&str) -> bool) {
        self.env
            .retain(|(name, _)| keeps(name.to_str().unwrap_or_default()));
    }

    /// Lets a project's value win over the caller's, as if gom had set it before.
    pub fn give_up(&mut self, name: &str) {
        let Some(value) = self.get(name).map(OsString::from) else {
            return;
        };
        self.taken_back.records.retain(|record| record.name != name);
        self.taken_back.records.push(Record {
            name: name.to_owned(),
            ours: value.clone(),
            former: Some(value),
            is_ours: true,
        });
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

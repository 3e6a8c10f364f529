//! Which Go a directory asks for: one table, put to gom (`select`) and to real Go (`against_go`).
//!
//! Each case is a directory, an environment, and the answer. Whatever is not said otherwise holds
//! for both; where gom answers otherwise than cmd/go, the case says why.

mod files;
mod lines;
mod variables;

use std::path::{Path, PathBuf};

/// The base where a case names no other: what runs where nothing asks for more.
pub(crate) const BASE: &str = "1.24.4";

/// Which Go is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The base, whatever the files say.
    Base,
    /// This version (`1.25.1`, or a name with a suffix: `1.25.1-corp`), because of the line
    /// `p/go.mod:3` below the case's directory, or of a variable.
    Asked { version: String, by: String },
    /// None: an error that ends the command.
    Refused,
}

/// One row of the table.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) base: &'static str,
    /// Where it is asked, below the case's directory.
    pub(crate) at: &'static str,
    /// Flags of go before the command.
    pub(crate) flags: Vec<&'static str>,
    pub(crate) answer: Answer,
    /// What cmd/go answers where gom means to differ.
    pub(crate) go_answer: Option<Answer>,
    /// Gom's answer is not part of the table.
    pub(crate) only_go: bool,
    /// The first Go that answers so; older ones stay with their base.
    pub(crate) since: &'static str,
    unix: bool,
    linux: bool,
    files: Vec<(&'static str, String)>,
    dirs: Vec<&'static str>,
    links: Vec<(&'static str, &'static str)>,
    env: Vec<(&'static str, String)>,
}

impl Case {
    /// Asked in `p/`, with base 1.24.4; the base is the answer.
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            base: BASE,
            at: "p",
            flags: Vec::new(),
            answer: Answer::Base,
            go_answer: None,
            only_go: false,
            since: "1.24",
            unix: false,
            linux: false,
            files: Vec::new(),
            dirs: Vec::new(),
            links: Vec::new(),
            env: Vec::new(),
        }
    }

    /// `p/go.mod`: a module line, an empty line, then these lines, the first of which is line 3.
    fn go_mod(self, lines: &str) -> Self {
        self.file("p/go.mod", format!("module m\n\n{lines}\n"))
    }

    fn file(mut self, path: &'static str, text: impl Into<String>) -> Self {
        self.files.push((path, text.into()));
        self
    }

    fn dir(mut self, path: &'static str) -> Self {
        self.dirs.push(path);
        self
    }

    /// A symbolic link; the target is below the case's directory too.
    fn link(mut self, path: &'static str, target: &'static str) -> Self {
        self.links.push((path, target));
        self.unix = true;
        self
    }

    fn at(mut self, dir: &'static str) -> Self {
        self.at = dir;
        self
    }

    fn flags(mut self, flags: &[&'static str]) -> Self {
        self.flags = flags.to_vec();
        self
    }

    /// A variable; `{}` is the case's directory.
    fn env(mut self, name: &'static str, value: &str) -> Self {
        self.env.push((name, value.to_owned()));
        self
    }

    /// The go env file.
    fn go_env(self, text: &str) -> Self {
        self.file("go.env", text).env("GOENV", "{}/go.env")
    }

    fn base(mut self, version: &'static str) -> Self {
        self.base = version;
        self
    }

    /// The answer: `version`, because of `by`.
    fn asks(mut self, version: &str, by: &str) -> Self {
        self.answer = Answer::Asked {
            version: version.to_owned(),
            by: by.to_owned(),
        };
        self
    }

    /// The answer: `version`, because of line 3 of `p/go.mod`.
    fn asks_line_3(self, version: &str) -> Self {
        self.asks(version, "p/go.mod:3")
    }

    fn refused(mut self) -> Self {
        self.answer = Answer::Refused;
        self
    }

    /// cmd/go answers otherwise, for the reason given to the reader.
    fn but_go_runs(mut self, version: &str, _why: &str) -> Self {
        let version = version.to_owned();
        self.go_answer = Some(Answer::Asked {
            version,
            by: String::new(),
        });
        self
    }

    /// cmd/go stays with its own version, for the reason given to the reader.
    fn but_go_stays(mut self, _why: &str) -> Self {
        self.go_answer = Some(Answer::Base);
        self
    }

    /// Gom may answer what it likes, for the reason given to the reader.
    fn only_go(mut self, _why: &str) -> Self {
        self.only_go = true;
        self
    }

    /// The names or places are not those of other systems.
    fn on_unix(mut self) -> Self {
        self.unix = true;
        self
    }

    /// The names or places are those of Linux alone; elsewhere the case is empty of meaning.
    fn on_linux(mut self) -> Self {
        self.linux = true;
        self
    }

    /// Before this Go, cmd/go stayed with the base.
    fn since(mut self, version: &'static str) -> Self {
        self.since = version;
        self
    }

    /// Makes the case's files in `dir`; gives the directory to ask in.
    pub(crate) fn lay_out(&self, dir: &Path) -> PathBuf {
        for path in self.dirs.iter().chain([&"p"]) {
            std::fs::create_dir_all(dir.join(path)).unwrap();
        }
        for (path, text) in &self.files {
            let path = dir.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        #[cfg(unix)]
        for (path, target) in &self.links {
            let path = dir.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::os::unix::fs::symlink(dir.join(target), path).unwrap();
        }
        dir.join(self.at)
    }

    /// The case's variables, for the directory it was laid out in.
    pub(crate) fn variables(&self, dir: &Path) -> Vec<(&'static str, String)> {
        let dir = dir.to_str().unwrap();
        self.env
            .iter()
            .map(|(name, value)| (*name, value.replace("{}", dir)))
            .collect()
    }

    /// True where this system can make the case's files and has its places.
    pub(crate) fn is_possible(&self) -> bool {
        (cfg!(unix) || !self.unix) && (cfg!(target_os = "linux") || !self.linux)
    }

    /// True where the case sets GOTOOLCHAIN.
    pub(crate) fn sets_gotoolchain(&self) -> bool {
        self.env.iter().any(|(name, _)| *name == "GOTOOLCHAIN")
    }
}

/// The table.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = lines::cases();
    cases.extend(files::cases());
    cases.extend(variables::cases());
    cases
}

//! `~/.netrc`: names and passwords for hosts, as Go's default GOAUTH reads them.

use std::path::{Path, PathBuf};

use gom_shim::vars::Vars;

/// The largest file that is read, in bytes.
const LIMIT: u64 = 1 << 20;

/// The entries of one file, in order.
#[derive(Clone, Default)]
pub struct Netrc {
    entries: Vec<Entry>,
}

#[derive(Clone, Default, PartialEq, Eq)]
struct Entry {
    machine: String,
    login: String,
    password: String,
}

/// Never shows a password, also not by accident.
impl std::fmt::Debug for Netrc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Netrc({} entries)", self.entries.len())
    }
}

impl Netrc {
    /// Where the file is: NETRC, else `_netrc` (Windows, where it exists), else `.netrc`, at home.
    #[must_use]
    pub fn path(vars: &Vars) -> Option<PathBuf> {
        if let Some(path) = vars.non_empty("NETRC") {
            return Some(path.into());
        }
        let home = vars.home()?;
        let old = home.join("_netrc");
        if cfg!(windows) && old.exists() {
            return Some(old);
        }
        Some(home.join(".netrc"))
    }

    /// Reads a file; one that is missing, unreadable or no regular file of sensible size has no entries.
    #[must_use]
    pub fn read(path: &Path) -> Self {
        let sensible = |path: &Path| {
            path.metadata()
                .is_ok_and(|meta| meta.is_file() && meta.len() <= LIMIT)
        };
        let bytes = if sensible(path) {
            std::fs::read(path).unwrap_or_default()
        } else {
            Vec::new()
        };
        Self::parse(&String::from_utf8_lossy(&bytes))
    }

    /// Reads the text by cmd/go's rules (`cmd/go/internal/auth/netrc.go`): words in pairs, an
    /// entry ends once it has all three, macros end at an empty line, a lone `default` ends the file.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut entries = Vec::new();
        let mut entry = Entry::default();
        let mut in_macro = false;
        for line in text.lines() {
            if in_macro {
                in_macro = !line.is_empty();
                continue;
            }
            let mut words = line.split_whitespace();
            while let Some(word) = words.next() {
                let Some(value) = words.next() else {
                    if word == "default" {
                        return Self { entries };
                    }
                    break;
                };
                match word {
                    "machine" => {
                        entry = Entry {
                            machine: value.to_owned(),
                            ..Entry::default()
                        };
                    }
                    "login" => value.clone_into(&mut entry.login),
                    "password" => value.clone_into(&mut entry.password),
                    "macdef" => in_macro = true,
                    _ => {}
                }
                let whole = |entry: &Entry| {
                    ![&entry.machine, &entry.login, &entry.password]
                        .iter()
                        .any(|part| part.is_empty())
                };
                if whole(&entry) {
                    entries.push(std::mem::take(&mut entry));
                }
            }
        }
        Self { entries }
    }

    /// Name and password for a host, written `host` or `host:port` as in a URL; the first entry counts.
    #[must_use]
    pub fn find(&self, host: &str) -> Option<(&str, &str)> {
        self.entries
            .iter()
            .find(|entry| entry.machine == host)
            .map(|entry| (entry.login.as_str(), entry.password.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_cmd_go_reads_it() {
        // The cases of Go's own auth/netrc_test.go, in our words.
        let netrc = Netrc::parse(
            "machine incomplete\nmachine api.example login user\n  password hunter2\n\
             machine other login a password b machine third login c password d\n\
             machine other login later password later\n\
             macdef init\nmachine hidden login x password y\n\n\
             password p machine half\nmachine last login l password pw\n\
             default\nlogin anonymous\npassword secret\nmachine after login x password y\n",
        );
        assert_eq!(netrc.find("api.example"), Some(("user", "hunter2")));
        assert_eq!(netrc.find("other"), Some(("a", "b")));
        assert_eq!(netrc.find("third"), Some(("c", "d")));
        assert_eq!(netrc.find("last"), Some(("l", "pw")));
        for host in ["incomplete", "hidden", "half", "after", "unknown", ""] {
            assert_eq!(netrc.find(host), None, "{host}");
        }
        assert!(!format!("{netrc:?}").contains("hunter2"));
    }

    #[test]
    fn the_file_is_found_by_variable_or_at_home() {
        let vars = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().map(|(k, v)| ((*k).into(), (*v).into()));
            Vars::new(pairs.collect(), vec![], None)
        };
        let home = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
        let root = std::env::temp_dir();
        let at_home = vars(&[(home, root.to_str().unwrap())]);
        assert_eq!(Netrc::path(&at_home), Some(root.join(".netrc")));
        assert_eq!(Netrc::path(&vars(&[("NETRC", "x")])), Some("x".into()));
        assert_eq!(Netrc::path(&vars(&[])), None);
        assert!(Netrc::read(&root).entries.is_empty(), "a directory");
    }
}

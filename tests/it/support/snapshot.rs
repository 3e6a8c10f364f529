//! A directory tree as text: a line per entry, to show that nothing in it changed, or what did.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};

/// Path → kind, mode bits, size and content hash, or target of a link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Snapshot(BTreeMap<String, String>);

impl Snapshot {
    /// Everything below `dir`; empty where there is no such directory. Links are not followed.
    pub(crate) fn take(dir: &Path) -> Self {
        let mut snapshot = Self::default();
        snapshot.walk(dir, "");
        snapshot
    }

    fn walk(&mut self, dir: &Path, prefix: &str) {
        let entries = match std::fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
            Err(error) => panic!("{}: {error}", dir.display()),
        };
        for entry in entries {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let metadata = entry.metadata().unwrap();
            let mode = mode(&metadata);
            if metadata.is_dir() {
                self.walk(&entry.path(), &format!("{name}/"));
                self.0
                    .insert(format!("{name}/"), format!("{mode} directory"));
            } else if metadata.is_symlink() {
                let target = entry.path().read_link().unwrap();
                self.0.insert(name, format!("link to {}", target.display()));
            } else if metadata.is_file() {
                let bytes = std::fs::read(entry.path()).unwrap();
                let hash: String = Sha256::digest(&bytes)
                    .iter()
                    .take(8)
                    .map(|b| format!("{b:02x}"))
                    .collect();
                self.0
                    .insert(name, format!("{mode} {} bytes {hash}", bytes.len()));
            } else {
                self.0.insert(name, "special".to_owned());
            }
        }
    }

    /// The paths, directories with a slash at the end, sorted.
    pub(crate) fn paths(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    /// What happened from `self` to `later`: `+ path …`, `- path …`, sorted by path.
    pub(crate) fn changes(&self, later: &Self) -> Vec<String> {
        let mut paths: Vec<_> = self.0.keys().chain(later.0.keys()).collect();
        paths.sort();
        paths.dedup();
        let mut changes = Vec::new();
        for path in paths {
            let (old, new) = (self.0.get(path), later.0.get(path));
            if old != new {
                changes.extend(old.map(|entry| format!("- {path} {entry}")));
                changes.extend(new.map(|entry| format!("+ {path} {entry}")));
            }
        }
        changes
    }

    /// Fails, saying what changed, unless `dir` is as it was.
    #[track_caller]
    pub(crate) fn assert_unchanged(&self, dir: &Path) {
        let changes = self.changes(&Self::take(dir));
        assert!(
            changes.is_empty(),
            "{} changed:\n{}",
            dir.display(),
            changes.join("\n")
        );
    }
}

#[cfg(unix)]
fn mode(metadata: &std::fs::Metadata) -> String {
    use std::os::unix::fs::PermissionsExt;
    format!("{:04o}", metadata.permissions().mode() & 0o7777)
}

#[cfg(not(unix))]
fn mode(metadata: &std::fs::Metadata) -> String {
    let read_only = metadata.permissions().readonly();
    (if read_only { "ro" } else { "rw" }).to_owned()
}

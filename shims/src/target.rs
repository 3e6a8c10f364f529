//! What a project builds for: a `[target]` or one of `[targets.*]`.

use crate::level;
use crate::platform::Platform;
use crate::project_file::Entry;

/// The keys of a target that name programs, or directories that programs take files from. They
/// wait for trust.
pub const PROGRAM_KEYS: &[&str] = &["cc", "cxx", "ar", "pkg_config", "sysroot", "exec"];

/// A target as its table gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// NAME of `[targets.NAME]`; `None` for `[target]`.
    pub name: Option<String>,
    /// The line of the table, or of its first key.
    pub line: usize,
    /// Its keys; `cgo` is `1` or `0`.
    pub entries: Vec<Entry>,
}

impl Target {
    /// The entry of a key.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.entry(name).map(|entry| entry.value.as_str())
    }

    /// GOOS and GOARCH, the host's where the table leaves one out.
    #[must_use]
    pub fn platform(&self, host: &Platform) -> Platform {
        let os = self.get("goos").unwrap_or(host.os());
        let arch = self.get("goarch").unwrap_or(host.arch());
        Platform::new(os, arch).unwrap_or_else(|| host.clone())
    }

    /// What it is called in messages: `[target]`, `[targets.pi]`.
    #[must_use]
    pub fn title(&self) -> String {
        self.name
            .as_ref()
            .map_or_else(|| "[target]".to_owned(), |name| format!("[targets.{name}]"))
    }
}

/// True for the name of a variable that belongs into a target: GOOS, GOARCH and the levels.
#[must_use]
pub fn is_target_variable(name: &str) -> bool {
    name == "GOOS" || name == "GOARCH" || level::VARIABLES.contains(&name)
}

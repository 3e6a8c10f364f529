//! How a program was built: the Go, the modules, the settings.

use gom_shim::gover::Gover;
use gom_shim::platform::Platform;
use gom_shim::version::Version;

/// One module of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Module {
    /// `golang.org/x/mod`; a directory for one that replaces another.
    pub path: String,
    /// `v1.2.3`, `(devel)`.
    pub version: String,
    /// Its `h1:` hash; empty where there is none.
    pub sum: String,
    /// What was built instead, by a `replace` line.
    pub replace: Option<Box<Self>>,
}

/// What Go's linker left in a program. All of it is foreign text, not yet escaped; bytes that are no
/// UTF-8 have become U+FFFD.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildInfo {
    /// As recorded: `go1.22.6`, `go1.22.10 X:arenas`, `devel go1.28-0123abc …`. Never empty.
    pub go_version: String,
    /// The package path of the program; empty where modules are not recorded.
    pub path: String,
    /// The module that the program's package is in.
    pub main: Option<Module>,
    /// The other modules.
    pub deps: Vec<Module>,
    /// Flags and variables of the build, in Go's order: `-ldflags`, `GOOS`, `vcs.revision`.
    pub settings: Vec<(String, String)>,
    /// The same as text, as `go version -m` prints it after the name of the file.
    pub(super) listing: Vec<u8>,
}

/// Settings that say for which level of an architecture code was made.
pub(super) const LEVELS: [&str; 10] = [
    "GO386",
    "GOAMD64",
    "GOARM",
    "GOARM64",
    "GOLOONG64",
    "GOMIPS",
    "GOMIPS64",
    "GOPPC64",
    "GORISCV64",
    "GOWASM",
];

impl BuildInfo {
    /// The value of a setting.
    #[must_use]
    pub fn setting(&self, key: &str) -> Option<&str> {
        let found = self.settings.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str())
    }

    /// The Go without its experiments: `go1.22.6`, `go1.22.6-corp`, `devel go1.28-0123abc …`.
    /// Experiments follow ` X:` up to Go 1.25, `-X:` since (go.dev/issue/75953).
    #[must_use]
    pub fn go(&self) -> &str {
        match self.experiments_at() {
            Some(at) => &self.go_version[..at],
            None => &self.go_version,
        }
    }

    fn experiments_at(&self) -> Option<usize> {
        let after = |mark| self.go_version.find(mark);
        after(" X:").or_else(|| after("-X:"))
    }

    /// The release that built it; `None` for a development version.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        Version::from_gover(self.gover()?)
    }

    /// The same as Go orders it: `1.22.6` also for `go1.22.6-corp`.
    #[must_use]
    pub fn gover(&self) -> Option<Gover> {
        let name = self.go().split(' ').next()?.strip_prefix("go")?;
        Gover::parse_listed(name.split('-').next()?)
    }

    /// The experiments that were switched, in GOEXPERIMENT's words. The setting also names those
    /// that were on anyway, the version names them where there is no setting.
    #[must_use]
    pub fn experiments(&self) -> Vec<&str> {
        let in_version = self.experiments_at().map(|at| &self.go_version[at + 3..]);
        let named = self.setting("GOEXPERIMENT").into_iter().chain(in_version);
        let mut found: Vec<&str> = Vec::new();
        for name in named.flat_map(|list| list.split(',')) {
            if !name.is_empty() && !found.contains(&name) {
                found.push(name);
            }
        }
        found
    }

    /// GOOS/GOARCH; recorded since Go 1.18.
    #[must_use]
    pub fn platform(&self) -> Option<Platform> {
        Platform::new(self.setting("GOOS")?, self.setting("GOARCH")?)
    }

    /// `GOAMD64` and the like, with their values.
    pub fn levels(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.settings.iter();
        let pairs = pairs.filter(|(key, _)| LEVELS.contains(&key.as_str()));
        pairs.map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Whether it was built with cgo; recorded since Go 1.18.
    #[must_use]
    pub fn cgo(&self) -> Option<bool> {
        self.setting("CGO_ENABLED").map(|value| value == "1")
    }

    /// The flags of the build, `-trimpath` and the like, with their values.
    pub fn flags(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.settings.iter();
        let pairs = pairs.filter(|(key, _)| key.starts_with('-'));
        pairs.map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The GODEBUG settings that the program starts with.
    #[must_use]
    pub fn default_godebug(&self) -> Option<&str> {
        self.setting("DefaultGODEBUG")
    }

    /// What `go version -m` prints after `FILE: `, bytes as they are in the program.
    #[must_use]
    pub fn listing(&self) -> &[u8] {
        &self.listing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built_with(go_version: &str, goexperiment: Option<&str>) -> BuildInfo {
        let setting = |value: &str| ("GOEXPERIMENT".to_owned(), value.to_owned());
        BuildInfo {
            go_version: go_version.to_owned(),
            settings: goexperiment.map(setting).into_iter().collect(),
            ..BuildInfo::default()
        }
    }

    #[test]
    fn versions_as_they_are_recorded() {
        for (recorded, go, version) in [
            ("go1.22.6", "go1.22.6", Some("1.22.6")),
            ("go1.20", "go1.20", Some("1.20")),
            ("go1.22.10 X:arenas", "go1.22.10", Some("1.22.10")),
            ("go1.27.3-X:arenas,loopvar", "go1.27.3", Some("1.27.3")),
            ("go1.26rc1-X:arenas", "go1.26rc1", Some("1.26rc1")),
            ("go1.22.6-corp", "go1.22.6-corp", Some("1.22.6")),
            (
                "go1.22.5 (Red Hat 1.22.5-1.el9)",
                "go1.22.5 (Red Hat 1.22.5-1.el9)",
                Some("1.22.5"),
            ),
            (
                "devel go1.28-0123abc Mon Jan 5 X:arenas",
                "devel go1.28-0123abc Mon Jan 5",
                None,
            ),
            ("go1.28-devel_0123abc", "go1.28-devel_0123abc", None),
            ("x", "x", None),
        ] {
            let info = built_with(recorded, None);
            assert_eq!(info.go(), go);
            let read = info.version().map(|version| version.to_string());
            assert_eq!(read.as_deref(), version, "{recorded}");
        }
    }

    #[test]
    fn experiments_of_the_setting_and_of_the_version() {
        for (recorded, setting, names) in [
            ("go1.22.6", None, &[][..]),
            (
                "go1.22.10 X:arenas,rangefunc",
                None,
                &["arenas", "rangefunc"],
            ),
            (
                "go1.27.3-X:arenas",
                Some("arenas,loopvar"),
                &["arenas", "loopvar"],
            ),
            ("go1.22.6", Some(""), &[]),
        ] {
            assert_eq!(built_with(recorded, setting).experiments(), names);
        }
    }
}

//! Everything whose change could change the answer: files that are there, and names that are not.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use gom_shim::Result;
use gom_shim::layout::Layout;
use gom_shim::project::{self, Project};
use gom_shim::project_file::{self, PROJECT_FILE};
use gom_shim::resolution::{Chosen, Resolution};
use gom_shim::source::SourceKind;
use gom_shim::toolchain::Provenance;
use gom_shim::version_file::VERSION_FILES;
use gom_shim::{goenv, trust};

use super::sight::Sight;
use crate::gom::Gom;

/// The request that means what the last look at the network said.
const OLD_STABLE: &str = "oldstable";

/// What a shell looks at before each prompt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    /// Paths that are there, with their times of change.
    pub files: Vec<(PathBuf, SystemTime)>,
    /// Paths that are not.
    pub absent: Vec<PathBuf>,
    /// Paths that are not, on mounts where looking takes long: looked for now and then only.
    pub far: Vec<PathBuf>,
    /// True where the shell's current directory is the one that its path leads to. A directory that
    /// is renamed or replaced under a shell changes that.
    pub is_here: bool,
    /// True where the answer is asked for again after a while, whatever the rest shows.
    pub again: bool,
    /// True where something is so new that its next change could look the same: the answer is asked
    /// for at each prompt until it is older.
    pub unsure: bool,
}

impl Watch {
    /// Writes the paths that are absent above `here` as a shell there would: `../../go.mod`. That
    /// is less to read for the shell and less to walk for the system. `here` has no link in it,
    /// and the shell's current directory is looked at first, so both lead to the same place.
    pub fn shorten(&mut self, here: &Path) {
        for path in self.absent.iter_mut().chain(&mut self.far) {
            let up = path
                .parent()
                .and_then(|parent| here.ancestors().position(|level| level == parent));
            if let (Some(up), Some(name)) = (up, path.file_name()) {
                *path = std::iter::repeat_n("..", up)
                    .map(Path::new)
                    .chain([Path::new(name)])
                    .collect();
            }
        }
    }
}

/// Looks at everything that may be read for the current directory, before it is read. Gives the
/// time to wait where some of it is too new to be told from its next change.
pub(super) fn look(gom: &Gom, sight: &mut Sight) -> Option<Duration> {
    for path in everywhere(gom) {
        sight.look(&path);
    }
    for directory in levels(gom) {
        for name in names() {
            sight.look(&directory.join(name));
        }
    }
    sight.unsettled()
}

/// What of it matters, now that it is known what decided.
pub(super) fn choose(gom: &Gom, sight: &mut Sight, resolution: &Result<Resolution>) -> Watch {
    let mut chooser = Chooser {
        gom,
        sight,
        watch: Watch::default(),
    };
    for path in settings(gom) {
        chooser.add(&path);
    }
    chooser.project_file();
    match resolution {
        Ok(resolution) => chooser.decided(resolution),
        Err(_) => {
            chooser.modules(None);
            chooser.version_files(None);
            chooser.add(&gom.layout.toolchains());
            chooser.add(&gom.layout.lines());
            chooser.programs(None);
        }
    }
    let mut watch = chooser.watch;
    watch.unsure = sight.has_young_in_whole_seconds();
    watch
}

struct Chooser<'a> {
    gom: &'a Gom,
    sight: &'a mut Sight,
    watch: Watch,
}

impl Chooser<'_> {
    fn add(&mut self, path: &Path) {
        let watch = &mut self.watch;
        let is_known = watch
            .absent
            .iter()
            .chain(&watch.far)
            .any(|known| known == path)
            || watch.files.iter().any(|(known, _)| known == path);
        if is_known {
            return;
        }
        match self.sight.look(path) {
            Some(time) => watch.files.push((path.to_owned(), time)),
            None if path
                .parent()
                .is_some_and(|parent| self.sight.is_far(parent)) =>
            {
                watch.far.push(path.to_owned())
            }
            None => watch.absent.push(path.to_owned()),
        }
    }

    /// The project file and every place nearer than it, and whether it is trusted.
    fn project_file(&mut self) {
        let found = self.gom.vars.cwd.as_deref().and_then(project_file::find);
        self.up_to(PROJECT_FILE, found.as_deref());
        if let Some(directory) = found.as_deref().and_then(Path::parent) {
            self.trust(directory);
        }
    }

    /// A name in the current directory and those above it, up to where it was found.
    fn up_to(&mut self, name: &str, found: Option<&Path>) {
        let gom = self.gom;
        for directory in levels(gom) {
            let path = directory.join(name);
            self.add(&path);
            if found == Some(&path) {
                break;
            }
        }
    }

    fn trust(&mut self, directory: &Path) {
        if let Some(record) = trust_of(&self.gom.layout, directory) {
            self.add(&record);
        }
    }

    /// What else matters where this decided.
    fn decided(&mut self, resolution: &Resolution) {
        use SourceKind::{GoToolchain, GomToolchain, ProjectFile, Session};
        let layout = &self.gom.layout;
        let kind = resolution.source.kind;
        let by_pin =
            resolution.pinned && matches!(kind, GoToolchain | GomToolchain | ProjectFile | Session);
        if !by_pin {
            self.modules(resolution.project.as_ref());
            let file = resolution
                .source
                .path
                .as_deref()
                .filter(|_| kind.is_project_file());
            self.version_files(file);
            if let Some(directory) = file.and_then(Path::parent) {
                self.trust(directory);
            }
        }
        let default = self
            .gom
            .config()
            .ok()
            .and_then(|config| config.text("default"));
        if resolution.request == OLD_STABLE || default.as_deref() == Some(OLD_STABLE) {
            self.add(&layout.lines());
        }
        match &resolution.chosen {
            Chosen::Toolchain(toolchain) if toolchain.provenance == Provenance::System => {
                self.programs(Some(&toolchain.go));
                self.add(&toolchain.root.join("VERSION"));
            }
            Chosen::Toolchain(toolchain) if toolchain.provenance == Provenance::Linked => {
                self.add(&toolchain.root.join("VERSION"));
            }
            _ => self.add(&layout.toolchains()),
        }
    }

    /// go.mod and go.work.
    fn modules(&mut self, project: Option<&Project>) {
        let gom = self.gom;
        let first = |name: &str| {
            let paths = levels(gom).map(|directory| directory.join(name));
            paths
                .into_iter()
                .find(|path| path.metadata().is_ok_and(|metadata| !metadata.is_dir()))
        };
        self.up_to("go.mod", first("go.mod").as_deref());
        match project::lookup(&gom.vars, project, gom.env_file(), "GOWORK") {
            Some("off") => {}
            None | Some("auto") => self.up_to("go.work", first("go.work").as_deref()),
            Some(path) => self.add(Path::new(path)),
        }
    }

    /// The files of other version managers, up to the directory of the one that decided.
    fn version_files(&mut self, decided: Option<&Path>) {
        let gom = self.gom;
        for directory in levels(gom) {
            for (name, _) in VERSION_FILES {
                self.add(&directory.join(name));
            }
            if decided.and_then(Path::parent) == Some(directory) {
                break;
            }
        }
    }

    /// The places on PATH where a `go` would come before this one.
    fn programs(&mut self, found: Option<&Path>) {
        let gom = self.gom;
        for directory in gom
            .vars
            .path()
            .filter(|directory| !directory.starts_with(gom.layout.home()))
        {
            let program = Layout::shim(&directory, "go");
            self.add(&program);
            if found == Some(&program) {
                break;
            }
        }
    }
}

/// The names that are looked for in a directory and those above it.
fn names() -> impl Iterator<Item = &'static str> {
    let version_files = VERSION_FILES.iter().map(|(name, _)| *name);
    [PROJECT_FILE, "go.mod", "go.work"]
        .into_iter()
        .chain(version_files)
}

/// The current directory and those above it.
fn levels(gom: &Gom) -> impl Iterator<Item = &Path> {
    gom.vars.cwd.iter().flat_map(|cwd| cwd.ancestors())
}

/// Settings, wherever a shell is.
fn settings(gom: &Gom) -> Vec<PathBuf> {
    let layout = &gom.layout;
    let site = Layout::site_config_file(&gom.vars);
    let mut paths = vec![layout.config_file(), site, layout.links()];
    paths.extend(goenv::path(&gom.vars));
    paths
}

/// What may be read wherever a shell is.
fn everywhere(gom: &Gom) -> Vec<PathBuf> {
    let layout = &gom.layout;
    let mut paths = settings(gom);
    paths.extend([layout.toolchains(), layout.lines()]);
    paths.extend(gom.vars.absolute("GOWORK"));
    let project = gom.vars.cwd.as_deref().and_then(project_file::find);
    paths.extend(project.and_then(|file| trust_of(layout, file.parent()?)));
    paths
}

/// The file whose change says that the trust in a directory changed.
fn trust_of(layout: &Layout, directory: &Path) -> Option<PathBuf> {
    let directory = directory.canonicalize().ok()?;
    Some(trust::record(layout, &directory).join(trust::DIRECTORY_FILE))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_is_above_is_named_from_here() {
        let paths = |paths: &[&str]| paths.iter().map(PathBuf::from).collect::<Vec<_>>();
        let mut watch = Watch {
            absent: paths(&[
                "/a/b/go.mod",
                "/a/go.mod",
                "/go.work",
                "/etc/gom/config.toml",
                "/a/b/c/x",
            ]),
            far: paths(&["/a/.go-version"]),
            ..Watch::default()
        };
        watch.shorten(Path::new("/a/b"));
        let short = [
            "go.mod",
            "../go.mod",
            "../../go.work",
            "/etc/gom/config.toml",
            "/a/b/c/x",
        ];
        assert_eq!(
            (watch.absent, watch.far),
            (paths(&short), paths(&["../.go-version"]))
        );
    }
}

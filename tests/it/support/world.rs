//! The world of one test: a home of gom's own, an empty environment, projects, fake toolchains.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use gom_shim::layout::Layout;
use gom_shim::platform::Platform;
use gom_shim::version::Version;
use snapbox::Redactions;

use super::call::Call;
use super::dist_server::DistServer;
use super::snapshot::Snapshot;
use super::temp::TempDir;
use super::{program, tree};

/// Variables of the machine without which programs do not start, or coverage is not measured.
const KEPT: [&str; 6] = [
    "SystemRoot",
    "windir",
    "ComSpec",
    "PATHEXT",
    "NUMBER_OF_PROCESSORS",
    "LLVM_PROFILE_FILE",
];

/// A temporary directory with everything in it: `home/` is HOME, `gom/` is GOM_HOME, `tmp/` is
/// TMPDIR, the rest is the test's. PATH is gom's `bin/` and nothing else.
#[derive(Debug)]
pub(crate) struct World {
    root: TempDir,
    home: PathBuf,
    gom_home: PathBuf,
    config_dir: PathBuf,
    env: BTreeMap<OsString, OsString>,
}

impl World {
    /// GOM_HOME is set; nothing is installed.
    pub(crate) fn new() -> Self {
        let mut world = Self::bare();
        world.gom_home = world.path("gom");
        world.config_dir = world.gom_home.clone();
        world.set_env("GOM_HOME", world.gom_home.clone());
        world.furnish();
        world
    }

    /// The same with one fake toolchain, which is the default.
    pub(crate) fn with_default(version: &str) -> Self {
        let world = Self::new();
        world.installed(version);
        let file = world.layout().config_file();
        let config = std::fs::read_to_string(&file).unwrap();
        world.config(&format!("default = \"go{version}\"\n{config}"));
        world
    }

    /// GOM_HOME is not set: gom's home, configuration and cache are where the platform wants them.
    pub(crate) fn conventional() -> Self {
        let mut world = Self::bare();
        let home = &world.home;
        (world.gom_home, world.config_dir) = if cfg!(windows) {
            (
                home.join(r"AppData\Local\gom"),
                home.join(r"AppData\Roaming\gom"),
            )
        } else if cfg!(target_os = "macos") {
            (
                home.join(".local/share/gom"),
                home.join("Library/Application Support/gom"),
            )
        } else {
            (home.join(".local/share/gom"), home.join(".config/gom"))
        };
        world.furnish();
        world
    }

    /// Directories and environment, without gom.
    fn bare() -> Self {
        let root = TempDir::new();
        let home = root.path().join("home");
        let tmp = root.path().join("tmp");
        std::fs::create_dir_all(&home).unwrap();
        std::fs::create_dir_all(&tmp).unwrap();
        let mut env = BTreeMap::new();
        for name in KEPT {
            env.extend(std::env::var_os(name).map(|value| (name.into(), value)));
        }
        let mut set = |name: &str, value: &OsStr| env.insert(name.into(), value.to_owned());
        if cfg!(windows) {
            set("USERPROFILE", home.as_os_str());
            set("LOCALAPPDATA", home.join(r"AppData\Local").as_os_str());
            set("APPDATA", home.join(r"AppData\Roaming").as_os_str());
            set("ProgramData", root.path().join("ProgramData").as_os_str());
            set("TEMP", tmp.as_os_str());
            set("TMP", tmp.as_os_str());
        } else {
            set("HOME", home.as_os_str());
            set("TMPDIR", tmp.as_os_str());
        }
        // Nothing here may reach the internet; loopback servers are spoken to directly.
        set("HTTPS_PROXY", "http://127.0.0.1:1".as_ref());
        set("NO_PROXY", "127.0.0.1,localhost".as_ref());
        let (gom_home, config_dir) = (PathBuf::new(), PathBuf::new());
        Self {
            root,
            home,
            gom_home,
            config_dir,
            env,
        }
    }

    /// Shims, side file, and a configuration whose only origin is a directory that is not there.
    fn furnish(&mut self) {
        let bin = self.layout().bin();
        std::fs::create_dir_all(&bin).unwrap();
        std::fs::create_dir_all(&self.config_dir).unwrap();
        link(env!("CARGO_BIN_EXE_gom"), &Layout::shim(&bin, "gom"));
        for name in ["go", "gofmt"] {
            link(env!("CARGO_BIN_EXE_gom-shim"), &Layout::shim(&bin, name));
        }
        let side = format!("side = \"{}\"\n", std::env::consts::OS);
        std::fs::write(self.layout().side_file(), side).unwrap();
        self.config(&format!("origins = [{:?}]\n", self.path("dist")));
        self.set_path(&[]);
    }

    /// The temporary directory, the current directory of every call that names no other.
    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    /// A path below the root; absolute paths stay what they are.
    pub(crate) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root().join(path)
    }

    /// The user's home.
    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    /// Gom's home.
    pub(crate) fn gom_home(&self) -> &Path {
        &self.gom_home
    }

    /// Gom's own arithmetic for this home.
    pub(crate) fn layout(&self) -> Layout {
        let cache = self.gom_home.join("cache");
        Layout::conventional(self.gom_home.clone(), self.config_dir.clone(), cache)
    }

    /// Sets a variable for every call.
    pub(crate) fn set_env(&mut self, name: &str, value: impl Into<OsString>) {
        self.env.insert(name.into(), value.into());
    }

    /// Removes a variable for every call.
    pub(crate) fn remove_env(&mut self, name: &str) {
        self.env.remove(OsStr::new(name));
    }

    /// PATH: gom's `bin/` and these after it.
    pub(crate) fn set_path(&mut self, after: &[PathBuf]) {
        let bin = [self.layout().bin()];
        let path = std::env::join_paths(bin.iter().chain(after)).unwrap();
        self.set_env("PATH", path);
    }

    /// What every call starts with.
    pub(crate) fn variables(&self) -> &BTreeMap<OsString, OsString> {
        &self.env
    }

    /// Writes a file below the root, and the directories above it.
    pub(crate) fn file(&self, path: impl AsRef<Path>, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Writes a program below the root.
    pub(crate) fn executable(&self, path: impl AsRef<Path>, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        program::write(&path, content.as_ref(), 0o755).unwrap();
        path
    }

    /// Makes a directory below the root.
    pub(crate) fn dir(&self, path: impl AsRef<Path>) -> PathBuf {
        let path = self.path(path);
        std::fs::create_dir_all(&path).unwrap();
        path
    }

    /// Writes the user's config.toml, all of it.
    pub(crate) fn config(&self, text: &str) {
        std::fs::write(self.layout().config_file(), text).unwrap();
    }

    /// Makes the server's site the only origin, and its log the one that is believed.
    pub(crate) fn fetch_from(&mut self, server: &DistServer) {
        self.config(&server.settings());
        self.set_env("GOSUMDB", server.gosumdb());
    }

    /// `gom ARGS…`
    pub(crate) fn gom<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Call<'_> {
        Call::new(self, Layout::shim(&self.layout().bin(), "gom"), args)
    }

    /// `go ARGS…`, through the shim.
    pub(crate) fn go<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Call<'_> {
        self.shim("go", args)
    }

    /// Any shim by its name.
    pub(crate) fn shim<A: AsRef<OsStr>>(
        &self,
        name: &str,
        args: impl IntoIterator<Item = A>,
    ) -> Call<'_> {
        Call::new(self, Layout::shim(&self.layout().bin(), name), args)
    }

    /// Any program by its path.
    pub(crate) fn program<A: AsRef<OsStr>>(
        &self,
        path: impl AsRef<Path>,
        args: impl IntoIterator<Item = A>,
    ) -> Call<'_> {
        Call::new(self, self.path(path), args)
    }

    /// Puts a fake toolchain for this machine in place, ready to run and past all proof: for
    /// tests of what happens after an install. Gives its root.
    pub(crate) fn installed(&self, version: &str) -> PathBuf {
        self.installed_for(version, &Platform::host())
    }

    /// The same for any platform.
    pub(crate) fn installed_for(&self, version: &str, platform: &Platform) -> PathBuf {
        let version = Version::parse(version).unwrap();
        let root = self.layout().toolchain(&version, platform);
        tree::unpack(&root, &version, platform);
        let name = Layout::toolchain_name(&version, platform);
        let receipt = serde_json::json!({
            "schema": 1, "name": name, "version": version.to_string(),
            "platform": platform.to_string(), "proof": "none", "h1": "", "origin": "a test",
            "installed_at": "2024-07-01T21:33:19Z", "bytes": 1_000_000, "gom": "0",
        });
        let path = root.join(gom_shim::layout::RECEIPT_FILE);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, receipt.to_string()).unwrap();
        root
    }

    /// Puts a Go outside gom on PATH, after gom's `bin/`, and gives its root.
    pub(crate) fn system_go(&mut self, version: &str) -> PathBuf {
        let version = Version::parse(version).unwrap();
        let root = self.path(format!("usr/{}", version.go_name()));
        tree::unpack(&root, &version, &Platform::host());
        self.set_path(&[root.join("bin")]);
        root
    }

    /// Everything in the world, to show that a command changed nothing.
    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot::take(self.root())
    }

    /// Placeholders for this world's paths and this machine's platform.
    pub(crate) fn redactions(&self) -> Redactions {
        let host = Platform::host();
        let mut redactions = Redactions::new();
        for (placeholder, path) in [
            ("[WORLD]", self.root()),
            ("[HOME]", &self.home),
            ("[GOM_HOME]", &self.gom_home),
        ] {
            redactions.insert(placeholder, path.to_owned()).unwrap();
        }
        redactions
            .insert("[EXE]", std::env::consts::EXE_SUFFIX)
            .unwrap();
        redactions.insert("[PLATFORM]", host.to_string()).unwrap();
        redactions.insert("[OS_ARCH]", host.dashed()).unwrap();
        redactions
    }
}

/// A hard link, else a copy: the same program under another name.
fn link(from: &str, to: &Path) {
    if std::fs::hard_link(from, to).is_err() {
        std::fs::copy(from, to).unwrap();
    }
}

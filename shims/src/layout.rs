//! Every path gom uses, from one root. Pure arithmetic: nothing here touches the disk.

use std::path::{Path, PathBuf};

use crate::platform::Platform;
use crate::vars::Vars;
use crate::version::Version;

/// Name of the file that says whose home a directory is.
pub const SIDE_FILE: &str = "side.toml";

/// The receipt inside an installed toolchain, relative to its root.
pub const RECEIPT_FILE: &str = ".gom/receipt.json";

/// Where gom keeps everything (design §4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    home: PathBuf,
    config_dir: PathBuf,
    cache_dir: PathBuf,
}

impl Layout {
    /// A home with configuration and cache inside it, as when GOM_HOME is set.
    #[must_use]
    pub fn contained(home: PathBuf) -> Self {
        Self {
            config_dir: home.clone(),
            cache_dir: home.join("cache"),
            home,
        }
    }

    /// A home at the platform's own place, with configuration and cache at theirs.
    #[must_use]
    pub fn conventional(home: PathBuf, config_dir: PathBuf, cache_dir: PathBuf) -> Self {
        Self {
            home,
            config_dir,
            cache_dir,
        }
    }

    /// The platform's own place for gom's home, from the environment alone; `None` without HOME.
    #[must_use]
    pub fn default_home(vars: &Vars) -> Option<PathBuf> {
        if cfg!(windows) {
            return vars.absolute("LOCALAPPDATA").map(|dir| dir.join("gom"));
        }
        let data = vars
            .absolute("XDG_DATA_HOME")
            .or_else(|| Some(vars.home()?.join(".local/share")));
        data.map(|dir| dir.join("gom"))
    }

    /// The platform's own directory for gom's user configuration.
    fn default_config_dir(vars: &Vars) -> Option<PathBuf> {
        if cfg!(windows) {
            return vars.absolute("APPDATA").map(|dir| dir.join("gom"));
        }
        if cfg!(target_os = "macos") {
            return Some(vars.home()?.join("Library/Application Support/gom"));
        }
        vars.absolute("XDG_CONFIG_HOME")
            .or_else(|| Some(vars.home()?.join(".config")))
            .map(|dir| dir.join("gom"))
    }

    /// The platform's own directory for what gom may lose at any time.
    fn default_cache_dir(vars: &Vars) -> Option<PathBuf> {
        if cfg!(windows) {
            return vars
                .absolute("LOCALAPPDATA")
                .map(|dir| dir.join("gom").join("cache"));
        }
        if cfg!(target_os = "macos") {
            return Some(vars.home()?.join("Library/Caches/gom"));
        }
        vars.absolute("XDG_CACHE_HOME")
            .or_else(|| Some(vars.home()?.join(".cache")))
            .map(|dir| dir.join("gom"))
    }

    /// The layout for a home: where it is the platform's own, configuration and cache are too;
    /// any other home holds them itself.
    #[must_use]
    pub fn for_home(home: PathBuf, vars: &Vars) -> Self {
        if vars.non_empty("GOM_HOME").is_none()
            && Self::default_home(vars).as_deref() == Some(&home)
            && let (Some(config_dir), Some(cache_dir)) = (
                Self::default_config_dir(vars),
                Self::default_cache_dir(vars),
            )
        {
            return Self::conventional(home, config_dir, cache_dir);
        }
        Self::contained(home)
    }

    /// The root of it all.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The one directory on PATH.
    #[must_use]
    pub fn bin(&self) -> PathBuf {
        self.home.join("bin")
    }

    /// Shims named after every known release, for cmd/go's own switching; never on the user's PATH.
    #[must_use]
    pub fn switch(&self) -> PathBuf {
        self.home.join("switch")
    }

    /// Installed toolchains, one directory each.
    #[must_use]
    pub fn toolchains(&self) -> PathBuf {
        self.home.join("toolchains")
    }

    /// The directory name of a toolchain: `go1.22.6-linux-amd64`.
    #[must_use]
    pub fn toolchain_name(version: &Version, platform: &Platform) -> String {
        format!("{}-{}", version.go_name(), platform.dashed())
    }

    /// The root of one toolchain.
    #[must_use]
    pub fn toolchain(&self, version: &Version, platform: &Platform) -> PathBuf {
        self.toolchains()
            .join(Self::toolchain_name(version, platform))
    }

    /// The directories that hold shims and nothing else.
    #[must_use]
    pub fn programs(&self) -> [PathBuf; 3] {
        [self.bin(), self.switch(), self.exec()]
    }

    /// A GOPATH for each toolchain or project that has its own.
    #[must_use]
    pub fn gopaths(&self) -> PathBuf {
        self.home.join("gopath")
    }

    /// Programs named `go_GOOS_GOARCH_exec`, which cmd/go looks for to run what it built for another
    /// platform. On PATH only for a target with an `exec`.
    #[must_use]
    pub fn exec(&self) -> PathBuf {
        self.home.join("exec")
    }

    /// Manual pages, where man looks for those of what is in `bin/`.
    #[must_use]
    pub fn man(&self) -> PathBuf {
        self.home.join("share/man/man1")
    }

    /// Lock files.
    #[must_use]
    pub fn locks(&self) -> PathBuf {
        self.home.join("locks")
    }

    /// Toolchains while they are being written; on the file system of `toolchains/`.
    #[must_use]
    pub fn staging(&self) -> PathBuf {
        self.home.join("staging")
    }

    /// Toolchains that are being removed.
    #[must_use]
    pub fn trash(&self) -> PathBuf {
        self.home.join("trash")
    }

    /// What gom remembers and cannot fetch again.
    #[must_use]
    pub fn state(&self) -> PathBuf {
        self.home.join("state")
    }

    /// Linked toolchains: a file per name, holding a path.
    #[must_use]
    pub fn links(&self) -> PathBuf {
        self.state().join("links")
    }

    /// Trusted project directories: a directory each, with copies of the trusted files.
    #[must_use]
    pub fn trusted(&self) -> PathBuf {
        self.state().join("trust")
    }

    /// The stable and the old stable line, as last seen: what `oldstable` means without a network.
    #[must_use]
    pub fn lines(&self) -> PathBuf {
        self.state().join("lines")
    }

    /// The record of every file gom wrote outside its home.
    #[must_use]
    pub fn record(&self) -> PathBuf {
        self.state().join("outside")
    }

    /// Whose home this is.
    #[must_use]
    pub fn side_file(&self) -> PathBuf {
        self.home.join(SIDE_FILE)
    }

    /// The user's settings.
    #[must_use]
    pub fn config_file(&self) -> PathBuf {
        self.config_dir.join("config.toml")
    }

    /// The directory of the user's settings.
    #[must_use]
    pub fn config_dir(&self) -> &Path {
        &self.config_dir
    }

    /// A site's settings, the same for every home on the machine.
    #[must_use]
    pub fn site_config_file(vars: &Vars) -> PathBuf {
        if cfg!(windows) {
            return vars
                .absolute("ProgramData")
                .unwrap_or_else(|| PathBuf::from(r"C:\ProgramData"))
                .join(r"gom\config.toml");
        }
        PathBuf::from("/etc/gom/config.toml")
    }

    /// What may be deleted at any time: index, tiles, partial downloads.
    #[must_use]
    pub fn cache(&self) -> &Path {
        &self.cache_dir
    }

    /// The shim's path inside `dir` for a command name.
    #[must_use]
    pub fn shim(dir: &Path, name: &str) -> PathBuf {
        dir.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    fn vars(pairs: &[(&str, &str)]) -> Vars {
        Vars::new(
            pairs
                .iter()
                .map(|(k, v)| ((*k).into(), (*v).into()))
                .collect(),
            vec![],
            None,
        )
    }

    #[test]
    fn the_platforms_own_places_and_gom_home() {
        let user = vars(&[("HOME", "/home/u")]);
        let home = Layout::default_home(&user).unwrap();
        assert_eq!(home, Path::new("/home/u/.local/share/gom"));
        let layout = Layout::for_home(home, &user);
        assert_eq!(
            layout.config_file(),
            Path::new("/home/u/.config/gom/config.toml")
        );
        assert_eq!(layout.cache(), Path::new("/home/u/.cache/gom"));
        let other = Layout::for_home("/opt/gom".into(), &user);
        assert_eq!(other.config_file(), Path::new("/opt/gom/config.toml"));
        assert_eq!(Layout::default_home(&vars(&[("HOME", "relative")])), None);
        assert_eq!(
            Layout::default_home(&vars(&[("XDG_DATA_HOME", "/d")])).unwrap(),
            Path::new("/d/gom")
        );
    }
}

//! The programs that gom places: itself, and its shim under every name that people and cmd/go call.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gom_shim::layout::Layout;
use gom_shim::side::Side;
use gom_shim::vars::Vars;
use gom_shim::version::Version;
use gom_shim::{Error, Kind, Result, escape, quote};

use crate::known_ports;
use crate::lock::Lock;
use crate::own_names;
use crate::program::{identity, place_copy, place_link, same_program};
use crate::write::{self, replace};

/// The names every home has.
const TOOLS: [&str; 2] = ["go", "gofmt"];

/// The placed programs of one home. The shim is kept once, as `state/gom-shim`, and every name in
/// `bin/` and `switch/` is a hard link to it, or a copy where the file system has no links.
#[derive(Clone, Debug)]
pub struct Shims {
    layout: Layout,
    master: PathBuf,
    former: PathBuf,
}

impl Shims {
    /// The programs of this home. Touches nothing.
    #[must_use]
    pub fn new(layout: &Layout) -> Self {
        let state = layout.state();
        Self {
            master: Layout::shim(&state, "gom-shim"),
            former: Layout::shim(&state, "gom-shim-former"),
            layout: layout.clone(),
        }
    }

    /// Copies `gom` and `gom-shim` from `from`, where the running `gom` lies, into the home, marks
    /// the home as `side`'s, and places `go` and `gofmt`. What is there already is left as it is.
    ///
    /// # Errors
    /// `FileSystem` where a program is missing or cannot be placed, and where the home belongs to
    /// another side.
    pub fn install_programs(&self, from: &Path, side: &Side) -> Result<()> {
        for dir in [
            self.layout.bin(),
            self.layout.state(),
            self.layout.staging(),
            self.layout.locks(),
        ] {
            write::directory(&dir)?;
        }
        let _lock = self.lock()?;
        self.mark(side)?;
        self.finish_refresh()?;
        let shim = Layout::shim(from, "gom-shim");
        if shim.exists() {
            self.replace_master(&shim)?;
        } else if self.adopt_master().is_err() {
            return Err(no_program(&shim));
        }
        let gom = Layout::shim(from, "gom");
        if !gom.exists() {
            return Err(no_program(&gom));
        }
        self.place_gom(&gom)?;
        let bin = self.layout.bin();
        TOOLS.iter().try_for_each(|name| self.place(&bin, name))?;
        self.runners()
    }

    /// Places gom's programs where a home has none yet: gom may be run from where it was built.
    ///
    /// # Errors
    /// As [`Shims::install_programs`].
    pub fn ensure_programs(&self, vars: &Vars) -> Result<()> {
        let bin = self.layout.bin();
        if self.master.exists() && TOOLS.iter().all(|tool| Layout::shim(&bin, tool).exists()) {
            return Ok(());
        }
        let from = vars
            .exe
            .as_deref()
            .and_then(Path::parent)
            .unwrap_or(Path::new(""));
        self.install_programs(from, &Side::of_this_machine(vars))
    }

    /// Places `go1.22.6` in `bin/`.
    ///
    /// # Errors
    /// `FileSystem` where a foreign file has the name.
    pub fn versioned(&self, version: &Version) -> Result<()> {
        self.place(&self.layout.bin(), &version.go_name())
    }

    /// Removes `go1.22.6` from `bin/`, if it is there and gom's.
    ///
    /// # Errors
    /// `FileSystem` where it cannot be removed.
    pub fn remove_versioned(&self, version: &Version) -> Result<()> {
        let path = Layout::shim(&self.layout.bin(), &version.go_name());
        if self.is_own(&path) {
            remove(&path, &self.layout)?;
        }
        Ok(())
    }

    /// Adds what is missing of `go1.X.Y` for these releases to `switch/`. Removes none: a release
    /// that a site does not list any more may still be asked for.
    ///
    /// # Errors
    /// `FileSystem` where a foreign file has one of the names.
    pub fn switch(&self, all: &[Version]) -> Result<()> {
        self.add(&self.layout.switch(), all.iter().map(Version::go_name))
    }

    /// Adds what is missing of `go_GOOS_GOARCH_exec` to `exec/`.
    ///
    /// # Errors
    /// As [`Shims::switch`].
    pub fn runners(&self) -> Result<()> {
        let names = known_ports::underscored().map(|port| format!("go_{port}_exec"));
        self.add(&self.layout.exec(), names)
    }

    fn add(&self, dir: &Path, names: impl Iterator<Item = String>) -> Result<()> {
        write::directory(dir)?;
        let there = self.placed(dir)?;
        for name in names {
            if !there.contains(&Layout::shim(dir, &name)) {
                self.place(dir, &name)?;
            }
        }
        Ok(())
    }

    /// Links every name again after the master changed. `install_programs` does so by itself.
    ///
    /// # Errors
    /// `FileSystem` where a name cannot be replaced; the others still run the former shim.
    pub fn refresh(&self) -> Result<()> {
        let _lock = self.lock()?;
        self.finish_refresh()
    }

    /// True for the shim under any name, and for gom itself: what gom may replace and remove.
    #[must_use]
    pub fn is_own(&self, path: &Path) -> bool {
        let Some(file) = identity(path) else {
            return false;
        };
        let bin = self.layout.bin();
        // A home that lost its master still has `go`, which is a link to it.
        let go = Layout::shim(&bin, "go");
        let master = if self.master.exists() {
            &self.master
        } else {
            &go
        };
        *path == Layout::shim(&bin, "gom")
            || [master, &self.former]
                .iter()
                .any(|shim| same_program(path, &file, shim))
    }

    /// Puts the shim at `dir/name`.
    fn place(&self, dir: &Path, name: &str) -> Result<()> {
        self.adopt_master()?;
        let path = Layout::shim(dir, name);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::io("read", &path, &error)),
            Ok(_) => {
                let current = identity(&path);
                if current.is_some_and(|file| same_program(&path, &file, &self.master)) {
                    return Ok(());
                }
                if !self.is_own(&path) {
                    return Err(foreign(&path));
                }
            }
        }
        place_link(&self.master, &path, &self.layout)
    }

    /// The shims in a directory that are the master's own links: found without a look at each file.
    fn placed(&self, dir: &Path) -> Result<std::collections::HashSet<PathBuf>> {
        let read = |error| Error::io("read", dir, &error);
        let mut placed = std::collections::HashSet::new();
        let master = identity(&self.master);
        for entry in fs::read_dir(dir).map_err(read)? {
            let entry = entry.map_err(read)?;
            if crate::program::entry_is(&entry, master.as_ref()) {
                placed.insert(entry.path());
            }
        }
        Ok(placed)
    }

    /// A home whose master is lost has it again from its `go`, which is a link to it.
    fn adopt_master(&self) -> Result<()> {
        if self.master.exists() {
            return Ok(());
        }
        let go = Layout::shim(&self.layout.bin(), "go");
        if identity(&go).is_none() {
            return Err(no_program(&self.master));
        }
        let state = self.layout.state();
        write::directory(&state)?;
        place_link(&go, &self.master, &self.layout)
    }

    /// Makes `shim` the master. The former one is kept until every name is a link to the new one,
    /// so that a crash in between leaves no name that cannot be told from a foreign file.
    fn replace_master(&self, shim: &Path) -> Result<()> {
        if identity(shim).is_some_and(|file| same_program(shim, &file, &self.master)) {
            return Ok(());
        }
        if self.master.exists() {
            place_link(&self.master, &self.former, &self.layout)?;
        }
        place_copy(shim, &self.master, &self.layout)?;
        self.finish_refresh()
    }

    /// Replaces what is still the former shim, if there is one.
    fn finish_refresh(&self) -> Result<()> {
        if !self.former.exists() || !self.master.exists() {
            return Ok(());
        }
        for dir in self.layout.programs() {
            let entries = match fs::read_dir(&dir) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries.map_err(|error| Error::io("read", &dir, &error))?,
            };
            for entry in entries.flatten() {
                let path = entry.path();
                if identity(&path).is_some_and(|file| same_program(&path, &file, &self.former)) {
                    place_link(&self.master, &path, &self.layout)?;
                }
            }
        }
        remove(&self.former, &self.layout)
    }

    /// Puts gom itself into `bin/`.
    fn place_gom(&self, from: &Path) -> Result<()> {
        let path = Layout::shim(&self.layout.bin(), "gom");
        if identity(from).is_some_and(|file| same_program(from, &file, &path)) {
            return Ok(());
        }
        if path.symlink_metadata().is_ok() && identity(&path).is_none() {
            return Err(foreign(&path));
        }
        place_copy(from, &path, &self.layout)
    }

    /// Writes `side.toml`, or checks that the one there is this side's.
    fn mark(&self, side: &Side) -> Result<()> {
        side.check_home(&self.layout)?;
        let path = self.layout.side_file();
        if path.exists() {
            return Ok(());
        }
        if let Some(foreign) = own_names::foreign_entry(&self.layout) {
            let home = escape::path(self.layout.home());
            return Err(Error::new(
                Kind::FileSystem,
                format!("{home} is no home of gom's, and not empty"),
            )
            .cause(format!("{} is there", escape::path(&foreign)))
            .hint("set GOM_HOME to a directory that is empty or not there yet"));
        }
        replace(&path, side.to_file().as_bytes())
    }

    /// One process at a time changes the master.
    fn lock(&self) -> Result<Lock> {
        Lock::short(&self.layout, "programs")
    }
}

fn remove(path: &Path, layout: &Layout) -> Result<()> {
    crate::program::remove(path, layout).map_err(|error| Error::io("remove", path, &error))
}

/// A file is where one of gom's would be.
pub(crate) fn foreign(path: &Path) -> Error {
    Error::new(
        Kind::FileSystem,
        format!(
            "{} is in the way, and was not placed by gom",
            escape::path(path)
        ),
    )
    .hint(format!("mv {0} {0}.mine", quote::path(path)))
}

fn no_program(path: &Path) -> Error {
    Error::new(
        Kind::FileSystem,
        format!("{} is not there", escape::path(path)),
    )
    .hint("run ./install.sh in a checkout of gom")
}

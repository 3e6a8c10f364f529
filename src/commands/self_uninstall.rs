//! `gom self uninstall`: removes every file that gom ever wrote, and says what it left.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use gom_shim::layout::Layout;
use gom_shim::side::Side;
use gom_shim::{Error, Kind, Result, escape, quote};

use crate::gom::Gom;
use crate::hook::stamps;
use crate::own_names::Room;
use crate::record::Record;
use crate::setup::machine::Machine;
use crate::setup::{removal, script};
use crate::shims::Shims;
use crate::{owner, program, remove};

/// Remove gom and everything it ever wrote
///
/// Takes gom's blocks out of your shells' files, byte for byte, then removes its programs, its
/// toolchains, its settings and its cache. Files that are not gom's are left where they are, and
/// named. The module cache and the build cache below your own GOPATH and GOCACHE are not touched.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Show what would be removed, and remove nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Leave the installed toolchains where they are
    #[arg(long)]
    pub keep_toolchains: bool,
    /// Do not ask
    #[arg(long, short = 'y')]
    pub yes: bool,
}

/// What has been done so far, for the closing words.
struct Progress<'g> {
    gom: &'g Gom,
    dry_run: bool,
    /// What is still there although it should not be, with the reason.
    failed: Vec<String>,
    /// What is not gom's to remove.
    left: Vec<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// `FileSystem` where the home is not one that gom made, another gom is at work in it, or
/// something could not be removed; `Usage` where nobody can be asked and `-y` was not given.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    let layout = &gom.layout;
    recognise(layout)?;
    owner::check(gom.layout.home())?;
    if !args.dry_run {
        confirm(gom, args)?;
        refuse_while_in_use(layout)?;
    }
    let mut progress = Progress {
        gom,
        dry_run: args.dry_run,
        failed: Vec::new(),
        left: Vec::new(),
    };
    let machine = Machine::this(&gom.vars);
    let places = machine.places(&gom.vars);
    for done in removal::take_back(gom, &places, &Record::new(layout), args.dry_run)? {
        if let Some(reason) = done.reason {
            progress
                .failed
                .push(format!("{}: {reason}", escape::path(&done.path)));
        }
    }
    progress.programs();
    if !args.dry_run {
        stamps::remove_all(&gom.vars, layout);
    }
    progress.room(Room::Scratch, &layout.staging());
    progress.room(Room::Scratch, &layout.trash());
    if !args.keep_toolchains {
        progress.room(Room::Toolchains, &layout.toolchains());
    }
    progress.room(Room::Cache, layout.cache());
    progress.take(&layout.config_file());
    for name in script::NAMES.iter().chain(&["gopath", "share"]) {
        progress.take(&layout.home().join(name));
    }
    // Last, as they say what the rest is: an interrupted run can be started again.
    if progress.failed.is_empty() {
        if args.keep_toolchains {
            progress.take(&layout.record());
            for program in ["gom-shim", "gom-shim-former"] {
                progress.take(&Layout::shim(&layout.state(), program));
            }
        } else {
            progress.room(Room::State, &layout.state());
            progress.take(&layout.side_file());
        }
    }
    progress.room(Room::Locks, &layout.locks());
    progress.finish(layout, args)
}

impl Progress<'_> {
    /// Everything in `bin/` and `switch/` that gom placed there.
    fn programs(&mut self) {
        let layout = &self.gom.layout;
        let shims = Shims::new(layout);
        for dir in layout.programs() {
            if fs::symlink_metadata(&dir).is_ok_and(|metadata| !metadata.is_dir()) {
                continue;
            }
            let entries: Vec<_> = fs::read_dir(&dir).into_iter().flatten().flatten().collect();
            let (own, foreign): (Vec<_>, Vec<_>) = entries
                .iter()
                .map(fs::DirEntry::path)
                .partition(|path| shims.is_own(path));
            if foreign.is_empty() && !own.is_empty() {
                self.say(&dir);
            } else {
                own.iter().for_each(|path| self.say(path));
            }
            if self.dry_run {
                continue;
            }
            for path in own {
                if let Err(error) = program::remove(&path, layout) {
                    self.failed
                        .push(format!("{}: {error}", escape::path(&path)));
                }
            }
            // Not empty: what is left in it is named at the end.
            let _ = fs::remove_dir(&dir);
        }
    }

    /// Removes what is gom's own in one of its directories, and the directory if that was all.
    fn room(&mut self, room: Room, directory: &Path) {
        let own = room.entries(directory);
        let count = fs::read_dir(directory).map_or(0, |entries| entries.flatten().count());
        if directory.is_symlink() || count == own.len() {
            return self.take(directory);
        }
        own.iter().for_each(|path| self.take(path));
        if let Ok(entries) = fs::read_dir(directory) {
            let foreign = entries
                .flatten()
                .map(|entry| entry.path())
                .filter(|path| !own.contains(path));
            self.left.extend(foreign);
        }
    }

    /// Removes one file or tree of gom's.
    fn take(&mut self, path: &Path) {
        if path.symlink_metadata().is_err() {
            return;
        }
        // The user moved the directory to another disk: the link goes, what it leads to stays.
        if let Ok(target) = fs::read_link(path) {
            self.left.push(path.parent().unwrap_or(path).join(target));
        }
        self.say(path);
        if !self.dry_run
            && let Err(error) = remove::tree(path)
        {
            self.failed.push(format!("{}: {error}", escape::path(path)));
        }
    }

    fn say(&self, path: &Path) {
        if self.dry_run {
            self.gom
                .printer
                .data(format_args!("would remove {}", escape::path(path)));
        } else {
            self.gom
                .printer
                .talk(format_args!("removed {}", escape::path(path)));
        }
    }

    /// Removes the directories that are empty by then, and names what is left in the others.
    fn finish(mut self, layout: &Layout, args: &Args) -> Result<()> {
        if self.dry_run {
            return Ok(());
        }
        let mut left = std::mem::take(&mut self.left);
        let mut dirs = layout.programs().to_vec();
        dirs.push(layout.config_dir().to_owned());
        for dir in dirs.iter().chain([&layout.home().to_owned()]) {
            // Not empty, or gone.
            let _ = fs::remove_dir(dir);
            let entries = fs::read_dir(dir).into_iter().flatten().flatten();
            left.extend(entries.map(|entry| entry.path()));
        }
        if layout.home().is_symlink() {
            left.push(layout.home().to_owned());
        }
        // A directory whose own entries are named is not named itself.
        left.retain(|path| !dirs.contains(path));
        left.sort();
        left.dedup();
        for path in &left {
            self.gom
                .printer
                .talk(format_args!("left {}", escape::path(path)));
        }
        if args.keep_toolchains {
            self.gom.printer.note(format_args!(
                "the toolchains are in {}",
                escape::path(&layout.toolchains())
            ));
        }
        let Some(first) = self.failed.first() else {
            self.gom
                .printer
                .talk("gom is gone; open terminals still have it on PATH");
            return Ok(());
        };
        let mut error = Error::new(Kind::FileSystem, format!("could not remove {first}"));
        for other in &self.failed[1..] {
            error = error.cause(other.clone());
        }
        Err(error.hint("gom self uninstall"))
    }
}

/// A directory is removed only if gom marked it as its home: GOM_HOME may name anything.
fn recognise(layout: &Layout) -> Result<()> {
    let path = layout.side_file();
    let is_home = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file())
        && fs::read_to_string(&path).is_ok_and(|text| Side::from_file(&text).is_some());
    if is_home {
        return Ok(());
    }
    Err(Error::new(
        Kind::FileSystem,
        format!(
            "{} is not a home of gom: it has no side.toml",
            escape::path(layout.home())
        ),
    )
    .hint(format!("ls -a {}", quote::path(layout.home()))))
}

fn confirm(gom: &Gom, args: &Args) -> Result<()> {
    if args.yes {
        return Ok(());
    }
    let what = if args.keep_toolchains {
        "gom, but not its toolchains"
    } else {
        "gom and every toolchain it installed"
    };
    let home = escape::path(gom.layout.home());
    if !gom.printer.interactive() {
        return Err(Error::new(
            Kind::Usage,
            format!("this removes {what} from {home}, and nobody can be asked here"),
        )
        .hint("gom self uninstall -y"));
    }
    if gom.printer.ask(&format!("Remove {what}, from {home}?")) {
        return Ok(());
    }
    Err(Error::new(Kind::Failure, "nothing was removed"))
}

/// Every gom that writes holds a lock in `locks/`.
fn refuse_while_in_use(layout: &Layout) -> Result<()> {
    let locks: Vec<PathBuf> = fs::read_dir(layout.locks())
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    for path in locks {
        let held = File::open(&path)
            .is_ok_and(|file| matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)));
        if held {
            return Err(Error::new(
                Kind::FileSystem,
                format!("another gom is at work: it holds {}", escape::path(&path)),
            )
            .hint("gom self uninstall, once it has ended"));
        }
    }
    Ok(())
}

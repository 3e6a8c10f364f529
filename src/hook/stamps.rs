//! Stamp files: a shell that cannot read a file's time can compare two files', so there is one
//! stamp for each watched file, with the time that the file had.
//!
//! Each shell has a directory of its own, `PID.NUMBER`, in the first of these places that can be
//! written: `gom` in XDG_RUNTIME_DIR, `hook` in gom's state, `gom-USER` in the temporary directory.

use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use gom_shim::layout::Layout;
use gom_shim::vars::Vars;

use crate::gom::Gom;

/// What fish writes when it asks, to know how long ago that was.
const ASKED: &str = "asked";

/// Writes the stamps of a shell, in the directory it has or in a new one; gives that directory.
/// `None` where no place keeps them, or keeps them exactly.
#[must_use]
pub(super) fn write(
    gom: &Gom,
    pid: u32,
    given: Option<&Path>,
    files: &[(PathBuf, SystemTime)],
) -> Option<PathBuf> {
    for place in places(&gom.vars, &gom.layout) {
        let own = given.filter(|given| {
            given.parent() == Some(&place) && owner(given) == Some(pid) && given.is_dir()
        });
        let directory = match own {
            Some(directory) => Some(directory.to_owned()),
            None => new(&place, pid),
        };
        if let Some(directory) = directory
            && files
                .iter()
                .enumerate()
                .all(|(index, (_, time))| stamp(&directory.join(index.to_string()), *time))
        {
            return Some(directory);
        }
    }
    None
}

/// Removes the stamps of a shell that leaves the hook.
pub fn remove(gom: &Gom, pid: u32, given: &Path) {
    let is_own = |place: &PathBuf| given.parent() == Some(place) && owner(given) == Some(pid);
    if places(&gom.vars, &gom.layout).any(|place| is_own(&place)) {
        clear(given);
    }
}

/// Removes the stamps of every shell.
pub fn remove_all(vars: &Vars, layout: &Layout) {
    for place in places(vars, layout) {
        for directory in shells(&place) {
            clear(&directory);
        }
        // Where something else is in it, it stays.
        let _ = fs::remove_dir(&place);
    }
}

/// The directories that may hold stamps, the best first.
fn places(vars: &Vars, layout: &Layout) -> impl Iterator<Item = PathBuf> {
    let runtime = vars.absolute("XDG_RUNTIME_DIR").filter(|dir| belongs(dir));
    let state = Some(layout.state()).filter(|dir| belongs(dir));
    [
        runtime.map(|dir| dir.join("gom")),
        state.map(|dir| dir.join("hook")),
        temporary(vars),
    ]
    .into_iter()
    .flatten()
}

/// A directory of this user's in the one that everybody may write to.
#[cfg(unix)]
fn temporary(vars: &Vars) -> Option<PathBuf> {
    let all = vars.absolute("TMPDIR").unwrap_or_else(|| "/tmp".into());
    let user = rustix::process::geteuid().as_raw();
    Some(all.join(format!("gom-{user}")))
}

#[cfg(not(unix))]
fn temporary(_: &Vars) -> Option<PathBuf> {
    None
}

/// True for a directory of this user's: what root makes in another one's would be in that one's way.
#[cfg(unix)]
fn belongs(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let user = rustix::process::geteuid().as_raw();
    path.metadata()
        .is_ok_and(|metadata| metadata.is_dir() && metadata.uid() == user)
}

#[cfg(not(unix))]
fn belongs(path: &Path) -> bool {
    path.is_dir()
}

/// True for a directory, no link, that is this user's and that nobody else may write to.
#[cfg(unix)]
fn is_mine(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let user = rustix::process::geteuid().as_raw();
    path.symlink_metadata().is_ok_and(|metadata| {
        metadata.is_dir() && metadata.uid() == user && metadata.mode() & 0o022 == 0
    })
}

#[cfg(not(unix))]
fn is_mine(path: &Path) -> bool {
    path.is_dir()
}

/// A directory for a shell that has none yet. Those of shells that have ended are removed on the way.
fn new(place: &Path, pid: u32) -> Option<PathBuf> {
    make(place);
    if !is_mine(place) {
        return None;
    }
    for directory in shells(place) {
        // This process's number has one shell only: the others of it have become something else.
        if owner(&directory) == Some(pid) || owner(&directory).is_some_and(has_ended) {
            clear(&directory);
        }
    }
    let number = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let directory = place.join(format!("{pid}.{}", number.as_nanos()));
    make(&directory);
    is_mine(&directory).then_some(directory)
}

/// Makes a directory that nobody else can look into; its parent is there.
fn make(path: &Path) {
    #[allow(unused_mut, reason = "there are no modes on Windows")]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    // What is there already is looked at by `is_mine`.
    let _ = builder.create(path);
}

/// The directories of shells in a place.
fn shells(place: &Path) -> Vec<PathBuf> {
    if !is_mine(place) {
        return Vec::new();
    }
    let entries = fs::read_dir(place).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| owner(path).is_some())
        .collect()
}

/// The process whose stamps a directory holds, by its name.
fn owner(directory: &Path) -> Option<u32> {
    let (pid, number) = directory.file_name()?.to_str()?.split_once('.')?;
    number
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| pid.parse().ok())?
}

#[cfg(unix)]
fn has_ended(pid: u32) -> bool {
    let pid = i32::try_from(pid)
        .ok()
        .and_then(rustix::process::Pid::from_raw);
    pid.is_none_or(|pid| rustix::process::test_kill_process(pid) == Err(rustix::io::Errno::SRCH))
}

/// The numbers that a shell on Windows knows are often not the system's own.
#[cfg(not(unix))]
fn has_ended(_: u32) -> bool {
    false
}

/// Removes the stamps and their directory, and nothing else that may be in it.
fn clear(directory: &Path) {
    if !is_mine(directory) {
        return;
    }
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name == ASKED || name.as_encoded_bytes().iter().all(u8::is_ascii_digit) {
            let _ = fs::remove_file(entry.path());
        }
    }
    let _ = fs::remove_dir(directory);
}

/// Makes a stamp with that time; false where the file system keeps another one.
fn stamp(path: &Path, time: SystemTime) -> bool {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    let Ok(file) = options.open(path) else {
        return false;
    };
    let set = file.set_times(FileTimes::new().set_modified(time));
    set.is_ok()
        && file
            .metadata()
            .and_then(|metadata| metadata.modified())
            .is_ok_and(|kept| kept == time)
}

//! A shell's start file: what an edit of its gom block would change, and the edit itself.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use gom_shim::{Error, Result, escape};

use crate::block::{Mark, Marked, Place};
use crate::record::{Entry, Record, Wrote};
use crate::write::replace;

/// Start files are written by hand; what is larger is something else.
const LARGEST: u64 = 1 << 20;

/// A block that a file is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What it is for.
    pub mark: Mark,
    /// Where it goes, if it is not there yet.
    pub place: Place,
    /// Its lines, whole.
    pub body: String,
}

/// A change of one file that can be made: planned first, so that `--dry-run` shows the truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    path: PathBuf,
    /// What `path` leads to: a link stays, and its file is edited where it lies.
    target: PathBuf,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
}

/// Why a file is left alone, in a few words.
pub type Reason = String;

impl Edit {
    /// Plans to give the file, which may not exist yet, these blocks and no other. One that gom
    /// `created` goes where nothing else is in it and nothing is wanted.
    ///
    /// # Errors
    /// Why the file is not gom's to touch.
    pub fn new(
        path: &Path,
        home: &Path,
        wanted: &[Wanted],
        created: bool,
    ) -> std::result::Result<Self, Reason> {
        Self::change(path, home, created, |marked| {
            for mark in Mark::ALL {
                if !wanted.iter().any(|wanted| wanted.mark == mark) {
                    marked.remove(mark);
                }
            }
            for wanted in wanted {
                marked.put(wanted.mark, &wanted.body, wanted.place);
            }
        })
    }

    /// Plans to take one block out and leave the others.
    ///
    /// # Errors
    /// Why the file is not gom's to touch.
    pub fn without(
        path: &Path,
        home: &Path,
        mark: Mark,
        created: bool,
    ) -> std::result::Result<Self, Reason> {
        Self::change(path, home, created, |marked| marked.remove(mark))
    }

    fn change(
        path: &Path,
        home: &Path,
        created: bool,
        change: impl FnOnce(&mut Marked),
    ) -> std::result::Result<Self, Reason> {
        let (target, before) = open(path, home)?;
        let text = before.as_deref().unwrap_or_default();
        if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
            return Err("it is UTF-16, and gom adds to UTF-8 only".into());
        }
        let mut marked =
            Marked::parse(text).ok_or("it has the start of a gom block without its end")?;
        change(&mut marked);
        let after = marked.render();
        let nothing = after.is_empty() && (created || before.is_none());
        Ok(Self {
            path: path.to_owned(),
            target,
            before,
            after: (!nothing).then_some(after),
        })
    }

    /// The file, as the shell knows it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is in it now; `None` where it is not there.
    #[must_use]
    pub fn before(&self) -> Option<&[u8]> {
        self.before.as_deref()
    }

    /// What will be in it; `None` where it will not be there.
    #[must_use]
    pub fn after(&self) -> Option<&[u8]> {
        self.after.as_deref()
    }

    /// True where the file is as it should be.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.before == self.after
    }

    /// `create`, `change` or `remove`.
    #[must_use]
    pub fn verb(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "create",
            (Some(_), None) => "remove",
            (Some(_), Some(_)) => "change",
        }
    }

    /// Makes the change. What is added is recorded before it is written, and what is removed is
    /// forgotten afterwards: a crash in between leaves a record too many, never one too few.
    ///
    /// # Errors
    /// `FileSystem`, with the file as it was.
    pub fn apply(&self, record: &Record) -> Result<()> {
        match &self.after {
            Some(text) if holds_block(text) => {
                if self.before.is_none() {
                    create_directories(&self.path, record)?;
                }
                match &self.before {
                    // What an earlier file of that name was does not count any more.
                    None => record.set(Wrote::Created, &self.path)?,
                    Some(before) if !holds_block(before) => {
                        record.set(Wrote::Block, &self.path)?;
                    }
                    Some(_) => record.add(Wrote::Block, &self.path)?,
                }
                self.write(text)
            }
            Some(text) => {
                self.write(text)?;
                record.forget(&self.path)
            }
            None => {
                if self.before.is_some() {
                    fs::remove_file(&self.target)
                        .map_err(|error| Error::io("remove", &self.path, &error))?;
                }
                record.forget(&self.path)
            }
        }
    }

    fn write(&self, text: &[u8]) -> Result<()> {
        if self.is_nothing() {
            return Ok(());
        }
        replace(&self.target, text)
    }
}

fn holds_block(text: &[u8]) -> bool {
    Marked::parse(text).is_none_or(|marked| !marked.is_bare())
}

/// Removes the directories that gom created for files that are gone, innermost first. One that
/// holds something else by now stays.
///
/// # Errors
/// `FileSystem` where the record cannot be written.
pub fn remove_directories(record: &Record) -> Result<()> {
    let entries = record.entries()?;
    for entry in entries.iter().rev() {
        if entry.wrote != Wrote::Directory {
            continue;
        }
        // Something of gom's was left in it, and may go another time.
        let is_in_use =
            |other: &Entry| other.wrote != Wrote::Directory && other.path.starts_with(&entry.path);
        if entries.iter().any(is_in_use) {
            continue;
        }
        // Not empty or gone: either way there is nothing of gom's left to remove.
        let _ = fs::remove_dir(&entry.path);
        record.forget(&entry.path)?;
    }
    Ok(())
}

/// Creates the directories above a file, recording each before it is there.
pub(crate) fn create_directories(path: &Path, record: &Record) -> Result<()> {
    let above = path.ancestors().skip(1);
    let missing: Vec<_> = above.take_while(|dir| !dir.exists()).collect();
    for dir in missing.into_iter().rev() {
        record.add(Wrote::Directory, dir)?;
        fs::create_dir(dir).map_err(|error| Error::io("create", dir, &error))?;
    }
    Ok(())
}

/// What `path` leads to and holds; `None` where it does not exist. Says why a file is no plain
/// file of this user's own, which gom may edit.
fn open(path: &Path, home: &Path) -> std::result::Result<(PathBuf, Option<Vec<u8>>), Reason> {
    let unreadable = |error: io::Error| format!("it cannot be read: {error}");
    let link = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata.is_symlink(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let above = path
                .ancestors()
                .skip(1)
                .find_map(|dir| fs::canonicalize(dir).ok());
            let inside = above
                .zip(fs::canonicalize(home).ok())
                .is_some_and(|(above, home)| above.starts_with(home));
            return if inside || !path.starts_with(home) {
                Ok((path.to_owned(), None))
            } else {
                Err("its directory is a link that leads out of the home directory".into())
            };
        }
        Err(error) => return Err(unreadable(error)),
    };
    let target = fs::canonicalize(path).map_err(|error| {
        if link {
            "it is a link to a file that is not there".to_owned()
        } else {
            unreadable(error)
        }
    })?;
    // A file found below HOME must lie there; one found elsewhere (ZDOTDIR, XDG_CONFIG_HOME) must
    // lie where it was found. Anything else is another tool's store of dotfiles.
    let root = if path.starts_with(home) {
        home
    } else {
        path.parent().unwrap_or(home)
    };
    let root = fs::canonicalize(root).map_err(unreadable)?;
    if !target.starts_with(root) {
        return Err(format!(
            "it is a link to {}, which something else manages",
            escape::path(&target)
        ));
    }
    let metadata = fs::metadata(&target).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err("it is not a file".into());
    }
    if metadata.permissions().readonly() {
        return Err("it is read-only".into());
    }
    if !is_own(&metadata) {
        return Err("it belongs to another user".into());
    }
    if metadata.len() > LARGEST {
        return Err("it is larger than any start file".into());
    }
    let text = fs::read(&target).map_err(unreadable)?;
    // Links keep pointing where they did: the file they lead to is what is edited.
    Ok((if link { target } else { path.to_owned() }, Some(text)))
}

#[cfg(unix)]
fn is_own(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(metadata) == rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn is_own(_: &Metadata) -> bool {
    true
}

//! The record of everything gom wrote outside its home, so that it can all be taken back.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gom_shim::layout::Layout;
use gom_shim::{Error, Kind, Result};

use crate::lock::Lock;
use crate::write::replace;

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrote {
    /// A marked block in a file that was there before.
    Block,
    /// A file that was created to hold a marked block.
    Created,
    /// A directory that was created to hold such a file.
    Directory,
    /// A whole file of gom's own, in a language that has no place for blocks.
    File,
}

impl Wrote {
    fn word(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Created => "created",
            Self::Directory => "directory",
            Self::File => "file",
        }
    }

    fn parse(word: &[u8]) -> Option<Self> {
        [Self::Block, Self::Created, Self::Directory, Self::File]
            .into_iter()
            .find(|wrote| wrote.word().as_bytes() == word)
    }
}

/// One line of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub wrote: Wrote,
    /// Where it is: the path as it was found, links kept.
    pub path: PathBuf,
}

/// The record's file, in gom's home.
#[derive(Clone, Debug)]
pub struct Record {
    path: PathBuf,
    layout: Layout,
}

impl Record {
    /// The record of this home. Touches nothing.
    #[must_use]
    pub fn new(layout: &Layout) -> Self {
        Self {
            path: layout.record(),
            layout: layout.clone(),
        }
    }

    /// Everything recorded, in the order it was written. Lines that cannot be read are passed
    /// over: a newer gom may have written them.
    ///
    /// # Errors
    /// `FileSystem` where the record is there and cannot be read.
    pub fn entries(&self) -> Result<Vec<Entry>> {
        Ok(self
            .lines()?
            .iter()
            .filter_map(|line| parse(line))
            .collect())
    }

    /// Adds an entry, unless the path is recorded already.
    ///
    /// # Errors
    /// `FileSystem` where the record cannot be read or written.
    pub fn add(&self, wrote: Wrote, path: &Path) -> Result<()> {
        self.change(|lines| {
            let known = lines
                .iter()
                .filter_map(|line| parse(line))
                .any(|entry| entry.path == path);
            if !known {
                lines.push(line(wrote, path));
            }
        })
    }

    /// Adds an entry, whatever was recorded of the path before.
    ///
    /// # Errors
    /// `FileSystem` where the record cannot be read or written.
    pub fn set(&self, wrote: Wrote, path: &Path) -> Result<()> {
        self.change(|lines| {
            let old = |line: &Vec<u8>| parse(line).is_some_and(|entry| entry.path == path);
            let new = line(wrote, path);
            if !lines.contains(&new) {
                lines.retain(|line| !old(line));
                lines.push(new);
            }
        })
    }

    /// Removes what is recorded of a path.
    ///
    /// # Errors
    /// `FileSystem` where the record cannot be read or written.
    pub fn forget(&self, path: &Path) -> Result<()> {
        if !self.path.exists() {
            return Ok(());
        }
        self.change(|lines| lines.retain(|line| parse(line).is_none_or(|entry| entry.path != path)))
    }

    /// Reads, changes and replaces the file, alone among gom's processes.
    fn change(&self, change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Result<()> {
        let _lock = Lock::short(&self.layout, "outside")?;
        let before = self.lines()?;
        let mut lines = before.clone();
        change(&mut lines);
        if lines == before {
            return Ok(());
        }
        let mut text = lines.join(&b'\n');
        text.push(b'\n');
        replace(&self.path, &text)
    }

    fn lines(&self) -> Result<Vec<Vec<u8>>> {
        match fs::read(&self.path) {
            Ok(text) => Ok(text
                .split(|&byte| byte == b'\n')
                .filter(|line| !line.is_empty())
                .map(<[u8]>::to_vec)
                .collect()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(Error::io("read", &self.path, &error).with_kind(Kind::FileSystem)),
        }
    }
}

/// The line of an entry.
fn line(wrote: Wrote, path: &Path) -> Vec<u8> {
    let mut line = wrote.word().as_bytes().to_vec();
    line.push(b'\t');
    line.extend(escape(path.as_os_str()));
    line
}

fn parse(line: &[u8]) -> Option<Entry> {
    let tab = line.iter().position(|&byte| byte == b'\t')?;
    Some(Entry {
        wrote: Wrote::parse(&line[..tab])?,
        path: unescape(&line[tab + 1..])?.into(),
    })
}

/// A path on one line: `\n`, `\r`, `\t` and `\\` for what would break it, all else as it is.
fn escape(path: &OsStr) -> Vec<u8> {
    let mut line = Vec::with_capacity(path.len());
    for &byte in path.as_encoded_bytes() {
        match byte {
            b'\\' => line.extend(br"\\"),
            b'\n' => line.extend(br"\n"),
            b'\r' => line.extend(br"\r"),
            b'\t' => line.extend(br"\t"),
            _ => line.push(byte),
        }
    }
    line
}

/// The path of an escaped line; `None` where the escapes are not ours.
fn unescape(line: &[u8]) -> Option<OsString> {
    let mut path = Vec::with_capacity(line.len());
    let mut bytes = line.iter();
    while let Some(&byte) = bytes.next() {
        path.push(match byte {
            b'\\' => match bytes.next()? {
                b'\\' => b'\\',
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                _ => return None,
            },
            _ => byte,
        });
    }
    #[cfg(unix)]
    return Some(std::os::unix::ffi::OsStringExt::from_vec(path));
    // Windows: a path that is not Unicode cannot be written down byte by byte and read back.
    #[cfg(not(unix))]
    return String::from_utf8(path).ok().map(OsString::from);
}

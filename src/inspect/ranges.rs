//! A file read by range: what is asked for is checked against what is there before anything is
//! allocated, so that no number in the file decides how much memory is used.

use std::io::{Read, Seek, SeekFrom};

use super::fault::{Fault, Result};

/// What can be read by range.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// The file, or the part of it that is one architecture of a universal program.
pub(super) struct Ranges<'a> {
    reader: &'a mut dyn ReadSeek,
    start: u64,
    len: u64,
}

impl<'a> Ranges<'a> {
    /// The whole of a file that has `len` bytes.
    pub(super) fn new(reader: &'a mut dyn ReadSeek, len: u64) -> Self {
        Self {
            reader,
            start: 0,
            len,
        }
    }

    /// A part of it, with offsets of its own; `None` where it does not lie inside.
    pub(super) fn part(&mut self, offset: u64, len: u64) -> Option<Ranges<'_>> {
        (offset.checked_add(len)? <= self.len).then(|| Ranges {
            start: self.start + offset,
            len,
            reader: &mut *self.reader,
        })
    }

    /// How many bytes there are.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Exactly `len` bytes.
    ///
    /// # Errors
    /// `Truncated` where the file ends before, naming `what`.
    pub(super) fn exact(&mut self, offset: u64, len: usize, what: &'static str) -> Result<Vec<u8>> {
        let bytes = self.up_to(offset, len)?;
        if bytes.len() < len {
            return Err(Fault::Truncated(what));
        }
        Ok(bytes)
    }

    /// At most `len` bytes: fewer where the file ends, none behind its end.
    ///
    /// # Errors
    /// `Io`.
    pub(super) fn up_to(&mut self, offset: u64, len: usize) -> Result<Vec<u8>> {
        let there = self.len.saturating_sub(offset);
        let len = usize::try_from(there).map_or(len, |there| there.min(len));
        if len == 0 {
            return Ok(Vec::new());
        }
        self.reader.seek(SeekFrom::Start(self.start + offset))?;
        let mut bytes = Vec::with_capacity(len);
        // The file may have become shorter since its length was asked for.
        (&mut self.reader)
            .take(len as u64)
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

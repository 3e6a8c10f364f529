//! The tar inside a gzip, read forward in amounts the tar dictates.

use gom_shim::Result;

use super::broken;
use super::gzip::{Input, Member};
use super::tar::BLOCK;

/// Size of the buffer inflated into, in bytes: small enough for the second-level cache.
const BUFFER: usize = 128 << 10;

/// Zeros after the trailer beyond this are refused, in bytes. Writers pad to 10 KiB.
const MAX_PADDING: usize = 1 << 20;

/// Inflated bytes, buffered.
pub(super) struct Contents<I> {
    member: Member<I>,
    buffer: Vec<u8>,
    at: usize,
    end: usize,
}

impl<I: Input> Contents<I> {
    pub(super) fn new(member: Member<I>) -> Self {
        Self {
            member,
            buffer: vec![0; BUFFER],
            at: 0,
            end: 0,
        }
    }

    /// Hands at most `max` of the next bytes to `take`; an end is an error.
    fn next(&mut self, max: u64) -> Result<&[u8]> {
        if self.at == self.end {
            self.refill()?;
            if self.at == self.end {
                return Err(broken("ends in the middle of its tar"));
            }
        }
        let count = usize::try_from(max).map_or(self.end, |max| max.min(self.end - self.at));
        let start = self.at;
        self.at = (start + count).min(self.end);
        Ok(&self.buffer[start..self.at])
    }

    fn refill(&mut self) -> Result<()> {
        (self.at, self.end) = (0, 0);
        while self.end < BUFFER {
            match self.member.read(&mut self.buffer[self.end..])? {
                0 => break,
                count => self.end += count,
            }
        }
        Ok(())
    }

    /// The next block.
    pub(super) fn block(&mut self) -> Result<[u8; BLOCK]> {
        let mut block = [0; BLOCK];
        let mut have = 0;
        while have < BLOCK {
            let bytes = self.next((BLOCK - have) as u64)?;
            block[have..have + bytes.len()].copy_from_slice(bytes);
            have += bytes.len();
        }
        Ok(block)
    }

    /// Appends the next `count` bytes to `out`.
    pub(super) fn append(&mut self, out: &mut Vec<u8>, mut count: u64) -> Result<()> {
        while count > 0 {
            let bytes = self.next(count)?;
            count -= bytes.len() as u64;
            out.extend_from_slice(bytes);
        }
        Ok(())
    }

    /// Passes over the next `count` bytes.
    pub(super) fn skip(&mut self, mut count: u64) -> Result<()> {
        while count > 0 {
            count -= self.next(count)?.len() as u64;
        }
        Ok(())
    }

    /// Passes over the zeros that pad `size` bytes of content to whole blocks.
    pub(super) fn padding(&mut self, size: u64) -> Result<()> {
        let mut count = size.next_multiple_of(BLOCK as u64) - size;
        while count > 0 {
            let bytes = self.next(count)?;
            if bytes.iter().any(|&b| b != 0) {
                return Err(broken("hides data between its entries"));
            }
            count -= bytes.len() as u64;
        }
        Ok(())
    }

    /// Checks that after the first zero block of the trailer comes the second, and then nothing
    /// but zeros to the end of tar, gzip and file.
    pub(super) fn trailer(&mut self) -> Result<()> {
        let mut rest = self.block()?.to_vec();
        let mut count = 0;
        loop {
            if rest.iter().any(|&b| b != 0) || count > MAX_PADDING {
                return Err(broken("has data after its end"));
            }
            if self.at == self.end {
                self.refill()?;
            }
            if self.at == self.end {
                return Ok(());
            }
            rest.clear();
            rest.extend_from_slice(&self.buffer[self.at..self.end]);
            self.at = self.end;
            count += rest.len();
        }
    }
}

//! Exactly one gzip member (RFC 1952), inflated as it arrives.

use flate2::{Decompress, FlushDecompress, Status};
use gom_shim::Result;

use super::{broken, limits};

/// Where compressed bytes come from.
pub(super) trait Input {
    /// Bytes not consumed yet; empty at the end.
    fn fill(&mut self) -> Result<&[u8]>;
    /// Consumes the first `count` of them.
    fn consume(&mut self, count: usize);
}

/// The flag of a header with a file name; no other optional part is accepted.
const FNAME: u8 = 8;

/// The content of a gzip file with one member and nothing behind it.
///
/// Own code around the inflater, because ready-made readers either stop silently after the
/// first member or go on with the next: both let two readers see two different archives.
pub(super) struct Member<I> {
    input: I,
    inflate: Decompress,
    crc: crc32fast::Hasher,
    packed: u64,
    ended: bool,
}

impl<I: Input> Member<I> {
    /// Reads the header.
    pub(super) fn open(input: I) -> Result<Self> {
        let mut member = Self {
            input,
            inflate: Decompress::new(false),
            crc: crc32fast::Hasher::new(),
            packed: 0,
            ended: false,
        };
        let header: [u8; 10] = member.bytes()?;
        if header[..3] != [0x1f, 0x8b, 8] {
            let mut error = broken("is not gzip");
            if header.trim_ascii_start().starts_with(b"<") {
                error = error.cause("it is an HTML page: a captive portal or a proxy's login?");
            }
            return Err(error);
        }
        if header[3] & !FNAME != 0 {
            return Err(broken("has a gzip header with unusual parts"));
        }
        if header[3] & FNAME != 0 {
            let mut rest = 1024;
            while member.bytes::<1>()? != [0] {
                rest -= 1;
                if rest == 0 {
                    return Err(broken("has a gzip header with unusual parts"));
                }
            }
        }
        Ok(member)
    }

    /// Fills the start of `out`; 0 once content, trailer and file have ended together.
    pub(super) fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        while !self.ended {
            let input = self.input.fill()?;
            if input.is_empty() {
                return Err(cut());
            }
            let (read, written) = (self.inflate.total_in(), self.inflate.total_out());
            let status = self
                .inflate
                .decompress(input, out, FlushDecompress::None)
                .map_err(|_| broken("has damaged gzip data"))?;
            let read = (self.inflate.total_in() - read) as usize;
            let written = (self.inflate.total_out() - written) as usize;
            self.input.consume(read);
            self.packed += read as u64;
            self.crc.update(&out[..written]);
            if status == Status::StreamEnd {
                self.ended = true;
                self.trailer()?;
            } else if read == 0 && written == 0 {
                return Err(broken("has damaged gzip data"));
            }
            limits::ratio(self.packed, self.inflate.total_out())?;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }

    fn trailer(&mut self) -> Result<()> {
        let expected = [
            self.crc.clone().finalize().to_le_bytes(),
            // The size counts modulo 2³², as the format has it.
            (self.inflate.total_out() as u32).to_le_bytes(),
        ];
        if self.bytes::<8>()? != *expected.as_flattened() {
            return Err(broken("does not match its own gzip checksum"));
        }
        if !self.input.fill()?.is_empty() {
            return Err(broken("has data after its end"));
        }
        Ok(())
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        let mut have = 0;
        while have < N {
            let input = self.input.fill()?;
            if input.is_empty() {
                return Err(cut());
            }
            let count = input.len().min(N - have);
            bytes[have..have + count].copy_from_slice(&input[..count]);
            self.input.consume(count);
            have += count;
        }
        Ok(bytes)
    }
}

fn cut() -> gom_shim::Error {
    broken("is cut short")
}

#[cfg(test)]
#[path = "gzip_tests.rs"]
mod tests;

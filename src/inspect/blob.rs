//! The build info as Go's linker leaves it in a program: a version, and the text about modules.
//!
//! Rules: `readRawBuildInfo`, `searchMagic` and `decodeString` in `src/debug/buildinfo/buildinfo.go`.

use super::fault::{Fault, Result};
use super::fields::{Fields, Order};
use super::image::Image;
use super::ranges::Ranges;

const MAGIC: &[u8] = b"\xff Go buildinf:";
/// The blob starts at an address that this divides.
const ALIGN: usize = 16;
const HEADER: usize = 32;
/// Flags: pointers are big endian; strings stand in the blob itself (Go 1.18 and newer).
const BIG_ENDIAN: u8 = 1;
const INLINE: u8 = 2;
/// How much is searched at a time, and in all: the linker puts the blob near the start, and a
/// file that is larger than memory must not be read for minutes.
const CHUNK: u64 = 1 << 20;
const SEARCHED: u64 = 256 << 20;
/// Longer than any version and than any program's modules.
const MAX_VERSION: u64 = 4096;
const MAX_MODULES: u64 = 1 << 20;

/// What the blob holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Blob {
    /// `go1.22.6`, never empty.
    pub(super) version: Vec<u8>,
    /// The lines about modules and settings; empty where there are none.
    pub(super) modules: Vec<u8>,
}

/// Finds and reads it.
///
/// # Errors
/// `NotGo` where there is none.
pub(super) fn read(file: &mut Ranges<'_>, image: &Image) -> Result<Blob> {
    let inside = |segment: &super::image::Segment| {
        let end = segment.offset.checked_add(segment.size);
        end.is_some_and(|end| end <= file.len())
    };
    if !image.segments.iter().all(inside) {
        return Err(Fault::Truncated("its code and data"));
    }
    let mut memory = Memory { file, image };
    let address = memory.find_blob()?;
    let bytes = memory.bytes(address, HEADER as u64)?;
    let (pointer, flags) = (bytes[14], bytes[15]);
    let (version, modules) = if flags & INLINE != 0 {
        let (version, next) = memory.inline(address + HEADER as u64, MAX_VERSION)?;
        let (modules, _) = memory.inline(next, MAX_MODULES)?;
        (version, modules)
    } else {
        let order = if flags & BIG_ENDIAN == 0 {
            Order::Little
        } else {
            Order::Big
        };
        let wide = match pointer {
            4 => false,
            8 => true,
            _ => return Err(Fault::NotGo),
        };
        let header = Fields {
            bytes: &bytes,
            order,
            wide,
            what: WHAT,
        };
        let version = memory.pointed(header, header.word(16, 16)?, MAX_VERSION)?;
        let modules = memory.pointed(header, header.word(20, 24)?, MAX_MODULES)?;
        (version, modules)
    };
    if version.is_empty() {
        return Err(Fault::NotGo);
    }
    let modules = unframed(modules);
    Ok(Blob { version, modules })
}

const WHAT: &str = "its build info";

/// Takes off the 16 bytes before and after by which Go finds the text again in memory; text
/// without them is none (`src/cmd/go/internal/modload/build.go`).
fn unframed(mut text: Vec<u8>) -> Vec<u8> {
    let len = text.len();
    if len < 33 || text[len - 17] != b'\n' {
        return Vec::new();
    }
    text.truncate(len - 16);
    text.drain(..16);
    text
}

/// The program as it would lie in memory.
struct Memory<'m, 'f> {
    file: &'m mut Ranges<'f>,
    image: &'m Image,
}

impl Memory<'_, '_> {
    /// The address of the first blob.
    fn find_blob(&mut self) -> Result<u64> {
        let (start, size) = self.image.data.ok_or(Fault::NotGo)?;
        let end = start.checked_add(size.min(SEARCHED)).ok_or(Fault::NotGo)?;
        let mut at = start
            .checked_next_multiple_of(ALIGN as u64)
            .ok_or(Fault::NotGo)?;
        while at < end {
            let (offset, rest) = self.image.place(at).ok_or(Fault::NotGo)?;
            let wanted = CHUNK.min(end - at).min(rest);
            let chunk = self.file.up_to(offset, wanted as usize)?;
            let mut pieces = chunk.chunks(ALIGN);
            if let Some(index) = pieces.position(|piece| piece.starts_with(MAGIC)) {
                return Ok(at + (index * ALIGN) as u64);
            }
            if (chunk.len() as u64) < CHUNK {
                break;
            }
            at += CHUNK;
        }
        Err(Fault::NotGo)
    }

    /// Exactly `len` bytes from an address on.
    fn bytes(&mut self, address: u64, len: u64) -> Result<Vec<u8>> {
        let (offset, rest) = self.place(address)?;
        if rest < len {
            return Err(OUTSIDE);
        }
        self.file.exact(offset, len as usize, WHAT)
    }

    /// A string in the blob itself: its length as a varint, its bytes. Gives what follows, too.
    fn inline(&mut self, address: u64, most: u64) -> Result<(Vec<u8>, u64)> {
        let (offset, rest) = self.place(address)?;
        let bytes = self.file.up_to(offset, rest.min(10) as usize)?;
        let (len, size) = uvarint(&bytes).ok_or(UNREADABLE)?;
        let start = address.checked_add(size).ok_or(OUTSIDE)?;
        let end = start.checked_add(len).ok_or(OUTSIDE)?;
        Ok((self.string(start, len, most)?, end))
    }

    /// A string whose header, address and length, lies at an address; of Go 1.17 and older.
    fn pointed(&mut self, header: Fields<'_>, address: u64, most: u64) -> Result<Vec<u8>> {
        if address == 0 {
            return Ok(Vec::new());
        }
        let bytes = self.bytes(address, if header.wide { 16 } else { 8 })?;
        let string = Fields {
            bytes: &bytes,
            ..header
        };
        self.string(string.word(0, 0)?, string.word(4, 8)?, most)
    }

    fn string(&mut self, address: u64, len: u64, most: u64) -> Result<Vec<u8>> {
        if len > most {
            return Err(Fault::Damaged("its build info is impossibly large"));
        }
        if len == 0 {
            return Ok(Vec::new());
        }
        self.bytes(address, len)
    }

    fn place(&self, address: u64) -> Result<(u64, u64)> {
        self.image.place(address).ok_or(OUTSIDE)
    }
}

const OUTSIDE: Fault = Fault::Damaged("its build info lies outside of it");
const UNREADABLE: Fault = Fault::Damaged("its build info has no length");

/// A number of 7 bits per byte and its size, as `binary.Uvarint` (`src/encoding/binary/varint.go`).
fn uvarint(bytes: &[u8]) -> Option<(u64, u64)> {
    let mut value = 0_u64;
    for (index, &byte) in bytes.iter().enumerate().take(10) {
        let part = u64::from(byte & 0x7f);
        value |= part
            .checked_shl(7 * index as u32)
            .filter(|shifted| shifted >> (7 * index) == part)?;
        if byte < 0x80 {
            return Some((value, index as u64 + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn varints_are_read_as_go_reads_them() {
        for (bytes, value) in [
            (&[0][..], Some((0, 1))),
            (&[0x7f, 9], Some((127, 1))),
            (&[0x80, 0x01], Some((128, 2))),
            (&[0xff; 9], None),
            (&[0x80], None),
            (&[], None),
            (
                &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
                Some((u64::MAX, 10)),
            ),
            (
                &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02],
                None,
            ),
        ] {
            assert_eq!(uvarint(bytes), value, "{bytes:x?}");
        }
    }

    #[test]
    fn text_without_its_frame_is_none() {
        let frame = [b'f'; 16];
        let framed = |text: &[u8]| [&frame[..], text, &frame].concat();
        assert_eq!(unframed(framed(b"path\tx\n")), b"path\tx\n");
        assert_eq!(unframed(framed(b"\n")), b"\n");
        for text in [framed(b""), framed(b"path\tx"), Vec::new(), b"x\n".to_vec()] {
            assert_eq!(unframed(text), b"");
        }
    }
}

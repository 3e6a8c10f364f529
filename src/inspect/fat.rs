//! Universal ("fat") Mach-O: programs for several architectures in one file.
//!
//! Layout: `src/debug/macho/fat.go`; the 64-bit form: `mach-o/fat.h` of macOS.

use super::fault::{Fault, Result};
use super::fields::{Fields, Order};
use super::ranges::Ranges;

/// A Java class file starts with the same four bytes; the next four are its version there, 45 at
/// least, and the number of architectures here.
const MAX_ARCHITECTURES: u32 = 40;

/// Offset and size of each architecture's program, in the order of the file.
pub(super) fn parts(file: &mut Ranges<'_>) -> Result<Vec<(u64, u64)>> {
    let what = "its list of architectures";
    let bytes = file.exact(0, 8, what)?;
    let header = Fields {
        bytes: &bytes,
        order: Order::Big,
        wide: bytes[3] == 0xbf,
        what,
    };
    let count = header.u32(4)?;
    if count > MAX_ARCHITECTURES {
        return Err(Fault::NotAProgram);
    }
    if count == 0 {
        return Err(Fault::Damaged("it is for no architecture at all"));
    }
    let size = if header.wide { 32 } else { 20 };
    let table = file.exact(8, size * count as usize, what)?;
    let part = |bytes| {
        let entry = Fields { bytes, ..header };
        Ok((entry.word(8, 8)?, entry.word(12, 16)?))
    };
    table.chunks_exact(size).map(part).collect()
}

//! ELF: Linux, the BSDs, Solaris, Android.
//!
//! Layout: `src/debug/elf/elf.go`; which part counts: `elfExe` in `src/debug/buildinfo/buildinfo.go`.

use super::fault::{Fault, Result};
use super::fields::{Fields, Order};
use super::image::{Image, Segment};
use super::ranges::Ranges;

const SECTION: &[u8] = b".go.buildinfo\0";
const PT_LOAD: u32 = 1;
/// PF_X and PF_W: what may be run, what may be written.
const EXECUTE_WRITE: u32 = 3;
const WRITE: u32 = 2;
/// From this number of sections on, the number stands in the first section's header.
const LORESERVE: u64 = 0xff00;
const XINDEX: u16 = 0xffff;
/// More sections than any linked program has.
const MAX_SECTIONS: u64 = 1 << 20;
/// Larger than any of its tables, however large its entries.
const MAX_TABLE: u64 = 64 << 20;
/// A table is read in parts of about this many bytes.
const BATCH: u64 = 1 << 16;
const SHT_NULL: u32 = 0;
const SHT_NOBITS: u32 = 8;

/// Reads the headers.
pub(super) fn image(file: &mut Ranges<'_>) -> Result<Image> {
    let what = "its ELF header";
    let bytes = file.up_to(0, 64)?;
    let (wide, order) = match bytes.get(4..6) {
        Some([class @ (1 | 2), data @ (1 | 2)]) => (
            *class == 2,
            if *data == 1 {
                Order::Little
            } else {
                Order::Big
            },
        ),
        Some(_) => return Err(Fault::Damaged("it is neither 32-bit nor 64-bit ELF")),
        None => return Err(Fault::Truncated(what)),
    };
    let header = Fields {
        bytes: &bytes,
        order,
        wide,
        what,
    };
    let mut image = programs(file, header)?;
    image.data = go_section(file, header)?.or(image.data);
    Ok(image)
}

/// The program headers, and the first part that is data.
fn programs(file: &mut Ranges<'_>, header: Fields<'_>) -> Result<Image> {
    let table = Table {
        offset: header.word(28, 32)?,
        entry: u64::from(header.half(42, 54)?),
        least: if header.wide { 56 } else { 32 },
        count: u64::from(header.half(44, 56)?),
        what: "its table of segments",
    };
    let (mut segments, mut data) = (Vec::new(), None);
    table.each(file, header, &mut |_, entry| {
        let flags = entry.number(24, 4)?;
        let (address, memory) = (entry.word(8, 16)?, entry.word(20, 40)?);
        segments.push(Segment {
            address,
            offset: entry.word(4, 8)?,
            size: entry.word(16, 32)?,
        });
        if data.is_none() && entry.u32(0)? == PT_LOAD && flags & EXECUTE_WRITE == WRITE {
            data = Some((address, memory));
        }
        Ok(true)
    })?;
    Ok(Image { segments, data })
}

/// The section made for the build info. A program works without any table of sections.
fn go_section(file: &mut Ranges<'_>, header: Fields<'_>) -> Result<Option<(u64, u64)>> {
    let mut table = Table {
        offset: header.word(32, 40)?,
        entry: u64::from(header.half(46, 58)?),
        least: if header.wide { 64 } else { 40 },
        count: u64::from(header.half(48, 60)?),
        what: "its table of sections",
    };
    let mut names = header.half(50, 62)?.into();
    if table.offset == 0 {
        return Ok(None);
    }
    if table.count == 0 {
        table.count = 1;
        table.each(file, header, &mut |_, first| {
            table.count = first.word(20, 32)?;
            if names == u32::from(XINDEX) {
                names = first.number(24, 40)?;
            }
            Ok(false)
        })?;
        if !(LORESERVE..MAX_SECTIONS).contains(&table.count) {
            return Err(Fault::Damaged("it claims an impossible number of sections"));
        }
    }
    let (mut strings, mut candidates) = (None, Vec::new());
    let len = file.len();
    table.each(file, header, &mut |index, entry| {
        let (offset, size) = (entry.word(16, 24)?, entry.word(20, 32)?);
        let in_file = !matches!(entry.u32(4)?, SHT_NULL | SHT_NOBITS);
        if in_file && offset.checked_add(size).is_none_or(|end| end > len) {
            return Err(Fault::Truncated("its sections"));
        }
        if index == u64::from(names) {
            strings = Some((offset, size));
        }
        candidates.push((entry.u32(0)?, entry.word(12, 16)?, size));
        Ok(true)
    })?;
    let Some((offset, size)) = strings else {
        return Ok(None);
    };
    // Names of one program's sections take some hundred bytes; what lies further is not Go's.
    let size = usize::try_from(size).unwrap_or(usize::MAX).min(1 << 20);
    let strings = file.up_to(offset, size)?;
    Ok(candidates.into_iter().find_map(|(name, address, size)| {
        let rest = strings.get(usize::try_from(name).ok()?..)?;
        rest.starts_with(SECTION).then_some((address, size))
    }))
}

/// A table of headers of one size.
#[derive(Clone, Copy)]
struct Table {
    offset: u64,
    /// Bytes from one to the next.
    entry: u64,
    /// Bytes that one must have.
    least: u64,
    count: u64,
    what: &'static str,
}

impl Table {
    /// Shows each entry with its index, until `see` has seen enough.
    fn each(
        self,
        file: &mut Ranges<'_>,
        header: Fields<'_>,
        see: &mut dyn FnMut(u64, Fields<'_>) -> Result<bool>,
    ) -> Result<()> {
        if self.count > 0 && self.entry < self.least {
            return Err(Fault::Damaged("its tables have entries that are too small"));
        }
        let size = self.count.saturating_mul(self.entry);
        if self
            .offset
            .checked_add(size)
            .is_none_or(|end| end > file.len())
        {
            return Err(Fault::Truncated(self.what));
        }
        if size > MAX_TABLE {
            return Err(Fault::Damaged("its tables are impossibly large"));
        }
        if self.count == 0 {
            return Ok(());
        }
        // An entry's size has 16 bits at most.
        let batch = (BATCH / self.entry).max(1);
        for first in (0..self.count).step_by(batch as usize) {
            let batch = batch.min(self.count - first);
            let offset = self.offset + first * self.entry;
            let bytes = file.exact(offset, (batch * self.entry) as usize, self.what)?;
            for (index, bytes) in (first..).zip(bytes.chunks_exact(self.entry as usize)) {
                let entry = Fields {
                    bytes,
                    what: self.what,
                    ..header
                };
                if !see(index, entry)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

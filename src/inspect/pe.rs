//! PE: Windows.
//!
//! Layout: `src/debug/pe/pe.go`; which part counts: `peExe` in `src/debug/buildinfo/buildinfo.go`.

use super::fault::{Fault, Result};
use super::fields::{Fields, Order};
use super::image::{Image, Segment};
use super::ranges::Ranges;

const FILE_HEADER: u64 = 20;
const SECTION: usize = 40;
/// What of a section's flags Go looks at: all but the alignment of 32 bytes.
const ALIGN_32BYTES: u32 = 0x60_0000;
/// Initialised data that may be read and written.
const DATA: u32 = 0x40 | 0x4000_0000 | 0x8000_0000;

/// Reads the headers.
pub(super) fn image(file: &mut Ranges<'_>) -> Result<Image> {
    let fields = |bytes, what| Fields {
        bytes,
        order: Order::Little,
        wide: false,
        what,
    };
    let what = "its PE header";
    let dos = file.up_to(0, 64)?;
    let header_at = u64::from(fields(&dos, what).u32(0x3c)?);
    let bytes = file.exact(header_at, 4 + FILE_HEADER as usize, what)?;
    if !bytes.starts_with(b"PE\0\0") {
        return Err(Fault::NotAProgram);
    }
    let header = fields(&bytes[4..], what);
    let (count, optional) = (usize::from(header.u16(2)?), header.u16(16)?);
    let optional_at = header_at + 4 + FILE_HEADER;
    let bytes = file.exact(optional_at, optional.into(), what)?;
    let base = image_base(fields(&bytes, what))?;

    let what = "its table of sections";
    let table = file.exact(optional_at + u64::from(optional), count * SECTION, what)?;
    let (mut segments, mut data) = (Vec::new(), None);
    for bytes in table.chunks_exact(SECTION) {
        let section = fields(bytes, what);
        let [memory, address, size, offset] = [8, 12, 16, 20].map(|at| section.u32(at));
        let (memory, address, size, offset) = (memory?, u64::from(address?), size?, offset?);
        let at = base.checked_add(address);
        let at = at.ok_or(Fault::Damaged("its sections lie beyond all addresses"))?;
        let is_data = section.u32(36)? & !ALIGN_32BYTES == DATA;
        if data.is_none() && is_data && address != 0 && size != 0 {
            data = Some((at, u64::from(memory)));
        }
        // What has no place in the file starts as zeros.
        if offset != 0 {
            segments.push(Segment {
                address: at,
                offset: offset.into(),
                size: size.into(),
            });
        }
    }
    Ok(Image { segments, data })
}

/// The address that all others are counted from; 0 where there is no optional header.
fn image_base(optional: Fields<'_>) -> Result<u64> {
    if optional.bytes.is_empty() {
        return Ok(0);
    }
    match optional.u16(0)? {
        0x10b => Ok(optional.u32(28)?.into()),
        0x20b => optional.u64(24),
        _ => Err(Fault::Damaged("it is neither 32-bit nor 64-bit PE")),
    }
}

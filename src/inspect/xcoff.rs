//! XCOFF: AIX.
//!
//! Layout: `src/internal/xcoff/xcoff.go`; which part counts: `xcoffExe` in `src/debug/buildinfo/buildinfo.go`.

use super::fault::Result;
use super::fields::{Fields, Order};
use super::image::{Image, Segment};
use super::ranges::Ranges;

const STYP_DATA: u32 = 0x40;

/// Reads the table of sections.
pub(super) fn image(file: &mut Ranges<'_>) -> Result<Image> {
    let what = "its XCOFF header";
    let bytes = file.exact(0, 20, what)?;
    let header = Fields {
        bytes: &bytes,
        order: Order::Big,
        wide: bytes[1] == 0xf7,
        what,
    };
    let (count, optional) = (header.u16(2)?, header.u16(16)?);
    let (start, size) = if header.wide { (24, 72) } else { (20, 40) };
    let what = "its table of sections";
    let table = file.exact(start + u64::from(optional), size * usize::from(count), what)?;
    let (mut segments, mut data) = (Vec::new(), None);
    for bytes in table.chunks_exact(size) {
        let section = Fields {
            bytes,
            what,
            ..header
        };
        let segment = Segment {
            address: section.word(12, 16)?,
            offset: section.word(20, 32)?,
            size: section.word(16, 24)?,
        };
        if data.is_none() && section.number(36, 64)? == STYP_DATA {
            data = Some((segment.address, segment.size));
        }
        // What has no place in the file starts as zeros.
        if segment.offset != 0 {
            segments.push(segment);
        }
    }
    let data = data.filter(|&(_, size)| size != 0);
    Ok(Image { segments, data })
}

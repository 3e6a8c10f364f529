//! Plan 9's a.out.
//!
//! Layout: `src/debug/plan9obj/file.go`; which part counts: `plan9objExe` in `src/debug/buildinfo/buildinfo.go`.

use super::fault::Result;
use super::fields::{Fields, Order};
use super::image::{Image, Segment};
use super::ranges::Ranges;

/// First bytes of programs for 386, arm, amd64.
pub(super) const MAGICS: [[u8; 4]; 3] =
    [[0, 0, 0x01, 0xeb], [0, 0, 0x06, 0x47], [0, 0, 0x8a, 0x97]];
/// Set where the header is followed by a 64-bit entry point.
const MAGIC_64: u32 = 0x8000;

/// Reads the header. Build info has no addresses here, so Go counts from the start of the file.
pub(super) fn image(file: &mut Ranges<'_>) -> Result<Image> {
    let what = "its Plan 9 header";
    let bytes = file.exact(0, 32, what)?;
    let header = Fields {
        bytes: &bytes,
        order: Order::Big,
        wide: false,
        what,
    };
    let text = u64::from(header.u32(4)?);
    let size = u64::from(header.u32(8)?);
    let start = if header.u32(0)? & MAGIC_64 == 0 {
        32
    } else {
        40
    };
    let data = Segment {
        address: start + text,
        offset: start + text,
        size,
    };
    let data_range = (size != 0).then_some((data.address, size));
    let text = Segment {
        address: start,
        offset: start,
        size: text,
    };
    Ok(Image {
        segments: vec![text, data],
        data: data_range,
    })
}

//! Mach-O: macOS and iOS, for one architecture.
//!
//! Layout: `src/debug/macho/macho.go`; which part counts: `machoExe` in `src/debug/buildinfo/buildinfo.go`.

use super::fault::{Fault, Result};
use super::fields::{Fields, Order};
use super::image::{self, Image, Segment};
use super::ranges::Ranges;

const SECTION: &[u8] = b"__go_buildinfo";
const LC_SEGMENT: u32 = 1;
const LC_SEGMENT_64: u32 = 25;
/// Memory that may be read and written.
const READ_WRITE: u32 = 3;
/// More than any linked program has: Go's own have some 3 KiB.
const MAX_COMMANDS: u32 = 1 << 20;

/// Reads the load commands.
pub(super) fn image(file: &mut Ranges<'_>) -> Result<Image> {
    let what = "its Mach-O header";
    let bytes = file.up_to(0, 28)?;
    let (order, wide) = match bytes.first_chunk() {
        Some([0xfe, 0xed, 0xfa, last @ (0xce | 0xcf)]) => (Order::Big, *last == 0xcf),
        Some([first @ (0xce | 0xcf), 0xfa, 0xed, 0xfe]) => (Order::Little, *first == 0xcf),
        _ => return Err(Fault::NotAProgram),
    };
    let header = Fields {
        bytes: &bytes,
        order,
        wide,
        what,
    };
    let (count, size) = (header.u32(16)?, header.u32(20)?);
    if size > MAX_COMMANDS {
        return Err(Fault::Damaged("its load commands are impossibly large"));
    }
    let what = "its load commands";
    let commands = file.exact(if wide { 32 } else { 28 }, size as usize, what)?;
    let mut rest = Fields {
        bytes: &commands,
        what,
        ..header
    };
    let mut image = Image {
        segments: Vec::new(),
        data: None,
    };
    let mut section = None;
    for _ in 0..count {
        if rest.bytes.len() < 8 {
            return Err(Fault::Damaged("it has fewer load commands than it says"));
        }
        let (command, size) = (rest.u32(0)?, rest.u32(4)? as usize);
        if size < 8 || size > rest.bytes.len() {
            return Err(Fault::Damaged("a load command is larger than all of them"));
        }
        let (bytes, others) = rest.bytes.split_at(size);
        rest.bytes = others;
        if let LC_SEGMENT | LC_SEGMENT_64 = command {
            let command = Fields {
                bytes,
                wide: command == LC_SEGMENT_64,
                ..rest
            };
            segment(command, &mut image, &mut section)?;
        }
    }
    image.data = section.or(image.data);
    Ok(image)
}

/// One segment and its sections.
fn segment(command: Fields<'_>, image: &mut Image, found: &mut Option<(u64, u64)>) -> Result<()> {
    let segment = Segment {
        address: command.word(24, 24)?,
        offset: command.word(32, 40)?,
        size: command.word(36, 48)?,
    };
    let memory = command.word(28, 32)?;
    let (most, now) = (command.number(40, 56)?, command.number(44, 60)?);
    let sections = command.number(48, 64)? as usize;
    let (first, size) = if command.wide { (72, 80) } else { (56, 68) };
    let table = command.bytes.get(first..).unwrap_or_default();
    if sections > table.len() / size {
        return Err(Fault::Damaged(
            "a segment has more sections than room for them",
        ));
    }
    // What a null pointer hits has an address, and no bytes.
    if image::name(&command.bytes[8..24]) != b"__PAGEZERO" {
        image.segments.push(segment);
    }
    let is_data = segment.address != 0 && segment.size != 0;
    if image.data.is_none() && is_data && most == READ_WRITE && now == READ_WRITE {
        image.data = Some((segment.address, memory));
    }
    for bytes in table.chunks_exact(size).take(sections) {
        let section = Fields { bytes, ..command };
        if found.is_none() && image::name(&bytes[..16]) == SECTION {
            *found = Some((section.word(32, 32)?, section.word(36, 40)?));
        }
    }
    Ok(())
}

//! The central directory of a zip, read strictly.
//!
//! Own code and not the `zip` crate, which like every general reader accepts what only some
//! programs accept: data before and after the archive, several ends, zip64 beside 32-bit sizes,
//! local headers that say something else, entries that overlap. Each of those lets two readers
//! see two different archives. Go's writer produces none of them, so all are refused.

use std::fs::File;

use gom_shim::Result;

use super::names::{Name, Names};
use super::pread::read_at;
use super::taken::Taken;
use super::{broken, limits, refused};

/// Length of the record at the end, without comment.
const END: u64 = 22;

/// Length of a central record without name, extra field and comment.
const RECORD: usize = 46;

/// A larger central directory is refused, in bytes; a real one has 2 MB.
const MAX_DIRECTORY: u64 = 16 << 20;

/// Size that stands for "see the zip64 record".
const ZIP64: u32 = u32::MAX;

/// Extra fields that mean nothing to the content: times and Unix owners.
const HARMLESS_EXTRA: [u16; 5] = [0x5455, 0x000a, 0x5855, 0x7855, 0x7875];

/// Flag bit 3: sizes follow the data. Bit 11: the name is UTF-8. No others are accepted.
pub(super) const DESCRIPTOR: u16 = 1 << 3;
const ALLOWED_FLAGS: u16 = DESCRIPTOR | 1 << 11;

/// One regular file, as the central directory has it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Where it goes.
    pub(super) name: Name,
    /// Its name as stored, which the local header must repeat.
    pub(super) stored_name: Box<[u8]>,
    /// General purpose flags.
    pub(super) flags: u16,
    /// 0 is stored, 8 is deflated.
    pub(super) method: u16,
    /// CRC-32 of the content.
    pub(super) crc: u32,
    /// Compressed size in bytes.
    pub(super) packed: u32,
    /// Size in bytes.
    pub(super) size: u32,
    /// Where its local header begins.
    pub(super) offset: u64,
    /// Where the next local header, or the central directory, begins.
    pub(super) end: u64,
    /// False for a directory's entry.
    pub(super) is_file: bool,
}

/// The entries in the order of their data, which fills the file without gaps or overlaps.
pub(super) fn read(file: &File, names: &Names) -> Result<Vec<Entry>> {
    let unreadable = |error: std::io::Error| broken("cannot be read").cause(error.to_string());
    let length = file.metadata().map_err(unreadable)?.len();
    if length > limits::ARCHIVE {
        return Err(broken("is larger than 512 MiB"));
    }
    let Some(end_at) = length.checked_sub(END) else {
        return Err(broken("is no zip"));
    };
    let mut end = [0; END as usize];
    read_at(file, &mut end, end_at).map_err(unreadable)?;
    let (count, size, start) = parse_end(&end).ok_or_else(|| {
        let mut head = [0; 1];
        match read_at(file, &mut head, 0) {
            Ok(()) if head == *b"<" => {
                broken("is no zip").cause("it is an HTML page: a captive portal or a login?")
            }
            _ => broken("does not end as a plain zip does"),
        }
    })?;
    if start + size != end_at || size > MAX_DIRECTORY {
        return Err(broken("has a central directory of a wrong size"));
    }
    let mut directory = vec![0; size as usize];
    read_at(file, &mut directory, start).map_err(unreadable)?;

    let (mut taken, mut counted) = (Taken::default(), limits::Count::default());
    let mut entries = Vec::with_capacity(count.into());
    let mut rest = directory.as_slice();
    while !rest.is_empty() {
        let (entry, after) = parse_record(rest, names)?;
        rest = after;
        counted.entry(&entry.name.path, entry.size.into(), entry.name.covered)?;
        if entry.is_file {
            taken.file(&entry.name.path)?;
        } else {
            taken.dir(&entry.name.path)?;
        }
        entries.push(entry);
    }
    if entries.len() != usize::from(count) {
        return Err(broken("has another number of entries than it says"));
    }
    limits::ratio(length, counted.total())?;
    lay_out(&mut entries, start)?;
    Ok(entries)
}

/// Number of entries, size and start of the central directory, of a zip on one disk without
/// comment and without zip64.
fn parse_end(end: &[u8; END as usize]) -> Option<(u16, u64, u64)> {
    let (on_disk, count) = (short(end, 8), short(end, 10));
    let (size, start) = (long(end, 12), long(end, 16));
    let plain = long(end, 0) == 0x0605_4b50
        && end[4..8] == [0; 4]
        && on_disk == count
        && count != u16::MAX
        && size != ZIP64
        && start != ZIP64
        && short(end, 20) == 0;
    plain.then(|| (count, size.into(), start.into()))
}

fn parse_record<'a>(bytes: &'a [u8], names: &Names) -> Result<(Entry, &'a [u8])> {
    let damaged = || broken("has a damaged central directory");
    let record: &[u8; RECORD] = bytes.first_chunk().ok_or_else(damaged)?;
    if long(record, 0) != 0x0201_4b50 {
        return Err(damaged());
    }
    let (name_length, extra_length) = (short(record, 28).into(), short(record, 30).into());
    let after = &bytes[RECORD..];
    let (stored_name, after) = after.split_at_checked(name_length).ok_or_else(damaged)?;
    let (extra, after) = after.split_at_checked(extra_length).ok_or_else(damaged)?;
    let shown = String::from_utf8_lossy(stored_name);
    let refuse = |why: &str| Err(refused(&shown, why));

    let (flags, method) = (short(record, 8), short(record, 10));
    let (packed, size) = (long(record, 20), long(record, 24));
    let offset = long(record, 42);
    if packed == ZIP64 || size == ZIP64 || offset == ZIP64 {
        return refuse("is in zip64 format");
    }
    if !harmless(extra) {
        return refuse("has an unusual extra field");
    }
    if flags & !ALLOWED_FLAGS != 0 {
        return refuse("is encrypted or has other unusual flags");
    }
    if short(record, 6) & 0xff > 20 || !matches!(method, 0 | 8) {
        return refuse("is compressed in an unusual way");
    }
    if method == 0 && packed != size {
        return refuse("is stored with two sizes");
    }
    if short(record, 32) != 0 || short(record, 34) != 0 {
        return refuse("has a comment or lies on another disk");
    }
    let is_file = !stored_name.ends_with(b"/");
    let attributes = long(record, 38);
    let (unix_type, dos_dir) = ((attributes >> 16) & 0o170_000, attributes & 0x10 != 0);
    let fits = if is_file {
        matches!(unix_type, 0 | 0o100_000) && !dos_dir
    } else {
        matches!(unix_type, 0 | 0o040_000)
    };
    if !fits {
        return refuse("is no regular file");
    }
    let name = if is_file {
        names.file(stored_name)?
    } else if size == 0 {
        let path = names.dir(stored_name)?;
        Name {
            path,
            covered: false,
        }
    } else {
        return refuse("is a directory with content");
    };
    let entry = Entry {
        name,
        stored_name: stored_name.into(),
        flags,
        method,
        crc: long(record, 16),
        packed,
        size,
        offset: offset.into(),
        end: 0,
        is_file,
    };
    Ok((entry, after))
}

/// True where an extra field is well formed and holds nothing that matters.
fn harmless(mut extra: &[u8]) -> bool {
    while let Some((head, rest)) = extra.split_first_chunk::<4>() {
        let length = usize::from(short(head, 2));
        if !HARMLESS_EXTRA.contains(&short(head, 0)) || rest.len() < length {
            return false;
        }
        extra = &rest[length..];
    }
    extra.is_empty()
}

/// Sorts by offset and gives each entry its end. That headers and data fill the space between
/// exactly is checked when they are read.
fn lay_out(entries: &mut [Entry], directory: u64) -> Result<()> {
    entries.sort_by_key(|entry| entry.offset);
    if entries.first().map_or(directory, |first| first.offset) != 0 {
        return Err(broken("has data before its first entry"));
    }
    let ends: Vec<u64> = entries
        .iter()
        .skip(1)
        .map(|e| e.offset)
        .chain([directory])
        .collect();
    for (entry, end) in entries.iter_mut().zip(ends) {
        if entry.offset >= end || end - entry.offset < u64::from(entry.packed) {
            return Err(refused(&entry.name.path, "overlaps another"));
        }
        entry.end = end;
    }
    Ok(())
}

/// The 16-bit number at `at`; the slice is at least that long, being a whole record.
pub(super) fn short(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

/// The 32-bit number at `at`; the slice is at least that long, being a whole record.
pub(super) fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from(short(bytes, at)) | u32::from(short(bytes, at + 2)) << 16
}

//! What surrounds an entry's data in a zip: the local header and the data descriptor.

use gom_shim::{Error, Result};

use super::central::{DESCRIPTOR, Entry, long, short};
use super::refused;

/// Length of a local header without name and extra field.
pub(super) const HEADER: usize = 30;

/// A longer header, name and extra field included, is refused.
pub(super) const MAX_HEADER: usize = HEADER + 1024 + 256;

/// Where an entry's data begins in `bytes`, which begin with its local header.
///
/// The header must say the same as the central directory. Sizes may be zero where a data
/// descriptor follows, as in everything Go writes.
pub(super) fn data_start(bytes: &[u8], entry: &Entry) -> Result<usize> {
    let name_length = entry.stored_name.len();
    let differs = || wrong(entry, "differs between local header and central directory");
    if bytes.len() < HEADER || long(bytes, 0) != 0x0403_4b50 {
        return Err(wrong(entry, "has no local header"));
    }
    let sizes = [long(bytes, 14), long(bytes, 18), long(bytes, 22)];
    let told = [entry.crc, entry.packed, entry.size];
    let deferred = entry.flags & DESCRIPTOR != 0 && sizes == [0; 3];
    let same = short(bytes, 6) == entry.flags
        && short(bytes, 8) == entry.method
        && (sizes == told || deferred)
        && usize::from(short(bytes, 26)) == name_length
        && bytes.get(HEADER..HEADER + name_length) == Some(&*entry.stored_name);
    if !same {
        return Err(differs());
    }
    let start = HEADER + name_length + usize::from(short(bytes, 28));
    if start > MAX_HEADER {
        return Err(wrong(entry, "has too long a local header"));
    }
    Ok(start)
}

/// Checks what stands between an entry's data and the next entry: a descriptor that agrees
/// where the flags announce one, with or without its signature, and nothing otherwise.
pub(super) fn check_tail(tail: &[u8], entry: &Entry) -> Result<()> {
    let told = [entry.crc, entry.packed, entry.size];
    let descriptor = match (entry.flags & DESCRIPTOR != 0, tail.len()) {
        (false, 0) => return Ok(()),
        (true, 12) => tail,
        (true, 16) if long(tail, 0) == 0x0807_4b50 => &tail[4..],
        _ => return Err(wrong(entry, "is followed by data of no entry")),
    };
    if [0, 4, 8].map(|at| long(descriptor, at)) != told {
        return Err(wrong(
            entry,
            "differs between descriptor and central directory",
        ));
    }
    Ok(())
}

/// An error about `entry` by its name as stored.
pub(super) fn wrong(entry: &Entry, why: &str) -> Error {
    refused(&String::from_utf8_lossy(&entry.stored_name), why)
}

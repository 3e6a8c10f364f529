//! Zip entries written byte by byte, so that tests can write wrong ones.

use std::io::Write as _;

/// One entry as its central record and its local header tell it.
#[derive(Clone)]
pub(crate) struct Entry {
    /// The name in the central record.
    pub(crate) name: String,
    /// The name in the local header; the same where `None`.
    pub(crate) local_name: Option<String>,
    /// The content, before compression.
    pub(crate) bytes: Vec<u8>,
    /// The method in the central record; 8 deflates, anything else stores.
    pub(crate) method: u16,
    /// The method in the local header; the same where `None`.
    pub(crate) local_method: Option<u16>,
    /// The flags in both; bit 3 writes a data descriptor, as Go does.
    pub(crate) flags: u16,
    /// The flags in the local header; the same where `None`.
    pub(crate) local_flags: Option<u16>,
    /// Claimed length of the local header's extra field, which has none.
    pub(crate) local_extra: u16,
    /// Added to the claimed CRC-32.
    pub(crate) crc_off: u32,
    /// Added to the claimed uncompressed size.
    pub(crate) size_off: i64,
    /// Added to the compressed size in the central record only.
    pub(crate) packed_off: i64,
    /// Unix mode, file type included.
    pub(crate) mode: u32,
    /// Extra field of the central record.
    pub(crate) extra: Vec<u8>,
    /// Comment of the central record.
    pub(crate) comment: Vec<u8>,
    /// Bytes put in front of the local header.
    pub(crate) gap: Vec<u8>,
    /// Points the central record at an earlier entry's local header.
    pub(crate) offset: Option<u32>,
}

impl Entry {
    /// A regular file, deflated, as Go's own writer stores it.
    pub(crate) fn file(name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.into(),
            local_name: None,
            bytes: bytes.to_vec(),
            method: 8,
            local_method: None,
            flags: 8,
            local_flags: None,
            local_extra: 0,
            crc_off: 0,
            size_off: 0,
            packed_off: 0,
            mode: 0o100_644,
            extra: b"UT\x05\0\x01\0\0\0\0".to_vec(),
            comment: Vec::new(),
            gap: Vec::new(),
            offset: None,
        }
    }
}

/// What the end of the zip claims beside the truth.
#[derive(Clone, Default)]
pub(crate) struct End {
    /// Added to the number of entries.
    pub(crate) count_off: i32,
    /// Added to the size of the central directory.
    pub(crate) size_off: i32,
    /// The archive's comment.
    pub(crate) comment: Vec<u8>,
    /// Writes a zip64 locator in front of the end.
    pub(crate) zip64: bool,
    /// Bytes in front of the first entry.
    pub(crate) before: Vec<u8>,
    /// Bytes after the end.
    pub(crate) after: Vec<u8>,
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn shorts(out: &mut Vec<u8>, values: &[u16]) {
    values.iter().for_each(|v| out.extend(v.to_le_bytes()));
}

fn longs(out: &mut Vec<u8>, values: &[u32]) {
    values.iter().for_each(|v| out.extend(v.to_le_bytes()));
}

/// A zip of `entries`, with `end` at its end.
pub(crate) fn zip(entries: &[Entry], end: &End) -> Vec<u8> {
    let mut out = end.before.clone();
    let mut central = Vec::new();
    for entry in entries {
        let packed = if entry.method == 8 {
            deflate(&entry.bytes)
        } else {
            entry.bytes.clone()
        };
        let crc = crc32fast::hash(&entry.bytes).wrapping_add(entry.crc_off);
        let size = (entry.bytes.len() as i64 + entry.size_off) as u32;
        let descriptor = entry.flags & 8 != 0;
        out.extend(&entry.gap);
        let offset = entry.offset.unwrap_or(out.len() as u32);
        let local_name = entry.local_name.as_ref().unwrap_or(&entry.name);

        longs(&mut out, &[0x0403_4b50]);
        let flags = entry.local_flags.unwrap_or(entry.flags);
        let method = entry.local_method.unwrap_or(entry.method);
        shorts(&mut out, &[20, flags, method, 0, 0]);
        if descriptor {
            longs(&mut out, &[0, 0, 0]);
        } else {
            longs(&mut out, &[crc, packed.len() as u32, size]);
        }
        shorts(&mut out, &[local_name.len() as u16, entry.local_extra]);
        out.extend(local_name.bytes());
        out.extend(&packed);
        if descriptor {
            longs(&mut out, &[0x0807_4b50, crc, packed.len() as u32, size]);
        }

        longs(&mut central, &[0x0201_4b50]);
        shorts(&mut central, &[0x0314, 20, entry.flags, entry.method, 0, 0]);
        let packed_size = (packed.len() as i64 + entry.packed_off) as u32;
        longs(&mut central, &[crc, packed_size, size]);
        let (extra, comment) = (entry.extra.len() as u16, entry.comment.len() as u16);
        shorts(
            &mut central,
            &[entry.name.len() as u16, extra, comment, 0, 0],
        );
        longs(&mut central, &[entry.mode << 16, offset]);
        central.extend(entry.name.bytes());
        central.extend(&entry.extra);
        central.extend(&entry.comment);
    }
    let start = out.len() as u32;
    out.extend(&central);
    if end.zip64 {
        longs(&mut out, &[0x0706_4b50, 0, start, 0, 1]);
    }
    longs(&mut out, &[0x0605_4b50]);
    let count = (entries.len() as i32 + end.count_off) as u16;
    shorts(&mut out, &[0, 0, count, count]);
    longs(
        &mut out,
        &[(central.len() as i32 + end.size_off) as u32, start],
    );
    shorts(&mut out, &[end.comment.len() as u16]);
    out.extend(&end.comment);
    out.extend(&end.after);
    out
}

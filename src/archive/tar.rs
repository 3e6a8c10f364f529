//! Tar headers of the plain kind that Go's release builder writes: ustar, and PAX for long names.

use gom_shim::Result;

use super::{broken, refused};

/// The unit that headers and contents are padded to, in bytes.
pub(super) const BLOCK: usize = 512;

/// A header, checked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The name as stored, prefix included.
    pub(super) name: Vec<u8>,
    /// Bytes of content that follow.
    pub(super) size: u64,
    /// What it announces.
    pub(super) kind: Kind,
}

/// The three types of entry there are; all others are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A regular file.
    File,
    /// A directory.
    Dir,
    /// PAX records about the next entry.
    Pax,
}

impl Header {
    /// Reads a header block. Modes, owners and times are not even looked at.
    pub(super) fn parse(block: &[u8; BLOCK]) -> Result<Self> {
        let sum: u32 = block
            .iter()
            .enumerate()
            .map(|(at, &byte)| u32::from(if (148..156).contains(&at) { b' ' } else { byte }))
            .sum();
        if octal(&block[148..156]) != Some(sum.into()) {
            return Err(broken("has a damaged tar header"));
        }
        let (Some(name), Some(prefix)) = (field(&block[..100]), field(&block[345..500])) else {
            return Err(broken("has a malformed name in a tar header"));
        };
        let name = match prefix {
            b"" => name.to_vec(),
            prefix => [prefix, b"/", name].concat(),
        };
        let refuse = |why: &str| refused(&String::from_utf8_lossy(&name), why);
        if &block[257..265] != b"ustar\x0000" {
            return Err(refuse("is not in ustar format"));
        }
        let kind = match block[156] {
            b'0' | 0 => Kind::File,
            b'5' => Kind::Dir,
            b'x' => Kind::Pax,
            b'1' | b'2' => return Err(refuse("is a link")),
            b'3' | b'4' | b'6' => return Err(refuse("is a device or pipe")),
            other => {
                let shown = char::from(other).escape_default();
                return Err(refuse(&format!("has the unusual tar type '{shown}'")));
            }
        };
        let size = octal(&block[124..136]).ok_or_else(|| refuse("has a malformed size"))?;
        if kind == Kind::Dir && size != 0 {
            return Err(refuse("is a directory with content"));
        }
        if block[157] != 0 {
            return Err(refuse("has the target of a link"));
        }
        Ok(Self { name, size, kind })
    }
}

/// Bytes up to the first NUL, which nothing but NULs may follow.
fn field(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.iter().position(|&b| b == 0).unwrap_or(bytes.len());
    let (text, rest) = bytes.split_at(end);
    rest.iter().all(|&b| b == 0).then_some(text)
}

/// Octal digits, ended by NULs or spaces. GNU's binary numbers are refused.
fn octal(bytes: &[u8]) -> Option<u64> {
    let end = bytes
        .iter()
        .rposition(|&b| b != 0 && b != b' ')
        .map_or(0, |last| last + 1);
    let text = std::str::from_utf8(&bytes[..end]).ok()?;
    let digits = !text.is_empty() && text.bytes().all(|b| (b'0'..=b'7').contains(&b));
    digits.then(|| u64::from_str_radix(text, 8).ok()).flatten()
}

/// The name that PAX records give to the next entry, if any. Only `path` has an effect; the
/// times of older archives are passed over; whatever else could change an entry is refused.
pub(super) fn pax_path(records: &[u8]) -> Result<Option<Vec<u8>>> {
    let mut path = None;
    let mut rest = records;
    while !rest.is_empty() {
        let Some((key, value, after)) = pax_record(rest) else {
            return Err(broken("has a malformed PAX header"));
        };
        rest = after;
        match key {
            b"path" if path.is_none() => path = Some(value.to_vec()),
            b"mtime" | b"atime" | b"ctime" => {}
            _ => {
                return Err(broken(&format!(
                    "has a PAX header with '{}'",
                    gom_shim::escape::excerpt(&String::from_utf8_lossy(key), 40)
                )));
            }
        }
    }
    Ok(path)
}

/// Key, value and rest of `LEN KEY=VALUE\n…`, where LEN counts the whole record.
fn pax_record(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let space = bytes.iter().position(|&b| b == b' ')?;
    let digits = std::str::from_utf8(&bytes[..space]).ok()?;
    let length: usize = digits.parse().ok()?;
    if length.to_string() != digits {
        return None;
    }
    let (record, rest) = bytes.split_at_checked(length)?;
    let record = record.get(space + 1..)?.strip_suffix(b"\n")?;
    let equals = record.iter().position(|&b| b == b'=')?;
    Some((&record[..equals], &record[equals + 1..], rest))
}

#[cfg(test)]
#[path = "tar_tests.rs"]
mod tests;

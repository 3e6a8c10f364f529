//! Tar entries written byte by byte, so that tests can write wrong ones.

use std::io::Write as _;

/// One entry: a header, possibly dishonest, and what follows it.
#[derive(Clone)]
pub(crate) struct Entry {
    /// The name, at most 100 bytes, or split at `prefix`.
    pub(crate) name: Vec<u8>,
    /// The ustar prefix field, at most 155 bytes.
    pub(crate) prefix: Vec<u8>,
    /// The type: `b'0'` is a file, `b'5'` a directory.
    pub(crate) kind: u8,
    /// Permission bits.
    pub(crate) mode: u32,
    /// The size the header claims; the true one where `None`.
    pub(crate) size: Option<u64>,
    /// The target of a link.
    pub(crate) link: Vec<u8>,
    /// Magic and version, 8 bytes.
    pub(crate) magic: [u8; 8],
    /// Added to the header's checksum.
    pub(crate) checksum_off: u32,
    /// The content.
    pub(crate) bytes: Vec<u8>,
}

impl Entry {
    /// A regular file.
    pub(crate) fn file(name: &str, bytes: &[u8]) -> Self {
        let mut entry = Self {
            name: name.into(),
            prefix: Vec::new(),
            kind: b'0',
            mode: 0o644,
            size: None,
            link: Vec::new(),
            magic: *b"ustar\x0000",
            checksum_off: 0,
            bytes: bytes.to_vec(),
        };
        if name.len() > 100 {
            let cut = name[..name.len().min(155)].rfind('/').expect("a directory");
            entry.prefix = name.as_bytes()[..cut].to_vec();
            entry.name = name.as_bytes()[cut + 1..].to_vec();
        }
        entry
    }

    /// A directory.
    pub(crate) fn dir(name: &str) -> Self {
        Self::file(name, b"").kind(b'5')
    }

    /// A PAX header for the next entry, from `key=value` records.
    pub(crate) fn pax(records: &[(&str, &str)]) -> Self {
        let mut bytes = Vec::new();
        for (key, value) in records {
            let body = format!(" {key}={value}\n");
            let mut len = body.len() + 1;
            while len.to_string().len() + body.len() > len {
                len += 1;
            }
            bytes.extend(format!("{len}{body}").bytes());
        }
        Self::file("PaxHeaders.0/x", &bytes).kind(b'x')
    }

    /// The same entry of another type.
    pub(crate) fn kind(mut self, kind: u8) -> Self {
        self.kind = kind;
        self
    }

    /// The same entry pointing at `target`.
    pub(crate) fn link(mut self, target: &str) -> Self {
        self.link = target.into();
        self
    }

    /// The header alone.
    fn header(&self) -> [u8; 512] {
        let mut header = [0; 512];
        header[..self.name.len()].copy_from_slice(&self.name);
        let size = self.size.unwrap_or(self.bytes.len() as u64);
        for (at, text) in [
            (100, format!("{:07o}", self.mode)),
            (108, "0000000".into()),
            (116, "0000000".into()),
            (124, format!("{size:011o}")),
            (136, "00000000000".into()),
        ] {
            header[at..at + text.len()].copy_from_slice(text.as_bytes());
        }
        header[156] = self.kind;
        header[157..157 + self.link.len()].copy_from_slice(&self.link);
        header[257..265].copy_from_slice(&self.magic);
        header[345..345 + self.prefix.len()].copy_from_slice(&self.prefix);
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|&b| u32::from(b)).sum::<u32>() + self.checksum_off;
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        header
    }
}

/// A tar of `entries`, without its trailer.
pub(crate) fn open_ended(entries: &[Entry]) -> Vec<u8> {
    let mut tar = Vec::new();
    for entry in entries {
        tar.extend(entry.header());
        tar.extend(&entry.bytes);
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar
}

/// A whole tar of `entries`.
pub(crate) fn tar(entries: &[Entry]) -> Vec<u8> {
    let mut tar = open_ended(entries);
    tar.resize(tar.len() + 1024, 0);
    tar
}

/// One gzip member.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

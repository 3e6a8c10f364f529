//! One entry of a zip: its data read, inflated, checked, written.

use std::fs::File;
use std::io::Write as _;

use flate2::{Decompress, FlushDecompress, Status};
use gom_shim::Result;
use libdeflater::Decompressor;
use sha2::{Digest as _, Sha256};

use super::central::Entry;
use super::jobs::Written;
use super::local::{self, MAX_HEADER, wrong};
use super::mode::is_executable;
use super::names::Names;
use super::pread::read_at;
use super::root::Root;

/// Buffers of a stream: compressed and inflated, in bytes.
const STREAM_IN: usize = 64 << 10;
const STREAM_OUT: usize = 256 << 10;

/// What one thread inflates with; its buffers grow to the largest entry so far.
pub(super) struct Inflater<'a> {
    zip: &'a File,
    root: &'a Root,
    names: &'a Names,
    /// Entries up to this size, compressed and inflated together, are held in memory.
    whole: u64,
    decompressor: Decompressor,
    packed: Vec<u8>,
    content: Vec<u8>,
}

impl<'a> Inflater<'a> {
    pub(super) fn new(zip: &'a File, root: &'a Root, names: &'a Names, whole: u64) -> Self {
        Self {
            zip,
            root,
            names,
            whole,
            decompressor: Decompressor::new(),
            packed: Vec::new(),
            content: Vec::new(),
        }
    }

    /// Checks one entry; writes it where `wanted`.
    pub(super) fn unpack(
        &mut self,
        entry: &Entry,
        wanted: bool,
        written: &mut Written,
    ) -> Result<()> {
        let span = entry.end - entry.offset;
        if span > u64::from(entry.packed) + MAX_HEADER as u64 + 16 {
            return Err(wrong(entry, "is followed by data of no entry"));
        }
        if span + u64::from(entry.size) > self.whole {
            return self.stream(entry, wanted, written);
        }
        let (root, names) = (self.root, self.names);
        let content = self.at_once(entry)?;
        if wanted {
            written.file(root, names, &entry.name, content)?;
        }
        Ok(())
    }

    /// The content, read and inflated in one step each: libdeflate is twice as fast so.
    fn at_once(&mut self, entry: &Entry) -> Result<&[u8]> {
        let size = entry.size as usize;
        let packed = grown(&mut self.packed, (entry.end - entry.offset) as usize);
        read_at(self.zip, packed, entry.offset).map_err(|error| unreadable(entry, &error))?;
        let start = local::data_start(packed, entry)?;
        let rest = packed.get(start..);
        let (data, tail) = rest
            .and_then(|rest| rest.split_at_checked(entry.packed as usize))
            .ok_or_else(|| wrong(entry, "overlaps another"))?;
        local::check_tail(tail, entry)?;
        let content = grown(&mut self.content, size);
        if entry.method == 0 {
            content.copy_from_slice(data);
        } else if self.decompressor.deflate_decompress(data, content) != Ok(size) {
            return Err(damaged(entry));
        }
        check_crc(entry, libdeflater::crc32(content))?;
        Ok(content)
    }

    /// The same for an entry too large for memory.
    fn stream(&mut self, entry: &Entry, wanted: bool, written: &mut Written) -> Result<()> {
        let data = self.data_of(entry)?;
        let path = &entry.name.path;
        let mut file = if wanted {
            Some(self.root.create_file(path, is_executable(path))?)
        } else {
            None
        };
        let mut inflate = Decompress::new(false);
        let (mut crc, mut hash) = (libdeflater::Crc::new(), Sha256::new());
        let (mut read, mut size, mut ended) = (0, 0, false);
        while !ended {
            let count = u64::from(entry.packed)
                .saturating_sub(read)
                .min(STREAM_IN as u64);
            let input = grown(&mut self.packed, count as usize);
            read_at(self.zip, input, data + read).map_err(|error| unreadable(entry, &error))?;
            let output = grown(&mut self.content, STREAM_OUT);
            let have = if entry.method == 0 {
                output[..input.len()].copy_from_slice(input);
                read += count;
                ended = read == u64::from(entry.packed);
                input.len()
            } else {
                let (before, filled) = (inflate.total_in(), inflate.total_out());
                let status = inflate
                    .decompress(input, output, FlushDecompress::None)
                    .map_err(|_| damaged(entry))?;
                let consumed = inflate.total_in() - before;
                read += consumed;
                ended = status == Status::StreamEnd;
                let have = (inflate.total_out() - filled) as usize;
                if !ended && consumed == 0 && have == 0 {
                    return Err(damaged(entry));
                }
                have
            };
            size += have as u64;
            if size > u64::from(entry.size) {
                return Err(wrong(entry, "is larger than it says"));
            }
            let output = &output[..have];
            crc.update(output);
            hash.update(output);
            if let Some(file) = &mut file {
                file.write_all(output)
                    .map_err(|error| self.root.error("write", path, &error))?;
            }
        }
        if size != u64::from(entry.size) || read != u64::from(entry.packed) {
            return Err(damaged(entry));
        }
        check_crc(entry, crc.sum())?;
        if wanted {
            let hash = entry.name.covered.then(|| hash.finalize().into());
            written.add(self.names, &entry.name, hash, size);
        }
        Ok(())
    }

    /// Where in the file the data of a large entry begins, once header and tail are checked.
    fn data_of(&mut self, entry: &Entry) -> Result<u64> {
        let span = entry.end - entry.offset;
        let head = grown(&mut self.packed, span.min(MAX_HEADER as u64) as usize);
        read_at(self.zip, head, entry.offset).map_err(|error| unreadable(entry, &error))?;
        let data = entry.offset + local::data_start(head, entry)? as u64;
        let data_end = data + u64::from(entry.packed);
        if data_end > entry.end {
            return Err(wrong(entry, "overlaps another"));
        }
        let tail = grown(&mut self.packed, (entry.end - data_end) as usize);
        read_at(self.zip, tail, data_end).map_err(|error| unreadable(entry, &error))?;
        local::check_tail(tail, entry)?;
        Ok(data)
    }
}

/// The first `length` bytes of a buffer that never shrinks: nothing is cleared twice.
fn grown(buffer: &mut Vec<u8>, length: usize) -> &mut [u8] {
    if buffer.len() < length {
        buffer.resize(length, 0);
    }
    &mut buffer[..length]
}

fn check_crc(entry: &Entry, actual: u32) -> Result<()> {
    if actual == entry.crc {
        return Ok(());
    }
    Err(wrong(entry, "does not match its checksum").cause(format!(
        "expected CRC-32 {:08x}, got {actual:08x}",
        entry.crc
    )))
}

fn damaged(entry: &Entry) -> gom_shim::Error {
    wrong(entry, "has damaged data")
}

fn unreadable(entry: &Entry, error: &std::io::Error) -> gom_shim::Error {
    wrong(entry, "cannot be read")
        .cause(error.to_string())
        .with_kind(gom_shim::Kind::FileSystem)
}

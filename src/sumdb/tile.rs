//! Tiles: how a log serves the hashes of its tree, 256 siblings at a time.

use std::collections::BTreeMap;

use gom_shim::Result;

use super::tree::{self, Hash, Perfect};
use super::{Answer, Transport, refused};

/// Levels of the tree that one tile spans.
const HEIGHT: u32 = 8;

/// Hashes in a full tile.
const WIDTH: u64 = 1 << HEIGHT;

/// The subtree hashes of a log with `size` records, read through its tiles.
///
/// Nothing here is believed: a hash only ever helps to compute a root, and that is compared with
/// the signed one. So there is no "already authenticated" state to get wrong (CVE-2026-56865).
pub(super) struct Tiles<'a> {
    transport: &'a dyn Transport,
    size: u64,
    fetched: BTreeMap<(u32, u64), Vec<u8>>,
}

impl<'a> Tiles<'a> {
    pub(super) fn new(transport: &'a dyn Transport, size: u64) -> Self {
        Self {
            transport,
            size,
            fetched: BTreeMap::new(),
        }
    }

    /// The hash over the records `from..to`, a subtree of this log.
    ///
    /// # Errors
    /// The transport's own, or `Kind::Integrity` for a tile that is absent or of a wrong size.
    pub(super) fn subtree(&mut self, from: u64, to: u64) -> Result<Hash> {
        let parts: Vec<Hash> = tree::perfect_parts(from, to)
            .into_iter()
            .map(|part| self.perfect(part))
            .collect::<Result<_>>()?;
        tree::join(&parts).ok_or_else(|| refused("the tree has no records"))
    }

    fn perfect(&mut self, part: Perfect) -> Result<Hash> {
        let (row, inside) = (part.level / HEIGHT, part.level % HEIGHT);
        let first = part.index << inside;
        let tile = self.tile(row, first / WIDTH)?;
        let start = (first % WIDTH) as usize;
        let Some(mut hashes) = tile
            .as_chunks::<32>()
            .0
            .get(start..start + (1 << inside))
            .map(<[Hash]>::to_vec)
        else {
            // Rows of complete subtrees hold every complete subtree below them.
            return Err(refused("the tree has no such subtree"));
        };
        while let [_, _, ..] = hashes.as_slice() {
            let pairs = hashes.as_chunks::<2>().0;
            hashes = pairs.iter().map(|[l, r]| tree::node(l, r)).collect();
        }
        Ok(hashes[0])
    }

    /// The tile's bytes, asked for once.
    fn tile(&mut self, row: u32, index: u64) -> Result<&[u8]> {
        let key = (row, index);
        if !self.fetched.contains_key(&key) {
            let bytes = self.fetch(row, index)?;
            self.fetched.insert(key, bytes);
        }
        Ok(&self.fetched[&key])
    }

    fn fetch(&self, row: u32, index: u64) -> Result<Vec<u8>> {
        let width = ((self.size >> (HEIGHT * row)) - index * WIDTH).min(WIDTH);
        let full = path(row, index);
        if width == WIDTH {
            return match self.transport.get(&full)? {
                Answer::Body(bytes) => sized(&full, bytes, WIDTH),
                Answer::Absent(why) => Err(absent(&full, &why)),
            };
        }
        let partial = format!("{full}.p/{width}");
        match self.transport.get(&partial)? {
            Answer::Body(bytes) => sized(&partial, bytes, width),
            // Logs drop partial tiles once the full one exists; its start is the same.
            Answer::Absent(why) => match self.transport.get(&full)? {
                Answer::Body(bytes) => {
                    let mut bytes = sized(&full, bytes, WIDTH)?;
                    bytes.truncate(width as usize * 32);
                    Ok(bytes)
                }
                Answer::Absent(_) => Err(absent(&partial, &why)),
            },
        }
    }
}

/// `tile/8/0/x163/903`: the index in groups of three digits, all but the last marked with `x`.
fn path(row: u32, index: u64) -> String {
    let mut groups = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        groups = format!("x{:03}/{groups}", rest % 1000);
        rest /= 1000;
    }
    format!("tile/{HEIGHT}/{row}/{groups}")
}

fn sized(path: &str, bytes: Vec<u8>, width: u64) -> Result<Vec<u8>> {
    if bytes.len() as u64 == width * 32 {
        return Ok(bytes);
    }
    let mut error = refused(format!("{path} is no tile of the log")).cause(format!(
        "expected {} bytes, got {}",
        width * 32,
        bytes.len()
    ));
    if super::looks_like_html(&bytes) {
        error = error.cause(super::HTML);
    }
    Err(error)
}

fn absent(path: &str, why: &str) -> gom_shim::Error {
    refused(format!("the log lacks its own {path}")).cause(gom_shim::escape::excerpt(why, 200))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_log() {
        for (row, index, expected) in [
            (0, 163_903, "tile/8/0/x163/903"),
            (1, 640, "tile/8/1/640"),
            (2, 3, "tile/8/2/003"),
            (3, 0, "tile/8/3/000"),
            (0, 1_234_067, "tile/8/0/x001/x234/067"),
        ] {
            assert_eq!(path(row, index), expected);
        }
    }
}

//! How much an archive may hold before it is refused as a bomb.

use gom_shim::Result;

use super::{broken, refused};

/// Bytes of an archive, as downloaded.
pub(super) const ARCHIVE: u64 = 512 << 20;

/// Bytes of all files.
const TOTAL: u64 = 1 << 30;

/// Bytes of the files that the module covers: Go's own limit for module zips.
const COVERED: u64 = 500 << 20;

/// Bytes of one file.
const FILE: u64 = 256 << 20;

/// Entries, directories included.
pub(super) const ENTRIES: u64 = 100_000;

/// Bytes of all names together.
const NAMES: u64 = 16 << 20;

/// Files may be this many times the archive's size. Only in total: one honest file of Go's own
/// tests is 799 times its compressed size.
const RATIO: u64 = 50;

/// Below this total the ratio says nothing.
const RATIO_FROM: u64 = 16 << 20;

/// What has been counted so far.
#[derive(Default)]
pub(super) struct Count {
    entries: u64,
    names: u64,
    total: u64,
    covered: u64,
}

impl Count {
    /// Counts one entry of `size` bytes; a directory has none.
    pub(super) fn entry(&mut self, name: &str, size: u64, covered: bool) -> Result<()> {
        if size > FILE {
            return Err(refused(name, "is larger than 256 MiB"));
        }
        self.entries += 1;
        self.names += name.len() as u64;
        self.total += size;
        self.covered += if covered { size } else { 0 };
        if self.entries > ENTRIES || self.names > NAMES {
            return Err(refused(name, "is one too many"));
        }
        if self.total > TOTAL || self.covered > COVERED {
            return Err(refused(name, "makes the files larger than any toolchain"));
        }
        Ok(())
    }

    /// Bytes of all files counted.
    pub(super) fn total(&self) -> u64 {
        self.total
    }
}

/// Refuses `unpacked` bytes that come out of `packed` ones at an absurd ratio.
pub(super) fn ratio(packed: u64, unpacked: u64) -> Result<()> {
    if unpacked > RATIO_FROM && unpacked / RATIO > packed {
        return Err(broken("unpacks to more than 50 times its size"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_holds() {
        assert!(Count::default().entry("a", FILE, true).is_ok());
        assert!(Count::default().entry("a", FILE + 1, false).is_err());
        let fill = |covered, times: u64, size| {
            let mut count = Count::default();
            (0..times).try_for_each(|_| count.entry("a", size, covered))
        };
        assert!(fill(true, 2, FILE).is_err() && fill(false, 4, FILE).is_ok());
        assert!(fill(false, 5, FILE).is_err());
        assert!(fill(false, ENTRIES, 0).is_ok() && fill(false, ENTRIES + 1, 0).is_err());
        let long = "a".repeat(1024);
        let mut count = Count::default();
        assert!((0..NAMES / 1024).all(|_| count.entry(&long, 0, false).is_ok()));
        assert!(count.entry("a", 0, false).is_err());
    }

    #[test]
    fn ratio_counts_in_total_only() {
        assert!(ratio(1, RATIO_FROM).is_ok() && ratio(1, RATIO_FROM + 1).is_err());
        assert!(ratio(70 << 20, 230 << 20).is_ok());
    }
}

//! The Merkle tree of a log (RFC 6962 §2.1): hashes, audit paths, roots.

use sha2::{Digest as _, Sha256};

/// A SHA-256.
pub type Hash = [u8; 32];

/// The hash of one record.
#[must_use]
pub fn leaf(record: &[u8]) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(record)
        .finalize()
        .into()
}

/// The hash over two subtrees.
#[must_use]
pub fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// A complete subtree of 2^`level` records, the `index`th of its level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Perfect {
    /// The logarithm of its size.
    pub level: u32,
    /// How many subtrees of the same level are left of it.
    pub index: u64,
}

/// The complete subtrees, left to right, that make up the records `from..to`, as a tree over
/// them would: largest first. `from` must be a multiple of the largest one's size, as every
/// subtree's start is.
#[must_use]
pub fn perfect_parts(from: u64, to: u64) -> Vec<Perfect> {
    let mut parts = Vec::new();
    let mut at = from;
    while at < to {
        let level = (to - at).ilog2();
        parts.push(Perfect {
            level,
            index: at >> level,
        });
        at += 1 << level;
    }
    parts
}

/// The hash of a tree from those of its complete parts, left to right; `None` without parts.
#[must_use]
pub fn join(parts: &[Hash]) -> Option<Hash> {
    let (last, rest) = parts.split_last()?;
    Some(rest.iter().rfold(*last, |right, left| node(left, &right)))
}

/// The ranges of records whose hashes make the audit path of record `id` in a tree of `size`
/// records, from the leaf up (RFC 6962 §2.1.1). Empty where `id` is not in the tree.
#[must_use]
pub fn audit_ranges(id: u64, size: u64) -> Vec<(u64, u64)> {
    let (mut from, mut to) = (0, size);
    let mut ranges = Vec::new();
    while id < size && to - from > 1 {
        let split = from + largest_power_below(to - from);
        if id < split {
            ranges.push((split, to));
            to = split;
        } else {
            ranges.push((from, split));
            from = split;
        }
    }
    ranges.reverse();
    ranges
}

/// The root of a tree of `size` records that has `leaf` at `id` and the audit path `path`, from
/// the leaf up; `None` where `id` is not in the tree or the path has another length.
#[must_use]
pub fn root(id: u64, size: u64, leaf: Hash, path: &[Hash]) -> Option<Hash> {
    let ranges = audit_ranges(id, size);
    if id >= size || ranges.len() != path.len() {
        return None;
    }
    let climb = |below: Hash, ((from, _), sibling): (&(u64, u64), &Hash)| {
        if *from > id {
            node(&below, sibling)
        } else {
            node(sibling, &below)
        }
    };
    Some(ranges.iter().zip(path).fold(leaf, climb))
}

/// The largest power of two smaller than `n`, which must be at least 2.
fn largest_power_below(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// MTH of RFC 6962 §2.1, word for word.
    fn whole(leaves: &[Hash]) -> Hash {
        if let [one] = leaves {
            return *one;
        }
        let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
        node(&whole(left), &whole(right))
    }

    #[test]
    fn every_record_of_every_small_tree() {
        let leaves: Vec<Hash> = (0..70u8).map(|n| leaf(&[n])).collect();
        for size in 1..=leaves.len() {
            let tree = &leaves[..size];
            let expected = whole(tree);
            for id in 0..size {
                let hashes = |(from, to): &(u64, u64)| whole(&tree[*from as usize..*to as usize]);
                let ranges = audit_ranges(id as u64, size as u64);
                let path: Vec<Hash> = ranges.iter().map(hashes).collect();
                let root = |id: usize, path: &[Hash]| root(id as u64, size as u64, tree[id], path);
                assert_eq!(root(id, &path), Some(expected));
                if !path.is_empty() {
                    assert_eq!(root(id, &path[1..]), None);
                }
                for (from, to) in ranges {
                    let part = |p: &Perfect| {
                        let start = (p.index << p.level) as usize;
                        whole(&tree[start..start + (1 << p.level)])
                    };
                    let parts: Vec<Hash> = perfect_parts(from, to).iter().map(part).collect();
                    assert_eq!(join(&parts), Some(hashes(&(from, to))));
                }
            }
            assert_eq!(root(size as u64, size as u64, leaves[0], &[]), None);
        }
        assert_eq!(root(0, 0, leaves[0], &[]), None);
        assert_eq!(join(&[]), None);
    }
}

//! A zip unpacked from disk: its entries inflated, checked, hashed and written on all cores.

use std::fs::File;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use gom_shim::{Error, Kind, Result};

use super::central::{self, Entry};
use super::folders::Folders;
use super::inflate::Inflater;
use super::jobs::Written;
use super::names::Names;
use super::root::Root;
use super::stream::joined;
use super::{Flavour, Unpack, Unpacked, complete};
use crate::dirhash;

/// More threads only wait for the disk.
const MAX_THREADS: usize = 8;

/// What all threads together hold of entries inflated at once, in bytes. The largest files of a
/// toolchain are streamed instead, so that installing stays below 64 MB.
const MEMORY: u64 = 28 << 20;

/// Entries above this size are handed out first and alone, in bytes.
const LARGE: u32 = 1 << 20;

/// Small entries are handed out in groups: neighbours share directories.
const GROUP: usize = 32;

/// Unpacks go.dev's archive zip, or the module zip of a proxy, from a file.
///
/// On an error the directory holds whatever was written so far; the caller removes it.
///
/// # Errors
/// [`Kind::Integrity`] for a zip that breaks any rule, naming the entry;
/// [`Kind::FileSystem`] where reading or writing fails.
pub fn zip(file: &File, flavour: Flavour, unpack: &Unpack<'_>) -> Result<Unpacked> {
    let root = Root::open(unpack.root)?;
    let names = Names::new(flavour, unpack.version, unpack.platform);
    let mut entries = central::read(file, &names)?;
    let wanted = |entry: &Entry| entry.is_file && (entry.name.covered || unpack.full);
    let mut folders = Folders::new(&root);
    for entry in entries.iter().filter(|entry| wanted(entry)) {
        folders.make_for(&entry.name.path)?;
    }
    let archive_bytes = file
        .metadata()
        .map_err(|error| {
            Error::new(Kind::FileSystem, "the archive cannot be read").cause(error.to_string())
        })?
        .len();

    let jobs = shares(&mut entries);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.clamp(1, MAX_THREADS);
    let next = AtomicUsize::new(0);
    let work = || -> Result<Written> {
        let whole = MEMORY / threads as u64;
        let mut inflater = Inflater::new(file, &root, &names, whole);
        let mut written = Written::default();
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            for entry in &entries[job.clone()] {
                if let Err(error) = inflater.unpack(entry, wanted(entry), &mut written) {
                    // The others find no more work.
                    next.store(jobs.len(), Ordering::Relaxed);
                    return Err(error);
                }
                (unpack.progress)(entry.end - entry.offset);
            }
        }
        Ok(written)
    };
    let results: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut results = vec![work()];
        results.extend(threads.into_iter().map(joined));
        results
    });
    let written = results
        .into_iter()
        .try_fold(Written::default(), |all, one| {
            Ok::<_, Error>(all.merge(one?))
        })?;
    complete::check(&root, unpack)?;
    Ok(Unpacked {
        h1: dirhash::h1(written.hashes),
        archive_sha256: None,
        archive_bytes,
        files: written.files,
        bytes: written.bytes,
    })
}

/// Sorts the entries and cuts them into what a thread takes at a time: the biggest first and
/// alone, so that no thread is left with one at the end; the others in archive order.
fn shares(entries: &mut [Entry]) -> Vec<Range<usize>> {
    let rank = |entry: &Entry| if entry.size > LARGE { entry.size } else { 0 };
    entries.sort_by_key(|entry| std::cmp::Reverse(rank(entry)));
    let large = entries.iter().take_while(|entry| rank(entry) > 0).count();
    let groups: Vec<_> = (large..entries.len())
        .step_by(GROUP)
        .map(|at| at..(at + GROUP).min(entries.len()))
        .collect();
    // From several places in turn: two threads in one directory would wait for each other.
    let stride = groups.len().div_ceil(MAX_THREADS).max(1);
    let apart = (0..stride).flat_map(|first| groups.iter().skip(first).step_by(stride));
    (0..large)
        .map(|at| at..at + 1)
        .chain(apart.cloned())
        .collect()
}

//! A tar.gz unpacked in one pass: read, hash, inflate, check, write and hash, all at once.

use std::io::Read;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use gom_shim::{Error, Kind, Result};

use super::contents::Contents;
use super::feed::{self, PIECES, Pieces};
use super::folders::Folders;
use super::gzip::{Input, Member};
use super::jobs::{Batch, Job, Queue, Written};
use super::limits::Count;
use super::names::Names;
use super::root::Root;
use super::taken::Taken;
use super::tar::{self, Header};
use super::{Flavour, Uncovered, Unpack, Unpacked, broken, complete, refused};
use crate::dirhash;

/// Threads that write and hash. Two keep up with one that inflates.
const WRITERS: usize = 2;

/// A batch is sent once it has this many bytes, or [`BATCH_FILES`] files.
const BATCH: usize = 256 << 10;
const BATCH_FILES: usize = 64;

/// Larger files are sent in parts of this size, in bytes.
const LARGE: u64 = 128 << 10;

/// More PAX records for one entry are refused, in bytes.
const MAX_PAX: u64 = 64 << 10;

/// Unpacks go.dev's `go1.X.os-arch.tar.gz` while it is read, below 16 MiB of memory.
///
/// On an error the directory holds whatever was written so far; the caller removes it.
///
/// # Errors
/// [`Kind::Integrity`] for an archive that breaks any rule, naming the entry;
/// [`Kind::FileSystem`] where writing fails; the error of gom that the reader's `io::Error`
/// wraps, else [`Kind::Network`], where reading fails.
pub fn tar_gz(reader: impl Read + Send, unpack: &Unpack<'_>) -> Result<Unpacked> {
    let root = Root::open(unpack.root)?;
    let names = Names::new(Flavour::Archive, unpack.version, unpack.platform);
    let (piece_sender, full) = sync_channel(PIECES);
    let (spare, spare_receiver) = sync_channel(PIECES);
    let pieces = Pieces {
        full,
        spare,
        current: Vec::new(),
        at: 0,
    };
    let (job_sender, jobs) = sync_channel(2 * WRITERS);
    let queue = Queue::new(jobs);
    let (root, names, queue) = (&root, &names, &queue);

    let ((sha256, archive_bytes), read, written) = thread::scope(|scope| {
        let feeding = scope
            .spawn(move || feed::read(reader, &piece_sender, &spare_receiver, unpack.progress));
        let writing = [(); WRITERS].map(|()| scope.spawn(move || queue.work(root, names)));
        // Ends its own channels, so that both sides see the end.
        let read = read_tar(pieces, job_sender, queue, root, names, unpack.uncovered);
        let written = writing.map(joined);
        (joined(feeding), read, written)
    });
    // Where a writer failed, the reader's error only says that it stopped.
    let written = written
        .into_iter()
        .try_fold(Written::default(), |all, one| {
            Ok::<_, Error>(all.merge(one?))
        })?;
    read?;
    complete::check(root, unpack)?;
    Ok(Unpacked {
        h1: dirhash::h1(written.hashes),
        archive_sha256: Some(sha256),
        archive_bytes,
        files: written.files,
        bytes: written.bytes,
    })
}

/// The result of a thread; its panic goes on in this one.
pub(super) fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Reads the whole tar and hands every file that is wanted to the writers.
fn read_tar(
    pieces: Pieces,
    jobs: SyncSender<Job>,
    queue: &Queue,
    root: &Root,
    names: &Names,
    uncovered: Uncovered,
) -> Result<()> {
    let mut tar = Contents::new(Member::open(pieces)?);
    let mut outbox = Outbox {
        jobs,
        queue,
        batch: Batch::default(),
    };
    let (mut taken, mut count) = (Taken::default(), Count::default());
    let mut folders = Folders::new(root);
    let mut long_name = None;
    loop {
        let block = tar.block()?;
        if block == [0; tar::BLOCK] {
            if long_name.is_some() {
                return Err(broken("has a PAX header without an entry"));
            }
            tar.trailer()?;
            return outbox.flush();
        }
        let header = Header::parse(&block)?;
        let shown = String::from_utf8_lossy(&header.name).into_owned();
        if header.kind == tar::Kind::Pax {
            count.entry(&shown, header.size, false)?;
            if long_name.is_some() || header.size > MAX_PAX {
                return Err(refused(&shown, "is an unusual PAX header"));
            }
            let mut records = Vec::new();
            tar.append(&mut records, header.size)?;
            tar.padding(header.size)?;
            long_name = Some(tar::pax_path(&records)?);
            continue;
        }
        let entry = long_name.take().flatten().unwrap_or(header.name);
        if header.kind == tar::Kind::Dir {
            count.entry(&shown, 0, false)?;
            taken.dir(&names.dir(&entry)?)?;
            continue;
        }
        let name = names.file(&entry)?;
        count.entry(&name.path, header.size, name.covered)?;
        taken.file(&name.path)?;
        if name.covered || uncovered.takes(&name.path) {
            folders.make_for(&name.path)?;
            outbox.file(&mut tar, name, header.size)?;
        } else {
            tar.skip(header.size)?;
        }
        tar.padding(header.size)?;
    }
}

/// Files not yet handed to the writers.
struct Outbox<'a> {
    jobs: SyncSender<Job>,
    queue: &'a Queue,
    batch: Batch,
}

impl Outbox<'_> {
    fn file<I: Input>(
        &mut self,
        tar: &mut Contents<I>,
        name: super::names::Name,
        size: u64,
    ) -> Result<()> {
        if size <= LARGE {
            tar.append(&mut self.batch.bytes, size)?;
            self.batch.files.push((name, self.batch.bytes.len()));
            if self.batch.bytes.len() >= BATCH || self.batch.files.len() >= BATCH_FILES {
                self.flush()?;
            }
            return Ok(());
        }
        let (parts, receiver) = sync_channel(4);
        self.send(Job::Large(name, receiver))?;
        let mut rest = size;
        while rest > 0 {
            let mut part = self.queue.buffer();
            let count = rest.min(LARGE);
            tar.append(&mut part, count)?;
            rest -= count;
            parts.send(part).map_err(|_| stopped())?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        let next = Batch {
            bytes: self.queue.buffer(),
            files: Vec::with_capacity(BATCH_FILES),
        };
        let batch = std::mem::replace(&mut self.batch, next);
        self.send(Job::Batch(batch))
    }

    fn send(&self, job: Job) -> Result<()> {
        if self.queue.has_failed() {
            return Err(stopped());
        }
        self.jobs.send(job).map_err(|_| stopped())
    }
}

/// Never seen: whoever stopped the reader has the error that is reported.
fn stopped() -> Error {
    Error::new(Kind::Failure, "unpacking was stopped")
}

//! Files on their way from the tar's reader to the threads that write and hash them.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Mutex, PoisonError};

use gom_shim::Result;
use sha2::{Digest as _, Sha256};

use super::mode::is_executable;
use super::names::{Name, Names};
use super::root::Root;
use crate::dirhash;

/// Work for one thread.
pub(super) enum Job {
    /// Several small files.
    Batch(Batch),
    /// One large file, in parts.
    Large(Name, Receiver<Vec<u8>>),
}

/// Small files, one after another in one buffer.
#[derive(Default)]
pub(super) struct Batch {
    /// All contents.
    pub(super) bytes: Vec<u8>,
    /// Each name with the end of its content.
    pub(super) files: Vec<(Name, usize)>,
}

/// What a thread has written.
#[derive(Default)]
pub(super) struct Written {
    /// Covered files with their names in the module.
    pub(super) hashes: Vec<dirhash::File>,
    /// Files.
    pub(super) files: u64,
    /// Bytes.
    pub(super) bytes: u64,
}

impl Written {
    /// Adds what another thread has written.
    pub(super) fn merge(mut self, other: Self) -> Self {
        self.hashes.extend(other.hashes);
        self.files += other.files;
        self.bytes += other.bytes;
        self
    }

    /// Writes a whole file and hashes the very bytes written.
    pub(super) fn file(
        &mut self,
        root: &Root,
        names: &Names,
        name: &Name,
        bytes: &[u8],
    ) -> Result<()> {
        let mut file = root.create_file(&name.path, is_executable(&name.path))?;
        file.write_all(bytes)
            .map_err(|error| root.error("write", &name.path, &error))?;
        let hash = name.covered.then(|| Sha256::digest(bytes).into());
        self.add(names, name, hash, bytes.len() as u64);
        Ok(())
    }

    /// Notes a file of `bytes` bytes; `hash` where it is covered.
    pub(super) fn add(&mut self, names: &Names, name: &Name, hash: Option<[u8; 32]>, bytes: u64) {
        if let Some(hash) = hash {
            self.hashes.push((names.in_module(&name.path), hash));
        }
        self.files += 1;
        self.bytes += bytes;
    }
}

/// The queue between one reader and its writers.
pub(super) struct Queue {
    jobs: Mutex<Receiver<Job>>,
    spare: Mutex<Vec<Vec<u8>>>,
    failed: AtomicBool,
}

impl Queue {
    pub(super) fn new(jobs: Receiver<Job>) -> Self {
        Self {
            jobs: Mutex::new(jobs),
            spare: Mutex::default(),
            failed: AtomicBool::new(false),
        }
    }

    /// An empty buffer, used before where there is one.
    pub(super) fn buffer(&self) -> Vec<u8> {
        let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        spare.pop().unwrap_or_default()
    }

    fn give_back(&self, mut buffer: Vec<u8>) {
        buffer.clear();
        let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        spare.push(buffer);
    }

    /// True once a writer has failed: there is no point in reading on.
    pub(super) fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    /// Writes until the queue is closed. After a failure it still empties the queue, so that the
    /// reader never waits for a thread that is gone.
    pub(super) fn work(&self, root: &Root, names: &Names) -> Result<Written> {
        let mut written = Written::default();
        let mut result = Ok(());
        while let Some(job) = self.next() {
            if result.is_ok() && !self.has_failed() {
                result = self.write(job, root, names, &mut written);
                if result.is_err() {
                    self.failed.store(true, Ordering::Relaxed);
                }
            }
        }
        result.map(|()| written)
    }

    fn next(&self) -> Option<Job> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.recv().ok()
    }

    fn write(&self, job: Job, root: &Root, names: &Names, written: &mut Written) -> Result<()> {
        match job {
            Job::Batch(batch) => {
                let mut start = 0;
                for (name, end) in &batch.files {
                    written.file(root, names, name, &batch.bytes[start..*end])?;
                    start = *end;
                }
                self.give_back(batch.bytes);
            }
            Job::Large(name, parts) => {
                let mut file = root.create_file(&name.path, is_executable(&name.path))?;
                let (mut hash, mut bytes) = (Sha256::new(), 0);
                for part in parts {
                    file.write_all(&part)
                        .map_err(|error| root.error("write", &name.path, &error))?;
                    hash.update(&part);
                    bytes += part.len() as u64;
                    self.give_back(part);
                }
                let hash = name.covered.then(|| hash.finalize().into());
                written.add(names, &name, hash, bytes);
            }
        }
        Ok(())
    }
}

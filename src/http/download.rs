//! A body as it comes from a server, taken up again where it breaks off.
//!
//! The rest is asked for by Range where a strong ETag ties it to the first part. Elsewhere the
//! body is read from its start again, and what was handed out before is passed over once it is
//! seen to be the same. That is for telling a changed file from a broken line; the proof of what
//! the bytes are lies elsewhere.

use std::io::{self, Read};
use std::sync::Arc;
use std::time::{Duration, Instant};

use gom_shim::{Error, Kind};

use super::asking::{Answer, Question};
use super::limits::Pace;
use super::{Class, Client, Reply};

/// So much progress earns a body its full number of resumptions and all patience again, in bytes.
const PROGRESS: u64 = 1 << 20;

/// A body. Reading fails with an `io::Error` that holds gom's own error (`error_within`).
pub struct Download {
    client: Arc<Client>,
    pub(super) question: Question,
    body: Box<dyn Read + Send>,
    /// True where no redirect left the host.
    pub(super) stayed: bool,
    total: Option<u64>,
    /// The strong ETag, without which the rest alone cannot be asked for.
    etag: Option<String>,
    pub(super) front: Vec<u8>,
    /// The place in the body that is being read. Behind `handed` after a start from zero.
    at: u64,
    /// How many bytes were handed out, those in `front` included, and their checksum.
    handed: u64,
    seen: crc32fast::Hasher,
    /// The checksum of what was passed over in this body.
    passed: crc32fast::Hasher,
    pace: Pace,
    resumes: u32,
    gained: u64,
    /// How long nothing, or next to nothing, has come since the last `PROGRESS`.
    silent: Duration,
}

/// The ETag, where it is a strong one (RFC 9110 §8.8.3): only then are two halves surely of one file.
fn strong_etag(reply: &Reply) -> Option<String> {
    let etag = reply.header("etag")?;
    (etag.len() > 2 && etag.starts_with('"') && etag.ends_with('"')).then(|| etag.to_owned())
}

impl Download {
    pub(super) fn new(client: Arc<Client>, question: Question, answer: Answer) -> Self {
        Self {
            client,
            question,
            total: answer.reply.length,
            etag: strong_etag(&answer.reply),
            body: answer.reply.body,
            stayed: answer.stayed,
            front: Vec::new(),
            at: 0,
            handed: 0,
            seen: crc32fast::Hasher::new(),
            passed: crc32fast::Hasher::new(),
            pace: Pace::default(),
            resumes: 0,
            gained: 0,
            silent: Duration::ZERO,
        }
    }

    /// The length of the whole body in bytes, where the server says it.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// The server's next bytes, whatever their number; 0 at the end of a body that is whole.
    fn next(&mut self, buffer: &mut [u8]) -> Result<usize, String> {
        let begun = Instant::now();
        let result = self.body.read(buffer);
        let waited = begun.elapsed();
        let limits = self.client.limits();
        match result {
            Ok(count) => {
                self.at += count as u64;
                if !self.pace.keeps(waited, count, limits) {
                    self.silent += limits.floor_window;
                    return Err(format!(
                        "it comes slower than {} bytes per second",
                        limits.floor
                    ));
                }
                match self.total {
                    Some(total) if count == 0 && self.at < total => Err(self.short()),
                    Some(total) if self.at > total => Err("it is longer than announced".to_owned()),
                    _ => Ok(count),
                }
            }
            Err(error) => {
                self.silent += waited;
                Err(if waited >= limits.silence {
                    format!(
                        "nothing came for {:?} after {} bytes",
                        limits.silence, self.at
                    )
                } else {
                    format!("{} ({})", self.short(), bottom(&error))
                })
            }
        }
    }

    fn short(&self) -> String {
        match self.total {
            Some(total) => format!("it broke off at {} of {total} bytes", self.at),
            None => format!("it broke off after {} bytes", self.at),
        }
    }

    /// Takes the body up again: where it broke off, or at its start.
    fn resume(&mut self, cause: &str) -> Result<(), Error> {
        let give_up = |question: &Question, more: &str| {
            let failure = question.failure(Class::Unavailable, cause);
            failure.cause(more).error
        };
        let limits = self.client.limits();
        if self.gained >= PROGRESS {
            (self.resumes, self.gained, self.silent) = (0, 0, Duration::ZERO);
        }
        if self.resumes >= limits.resumes || self.silent >= limits.patience {
            let more = format!("taken up {} times in vain", self.resumes);
            return Err(give_up(&self.question, &more));
        }
        self.resumes += 1;
        let pause = limits.backoff * (1 << (self.resumes - 1).min(6));
        std::thread::sleep(pause);
        let begun = Instant::now();
        let range = self.etag.as_deref().map(|etag| (self.handed, etag));
        let answer = self.client.ask(&self.question, range);
        self.silent += pause + begun.elapsed();
        let reply = match answer {
            Ok(answer) => answer.reply,
            // Also an absence: what was there a moment ago is no version that does not exist.
            Err(failure) => return Err(failure.error.with_kind(Kind::Network).cause(cause)),
        };
        if reply.status == 206 {
            let range = reply.header("content-range").and_then(range_start);
            let fits = range.is_some_and(|(start, total)| {
                start == self.handed && (total.is_none() || total == self.total)
            });
            if !fits {
                return Err(give_up(
                    &self.question,
                    "another part of it came than was asked for",
                ));
            }
            self.at = self.handed;
        } else {
            if reply.length != self.total {
                return Err(give_up(&self.question, CHANGED));
            }
            self.at = 0;
            self.passed = crc32fast::Hasher::new();
        }
        self.body = reply.body;
        Ok(())
    }

    /// Reads on in what was handed out before.
    fn pass_over(&mut self) -> Result<(), Error> {
        let mut buffer = [0; 16 << 10];
        let rest = usize::try_from(self.handed - self.at).unwrap_or(usize::MAX);
        let most = rest.min(buffer.len());
        match self.next(&mut buffer[..most]) {
            Ok(0) => return self.resume(&self.short()),
            Ok(count) => self.passed.update(&buffer[..count]),
            Err(cause) => return self.resume(&cause),
        }
        let same = || self.passed.clone().finalize() == self.seen.clone().finalize();
        if self.at == self.handed && !same() {
            return Err(self.question.failure(Class::Unavailable, CHANGED).error);
        }
        Ok(())
    }
}

const CHANGED: &str = "it changed on the server while it was read";

/// First byte and whole length of `bytes 5-9/10`; the length may be `*`.
fn range_start(text: &str) -> Option<(u64, Option<u64>)> {
    let (range, total) = text.trim().strip_prefix("bytes ")?.split_once('/')?;
    let (start, _) = range.split_once('-')?;
    let total = if total == "*" {
        None
    } else {
        Some(total.parse().ok()?)
    };
    Some((start.parse().ok()?, total))
}

/// The innermost reason of a read error.
fn bottom(error: &io::Error) -> String {
    let mut text = error.to_string();
    let mut next = error
        .get_ref()
        .map(|inner| -> &(dyn std::error::Error + 'static) { inner });
    while let Some(inner) = next {
        text = inner.to_string();
        next = match inner
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(content) => Some(content),
            None => inner.source(),
        };
    }
    gom_shim::escape::excerpt(&text, 200)
}

impl Read for Download {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if !self.front.is_empty() {
            let count = buffer.len().min(self.front.len());
            buffer[..count].copy_from_slice(&self.front[..count]);
            self.front.drain(..count);
            return Ok(count);
        }
        loop {
            if self.at < self.handed {
                self.pass_over().map_err(io::Error::other)?;
                continue;
            }
            match self.next(buffer) {
                Ok(count) => {
                    self.seen.update(&buffer[..count]);
                    self.handed = self.at;
                    self.gained += count as u64;
                    return Ok(count);
                }
                Err(cause) => self.resume(&cause).map_err(io::Error::other)?,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_ranges() {
        assert_eq!(range_start("bytes 5-9/10"), Some((5, Some(10))));
        assert_eq!(range_start("bytes 5-9/*"), Some((5, None)));
        for text in ["", "bytes */10", "5-9/10", "bytes 5/10", "bytes 5-9/x"] {
            assert_eq!(range_start(text), None, "{text}");
        }
    }
}

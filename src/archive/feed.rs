//! An archive's bytes on their way from the network: limited, hashed, handed on in pieces.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender};

use gom_shim::{Error, Kind, Result};
use sha2::{Digest as _, Sha256};

use super::gzip::Input;
use super::{broken, limits};

/// Size of a piece in bytes.
const PIECE: usize = 128 << 10;

/// Pieces between reader and consumer; the network is smoothed by this much.
pub(super) const PIECES: usize = 8;

/// A piece of the archive, or why there is none. The error comes in its turn, so that a
/// connection that broke is never taken for an archive that ends early.
pub(super) type Piece = Result<Vec<u8>>;

/// Reads to the end and returns SHA-256 and size. Ends early, without error, when nobody
/// listens any more.
pub(super) fn read(
    mut reader: impl Read,
    pieces: &SyncSender<Piece>,
    spare: &Receiver<Vec<u8>>,
    progress: &(dyn Fn(u64) + Sync),
) -> ([u8; 32], u64) {
    let mut hash = Sha256::new();
    let mut total = 0;
    loop {
        let mut piece = spare.try_recv().unwrap_or_default();
        let result = fill(&mut reader, &mut piece).and_then(|()| {
            total += piece.len() as u64;
            if total > limits::ARCHIVE {
                return Err(broken("is larger than 512 MiB"));
            }
            Ok(piece)
        });
        match result {
            Ok(piece) if piece.is_empty() => break,
            Ok(piece) => {
                hash.update(&piece);
                progress(piece.len() as u64);
                if pieces.send(Ok(piece)).is_err() {
                    break;
                }
            }
            Err(error) => {
                // The consumer reports it; where there is none, it has an error of its own.
                let _ = pieces.send(Err(error));
                break;
            }
        }
    }
    (hash.finalize().into(), total)
}

fn fill(reader: &mut impl Read, piece: &mut Vec<u8>) -> Result<()> {
    piece.resize(PIECE, 0);
    let mut have = 0;
    while have < PIECE {
        match reader.read(&mut piece[have..]) {
            Ok(0) => break,
            Ok(count) => have += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(passed_on(error)),
        }
    }
    piece.truncate(have);
    Ok(())
}

/// The error of gom that a reader wrapped, or its own as a failure of the network.
fn passed_on(error: io::Error) -> Error {
    error.downcast::<Error>().unwrap_or_else(|error| {
        Error::new(Kind::Network, "the archive could not be read to its end")
            .cause(error.to_string())
    })
}

/// The consumer's end.
pub(super) struct Pieces {
    /// Filled pieces, in order.
    pub(super) full: Receiver<Piece>,
    /// Where used buffers go back.
    pub(super) spare: SyncSender<Vec<u8>>,
    /// The piece being consumed.
    pub(super) current: Vec<u8>,
    /// How much of it is consumed.
    pub(super) at: usize,
}

impl Input for Pieces {
    fn fill(&mut self) -> Result<&[u8]> {
        if self.at == self.current.len() {
            let next = self.full.recv().unwrap_or(Ok(Vec::new()))?;
            let used = std::mem::replace(&mut self.current, next);
            self.at = 0;
            // Full or closed: then the buffer is freed.
            let _ = self.spare.try_send(used);
        }
        Ok(&self.current[self.at..])
    }

    fn consume(&mut self, count: usize) {
        self.at += count;
    }
}

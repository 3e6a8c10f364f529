//! One origin's bytes, unpacked into staging.

use std::fs::{File, OpenOptions, remove_file};
use std::io::{Read, Write};
use std::path::PathBuf;

use gom_shim::{Error, Kind};
use sha2::{Digest, Sha256};

use crate::archive::{self, Flavour, Uncovered, Unpack, Unpacked};
use crate::dirhash::hex_text;
use crate::http::Failure;
use crate::install::Order;
use crate::origin::{Artifact, Expected, Format, Origin};
use crate::progress::{Counted, Progress};
use crate::scratch::Scratch;
use crate::{remove, write};

/// How much of a zip is copied at once, in bytes.
const PIECE: usize = 256 << 10;

/// No archive of a toolchain is larger, in bytes (extraction contract, item 1).
const LARGEST: u64 = 512 << 20;

/// What lies in staging. Nothing of it is proved yet.
#[derive(Debug)]
pub struct Fetched {
    /// The tree.
    pub unpacked: Unpacked,
    /// SHA-256 of the archive, where it was computed.
    pub archive_sha256: Option<[u8; 32]>,
    /// True where that is what an authentic index says.
    pub authentic: bool,
}

/// The tree inside a scratch directory: its own mode is the one it is published with.
#[must_use]
pub fn staged_root(scratch: &Scratch) -> PathBuf {
    scratch.path().join("root")
}

/// Downloads from one origin and unpacks, starting from nothing.
///
/// # Errors
/// The origin's own; fatal for bytes that are not what they should be, or a full disk.
pub fn fetch(
    origin: &dyn Origin,
    order: &Order,
    scratch: &Scratch,
    progress: &Progress,
) -> Result<Fetched, Failure> {
    let root = staged_root(scratch);
    let again = |error: std::io::Error| Failure::from(Error::io("prepare", &root, &error));
    remove::tree(&root).map_err(again)?;
    write::new_directory(&root, 0o755).map_err(again)?;
    let artifact = origin.fetch(&order.version, &order.platform)?;
    let authentic = artifact.sha256.is_some_and(|expected| expected.authentic);
    if order.full && !authentic {
        let message = format!(
            "{} cannot vouch for api, doc, misc and test",
            origin.label()
        );
        return Err(Failure::unavailable(message)
            .cause("--full needs an archive whose sha256 Go's own site publishes")
            .hint("leave out --full"));
    }
    let unpack = Unpack {
        root: &root,
        version: &order.version,
        platform: &order.platform,
        uncovered: uncovered(order, authentic),
        progress: &|_| {},
    };
    progress.start(artifact.size);
    let Artifact {
        reader,
        format,
        url,
        sha256: expected,
        ..
    } = artifact;
    let reader = Counted {
        inner: reader,
        progress: progress.clone(),
    };
    let (unpacked, found) = match format {
        Format::TarGz => {
            let unpacked = archive::tar_gz(reader, &unpack).map_err(|error| at(error, &url))?;
            let found = unpacked.archive_sha256;
            (unpacked, found)
        }
        Format::Zip | Format::ModuleZip => {
            let path = scratch.path().join("spool");
            let (file, found) = spool(reader, &path, expected.is_some(), &url)?;
            compare(expected, found, &url)?;
            let flavour = if matches!(format, Format::Zip) {
                Flavour::Archive
            } else {
                Flavour::Module
            };
            let unpacked =
                archive::zip(&file, flavour, &unpack).map_err(|error| at(error, &url))?;
            // Gone before the tree is synced, or all of it would be forced to disk as well.
            drop(file);
            remove_file(&path)
                .map_err(|error| Failure::from(Error::io("remove", &path, &error)))?;
            (unpacked, found)
        }
    };
    compare(expected, found, &url)?;
    Ok(Fetched {
        unpacked,
        archive_sha256: found,
        authentic,
    })
}

/// What an archive may give beside the covered files: all where it was asked for, and the wasm
/// runner of an old Go wherever the archive is authentic.
fn uncovered(order: &Order, authentic: bool) -> Uncovered {
    if order.full {
        Uncovered::All
    } else if authentic && order.has_wasm_runner() {
        Uncovered::WasmRunner
    } else {
        Uncovered::None
    }
}

/// Copies a zip to disk, hashing it where there is a hash to compare with. The file is removed
/// with the scratch directory.
fn spool(
    mut reader: impl Read,
    path: &std::path::Path,
    hashed: bool,
    url: &str,
) -> Result<(File, Option<[u8; 32]>), Failure> {
    let on_disk = |error: std::io::Error| Failure::from(Error::io("write", path, &error));
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)
        .map_err(on_disk)?;
    let mut hash = Sha256::new();
    let mut total = 0;
    let mut piece = vec![0; PIECE];
    loop {
        let read = match reader.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Failure::from_read(&format!("download {url}"), &error)),
        };
        total += read as u64;
        if total > LARGEST {
            let why = format!(
                "{url} is larger than {} MiB, too large for a toolchain",
                LARGEST >> 20
            );
            return Err(Error::new(Kind::Integrity, why)
                .hint("gom config --show-origin origins")
                .into());
        }
        if hashed {
            hash.update(&piece[..read]);
        }
        file.write_all(&piece[..read]).map_err(on_disk)?;
    }
    Ok((file, hashed.then(|| hash.finalize().into())))
}

/// Refuses an archive that is not the one its index announces.
fn compare(expected: Option<Expected>, found: Option<[u8; 32]>, url: &str) -> Result<(), Failure> {
    let (Some(expected), Some(found)) = (expected, found) else {
        return Ok(());
    };
    if expected.sha256 == found {
        return Ok(());
    }
    Err(Error::new(
        Kind::Integrity,
        format!("the sha256 of {url} is not the published one"),
    )
    .cause(format!("published: {}", hex_text(&expected.sha256)))
    .cause(format!("downloaded: {}", hex_text(&found)))
    .hint("try again; if it stays so, somebody changes what you download: gom install --origin URL")
    .into())
}

/// Adds where the bytes came from to what is wrong with them.
fn at(error: Error, url: &str) -> Failure {
    let error = if error.kind == Kind::Integrity {
        error
            .cause(format!("in {url}"))
            .hint("gom install --origin URL tries another origin")
    } else {
        error
    };
    error.into()
}

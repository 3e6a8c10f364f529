//! Archives unpacked into fresh directories.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use gom::archive::{self, Flavour, Unpack, Unpacked};
use gom_shim::platform::Platform;
use gom_shim::version::Version;
use gom_shim::{Kind, Result};

use super::archive::{Tree, module_zip, tar_gz, zip};

/// A fresh directory that is removed again.
pub(crate) struct Dir(pub(crate) PathBuf);

impl Dir {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("gom-archive-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    /// Every file below, with slashes, sorted.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut open = vec![self.0.clone()];
        while let Some(dir) = open.pop() {
            for entry in std::fs::read_dir(dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let below = path.strip_prefix(&self.0).unwrap();
                    found.push(below.to_str().unwrap().replace('\\', "/"));
                }
            }
        }
        found.sort();
        found
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        // A directory left behind harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn version() -> Version {
    Version::parse("1.22.6").unwrap()
}

pub(crate) fn platform() -> Platform {
    Platform::new("linux", "amd64").unwrap()
}

pub(crate) fn good() -> Tree {
    Tree::toolchain(&version(), &platform())
}

/// The three formats.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Format {
    TarGz,
    Zip,
    Module,
}

pub(crate) const FORMATS: [Format; 3] = [Format::TarGz, Format::Zip, Format::Module];

pub(crate) fn pack(format: Format, tree: &Tree) -> Vec<u8> {
    match format {
        Format::TarGz => tar_gz(tree),
        Format::Zip => zip(tree),
        Format::Module => module_zip(tree, &version(), &platform()),
    }
}

/// Unpacks `bytes` as release 1.22.6 for linux/amd64.
pub(crate) fn unpack(format: Format, bytes: &[u8], full: bool, dir: &Dir) -> Result<Unpacked> {
    let told = AtomicU64::new(0);
    let unpack = Unpack {
        root: &dir.0,
        version: &version(),
        platform: &platform(),
        full,
        progress: &|more| {
            told.fetch_add(more, Ordering::Relaxed);
        },
    };
    let zipped = |flavour| {
        let spool = Dir::new();
        let path = spool.0.join("spooled.zip");
        std::fs::write(&path, bytes).unwrap();
        archive::zip(&std::fs::File::open(path).unwrap(), flavour, &unpack)
    };
    let result = match format {
        Format::TarGz => archive::tar_gz(bytes, &unpack),
        Format::Zip => zipped(Flavour::Archive),
        Format::Module => zipped(Flavour::Module),
    };
    let told = told.into_inner();
    assert!(told <= bytes.len() as u64, "progress beyond the end");
    assert!(
        result.is_err() || told > bytes.len() as u64 / 2,
        "progress lost"
    );
    result
}

/// Unpacks and expects a refusal that contains `says`.
pub(crate) fn refused(format: Format, bytes: &[u8], says: &str) {
    let error = match unpack(format, bytes, true, &Dir::new()) {
        Ok(_) => panic!("{format:?} accepted: {says}"),
        Err(error) => error,
    };
    assert_eq!(error.kind, Kind::Integrity, "{format:?}: {error}");
    assert!(
        error.to_string().contains(says),
        "{format:?} {says}: {error}"
    );
    let unsafe_to_print = |c: char| c.is_control() && c != '\n';
    assert!(!error.to_string().contains(unsafe_to_print), "{error:?}");
}

//! Archives, good and hostile, in all three formats.

use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use gom::archive::{self, Flavour, Unpack, Unpacked};
use gom_shim::platform::Platform;
use gom_shim::version::Version;
use gom_shim::{Error, Kind, Result};
use sha2::{Digest as _, Sha256};

use crate::support::archive::{Tree, h1, module_zip, tar_gz, zip};

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
    fn files(&self) -> Vec<String> {
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
    let flavour = match format {
        Format::TarGz => return archive::tar_gz(bytes, &unpack),
        Format::Zip => Flavour::Archive,
        Format::Module => Flavour::Module,
    };
    let spool = Dir::new();
    let path = spool.0.join("spooled.zip");
    std::fs::write(&path, bytes).unwrap();
    archive::zip(&std::fs::File::open(path).unwrap(), flavour, &unpack)
}

/// A tree with many small files and one that is too large for one piece.
fn varied() -> Tree {
    let mut tree = good();
    for n in 0..500 {
        let path = format!("src/p{}/f{n}.go", n % 40);
        tree = tree.file(&path, format!("package p{n}\n").repeat(n));
    }
    let noise: Vec<u8> = (0..3_000_000_u32)
        .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect();
    let zeros = vec![0; 10_000_000];
    let deep = format!("src/{}/{}.go", "directory-".repeat(9), "n".repeat(60));
    tree.file("pkg/tool/linux_amd64/link", &noise)
        .file("src/compress/testdata/null.in", zeros)
        .file("src/empty.go", "")
        .file(&deep, "package deep\n")
}

#[test]
fn every_format_gives_the_same_tree_and_hash() {
    let tree = varied();
    for format in FORMATS {
        let dir = Dir::new();
        let bytes = pack(format, &tree);
        let unpacked = unpack(format, &bytes, false, &dir).unwrap();
        assert_eq!(
            unpacked.h1,
            h1(&tree, &version(), &platform()),
            "{format:?}"
        );
        assert_eq!(unpacked.archive_bytes, bytes.len() as u64);
        let sha256 = matches!(format, Format::TarGz).then(|| Sha256::digest(&bytes).into());
        assert_eq!(unpacked.archive_sha256, sha256);
        let covered: Vec<_> = tree
            .files()
            .iter()
            .filter(|(path, _)| {
                !["api/", "doc/", "misc/", "test/"]
                    .iter()
                    .any(|d| path.starts_with(d))
            })
            .collect();
        let paths: Vec<_> = covered.iter().map(|(path, _)| path.clone()).collect();
        assert_eq!(dir.files(), paths);
        assert_eq!(unpacked.files, covered.len() as u64);
        let total: usize = covered.iter().map(|(_, bytes)| bytes.len()).sum();
        assert_eq!(unpacked.bytes, total as u64);
        for (path, bytes) in covered {
            assert!(std::fs::read(dir.0.join(path)).unwrap() == *bytes, "{path}");
        }
    }
}

#[test]
fn full_adds_what_no_hash_covers() {
    let tree = good();
    for format in [Format::TarGz, Format::Zip] {
        let dir = Dir::new();
        let unpacked = unpack(format, &pack(format, &tree), true, &dir).unwrap();
        assert_eq!(unpacked.h1, h1(&tree, &version(), &platform()));
        let all: Vec<_> = tree.files().iter().map(|(path, _)| path.clone()).collect();
        assert_eq!(dir.files(), all);
    }
}

#[cfg(unix)]
#[test]
fn modes_follow_from_names_alone() {
    use crate::support::archive::tar_entries;
    use crate::support::tar;
    use std::os::unix::fs::PermissionsExt as _;
    let mut entries = tar_entries(&good());
    entries.iter_mut().for_each(|entry| entry.mode = 0o6777);
    let dir = Dir::new();
    let bytes = tar::gzip(&tar::tar(&entries));
    unpack(Format::TarGz, &bytes, true, &dir).unwrap();
    let zips = Dir::new();
    unpack(Format::Zip, &zip(&good()), true, &zips).unwrap();
    for (path, mode) in [
        ("bin/go", 0o100_555),
        ("pkg/tool/linux_amd64/compile", 0o100_555),
        ("src/make.bash", 0o100_555),
        ("lib/wasm/go_js_wasm_exec", 0o100_555),
        ("VERSION", 0o100_444),
        ("src/go.mod", 0o100_444),
        ("src", 0o40_755),
        ("pkg/tool", 0o40_755),
    ] {
        for dir in [&dir, &zips] {
            let metadata = std::fs::metadata(dir.0.join(path)).unwrap();
            assert_eq!(metadata.permissions().mode(), mode, "{path}");
        }
    }
}

#[test]
fn the_wrong_toolchain_is_refused() {
    let tree = good();
    for (tree, why) in [
        (
            tree.clone().file("VERSION", "go1.22.7\n"),
            "another version",
        ),
        (tree.clone().file("VERSION", ""), "another version"),
        (
            tree.clone().file("VERSION", "go1.22.6 evil\n"),
            "another version",
        ),
        (tree.clone().without("VERSION"), "no file VERSION"),
        (tree.clone().without("bin/go"), "no file bin/go"),
        (
            tree.without("pkg/tool/linux_amd64/compile"),
            "no file pkg/tool/linux_amd64/compile",
        ),
    ] {
        for format in FORMATS {
            let error = unpack(format, &pack(format, &tree), false, &Dir::new()).unwrap_err();
            assert_eq!(error.kind, Kind::Integrity);
            assert!(error.message.contains(why), "{error}");
        }
    }
}

/// Reads some bytes and then fails with `0`.
struct Failing<'a>(&'a [u8], Option<io::Error>);

impl Read for Failing<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self.0.read(out)? {
            0 => Err(self.1.take().expect("read again after an error")),
            count => Ok(count),
        }
    }
}

#[test]
fn the_readers_own_error_comes_through() {
    let bytes = tar_gz(&varied());
    let own = Error::new(Kind::NotTrusted, "the server turned away").hint("gom doctor");
    for (error, kind, says) in [
        (
            io::Error::other(own),
            Kind::NotTrusted,
            "the server turned away",
        ),
        (
            io::ErrorKind::ConnectionReset.into(),
            Kind::Network,
            "connection reset",
        ),
    ] {
        let dir = Dir::new();
        let unpack = Unpack {
            root: &dir.0,
            version: &version(),
            platform: &platform(),
            full: false,
            progress: &|_| {},
        };
        let half = Failing(&bytes[..bytes.len() / 2], Some(error));
        let error = archive::tar_gz(half, &unpack).unwrap_err();
        assert_eq!(error.kind, kind);
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[test]
fn a_file_that_is_in_the_way_is_an_error_and_stops_all_threads() {
    for format in FORMATS {
        for path in ["VERSION", "pkg/tool/linux_amd64/link"] {
            let dir = Dir::new();
            let there = dir.0.join(path);
            if path == "VERSION" {
                std::fs::write(&there, "mine").unwrap();
            } else {
                std::fs::write(dir.0.join("pkg"), "mine").unwrap();
            }
            let error = unpack(format, &pack(format, &varied()), false, &dir).unwrap_err();
            assert_eq!(error.kind, Kind::FileSystem, "{format:?} {error}");
        }
    }
}

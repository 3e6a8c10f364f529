//! Good archives in all three formats, and what can go wrong around them.

use std::io::{self, Read};

use gom::archive::{self, Unpack};
use gom_shim::{Error, Kind};
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use sha2::{Digest as _, Sha256};

use crate::support::archive::{Tree, h1, tar_gz, zip};
use crate::support::unpacking::{
    Dir, FORMATS, Format, good, pack, platform, refused, unpack, version,
};

/// A tree with many small files and one that is too large for one piece.
fn varied() -> Tree {
    let mut tree = good();
    for n in 0..500 {
        let path = format!("src/p{}/f{n}.go", n % 40);
        tree = tree.file(&path, format!("package p{n}\n").repeat(n));
    }
    let noise: Vec<u8> = (0..4_000_000_u32)
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
        (
            tree.clone().file("VERSION", b"go1.22.6\xff\n"),
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
    let tree = varied();
    for format in FORMATS {
        let bytes = pack(format, &tree);
        for path in ["VERSION", "pkg/tool/linux_amd64/link"] {
            let dir = Dir::new();
            let there = dir.0.join(path);
            if path == "VERSION" {
                std::fs::write(&there, "mine").unwrap();
            } else {
                std::fs::write(dir.0.join("pkg"), "mine").unwrap();
            }
            let error = unpack(format, &bytes, false, &dir).unwrap_err();
            assert_eq!(error.kind, Kind::FileSystem, "{format:?} {error}");
        }
    }
}

/// The test above again, in a process whose umask takes almost everything.
#[cfg(unix)]
#[test]
fn the_umask_takes_nothing() {
    let output = std::process::Command::new("sh")
        .args([
            "-c",
            r#"umask 077; exec "$0" --exact archive::modes_follow_from_names_alone"#,
        ])
        .arg(std::env::current_exe().unwrap())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Whatever a few wrong bytes do to an archive: the same tree comes out, or a refusal.
    #[test]
    fn damaged_archives_never_give_another_tree(
        format in 0_usize..3,
        damage in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..4),
        cut in proptest::option::of(any::<u16>()),
    ) {
        let format = FORMATS[format];
        let tree = good();
        let mut bytes = pack(format, &tree);
        for (at, value) in damage {
            let at = usize::from(at) % bytes.len();
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(usize::from(cut) % bytes.len());
        }
        match unpack(format, &bytes, false, &Dir::new()) {
            Ok(unpacked) => prop_assert_eq!(unpacked.h1, h1(&tree, &version(), &platform())),
            Err(error) => prop_assert!(error.kind == Kind::Integrity, "{}", error),
        }
    }
}

#[test]
fn bombs() {
    let zeros = |path: &str| (path.to_owned(), vec![0; 100 << 20]);
    let tree = [zeros("src/a"), zeros("src/b")]
        .iter()
        .fold(good(), |tree, (path, bytes)| tree.file(path, bytes));
    refused(Format::TarGz, &tar_gz(&tree), "more than 50 times its size");
    refused(Format::Zip, &zip(&tree), "more than 50 times its size");
}

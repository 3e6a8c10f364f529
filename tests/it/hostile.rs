//! Hostile archives over all three formats: each refused, and the entry named.

use gom_shim::Kind;

use crate::archive::{Dir, FORMATS, Format, good, platform, unpack, version};
use crate::support::archive::{
    Tree, module_entries, tar_entries, tar_gz, zip as whole_zip, zip_entries,
};
use crate::support::{tar, zip};

/// Unpacks and expects a refusal that contains `says`.
fn refused(format: Format, bytes: &[u8], says: &str) {
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

/// The good archive's entries plus one more file at each of `paths`, relative to its prefix.
fn with_files(format: Format, paths: &[&str]) -> Vec<u8> {
    match format {
        Format::TarGz => {
            let mut entries = tar_entries(&good());
            for path in paths {
                entries.push(tar::Entry::file(&format!("go/{path}"), b"evil"));
            }
            tar::gzip(&tar::tar(&entries))
        }
        Format::Zip => {
            let mut entries = zip_entries(&good());
            for path in paths {
                entries.push(zip::Entry::file(&format!("go/{path}"), b"evil"));
            }
            zip::zip(&entries, &zip::End::default())
        }
        Format::Module => {
            let mut entries = module_entries(&good(), &version(), &platform());
            let prefix = gom::module::name(&version(), &platform());
            for path in paths {
                entries.push(zip::Entry::file(&format!("{prefix}/{path}"), b"evil"));
            }
            zip::zip(&entries, &zip::End::default())
        }
    }
}

#[test]
fn hostile_names() {
    for (paths, says) in [
        (&["../evil"][..], "'{}/../evil'"),
        (&["src/../../evil"], "'{}/src/../../evil'"),
        (&["/etc/evil"], "'{}//etc/evil'"),
        (&["src/./evil"], "ends with a dot"),
        (&["src\\evil"], "'{}/src\\evil'"),
        (&["C:evil"], "'{}/C:evil'"),
        (&["src/a.go:stream"], "'{}/src/a.go:stream'"),
        (&["src/nul.txt"], "Windows device"),
        (&["src/COM1"], "Windows device"),
        (&["src/evil."], "ends with a dot"),
        (&["src/evil "], "with a space"),
        (&["src/\u{1b}[31mevil"], "\\u{1b}[31mevil"),
        (&["src/\u{202e}evil"], "\\u{202e}evil"),
        (&["src/a\u{301}"], "not allowed in names"),
        (&["src/evil", "src/evil"], "'src/evil' is there twice"),
        (&["bin/go"], "'bin/go' is there twice"),
        (
            &["src/evil", "src/EVIL"],
            "'src/EVIL' differs from another in case only",
        ),
        (
            &["SRC/evil"],
            "'SRC/evil' differs from another in case only",
        ),
        (&["src"], "'src' is both a file and a directory"),
        (
            &["bin/go/evil"],
            "'bin/go/evil' is both a file and a directory",
        ),
        (&[".gom/receipt.json"], "gom's own files"),
        (&["src/Go.mod"], "misnamed"),
    ] {
        for format in FORMATS {
            let prefix = match format {
                Format::Module => gom::module::name(&version(), &platform()),
                _ => "go".into(),
            };
            let says = says.replace("{}", &prefix);
            refused(format, &with_files(format, paths), &says);
        }
    }
    refused(
        Format::TarGz,
        &with_files(Format::TarGz, &["x/_go.mod"]),
        "'go/x/_go.mod' is misnamed",
    );
    refused(
        Format::Zip,
        &with_files(Format::Zip, &["x/_go.mod"]),
        "'go/x/_go.mod' is misnamed",
    );
    refused(
        Format::Module,
        &with_files(Format::Module, &["x/go.mod"]),
        "/x/go.mod' is misnamed",
    );
    refused(
        Format::Module,
        &with_files(Format::Module, &["test/a"]),
        "modules leave out",
    );
}

#[test]
fn wrong_prefixes() {
    let module = crate::archive::pack(Format::Module, &good());
    refused(Format::Zip, &module, "does not begin with 'go/'");
    let archive = crate::archive::pack(Format::Zip, &good());
    refused(
        Format::Module,
        &archive,
        "does not begin with 'golang.org/toolchain@v0.0.1-go1.22.6",
    );
    for name in [
        "evil",
        "go",
        "Go/evil",
        "./go/evil",
        "/go/evil",
        "gopher/evil",
    ] {
        let mut entries = tar_entries(&good());
        entries.push(tar::Entry::file(name, b"evil"));
        refused(
            Format::TarGz,
            &tar::gzip(&tar::tar(&entries)),
            &format!("'{name}'"),
        );
        let mut entries = zip_entries(&good());
        entries.push(zip::Entry::file(name, b"evil"));
        refused(
            Format::Zip,
            &zip::zip(&entries, &zip::End::default()),
            &format!("'{name}'"),
        );
    }
}

#[test]
fn hostile_tar_entries() {
    let evil = || tar::Entry::file("go/evil", b"evil");
    let kind = |kind| evil().kind(kind);
    let pax = |records: &[(&str, &str)]| vec![tar::Entry::pax(records), evil()];
    let sized = |size| tar::Entry {
        size: Some(size),
        ..evil()
    };
    for (added, says) in [
        (vec![kind(b'1').link("go/bin/go")], "'go/evil' is a link"),
        (vec![kind(b'2').link("/etc/passwd")], "'go/evil' is a link"),
        (vec![kind(b'3')], "'go/evil' is a device"),
        (vec![kind(b'4')], "'go/evil' is a device"),
        (vec![kind(b'6')], "'go/evil' is a device or pipe"),
        (vec![kind(b'7')], "unusual tar type '7'"),
        (vec![kind(b'g')], "unusual tar type 'g'"),
        (vec![kind(b'L')], "unusual tar type 'L'"),
        (vec![kind(b'K')], "unusual tar type 'K'"),
        (vec![kind(b'S')], "unusual tar type 'S'"),
        (vec![kind(0x1b)], "unusual tar type '\\u{1b}'"),
        (
            vec![evil().link("go/x")],
            "'go/evil' has the target of a link",
        ),
        (vec![kind(b'5')], "'go/evil' is a directory with content"),
        (vec![tar::Entry::dir("go/../evil/")], "'go/../evil'"),
        (vec![tar::Entry::dir("go/BIN/")], "'BIN' differs"),
        (vec![tar::Entry::dir("go/bin/go/")], "'bin/go' is both"),
        (
            vec![tar::Entry::file("go/evil/", b"")],
            "'go/evil/' has an empty path element",
        ),
        (pax(&[("path", "go/../../evil")]), "'go/../../evil'"),
        (pax(&[("path", "/evil")]), "'/evil'"),
        (pax(&[("size", "4")]), "PAX header with 'size'"),
        (pax(&[("linkpath", "/x")]), "PAX header with 'linkpath'"),
        (
            pax(&[("GNU.sparse.name", "x")]),
            "PAX header with 'GNU.sparse.name'",
        ),
        (
            pax(&[("path", "go/a"), ("path", "go/b")]),
            "PAX header with 'path'",
        ),
        (
            vec![tar::Entry::pax(&[]), tar::Entry::pax(&[]), evil()],
            "unusual PAX header",
        ),
        (
            vec![tar::Entry::pax(&[("path", "go/a")])],
            "PAX header without an entry",
        ),
        (vec![evil().kind(b'x')], "malformed PAX header"),
        (
            vec![tar::Entry {
                magic: *b"ustar  \0",
                ..evil()
            }],
            "'go/evil' is not in ustar format",
        ),
        (
            vec![tar::Entry {
                magic: [0; 8],
                ..evil()
            }],
            "'go/evil' is not in ustar format",
        ),
        (
            vec![tar::Entry {
                checksum_off: 1,
                ..evil()
            }],
            "damaged tar header",
        ),
        (
            vec![tar::Entry {
                name: b"go/evil\0x".into(),
                ..evil()
            }],
            "malformed name",
        ),
        (
            vec![tar::Entry {
                name: b"go/\xff".into(),
                ..evil()
            }],
            "is not UTF-8",
        ),
        (vec![sized(257 << 20)], "'evil' is larger than 256 MiB"),
        (vec![sized(1 << 20)], "ends in the middle of its tar"),
        (vec![sized(2)], "hides data between its entries"),
    ] {
        let mut entries = tar_entries(&good());
        entries.extend(added);
        refused(Format::TarGz, &tar::gzip(&tar::tar(&entries)), says);
    }
}

#[test]
fn pax_may_carry_a_long_name_and_times() {
    let mut entries = tar_entries(&good());
    let path = format!("go/src/{}/x.go", "long".repeat(30));
    entries.push(tar::Entry::pax(&[("mtime", "1"), ("path", &path)]));
    entries.push(tar::Entry::file("go/short", b"package x\n"));
    let dir = Dir::new();
    unpack(Format::TarGz, &tar::gzip(&tar::tar(&entries)), false, &dir).unwrap();
    assert!(dir.0.join(&path[3..]).is_file() && !dir.0.join("short").exists());
}

#[test]
fn hostile_tar_ends() {
    let entries = tar_entries(&good());
    let whole = tar::tar(&entries);
    let open = tar::open_ended(&entries);
    let half_trailer = [open.as_slice(), &[0; 512]].concat();
    let after = [
        whole.as_slice(),
        &tar::open_ended(&[tar::Entry::file("go/evil", b"x")]),
    ]
    .concat();
    let padded = [whole.as_slice(), &[0; 9 * 512]].concat();
    let endless = [whole.as_slice(), &vec![0; 3 << 20]].concat();
    refused(
        Format::TarGz,
        &tar::gzip(&open),
        "ends in the middle of its tar",
    );
    refused(
        Format::TarGz,
        &tar::gzip(&half_trailer),
        "ends in the middle of its tar",
    );
    refused(Format::TarGz, &tar::gzip(&after), "data after its end");
    refused(Format::TarGz, &tar::gzip(&endless), "data after its end");
    refused(
        Format::TarGz,
        &tar::gzip(b""),
        "ends in the middle of its tar",
    );
    unpack(Format::TarGz, &tar::gzip(&padded), false, &Dir::new()).unwrap();

    let good = tar_gz(&good());
    for length in [
        0,
        5,
        10,
        100,
        good.len() / 2,
        good.len() - 9,
        good.len() - 1,
    ] {
        refused(Format::TarGz, &good[..length], "is cut short");
    }
    for junk in [&b"\0"[..], b"evil", &good] {
        refused(Format::TarGz, &[&good, junk].concat(), "data after its end");
    }
    let mut flipped = good.clone();
    *flipped.last_mut().unwrap() ^= 1;
    refused(Format::TarGz, &flipped, "gzip checksum");
    refused(Format::TarGz, b"<!DOCTYPE html><html>", "HTML page");
    refused(Format::TarGz, b"BZh91AY&SY and more", "is not gzip");
}

#[test]
fn bombs() {
    let zeros = |path: &str| (path.to_owned(), vec![0; 100 << 20]);
    let tree = [zeros("src/a"), zeros("src/b")]
        .iter()
        .fold(good(), |tree, (path, bytes)| tree.file(path, bytes));
    refused(Format::TarGz, &tar_gz(&tree), "more than 50 times its size");
    refused(
        Format::Zip,
        &whole_zip(&tree),
        "more than 50 times its size",
    );
}

#[test]
fn too_many_entries() {
    let tree: Tree = good();
    let mut entries = tar_entries(&tree);
    entries.extend((0..100_001).map(|n| tar::Entry::file(&format!("go/src/{n}"), b"")));
    refused(
        Format::TarGz,
        &tar::gzip(&tar::tar(&entries)),
        "is one too many",
    );
}

type Tweak = fn(&mut zip::Entry);

#[test]
fn hostile_zip_entries() {
    let tweaks: [(Tweak, &str); 24] = [
        (
            |e| e.local_name = Some("go/evil".into()),
            "differs between local header and central",
        ),
        (
            |e| e.local_name = Some("go/src/fmt/evil_.go".into()),
            "differs between local header",
        ),
        (|e| e.local_method = Some(0), "differs between local header"),
        (|e| e.local_flags = Some(0), "differs between local header"),
        (
            |e| e.local_flags = Some(0x808),
            "differs between local header",
        ),
        (|e| e.packed_off = 1, "archive entry"),
        (|e| e.packed_off = -1, "archive entry"),
        (|e| e.packed_off = 1 << 20, "overlaps another"),
        (|e| e.size_off = 1, "damaged data"),
        (|e| e.size_off = -1, "damaged data"),
        (|e| e.crc_off = 1, "does not match its checksum"),
        (
            |e| (e.flags, e.crc_off) = (0, 1),
            "does not match its checksum",
        ),
        (|e| e.flags = 1, "encrypted"),
        (|e| e.flags = 0x2008, "unusual flags"),
        (|e| e.method = 12, "compressed in an unusual way"),
        (|e| e.method = 99, "compressed in an unusual way"),
        (|e| e.mode = 0o120_777, "no regular file"),
        (|e| e.mode = 0o060_666, "no regular file"),
        (|e| e.mode = 0o040_755, "no regular file"),
        (
            |e| e.extra = b"\x01\0\x08\0\0\0\0\0\0\0\0\0".to_vec(),
            "unusual extra field",
        ),
        (
            |e| e.extra = b"up\x05\0\x01\0\0\0\0".to_vec(),
            "unusual extra field",
        ),
        (
            |e| e.extra = b"UT\xff\0\x01".to_vec(),
            "unusual extra field",
        ),
        (|e| e.comment = b"PK\x05\x06".to_vec(), "has a comment"),
        (
            |e| e.gap = b"PK\x03\x04 hidden".to_vec(),
            "followed by data of no entry",
        ),
    ];
    for (tweak, says) in tweaks {
        for format in [Format::Zip, Format::Module] {
            let mut entries = match format {
                Format::Zip => zip_entries(&good()),
                _ => module_entries(&good(), &version(), &platform()),
            };
            let at = entries
                .iter()
                .position(|e| e.name.ends_with("fmt/print.go"));
            tweak(&mut entries[at.unwrap()]);
            let bytes = zip::zip(&entries, &zip::End::default());
            refused(format, &bytes, says);
        }
    }
    let mut entries = zip_entries(&good());
    entries[2].offset = Some(0);
    refused(
        Format::Zip,
        &zip::zip(&entries, &zip::End::default()),
        "overlaps another",
    );
    let mut entries = zip_entries(&good());
    entries.push(zip::Entry {
        mode: 0o040_755,
        ..zip::Entry::file("go/dir/", b"content")
    });
    refused(
        Format::Zip,
        &zip::zip(&entries, &zip::End::default()),
        "directory with content",
    );
}

#[test]
fn hostile_zip_ends() {
    type Change = fn(&mut zip::End);
    let changes: [(Change, &str); 9] = [
        (
            |end| end.comment = b"hello".to_vec(),
            "does not end as a plain zip does",
        ),
        (
            |end| end.after = b"junk".to_vec(),
            "does not end as a plain zip does",
        ),
        (
            |end| end.after = vec![0; 22],
            "does not end as a plain zip does",
        ),
        (
            |end| end.before = b"#!/bin/sh\n".to_vec(),
            "data before its first entry",
        ),
        (|end| end.zip64 = true, "central directory of a wrong size"),
        (|end| end.count_off = 1, "another number of entries"),
        (|end| end.count_off = -1, "another number of entries"),
        (|end| end.size_off = 1, "central directory of a wrong size"),
        (
            |end| end.size_off = -46,
            "central directory of a wrong size",
        ),
    ];
    for (change, says) in changes {
        let mut end = zip::End::default();
        change(&mut end);
        refused(Format::Zip, &zip::zip(&zip_entries(&good()), &end), says);
    }
    let whole = whole_zip(&good());
    for length in [0, 10, 22, whole.len() / 2, whole.len() - 1] {
        refused(Format::Zip, &whole[..length], "the archive");
    }
    refused(
        Format::Module,
        b"<html><body>Please log in to go on</body></html>",
        "HTML page",
    );
}

#[test]
fn stored_entries_and_missing_descriptors_are_plain_zip() {
    let mut entries = zip_entries(&good());
    entries[0].method = 0;
    entries[1].flags = 0;
    (entries[2].method, entries[2].flags) = (0, 0);
    entries.swap(3, 4);
    entries.insert(
        0,
        zip::Entry {
            mode: 0o040_755,
            method: 0,
            ..zip::Entry::file("go/src/", b"")
        },
    );
    let dir = Dir::new();
    let unpacked = unpack(
        Format::Zip,
        &zip::zip(&entries, &zip::End::default()),
        false,
        &dir,
    );
    let h1 = crate::support::archive::h1(&good(), &version(), &platform());
    assert_eq!(unpacked.unwrap().h1, h1);
}

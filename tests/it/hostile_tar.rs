//! Hostile tars and gzip files around them.

use gom_shim::Kind;
use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};

use crate::support::archive::{tar_entries, tar_gz};
use crate::support::tar;
use crate::support::unpacking::{Dir, Format, good, refused, unpack};

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
    let mut flipped = good;
    *flipped.last_mut().unwrap() ^= 1;
    refused(Format::TarGz, &flipped, "gzip checksum");
    refused(Format::TarGz, b"<!DOCTYPE html><html>", "HTML page");
    refused(Format::TarGz, b"BZh91AY&SY and more", "is not gzip");
}

#[test]
fn too_many_entries() {
    let mut entries = tar_entries(&good());
    entries.extend((0..100_001).map(|n| tar::Entry::dir(&format!("go/src/{n}/"))));
    refused(
        Format::TarGz,
        &tar::gzip(&tar::tar(&entries)),
        "is one too many",
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Below the checksum of gzip, where the tar's own rules are all there is: no panic, no
    /// other class of error.
    #[test]
    fn damaged_tars_are_refused_or_read(
        damage in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = tar::tar(&tar_entries(&good()));
        for (at, value) in damage {
            // Headers rather than padding: the first 160 bytes of a block.
            let at = usize::from(at) / 160 * 512 + usize::from(at) % 160;
            let at = at % bytes.len();
            bytes[at] = value;
        }
        if let Err(error) = unpack(Format::TarGz, &tar::gzip(&bytes), true, &Dir::new()) {
            prop_assert!(error.kind == Kind::Integrity, "{}", error);
        }
    }
}

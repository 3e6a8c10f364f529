//! Hostile zips, of go.dev and of proxies.

use crate::support::archive::{module_entries, zip as whole_zip, zip_entries};
use crate::support::unpacking::{Dir, Format, good, platform, refused, unpack, version};
use crate::support::{archive, zip};

type Tweak = fn(&mut zip::Entry);

#[test]
fn hostile_zip_entries() {
    let tweaks: [(Tweak, &str); 26] = [
        (|e| e.local_extra = 200, "overlaps another"),
        (|e| e.local_extra = 60_000, "too long a local header"),
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

/// Entries too large to be inflated at once take another way, with the same rules.
#[test]
fn hostile_large_zip_entries() {
    let tweaks: [(Tweak, &str); 9] = [
        (|e| e.local_extra = 60_000, "too long a local header"),
        (|e| e.size_off = 1, "damaged data"),
        (|e| e.size_off = -1, "larger than it says"),
        (|e| e.crc_off = 1, "does not match its checksum"),
        (|e| e.packed_off = 1, "followed by data of no entry"),
        (|e| e.packed_off = -1, "followed by data of no entry"),
        (|e| e.local_method = Some(0), "differs between local header"),
        (
            |e| (e.method, e.crc_off) = (0, 1),
            "does not match its checksum",
        ),
        (|e| e.gap = vec![b'x'; 5000], "followed by data of no entry"),
    ];
    let noise: Vec<u8> = (0..4_000_000_u32)
        .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect();
    for (tweak, says) in tweaks {
        let mut entries = zip_entries(&good());
        let mut large = zip::Entry::file("go/bin/large", &noise);
        tweak(&mut large);
        entries.push(large);
        refused(Format::Zip, &zip::zip(&entries, &zip::End::default()), says);
    }
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
    let h1 = archive::h1(&good(), &version(), &platform());
    assert_eq!(unpacked.unwrap().h1, h1);
}

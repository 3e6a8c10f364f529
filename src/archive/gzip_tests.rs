//! Tests of the one-member gzip reader.

use std::io::Write as _;

use super::*;

/// Input that comes in pieces of a given length.
struct Pieces<'a>(&'a [u8], usize);

impl Input for Pieces<'_> {
    fn fill(&mut self) -> Result<&[u8]> {
        Ok(&self.0[..self.1.min(self.0.len())])
    }

    fn consume(&mut self, count: usize) {
        self.0 = &self.0[count..];
    }
}

fn gzip(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut builder = flate2::GzBuilder::new();
    if !name.is_empty() {
        builder = builder.filename(name);
    }
    let mut out = builder.write(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn content(packed: &[u8], piece: usize) -> Result<Vec<u8>> {
    let mut member = Member::open(Pieces(packed, piece))?;
    let (mut all, mut buffer) = (Vec::new(), [0; 1000]);
    loop {
        match member.read(&mut buffer)? {
            0 => return Ok(all),
            count => all.extend(&buffer[..count]),
        }
    }
}

#[test]
fn whole_members_in_pieces_of_any_size() {
    let bytes: Vec<u8> = (0..50_000_u32).flat_map(u32::to_le_bytes).collect();
    for name in ["", "go1.22.6.linux-amd64.tar"] {
        for piece in [1, 7, 4096, usize::MAX] {
            assert_eq!(content(&gzip(&bytes, name), piece).unwrap(), bytes);
        }
    }
    assert_eq!(content(&gzip(b"", ""), 1).unwrap(), b"");
}

#[test]
fn every_truncation_and_every_addition_is_refused() {
    let packed = gzip(b"some content, some content", "n");
    for end in 0..packed.len() {
        let error = content(&packed[..end], 5).unwrap_err();
        assert!(error.message.contains("cut short"), "{end}: {error}");
    }
    for added in [&b"\0"[..], b"junk", &packed] {
        let error = content(&[&packed, added].concat(), 5).unwrap_err();
        assert!(error.message.contains("after its end"), "{error}");
    }
    for at in packed.len() - 8..packed.len() {
        let mut wrong = packed.clone();
        wrong[at] ^= 1;
        let error = content(&wrong, 5).unwrap_err();
        assert!(error.message.contains("checksum"), "{error}");
    }
    let mut flags = packed;
    flags[3] = 4;
    assert!(content(&flags, 5).is_err());
    assert!(
        content(b"<!DOCTYPE html>", 5)
            .unwrap_err()
            .to_string()
            .contains("HTML")
    );
}

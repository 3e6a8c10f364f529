//! A throw-away checksum log with a key of its own, and knobs to make it lie.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use sha2::{Digest as _, Sha256};

type Hash = [u8; 32];

/// The `/go.mod` hash that all toolchains share.
const GO_MOD_H1: &str = "h1:8wlg68NqwW7eMnI1aABk/C2pDYXj8mrMY4TyRfiLeS0=";

/// One way for a log, or for who stands before it, to be dishonest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lie {
    /// The lookup tells another `h1:` than the log holds.
    ForgedRecord(String),
    /// The lookup answers with this record text, under an honest head.
    OtherRecord(String),
    /// The head is signed with another key under this log's name and key hash.
    ForeignSignature,
    /// The head is signed by another log altogether.
    ForeignKey,
    /// A second, wrong signature of this log follows the good one.
    SecondSignature,
    /// No lookup finds anything.
    MissingRecord,
    /// The first byte of every tile whose path starts so is flipped.
    FlippedTile(String),
    /// The first byte of every hash in every tile of row 0 is flipped but that of the record.
    FlippedLeaves,
    /// This text stands between record and head.
    AppendedToRecord(String),
    /// This text stands after the whole answer.
    AppendedToAnswer(String),
    /// The lookup tells this record number.
    WrongId(String),
    /// Tiles have one hash more than asked for.
    WideTiles,
    /// Only full tiles are served, as after a while.
    NoPartialTiles,
    /// No tile is served.
    NoTiles,
    /// Everything is this page.
    Html,
}

/// A log whose records and lies tests decide.
pub(crate) struct Log {
    name: String,
    key: Ed25519KeyPair,
    records: Vec<String>,
    ids: BTreeMap<String, usize>,
    lies: Vec<Lie>,
}

impl Log {
    /// An empty log named `name`; the same name always gives the same key.
    pub(crate) fn new(name: &str) -> Self {
        let seed: Hash = Sha256::digest(name).into();
        Self {
            name: name.to_owned(),
            key: Ed25519KeyPair::from_seed_unchecked(&seed).unwrap(),
            records: Vec::new(),
            ids: BTreeMap::new(),
            lies: Vec::new(),
        }
    }

    /// Its name, the first part of its key.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// How many records it has.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// This log's key in verifier form.
    pub(crate) fn vkey(&self) -> String {
        let key = STANDARD.encode(self.key_bytes());
        format!("{}+{:08x}+{key}", self.name, self.key_hash())
    }

    fn key_bytes(&self) -> Vec<u8> {
        [&[1], self.key.public_key().as_ref()].concat()
    }

    fn key_hash(&self) -> u32 {
        let mut digest = Sha256::new();
        digest.update(format!("{}\n", self.name));
        digest.update(self.key_bytes());
        u32::from_be_bytes(digest.finalize()[..4].try_into().unwrap())
    }

    /// Adds the record of a toolchain, `golang.org/toolchain@v0.0.1-…`, with this `h1:`.
    pub(crate) fn add(&mut self, module_version: &str, h1: &str) {
        self.ids
            .insert(module_version.to_owned(), self.records.len());
        self.records.push(record(module_version, h1));
    }

    /// Adds `count` records that nobody asks for.
    pub(crate) fn fill(&mut self, count: usize) {
        for _ in 0..count {
            let n = self.records.len();
            self.records.push(format!("example.com/filler v0.0.{n}\n"));
        }
    }

    /// From now on the log lies so, beside whatever it lied before.
    pub(crate) fn lie(&mut self, lie: Lie) {
        self.lies.push(lie);
    }

    /// The answer to a path such as `lookup/…`, `tile/…`, `latest`, `supported`; `None` is 404.
    pub(crate) fn get(&self, path: &str) -> Option<Vec<u8>> {
        if self.lies.contains(&Lie::Html) {
            return Some(b"<!DOCTYPE html><title>Log in</title>".to_vec());
        }
        match path.split_once('/') {
            None if path == "supported" => Some(Vec::new()),
            None if path == "latest" => Some(self.note().into_bytes()),
            Some(("lookup", module_version)) => self.lookup(module_version).map(String::into_bytes),
            Some(("tile", coordinates)) => self.tile(path, coordinates),
            _ => None,
        }
    }

    fn lookup(&self, module_version: &str) -> Option<String> {
        let id = *self.ids.get(module_version)?;
        let (mut number, mut text) = (id.to_string(), self.records[id].clone());
        let (mut between, mut after) = ("", "");
        for lie in &self.lies {
            match lie {
                Lie::MissingRecord => return None,
                Lie::ForgedRecord(h1) => text = record(module_version, h1),
                Lie::OtherRecord(other) => text.clone_from(other),
                Lie::WrongId(wrong) => number.clone_from(wrong),
                Lie::AppendedToRecord(lines) => between = lines,
                Lie::AppendedToAnswer(lines) => after = lines,
                _ => {}
            }
        }
        Some(format!("{number}\n{text}{between}\n{}{after}", self.note()))
    }

    /// The signed tree head.
    fn note(&self) -> String {
        let root = STANDARD.encode(self.hash(0, self.records.len()));
        let text = format!("go.sum database tree\n{}\n{root}\n", self.records.len());
        let other = Self::new("other.example");
        let mut note = match self.lies.as_slice() {
            lies if lies.contains(&Lie::ForeignSignature) => {
                signed(&text, &self.name, self.key_hash(), &other.key)
            }
            lies if lies.contains(&Lie::ForeignKey) => {
                signed(&text, &other.name, other.key_hash(), &other.key)
            }
            _ => signed(&text, &self.name, self.key_hash(), &self.key),
        };
        if self.lies.contains(&Lie::SecondSignature) {
            let wrong = signed(&text, &self.name, self.key_hash(), &other.key);
            note.push_str(wrong.rsplit_once("\n\n").unwrap().1);
        }
        note
    }

    /// The hash over the records `from..to` (RFC 6962 §2.1).
    fn hash(&self, from: usize, to: usize) -> Hash {
        match to - from {
            0 => Sha256::digest("").into(),
            1 => Sha256::digest([b"\0", self.records[from].as_bytes()].concat()).into(),
            n => {
                let split = from + n.next_power_of_two() / 2;
                let sides = [self.hash(from, split), self.hash(split, to)].concat();
                Sha256::digest([&[1], sides.as_slice()].concat()).into()
            }
        }
    }

    fn tile(&self, path: &str, coordinates: &str) -> Option<Vec<u8>> {
        let (place, width) = match coordinates.split_once(".p/") {
            Some(_) if self.lies.contains(&Lie::NoPartialTiles) => return None,
            Some((place, width)) => (place, width.parse().ok()?),
            None => (coordinates, 256),
        };
        let mut parts = place.split('/');
        let (height, row) = (parts.next()?, parts.next()?.parse::<u32>().ok()?);
        let index = parts.fold(String::new(), |all, part| {
            all + part.trim_start_matches('x')
        });
        let first = index.parse::<usize>().ok()? * 256;
        let step = 256_usize.checked_pow(row)?;
        // Where the log grew to fill its last tile, the full one has hashes from its future.
        let known = self.records.len() / step;
        let future = self.lies.contains(&Lie::NoPartialTiles);
        if height != "8" || known <= first || (known < first + width && !future) {
            return None;
        }
        let wide = usize::from(self.lies.contains(&Lie::WideTiles));
        let mut bytes = Vec::new();
        for n in first..first + width + wide {
            let hash = if n < known {
                self.hash(n * step, (n + 1) * step)
            } else {
                [0xee; 32]
            };
            bytes.extend(hash);
        }
        for lie in &self.lies {
            match lie {
                Lie::NoTiles => return None,
                Lie::FlippedTile(start) if path.starts_with(start.as_str()) => bytes[0] ^= 1,
                Lie::FlippedLeaves if row == 0 => {
                    bytes.iter_mut().step_by(32).for_each(|b| *b ^= 1);
                }
                _ => {}
            }
        }
        Some(bytes)
    }
}

/// A toolchain's record text.
pub(crate) fn record(module_version: &str, h1: &str) -> String {
    let (path, version) = module_version.split_once('@').unwrap();
    format!("{path} {version} {h1}\n{path} {version}/go.mod {GO_MOD_H1}\n")
}

fn signed(text: &str, name: &str, hash: u32, key: &Ed25519KeyPair) -> String {
    let signature = key.sign(text.as_bytes());
    let bytes = [&hash.to_be_bytes(), signature.as_ref()].concat();
    format!("{text}\n— {name} {}\n", STANDARD.encode(bytes))
}

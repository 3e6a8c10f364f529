//! The checksum database's answers, honest and forged.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use gom::sumdb::{Answer, Key, Lookup, Proof, Transport, prove};
use gom_shim::{Kind, Result};
use proptest::prelude::{ProptestConfig, prop_assert_eq, proptest};

use crate::support::log::{self, Lie, Log};

const NAME: &str = "golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64";
const OTHER: &str = "golang.org/toolchain@v0.0.1-go1.22.7.linux-amd64";
const H1: &str = "h1:TmiC7kE4hHuA7UwTcrWUtL/Curn//Xchpqc+HHYEv2M=";
const EVIL: &str = "h1:wVC9wx2XOcP5gHiN8ZzfyTfjlrDLSS7Hu1wjI01n68U=";

/// A transport to a log in memory that counts what is asked for.
struct Near<'a>(&'a Log, Mutex<BTreeMap<String, u32>>);

impl Transport for Near<'_> {
    fn get(&self, path: &str) -> Result<Answer> {
        *self.1.lock().unwrap().entry(path.to_owned()).or_default() += 1;
        Ok(match self.0.get(path) {
            Some(body) => Answer::Body(body),
            None => Answer::Absent("404 Not Found".into()),
        })
    }

    fn describe(&self) -> String {
        "the log of this test".into()
    }
}

fn ask(log: &Log) -> Result<Lookup> {
    let key = Key::parse(&log.vkey()).unwrap();
    prove(&key, &Near(log, Mutex::default()), NAME)
}

fn proved(log: &Log) -> Proof {
    match ask(log) {
        Ok(Lookup::Proved(proof)) => proof,
        other => panic!("{other:?}"),
    }
}

/// A log of `size` records with the one asked for at `id`.
fn log_of(size: usize, id: usize) -> Log {
    let mut log = Log::new("log.example");
    log.fill(id);
    log.add(NAME, H1);
    log.fill(size - id - 1);
    log
}

#[test]
fn an_honest_log_proves_and_each_tile_is_asked_for_once() {
    let log = log_of(700, 300);
    let key = Key::parse(&log.vkey()).unwrap();
    let near = Near(&log, Mutex::default());
    let Lookup::Proved(proof) = prove(&key, &near, NAME).unwrap() else {
        panic!("the log has the record");
    };
    assert_eq!(
        (proof.h1.as_str(), proof.id, proof.size, proof.path.len()),
        (H1, 300, 700, 10)
    );
    let asked = near.1.into_inner().unwrap();
    assert!(asked.values().all(|&times| times == 1), "{asked:?}");
    assert_eq!(asked.len(), 4, "{asked:?}");
}

#[test]
fn a_written_proof_is_checked_again_without_the_log() {
    let log = log_of(700, 300);
    let key = Key::parse(&log.vkey()).unwrap();
    let text = serde_json::to_string(&proved(&log)).unwrap();
    let read: Proof = serde_json::from_str(&text).unwrap();
    assert_eq!(read.check(&key, NAME).unwrap(), H1);

    type Change = fn(&mut Proof);
    let changes: [(&str, Change); 9] = [
        ("key is not", |p| p.key = Key::golang().vkey()),
        ("h1 is not", |p| p.h1 = EVIL.into()),
        ("size is not", |p| p.size += 1),
        ("not in the signed tree", |p| p.id += 1),
        ("outside the signed tree", |p| p.id = 700),
        ("not that of", |p| p.record = log::record(OTHER, H1)),
        ("not in the signed tree", |p| {
            p.record = log::record(NAME, EVIL)
        }),
        ("not in the signed tree", |p| p.path[3][31] ^= 1),
        ("wrong length", |p| p.path.truncate(9)),
    ];
    for (why, change) in changes {
        let mut changed = read.clone();
        change(&mut changed);
        let error = changed.check(&key, NAME).unwrap_err();
        assert_eq!(error.kind, Kind::Integrity);
        assert!(error.message.contains(why), "{error}");
    }
    let error = read.check(&Key::golang(), NAME).unwrap_err();
    assert!(
        error.message.contains("not signed by sum.golang.org"),
        "{error}"
    );
    assert!(read.check(&key, OTHER).is_err());
}

#[test]
fn every_lie_is_refused_and_named() {
    let evil_line = format!("golang.org/toolchain v0.0.1-go1.22.6.linux-amd64 {EVIL}\n");
    let good = log::record(NAME, H1);
    let (first, go_mod) = good.split_once('\n').unwrap();
    for (lie, why) in [
        (Lie::ForgedRecord(EVIL.into()), "is not in the signed tree"),
        // CVE-2026-42501: 200 without a matching line.
        (Lie::OtherRecord(String::new()), "not that of"),
        (Lie::OtherRecord(log::record(OTHER, H1)), "not that of"),
        (
            Lie::OtherRecord("example.com/m v1.0.0 h1:x\n".into()),
            "not that of",
        ),
        (Lie::OtherRecord(go_mod.into()), "not that of"),
        (Lie::OtherRecord(format!("{first}\n")), "not that of"),
        // CVE-2026-56864: lines that nobody authenticated.
        (Lie::AppendedToRecord(evil_line.clone()), "not that of"),
        (Lie::AppendedToRecord(format!("\n{evil_line}")), "is wrong"),
        (Lie::AppendedToAnswer(evil_line.clone()), "malformed"),
        (Lie::AppendedToAnswer(format!("\n{evil_line}")), "malformed"),
        (
            Lie::OtherRecord(format!("{evil_line}{good}")),
            "not that of",
        ),
        // CVE-2026-56865: tiles that nobody authenticated.
        (
            Lie::FlippedTile("tile/8/0/".into()),
            "is not in the signed tree",
        ),
        (
            Lie::FlippedTile("tile/8/1/".into()),
            "is not in the signed tree",
        ),
        (Lie::FlippedLeaves, "is not in the signed tree"),
        (Lie::WideTiles, "no tile of the log"),
        (Lie::NoTiles, "lacks its own"),
        (Lie::ForeignSignature, "is wrong"),
        (Lie::SecondSignature, "is wrong"),
        (Lie::ForeignKey, "not signed by log.example"),
        (Lie::WrongId("700".into()), "outside the signed tree"),
        (Lie::WrongId("256".into()), "is not in the signed tree"),
        (
            Lie::WrongId("-1".into()),
            "no record of the checksum database",
        ),
        (
            Lie::WrongId("0300".into()),
            "no record of the checksum database",
        ),
        (
            Lie::WrongId("99999999999999999999".into()),
            "no record of the checksum database",
        ),
        (Lie::Html, "no record of the checksum database"),
        (
            Lie::AppendedToRecord("x".repeat(70_000)),
            "no record of the checksum database",
        ),
    ] {
        let mut log = log_of(700, 300);
        log.lie(lie.clone());
        let error = ask(&log).expect_err(&format!("{lie:?}"));
        assert_eq!(error.kind, Kind::Integrity, "{lie:?}");
        assert!(error.message.contains(why), "{lie:?}: {error}");
        assert!(
            error.to_string().contains("the log of this test"),
            "{error}"
        );
    }
}

#[test]
fn a_missing_record_is_told_apart_from_a_forged_one() {
    let mut log = log_of(10, 3);
    log.lie(Lie::MissingRecord);
    assert_eq!(ask(&log).unwrap(), Lookup::Absent("404 Not Found".into()));
}

#[test]
fn full_tiles_stand_in_for_partial_ones() {
    let mut log = log_of(700, 650);
    log.lie(Lie::NoPartialTiles);
    assert_eq!(proved(&log).size, 700);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// No tree size lets a forged leaf tile, or a record that is not in it, through.
    #[test]
    fn forged_leaves_are_found_in_every_tree(size in 1_usize..600, at in 0_usize..600) {
        let mut log = log_of(size, at % size);
        prop_assert_eq!(proved(&log).id, (at % size) as u64);
        if size > 1 {
            log.lie(Lie::FlippedLeaves);
            // A path may need no leaf at all: then the proof is as good as before.
            let reads_leaves = size % 256 != 1 || at % size != size - 1 || size < 256;
            if reads_leaves {
                prop_assert_eq!(ask(&log).unwrap_err().kind, Kind::Integrity);
            }
        }
        log.lie(Lie::ForgedRecord(EVIL.into()));
        prop_assert_eq!(ask(&log).unwrap_err().kind, Kind::Integrity);
    }
}

/// A recorded answer of the real database, from files named by their paths.
struct Recorded(std::path::PathBuf);

impl Transport for Recorded {
    fn get(&self, path: &str) -> Result<Answer> {
        Ok(match std::fs::read(self.0.join(path)) {
            Ok(body) => Answer::Body(body),
            Err(error) => Answer::Absent(error.to_string()),
        })
    }

    fn describe(&self) -> String {
        self.0.display().to_string()
    }
}

#[test]
fn the_real_record_of_go_1_25_0() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures/sumdb-go1.25.0");
    if !fixture.exists() {
        eprintln!(
            "SKIP the_real_record_of_go_1_25_0: no {}",
            fixture.display()
        );
        return;
    }
    let name = "golang.org/toolchain@v0.0.1-go1.25.0.linux-amd64";
    let key = Key::golang();
    let Lookup::Proved(proof) = prove(&key, &Recorded(fixture), name).unwrap() else {
        panic!("the log has the record");
    };
    assert_eq!(proof.id, 41_959_331);
    assert_eq!(proof.check(&key, name).unwrap(), EVIL, "its true hash");
}

//! Programs damaged on purpose, and files of impossible sizes: an answer or an error, never a panic,
//! after a number of bytes that the file's own size bounds.
//!
//! `PROPTEST_CASES=200000 cargo test --release --test it inspect::hostile` looks longer.

use std::io::{Cursor, Read, Result, Seek, SeekFrom};

use gom::inspect::{Fault, program};
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::{Index, select};

use super::fixture::{Format, KINDS, Program, fat};
use super::read;

/// Counts what is read; after the bytes that are there, zeros follow up to any length.
struct Counted {
    bytes: Cursor<Vec<u8>>,
    len: u64,
    read: u64,
    calls: u64,
}

impl Counted {
    fn new(bytes: Vec<u8>, len: u64) -> Self {
        let bytes = Cursor::new(bytes);
        Self {
            bytes,
            len,
            read: 0,
            calls: 0,
        }
    }
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        self.calls += 1;
        let mut count = self.bytes.read(buffer)?;
        if count == 0 {
            let rest = self.len.saturating_sub(self.bytes.position());
            count = buffer
                .len()
                .min(usize::try_from(rest).unwrap_or(usize::MAX));
            buffer[..count].fill(0);
            self.bytes
                .set_position(self.bytes.position() + count as u64);
        }
        self.read += count as u64;
        Ok(count)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.bytes.seek(to)
    }
}

/// A change to a few bytes somewhere.
#[derive(Clone, Debug)]
enum Damage {
    Byte(u8),
    /// A number that is often one too many.
    Number(u64, usize, bool),
    Cut,
}

fn damage() -> impl Strategy<Value = (Damage, Index, bool)> {
    const NUMBERS: &[u64] = &[
        0,
        1,
        2,
        7,
        15,
        16,
        31,
        32,
        63,
        0x3ff,
        0x400,
        0x401,
        0xff00,
        0xffff,
        0x7fff_ffff,
        0x8000_0000,
        0xffff_fff0,
        0xffff_ffff,
        0x1_0000_0000,
        i64::MAX as u64,
        1 << 63,
        u64::MAX - 15,
        u64::MAX,
        0x40_1000,
        0x40_1040,
    ];
    let number = (select(NUMBERS), select(&[2_usize, 4, 8][..]), any::<bool>());
    let kind = proptest::prop_oneof![
        3 => any::<u8>().prop_map(Damage::Byte),
        6 => number.prop_map(|(value, size, big)| Damage::Number(value, size, big)),
        1 => proptest::strategy::Just(Damage::Cut),
    ];
    // Most of what decides anything stands in the headers and in the build info.
    (kind, any::<Index>(), proptest::bool::weighted(0.8))
}

fn apply(file: &mut Vec<u8>, (damage, place, in_front): &(Damage, Index, bool)) {
    if file.is_empty() {
        return;
    }
    let most = if *in_front {
        file.len().min(0x140)
    } else {
        file.len()
    };
    let at = place.index(most);
    match damage {
        Damage::Byte(byte) => file[at] = *byte,
        Damage::Number(value, size, big) => {
            let bytes = if *big {
                value.to_be_bytes()[8 - size..].to_vec()
            } else {
                value.to_le_bytes()[..*size].to_vec()
            };
            // Fields lie at multiples of their size, or of two.
            let at = at & !1;
            for (to, from) in file[at..].iter_mut().zip(bytes) {
                *to = from;
            }
        }
        Damage::Cut => file.truncate(at),
    }
}

fn config(cases: u32) -> ProptestConfig {
    let mut config = ProptestConfig::default();
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    config
}

proptest! {
    #![proptest_config(config(3000))]

    #[test]
    fn a_damaged_program_is_read_or_refused(
        kind in select(&KINDS[..]),
        pointers in any::<bool>(),
        universal in proptest::option::weighted(0.15, any::<bool>()),
        damages in proptest::collection::vec(damage(), 1..6),
    ) {
        let program = Program { pointers, ..Program::new(kind) };
        let mut file = program.file();
        if let Some(wide) = universal {
            file = fat(&[file.clone(), file], wide);
        }
        damages.iter().for_each(|damage| apply(&mut file, damage));
        let len = file.len() as u64;
        let mut counted = Counted::new(file, len);
        let result = self::program(&mut counted, len);
        // Forty architectures may each be the whole file, and each has a few tables.
        prop_assert!(counted.read <= 400 * len, "{} bytes of {len}", counted.read);
        prop_assert!(counted.calls <= 4000, "{} calls", counted.calls);
        if let Ok(infos) = result {
            prop_assert!(!infos.is_empty() && infos.iter().all(|info| !info.go_version.is_empty()));
        }
    }

    #[test]
    fn what_is_listed_is_read_again(lines in proptest::collection::vec(line(), 0..8)) {
        let modules = lines.concat();
        let program = |modules: Vec<u8>| Program { modules, ..Program::new(KINDS[0]) };
        let Ok(infos) = read(&program(modules).file()) else {
            return Ok(());
        };
        let listing = infos[0].listing().to_vec();
        // Every line but the first is indented; the one after a replacement is empty.
        let mut lines = listing.split_inclusive(|&b| b == b'\n').skip(1);
        let again = lines.by_ref().flat_map(|line| &line[1..]).copied().collect();
        // What was replaced has no hash in the list, so that only the lists are the same.
        let infos = read(&program(again).file()).unwrap();
        prop_assert_eq!(infos[0].listing(), listing);
    }
}

/// A line that is nearly one of Go's.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let words = [
        &b"path\t"[..],
        b"mod\t",
        b"dep\t",
        b"=>\t",
        b"build\t",
        b"\t",
        b"=",
        b"\"",
        b"`",
        b"\\",
        b" ",
        b"a",
        b"v1.0.0",
        b"h1:x=",
        b"-ldflags",
        b"\\x4",
        b"\\u00e9",
        b"\\101",
        "é漢".as_bytes(),
        b"\xff",
        b"\r",
        b"\x1b",
        "\u{a0}\u{202e}".as_bytes(),
    ];
    let words = proptest::collection::vec(select(words.map(<[u8]>::to_vec).to_vec()), 0..8);
    let start = select(
        &[
            "",
            "build\ta=",
            "build\t\"",
            "mod\ta\t",
            "dep\ta\tb\tc\n=>\tx\ty\t",
        ][..],
    );
    (start, words).prop_map(|(start, words)| [start.as_bytes(), &words.concat(), b"\n"].concat())
}

#[test]
fn a_file_of_terabytes_costs_no_more_than_a_small_one() {
    for kind in KINDS {
        for program in [Program::new(kind), Program::old(kind)] {
            let len = 1 << 45;
            let mut counted = Counted::new(program.file(), len);
            let infos = self::program(&mut counted, len).unwrap();
            assert_eq!(infos[0].path, "example.test/app", "{kind:?}");
            assert!(counted.read < 16 << 10, "{kind:?}: {}", counted.read);
        }
    }
}

#[test]
fn data_without_end_is_not_searched_for_ever() {
    // A data segment of 16 TiB that a sparse file really has.
    let program = Program::new((Format::BareElf, true, false));
    let mut file = program.file();
    let size = 1_u64 << 44;
    for at in [64 + 56 + 32, 64 + 56 + 40] {
        file[at..at + 8].copy_from_slice(&size.to_le_bytes());
    }
    file.truncate(0x400);
    let len = size + 0x400;
    let mut counted = Counted::new(file, len);
    let fault = self::program(&mut counted, len).unwrap_err();
    assert!(matches!(fault, Fault::NotGo), "{fault:?}");
    assert!(counted.read < 257 << 20, "{}", counted.read);
}

#[test]
fn a_length_in_the_file_allocates_nothing() {
    // Bytes of version, of modules, entries of a table: each number at its most. Nothing is
    // allocated but what is then read.
    for kind in KINDS {
        for pointers in [false, true] {
            let program = Program {
                pointers,
                ..Program::new(kind)
            };
            let file = program.file();
            let blob = 0x400 + program.before;
            for at in (0..0x140).step_by(2).chain(blob + 16..blob + 80) {
                for value in [u64::MAX, 1 << 62, 0xffff_ffff] {
                    let mut file = file.clone();
                    file[at..at + 8].copy_from_slice(&value.to_le_bytes());
                    let len = 1 << 20;
                    let mut counted = Counted::new(file, len);
                    let _ = self::program(&mut counted, len);
                    assert!(counted.read < 8 << 20, "{kind:?} at {at}: {}", counted.read);
                }
            }
        }
    }
}

//! Programs made by hand: each format, each form, and each length that one can be cut to.

use gom::inspect::Fault;

use super::fixture::{Format, KINDS, MODULES, Program, fat};
use super::{assert_same, go_version_m, gom_as_go, read};
use crate::real_go::machines_go;
use crate::support::skip::skip;
use crate::support::world::World;

/// One of each kind and each form.
fn every_program() -> impl Iterator<Item = Program> {
    KINDS
        .into_iter()
        .flat_map(|kind| [Program::new(kind), Program::old(kind)])
}

#[test]
fn every_format_word_size_and_byte_order() {
    for program in every_program() {
        let infos = read(&program.file()).unwrap_or_else(|fault| panic!("{program:?}: {fault:?}"));
        let [info] = &infos[..] else {
            panic!("{program:?}: {infos:?}")
        };
        assert_eq!(info.go_version.as_bytes(), program.version);
        assert_eq!(info.path, "example.test/app");
        assert_eq!(info.main.as_ref().unwrap().version, "(devel)");
        assert_eq!(info.deps[0].sum, "h1:abc=");
        assert_eq!(info.setting("-ldflags"), Some("-s -w"));
        let version = String::from_utf8_lossy(&program.version);
        let modules = MODULES.trim_end().replace('\n', "\n\t");
        let listing = format!("{version}\n\t{modules}\n");
        assert_eq!(String::from_utf8_lossy(info.listing()), listing);
    }
}

#[test]
fn without_modules_there_is_a_version() {
    for program in every_program() {
        let program = Program {
            modules: Vec::new(),
            ..program
        };
        let infos = read(&program.file()).unwrap();
        assert_eq!(infos[0].listing(), [&*program.version, b"\n"].concat());
        assert_eq!((&infos[0].main, infos[0].settings.len()), (&None, 0));
    }
}

#[test]
fn the_data_is_searched_where_no_section_names_it() {
    // Behind the first part that is read, and at an address that nothing may start at.
    for (format, wide, big) in [
        (Format::BareElf, true, false),
        (Format::Pe, false, false),
        (Format::BareMachO, true, false),
        (Format::Plan9, true, false),
        (Format::Xcoff, true, true),
    ] {
        let mut program = Program::new((format, wide, big));
        program.before = (3 << 20) + 48;
        assert!(read(&program.file()).is_ok(), "{format:?}");
        program.before += 8;
        assert!(
            matches!(read(&program.file()), Err(Fault::NotGo)),
            "{format:?}"
        );
    }
}

#[test]
fn a_universal_program_has_several_answers() {
    let mut programs = [
        Program::new((Format::MachO, true, false)),
        Program::old((Format::MachO, false, true)),
    ];
    programs[1].version = b"go1.16.1".to_vec();
    let files = programs.each_ref().map(Program::file);
    for wide in [false, true] {
        let infos = read(&fat(&files, wide)).unwrap();
        let versions: Vec<&str> = infos.iter().map(|info| info.go_version.as_str()).collect();
        assert_eq!(versions, ["go1.22.6", "go1.16.1"]);
    }
    // One that is not Go's takes nothing from the other.
    let mut other = files[1].clone();
    other.truncate(0x400);
    other.resize(files[1].len(), 0);
    for order in [[&other, &files[0]], [&files[0], &other]] {
        let infos = read(&fat(&order.map(Clone::clone), false)).unwrap();
        assert_eq!((infos.len(), infos[0].go_version.as_str()), (1, "go1.22.6"));
    }
    assert!(matches!(read(&fat(&[other], false)), Err(Fault::NotGo)));
    // A Java class file starts like it; its version, 52, is where the number of programs is.
    let class = [&[0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52][..], &[0; 4096]].concat();
    assert!(matches!(read(&class), Err(Fault::NotAProgram)));
    let none = [&[0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 0][..], &[0; 64]].concat();
    assert!(matches!(read(&none), Err(Fault::Damaged(_))));
}

#[test]
fn cut_short_at_every_length() {
    for program in every_program() {
        let file = program.file();
        for len in 0..file.len() {
            // Whatever is missing, it is never mistaken for a whole program.
            let fault = read(&file[..len]).expect_err(&format!("{program:?} of {len} bytes"));
            let expected = match len {
                0 => matches!(fault, Fault::Empty),
                1..4 => matches!(fault, Fault::NotAProgram | Fault::Truncated(_)),
                _ => matches!(fault, Fault::Truncated(_)),
            };
            assert!(expected, "{program:?} of {len} bytes: {fault:?}");
        }
    }
    let parts = [Program::new((Format::MachO, true, false)).file()];
    for wide in [false, true] {
        let file = fat(&parts, wide);
        for len in 4..0x200 + parts[0].len() {
            let fault = read(&file[..len]).unwrap_err();
            assert!(matches!(fault, Fault::Truncated(_)), "{len}: {fault:?}");
        }
    }
}

#[test]
fn quoted_and_odd_settings() {
    for (text, listing) in [
        ("build\tCGO_CFLAGS=\"-O2 -g\"\n", None),
        ("build\t-tags=\n", None),
        ("build\ta=b=c\n", None),
        ("build\t\"a b\"=c\n", None),
        ("build\t\"\"=c\n", None),
        ("build\ta=\"tab\\tquote\\\"back\\\\slash\\u00a0\"\n", None),
        ("build\ta=ü\u{a0}漢\n", None),
        ("build\ta=`b c`\n", Some("build\ta=\"b c\"\n")),
        ("build\ta=\"b\"\n", Some("build\ta=b\n")),
        ("mod\tm\tv1\n", Some("mod\tm\tv1\t\n")),
        ("mod\t\t\t\n", Some("")),
        (
            "dep\td\tv1\th1:x\n=>\t../d\t\t\n",
            Some("dep\td\tv1\n=>\t../d\t\t\n\n"),
        ),
        ("unknown\tx\npath\tp\npath\tq\n", Some("path\tq\n")),
        ("path\tp\nmod\tm\tv1\th1:x", Some("path\tp\n")),
    ] {
        let kind = (Format::Elf, true, false);
        // The last line of a text in its frame always has its end.
        let framed = if text.ends_with('\n') {
            text.to_owned()
        } else {
            format!("{text}\n")
        };
        let program = Program {
            modules: framed.into_bytes(),
            ..Program::new(kind)
        };
        let listing = listing.unwrap_or(text);
        let listing = if text.ends_with('\n') {
            listing.to_owned()
        } else {
            format!("{listing}mod\tm\tv1\th1:x\n")
        };
        let expected: String = listing.lines().map(|line| format!("\t{line}\n")).collect();
        let infos = read(&program.file()).unwrap_or_else(|fault| panic!("{text:?}: {fault:?}"));
        let shown = String::from_utf8(infos[0].listing().to_vec()).unwrap();
        assert_eq!(shown, format!("go1.22.6\n{expected}"), "{text:?}");
    }
}

#[test]
fn lines_that_go_would_not_have_written() {
    for (text, line) in [
        ("path\tp\nmod\tm\n", 2),
        ("mod\ta\tb\tc\td\n", 1),
        ("dep\tx\n", 1),
        ("=>\ta\tb\tc\n", 1),
        ("dep\ta\tb\n=>\ta\tb\n", 2),
        ("dep\ta\tb\n=>\ta\tb\tc\n=>\ta\tb\tc\n", 3),
        ("build\t\n", 1),
        ("build\t=x\n", 1),
        ("build\tx\n", 1),
        ("build\ta b=c\n", 1),
        ("build\ta=b c\n", 1),
        ("build\ta=\"b\n", 1),
        ("build\ta=\"b\"c\n", 1),
        ("build\t\"a\"b=c\n", 1),
        ("build\t\"a\"\n", 1),
        ("build\t\"a=c\n", 1),
        ("build\ta=b\\\"c\n", 1),
    ] {
        let program = Program {
            modules: text.into(),
            ..Program::new((Format::Elf, true, false))
        };
        match read(&program.file()) {
            Err(Fault::Line(number, why)) => {
                assert_eq!((number, why.is_empty()), (line, false), "{text:?}")
            }
            other => panic!("{text:?}: {other:?}"),
        }
    }
}

#[test]
fn go_reads_them_the_same_way() {
    let Some(go) = machines_go() else {
        skip!("no go on PATH reads the same programs");
    };
    let world = World::new();
    let mut files = Vec::new();
    let mut write = |name: String, bytes: Vec<u8>| {
        // Go tells by name or mode which files are worth a message, and reads all.
        world.executable(format!("made/{name}"), bytes);
        files.push(name);
    };
    for (index, mut program) in every_program().enumerate() {
        write(format!("{index:02}-plain"), program.file());
        program
            .modules
            .extend(b"build\tCGO_CFLAGS=\"-I\\xff \xc3\xa9\xc2\xa0\"\nbuild\tb=\xff\n");
        program.version.extend(b" X:arenas\xfe");
        write(format!("{index:02}-odd"), program.file());
    }
    let parts = [(true, false), (false, true)]
        .map(|(wide, big)| Program::new((Format::MachO, wide, big)).file());
    write("fat".to_owned(), fat(&parts, false));
    let dir = world.path("made");
    let by_go = go_version_m(&go, &dir, &files);
    assert_same(&gom_as_go(&world, &dir, &files), &by_go);
    let heads = by_go
        .split(|&b| b == b'\n')
        .filter(|line| !line.starts_with(b"\t") && !line.is_empty());
    assert_eq!(
        heads.count(),
        files.len(),
        "Go itself reads every one of them"
    );
}

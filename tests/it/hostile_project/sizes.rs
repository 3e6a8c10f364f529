//! Files that are meant to keep whoever reads them busy: refused or read within seconds.

use std::time::{Duration, Instant};

use super::Machine;

/// Far more than a shim needs on a busy machine; what grows with the square of a file takes minutes.
const SOON: Duration = Duration::from_secs(20);

fn repeated(line: impl Fn(usize) -> String, most: usize) -> String {
    let mut text = String::new();
    for index in 0.. {
        let line = line(index);
        if text.len() + line.len() > most {
            return text;
        }
        text.push_str(&line);
    }
    text
}

#[test]
fn deep_and_broken_ones_end_with_a_place() {
    let machine = Machine::new();
    let n = 30_000;
    for text in [
        format!("x = {}", "[".repeat(n)),
        format!("x = {}{}", "[".repeat(n), "]".repeat(n)),
        format!("x = {}", "{a=".repeat(n / 2)),
        format!("a{} = 1", ".a".repeat(n)),
        format!("[a{}]", ".a".repeat(n)),
        format!("[env]\na{} = '1'", ".a".repeat(n)),
        format!("x = \"\"\"{}", "\"".repeat(n)),
        format!("x = '{}", "a".repeat(n)),
    ] {
        machine.clone_has(&text);
        for outcome in [
            machine.world.go(["version"]).at("clone").fails(126),
            machine.world.gom(["current"]).at("clone").fails(3),
            machine.world.gom(["trust"]).at("clone").fails(3),
        ] {
            assert!(outcome.stderr.len() < 1000, "{}", outcome.stderr);
            assert!(
                outcome.stderr.contains("gotoolchain.toml:1:")
                    || outcome.stderr.contains("gotoolchain.toml:2:"),
                "{}",
                outcome.stderr
            );
        }
    }
    machine.assert_quiet();
}

#[test]
fn as_many_keys_as_fit_are_read_soon() {
    let machine = Machine::new();
    let most = gom_shim::project_file::LIMIT - 20;
    for text in [
        format!("[env]\n{}", repeated(|n| format!("A{n:x}=''\n"), most)),
        format!(
            "env={{{}}}",
            repeated(|n| format!("A{n:x}='',"), most).trim_end_matches(',')
        ),
        format!(
            "[env]\n{}[linux.env]\n{}",
            repeated(|n| format!("A{n:x}=''\n"), most / 2),
            repeated(|n| format!("A{n:x}=''\n"), most / 2)
        ),
        format!(
            "[env]\n{}[profile.x.env]\n{}",
            repeated(|n| format!("A{n:x}=''\n"), most / 2 - 20),
            repeated(|n| format!("B{n:x}=''\n"), most / 2 - 20)
        ),
        repeated(|n| format!("[targets.a{n:x}]\ncc='x'\n"), most),
        repeated(|n| format!("[profile.a{n:x}.env]\nC=''\n"), most),
        repeated(|n| format!("a{n:x}=1\n"), most),
        repeated(|n| format!("[a.b{n:x}]\n"), most),
        "\n".repeat(most),
        "# x\n".repeat(most / 4),
    ] {
        machine.clone_has(&text);
        for call in [
            machine
                .world
                .go(["build"])
                .at("clone")
                .env("GOM_PROFILE", "x"),
            machine
                .world
                .gom(["env"])
                .at("clone")
                .env("GOM_PROFILE", "x"),
            machine.world.gom(["current", "--json"]).at("clone"),
            machine.world.gom(["trust", "--show"]).at("clone"),
        ] {
            let start = Instant::now();
            let outcome = call.run();
            // A key that gom does not know is an error of its commands.
            assert!([0, 3].contains(&outcome.code), "{}", outcome.stderr);
            assert!(
                start.elapsed() < SOON,
                "{} took {:?}: {:.60}",
                outcome.title,
                start.elapsed(),
                text
            );
        }
    }
    machine.assert_quiet();
}

#[test]
fn a_larger_one_is_refused() {
    let machine = Machine::new();
    let limit = gom_shim::project_file::LIMIT;
    machine.clone_has(&format!("[env]\nCC = './cc' #{}\n", "x".repeat(limit)));
    for (code, outcome) in [
        (126, machine.world.go(["build"]).at("clone").run()),
        (3, machine.world.gom(["env"]).at("clone").run()),
        (3, machine.world.gom(["trust"]).at("clone").run()),
    ] {
        outcome.code(code);
        assert!(
            outcome.stderr.contains("larger than 64 KiB"),
            "{}",
            outcome.stderr
        );
    }
    assert_eq!(machine.world.gom(["trust", "--list"]).ok().stdout, "");
    // The largest that is read can be trusted, changed and shown.
    let fill = limit - "[env]\nCC = 'c'\n#\n".len();
    machine.clone_has(&format!("[env]\nCC = 'c'\n#{}\n", "x".repeat(fill)));
    machine.world.gom(["trust"]).at("clone").ok();
    machine.clone_has(&repeated(|n| format!("# {n}\n"), limit));
    let shown = machine.world.gom(["trust", "--show"]).at("clone").ok();
    assert!(
        shown.stdout.contains("\n-CC = 'c'\n"),
        "{:.200}",
        shown.stdout
    );
    machine.assert_quiet();
}

//! Which Go gom chooses: the table that real Go agrees with, and what is gom's own.

use std::collections::HashMap;

use serde_json::Value;

use crate::cases::{self, Answer, BASE, Case};
use crate::support::outcome::Outcome;
use crate::support::skip::{skip, tell};
use crate::support::world::World;

/// A world whose default is `base`, with nothing else installed.
fn world_with(base: &str) -> World {
    let world = World::new();
    world.installed(base);
    let release = gom_shim::version::Version::parse(base).unwrap().go_name();
    world.gom(["default", &release]).ok();
    world
}

/// `gom current --json` for a case, laid out in a directory of its own.
fn current(world: &World, case: &Case, number: usize) -> (Outcome, String) {
    let dir = world.path(format!("case-{number}"));
    let mut call = world.gom(["current", "--json"]).at(case.lay_out(&dir));
    for (name, value) in case.variables(&dir) {
        call = call.env(name, value);
    }
    (call.run(), dir.to_str().unwrap().to_owned())
}

/// The place of the source, as the table writes it: `p/go.mod:3` below the case, or a variable.
fn place(json: &Value, dir: &str) -> String {
    let source = &json["source"];
    match (source["path"].as_str(), source["line"].as_u64()) {
        (Some(path), Some(line)) => {
            let path = path.strip_prefix(dir).unwrap_or(path).replace('\\', "/");
            format!("{}:{line}", path.trim_start_matches('/'))
        }
        _ => source["kind"].as_str().unwrap_or_default().to_owned(),
    }
}

/// What is wrong with gom's answer, if anything.
fn fault(case: &Case, outcome: &Outcome, dir: &str) -> Option<String> {
    let json: Value = serde_json::from_str(&outcome.stdout).unwrap_or_default();
    let version = json["version"].as_str().unwrap_or_default();
    let installed = json["installed"].as_bool();
    let fail = |why: &str| {
        let Outcome {
            code,
            stdout,
            stderr,
            ..
        } = outcome;
        Some(format!(
            "{}: {why}; should be {:?}, but ended with {code}\n{stdout}{stderr}",
            case.name, case.answer
        ))
    };
    match &case.answer {
        Answer::Refused if outcome.code == 0 || json["error"]["message"].is_null() => {
            fail("no error")
        }
        Answer::Refused => None,
        Answer::Base if (version, installed) != (case.base, Some(true)) => fail("not the base"),
        Answer::Base if json["source"]["kind"] != "default" => fail("not because of the default"),
        Answer::Base => None,
        Answer::Asked {
            version: wanted,
            by,
        } => {
            // A suffix is no part of a version; where it is told is gom's own choice.
            let wanted_version = wanted.split('-').next().unwrap_or(wanted);
            if installed != Some(false) {
                fail("not missing")
            } else if version != wanted_version {
                fail("another version")
            } else if place(&json, dir) != *by {
                fail("another place")
            } else {
                None
            }
        }
    }
}

#[test]
fn gom_answers_as_the_table_says() {
    let mut worlds: HashMap<&str, World> = HashMap::new();
    let mut wrong = Vec::new();
    for (number, case) in cases::all().iter().enumerate() {
        if case.only_go || !case.flags.is_empty() {
            continue;
        }
        if !case.is_possible() {
            tell(&format!(
                "case '{}' is not possible on this system",
                case.name
            ));
            continue;
        }
        let world = worlds
            .entry(case.base)
            .or_insert_with(|| world_with(case.base));
        let (outcome, dir) = current(world, case, number);
        wrong.extend(fault(case, &outcome, &dir));
    }
    assert!(
        wrong.is_empty(),
        "{} cases differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// `-C` is go's own flag: only the shim sees it. What the table asks for is installed here.
#[test]
fn the_shim_follows_go_s_own_change_of_directory() {
    let world = world_with(BASE);
    for version in ["1.25.1", "1.26.2"] {
        world.installed(version);
    }
    for (number, case) in cases::all()
        .iter()
        .enumerate()
        .filter(|(_, case)| !case.flags.is_empty())
    {
        if !case.is_possible() {
            tell(&format!(
                "case '{}' is not possible on this system",
                case.name
            ));
            continue;
        }
        let dir = world.path(format!("case-{number}"));
        let args = case.flags.iter().copied().chain(["version"]);
        let mut call = world.go(args).at(case.lay_out(&dir));
        for (name, value) in case.variables(&dir) {
            call = call.env(name, value);
        }
        let version = match &case.answer {
            Answer::Asked { version, .. } => version,
            _ => case.base,
        };
        let outcome = call.ok();
        let line = format!("go version go{version} ");
        assert!(
            outcome.stdout.starts_with(&line),
            "{}: {}",
            case.name,
            outcome.stdout
        );
    }
}

/// `gom current --json` in `p/` with this go.mod: version, installed.
fn chosen(world: &World, go_mod: &str) -> (String, bool) {
    world.file("p/go.mod", format!("module m\n\n{go_mod}\n"));
    let json = world.gom(["current", "--json"]).at("p").run().json();
    (
        json["version"].as_str().unwrap().to_owned(),
        json["installed"].as_bool().unwrap(),
    )
}

#[test]
fn a_minimum_is_met_by_the_lowest_line_and_its_newest_patch() {
    let world = world_with("1.24.4");
    for version in ["1.25rc2", "1.25.0", "1.25.3", "1.26.0", "1.26.2", "1.27rc1"] {
        world.installed(version);
    }
    for (lines, version) in [
        ("go 1.23", "1.24.4"),
        ("go 1.24.5", "1.25.3"),
        ("go 1.25", "1.25.3"),
        ("go 1.25.1", "1.25.3"),
        ("go 1.25.4", "1.26.2"),
        ("go 1.25rc1", "1.25.3"),
        ("go 1.24\ntoolchain go1.25.2", "1.25.3"),
        ("go 1.26.1", "1.26.2"),
        ("go 1.27rc1", "1.27rc1"),
    ] {
        assert_eq!(chosen(&world, lines), (version.to_owned(), true), "{lines}");
        let go = world.go(["version"]).at("p").ok();
        assert!(
            go.stdout.starts_with(&format!("go version go{version} ")),
            "{}",
            go.stdout
        );
        let which = world.gom(["which", "go", "--json"]).at("p").ok().json();
        assert_eq!(which["version"], version, "{lines}");
    }
    // A candidate only where go.mod names one.
    for (lines, version) in [("go 1.27", "1.27.0"), ("go 1.26.9", "1.26.9")] {
        assert_eq!(
            chosen(&world, lines),
            (version.to_owned(), false),
            "{lines}"
        );
    }
}

#[test]
fn other_platforms_do_not_answer() {
    let world = world_with("1.24.4");
    let arch = if std::env::consts::ARCH == "aarch64" {
        "amd64"
    } else {
        "arm64"
    };
    let host = gom_shim::platform::Platform::host();
    let foreign = gom_shim::platform::Platform::new(host.os(), arch).unwrap();
    world.installed_for("1.25.3", &foreign);
    assert_eq!(chosen(&world, "go 1.25.1"), ("1.25.1".to_owned(), false));
}

#[test]
fn the_shim_says_who_asked_for_what_is_missing() {
    let world = world_with("1.24.4");
    world.file("p/go.mod", "module m\n\ngo 1.25.1\n");
    let outcome = world.go(["build"]).at("p").fails(127);
    let (error, hint) = outcome
        .stderr
        .trim_end()
        .split_once('\n')
        .unwrap_or_default();
    assert!(
        error.starts_with("error: no installed Go satisfies go >= 1.25.1 ("),
        "{error}"
    );
    assert!(error.ends_with("go.mod:3)"), "{error}");
    assert_eq!(hint.trim_start(), "hint: gom install 1.25");
    let outcome = world
        .go(["build"])
        .env("GOTOOLCHAIN", "go1.25.1")
        .fails(127);
    assert!(
        outcome
            .stderr
            .starts_with("error: go1.25.1 is not installed ("),
        "{}",
        outcome.stderr
    );
    assert!(outcome.stderr.contains("GOTOOLCHAIN"), "{}", outcome.stderr);
    assert!(
        outcome
            .stderr
            .trim_end()
            .ends_with("hint: gom install 1.25.1"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_go_outside_gom_is_left_alone() {
    let mut world = World::new();
    let root = world.system_go("1.24.4");
    world.file("p/go.mod", "module m\n\ngo 1.25.1\n");
    let json = world.gom(["current", "--json"]).at("p").run().json();
    assert_eq!(json["source"]["kind"], "PATH", "{json}");
    assert_eq!(json["version"], "1.24.4");
    assert_eq!(
        json["root"].as_str().map(std::path::PathBuf::from),
        Some(root)
    );
    let env = world.go(["env", "GOROOT", "GOTOOLCHAIN"]).at("p").ok();
    assert_eq!(env.stdout, "\n\n", "its environment is untouched");
}

/// cmd/go waits for a writer here, for ever.
#[test]
fn a_pipe_named_go_mod_is_not_waited_for() {
    let world = world_with("1.24.4");
    world.dir("p");
    let pipe = world.path("p/go.mod");
    if !std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .is_ok_and(|s| s.success())
    {
        skip!("no mkfifo here");
    }
    // An answer or an error, but long before the limit of a call.
    let started = std::time::Instant::now();
    world.gom(["current", "--json"]).at("p").run().json();
    assert!(started.elapsed() < std::time::Duration::from_secs(10));
}

#[test]
fn choosing_leaves_the_disk_as_it_is() {
    let world = world_with("1.24.4");
    world.file("p/go.mod", "module m\n\ngo 1.25.1\n");
    let before = world.snapshot();
    world.gom(["current", "--json"]).at("p").run();
    world.gom(["which", "go"]).at("p").run();
    world.go(["version"]).at("p").fails(127);
    before.assert_unchanged(world.root());
}

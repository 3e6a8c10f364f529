//! Which Go gom chooses: as the table says that real Go agrees with.

use std::collections::HashMap;

use serde_json::Value;

use crate::cases::{self, Answer, BASE, Case};
use crate::support::outcome::Outcome;
use crate::support::skip::tell;
use crate::support::world::World;

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
            if installed != Some(false) {
                fail("not missing")
            } else if version != wanted && !wanted.contains('-') {
                // A suffix is no part of a version; what gom calls such a thing is its own choice.
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
            .or_insert_with(|| World::with_default(case.base));
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

/// What is wrong with the shim's answer to `go version`, if anything.
fn shim_fault(case: &Case, outcome: &Outcome) -> Option<String> {
    let Outcome {
        code,
        stdout,
        stderr,
        ..
    } = outcome;
    let right = match &case.answer {
        Answer::Base => *code == 0 && stdout.starts_with(&format!("go version go{} ", case.base)),
        Answer::Refused => *code == 126 && stderr.starts_with("error: "),
        Answer::Asked { by, .. } => {
            let place = by.rsplit('/').next().unwrap_or(by);
            *code == 127 && stderr.starts_with("error: ") && stderr.contains(place)
        }
    };
    (!right).then(|| {
        let (name, answer) = (case.name, &case.answer);
        format!("{name}: should be {answer:?}, but ended with {code}\n{stdout}{stderr}")
    })
}

#[test]
fn the_shim_does_as_the_table_says() {
    let mut worlds: HashMap<&str, World> = HashMap::new();
    let mut wrong = Vec::new();
    for (number, case) in cases::all().iter().enumerate() {
        if case.only_go || !case.is_possible() {
            continue;
        }
        let world = worlds
            .entry(case.base)
            .or_insert_with(|| World::with_default(case.base));
        let dir = world.path(format!("case-{number}"));
        let args = case.flags.iter().copied().chain(["version"]);
        let mut call = world.go(args).at(case.lay_out(&dir));
        for (name, value) in case.variables(&dir) {
            call = call.env(name, value);
        }
        wrong.extend(shim_fault(case, &call.run()));
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
    let world = World::with_default(BASE);
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

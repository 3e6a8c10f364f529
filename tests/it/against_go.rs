//! The table, put to a real Go: what cmd/go selects is what the table says.
//!
//! Real Go runs with `GOTOOLCHAIN=goBASE+path`, so that the case's base, not its own version, is
//! where its selection starts. PATH has a stand-in for every version the table names; which of
//! them it runs is its answer.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cases::{self, Answer, Case};
use crate::support::fake_go;
use crate::support::outcome::Outcome;
use crate::support::program;
use crate::support::skip::{skip, tell};
use crate::support::world::World;

const EXE: &str = std::env::consts::EXE_SUFFIX;

/// The `go` on the PATH of the test run, and its version.
fn real_go(world: &World) -> Option<(PathBuf, String)> {
    let go = program::on_path("go")?;
    let outcome = world
        .program(&go, ["version"])
        .env("GOTOOLCHAIN", "local")
        .run();
    let version = outcome
        .stdout
        .strip_prefix("go version go")?
        .split(' ')
        .next()?
        .to_owned();
    Some((go, version))
}

/// Versions that cmd/go may run: every answer of the table and every base.
fn stand_ins(cases: &[Case]) -> BTreeSet<String> {
    let mut versions = BTreeSet::new();
    for case in cases {
        versions.insert(case.base.to_owned());
        for answer in std::iter::once(&case.answer).chain(&case.go_answer) {
            if let Answer::Asked { version, .. } = answer {
                versions.insert(version.clone());
            }
        }
    }
    versions
}

/// The version that ran: of a stand-in, or real Go's own.
fn ran(outcome: &Outcome) -> Option<&str> {
    outcome
        .stdout
        .strip_prefix("go version go")?
        .split(' ')
        .next()
}

/// The answer real Go gives to a case laid out in `dir`.
fn ask(world: &World, go: &Path, case: &Case, dir: &Path) -> Outcome {
    let at = case.lay_out(dir);
    let args = case.flags.iter().copied().chain(["version"]);
    let mut call = world
        .program(go, args)
        .at(at)
        .env("GODEBUG", "toolchaintrace=1");
    if !case.sets_gotoolchain() {
        call = call.env("GOTOOLCHAIN", format!("go{}+path", case.base));
    }
    for (name, value) in case.variables(dir) {
        call = call.env(name, value);
    }
    call.run()
}

#[test]
fn real_go_answers_as_the_table_says() {
    let mut world = World::new();
    let Some((go, version)) = real_go(&world) else {
        skip!("no go on PATH");
    };
    let older = |than: &str| gom_shim::gover::compare(&version, than).is_lt();
    if older("1.24") {
        skip!("{} is {version}, the table needs 1.24", go.display());
    }
    let cases = cases::all();
    let stubs = world.dir("stubs");
    for version in stand_ins(&cases) {
        world.executable(format!("stubs/go{version}{EXE}"), fake_go::bytes());
    }
    world.set_env("PATH", stubs);
    let mut wrong = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        if !case.is_possible() {
            tell(&format!(
                "case '{}' is not possible on this system",
                case.name
            ));
            continue;
        }
        let outcome = ask(&world, &go, case, &world.path(format!("case-{number}")));
        let answer = match &case.go_answer {
            _ if older(case.since) => &Answer::Base,
            Some(answer) => answer,
            None => &case.answer,
        };
        let right = match answer {
            Answer::Refused => outcome.code != 0 && outcome.stderr.contains("go: "),
            Answer::Base => ran(&outcome).is_some_and(|ran| ran == case.base || ran == version),
            Answer::Asked { version, .. } => ran(&outcome) == Some(version),
        };
        if !right {
            wrong.push(format!(
                "{}: {answer:?}, but go ended with {}\n{}{}",
                case.name, outcome.code, outcome.stdout, outcome.stderr
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} cases differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

//! `gom check`: every rule shown to fire on a fixture, and not to fire on the mended one.

mod against_go;
mod binaries;
mod docs;
mod output;
mod policy;
mod project;
mod shell;
mod targets;
mod trust;
mod values;
mod versions;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gom::check::RULES;
use serde_json::Value;

use crate::support::snapshot::Snapshot;
use crate::support::world::World;

/// A fixture and what is found in it. `[WORLD]` in texts and values stands for the world's path.
/// The project is `p/`; the `go env -w` file is `env`.
struct Case {
    /// Files before, by path.
    files: &'static [(&'static str, &'static str)],
    /// Variables of the call.
    env: &'static [(&'static str, &'static str)],
    /// Words after `gom check --json`.
    args: &'static [&'static str],
    /// What else is there.
    setup: fn(&mut World),
    /// All that is found, in order: `error[id] PLACE`.
    found: &'static [&'static str],
    /// Files that mend it, over those before.
    mended_files: &'static [(&'static str, &'static str)],
    /// The variables of the mended call; `None` for the same.
    mended_env: Option<&'static [(&'static str, &'static str)]>,
    /// What else mends it.
    mend: fn(&mut World),
    /// What is still found then.
    left: &'static [&'static str],
}

/// For `..CASE`.
const CASE: Case = Case {
    files: &[],
    env: &[],
    args: &[],
    setup: |_| {},
    found: &[],
    mended_files: &[],
    mended_env: None,
    mend: |_| {},
    left: &[],
};

/// One toolchain, which is the default, with small tables of its own; an empty project.
fn world() -> World {
    let mut world = World::with_default("1.22.6");
    let root = world.layout().toolchain(
        &gom_shim::version::Version::parse("1.22.6").unwrap(),
        &gom_shim::platform::Platform::host(),
    );
    tables(&world, &root);
    world.dir("p");
    let file = world.path("env");
    world.set_env("GOENV", file);
    world
}

/// The tables that Go's sources have, in the shape that gofmt gives them.
fn tables(world: &World, root: &Path) {
    let host = gom_shim::platform::Platform::host();
    let ports = format!(
        "package platform\n\nvar distInfo = map[OSArch]osArchInfo{{\n\t{{\"{}\", \"{}\"}}: {{CgoSupported: true, FirstClass: true}},\n\t{{\"freebsd\", \"riscv64\"}}: {{CgoSupported: true}},\n\t{{\"linux\", \"s390x\"}}: {{CgoSupported: true}},\n\t{{\"linux\", \"sparc64\"}}: {{CgoSupported: true, Broken: true}},\n\t{{\"plan9\", \"arm\"}}: {{}},\n}}\n",
        host.os(),
        host.arch()
    );
    for (path, text) in [
        (
            "src/internal/goexperiment/flags.go",
            "package goexperiment\n\ntype Flags struct {\n\tGreenTea bool\n\tArenas   bool\n}\n",
        ),
        (
            "src/internal/buildcfg/exp.go",
            "package buildcfg\n\nfunc ParseGOEXPERIMENT(goos, goarch, goexp string) {\n}\n",
        ),
        (
            "src/internal/buildcfg/cfg.go",
            "package buildcfg\n\nfunc goarm() (g GoarmFeatures) {\n\tswitch v {\n\tcase \"5\":\n\tcase \"6\":\n\tcase \"7\":\n\t}\n}\n",
        ),
        (
            "src/internal/godebugs/table.go",
            "package godebugs\n\nvar All = []Info{\n\t{Name: \"panicnil\", Package: \"runtime\", Changed: 21, Old: \"1\"},\n\t{Name: \"netdns\", Package: \"net\"},\n}\n",
        ),
        (
            "src/runtime/runtime1.go",
            "package runtime\n\nvar dbgvars = []*dbgVar{\n\t{name: \"gctrace\", value: &debug.gctrace},\n}\n\nfunc setTraceback(level string) {\n\tswitch level {\n\tcase \"none\":\n\tcase \"single\", \"\":\n\tcase \"all\":\n\tcase \"system\":\n\tcase \"crash\":\n\tcase \"wer\":\n\t}\n}\n",
        ),
        ("src/internal/platform/zosarch.go", ports.as_str()),
    ] {
        world.file(root.join(path), text);
    }
}

/// Shows every case to fire where it should, and the mended one not to.
#[track_caller]
fn all(cases: &[Case]) {
    for case in cases {
        let mut world = world();
        write(&world, case.files);
        (case.setup)(&mut world);
        expect(&world, case, case.env, case.found);
        write(&world, case.mended_files);
        (case.mend)(&mut world);
        let env = case.mended_env.unwrap_or(case.env);
        expect(&world, case, env, case.left);
    }
}

fn write(world: &World, files: &[(&str, &str)]) {
    for (path, text) in files {
        world.file(path, placed(world, text));
    }
}

fn placed(world: &World, text: &str) -> String {
    text.replace("[WORLD]", world.root().to_str().unwrap())
}

#[track_caller]
fn expect(world: &World, case: &Case, env: &[(&str, &str)], expected: &[&str]) {
    let before = everything(world);
    let mut call = world
        .gom(["check", "--json"].iter().chain(case.args))
        .at("p");
    for (name, value) in env {
        call = call.env(name, placed(world, value));
    }
    let outcome = call.run();
    let found = found(world, &outcome.json());
    assert_eq!(
        found, expected,
        "{:?} with {env:?}\n{}",
        case.files, outcome.stdout
    );
    let fails = |line: &&String| !line.starts_with("note[");
    outcome.code(if found.iter().any(|line| fails(&line)) {
        10
    } else {
        0
    });
    assert_eq!(everything(world), before, "{:?} with {env:?}", case.files);
}

/// All that a check could change: the world without gom's own programs, which are large.
fn everything(world: &World) -> Vec<(PathBuf, Snapshot, Vec<u8>)> {
    let entries = |dir: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(dir).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    };
    let mut paths = entries(world.root());
    paths.retain(|path| path != world.gom_home());
    paths.extend(entries(world.gom_home()));
    paths.retain(|path| *path != world.layout().bin());
    paths.sort();
    let found = paths.into_iter().map(|path| match std::fs::read(&path) {
        Ok(bytes) => (path, Snapshot::default(), bytes),
        Err(_) => {
            let within = Snapshot::take(&path);
            (path, within, Vec::new())
        }
    });
    found.collect()
}

/// The findings in their order, as `error[id] PLACE`.
fn found(world: &World, json: &Value) -> Vec<String> {
    assert_eq!(json["schema"], 1, "{json}");
    let findings = json["findings"].as_array();
    let findings = findings.unwrap_or_else(|| panic!("{json}"));
    findings
        .iter()
        .map(|finding| {
            assert!(finding["fix"].is_string(), "{finding}");
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let source = &finding["source"];
            let place = match source["path"].as_str() {
                Some(path) => {
                    let path = Path::new(path);
                    let path = path.strip_prefix(world.root()).unwrap_or(path);
                    let path = path.to_str().unwrap().replace('\\', "/");
                    match source["line"].as_u64() {
                        Some(line) => format!("{path}:{line}"),
                        None => path,
                    }
                }
                None => text(&source["kind"]),
            };
            let line = format!(
                "{}[{}] {place}",
                text(&finding["severity"]),
                text(&finding["id"])
            );
            line.trim_end().to_owned()
        })
        .collect()
}

/// The id in `error[id] PLACE`.
fn id(line: &str) -> &str {
    let rest = line.split('[').nth(1).unwrap();
    rest.split(']').next().unwrap()
}

#[test]
fn every_rule_has_a_fixture_and_is_shown_not_to_fire() {
    let groups = [
        policy::CASES,
        project::CASES,
        shell::CASES,
        targets::CASES,
        trust::CASES,
        values::CASES,
        versions::CASES,
    ];
    let mut tried = BTreeSet::new();
    for case in groups.into_iter().flatten() {
        let left: BTreeSet<&str> = case.left.iter().copied().map(id).collect();
        let found = case.found.iter().copied().map(id);
        tried.extend(found.filter(|id| !left.contains(id)));
    }
    let known: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(tried, known);
    assert_eq!(known.len(), RULES.len(), "no id twice");
}

#[test]
fn nothing_wrong_is_said_in_a_word() {
    let world = world();
    let outcome = world.gom(["check"]).at("p").ok();
    assert_eq!((&*outcome.stdout, &*outcome.stderr), ("", "no findings\n"));
}

//! A cloned repository that means harm: nothing in it runs, nothing is fetched, nothing of it
//! reaches Go, before `gom trust`.

mod attacks;
mod files;
mod nested;
mod pins;
mod places;
mod real;
mod round;
mod sizes;
mod targets;
mod text;
mod variables;

use std::cell::RefCell;
use std::collections::BTreeMap;

use gom_shim::platform::Platform;
use gom_shim::version::Version;

use crate::support::call::Call;
use crate::support::outcome::Outcome;
use crate::support::server::{Response, Server};
use crate::support::snapshot::Snapshot;
use crate::support::tree;
use crate::support::world::World;

type Environment = BTreeMap<String, String>;

/// What a person or an editor calls before anybody has trusted anything, through the shims.
const GO_CALLS: [&[&str]; 13] = [
    &["version"],
    &["env"],
    &["env", "-json"],
    &["list", "-m", "-json", "all"],
    &["build", "./..."],
    &["vet", "./..."],
    &["test", "./..."],
    &["run", "."],
    &["generate", "./..."],
    &["install", "./..."],
    &["mod", "tidy"],
    &["tool", "compile"],
    &["install", "example.com/x@v1.0.0"],
];

/// The same with gom itself.
const GOM_CALLS: [&[&str]; 14] = [
    &["current"],
    &["current", "--explain"],
    &["current", "--json"],
    &["list"],
    &["list", "--json"],
    &["which"],
    &["which", "--all"],
    &["env"],
    &["env", "--json"],
    &["install"],
    &["install", "go.mod"],
    &["trust", "--show"],
    &["trust", "--show", "--json"],
    &["trust", "--list"],
];

/// A machine with a default Go, an old one, a linked one, and a clean directory beside the clone.
struct Machine {
    world: World,
    /// Whatever is asked for here was asked for by the clone.
    server: Server,
    /// What Go sees in the clean directory, by what the caller sets; always the same.
    clean: RefCell<BTreeMap<String, Vec<(String, Environment)>>>,
}

impl Machine {
    fn new() -> Self {
        let world = World::with_default("1.22.6");
        world.installed("1.18");
        world.installed("1.24.4");
        let linked = world.path("tip");
        let version = Version::parse("1.25.1").unwrap();
        tree::unpack(&linked, &version, &Platform::host());
        world.gom(["link", "tip", linked.to_str().unwrap()]).ok();
        world.file("clean/go.mod", "module clean\n");
        // So that GOM_TARGET=x means something there.
        world.file("clean/gotoolchain.toml", "[targets.x]\n");
        world.file("clone/go.mod", "module clone\n");
        // Runs only where somebody runs it, and tells.
        let script = format!(
            "#!/bin/sh\necho \"$0 $*\" >> '{}'\n",
            world.path("ran").display()
        );
        for name in [
            "evil",
            "cc",
            "gom",
            "gofmt",
            "git",
            "bin/go",
            "x/go",
            "go/bin/go",
        ] {
            world.executable(format!("clone/{name}"), &script);
        }
        Self {
            world,
            server: Server::start(|_| Response::status(404)),
            clean: RefCell::default(),
        }
    }

    /// Writes the clone's gotoolchain.toml.
    fn clone_has(&self, text: &str) {
        self.world.file("clone/gotoolchain.toml", text);
    }

    /// Fails where a program of the clone has run, or its server was asked.
    #[track_caller]
    fn assert_quiet(&self) {
        let ran = std::fs::read_to_string(self.world.path("ran")).unwrap_or_default();
        assert_eq!(ran, "", "the clone's programs ran");
        let asked: Vec<_> = self.server.requests();
        assert!(asked.is_empty(), "the clone's server was asked: {asked:?}");
    }

    /// The environment that Go has in a directory, for every call; `extra` is the caller's own.
    #[track_caller]
    fn environments(&self, dir: &str, extra: &[(&str, &str)]) -> Vec<(String, Environment)> {
        let gofmt = ("gofmt", &["-l", "."][..]);
        let calls = GO_CALLS.map(|args| ("go", args));
        let through_shims = calls.iter().chain([&gofmt]).map(|(tool, args)| {
            let call = self.world.shim(tool, args.iter()).at(dir);
            (format!("{tool} {}", args.join(" ")), call)
        });
        let below_gom = ["build", "version"].map(|command| {
            let call = self.world.gom(["exec", "--", "go", command]).at(dir);
            (format!("gom exec -- go {command}"), call)
        });
        let path = self.world.path(dir);
        let from_elsewhere = self.world.go(["-C", path.to_str().unwrap(), "build"]);
        through_shims
            .chain(below_gom)
            .chain([("go -C DIR build".to_owned(), from_elsewhere)])
            .map(|(title, call)| (title, seen(with(call, extra))))
            .collect()
    }

    /// What Go sees in the clone and not in the clean directory beside it, call by call.
    #[track_caller]
    fn gained(&self, extra: &[(&str, &str)]) -> Vec<(String, Environment)> {
        let mut known = self.clean.borrow_mut();
        let clean = known
            .entry(format!("{extra:?}"))
            .or_insert_with(|| self.environments("clean", extra));
        let clone = self.environments("clone", extra);
        clean
            .iter()
            .zip(clone)
            .map(|((title, clean), (_, mut clone))| {
                for name in clean.keys() {
                    assert!(clone.contains_key(name), "{title}: {name} was taken away");
                }
                clone.retain(|name, value| clean.get(name) != Some(value));
                (title.clone(), clone)
            })
            .collect()
    }

    /// Fails unless nothing of the clone reaches Go, whatever is called.
    #[track_caller]
    fn assert_nothing_reaches_go(&self, extra: &[(&str, &str)], why: &str) {
        for (title, gained) in self.gained(extra) {
            assert!(gained.is_empty(), "{why}: {title}: {gained:?}");
        }
        self.assert_quiet();
    }

    /// Every call of gom in the clone. None may run what the clone has, write into it, or be killed.
    #[track_caller]
    fn call_gom(&self, extra: &[(&str, &str)]) -> Vec<Outcome> {
        let before = Snapshot::take(&self.world.path("clone"));
        let outcomes = GOM_CALLS.map(|args| {
            let outcome = with(self.world.gom(args).at("clone"), extra).run();
            assert!(
                outcome.code < 100,
                "{} ended with {}: {}",
                outcome.title,
                outcome.code,
                outcome.stderr
            );
            outcome
        });
        before.assert_unchanged(&self.world.path("clone"));
        self.assert_quiet();
        outcomes.into()
    }
}

fn with<'w>(call: Call<'w>, extra: &[(&str, &str)]) -> Call<'w> {
    extra
        .iter()
        .fold(call, |call, (name, value)| call.env(name, value))
}

/// The environment of the fake Go. A value of several lines is cut: what follows is no variable.
#[track_caller]
fn seen(call: Call<'_>) -> Environment {
    let outcome = call.env("FAKE_GO_SHOW", "*").ok();
    let pairs = outcome.stdout.lines().filter_map(|line| {
        let (name, value) = line.split_once('=')?;
        Some((name.to_owned(), value.to_owned()))
    });
    pairs.collect()
}

/// Text that is safe on a terminal: nothing that moves, colours, reorders or hides.
#[track_caller]
fn assert_plain(outcome: &Outcome) {
    for (stream, text) in [("stdout", &outcome.stdout), ("stderr", &outcome.stderr)] {
        let bad = text
            .chars()
            .find(|&c| c != '\n' && gom_shim::escape::is_unsafe(c));
        assert_eq!(bad, None, "{} on {stream}: {text:?}", outcome.title);
    }
}

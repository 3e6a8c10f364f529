//! End to end on real Go: two toolchains from the machine's own module proxy, projects that get the
//! right one, and cmd/go getting a newer Go through gom.
//!
//! One test, so that two toolchains are fetched once: its parts stand below in their order.

use std::path::PathBuf;

use gom_shim::layout::Layout;
use snapbox::str;

use crate::inspect;
use crate::support::call::Call;
use crate::support::program;
use crate::support::skip::skip;
use crate::support::world::World;
use crate::support::zip;

const OLD: &str = "1.22.6";
const NEW: &str = "1.24.4";
const EXE: &str = std::env::consts::EXE_SUFFIX;

/// Variables without which this machine's network is not reached.
const NETWORK: [&str; 10] = [
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "ALL_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "all_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
];

const MAIN: &str =
    "package main\n\nimport \"runtime\"\n\nfunc main() { print(runtime.Version()) }\n";

/// The `go` on the PATH of the test run.
pub(crate) fn machines_go() -> Option<PathBuf> {
    program::on_path("go")
}

/// The module proxies that the machine's Go is set to use.
fn machines_proxies(go: &PathBuf) -> String {
    let output = std::process::Command::new(go)
        .args(["env", "GOPROXY"])
        .env("GOTOOLCHAIN", "local")
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A fresh home, no GOM_HOME, the machine's network, and gom placed by its own `setup`.
fn fresh_home(goproxy: &str) -> World {
    let mut world = World::conventional();
    // What every other world is furnished with is not there on a fresh machine.
    std::fs::remove_dir_all(world.gom_home()).unwrap();
    std::fs::remove_file(world.layout().config_file()).unwrap();
    for name in NETWORK {
        world.remove_env(name);
        if let Some(value) = std::env::var_os(name) {
            world.set_env(name, value);
        }
    }
    world.set_env("GOPROXY", goproxy);
    world.set_env("GOFLAGS", "-modcacherw");
    let setup = world.program(env!("CARGO_BIN_EXE_gom"), ["setup", "--no-path"]);
    setup.ok();
    assert!(Layout::shim(&world.layout().bin(), "go").is_file());
    assert!(world.gom_home().starts_with(world.home()));
    world
}

#[test]
fn from_a_fresh_home_to_the_right_go_in_every_project() {
    let Some(go) = machines_go() else {
        skip!("no go on PATH says which module proxy this machine uses");
    };
    let goproxy = machines_proxies(&go);
    if goproxy.is_empty() || goproxy == "off" {
        skip!("this machine's GOPROXY is '{goproxy}'");
    }
    let world = fresh_home(&goproxy);
    // Asked by Go itself, so that a fault of gom's is not taken for one of the network.
    let list = ["list", "-m", "-versions", "golang.org/toolchain@latest"];
    let answer = world.program(&go, list).env("GOTOOLCHAIN", "local").run();
    if answer.code != 0 {
        skip!("no module proxy answers: {}", answer.stderr.trim());
    }
    installs_two_at_once(&world);
    each_project_gets_its_own(&world);
    let programs = ["new", "old"].map(|dir| world.path(dir).join(format!("program{EXE}")));
    inspect::real::read_as_go_reads_them(&world, &go, &programs);
    a_newer_go_comes_through_gom(&world);
    nothing_else_was_downloaded(&world);
}

fn installs_two_at_once(world: &World) {
    let install = world.gom(["install", OLD, NEW]);
    let outcome = install.env("GOM_ORIGINS", "https://go.dev/dl,goproxy").ok();
    for version in [OLD, NEW] {
        let line = outcome
            .stderr
            .lines()
            .find(|line| line.starts_with(&format!("installed go{version} from ")));
        let line = line.unwrap_or_else(|| panic!("{}", outcome.stderr));
        assert!(line.contains("proved by sum.golang.org (record "), "{line}");
        // Where Go's own site cannot be reached, the next origin serves, and both are named.
        let served_second = !line.contains("from https://go.dev/dl ");
        let told = outcome
            .stderr
            .contains("note: https://go.dev/dl did not serve it: ");
        assert_eq!(served_second, told, "{}", outcome.stderr);
    }
    let list = world.gom(["list", "--json"]).ok().json();
    let toolchains = list["toolchains"].as_array().unwrap();
    assert_eq!(toolchains.len(), 2, "{list}");
    for (toolchain, version) in toolchains.iter().zip([OLD, NEW]) {
        assert_eq!(toolchain["version"], version);
        assert_eq!(toolchain["proof"], "sumdb", "{toolchain}");
        assert_eq!(toolchain["damaged"], false);
        assert!(
            toolchain["bytes"].as_u64() > Some(100_000_000),
            "{toolchain}"
        );
    }
    assert_eq!(list["default"], OLD, "the first one, as PATH has no other");
}

/// Builds the program in `dir`; what it says is the Go it was built with.
#[track_caller]
fn built_with(world: &World, dir: &str) -> String {
    let program = world.path(dir).join(format!("program{EXE}"));
    let args = ["build", "-o", program.to_str().unwrap(), "."];
    let outcome = world.go(args).at(dir).ok();
    assert_eq!((&*outcome.stdout, &*outcome.stderr), ("", ""));
    world.program(&program, [] as [&str; 0]).ok().stderr
}

fn each_project_gets_its_own(world: &World) {
    world.file("new/go.mod", "module new\n\ngo 1.24.0\n");
    world.file("old/go.mod", "module old\n\ngo 1.22.0\n");
    world.gom(["use", OLD]).at("old").ok();
    for (dir, version) in [("new", NEW), ("old", OLD)] {
        world.file(format!("{dir}/main.go"), MAIN);
        let shown = world.go(["version"]).at(dir).ok().stdout;
        assert!(
            shown.starts_with(&format!("go version go{version} ")),
            "{dir}: {shown}"
        );
        assert_eq!(built_with(world, dir), format!("go{version}"), "{dir}");
        let root = world.go(["env", "GOROOT"]).at(dir).ok().stdout;
        let name = format!("toolchains{}go{version}-", std::path::MAIN_SEPARATOR);
        assert!(root.contains(&name), "{dir}: {root}");
    }
    // The other one from the same directory.
    let shown = world
        .go([&format!("+{NEW}"), "version"])
        .at("old")
        .ok()
        .stdout;
    assert!(
        shown.starts_with(&format!("go version go{NEW} ")),
        "{shown}"
    );
}

/// A module proxy of files, with one module that needs the newer Go. It has no toolchains.
fn write_proxy(world: &World) -> String {
    let module = "example.test/newer";
    let go_mod = format!("module {module}\n\ngo 1.24.0\n");
    let prefix = format!("{module}@v1.0.0/");
    let library = "package lib\n\nconst Needs = \"1.24\"\n";
    let files = [
        ("go.mod", &*go_mod),
        ("main.go", MAIN),
        ("lib/lib.go", library),
    ];
    let entries: Vec<zip::Entry> = files
        .iter()
        .map(|(name, text)| zip::Entry::file(&format!("{prefix}{name}"), text.as_bytes()))
        .collect();
    let info = "{\"Version\":\"v1.0.0\",\"Time\":\"2025-06-01T00:00:00Z\"}";
    let dir = PathBuf::from("proxy").join(module).join("@v");
    world.file(dir.join("list"), "v1.0.0\n");
    world.file(dir.join("v1.0.0.info"), info);
    world.file(dir.join("v1.0.0.mod"), &go_mod);
    world.file(
        dir.join("v1.0.0.zip"),
        zip::zip(&entries, &zip::End::default()),
    );
    let path = world.path("proxy").to_str().unwrap().replace('\\', "/");
    format!("file:///{}", path.trim_start_matches('/'))
}

fn a_newer_go_comes_through_gom(world: &World) {
    let proxy = write_proxy(world);
    let go = |args: &[&str]| -> Call<'_> {
        let call = world.go(args).env("GOPROXY", &proxy);
        call.env("GONOSUMDB", "example.test")
    };
    world.dir("plain");
    let install = ["install", "example.test/newer@v1.0.0"];
    // cmd/go asks for the newest patch of the line before the newest of all it is shown. Where
    // Go has moved on since 1.24, that is not installed, and gom says how to get it.
    let shown = go(&["version"]).at("plain").ok().stdout;
    assert!(
        shown.starts_with(&format!("go version go{OLD} ")),
        "{shown}"
    );
    let refused = go(&install).at("plain").run();
    if forget_newer_releases(world) {
        refused.code(127);
        let hint = "hint: gom install 1.";
        assert!(refused.stderr.contains(hint), "{}", refused.stderr);
    }
    let outcome = go(&install).at("plain").ok();
    let switching = format!("requires go >= 1.24.0; switching to go{NEW}");
    assert!(outcome.stderr.contains(&switching), "{}", outcome.stderr);
    let program = world.home().join(format!("go/bin/newer{EXE}"));
    let built_with = world.program(&program, [] as [&str; 0]).ok().stderr;
    assert_eq!(built_with, format!("go{NEW}"));

    world.file("grows/go.mod", "module grows\n\ngo 1.22.0\n");
    let source =
        "package main\n\nimport \"example.test/newer/lib\"\n\nfunc main() { print(lib.Needs) }\n";
    world.file("grows/main.go", source);
    let outcome = go(&["get", "example.test/newer@v1.0.0"]).at("grows").ok();
    assert!(outcome.stderr.contains(&switching), "{}", outcome.stderr);
    go(&["mod", "tidy"]).at("grows").ok();
    let shown = go(&["version"]).at("grows").ok().stdout;
    assert!(
        shown.starts_with(&format!("go version go{NEW} ")),
        "{shown}"
    );
    let output = go(&["run", "."]).at("grows").ok();
    assert_eq!(output.stderr, "1.24");

    // Under a pin nothing is changed behind the project's back.
    world.file("stays/go.mod", "module stays\n\ngo 1.22.0\n");
    world.gom(["use", OLD]).at("stays").ok();
    let get = go(&["get", "example.test/newer@v1.0.0"]).at("stays");
    get.fails(1).stderr_eq(str![[r#"
go: example.test/newer@v1.0.0 requires go >= 1.24.0 (running go 1.22.6; GOTOOLCHAIN=local)

"#]]);
    // A package at a version brings its own needs.
    go(&install).at("stays").ok();
}

/// Takes the releases after the newer one out of cmd/go's sight, as on the day it was the newest.
/// True where there are any.
fn forget_newer_releases(world: &World) -> bool {
    let mut any = false;
    for entry in std::fs::read_dir(world.layout().switch()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        let version = gom_shim::version::Version::from_go_name(name.trim_end_matches(".exe"));
        let newest = gom_shim::version::Version::parse(NEW);
        if version > newest {
            std::fs::remove_file(entry.path()).unwrap();
            any = true;
        }
    }
    any
}

/// Every Go that ran was gom's: cmd/go has fetched none itself.
fn nothing_else_was_downloaded(world: &World) {
    let cached = world.home().join("go/pkg/mod/golang.org");
    assert!(!cached.exists(), "{} exists", cached.display());
    let cache = world.home().join("go/pkg/mod/example.test");
    assert!(cache.is_dir(), "{} does not exist", cache.display());
}

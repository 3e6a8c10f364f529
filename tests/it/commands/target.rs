//! `gom target`: what is built for here, and the project's targets edited.

use serde_json::json;
use snapbox::str;

use super::text;
use crate::support::world::World;

/// Ports and levels, as Go 1.21 and later write them down.
const PORTS: &str = "package platform\n\nvar distInfo = map[OSArch]osArchInfo{\n\t{\"js\", \"wasm\"}: {},\n\t{\"linux\", \"386\"}: {CgoSupported: true, FirstClass: true},\n\t{\"linux\", \"amd64\"}: {CgoSupported: true, FirstClass: true},\n\t{\"linux\", \"arm\"}: {CgoSupported: true, FirstClass: true},\n\t{\"linux\", \"arm64\"}: {CgoSupported: true, FirstClass: true},\n\t{\"linux\", \"sparc64\"}: {CgoSupported: true, Broken: true},\n\t{\"windows\", \"amd64\"}: {CgoSupported: true, FirstClass: true},\n}\n";
const LEVELS: &str = "package buildcfg\n\nfunc goamd64() int {\n\tswitch v := envOr(\"GOAMD64\", DefaultGOAMD64); v {\n\tcase \"v1\":\n\t\treturn 1\n\tcase \"v2\":\n\t\treturn 2\n\tcase \"v3\":\n\t\treturn 3\n\t}\n\treturn 1\n}\n";

/// A world whose Go knows its ports, and a project `p`.
fn world() -> World {
    let world = World::with_default("1.22.6");
    let root = world.installed("1.22.6");
    world.file(root.join("src/internal/platform/zosarch.go"), PORTS);
    world.file(root.join("src/internal/buildcfg/cfg.go"), LEVELS);
    world.file("p/go.mod", "module p\n\ngo 1.22\n");
    world
}

/// `gom target set WORDS…` in the project.
#[track_caller]
fn set(world: &World, words: &str) -> crate::support::outcome::Outcome {
    let args = ["target", "set"].into_iter().chain(words.split(' '));
    world.gom(args).at("p").ok()
}

#[test]
fn what_is_in_effect_and_who_says_so() {
    let mut world = world();
    world.gom(["target"]).at("p").ok().stdout_eq(str![[r#"
[PLATFORM] (this machine)

"#]]);
    world.file(
        "p/gotoolchain.toml",
        "[target]\ngoos = \"plan9\"\ngoarch = \"386\"\n\n[targets.old]\ngoos = \"plan9\"\ngoarch = \"arm\"\ngoarm = \"5\"\n",
    );
    let at = |name: &str, value: &str| world.gom(["target"]).at("p").env(name, value).ok();
    world
        .gom(["target"])
        .at("p")
        .ok()
        .stdout_eq(str![[r#"
plan9/386 ([target], gotoolchain.toml:1)

"#]])
        .stderr_eq(str![[r#"
for go build, vet, list and env; all other commands are for this machine

"#]]);
    at("GOM_TARGET", "old")
        .stdout_eq(str![[r#"
plan9/arm GOARM=5 ([targets.old], gotoolchain.toml:5; GOM_TARGET asks for it)

"#]])
        .stderr_eq(str![]);
    at("GOM_TARGET", "host").stdout_eq(str![[r#"
[PLATFORM] (this machine; GOM_TARGET asks for it)

"#]]);
    at("GOOS", "plan9").stderr_eq(str![[r#"
[target] (gotoolchain.toml:1) is passed over where GOOS or GOARCH is set

"#]]);
    assert!(
        at("GOOS", "plan9")
            .stdout
            .ends_with(" (GOOS=plan9 is set)\n")
    );
    world
        .gom(["target"])
        .at("p")
        .env("GOM_TARGET", "new")
        .fails(3)
        .stderr_eq(str![[r#"
error: [WORLD]/p/gotoolchain.toml has no target 'new'
  caused by: it has old

hint: gom target list

"#]]);
    let found = world
        .gom(["target", "--json"])
        .at("p")
        .env("GOM_TARGET", "old")
        .ok()
        .json();
    assert_eq!(
        (&found["goos"], &found["name"], &found["level"]),
        (
            &json!("plan9"),
            &json!("old"),
            &json!({"name": "GOARM", "value": "5"})
        )
    );
    assert_eq!(found["source"]["line"], 5);
    world.set_env("GOENV", world.path("goenv"));
    world.file("goenv", "GOARCH=mips\n");
    let shown = world.gom(["target"]).ok().redacted();
    assert!(shown.ends_with("/mips (goenv:1)\n"), "{shown}");
}

#[test]
fn targets_and_ports_in_lists() {
    let world = world();
    world.file(
        "p/gotoolchain.toml",
        "[target]\ngoos = \"linux\"\ngoarch = \"arm64\"\n[targets.pi]\ngoos = \"linux\"\ngoarch = \"arm\"\ngoarm = \"7\"\ncgo = true\ncc = \"gcc\"\nexec = \"qemu-arm -L /x\"\n",
    );
    let targets = "* [target]  linux/arm64\n  pi        linux/arm       goarm=7  cgo=true  cc=gcc  exec=qemu-arm -L /x\n";
    let ports = "  js/wasm\n  linux/386       cgo, first class\n  linux/amd64     cgo, first class\n  linux/arm       cgo, first class\n  linux/arm64     cgo, first class\n  linux/sparc64   cgo, broken\n  windows/amd64   cgo, first class\n";
    let shown = world.gom(["target", "list"]).at("p").ok();
    assert_eq!(
        shown.stdout,
        format!("{targets}\nports of go1.22.6:\n{ports}")
    );
    assert_eq!(shown.stderr, "");
    let pi = world
        .gom(["target", "list"])
        .at("p")
        .env("GOM_TARGET", "pi")
        .ok();
    assert!(
        pi.stdout.starts_with("  [target]  linux/arm64\n* pi "),
        "{}",
        pi.stdout
    );
    let found = world.gom(["target", "list", "--json"]).at("p").ok().json();
    assert_eq!(
        found["targets"][1],
        json!({
            "name": "pi", "goos": "linux", "goarch": "arm", "cgo": true, "cc": "gcc",
            "exec": "qemu-arm -L /x", "levels": {"goarm": "7"}, "in_effect": false,
            "path": world.path("p/gotoolchain.toml"), "line": 4,
        })
    );
    assert_eq!(
        found["ports"][5],
        json!({"goos": "linux", "goarch": "sparc64", "cgo": true, "first_class": false, "broken": true})
    );
    assert_eq!(world.gom(["target", "list", "--ports"]).ok().stdout, ports);
    let bare = World::new();
    bare.gom(["target", "list"])
        .ok()
        .stdout_eq(str![])
        .stderr_eq(str![[r#"
this project names no target
hint: gom target set linux/arm64
note: the Go of this directory is not there to be asked for its ports
hint: gom current

"#]]);
}

#[test]
fn a_target_is_made_changed_and_taken_out() {
    let world = world();
    let file = || text(&world, "p/gotoolchain.toml");
    set(&world, "linux/arm64").stdout_eq(str![[r#"
[WORLD]/p/gotoolchain.toml

"#]]);
    assert_eq!(file(), "[target]\ngoos = \"linux\"\ngoarch = \"arm64\"\n");
    let start = "# ours\n\n[toolchain] # T\ngo = '1.22.6'\n\n# ships\n[target]\ngoos = \"linux\" # os\ngoarch = \"arm64\"\n\n[env]\nA = \"1\"\n";
    world.file("p/gotoolchain.toml", start);
    set(&world, "pi linux/arm/v7 cgo=true cc=arm-gcc").stderr_eq(str![[r#"
[targets.pi] is new: linux/arm
note: this counts only in a trusted project
hint: gom trust [WORLD]/p

"#]]);
    let pi = "\n[targets.pi]\ngoos = \"linux\"\ngoarch = \"arm\"\ngoarm = \"7\"\ncgo = true\ncc = \"arm-gcc\"\n";
    assert_eq!(file(), format!("{start}{pi}"));
    set(&world, "windows/amd64 goamd64=v3");
    let changed = start
        .replace("\"linux\" # os", "\"windows\" # os")
        .replace("\"arm64\"\n", "\"amd64\"\ngoamd64 = \"v3\"\n");
    assert_eq!(file(), format!("{changed}{pi}"));
    // The level of the former architecture goes with it, the compiler stays and is mentioned.
    let noted = set(&world, "pi linux/386");
    assert!(
        noted.stderr.contains("note: cc: still as for linux/arm\n"),
        "{}",
        noted.stderr
    );
    let pi = pi.replace("goarch = \"arm\"\ngoarm = \"7\"\n", "goarch = \"386\"\n");
    assert_eq!(file(), format!("{changed}{pi}"));
    set(&world, "pi cc= cgo=0");
    let pi = pi.replace("cgo = true\ncc = \"arm-gcc\"\n", "cgo = false\n");
    assert_eq!(file(), format!("{changed}{pi}"));
    world.gom(["target", "unset", "pi"]).at("p").ok();
    assert_eq!(file(), changed);
    world.gom(["target", "unset"]).at("p").ok();
    assert_eq!(
        file(),
        "# ours\n\n[toolchain] # T\ngo = '1.22.6'\n\n[env]\nA = \"1\"\n"
    );
    world
        .gom(["target", "unset"])
        .at("p")
        .fails(3)
        .stderr_eq(str![[r#"
error: [WORLD]/p/gotoolchain.toml has no [target]

hint: gom target list

"#]]);
    world.file("p/gotoolchain.toml", "[linux.target]\ngoos = \"linux\"\n");
    let hint = world.gom(["target", "unset"]).at("p").fails(3).stderr;
    assert!(
        hint.ends_with("hint: gom config --project --unset linux.target\n"),
        "{hint}"
    );
}

#[test]
fn what_the_selected_go_does_not_know_is_not_written() {
    let world = world();
    world.file("p/gotoolchain.toml", "[target]\ngoos = \"linux\"\n");
    let before = world.snapshot();
    for (words, message) in [
        (
            "lnux/arm64",
            "GOOS/GOARCH: 'lnux/arm64' is no port of this Go\n  caused by: did you mean linux/arm64? this Go takes: js/wasm, linux/386,",
        ),
        ("plan9/386", "GOOS/GOARCH: 'plan9/386' is no port"),
        ("goos=plan9", "GOOS/GOARCH: 'plan9/"),
        (
            "linux/amd64 goamd64=v9",
            "GOAMD64: 'v9' is no level of this Go\n  caused by: did you mean v1? this Go takes: v1, v2, v3\n",
        ),
        ("js/wasm cgo=true", "go1.22.6 has no cgo for js/wasm"),
        (
            "linux/arm64 goamd64=v3",
            "goamd64 says nothing about linux/arm64\n\nhint: gom target set linux/amd64 goamd64=v3",
        ),
        (
            "cgo=maybe",
            "target.cgo is 'maybe', and neither true nor false",
        ),
        (
            "linux/arm64 goarn=7",
            "'goarn' is no key of a target\n  caused by: the nearest one is 'goarm'",
        ),
        ("host linux/arm64", "'host' cannot be a target's name"),
        (
            "pi",
            "nothing to set\n\nhint: gom target set pi linux/arm64",
        ),
    ] {
        let args = ["target", "set"].into_iter().chain(words.split(' '));
        let refused = world.gom(args).at("p").fails(2);
        let start = format!("error: {message}");
        assert!(
            refused.stderr.starts_with(&start),
            "{words}: {}",
            refused.stderr
        );
    }
    before.assert_unchanged(world.root());
    // A level without an architecture would count for nothing.
    let host = gom_shim::platform::Platform::host();
    if host.arch() == "amd64" {
        let refused = world.gom(["target", "set", "goamd64=v3"]).at("p").fails(2);
        assert_eq!(
            refused.stderr,
            "error: goamd64 counts only beside a goarch\n\nhint: gom target set linux/amd64 goamd64=v3\n"
        );
    }
    set(&world, "linux/sparc64");
}

#[test]
fn the_commands_that_shims_advise_work() {
    let world = world();
    // No name yet: from target_env::unknown.
    world.file("p/gotoolchain.toml", "# empty\n");
    let hint = |outcome: &str| outcome.rsplit("hint: ").next().unwrap().trim().to_owned();
    let refused = world
        .go(["build"])
        .at("p")
        .env("GOM_TARGET", "pi")
        .fails(126);
    assert_eq!(hint(&refused.stderr), "gom target set pi linux/arm64");
    set(&world, "pi linux/arm64");
    world.go(["build"]).at("p").env("GOM_TARGET", "pi").ok();
    // cgo without a compiler: from target_env::cgo.
    set(&world, "pi windows/amd64 cgo=true");
    let refused = world
        .go(["build"])
        .at("p")
        .env("GOM_TARGET", "pi")
        .fails(126);
    assert!(
        hint(&refused.stderr).starts_with("gom target set pi cc="),
        "{}",
        refused.stderr
    );
    set(&world, "pi cgo=false");
    world.go(["build"]).at("p").env("GOM_TARGET", "pi").ok();
}

#[test]
fn a_side_that_says_otherwise_is_named() {
    let world = world();
    let side = match gom_shim::platform::Platform::host().os() {
        "windows" => "windows",
        "darwin" => "macos",
        _ => "linux",
    };
    let line = format!("[{side}.target]\ngoarch = \"386\"\n");
    world.file("p/gotoolchain.toml", line);
    let warned = set(&world, "linux/arm64").stderr;
    assert!(
        warned.contains("warning: on this side gotoolchain.toml:2 says goarch = 386\n"),
        "{warned}"
    );
}

#[test]
fn outside_a_project_nothing_is_made() {
    let world = world();
    // The worlds lie in gom's own checkout, which is a project.
    let outside = std::env::temp_dir().join(format!("gom-target-{}", std::process::id()));
    std::fs::create_dir(&outside).unwrap();
    let set = world
        .gom(["target", "set", "linux/arm64"])
        .at(&outside)
        .run();
    let unset = world.gom(["target", "unset"]).at(&outside).run();
    let is_empty = std::fs::read_dir(&outside).unwrap().next().is_none();
    std::fs::remove_dir_all(&outside).unwrap();
    assert!(is_empty);
    for refused in [set, unset] {
        refused.code(2);
        assert!(
            refused.stderr.contains("is not a Go project"),
            "{}",
            refused.stderr
        );
    }
}

#[test]
fn marks_and_line_ends_stay() {
    let world = world();
    world.file(
        "p/gotoolchain.toml",
        "\u{feff}# x\r\n[env]\r\nA = \"1\"\r\n",
    );
    set(&world, "linux/arm64");
    assert_eq!(
        text(&world, "p/gotoolchain.toml"),
        "\u{feff}# x\r\n[env]\r\nA = \"1\"\r\n\r\n[target]\r\ngoos = \"linux\"\r\ngoarch = \"arm64\"\r\n"
    );
}

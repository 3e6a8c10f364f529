//! `gom config --project`: the keys of gotoolchain.toml, shown and changed.

use serde_json::json;
use snapbox::str;

use super::text;
use crate::support::world::World;

const FILE: &str = "# ours\ngom = \">=0.1\"\n\n[toolchain]\ngo = \"1.22.6\" # May\ntools = { gopls = \"v0.16.1\" }\n\n[env]\nGOGC = 200\n\n[targets.\"pi.4\"]\ngoos = \"linux\"\ngoarch = \"arm\"\ncgo = false\n\n[policy]\nforbid = [\"GODEBUG\"]\n";

fn world() -> World {
    let world = World::with_default("1.22.6");
    world.file("p/go.mod", "module p\n\ngo 1.22\n");
    world.file("p/gotoolchain.toml", FILE);
    world
}

/// `gom config --project WORDS…` in the project.
fn config<'w>(world: &'w World, words: &[&str]) -> crate::support::call::Call<'w> {
    let args = ["config", "--project"].iter().chain(words);
    world.gom(args).at("p")
}

#[test]
fn shown_by_key() {
    let world = world();
    config(&world, &[]).ok().stdout_eq(str![[r#"
gom = ">=0.1"
toolchain.go = "1.22.6"
toolchain.tools.gopls = "v0.16.1"
env.GOGC = 200
targets."pi.4".goos = "linux"
targets."pi.4".goarch = "arm"
targets."pi.4".cgo = false
policy.forbid = ["GODEBUG"]

"#]]);
    for (key, value) in [
        ("gom", ">=0.1\n"),
        ("toolchain.go", "1.22.6\n"),
        ("env.GOGC", "200\n"),
        ("targets.\"pi.4\".cgo", "false\n"),
        ("policy.forbid", "[\"GODEBUG\"]\n"),
        (
            "toolchain",
            "toolchain.go = \"1.22.6\"\ntoolchain.tools.gopls = \"v0.16.1\"\n",
        ),
    ] {
        assert_eq!(config(&world, &[key]).ok().stdout, value, "{key}");
    }
    assert_eq!(
        config(&world, &["toolchain.go", "--show-origin"])
            .ok()
            .redacted(),
        "1.22.6\t[WORLD]/p/gotoolchain.toml:5\n"
    );
    let one = config(&world, &["policy.forbid", "--json"]).ok().json();
    assert_eq!(
        (&one["schema"], &one["name"], &one["value"]),
        (&json!(1), &json!("policy.forbid"), &json!(["GODEBUG"]))
    );
    let all = config(&world, &["--json"]).ok().json();
    assert_eq!(all["values"]["env.GOGC"], 200);
    config(&world, &["env.GOOD"]).fails(1).stderr_eq(str![[r#"
error: [WORLD]/p/gotoolchain.toml has no env.GOOD

hint: gom config --project

"#]]);
    config(&world, &["env."]).fails(2);
}

#[test]
fn set_and_taken_out_where_it_stands() {
    let world = world();
    let file = || text(&world, "p/gotoolchain.toml");
    config(&world, &["toolchain.go", "1.23"])
        .ok()
        .stdout_eq(str![])
        .stderr_eq(str![]);
    assert_eq!(file(), FILE.replace("\"1.22.6\" # May", "\"1.23\" # May"));
    config(&world, &["toolchain.go", "1.22.6"]).ok();
    config(&world, &["toolchain.tools.stringer", "v0.30.0"]).ok();
    let tools = "{ gopls = \"v0.16.1\", stringer = \"v0.30.0\" }";
    assert_eq!(file(), FILE.replace("{ gopls = \"v0.16.1\" }", tools));
    config(&world, &["--unset", "toolchain.tools.stringer"]).ok();
    assert_eq!(file(), FILE);
    config(&world, &["targets.\"pi.4\".cgo", "true"]).ok();
    config(&world, &["policy.forbid", "GODEBUG, GOFLAGS=-mod=mod"]).ok();
    config(&world, &["policy.experiments", "[\"loopvar\"]"]).ok();
    config(&world, &["profile.production.env.GOGC", "off"]).ok();
    let expected = FILE.replace("cgo = false", "cgo = true").replace(
        "[\"GODEBUG\"]",
        "[\"GODEBUG\", \"GOFLAGS=-mod=mod\"]\nexperiments = [\"loopvar\"]",
    ) + "\n[profile.production.env]\nGOGC = \"off\"\n";
    assert_eq!(file(), expected);
    config(&world, &["--unset", "profile"]).ok();
    config(&world, &["--unset", "gom"]).ok();
    assert!(file().starts_with("[toolchain]\n"), "{}", file());
    config(&world, &["--unset", "gom"]).fails(1);
    // The first thing in a project may be a variable.
    world.file("q/go.mod", "module q\n");
    world
        .gom(["config", "--project", "env.GOGC", "50"])
        .at("q")
        .ok();
    assert_eq!(text(&world, "q/gotoolchain.toml"), "[env]\nGOGC = \"50\"\n");
}

#[test]
fn what_no_project_file_has_is_not_written() {
    let world = world();
    let before = world.snapshot();
    for (key, value, message) in [
        (
            "toolchain.gopth",
            "x",
            "'gopth' is no key of [toolchain]\n  caused by: the nearest one is 'gopath'\n",
        ),
        (
            "tolchain.go",
            "1.22",
            "'tolchain' is no key of this file\n  caused by: the nearest one is 'toolchain'\n",
        ),
        (
            "windows.toolchain.x",
            "1",
            "'x' is no key of [windows.toolchain]\n  caused by: there are go, tools, gopath\n",
        ),
        ("windows.gom", "1", "'gom' is no key of [windows]\n"),
        (
            "toolchain.go",
            "1.x",
            "'1.x' is not a Go version or request\n",
        ),
        (
            "toolchain.gopath",
            "mine",
            "gopath is 'mine', and not shared, toolchain or project\n",
        ),
        (
            "gom",
            "latest",
            "gom is 'latest', which is no requirement such as '>=1.4'\n",
        ),
        ("env", "x", "env is \"x\", and not a table\n"),
        (
            "env.GOARCH",
            "arm",
            "GOARCH is not for [env], where it would break every 'go test'\n\nhint: write it as goarch in [target]\n",
        ),
        (
            "env.GOROOT",
            "/x",
            "GOROOT is never taken from a project file, trusted or not\n\nhint: gom use VERSION\n",
        ),
        (
            "profile.p.env.LD_PRELOAD",
            "/x",
            "LD_PRELOAD is never taken from a project file",
        ),
        (
            "env.CGO_ENABLED",
            "yes",
            "CGO_ENABLED: 'yes' means nothing to this Go\n",
        ),
        (
            "targets.host.goos",
            "linux",
            "'host' cannot be a target's name",
        ),
        (
            "target.cgo",
            "maybe",
            "target.cgo is 'maybe', and neither true nor false\n\nhint: gom config --project target.cgo true\n",
        ),
        (
            "policy.minimum",
            "old",
            "minimum is 'old', which is no Go version\n",
        ),
        (
            "policy.forbid",
            "[1, ",
            "policy.forbid is '[1, ', and no list of TOML\n",
        ),
        (
            "policy.forbid",
            "[1]",
            "forbid is [1], and not a list of texts\n",
        ),
        ("a b", "x", "'a b' is no key such as env.GOPRIVATE\n"),
    ] {
        let refused = config(&world, &[key, value]).fails(2);
        let start = format!("error: {message}");
        assert!(
            refused.stderr.starts_with(&start),
            "{key}: {}",
            refused.stderr
        );
    }
    before.assert_unchanged(world.root());
    // Wrong only together with what is there: the place is told.
    config(&world, &["targets.\"pi.4\".goamd64", "v1"])
        .fails(3)
        .stderr_eq(str![[r#"
error: [WORLD]/p/gotoolchain.toml:15:11: goamd64 says nothing about goarch = "arm"

hint: edit [WORLD]/p/gotoolchain.toml

"#]]);
    config(&world, &["env.GOGC.x", "1"]).fails(2);
    before.assert_unchanged(world.root());
}

#[test]
fn a_broken_file_is_mended_step_by_step() {
    let world = world();
    world.file(
        "p/gotoolchain.toml",
        "# ours\n[toolchain]\ngo = 1.22\ngopth = \"shared\"\n\n[env]\nA = [1]\n",
    );
    world.gom(["current"]).at("p").fails(3);
    config(&world, &["toolchain.go", "1.22"])
        .ok()
        .stderr_eq(str![[r#"
warning: not yet right: [WORLD]/p/gotoolchain.toml:7:5: A is [1], and not a text

"#]]);
    config(&world, &["--unset", "env.A"]).ok().stderr_eq(str![]);
    world.gom(["current"]).at("p").fails(3).stderr_eq(str![[r#"
error: [WORLD]/p/gotoolchain.toml:4:1: 'gopth' is no key of [toolchain]
  caused by: the nearest one is 'gopath'

hint: edit [WORLD]/p/gotoolchain.toml

"#]]);
    config(&world, &["--unset", "toolchain.gopth"]).ok();
    world.gom(["current"]).at("p").ok();
    assert_eq!(
        text(&world, "p/gotoolchain.toml"),
        "# ours\n[toolchain]\ngo = \"1.22\"\n\n[env]\n"
    );
    // What is no TOML is edited by nobody but its writer.
    world.file("p/gotoolchain.toml", "[toolchain\n");
    config(&world, &["toolchain.go", "1.22"]).fails(3);
    config(&world, &[]).fails(3);
    assert_eq!(text(&world, "p/gotoolchain.toml"), "[toolchain\n");
}

#[test]
fn trust_is_bound_to_the_text() {
    let world = world();
    config(&world, &["env.GOPRIVATE", "git.example.com"])
        .ok()
        .stderr_eq(str![[r#"
note: this counts only in a trusted project
hint: gom trust [WORLD]/p

"#]]);
    world.gom(["trust", "-y"]).at("p").ok();
    config(&world, &["env.GOGC", "100"])
        .ok()
        .stderr_eq(str![[r#"
note: the file was trusted as it was before
hint: gom trust [WORLD]/p

"#]]);
}

#[test]
fn without_a_file_there_is_nothing_to_show() {
    let world = World::new();
    world.file("q/go.mod", "module q\n");
    let before = world.snapshot();
    let outcome = world.gom(["config", "--project"]).at("q").run();
    // The worlds lie in gom's own checkout: no file there either.
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    before.assert_unchanged(world.root());
}

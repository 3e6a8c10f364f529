//! Which calls of go see a project's target, and what they see.

use std::collections::BTreeMap;

use super::environment_of;
use crate::support::call::Call;
use crate::support::world::World;

const FILE: &str = r#"
[target]
goos = "plan9"
goarch = "arm"
goarm = "7"
[targets.pi]
goos = "linux"
goarch = "riscv64"
cgo = true
cc = "riscv-gcc"
cxx = "riscv-g++"
exec = "qemu-riscv64 -L '/opt/a b'"
[targets.bare]
goos = "openbsd"
goarch = "arm64"
cgo = true
[targets.root]
goos = "linux"
goarch = "s390x"
sysroot = "root fs"
"#;

fn world() -> World {
    let world = World::with_default("1.22.6");
    world.file("p/gotoolchain.toml", FILE);
    world.dir("none");
    world
}

fn seen(call: Call<'_>) -> BTreeMap<String, String> {
    environment_of(&call.env("FAKE_GO_SHOW", "*"))
}

/// GOOS/GOARCH of the child.
fn platform(env: &BTreeMap<String, String>) -> String {
    let get = |name| env.get(name).map_or("-", String::as_str);
    format!("{}/{}", get("GOOS"), get("GOARCH"))
}

#[test]
fn the_projects_own_target_is_for_what_is_shipped() {
    let world = world();
    for command in ["build", "vet", "list", "env"] {
        let env = seen(world.go([command]).at("p"));
        assert_eq!(platform(&env), "plan9/arm", "{command}");
        assert_eq!(env["GOARM"], "7");
        // Also with -C in front, and from elsewhere.
        let env = seen(
            world
                .go(["-C", world.path("p").to_str().unwrap(), command])
                .at("none"),
        );
        assert_eq!(platform(&env), "plan9/arm", "{command}");
    }
    for command in [
        "install", "run", "test", "generate", "tool", "version", "mod", "get",
    ] {
        let env = seen(world.go([command]).at("p"));
        assert_eq!(platform(&env), "-/-", "{command}");
        assert!(!env.contains_key("GOARM"));
    }
    for args in [&["env", "-w", "GOFLAGS=-v"][..], &["env", "-u", "GOFLAGS"]] {
        assert_eq!(platform(&seen(world.go(args).at("p"))), "-/-", "{args:?}");
    }
    assert_eq!(
        platform(&seen(world.shim("gofmt", ["build"]).at("p"))),
        "-/-"
    );
}

#[test]
fn who_names_one_half_of_a_platform_drops_the_whole_target() {
    let world = world();
    for (name, expected) in [("GOOS", "windows/-"), ("GOARCH", "-/windows")] {
        let env = seen(world.go(["build"]).at("p").env(name, "windows"));
        assert_eq!(platform(&env), expected);
        assert!(!env.contains_key("GOARM") && !env.contains_key("__GOM_DIFF"));
    }
    // Empty is unset, for Go and so for us.
    assert_eq!(
        platform(&seen(world.go(["build"]).at("p").env("GOOS", ""))),
        "plan9/arm"
    );
    let env = seen(world.go(["build"]).at("p").env("GOARM", "5"));
    assert_eq!(
        env["GOARM"], "5",
        "a level that the caller sets is the caller's"
    );
}

#[test]
fn a_named_target_is_for_every_command() {
    let world = world();
    for command in ["build", "test", "run", "generate", "tool"] {
        let env = seen(world.go([command]).at("p").env("GOM_TARGET", "root"));
        assert_eq!(platform(&env), "linux/s390x", "{command}");
    }
    assert_eq!(
        platform(&seen(world.go(["build"]).at("p").env("GOM_TARGET", "host"))),
        "-/-"
    );
    let outcome = world
        .go(["build"])
        .at("p")
        .env("GOM_TARGET", "pj")
        .fails(126);
    outcome.stderr_eq(snapbox::str![[r#"
error: [WORLD]/p/gotoolchain.toml has no target 'pj'
  caused by: it has bare, pi, root

hint: gom target list

"#]]);
    let outcome = world
        .go(["build"])
        .at("none")
        .env("GOM_TARGET", "pi")
        .fails(126);
    assert!(outcome.stderr.contains("there is no gotoolchain.toml here"));
    let exec = world
        .gom(["exec", "--target", "pj", "--", "go", "build"])
        .at("p")
        .fails(126);
    assert!(
        exec.stderr.contains("has no target 'pj'"),
        "{}",
        exec.stderr
    );
}

#[test]
fn programs_of_a_target_wait_for_trust_and_cgo_says_what_is_missing() {
    let world = world();
    let exec = |target: &str, command: &str| {
        let call = world
            .gom(["exec", "--target", target, "--", "go", command])
            .at("p");
        call.env("FAKE_GO_SHOW", "*").env("GOOS", "windows")
    };
    exec("pi", "build").fails(126).stderr_eq(snapbox::str![[r#"
error: [WORLD]/p/gotoolchain.toml:10:6: cc = "riscv-gcc" is not run, as nobody trusted this file

hint: if you know this project: gom trust [WORLD]/p

"#]]);
    exec("bare", "build").fails(126).stderr_eq(snapbox::str![[r#"
error: [WORLD]/p/gotoolchain.toml:16:7: [targets.bare] wants cgo for openbsd/arm64, and names no C compiler
  caused by: Go would leave out every file that needs cgo, and say so nowhere
  caused by: without C it is built after: gom target set bare cgo=false

hint: gom target set bare cc=clang

"#]]);
    // What compiles nothing is not stopped: editors live on it.
    assert_eq!(
        platform(&environment_of(&exec("bare", "list"))),
        "openbsd/arm64"
    );
    // A compiler of the caller's own is one.
    let env = environment_of(&exec("bare", "build").env("CC", "mine"));
    assert_eq!(
        (env["CC"].as_str(), env["CGO_ENABLED"].as_str()),
        ("mine", "1")
    );

    world.gom(["trust"]).at("p").ok();
    let env = environment_of(&exec("pi", "test"));
    assert_eq!(
        platform(&env),
        "linux/riscv64",
        "--target wins over the caller's GOOS"
    );
    assert_eq!(
        (env["CC"].as_str(), env["CXX"].as_str()),
        ("riscv-gcc", "riscv-g++")
    );
    assert_eq!(env["CGO_ENABLED"], "1");
    let path: Vec<_> = std::env::split_paths(&env["PATH"]).collect();
    assert!(path.contains(&world.layout().exec()));
    // Without the target the directory is not there.
    let env = environment_of(&exec("root", "build"));
    assert!(!std::env::split_paths(&env["PATH"]).any(|dir| dir == world.layout().exec()));
    let root = world.path("p").join("root fs");
    let flag = format!("\"--sysroot={}\"", root.display());
    assert_eq!(env["CGO_CPPFLAGS"], flag);
    assert_eq!(env["CGO_LDFLAGS"], format!("-O2 -g {flag}"));
    assert_eq!(env["PKG_CONFIG_SYSROOT_DIR"], root.to_str().unwrap());
}

#[test]
fn go_install_for_another_platform_is_refused_where_gobin_is_set() {
    let world = world();
    let call = || {
        let call = world.gom(["exec", "--target", "root", "--", "go", "install", "./..."]);
        call.at("p").env("FAKE_GO_SHOW", "*")
    };
    assert_eq!(platform(&environment_of(&call())), "linux/s390x");
    call().env("GOBIN", "/my/bin").fails(126).stderr_eq(snapbox::str![[r#"
error: go install does not put programs for linux/s390x into GOBIN (/my/bin)
  caused by: it would mix them with this machine's own; without GOBIN they go to GOPATH's bin/GOOS_GOARCH

hint: env -u GOBIN gom exec --target root -- go install ./...

"#]]);
    // The plain install of the same project is for this machine.
    let env = seen(world.go(["install"]).at("p").env("GOBIN", "/my/bin"));
    assert_eq!(platform(&env), "-/-");
}

#[cfg(unix)]
#[test]
fn what_was_built_for_the_target_is_run_by_its_exec() {
    let world = world();
    world.gom(["trust"]).at("p").ok();
    let runner = "go_linux_riscv64_exec";
    super::place_shim(&world, &world.layout().exec(), runner);
    world.executable(
        "tools/qemu-riscv64",
        "#!/bin/sh\nprintf '%s|' \"$0\" \"$@\" \"$GOOS\"\n",
    );
    let tools = world.path("tools");
    let path = format!("{}:/usr/bin:/bin", tools.display());
    let call = world.gom([
        "exec",
        "--target",
        "pi",
        "--",
        "go",
        "spawn",
        runner,
        "/tmp/x.test",
        "-test.v",
    ]);
    let outcome = call.at("p").env("PATH", &path).ok();
    assert_eq!(
        outcome.stdout,
        format!(
            "{}/qemu-riscv64|-L|/opt/a b|/tmp/x.test|-test.v|linux|",
            tools.display()
        )
    );
    let call = world.gom([
        "exec",
        "--target",
        "pi",
        "--",
        "go",
        "spawn",
        runner,
        "/tmp/x.test",
    ]);
    let outcome = call.at("p").run();
    assert!(
        outcome
            .stderr
            .contains("exec = \"qemu-riscv64\" names no program of this machine"),
        "{}",
        outcome.stderr
    );
    // Called by hand it explains itself.
    let shim = world.layout().exec().join(runner);
    let outcome = world.program(shim, ["x"]).fails(126);
    assert!(
        outcome
            .stderr
            .contains("no target with an exec is in effect"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn every_runner_is_there_after_an_install() {
    let world = World::with_default("1.22.6");
    let shims = gom::shims::Shims::new(&world.layout());
    shims.runners().unwrap();
    let runner = gom_shim::layout::Layout::shim(&world.layout().exec(), "go_linux_arm64_exec");
    assert!(shims.is_own(&runner));
}

#[test]
fn what_the_platform_makes_of_a_level_and_of_gobin() {
    let world = world();
    let host = gom_shim::platform::Platform::host();
    let other = if host.arch() == "arm" {
        "goamd64 = \"v3\""
    } else {
        "goarm = \"7\""
    };
    world.file(
        "l/gotoolchain.toml",
        format!("[target]\ngoos = \"linux\"\n{other}\n"),
    );
    let outcome = world.go(["build"]).at("l").fails(126);
    let expected = format!("says nothing about linux/{}", host.arch());
    assert!(outcome.stderr.contains(&expected), "{}", outcome.stderr);
    // GOBIN from elsewhere is taken away elsewhere.
    let install = |call: Call<'_>| call.fails(126).stderr;
    let args = ["exec", "--target", "root", "--", "go", "install", "."];
    let file = world.file("goenv", "GOBIN=/file/bin\n");
    let stderr = install(world.gom(args).at("p").env("GOENV", &file));
    assert!(stderr.ends_with("hint: go env -u GOBIN\n"), "{stderr}");
}

#[test]
fn a_target_of_another_project_stops_only_what_compiles() {
    let world = world();
    for command in ["version", "env", "list", "mod"] {
        let env = seen(world.go([command]).at("none").env("GOM_TARGET", "pi"));
        assert_eq!(platform(&env), "-/-", "{command}");
    }
    let outcome = world
        .go(["build"])
        .at("none")
        .env("GOM_TARGET", "pi")
        .fails(126);
    assert!(
        outcome.stderr.contains("target 'pi' was asked for"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn an_empty_program_is_no_program() {
    let world = world();
    world.file(
        "e/gotoolchain.toml",
        "[target]\ngoarch = \"arm64\"\ncc = \"\"\n",
    );
    let outcome = world.go(["build"]).at("e").fails(126);
    assert!(
        outcome.stderr.contains("gotoolchain.toml:3:6: cc is empty"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn gom_env_is_not_stopped_by_a_compiler_that_is_missing() {
    let world = world();
    let shown = world.gom(["env", "--target", "bare"]).at("p").ok().stdout;
    assert!(
        shown.contains("GOOS=openbsd\n") && shown.contains("CGO_ENABLED=1\n"),
        "{shown}"
    );
}

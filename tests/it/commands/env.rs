//! `gom env`: what a shim sets, and nothing else.

use serde_json::json;
use snapbox::str;

use super::pinned;
use crate::support::world::World;

#[test]
fn it_is_what_the_shim_sets() {
    let world = World::with_default("1.22.6");
    pinned(&world, "p", "1.22.6");
    let shown = world.gom(["env"]).at("p").ok();
    let names: Vec<&str> = shown
        .stdout
        .lines()
        .filter_map(|line| Some(line.split_once('=')?.0))
        .collect();
    assert_eq!(names, ["GOROOT", "PATH", "GOTOOLCHAIN"]);
    let really = world.go(["environ"]).at("p").ok().stdout;
    for line in shown.stdout.lines() {
        assert!(
            really.lines().any(|other| other == line),
            "{line} is not in {really}"
        );
    }
    assert_eq!(
        world.gom(["env", "GOTOOLCHAIN"]).at("p").ok().stdout,
        "local\n"
    );
    assert_eq!(world.gom(["env", "GOTOOLCHAIN"]).ok().stdout, "path\n");
    let two = world
        .gom(["env", "GOTOOLCHAIN", "GOROOT"])
        .at("p")
        .ok()
        .redacted();
    assert_eq!(
        two.replace('\\', "/"),
        "local\n[GOM_HOME]/toolchains/go1.22.6-[OS_ARCH]\n"
    );
    world.gom(["env", "GOPATH"]).fails(2).stderr_eq(str![[r#"
error: 'GOPATH' is not set by gom here

hint: go env GOPATH

"#]]);
    let clean = world.gom(["env"]).env("GOM_GOROOT", "clean").ok().stdout;
    assert!(clean.starts_with("-GOROOT\n"), "{clean}");
}

#[test]
fn for_scripts() {
    let world = World::with_default("1.22.6");
    pinned(&world, "p", "1.22.6");
    let found = world.gom(["env", "--json"]).at("p").ok().json();
    assert_eq!(found["schema"], 1);
    let variables = found["variables"].as_array().unwrap();
    let last = &variables[2];
    assert_eq!(
        (&last["name"], &last["value"]),
        (&json!("GOTOOLCHAIN"), &json!("local"))
    );
    assert_eq!(last["source"]["kind"], "gotoolchain.toml");
    let one = world
        .gom(["env", "--json", "GOTOOLCHAIN"])
        .at("p")
        .ok()
        .json();
    assert_eq!(one["variables"], json!([last]));
    world.gom(["env", "--json", "GOPATH"]).at("p").fails(2);
}

#[test]
fn a_system_go_gets_none() {
    let mut world = World::new();
    world.system_go("1.23.1");
    assert_eq!(world.gom(["env"]).ok().stdout, "");
    assert_eq!(
        world.gom(["env", "--json"]).ok().json()["variables"],
        json!([])
    );
}

#[test]
fn a_target_and_a_profile_are_written_where_they_are_asked_for() {
    let world = World::with_default("1.22.6");
    let text = "[env]\nGOGC = 50\n[target]\ngoos = \"plan9\"\ngoarch = \"arm\"\n\
        [targets.web]\ngoos = \"js\"\ngoarch = \"wasm\"\n[profile.production.env]\nGOGC = 200\n";
    world.file("p/gotoolchain.toml", text);
    let run = |args: &[&str]| {
        let args = std::iter::once(&"env").chain(args);
        world.gom(args).at("p").ok().stdout
    };
    let docker = ["--format", "docker"];
    assert_eq!(run(&docker), "GOGC=50\n");
    let with = |more: &[&str]| run(&[&docker[..], more].concat());
    assert_eq!(
        with(&["--target", "web"]),
        "GOGC=50\nGOOS=js\nGOARCH=wasm\n"
    );
    assert_eq!(with(&["--profile", "production"]), "GOGC=200\n");
    assert_eq!(
        run(&["--shell", "bash"]),
        "export GOGC='50'\nexport __GOM_DIFF='1,GOGC=50'\n"
    );
    // What a shim would set here is shown whole.
    assert!(run(&[]).contains("GOOS=plan9\n"));
    assert_eq!(run(&["--target", "host", "GOGC"]), "50\n");
    let call = world.gom(["env", "--profile", "none"]).at("p").fails(3);
    assert!(
        call.stderr.contains("has no profile 'none'"),
        "{}",
        call.stderr
    );
    let json = world.gom(["env", "--json"]).at("p").ok().json();
    let gogc = &json["variables"][0];
    assert_eq!(gogc["name"], "GOGC");
    assert_eq!(gogc["source"]["line"], 2);
}

/// Without a project's variables there is none to print: those of the toolchain must be asked for.
#[test]
fn for_shells_and_files() {
    let world = World::with_default("1.22.6");
    pinned(&world, "p", "1.22.6");
    let shown = |args: &[&str]| {
        let args = std::iter::once(&"env").chain(args);
        world.gom(args).at("p").ok().redacted().replace('\\', "/")
    };
    for syntax in [
        ["--shell", "bash"],
        ["--shell", "fish"],
        ["--shell", "cmd"],
        ["--format", "dotenv"],
        ["--format", "docker"],
        ["--format", "systemd"],
        ["--format", "github"],
        ["--format", "gitlab"],
    ] {
        assert_eq!(shown(&syntax), "", "{syntax:?}");
        assert_ne!(
            shown(&[&syntax[..], &["--goroot"]].concat()),
            "",
            "{syntax:?}"
        );
    }
    assert_eq!(
        shown(&["--shell", "bash", "GOTOOLCHAIN", "GOROOT"]),
        "export GOTOOLCHAIN='local'\nexport GOROOT='[GOM_HOME]/toolchains/go1.22.6-[OS_ARCH]'\n"
    );
    assert_eq!(
        shown(&["--format=docker", "--goroot"]),
        "GOROOT=[GOM_HOME]/toolchains/go1.22.6-[OS_ARCH]\n"
    );
    assert_eq!(shown(&["--shell=powershell"]), "# nothing to set\n");
    let path = shown(&["--shell", "sh", "PATH"]);
    assert!(
        path.starts_with("export PATH='[GOM_HOME]/toolchains/"),
        "{path}"
    );
    let clean = world.gom(["env", "--shell=zsh", "--goroot"]);
    let clean = clean.env("GOM_GOROOT", "clean").ok().stdout;
    assert_eq!(clean, "unset -v GOROOT\n");
    world.gom(["env", "--shell", "bash", "GOPATH"]).fails(2);
}

#[test]
fn one_form_at_a_time() {
    let world = World::with_default("1.22.6");
    let plain = world.gom(["env", "--json"]).ok().stdout;
    for args in [
        &["env", "--format", "json"][..],
        &["env", "--format=json", "--goroot"],
        &["env", "--json", "--format", "json"],
    ] {
        assert_eq!(world.gom(args).ok().stdout, plain, "{args:?}");
    }
    for args in [
        &["env", "--shell", "bash", "--format", "docker"][..],
        &["env", "--goroot"],
        &["env", "--shell", "bash", "--goroot", "PATH"],
        &["env", "--shell", "bash", "--json"],
        &["--json", "env", "--format", "docker"],
        &["env", "--shell", "tcsh"],
        &["env", "--format", "yaml"],
    ] {
        world.gom(args).fails(2);
    }
    world
        .gom(["env", "--json", "--shell", "nu"])
        .fails(2)
        .stderr_eq(str![[r#"
error: --json cannot be used with --shell or another --format

hint: gom env --help

"#]]);
    // A failure is JSON where JSON was asked for.
    let failed = world.gom(["env", "--format", "json", "GOPATH"]).fails(2);
    assert_eq!(failed.json()["error"]["code"], 2);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_refused_by_name() {
    let world = World::with_default("1.22.6");
    let call = world.gom(["env", "--format", "docker", "PATH"]);
    call.env("PATH", "/a\nb").fails(1).stderr_eq(str![[r#"
error: PATH cannot be written for docker's --env-file
  caused by: its value has a newline in it

hint: gom env --json PATH

"#]]);
    // A shell takes it, and has it: the recipe of the manual.
    let script = format!(
        "eval \"$({} env --shell sh GOROOT PATH)\" && printf %s \"$PATH\"",
        gom_shim::quote::path(std::path::Path::new(env!("CARGO_BIN_EXE_gom")))
    );
    let gom = world.gom(["env"]).env("PATH", "/a\nb").command();
    let mut sh = std::process::Command::new("/bin/sh");
    sh.args(["-euc", &script]).env_clear();
    sh.envs(
        gom.get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    let output = sh.output().unwrap();
    let path = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success() && path.ends_with(":/a\nb"),
        "{path:?}"
    );
}

//! What the prompt shows: `gom prompt` and the variables that the hook keeps.

use gom_shim::platform::Platform;
use snapbox::str;

use super::scenario::furnished;
use super::talk::{Shell, world};
use crate::support::world::World;

/// `gom prompt` in a directory, and what the hook would set there, which must agree.
#[track_caller]
fn shown(world: &World, dir: &str, env: &[(&str, &str)]) -> String {
    let call = |args: &[&str]| {
        let mut call = world.gom(args.iter().copied()).at(dir);
        for (name, value) in env {
            call = call.env(name, value);
        }
        call.ok().stdout
    };
    let prompt = call(&["prompt"]);
    let answer = call(&["hook-env", "--shell", "fish"]);
    let line = answer
        .lines()
        .find(|line| line.contains(" GOM_PROMPT ") || line.ends_with(" GOM_PROMPT"))
        .unwrap();
    let set = line
        .split_once("or __gom_put GOM_PROMPT ")
        .map_or("", |(_, value)| value.trim_matches('\''));
    assert_eq!(prompt.trim_end_matches('\n'), set, "{answer}");
    prompt.trim_end().to_owned()
}

/// A directory, variables, and what is shown.
type Case<'c> = (&'c str, &'c [(&'c str, &'c str)], String);

#[test]
fn the_version_and_the_target_and_who_chose_them() {
    let mut world = world();
    world.installed("1.25.0");
    world.file("m/go.mod", "module m\n\ngo 1.25\n");
    world.file("old/go.mod", "module m\n\ngo 1.99.1\n");
    world.file("line/gotoolchain.toml", "[toolchain]\ngo = \"1.98\"\n");
    world.file("range/gotoolchain.toml", "[toolchain]\ngo = \">=1.97\"\n");
    world.file("cross/gotoolchain.toml", "[target]\ngoos = \"plan9\"\ngoarch = \"386\"\n[targets.pi]\ngoos = \"linux\"\ngoarch = \"riscv64\"\n");
    let host = Platform::host();
    world.file(
        "same/gotoolchain.toml",
        format!(
            "[target]\ngoos = \"{}\"\ngoarch = \"{}\"\n",
            host.os(),
            host.arch()
        ),
    );
    world.file("bad/gotoolchain.toml", "[toolchain\n");
    world.file("old-pin/gotoolchain.toml", "[toolchain]\ngo = \"1.4\"\n");
    world.dir("out");
    let arch = host.arch();
    let cases: &[Case<'_>] = &[
        ("m", &[], "go1.25.0".into()),
        ("old", &[], "go1.99.1?".into()),
        ("line", &[], "go1.98?".into()),
        ("range", &[], "go?".into()),
        ("bad", &[], "go?".into()),
        ("old-pin", &[], "go?".into()),
        ("same", &[], "go1.22.6".into()),
        ("cross", &[], "go1.22.6 →plan9/386".into()),
        (
            "cross",
            &[("GOM_TARGET", "pi")],
            "go1.22.6 →linux/riscv64*".into(),
        ),
        ("cross", &[("GOM_TARGET", "host")], "go1.22.6".into()),
        ("cross", &[("GOM_TARGET", "nowhere")], "go?".into()),
        (
            "cross",
            &[("GOOS", "windows")],
            format!("go1.22.6 →windows/{arch}*"),
        ),
        ("cross", &[("GOOS", host.os())], "go1.22.6".into()),
        (
            "m",
            &[("GOARCH", "wasm"), ("GOOS", "js")],
            "go1.25.0 →js/wasm*".into(),
        ),
        ("m", &[("GOM_TOOLCHAIN", "1.22")], "go1.22.6*".into()),
        ("m", &[("GOM_SHELL_TOOLCHAIN", "1.22")], "go1.22.6*".into()),
        ("m", &[("GOTOOLCHAIN", "go1.22.6")], "go1.22.6*".into()),
        ("m", &[("GOTOOLCHAIN", "local")], "go1.25.0".into()),
        (
            "m",
            &[("GOM_SHELL_TOOLCHAIN", "1.20.9")],
            "go1.20.9?*".into(),
        ),
        // Outside of projects only what this shell decides is shown.
        ("out", &[], String::new()),
        (
            "out",
            &[("GOM_SHELL_TOOLCHAIN", "1.25")],
            "go1.25.0*".into(),
        ),
        (
            "out",
            &[("GOOS", "windows")],
            format!("go1.22.6 →windows/{arch}*"),
        ),
        ("out", &[("GOOS", host.os())], String::new()),
        ("out", &[("GOTOOLCHAIN", "auto")], String::new()),
    ];
    for (dir, env, expected) in cases {
        assert_eq!(&shown(&world, dir, env), expected, "{dir} {env:?}");
    }
    let go_env = world.home().join(".config/go");
    std::fs::create_dir_all(&go_env).unwrap();
    std::fs::write(go_env.join("env"), "GOARCH=mips\n").unwrap();
    let os = host.os();
    assert_eq!(shown(&world, "m", &[]), format!("go1.25.0 →{os}/mips~"));
    assert_eq!(
        shown(&world, "m", &[("GOOS", "plan9")]),
        "go1.25.0 →plan9/mips*"
    );
    assert_eq!(shown(&world, "cross", &[]), "go1.22.6 →plan9/386");
    assert_eq!(shown(&world, "out", &[]), "");
    world.set_env("GOENV", "off");
    assert_eq!(shown(&world, "m", &[]), "go1.25.0");
}

#[test]
fn a_file_for_the_whole_home_makes_no_project_of_it() {
    let world = world();
    world.file("home/.tool-versions", "golang 1.22.6\n");
    world.dir("home/notes");
    world.file("home/p/.go-version", "1.22.6\n");
    world.file("home/node/.tool-versions", "nodejs 20\n");
    world.dir("home/p/sub");
    for (dir, expected) in [
        ("home", ""),
        ("home/notes", ""),
        ("home/node", ""),
        ("home/p/sub", "go1.22.6"),
    ] {
        assert_eq!(shown(&world, dir, &[]), expected, "{dir}");
    }
}

/// A prompt may run what is in it, so nothing foreign ever is.
#[test]
fn nothing_that_means_anything_to_a_shell_gets_in() {
    let world = furnished();
    let safe = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_alphanumeric() || " ._/+-*~?→".contains(c))
    };
    for name in [
        "GOOS",
        "GOARCH",
        "GOM_TARGET",
        "GOTOOLCHAIN",
        "GOM_TOOLCHAIN",
        "GOM_SHELL_TOOLCHAIN",
        "GOWORK",
        "GO111MODULE",
    ] {
        for value in [
            "$(touch pwned)",
            "`touch pwned`",
            "%F{red}",
            "\\[x\\]",
            "a\u{1b}[31mb",
            "linux\nx",
            "go1.22$(x)",
            "../..",
            "Linux",
        ] {
            let shown = shown(&world, "a", &[(name, value)]);
            assert!(safe(&shown), "{name}={value}: {shown}");
        }
    }
    for go in ["$(touch pwned)", "1.22.6`x`", "tip$(x)", "%n"] {
        world.file(
            "evil/gotoolchain.toml",
            format!("[toolchain]\ngo = '{go}'\n[target]\ngoos = \"linux\"\ngoarch = \"arm64\"\n"),
        );
        assert!(safe(&shown(&world, "evil", &[])), "{go}");
    }
}

#[test]
fn formats_colours_and_arrows() {
    let world = furnished();
    world.file(
        "x/gotoolchain.toml",
        "[target]\ngoos = \"plan9\"\ngoarch = \"386\"\n",
    );
    let print = |args: &[&str]| {
        world
            .gom(["prompt"].into_iter().chain(args.iter().copied()))
            .at("x")
            .ok()
            .stdout
    };
    assert_eq!(print(&[]), "go1.22.6 →plan9/386\n");
    assert_eq!(print(&["--ascii"]), "go1.22.6 ->plan9/386\n");
    assert_eq!(
        print(&["--format", "<{version}|{arrow}|{target}|{{}}>"]),
        "<go1.22.6|→|plan9/386|{}>\n"
    );
    assert_eq!(print(&["--format", "{{version}}"]), "{version}\n");
    assert_eq!(print(&["--shell", "zsh"]), "go1.22.6 →plan9/386\n");
    let colour = |shell: &str| print(&["--color", "always", "--shell", shell]);
    assert_eq!(
        colour("plain"),
        "\u{1b}[36mgo1.22.6\u{1b}[0m →\u{1b}[33mplan9/386\u{1b}[0m\n"
    );
    assert_eq!(
        colour("bash"),
        "\x01\u{1b}[36m\x02go1.22.6\x01\u{1b}[0m\x02 →\x01\u{1b}[33m\x02plan9/386\x01\u{1b}[0m\x02\n"
    );
    assert_eq!(colour("zsh"), "%F{cyan}go1.22.6%f →%F{yellow}plan9/386%f\n");
    assert_eq!(
        colour("tmux"),
        "#[fg=cyan]go1.22.6#[default] →#[fg=yellow]plan9/386#[default]\n"
    );
    for locale in ["C", "POSIX", "de_DE.ISO-8859-1"] {
        let shown = world
            .gom(["prompt"])
            .at("x")
            .env("LC_ALL", locale)
            .ok()
            .stdout;
        assert_eq!(shown, "go1.22.6 ->plan9/386\n", "{locale}");
    }
    let shown = world
        .gom(["prompt"])
        .at("x")
        .without_env("LC_ALL")
        .ok()
        .stdout;
    assert_eq!(shown, "go1.22.6 →plan9/386\n");
    assert_eq!(
        world
            .gom(["prompt", "--format", "{target}"])
            .at("a")
            .ok()
            .stdout,
        "\n"
    );
    assert_eq!(
        world.gom(["prompt", "--always"]).at("out").ok().stdout,
        "go1.22.6\n"
    );
    assert_eq!(world.gom(["prompt"]).at("out").ok().stdout, "");
    world
        .gom(["prompt", "--format", "{verson}"])
        .at("out")
        .fails(2)
        .stderr_eq(str![[r#"
error: this format cannot be used: it has no {verson}
  caused by: its words are {prompt}, {version}, {arrow} and {target}; {{ and }} are braces

hint: gom prompt --format '{version} {target}'

"#]]);
    for format in ["{", "}", "{version", "a}b", "{}"] {
        world.gom(["prompt", "--format", format]).at("a").fails(2);
    }
}

#[test]
fn a_broken_configuration_breaks_no_prompt() {
    let world = furnished();
    world.config("floor = [\n");
    assert_eq!(shown(&world, "a", &[]), "go?");
    assert_eq!(shown(&world, "out", &[]), "");
    world.gom(["prompt", "--always"]).at("out").ok();
}

#[test]
fn reading_it_changes_nothing() {
    let world = furnished();
    let before = world.snapshot();
    world.gom(["prompt"]).at("a").ok();
    for shell in Shell::ALL {
        world.gom(["init", shell.name()]).ok();
    }
    before.assert_unchanged(world.root());
}

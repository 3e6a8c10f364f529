//! `gom completions`: scripts that their shells can read.

use crate::support::program;
use crate::support::skip::tell;
use crate::support::world::World;

#[test]
fn every_script_is_read_by_its_shell() {
    let world = World::new();
    for (shell, args) in [
        (
            "bash",
            &[
                "--norc",
                "--noprofile",
                "-e",
                "-c",
                "source \"$1\"; complete -p gom",
                "-",
            ][..],
        ),
        (
            "zsh",
            &[
                "-f",
                "-e",
                "-c",
                "autoload -U compinit; compinit -u -D; source \"$1\"; print ${_comps[gom]}",
                "-",
            ],
        ),
        (
            "fish",
            &[
                "--no-config",
                "-c",
                "source $argv[1]; complete -C 'gom inst'",
            ],
        ),
    ] {
        let script = world.gom(["completions", shell]).ok();
        assert_eq!(script.stderr, "");
        let Some(program) = program::on_path(shell) else {
            tell(&format!("no {shell} here"));
            continue;
        };
        let file = world.file(format!("completions.{shell}"), &script.stdout);
        let args = args.iter().copied().chain([file.to_str().unwrap()]);
        let outcome = world.program(&program, args).run();
        outcome.code(0);
        assert_eq!(outcome.stderr, "", "{shell}");
        let expected = if shell == "fish" { "install" } else { "gom" };
        assert!(
            outcome.stdout.contains(expected),
            "{shell}: {}",
            outcome.stdout
        );
    }
    for shell in ["powershell", "elvish", "nu"] {
        assert!(
            world
                .gom(["completions", shell])
                .ok()
                .stdout
                .contains("gom")
        );
    }
    world.gom(["completions", "tcsh"]).fails(2);
}

/// What completion offers behind these words; the last is what was typed so far of the next one.
fn offered(world: &World, words: &[&str]) -> Vec<String> {
    let words = ["--", "gom"].iter().chain(words);
    let call = world.gom(words).at("p").env("GOM_COMPLETE", "fish");
    let stdout = call.ok().stdout;
    let lines = stdout
        .lines()
        .map(|line| line.split('\t').next().unwrap().to_owned());
    lines.filter(|word| !word.starts_with('-')).collect()
}

/// A world with something of everything that is offered.
fn furnished() -> World {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    let root = world.dir("own");
    std::fs::create_dir_all(root.join("bin")).unwrap();
    let go = format!("own/bin/go{}", std::env::consts::EXE_SUFFIX);
    world.executable(go, "");
    world.gom(["link", "mine", root.to_str().unwrap()]).ok();
    let listed = r#"{"origin":"o","fetched_at":"2024-01-01T00:00:00Z","versions":["go1.21.13","go1.24.4","go1.25.0"]}"#;
    let cache = world.layout().cache().to_owned();
    world.dir(&cache);
    world.file(cache.join("releases.json"), listed);
    world.file(
        "p/gotoolchain.toml",
        "[targets.pi]\ngoos = \"linux\"\ngoarch = \"arm\"\n[profile.production.env]\n[profile.test.env]\n",
    );
    world
}

#[test]
fn what_is_there_is_offered() {
    let world = furnished();
    assert_eq!(
        offered(&world, &["uninstall", ""]),
        ["1.24.4", "1.22.6", "mine"]
    );
    assert_eq!(
        offered(&world, &["install", ""]),
        ["stable", "oldstable", "1.25.0", "1.24.4", "1.21.13"]
    );
    assert_eq!(
        offered(&world, &["default", "1.2"]),
        ["1.24.4", "1.22.6", "1.25.0", "1.21.13"]
    );
    assert_eq!(offered(&world, &["use", "m"]), ["mine"]);
    assert_eq!(offered(&world, &["exec", "--target", ""]), ["pi", "host"]);
    assert_eq!(
        offered(&world, &["env", "--profile", ""]),
        ["production", "test"]
    );
    assert!(offered(&world, &["config", ""]).contains(&"auto_install".to_owned()));
    assert!(offered(&world, &["inst"]).contains(&"install".to_owned()));
    // Without a home, a project or a list there is nothing, and no noise.
    let bare = World::new();
    bare.dir("p");
    bare.file("p/gotoolchain.toml", "[broken\n");
    for words in [
        &["uninstall", ""][..],
        &["exec", "--target", ""],
        &["use", "9"],
    ] {
        let call = bare.gom(["--", "gom"].iter().chain(words)).at("p");
        let outcome = call
            .env("GOM_COMPLETE", "fish")
            .without_env("HOME")
            .without_env("GOM_HOME")
            .ok();
        assert_eq!(outcome.stderr, "", "{words:?}");
    }
}

#[test]
fn the_shells_offer_it() {
    let world = furnished();
    for (shell, args, script) in [
        (
            "bash",
            &["--norc", "--noprofile", "-c"][..],
            "source \"$1\"; COMP_WORDS=(gom uninstall ''); COMP_CWORD=2; COMP_TYPE=9; _clap_complete_gom gom '' uninstall; printf '%s\\n' \"${COMPREPLY[@]}\"",
        ),
        (
            "fish",
            &["--no-config", "-c"],
            "source $argv[1]; complete -C 'gom uninstall '",
        ),
    ] {
        let Some(program) = program::on_path(shell) else {
            tell(&format!("no {shell} here"));
            continue;
        };
        let text = world.gom(["completions", shell]).ok().stdout;
        let file = world.file(format!("offer.{shell}"), text);
        let gom = std::path::Path::new(env!("CARGO_BIN_EXE_gom"))
            .parent()
            .unwrap();
        let path = std::env::join_paths([gom, "/usr/bin".as_ref(), "/bin".as_ref()]).unwrap();
        let mut words: Vec<&str> = [args, &[script]].concat();
        if shell == "bash" {
            words.push("-");
        }
        words.push(file.to_str().unwrap());
        let outcome = world.program(&program, words).env("PATH", path).ok();
        for expected in ["1.24.4", "1.22.6", "mine"] {
            assert!(
                outcome.stdout.contains(expected),
                "{shell}: {}",
                outcome.stdout
            );
        }
        assert!(!outcome.stdout.contains("1.25.0"), "{shell}");
    }
}

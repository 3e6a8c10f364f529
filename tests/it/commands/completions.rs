//! `gom completions`: scripts that their shells can read.

use crate::support::skip::tell;
use crate::support::world::World;

#[test]
fn every_script_is_read_by_its_shell() {
    let world = World::new();
    let path = std::env::var_os("PATH").unwrap_or_default();
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
                "autoload -U compinit; compinit -u -D; source \"$1\"; whence -w _gom",
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
        let program = std::env::split_paths(&path)
            .map(|dir| dir.join(shell))
            .find(|file| file.is_file());
        let Some(program) = program else {
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
    for shell in ["powershell", "elvish"] {
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

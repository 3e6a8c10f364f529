//! Names on mounts where looking takes long: looked for every two seconds at most.

use gom::hook::watch::Watch;
use gom::hook::{Answer, Shell as Hooked, code, told::Told};

use super::scenario::furnished;
use super::talk::{Shell, Talk, each};

#[test]
fn what_is_far_is_looked_for_after_two_seconds_and_what_is_near_at_once() {
    each(|shell| {
        let world = furnished();
        let (far, near) = (world.path("far file"), world.path("near file"));
        let answer = Answer {
            steps: Vec::new(),
            prompt: None,
            ascii: false,
            watch: Watch {
                absent: vec![near.clone()],
                far: vec![far.clone()],
                is_here: true,
                ..Watch::default()
            },
            stamps: Some(world.dir("stamps")),
            told: Told::default(),
        };
        let hooked = match shell {
            Shell::Bash | Shell::OldBash => Hooked::Bash,
            Shell::Zsh => Hooked::Zsh,
            Shell::Fish => Hooked::Fish,
        };
        let answer = world.file("answer", code::write(hooked, &answer));
        let status = if shell == Shell::Fish {
            "$status"
        } else {
            "$?"
        };
        let look = |name: &str| format!("__gom_changed; echo {name} {status}");
        let line = [
            format!("cd {}; . {}", world.root().display(), answer.display()),
            look("nothing"),
            format!("touch '{}'", far.display()),
            look("soon"),
            "sleep 2.1".to_owned(),
            look("later"),
            format!("rm '{}'", far.display()),
            look("gone"),
            format!("touch '{}'", near.display()),
            look("near"),
        ];
        // On one line: a prompt would ask gom in between.
        let outcome = Talk::hooked(&world, shell).line(line.join("; ")).ok();
        for expected in ["nothing 1", "soon 1", "later 0", "gone 1", "near 0"] {
            let seen = outcome.stdout.lines().any(|line| line == expected);
            assert!(
                seen,
                "{} {expected}\n{}\n{}",
                shell.name(),
                outcome.stdout,
                outcome.stderr
            );
        }
    });
}

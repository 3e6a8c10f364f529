//! One day in a shell, for every shell: into a project, around in it, into another one, out.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

use super::talk::{Talk, each, env, project, var, world};
use crate::support::world::World;

/// The variables of the tests' projects, before any of them: one set, one empty, the rest not set.
pub(super) fn furnished() -> World {
    let mut world = world();
    world.set_env("GOGC", "1");
    world.set_env("GOTRACEBACK", "");
    project(
        &world,
        "a",
        "GOGC = \"200\"\nGOTRACEBACK = \"all\"\nCGO_ENABLED = \"0\"\n",
    );
    project(&world, "a/vendor", "GOMAXPROCS = \"3\"\n");
    project(
        &world,
        "b",
        "GOTRACEBACK = \"single\"\nGOMEMLIMIT = \"9GiB\"\n",
    );
    world.dir("a/sub/deep");
    world.dir("out");
    world
}

#[test]
fn variables_follow_the_directory() {
    each(|shell| {
        let world = furnished();
        Talk::hooked(&world, shell)
            .snapshot("before")
            .cd("a")
            .snapshot("a")
            .cd("a/sub/deep")
            .snapshot("deep")
            .cd("a/vendor")
            .snapshot("inner")
            .cd("b")
            .snapshot("b")
            .cd("out")
            .snapshot("after")
            .ok();
        let names = [
            "GOGC",
            "GOTRACEBACK",
            "CGO_ENABLED",
            "GOMAXPROCS",
            "GOMEMLIMIT",
        ];
        let values = |name: &str| {
            let env = env(&world, name);
            names.map(|name| var(&env, name).map(str::to_owned))
        };
        let expected = |values: [Option<&str>; 5]| values.map(|value| value.map(str::to_owned));
        let name = shell.name();
        assert_eq!(
            values("a"),
            expected([Some("200"), Some("all"), Some("0"), None, None]),
            "{name}"
        );
        assert_eq!(env(&world, "a"), env(&world, "deep"), "{name}");
        assert_eq!(
            values("inner"),
            expected([Some("1"), Some(""), None, Some("3"), None]),
            "{name}"
        );
        let b = [Some("1"), Some("single"), None, None, Some("9GiB")];
        assert_eq!(values("b"), expected(b), "{name}");
        assert_eq!(env(&world, "before"), env(&world, "after"), "{name}");
        assert!(
            env(&world, "before").keys().all(|name| !is_gom(name)),
            "{name}"
        );
    });
}

/// True for what the hook sets besides a project's own variables.
fn is_gom(name: &OsStr) -> bool {
    let name = name.as_bytes();
    name.starts_with(b"__GOM") || name.starts_with(b"__gom") || name.starts_with(b"GOM_PROMPT")
}

#[test]
fn what_the_user_changes_stays_the_users_until_the_project_is_left() {
    each(|shell| {
        let world = furnished();
        let edited = "[env]\nGOGC = \"300\"\nGOMAXPROCS = \"2\"\n";
        let edited = world.file("edited.toml", edited);
        let copy = |from: &str, to: &str| {
            format!(
                "cp {} {}",
                world.path(from).display(),
                world.path(to).display()
            )
        };
        Talk::hooked(&world, shell)
            .snapshot("before")
            .cd("a")
            .export("GOGC", "7")
            .unset("CGO_ENABLED")
            .line(copy(edited.to_str().unwrap(), "a/gotoolchain.toml"))
            .snapshot("edited")
            .cd("a/sub")
            .snapshot("still")
            .cd("b")
            .snapshot("b")
            .cd("a")
            .snapshot("again")
            .cd("out")
            .snapshot("after")
            .ok();
        let name = shell.name();
        let seen = |at: &str, name: &str| var(&env(&world, at), name).map(str::to_owned);
        // GOTRACEBACK is in the file no more, so it has its former value, which was empty.
        for at in ["edited", "still"] {
            assert_eq!(seen(at, "GOGC").as_deref(), Some("7"), "{name} {at}");
            assert_eq!(seen(at, "GOMAXPROCS").as_deref(), Some("2"), "{name} {at}");
            assert_eq!(seen(at, "GOTRACEBACK").as_deref(), Some(""), "{name} {at}");
            assert_eq!(seen(at, "CGO_ENABLED"), None, "{name} {at}");
        }
        assert_eq!(seen("b", "GOGC").as_deref(), Some("7"), "{name}");
        // Entered anew, the project has its say again.
        assert_eq!(seen("again", "GOGC").as_deref(), Some("300"), "{name}");
        let mut expected = env(&world, "before");
        expected.insert("GOGC".into(), "7".into());
        assert_eq!(env(&world, "after"), expected, "{name}");
    });
}

#[test]
fn names_may_be_anything_but_a_nul() {
    each(|shell| {
        let odd: &[&[u8]] = &[
            b"sp ace'q\"uote",
            b"$(touch pwned)`touch pwned`$HOME",
            b"new\nline\\n",
            b"-n*?[a]",
            b"non\xffutf8\xc3",
            b"%F{red}%(!.a.b)!",
            b"~",
            "ü→ \u{202e}x".as_bytes(),
        ];
        for (index, name) in odd.iter().enumerate() {
            let mut world = furnished();
            let dir = world.path("odd").join(OsStr::from_bytes(name));
            project(&world, &dir, "GOGC = \"5\"\n");
            std::fs::create_dir_all(dir.join("sub")).unwrap();
            world.set_env("DIR", dir.clone());
            let quoted = "\"$DIR\"";
            let talk = Talk::hooked(&world, shell)
                .snapshot("before")
                .line(format!("cd {quoted}/sub"))
                .snapshot("in")
                .line(format!("rm -f {quoted}/gotoolchain.toml"))
                .snapshot("removed")
                .line(format!(
                    "cp {} {quoted}",
                    world.path("a/gotoolchain.toml").display()
                ))
                .snapshot("there")
                .cd("out")
                .snapshot("after");
            let outcome = talk.call().env("DIR", &dir).ok();
            let seen = |at: &str| var(&env(&world, at), "GOGC").map(str::to_owned);
            let case = format!("{} {index}\n{}", shell.name(), outcome.stderr);
            assert_eq!(seen("in").as_deref(), Some("5"), "{case}");
            assert_eq!(seen("removed").as_deref(), Some("1"), "{case}");
            assert_eq!(seen("there").as_deref(), Some("200"), "{case}");
            assert_eq!(env(&world, "before"), env(&world, "after"), "{case}");
            for dir in [&dir, &dir.join("sub"), &world.path("out")] {
                assert!(!dir.join("pwned").exists(), "{case}");
            }
        }
    });
}

#[test]
fn values_may_be_anything() {
    each(|shell| {
        let mut world = furnished();
        let hostile = "a'b\"c$(touch pwned)`touch pwned`\\\n %s ! é\u{1b}[31m";
        let toml: String = hostile
            .chars()
            .flat_map(|c| {
                format!("\\u{:04x}", u32::from(c))
                    .chars()
                    .collect::<Vec<_>>()
            })
            .collect();
        let dir = project(&world, "c", &format!("HOSTILE = \"{toml}\"\nHAD = \"\"\n"));
        world.gom(["trust"]).at("c").ok();
        let former = OsStr::from_bytes(b" former\nnon\xffutf8'\"$x\\ ");
        world.set_env("HAD", former);
        world.set_env("DIR", dir);
        Talk::hooked(&world, shell)
            .snapshot("before")
            .cd("c")
            .snapshot("in")
            .cd("out")
            .snapshot("after")
            .ok();
        let seen = env(&world, "in");
        assert_eq!(var(&seen, "HOSTILE"), Some(hostile), "{}", shell.name());
        assert_eq!(var(&seen, "HAD"), Some(""), "{}", shell.name());
        let after = env(&world, "after");
        assert_eq!(
            after.get(OsStr::new("HAD")),
            Some(&OsString::from(former)),
            "{}",
            shell.name()
        );
        assert_eq!(env(&world, "before"), after, "{}", shell.name());
        assert!(!world.path("c/pwned").exists());
    });
}

#[test]
fn a_record_that_gom_did_not_write_undoes_nothing() {
    each(|shell| {
        let world = furnished();
        let outcome = Talk::hooked(&world, shell)
            .cd("a")
            .export("__GOM_DIFF", "1,PATH=%,garbage")
            .cd("out")
            .snapshot("after")
            .cd("b")
            .cd("out")
            .ok();
        let after = env(&world, "after");
        assert_eq!(var(&after, "GOGC"), Some("200"), "{}", shell.name());
        assert_eq!(var(&after, "__GOM_DIFF"), None, "{}", shell.name());
        let said = outcome.stderr.matches("__GOM_DIFF held something").count();
        assert_eq!(said, 1, "{}\n{}", shell.name(), outcome.stderr);
    });
}

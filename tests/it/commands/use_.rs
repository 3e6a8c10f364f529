//! `gom use`: where the pin goes, and what stays.

use snapbox::str;

use super::{go_mod, text};
use crate::support::world::World;

const FILE: &str = "gotoolchain.toml";

#[test]
fn the_file_goes_where_the_project_is() {
    let world = World::with_default("1.22.6");
    go_mod(&world, "module", "go 1.21");
    world.dir("module/a/b");
    world.file("work/go.work", "go 1.21\n");
    go_mod(&world, "work/module", "go 1.21");
    world.dir("repository/.git");
    world.dir("repository/a");
    world.file("near/gotoolchain.toml", "");
    go_mod(&world, "near/module", "go 1.21");
    for (dir, place) in [
        ("module/a/b", "module"),
        ("work/module", "work"),
        ("repository/a", "repository"),
        ("near/module", "near"),
    ] {
        let outcome = world.gom(["use", "1.22.6"]).at(dir).ok();
        let file = world.path(place).join(FILE);
        assert_eq!(
            (outcome.stdout, outcome.stderr),
            (format!("{}\n", file.display()), String::new()),
            "{dir}"
        );
        assert_eq!(
            std::fs::read_to_string(&file).unwrap(),
            "[toolchain]\ngo = \"1.22.6\"\n"
        );
    }
    world.gom(["use", "--here", "1.22"]).at("module/a").ok();
    assert!(world.path("module/a").join(FILE).is_file());
}

#[test]
fn elsewhere_it_is_refused() {
    let world = World::with_default("1.22.6");
    // The worlds lie in gom's own checkout, which is a project.
    let outside = std::env::temp_dir().join(format!("gom-use-{}", std::process::id()));
    std::fs::create_dir(&outside).unwrap();
    let real = outside.canonicalize().unwrap();
    let refused = world.gom(["use", "1.22.6"]).at(&real).run();
    let nonsense = world.gom(["use", "1.x"]).at(&real).run();
    let nothing = std::fs::read_dir(&outside).unwrap().next().is_none();
    let insisted = world.gom(["use", "1.22.6", "--here"]).at(&real).run();
    let pinned = real.join(FILE).is_file();
    std::fs::remove_dir_all(&outside).unwrap();
    assert!(nothing && pinned);
    insisted.code(0);
    nonsense.code(2);
    assert_eq!(refused.code(2).stdout, "");
    let start = format!("error: {} is not a Go project", real.display());
    assert!(refused.stderr.starts_with(&start), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("\n\nhint: gom default 1.22.6"),
        "{}",
        refused.stderr
    );
}

#[test]
fn comments_and_everything_else_stay() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    let old = "# ours\n[env]\nA = \"1\"  # one\n\n[toolchain] # here\n# why\ngo = '1.22.6'   # until May\ntools = { gopls = \"v0.16.1\" }\n";
    world.file("p/gotoolchain.toml", old);
    world.gom(["use", "1.24.4"]).at("p").ok();
    assert_eq!(
        text(&world, "p/gotoolchain.toml"),
        old.replace("'1.22.6'", "\"1.24.4\"")
    );
    // What is right already is not written again.
    let before = world.snapshot();
    world.gom(["use", "1.24.4"]).at("p").ok();
    before.assert_unchanged(world.root());
}

#[test]
fn what_is_still_to_do_is_said() {
    let world = World::with_default("1.22.6");
    go_mod(&world, "p", "go 1.21");
    world.gom(["use", "1.24"]).at("p").ok().stderr_eq(str![[r#"
note: 1.24 is not installed
hint: gom install 1.24

"#]]);
    world.gom(["use", "1.18"]).at("p").ok().stderr_eq(str![[r#"
note: shims run this only in a trusted project
hint: gom trust [WORLD]/p
note: 1.18 is not installed
hint: gom install 1.18

"#]]);
    world
        .gom(["use", ">=1.21, <1.23"])
        .at("p")
        .ok()
        .stderr_eq(str![]);
    world.gom(["use", "go.mod"]).at("p").ok().stderr_eq(str![]);
    let quiet = world.gom(["use", "1.24", "-q"]).at("p").ok();
    assert_eq!(quiet.stderr, "");
}

#[test]
fn a_file_that_cannot_be_edited_is_left_alone() {
    let world = World::with_default("1.22.6");
    for (broken, place) in [
        ("[toolchain\n", ":1:"),
        ("a = 1\ntoolchain = 1\n", ":"),
        ("\u{fffd}", ":1:"),
    ] {
        world.file("p/gotoolchain.toml", broken);
        let outcome = world.gom(["use", "1.22.6"]).at("p").fails(3);
        assert!(
            outcome.stderr.contains(&format!("gotoolchain.toml{place}")),
            "{}",
            outcome.stderr
        );
        assert_eq!(text(&world, "p/gotoolchain.toml"), broken);
    }
    world.file("p/gotoolchain.toml", b"# caf\xe9\n");
    world.gom(["use", "1.22.6"]).at("p").fails(3);
    // Windows editors' marks and line ends are kept.
    world.file(
        "p/gotoolchain.toml",
        "\u{feff}[toolchain]\r\ngo = \"1.21\"\r\n",
    );
    world.gom(["use", "1.22.6"]).at("p").ok();
    let now = text(&world, "p/gotoolchain.toml");
    assert_eq!(
        now.trim_start_matches('\u{feff}'),
        "[toolchain]\r\ngo = \"1.22.6\"\r\n"
    );
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_project_is_not_written_through() {
    let world = World::with_default("1.22.6");
    let outside = world.file("outside/config.toml", "[toolchain]\n");
    world.file("p/go.mod", "module m\n");
    std::os::unix::fs::symlink(&outside, world.path("p/gotoolchain.toml")).unwrap();
    for args in [
        &["use", "1.22.6"][..],
        &["target", "set", "linux/arm64"],
        &["config", "--project", "env.GOGC", "50"],
    ] {
        let outcome = world.gom(args).at("p").fails(8);
        assert!(
            outcome
                .stderr
                .contains("is a link that leaves its directory"),
            "{args:?}: {}",
            outcome.stderr
        );
    }
    assert_eq!(std::fs::read_to_string(outside).unwrap(), "[toolchain]\n");
}

//! Directories that are renamed, replaced, removed, or led to by links, with a shell in them.

use super::scenario::furnished;
use super::talk::{each, project};
use super::watching::{see, step, with_gogc};

#[test]
fn a_directory_under_the_shell_is_renamed_replaced_and_removed() {
    each(|shell| {
        let world = furnished();
        world.dir("r/inner");
        project(&world, "other", "GOGC = \"9\"\n");
        world.dir("other/inner");
        let path = |dir: &str| world.path(dir).display().to_string();
        see(
            &world,
            shell,
            "r/inner",
            &[
                step("true", "", "1"),
                step(format!("mv {} {}", path("r"), path("away")), "", "1"),
                step(format!("mv {} {}", path("other"), path("r")), "", "1"),
                // Only now is the shell in what is called r/inner.
                step(format!("cd {}", path("r/inner")), "go1.22.6", "9"),
                step(format!("rm -r {}", path("r")), "", "1"),
                step("true", "", "1"),
                step(
                    format!(
                        "mkdir -p {}; cp {} {}",
                        path("r/inner"),
                        with_gogc(&world, "8"),
                        path("r/gotoolchain.toml")
                    ),
                    "",
                    "1",
                ),
                step(format!("cd {}", path("r/inner")), "go1.22.6", "8"),
            ],
        );
    });
}

#[test]
fn links_are_followed_as_the_shell_does() {
    each(|shell| {
        let world = furnished();
        world.dir("real/sub");
        std::os::unix::fs::symlink(world.path("real/sub"), world.path("a/link")).unwrap();
        let path = |dir: &str| world.path(dir).display().to_string();
        see(
            &world,
            shell,
            "a/link",
            &[
                step("true", "go1.22.6", "200"),
                step(format!("cd {}", path("real/sub")), "", "1"),
                step(format!("cd {}", path("a/link")), "go1.22.6", "200"),
                step("cd ..", "go1.22.6", "200"),
                step(
                    format!(
                        "rm link; mkdir link; cp {} link/gotoolchain.toml; cd link",
                        with_gogc(&world, "70")
                    ),
                    "go1.22.6",
                    "70",
                ),
            ],
        );
    });
}

//! Keys of a project file that this gom does not know: an error of gom, nothing to the shims.

use snapbox::str;

use crate::support::world::World;

#[test]
fn gom_refuses_what_shims_pass_over() {
    let world = World::with_default("1.22.6");
    world.file(
        "p/gotoolchain.toml",
        "[toolchain]\ngo = \"1.22.6\"\ngopth = \"shared\"\n[polcy]\n[windows]\nx = 1\n",
    );
    let refused = |args: &[&str]| world.gom(args).at("p").fails(3);
    refused(&["current"]).stdout_eq(str![]).stderr_eq(str![[r#"
error: [WORLD]/p/gotoolchain.toml:3:1: 'gopth' is no key of [toolchain]
  caused by: the nearest one is 'gopath'
  caused by: and 2 mistakes more

hint: edit [WORLD]/p/gotoolchain.toml

"#]]);
    for args in [
        &["which"][..],
        &["env"],
        &["target"],
        &["target", "list"],
        &["install"],
    ] {
        refused(args);
    }
    assert!(
        world
            .go(["version"])
            .at("p")
            .ok()
            .stdout
            .contains("go1.22.6")
    );
    world.gom(["exec", "--", "go", "version"]).at("p").ok();
    // Commands that have nothing to do with it, and those that mend it.
    for args in [
        &["list"][..],
        &["default"],
        &["config"],
        &["config", "--project"],
        &["use", "1.22.6"],
        &["trust", "-y"],
        &["config", "--project", "--unset", "toolchain.gopth"],
        &["target", "set", "linux/arm64"],
        &["target", "unset"],
        &["config", "--project", "--unset", "polcy"],
        &["config", "--project", "--unset", "windows"],
        &["current"],
    ] {
        world.gom(args).at("p").ok();
    }
}

#[test]
fn a_file_for_a_newer_gom_says_so_first() {
    let world = World::with_default("1.22.6");
    let own = env!("CARGO_PKG_VERSION");
    for rest in [
        "",
        "new = true\n",
        "[toolchain]\ngopath = \"workspace\"\n",
        "[env]\nLIST = [\"a\"]\n",
    ] {
        world.file(
            "p/gotoolchain.toml",
            format!("# ours\ngom = \">=99.4\"\n{rest}"),
        );
        let refused = world.gom(["current"]).at("p").fails(3).redacted_error();
        assert_eq!(
            refused,
            format!(
                "error: [WORLD]/p/gotoolchain.toml:2:7: this project asks for gom >=99.4, and this is gom {own}\n\nhint: update gom: in a checkout of its repository, git pull && ./install.sh\n"
            )
        );
    }
    world.file("p/gotoolchain.toml", "gom = \">=99.4\"\nnew = true\n");
    world.go(["version"]).at("p").ok();
    world.file("p/gotoolchain.toml", format!("gom = \"{own}\"\n"));
    world.gom(["current"]).at("p").ok();
    world.file("p/gotoolchain.toml", "gom = \"new\"\n");
    world.gom(["current"]).at("p").fails(3).stderr_eq(str![[r#"
error: [WORLD]/p/gotoolchain.toml:1:7: gom is 'new', which is no requirement such as '>=1.4'
  caused by: unexpected character 'n' while parsing major version number

hint: edit [WORLD]/p/gotoolchain.toml

"#]]);
    // A value that no gom takes is told as what it is.
    world.file(
        "p/gotoolchain.toml",
        "gom = \">=0.1\"\n[toolchain]\ngopath = \"x\"\n",
    );
    let refused = world.gom(["current"]).at("p").fails(3).stderr;
    assert!(refused.contains(":3:10: gopath is 'x'"), "{refused}");
}

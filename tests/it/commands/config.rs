//! `gom config`: settings and where they come from.

use serde_json::json;
use snapbox::str;

use crate::support::world::World;

#[test]
fn shown_set_and_removed() {
    let world = World::new();
    world.config("# mine\n");
    world
        .gom(["config"])
        .ok()
        .stdout_eq(str![[r#"
auto_install = tty               # whether a shim installs a missing toolchain
default =                        # the Go used where no project asks for one
floor = 1.21                     # the oldest Go that a project file may ask for without trust
gomod = minimum                  # what the go line of a go.mod means
gopath = shared                  # whether toolchains or projects have a GOPATH of their own
goroot = set                     # whether shims set GOROOT for the toolchain or remove it
log =                            # which decisions are told on stderr
offline = false                  # whether no socket is ever opened
origins =                        # where toolchains come from, in order
sumdb_key =                      # another key of the checksum database, shown in every proof
toolchain =                      # a request that wins over every project file

"#]])
        .stderr_eq(str![]);
    world
        .gom(["config", "floor", "1.20"])
        .ok()
        .stdout_eq(str![])
        .stderr_eq(str![]);
    assert_eq!(world.gom(["config", "floor"]).ok().stdout, "1.20\n");
    world
        .gom(["config", "origins", "https://go.dev/dl, goproxy"])
        .ok();
    let file = std::fs::read_to_string(world.layout().config_file()).unwrap();
    assert_eq!(
        file,
        "# mine\nfloor = \"1.20\"\norigins = [\"https://go.dev/dl\", \"goproxy\"]\n"
    );
    let found = world.gom(["config", "origins", "--json"]).ok().json();
    assert_eq!(found["value"], json!(["https://go.dev/dl", "goproxy"]));
    world.gom(["config", "--unset", "floor"]).ok();
    assert_eq!(world.gom(["config", "floor"]).ok().stdout, "1.21\n");
    assert_eq!(world.gom(["config", "GOM_FLOOR"]).ok().stdout, "1.21\n");
}

#[test]
fn the_origin_of_each() {
    let world = World::new();
    world.config("floor = \"1.20\"\n\ngoroot = \"clean\"\n");
    let origin = |name: &str| {
        let call = world
            .gom(["config", name, "--show-origin"])
            .env("GOM_FLOOR", "1.19");
        call.ok().redacted()
    };
    assert_eq!(origin("floor"), "1.19\tGOM_FLOOR\n");
    assert_eq!(
        origin("goroot").replace('\\', "/"),
        "clean\t[GOM_HOME]/config.toml:3\n"
    );
    assert_eq!(origin("gomod"), "minimum\tbuilt in\n");
    let all = world.gom(["config", "--show-origin"]).ok().redacted();
    assert!(
        all.replace('\\', "/")
            .contains("floor = 1.20\t[GOM_HOME]/config.toml:1\n"),
        "{all}"
    );
    let json = world.gom(["config", "--json"]).ok().json();
    assert_eq!(
        json["settings"]["gomod"],
        json!({"value": "minimum", "origin": "built in"})
    );
}

#[test]
fn what_is_no_setting_or_no_value() {
    let world = World::new();
    let before = world.snapshot();
    world.gom(["config", "flor"]).fails(2).stderr_eq(str![[r#"
error: 'flor' is not a setting
  caused by: the nearest one is floor

hint: gom config

"#]]);
    world.gom(["config", "flor", "1.20"]).fails(2);
    world
        .gom(["config", "gomod", "strict"])
        .fails(2)
        .stderr_eq(str![[r#"
error: gomod is 'strict', not one of minimum, exact, ignore

hint: gom config --unset gomod

"#]]);
    before.assert_unchanged(world.root());
    world.config("flor = \"1.20\"\n");
    world.gom(["list"]).fails(3).stderr_eq(str![[r#"
error: [GOM_HOME]/config.toml:1:1: 'flor' is not a setting
  caused by: the nearest one is 'floor'

hint: gom config --unset flor

"#]]);
    // gom itself can mend it.
    world.config("gomod = \"strict\"\n");
    world.gom(["config", "gomod", "exact"]).ok();
    assert_eq!(world.gom(["config", "gomod"]).ok().stdout, "exact\n");
}

//! `gom default`: shown, set, taken back.

use snapbox::str;

use crate::support::world::World;

fn version(world: &World) -> String {
    let stdout = world.go(["version"]).ok().stdout;
    stdout.split(' ').nth(2).unwrap().to_owned()
}

#[test]
fn a_line_stays_a_line_and_means_its_newest_patch() {
    let world = World::new();
    world
        .gom(["default"])
        .ok()
        .stdout_eq(str![])
        .stderr_eq(str![[r#"
no default is set
hint: gom default stable

"#]]);
    world.installed("1.24.1");
    world.installed("1.22.6");
    world
        .gom(["default", "1.24"])
        .ok()
        .stdout_eq(str![])
        .stderr_eq(str![[r#"
default: go1.24.1 (1.24)

"#]]);
    assert_eq!(world.gom(["default"]).ok().stdout, "1.24\n");
    assert_eq!(version(&world), "go1.24.1");
    world.installed("1.24.4");
    assert_eq!(version(&world), "go1.24.4");
    world.gom(["default", "go1.22.6"]).ok().stderr_eq(str![[r#"
default: go1.22.6

"#]]);
    assert_eq!(version(&world), "go1.22.6");
    world.gom(["default", "-"]).ok().stderr_eq(str![[r#"
default: go1.24.4 (1.24)

"#]]);
    world.gom(["default", "-"]).ok();
    assert_eq!(world.gom(["default"]).ok().stdout, "1.22.6\n");
    assert_eq!(
        world.gom(["default", "--json"]).ok().json(),
        serde_json::json!({"schema": 1, "default": "1.22.6"})
    );
}

#[test]
fn only_what_is_installed() {
    let world = World::with_default("1.22.6");
    let before = world.snapshot();
    world.gom(["default", "1.24"]).fails(4).stderr_eq(str![[r#"
error: no release of go1.24 is installed (asked for on the command line)

hint: gom install 1.24

"#]]);
    world
        .gom(["default", "go.mod"])
        .fails(2)
        .stderr_eq(str![[r#"
error: the default cannot be 'go.mod': a default is for where there is none

hint: gom default stable

"#]]);
    world.gom(["default", "tip"]).fails(4);
    world.gom(["default", "-"]).fails(1).stderr_eq(str![[r#"
error: there is no former default to go back to

hint: gom default VERSION

"#]]);
    world.gom(["default", "1.x"]).fails(2);
    before.assert_unchanged(world.root());
}

#[test]
fn unset_it_is_the_next_go_on_path() {
    let mut world = World::with_default("1.22.6");
    world.system_go("1.23.1");
    world.gom(["default", "--unset"]).ok().stderr_eq(str![[r#"
default: none

"#]]);
    assert_eq!(version(&world), "go1.23.1");
    world.gom(["default", "-"]).ok();
    assert_eq!(version(&world), "go1.22.6");
    world.gom(["default", "system"]).ok();
    assert_eq!(version(&world), "go1.23.1");
}

#[test]
fn the_rest_of_the_file_stays() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    let file = world.layout().config_file();
    let text = "# mine\nfloor = \"1.20\"   # old things\n\n# the default\ndefault = \"1.22.6\" # for now\n";
    std::fs::write(&file, text).unwrap();
    world.gom(["default", "1.24"]).ok();
    let now = std::fs::read_to_string(&file).unwrap();
    assert_eq!(
        now,
        text.replace("\"1.22.6\" # for now", "\"1.24\" # for now")
    );
}

//! Which installation becomes the default, and what is said where none does.

use snapbox::str;

use super::{shop, told};
use crate::support::world::World;

fn default_of(world: &World) -> Option<String> {
    let config = std::fs::read_to_string(world.layout().config_file()).unwrap();
    config.lines().find_map(|line| {
        Some(
            line.strip_prefix("default = \"")?
                .trim_end_matches('"')
                .to_owned(),
        )
    })
}

#[test]
fn the_first_one_where_no_other_go_is_on_path() {
    let (world, server) = shop(&["1.22.6", "1.23.0", "1.22.5", "1.24rc1"]);
    world.gom(["install", "1.22"]).ok();
    assert_eq!(
        default_of(&world).as_deref(),
        Some("1.22"),
        "a line stays a line"
    );
    told(world.gom(["install", "1.23.0"]).ok(), &server).stderr_eq(str![[r#"
installing go1.23.0 for [PLATFORM]
installed go1.23.0 from [SERVER]/dl in … s: …, proved by log.example (record 4), under the key of your settings
note: go1.23.0 comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it
note: the default is still go1.22.6
hint: gom default 1.23.0

"#]]);
    let quiet = world.gom(["install", "1.22.5", "1.24rc1"]).ok();
    assert!(
        !quiet.stderr.contains("default"),
        "older, or a candidate: {}",
        quiet.stderr
    );
    assert_eq!(default_of(&world).as_deref(), Some("1.22"));
    // Already there: nothing new to say.
    world.gom(["install", "1.23.0"]).ok().stderr_eq(str![[r#"
go1.23.0 is installed already

"#]]);
}

#[test]
fn not_where_another_go_is_on_path() {
    let (mut world, server) = shop(&["1.22.6"]);
    world.system_go("1.20.3");
    told(world.gom(["install", "1.22.6"]).ok(), &server).stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
installed go1.22.6 from [SERVER]/dl in … s: …, proved by log.example (record 3), under the key of your settings
note: go1.22.6 comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it
note: go outside a project is still the one that was on PATH before
hint: gom default 1.22.6

"#]]);
    assert_eq!(default_of(&world), None);
    assert!(
        world
            .go(["version"])
            .ok()
            .stdout
            .starts_with("go version go1.20.3 ")
    );
}

#[test]
fn the_one_that_is_asked_for() {
    let (mut world, server) = shop(&["1.22.6", "1.23.0"]);
    world.system_go("1.20.3");
    told(
        world.gom(["install", "--default", "1.22.6", "1.23.0"]).ok(),
        &server,
    )
    .stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
installed go1.22.6 from [SERVER]/dl in … s: …, proved by log.example (record 3), under the key of your settings
note: go1.22.6 comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it
installing go1.23.0 for [PLATFORM]
installed go1.23.0 from [SERVER]/dl in … s: …, proved by log.example (record 4), under the key of your settings
note: go1.23.0 comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it
default: go1.22.6

"#]]);
    assert_eq!(default_of(&world).as_deref(), Some("1.22.6"));
    assert!(
        world
            .go(["version"])
            .ok()
            .stdout
            .starts_with("go version go1.22.6 ")
    );
    // Also of what is installed already.
    world
        .gom(["install", "--default", "1.23.0"])
        .ok()
        .stderr_eq(str![[r#"
go1.23.0 is installed already
default: go1.23.0

"#]]);
    assert!(
        world
            .go(["version"])
            .ok()
            .stdout
            .starts_with("go version go1.23.0 ")
    );
}

#[test]
fn a_failed_installation_is_no_default() {
    let (world, _server) = shop(&["1.22.6"]);
    world.gom(["install", "--default", "1.19.1"]).fails(4);
    assert_eq!(default_of(&world), None);
}

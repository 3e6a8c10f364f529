//! `gom available`: what could be installed.

use snapbox::str;

use super::{shop, told};

const MANY: [&str; 7] = [
    "1.21.0", "1.21.9", "1.22rc1", "1.22.5", "1.22.6", "1.23.0", "1.24rc2",
];

#[test]
fn newest_last_with_the_candidates_of_what_is_to_come() {
    let (world, _server) = shop(&MANY);
    world.gom(["install", "1.22.5"]).ok();
    world
        .gom(["available"])
        .ok()
        .stdout_eq(str![[r#"
go1.21.0
go1.21.9
go1.22.5  installed
go1.22.6
go1.23.0
go1.24rc2

"#]])
        .stderr_eq("");
    world
        .gom(["available", "--limit", "2"])
        .ok()
        .stdout_eq(str![[r#"
go1.23.0
go1.24rc2

"#]])
        .stderr_eq(str![[r#"
4 older ones: gom available --all

"#]]);
    world.gom(["available", "--all"]).ok().stdout_eq(str![[r#"
go1.21.0
go1.21.9
go1.22rc1
go1.22.5  installed
go1.22.6
go1.23.0
go1.24rc2

"#]]);
}

#[test]
fn only_what_a_request_means() {
    let (world, server) = shop(&MANY);
    for (request, answer) in [
        ("1.22", "go1.22.5\ngo1.22.6\n"),
        ("1.24", "go1.24rc2\n"),
        (">=1.22, <1.23", "go1.22.5\ngo1.22.6\n"),
        ("stable", "go1.23.0\n"),
        ("oldstable", "go1.22.6\n"),
        ("rc", "go1.24rc2\n"),
        ("1.21.9", "go1.21.9\n"),
    ] {
        assert_eq!(
            world.gom(["available", request]).ok().stdout,
            answer,
            "{request}"
        );
    }
    told(world.gom(["available", "1.19"]).fails(4), &server).stderr_eq(str![[r#"
error: no release of go1.19 is out; newest is go1.23.0

hint: gom available --all

"#]]);
    world.gom(["available", "--all", "--limit", "2"]).fails(2);
}

#[test]
fn as_json() {
    let (world, server) = shop(&["1.22.6", "1.23rc1"]);
    world.gom(["install", "1.22.6"]).ok();
    let outcome = world.gom(["available", "--json"]).ok();
    let mut json = outcome.json();
    assert_eq!(json["origin"], server.site());
    assert!(json["fetched_at"].as_str().unwrap().ends_with('Z'));
    json["origin"] = "…".into();
    json["fetched_at"] = "…".into();
    let expected = serde_json::json!({
        "schema": 1, "origin": "…", "fetched_at": "…", "versions": [
            {"version": "1.22.6", "stable": true, "installed": true},
            {"version": "1.23rc1", "stable": false, "installed": false},
        ],
    });
    assert_eq!(json, expected);
}

#[test]
fn offline_it_says_what_was_listed_last() {
    let (world, _server) = shop(&["1.22.6"]);
    world.gom(["available", "--offline"]).fails(5);
    world.gom(["available"]).ok();
    let outcome = world.gom(["available", "--offline"]).ok();
    assert_eq!(outcome.stdout, "go1.22.6\n");
    assert!(
        outcome.stderr.starts_with("note: offline: as listed by "),
        "{}",
        outcome.stderr
    );
}

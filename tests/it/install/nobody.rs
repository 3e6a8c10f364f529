//! Settings that forbid asking anybody.

use snapbox::str;

use super::{Visible, shop, told};

#[test]
fn goproxy_off_ends_with_5_and_opens_no_socket() {
    let (world, server) = shop(&["1.22.6"]);
    world.config(&format!("sumdb_key = {:?}\n", server.dist().log.vkey()));
    let before = Visible::of(&world);
    let outcome = world
        .gom(["install", "1.22.6"])
        .env("GOPROXY", "off")
        .fails(5);
    outcome.stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
error: nothing may be downloaded (GOPROXY=off)

hint: go env -u GOPROXY   # or unset GOPROXY, where it is set in the environment

"#]]);
    for args in [&["install", "1.22"][..], &["install"], &["available"]] {
        let outcome = world.gom(args).env("GOPROXY", "off").fails(5);
        let refused = outcome.stderr.starts_with(
            "error: nothing may be downloaded (GOPROXY=off)
",
        );
        assert!(refused, "{}", outcome.stderr);
    }
    before.assert_unchanged();
    assert_eq!(server.server().count(), 0);
}

#[test]
fn off_ends_a_list_where_it_stands() {
    let (world, server) = shop(&["1.22.6"]);
    world.config(&format!("sumdb_key = {:?}\n", server.dist().log.vkey()));
    let list = format!("{},off", server.proxy());
    world.gom(["install", "1.22.6"]).env("GOPROXY", &list).ok();
    world
        .gom(["install", "1.21.0"])
        .env("GOPROXY", list)
        .fails(4);
}

#[test]
fn offline_ends_with_5_and_opens_no_socket() {
    let (world, server) = shop(&["1.22.6"]);
    let before = Visible::of(&world);
    told(
        world.gom(["install", "--offline", "1.22.6"]).fails(5),
        &server,
    )
    .stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
error: could not get the index of releases from [SERVER]/dl/?mode=json&include=all
  caused by: gom is offline (--offline or the setting 'offline')

hint: gom list shows what is there without a network

"#]]);
    let outcome = world
        .gom(["install", "1.22"])
        .env("GOM_OFFLINE", "1")
        .fails(5);
    told(outcome, &server).stderr_eq(str![[r#"
error: could not get the index of releases from [SERVER]/dl/?mode=json&include=all
  caused by: gom is offline (GOM_OFFLINE)

hint: gom list shows what is there without a network

"#]]);
    let settings = format!("offline = true\n{}", server.settings());
    world.config(&settings);
    world.gom(["install", "1.22.6"]).fails(5);
    before.assert_unchanged();
    assert_eq!(server.server().count(), 0);
}

#[test]
fn what_is_there_needs_nobody() {
    let (world, server) = shop(&["1.22.6"]);
    world.gom(["install", "1.22.6"]).ok();
    let seen = server.server().count();
    world
        .gom(["install", "--offline", "1.22.6"])
        .ok()
        .stderr_eq(str![[r#"
go1.22.6 is installed already

"#]]);
    world.gom(["install", "1.22.6"]).env("GOPROXY", "off").ok();
    assert_eq!(server.server().count(), seen);
}

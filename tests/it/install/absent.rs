//! Versions that are not there: 4, and what is nearest.

use snapbox::str;

use super::{Visible, shop, told};

#[test]
fn a_version_that_was_never_released() {
    let (world, server) = shop(&["1.22.5", "1.22.6", "1.21.1"]);
    world.gom(["available"]).ok();
    let before = Visible::of(&world);
    told(world.gom(["install", "1.22.99"]).fails(4), &server).stderr_eq(str![[r#"
installing go1.22.99 for [PLATFORM]
error: go1.22.99 is not published for [PLATFORM]
  caused by: go1.22.99 is not there for [PLATFORM]
  caused by: could not get the archive from [SERVER]/dl/go1.22.99.[OS_ARCH].tar.gz
  caused by: [AT] does not have it (404)

hint: gom install 1.22.6

"#]]);
    told(world.gom(["install", "1.99.0"]).fails(4), &server).stderr_eq(str![[r#"
installing go1.99.0 for [PLATFORM]
error: go1.99.0 is not published for [PLATFORM]
  caused by: go1.99.0 is not there for [PLATFORM]
  caused by: could not get the archive from [SERVER]/dl/go1.99.0.[OS_ARCH].tar.gz
  caused by: [AT] does not have it (404)

hint: gom install 1.22.6

"#]]);
    before.assert_unchanged();
}

#[test]
fn a_version_that_was_never_released_on_a_fresh_machine() {
    let (world, server) = shop(&["1.22.5", "1.22.6"]);
    told(world.gom(["install", "1.22.99"]).fails(4), &server).stderr_eq(str![[r#"
installing go1.22.99 for [PLATFORM]
error: go1.22.99 is not published for [PLATFORM]
  caused by: go1.22.99 is not there for [PLATFORM]
  caused by: could not get the archive from [SERVER]/dl/go1.22.99.[OS_ARCH].tar.gz
  caused by: [AT] does not have it (404)

hint: gom install 1.22.6

"#]]);
}

#[test]
fn a_platform_that_is_not_published() {
    let (world, server) = shop(&["1.22.6"]);
    let outcome = world
        .gom(["install", "--platform", "plan9/386", "1.22.6"])
        .fails(4);
    told(outcome, &server).stderr_eq(str![[r#"
installing go1.22.6 for plan9/386
error: go1.22.6 is not published for plan9/386
  caused by: go1.22.6 is not there for plan9/386
  caused by: could not get the archive from [SERVER]/dl/go1.22.6.plan9-386.tar.gz
  caused by: [AT] does not have it (404)

hint: gom available --all

"#]]);
}

#[test]
fn requests_that_nothing_answers() {
    let (world, server) = shop(&["1.22.6", "1.21.1"]);
    let before = Visible::of(&world);
    for (request, said) in [
        (
            "rc",
            "error: no release candidate is out; newest is go1.22.6\n",
        ),
        (
            "1.23",
            "error: no release of go1.23 is out; newest is go1.22.6\n",
        ),
        (
            ">=1.30",
            "error: no release answers '>=1.30'; newest is go1.22.6\n",
        ),
    ] {
        let outcome = world.gom(["install", request]).fails(4);
        assert!(outcome.stderr.starts_with(said), "{}", outcome.stderr);
        assert!(
            outcome.stderr.ends_with("\nhint: gom available --all\n"),
            "{}",
            outcome.stderr
        );
    }
    for nonsense in ["1.22.x", "v1.22.6", "go1.22.6.1", "../1.22.6", "-1"] {
        world.gom(["install", "--", nonsense]).fails(2);
    }
    before.assert_unchanged();
    assert!(
        server
            .asked()
            .iter()
            .all(|target| !target.contains("tar.gz"))
    );
}

#[test]
fn words_and_ranges_mean_what_is_out() {
    let (world, server) = shop(&["1.23.0", "1.22.5", "1.22.6", "1.21.9", "1.24rc1"]);
    for (request, version) in [
        ("oldstable", "1.22.6"),
        (">=1.21, <1.22", "1.21.9"),
        ("~1.22.3", "1.22.6"),
        ("stable", "1.23.0"),
        ("rc", "1.24rc1"),
        ("go1.22.5", "1.22.5"),
    ] {
        let outcome = world.gom(["install", "--json", request]).ok();
        assert_eq!(
            outcome.json()["toolchains"][0]["version"],
            version,
            "{request}"
        );
    }
    drop(server);
}

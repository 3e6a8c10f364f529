//! A checksum log that lies, or that is told to be another: 6, and nothing visible.

use gom_shim::platform::Platform;
use gom_shim::version::Version;
use snapbox::str;

use super::{Visible, runs, shop, told};
use crate::support::dist::Dist;
use crate::support::dist_server::DistServer;
use crate::support::log::{self, Lie};
use crate::support::tree;

const EVIL: &str = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

#[test]
fn every_lie_is_refused_and_named() {
    let host = Platform::host();
    let name = |version: &str| gom::module::name(&Version::parse(version).unwrap(), &host);
    let unauthenticated = format!("{} {EVIL}\n", name("1.22.6").replace('@', " "));
    let not_in_tree = "record 3 is not in the signed tree of 9 records";
    let other = "the record is not that of golang.org/toolchain@v0.0.1-go1.22.6.";
    for (lie, said) in [
        (Lie::ForgedRecord(EVIL.to_owned()), not_in_tree),
        (Lie::OtherRecord(log::record(&name("1.22.5"), EVIL)), other),
        (Lie::OtherRecord(String::new()), other),
        (
            Lie::ForeignSignature,
            "the signature of log.example under the tree head is wrong",
        ),
        (
            Lie::ForeignKey,
            "the tree head is not signed by log.example+",
        ),
        (
            Lie::MissingRecord,
            "go1.22.6 cannot be proved: log.example has no record of it",
        ),
        (Lie::FlippedTile("tile/8/0".to_owned()), not_in_tree),
        (Lie::FlippedLeaves, not_in_tree),
        (Lie::AppendedToRecord(unauthenticated.clone()), other),
        (
            Lie::AppendedToAnswer(unauthenticated),
            "a signature line of the tree head is malformed",
        ),
        (
            Lie::WrongId("0".to_owned()),
            "record 0 is not in the signed tree",
        ),
        (
            Lie::WrongId("9999999".to_owned()),
            "record 9999999 lies outside the signed tree",
        ),
        (Lie::WideTiles, "/000.p/9 is no tile of the log"),
    ] {
        let (world, server) = shop(&["1.22.6", "1.22.5"]);
        server.dist().log.lie(lie.clone());
        let before = Visible::of(&world);
        let outcome = world.gom(["install", "1.22.6"]).run();
        assert_eq!(outcome.code, 6, "{lie:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(said), "{lie:?}: {}", outcome.stderr);
        assert!(
            outcome.stderr.contains(
                "
hint: "
            ),
            "{lie:?}: {}",
            outcome.stderr
        );
        before.assert_unchanged();
    }
}

/// The bug of Go's own client (CVE-2026-56864): lines that nothing signs were believed.
#[test]
fn a_line_beside_the_record_does_not_vouch_for_changed_files() {
    let host = Platform::host();
    let version = Version::parse("1.22.6").unwrap();
    let (world, server) = shop(&["1.22.6"]);
    let evil = tree::release(&version, &host).file("src/fmt/print.go", "package evil\n");
    let release = server.dist().add_tree("1.22.6", &host, &evil);
    let record = log::record(&gom::module::name(&version, &host), &release.h1);
    let before = Visible::of(&world);
    server.dist().log.lie(Lie::AppendedToAnswer(record.clone()));
    world.gom(["install", "1.22.6"]).fails(6);
    server.dist().log.lie(Lie::AppendedToRecord(record));
    world.gom(["install", "1.22.6"]).fails(6);
    before.assert_unchanged();
}

/// Nor does a go.sum of the project (go-semantics: golang.org/toolchain was exempt from the log).
#[test]
fn a_projects_go_sum_does_not_vouch() {
    let host = Platform::host();
    let version = Version::parse("1.22.6").unwrap();
    let (world, server) = shop(&["1.22.6"]);
    let evil = tree::release(&version, &host).file("src/fmt/print.go", "package evil\n");
    let release = server.dist().add_tree("1.22.6", &host, &evil);
    let module = gom::module::name(&version, &host).replace('@', " ");
    world.file("p/go.mod", "module p\n\ngo 1.22.6\n");
    world.file("p/go.sum", format!("{module} {}\n", release.h1));
    let before = Visible::of(&world);
    world.gom(["install"]).at("p").fails(6);
    before.assert_unchanged();
}

#[test]
fn nothing_in_the_environment_switches_the_proof_off() {
    let (world, server) = shop(&["1.22.6"]);
    world.config(&format!("sumdb_key = {:?}\n", server.dist().log.vkey()));
    let off = |args: [&str; 2]| {
        let call = world
            .gom(args)
            .env("GOPROXY", server.proxy())
            .env("GOSUMDB", "off");
        let call = call
            .env("GONOSUMDB", "*")
            .env("GONOSUMCHECK", "1")
            .env("GOINSECURE", "*");
        call.env("GOFLAGS", "-insecure")
    };
    server.dist().log.lie(Lie::MissingRecord);
    let before = Visible::of(&world);
    let outcome = told(off(["install", "1.22.6"]).fails(6), &server);
    outcome.stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
error: go1.22.6 cannot be proved: log.example has no record of it
  caused by: golang.org/toolchain@v0.0.1-go1.22.6.[OS_ARCH]: could not get lookup/golang.org/toolchain@v0.0.1-go1.22.6.[OS_ARCH] of log.example from [SERVER]/proxy/sumdb/log.example/lookup/golang.org/toolchain@v0.0.1-go1.22.6.[OS_ARCH]: [AT] does not have it (404)

hint: gom install --origin URL 1.22.6 tries another origin

"#]]);
    before.assert_unchanged();
}

#[test]
fn gosumdb_off_still_asks_the_log() {
    let (world, server) = shop(&["1.22.6"]);
    world.config(&format!("sumdb_key = {:?}\n", server.dist().log.vkey()));
    let call = world
        .gom(["install", "1.22.6"])
        .env("GOPROXY", server.proxy());
    call.env("GOSUMDB", "off").ok();
    assert!(
        server
            .asked()
            .iter()
            .any(|target| target.contains("/lookup/"))
    );
    runs(&world, "1.22.6");
}

#[test]
fn another_database_is_refused_unless_the_settings_hold_its_key() {
    let other = DistServer::start({
        let mut dist = Dist::new(&["1.22.6"]);
        dist.log = log::Log::new("other.example");
        dist
    });
    let (world, server) = shop(&["1.22.6"]);
    let before = Visible::of(&world);
    for foreign in [
        other.dist().log.vkey(),
        "sum.other.example https://sum.other.example".to_owned(),
    ] {
        let seen = server.server().count();
        let outcome = world
            .gom(["install", "1.22.6"])
            .env("GOSUMDB", foreign)
            .fails(6);
        told(outcome, &server).stderr_eq(str![[r#"
error: GOSUMDB names another checksum database, '[..]'
  caused by: a key that toolchains are proved with comes from your own settings only

hint: unset GOSUMDB, or, if you know that database: gom config sumdb_key KEY

"#]]);
        assert_eq!(server.server().count(), seen);
    }
    before.assert_unchanged();
}

#[test]
fn a_log_that_cannot_be_asked_is_no_proof_and_no_lie() {
    let (world, server) = shop(&["1.22.6"]);
    server.fault("/sumdb/", |_, _| {
        crate::support::server::Response::status(403)
    });
    let before = Visible::of(&world);
    let outcome = world.gom(["install", "1.22.6"]).fails(5);
    told(outcome, &server).stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
error: go1.22.6 cannot be proved: log.example could not be asked
  caused by: could not get lookup/golang.org/toolchain@v0.0.1-go1.22.6.[OS_ARCH] of log.example from [SERVER]/sumdb/lookup/golang.org/toolchain@v0.0.1-go1.22.6.[OS_ARCH]
  caused by: [AT] refuses (403); some servers say so of what they do not have

hint: check the name and password for [AT], in the URL or in ~/.netrc

"#]]);
    before.assert_unchanged();
}

//! Bytes that are not the official ones: 6, nothing visible, and what differed.

use gom_shim::platform::Platform;
use gom_shim::version::Version;
use snapbox::str;

use super::{Visible, runs, shop, told, with};
use crate::support::archive::Tree;
use crate::support::tree;
use crate::support::world::World;

/// The release with the first byte of one file changed; an empty file gets one.
fn changed(version: &str, path: &str) -> Tree {
    let tree = tree::release(&Version::parse(version).unwrap(), &Platform::host());
    let (_, bytes) = tree.files().iter().find(|(name, _)| name == path).unwrap();
    let mut bytes = bytes.clone();
    match bytes.first_mut() {
        Some(byte) => *byte ^= 1,
        None => bytes.push(b'\n'),
    }
    tree.file(path, bytes)
}

fn is_covered(path: &str) -> bool {
    !["api/", "doc/", "misc/", "test/"]
        .iter()
        .any(|dir| path.starts_with(dir))
}

/// Paths of every file of a release, the covered ones.
fn covered() -> Vec<String> {
    let tree = tree::release(&Version::parse("1.22.6").unwrap(), &Platform::host());
    let paths = tree.files().iter().map(|(path, _)| path.clone());
    paths.filter(|path| is_covered(path)).collect()
}

#[track_caller]
fn refused(
    world: &World,
    before: &Visible,
    what: &str,
    env: &[(&str, String)],
    args: &[&str],
) -> String {
    let args = ["install", "1.22.6"].iter().chain(args);
    let call = env
        .iter()
        .fold(world.gom(args), |call, (name, value)| call.env(name, value));
    let outcome = call.run();
    assert_eq!(outcome.code, 6, "{what}: {}", outcome.stderr);
    before.assert_unchanged();
    outcome.stderr
}

#[test]
fn a_wrong_byte_in_any_file_of_an_archive() {
    let (world, server) = shop(&["1.22.6"]);
    let before = Visible::of(&world);
    let official = server
        .dist()
        .release("1.22.6", &Platform::host())
        .h1
        .clone();
    let paths = covered();
    assert!(paths.len() > 10, "{paths:?}");
    for path in paths {
        let release =
            server
                .dist()
                .add_tree("1.22.6", &Platform::host(), &changed("1.22.6", &path));
        let said = refused(&world, &before, &path, &[], &[]);
        if path != "VERSION" {
            assert!(
                said.contains(&official) && said.contains(&release.h1),
                "{path}: {said}"
            );
        }
    }
}

#[test]
fn a_wrong_byte_in_any_file_of_a_module() {
    let (world, server) = shop(&["1.22.6"]);
    world.config(&format!("sumdb_key = {:?}\n", server.dist().log.vkey()));
    let before = Visible::of(&world);
    for path in covered() {
        server
            .dist()
            .add_tree("1.22.6", &Platform::host(), &changed("1.22.6", &path));
        refused(&world, &before, &path, &[("GOPROXY", server.proxy())], &[]);
    }
}

#[test]
fn a_wrong_byte_from_a_disk() {
    let (world, server) = shop(&["1.22.6"]);
    let before = Visible::of(&world);
    for path in ["bin/go", "src/fmt/print.go", "go.env"] {
        let path = &path.replace("bin/go", &format!("bin/go{}", std::env::consts::EXE_SUFFIX));
        let release = server
            .dist()
            .add_tree("1.22.6", &Platform::host(), &changed("1.22.6", path));
        server.dist().write_archives(&world.dir("mirror"));
        server.dist().write_proxy(&world.dir("proxy"));
        let archive = format!("mirror/{}", release.file_name());
        let url = format!("file://{}", world.path("mirror").display());
        for origin in ["mirror", "proxy", &archive, &url] {
            refused(&world, &before, path, &[], &["--origin", origin]);
        }
    }
}

#[test]
fn what_people_read() {
    let (world, server) = shop(&["1.22.6"]);
    let official = server
        .dist()
        .release("1.22.6", &Platform::host())
        .h1
        .clone();
    let release = server.dist().add_tree(
        "1.22.6",
        &Platform::host(),
        &changed("1.22.6", "src/fmt/print.go"),
    );
    let outcome = told(world.gom(["install", "1.22.6"]).fails(6), &server);
    let outcome = with(
        outcome,
        &[("[OFFICIAL]", &official), ("[CHANGED]", &release.h1)],
    );
    outcome.stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
error: go1.22.6 as downloaded is not the official one
  caused by: log.example records [OFFICIAL]
  caused by: the downloaded files have [CHANGED]

hint: gom install --origin URL 1.22.6 tries another origin

"#]]);
    let json = world.gom(["install", "--json", "1.22.6"]).fails(6);
    let error = &json.json()["toolchains"][0]["error"];
    assert_eq!(error["code"], 6, "{error}");
    assert_eq!(
        json.stderr,
        "installing go1.22.6 for [PLATFORM]\n".replace("[PLATFORM]", &Platform::host().to_string())
    );
}

#[test]
fn what_nothing_covers_is_not_installed_and_full_needs_an_authentic_archive() {
    let (world, server) = shop(&["1.22.6"]);
    server.dist().add_tree(
        "1.22.6",
        &Platform::host(),
        &changed("1.22.6", "test/helloworld.go"),
    );
    let before = Visible::of(&world);
    let outcome = world.gom(["install", "--full", "1.22.6"]).fails(5);
    told(outcome, &server).stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
error: [SERVER]/dl cannot vouch for api, doc, misc and test
  caused by: --full needs an archive whose sha256 Go's own site publishes

hint: leave out --full

"#]]);
    before.assert_unchanged();
    world.gom(["install", "1.22.6"]).ok();
    let root = world
        .layout()
        .toolchain(&Version::parse("1.22.6").unwrap(), &Platform::host());
    for dir in ["api", "doc", "misc", "test"] {
        assert!(!root.join(dir).exists(), "{dir}");
    }
    runs(&world, "1.22.6");
}

#[test]
fn a_version_before_the_log_needs_an_authentic_index() {
    let (world, server) = shop(&["1.20.3"]);
    server
        .dist()
        .log
        .lie(crate::support::log::Lie::MissingRecord);
    let before = Visible::of(&world);
    let outcome = world.gom(["install", "1.20.3"]).fails(6);
    told(outcome, &server).stderr_eq(str![[r#"
installing go1.20.3 for [PLATFORM]
error: go1.20.3 cannot be proved: log.example has no record of it
  caused by: golang.org/toolchain@v0.0.1-go1.20.3.[OS_ARCH]: could not get lookup/golang.org/toolchain@v0.0.1-go1.20.3.[OS_ARCH] of log.example from [SERVER]/sumdb/lookup/golang.org/toolchain@v0.0.1-go1.20.3.[OS_ARCH]: [AT] does not have it (404)
  caused by: and no authentic index lists its archive

hint: gom install --origin URL 1.20.3 tries another origin

"#]]);
    before.assert_unchanged();
}

//! Every kind of origin serves.

use gom_shim::layout::Layout;
use gom_shim::platform::Platform;
use gom_shim::version::Version;
use snapbox::str;

use super::{archive_path, runs, shop, told};
use crate::support::dist::Dist;
use crate::support::dist_server::DistServer;
use crate::support::world::World;

/// Leaves the log to be found, and only its key to the settings.
fn key_alone(world: &mut World, server: &DistServer) {
    let vkey = server.dist().log.vkey();
    world.config(&format!("sumdb_key = {vkey:?}\n"));
    world.remove_env("GOSUMDB");
}

#[test]
fn a_site() {
    let (world, server) = shop(&["1.22.6"]);
    let outcome = told(world.gom(["install", "1.22.6"]).ok(), &server);
    outcome.stdout_eq("");
    outcome.stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
installed go1.22.6 from [SERVER]/dl in … s: …, proved by log.example (record 3), under the key of your settings
note: go1.22.6 comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it
default: go1.22.6 (the first one; change it with: gom default VERSION)

"#]]);
    assert_eq!(server.server().count_of(&archive_path("1.22.6")), 1);
    runs(&world, "1.22.6");
}

#[test]
fn the_users_goproxy_is_the_whole_order_and_serves_the_log_too() {
    let (mut world, server) = shop(&["1.22.6"]);
    key_alone(&mut world, &server);
    world.set_env("GOPROXY", server.proxy());
    let outcome = told(world.gom(["install", "1.22.6"]).ok(), &server);
    outcome.stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
installed go1.22.6 from [SERVER]/proxy in … s: …, proved by log.example (record 3), under the key of your settings
note: go1.22.6 comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it
default: go1.22.6 (the first one; change it with: gom default VERSION)

"#]]);
    let asked = server.asked();
    assert!(
        asked.iter().all(|target| target.starts_with("/proxy/")),
        "{asked:?}"
    );
    assert!(
        asked
            .iter()
            .any(|target| target.contains("/sumdb/log.example/lookup/")),
        "{asked:?}"
    );
    runs(&world, "1.22.6");
}

#[test]
fn goproxy_is_read_from_the_go_env_file_and_goproxy_in_origins_means_it() {
    let (mut world, server) = shop(&["1.22.6", "1.21.1"]);
    key_alone(&mut world, &server);
    let file = world.file("go-env", format!("GOPROXY={}\n", server.proxy()));
    world.set_env("GOENV", file);
    world.gom(["install", "1.22.6"]).ok();
    runs(&world, "1.22.6");
    world
        .gom(["install", "1.21.1"])
        .env("GOM_ORIGINS", "goproxy")
        .ok();
    runs(&world, "1.21.1");
    // What a project's go.env says is not the user's word.
    assert!(
        server
            .asked()
            .iter()
            .all(|target| target.starts_with("/proxy/"))
    );
}

#[test]
fn a_directory_of_archives() {
    let (world, server) = shop(&["1.22.6"]);
    server.dist().write_archives(&world.dir("mirror"));
    for origin in [
        "mirror".to_owned(),
        format!("file://{}", world.path("mirror").display()),
    ] {
        let outcome = told(
            world.gom(["install", "--origin", &origin, "1.22.6"]).ok(),
            &server,
        );
        outcome.stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
installed go1.22.6 from [WORLD]/mirror in … s: …, proved by log.example (record 3), under the key of your settings
note: go1.22.6 comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it
default: go1.22.6 (the first one; change it with: gom default VERSION)

"#]]);
        runs(&world, "1.22.6");
        world.gom(["uninstall", "-y", "1.22.6"]).ok();
        world.config(&server.settings());
    }
    let asked = server.asked();
    assert!(
        asked.iter().all(|target| target.starts_with("/sumdb/")),
        "{asked:?}"
    );
}

#[test]
fn a_tree_of_modules_with_its_log_needs_no_network() {
    let (mut world, server) = shop(&["1.22.6"]);
    key_alone(&mut world, &server);
    server.dist().write_proxy(&world.dir("mirror"));
    let outcome = world
        .gom(["install", "--offline", "--origin", "mirror", "1.22.6"])
        .ok();
    told(outcome, &server).stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
installed go1.22.6 from [WORLD]/mirror in … s: …, proved by log.example (record 3), under the key of your settings
note: go1.22.6 comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it
default: go1.22.6 (the first one; change it with: gom default VERSION)

"#]]);
    runs(&world, "1.22.6");
    assert_eq!(server.server().count(), 0);
}

#[test]
fn one_archive_in_either_format() {
    let (world, server) = shop(&["1.22.6"]);
    let host = Platform::host();
    let (archive, module) = {
        let dist = server.dist();
        let release = dist.release("1.22.6", &host);
        let module = format!("v0.0.1-go1.22.6.{}.zip", host.dashed());
        (
            world.file(
                format!("downloads/{}", release.file_name()),
                &release.archive,
            ),
            world.file(format!("downloads/{module}"), &release.module),
        )
    };
    for path in [archive, module] {
        let outcome = world
            .gom([
                "install".as_ref(),
                "1.22.6".as_ref(),
                "--origin".as_ref(),
                path.as_os_str(),
            ])
            .ok();
        assert!(
            outcome.stderr.contains(&*path.to_string_lossy()),
            "{}",
            outcome.stderr
        );
        runs(&world, "1.22.6");
        world.gom(["uninstall", "-y", "1.22.6"]).ok();
        world.config(&server.settings());
    }
    let other = world
        .path("downloads")
        .join(server.dist().release("1.22.6", &host).file_name());
    let outcome = world
        .gom([
            "install".as_ref(),
            "1.21.0".as_ref(),
            "--origin".as_ref(),
            other.as_os_str(),
        ])
        .fails(4);
    outcome.stderr_eq(str![[r#"
installing go1.21.0 for [PLATFORM]
error: go1.21.0 is not published for [PLATFORM]
  caused by: [WORLD]/downloads/go1.22.6.[OS_ARCH].tar.gz is go1.22.6 for [PLATFORM], not go1.21.0 for [PLATFORM]

hint: gom install 1.22.6

"#]]);
}

#[test]
fn origins_are_named_in_the_environment_for_a_process_tree() {
    let (world, server) = shop(&["1.22.6"]);
    server.dist().write_archives(&world.dir("mirror"));
    let list = format!(
        "{}, {}",
        world.path("nowhere").display(),
        world.path("mirror").display()
    );
    let outcome = world
        .gom(["install", "1.22.6"])
        .env("GOM_ORIGINS", list)
        .ok();
    told(outcome, &server).stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
note: [WORLD]/nowhere did not serve it: No such file or directory (os error 2)
installed go1.22.6 from [WORLD]/mirror in … s: …, proved by log.example (record 3), under the key of your settings
note: go1.22.6 comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it
default: go1.22.6 (the first one; change it with: gom default VERSION)

"#]]);
    assert_eq!(server.server().count_of(&archive_path("1.22.6")), 0);
}

#[test]
fn another_platform_has_its_own_names_and_leaves_this_one_alone() {
    let mut dist = Dist::new(&[]);
    for platform in ["windows/amd64", "linux/arm", "darwin/arm64"] {
        dist.add("1.22.6", &Platform::parse(platform).unwrap());
    }
    let server = DistServer::start(dist);
    let mut world = World::new();
    world.fetch_from(&server);
    let version = Version::parse("1.22.6").unwrap();
    for (platform, file, of_default) in [
        ("windows/amd64", "go1.22.6.windows-amd64.zip", "bin/go.exe"),
        ("linux/arm", "go1.22.6.linux-armv6l.tar.gz", "bin/go"),
        ("darwin/arm64", "go1.22.6.darwin-arm64.tar.gz", "bin/go"),
    ] {
        world
            .gom(["install", "--platform", platform, "1.22.6"])
            .ok();
        assert_eq!(
            server.server().count_of(&format!("/dl/{file}")),
            1,
            "{file}"
        );
        let root = world
            .layout()
            .toolchain(&version, &Platform::parse(platform).unwrap());
        assert!(root.join(of_default).is_file(), "{platform}");
    }
    assert!(
        !Layout::shim(&world.layout().bin(), "go1.22.6").exists(),
        "it would not run here"
    );
    assert!(
        !std::fs::read_to_string(world.layout().config_file())
            .unwrap()
            .contains("default")
    );

    // A proxy has the Go architecture in its names, not the archive's.
    let other = World::new();
    other.config(&format!("sumdb_key = {:?}\n", server.dist().log.vkey()));
    other
        .gom(["install", "--platform", "linux/arm", "1.22.6"])
        .env("GOPROXY", server.proxy())
        .ok();
    let zip = "/proxy/golang.org/toolchain/@v/v0.0.1-go1.22.6.linux-arm.zip";
    assert_eq!(server.server().count_of(zip), 1);
    other
        .gom(["install", "--platform", "amd64", "1.22.6"])
        .fails(2)
        .stderr_eq(str![[r#"
error: 'amd64' is not a platform

hint: os/arch in Go's words, such as linux/arm64

"#]]);
}

//! Archives made to do harm: 6, and nothing is written anywhere.

use gom_shim::platform::Platform;
use gom_shim::version::Version;
use snapbox::str;

use super::shop;
use crate::support::archive::{self, module_entries};
use crate::support::server::Response;
use crate::support::snapshot::Snapshot;
use crate::support::{tar, tree, zip};

/// Entries added to an honest archive, and a word of the refusal.
fn additions() -> Vec<(Vec<tar::Entry>, &'static str)> {
    let mut link = tar::Entry::file("go/src/escape", b"").kind(b'2');
    link.link = b"../../../../home".to_vec();
    let mut hard = tar::Entry::file("go/src/hard", b"").kind(b'1');
    hard.link = b"/etc/passwd".to_vec();
    let file = |name: &str| tar::Entry::file(name, b"evil\n");
    vec![
        (vec![file("go/../../../../evil")], "go/../../../../evil"),
        (vec![file("/tmp/evil")], "/tmp/evil"),
        (vec![file("evil")], "evil"),
        (vec![link, file("go/src/escape/evil")], "go/src/escape"),
        (vec![hard], "go/src/hard"),
        (vec![file("go/src/fmt/print.go")], "src/fmt/print.go"),
        (vec![file("go/src/FMT/print.go")], "src/FMT/print.go"),
        (vec![file("go/.gom/receipt.json")], "go/.gom/receipt.json"),
        (vec![tar::Entry::file("go/dev", b"").kind(b'3')], "go/dev"),
    ]
}

#[test]
fn hostile_archives_write_nothing() {
    if Platform::host().os() == "windows" {
        return crate::support::skip::tell("releases for Windows are zips");
    }
    let (world, server) = shop(&["1.22.6"]);
    let version = Version::parse("1.22.6").unwrap();
    let honest = archive::tar_entries(&tree::release(&version, &Platform::host()));
    let name = server
        .dist()
        .release("1.22.6", &Platform::host())
        .file_name();
    for (more, said) in additions() {
        let entries: Vec<_> = honest.iter().cloned().chain(more).collect();
        let path = world.file(format!("downloads/{name}"), tar::gzip(&tar::tar(&entries)));
        // Locks and the list of releases are gom's own business.
        let kept = [
            "home",
            "tmp",
            "downloads",
            "gom/bin",
            "gom/toolchains",
            "gom/staging",
            "gom/trash",
        ];
        let before = kept.map(|dir| (world.path(dir), Snapshot::take(&world.path(dir))));
        let outcome = world
            .gom([
                "install".as_ref(),
                "1.22.6".as_ref(),
                "--origin".as_ref(),
                path.as_os_str(),
            ])
            .run();
        assert_eq!(outcome.code, 6, "{said}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(said), "{said}: {}", outcome.stderr);
        for (dir, before) in before {
            before.assert_unchanged(&dir);
        }
        assert!(!std::path::Path::new("/tmp/evil").exists() && !world.path("evil").exists());
    }
}

#[test]
fn a_hostile_module_writes_nothing_and_says_which_entry() {
    let (world, server) = shop(&["1.22.6"]);
    world.config(&format!("sumdb_key = {:?}\n", server.dist().log.vkey()));
    let version = Version::parse("1.22.6").unwrap();
    let host = Platform::host();
    let mut entries = module_entries(&tree::release(&version, &host), &version, &host);
    let prefix = gom::module::name(&version, &host);
    entries.push(zip::Entry::file(
        &format!("{prefix}/../../\u{1b}[31mevil"),
        b"evil\n",
    ));
    let bytes = zip::zip(&entries, &zip::End::default());
    server.fault(".zip", move |_, _| Response::ok(bytes.clone()));
    let before = super::Visible::of(&world);
    let outcome = world
        .gom(["install", "1.22.6"])
        .env("GOPROXY", server.proxy())
        .fails(6);
    super::told(outcome, &server).stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
error: archive entry 'golang.org/toolchain@v0.0.1-go1.22.6.[OS_ARCH]/../..//u{1b}[31mevil' has a path element that begins or ends with a space or ends with a dot
  caused by: in [SERVER]/proxy/golang.org/toolchain/@v/v0.0.1-go1.22.6.[OS_ARCH].zip

hint: gom install --origin URL tries another origin

"#]]);
    before.assert_unchanged();
}

//! What `gom inspect` prints: for people, as JSON.

use serde_json::json;
use snapbox::str;

use super::fixture::{Format, Program, fat};
use crate::support::world::World;

const MODULES: &str = "path\texample.test/app/cmd/app\nmod\texample.test/app\tv1.2.3\th1:main=\n\
    dep\texample.test/a\tv1.0.0\th1:a=\ndep\texample.test/b\tv0.1.0\n=>\t../b\t(devel)\t\n\
    build\t-buildmode=exe\nbuild\t-compiler=gc\nbuild\t-ldflags=\"-s -w\"\nbuild\t-trimpath=true\n\
    build\tDefaultGODEBUG=panicnil=1\nbuild\tCGO_ENABLED=1\nbuild\tCGO_CFLAGS=\"-O2 -g\"\nbuild\tCGO_LDFLAGS=\n\
    build\tGOARCH=arm64\nbuild\tGOEXPERIMENT=arenas\nbuild\tGOOS=linux\nbuild\tGOARM64=v8.0\n\
    build\tvcs=git\nbuild\tvcs.revision=0123abc\nbuild\tvcs.time=2026-01-02T03:04:05Z\nbuild\tvcs.modified=true\n";

fn program() -> Program {
    Program {
        version: b"go1.26.5-X:arenas".to_vec(),
        modules: MODULES.into(),
        ..Program::new((Format::Elf, true, false))
    }
}

#[test]
fn for_people() {
    let world = World::new();
    world.file("app", program().file());
    world.gom(["inspect", "app"]).ok().stdout_eq(str![[r#"
app: go1.26.5
  package      example.test/app/cmd/app
  module       example.test/app v1.2.3
  built for    linux/arm64 (GOARM64=v8.0), with cgo
  experiments  arenas
  flags        '-ldflags=-s -w' -trimpath
  GODEBUG      panicnil=1
  commit       git 0123abc 2026-01-02T03:04:05Z, with local changes
  CGO_CFLAGS   -O2 -g
  modules      example.test/a v1.0.0
               example.test/b v0.1.0 => ../b (devel)

"#]]);
}

#[test]
fn a_version_alone() {
    let world = World::new();
    let old = Program {
        modules: Vec::new(),
        ..Program::old((Format::Pe, false, false))
    };
    world.file("old.exe", old.file());
    assert_eq!(
        world.gom(["inspect", "old.exe"]).ok().stdout,
        "old.exe: go1.17.13\n"
    );
    let json = world.gom(["inspect", "--json", "old.exe"]).ok().json();
    assert_eq!(
        json["binaries"],
        json!([{
            "path": "old.exe", "go": "go1.17.13", "version": "1.17.13", "experiments": [], "goos": null, "goarch": null,
            "levels": {}, "cgo": null, "flags": {}, "vcs": null, "default_godebug": null, "package": null, "main": null,
            "modules": [], "settings": {},
        }])
    );
}

#[test]
fn as_json() {
    let world = World::new();
    world.file("app", program().file());
    let json = world.gom(["inspect", "app", "--json"]).ok().json();
    let mut binary = json["binaries"][0].clone();
    let settings = binary.as_object_mut().unwrap().remove("settings").unwrap();
    assert_eq!(
        binary,
        json!({
            "path": "app", "go": "go1.26.5", "version": "1.26.5", "experiments": ["arenas"],
            "goos": "linux", "goarch": "arm64", "levels": {"GOARM64": "v8.0"}, "cgo": true,
            "flags": {"-buildmode": "exe", "-compiler": "gc", "-ldflags": "-s -w", "-trimpath": "true"},
            "vcs": {"system": "git", "revision": "0123abc", "time": "2026-01-02T03:04:05Z", "modified": true},
            "default_godebug": "panicnil=1", "package": "example.test/app/cmd/app",
            "main": {"path": "example.test/app", "version": "v1.2.3", "sum": "h1:main="},
            "modules": [
                {"path": "example.test/a", "version": "v1.0.0", "sum": "h1:a="},
                {"path": "example.test/b", "version": "v0.1.0", "replace": {"path": "../b", "version": "(devel)"}},
            ],
        })
    );
    assert_eq!(settings["CGO_CFLAGS"], "-O2 -g");
    assert_eq!(
        settings.as_object().unwrap().len(),
        MODULES.matches("build\t").count()
    );
}

#[test]
fn several_files_and_a_universal_one() {
    let world = World::new();
    let slices = [(true, false), (false, true)].map(|(wide, big)| {
        let program = Program {
            modules: Vec::new(),
            ..Program::new((Format::MachO, wide, big))
        };
        program.file()
    });
    world.file("both", fat(&slices, false));
    let old = Program {
        modules: Vec::new(),
        ..Program::old((Format::Xcoff, true, true))
    };
    world.file("old", old.file());
    let shown = world.gom(["inspect", "both", "old"]).ok().stdout;
    assert_eq!(shown, "both: go1.22.6\nboth: go1.22.6\nold: go1.17.13\n");
    let shown = world
        .gom(["inspect", "--format", "go", "both", "old"])
        .ok()
        .stdout;
    assert_eq!(
        shown, "both: go1.22.6\nold: go1.17.13\n",
        "Go looks at the first architecture only"
    );
    let json = world.gom(["inspect", "--json", "both", "old"]).ok().json();
    assert_eq!(json["binaries"].as_array().unwrap().len(), 3);
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let world = World::new();
    let name = std::ffi::OsStr::from_bytes(b"a\xffb");
    world.file(name, program().file());
    let json = world
        .gom(["inspect".as_ref(), "--json".as_ref(), name])
        .ok()
        .json();
    assert!(json["binaries"][0]["path_bytes"].is_string(), "{json}");
    let raw = super::gom_as_go(&world, world.root(), &[name]);
    assert!(raw.starts_with(b"a\xffb: go1.26.5-X:arenas\n\tpath\t"));
}

//! Programs that real Go builds, read as `go version -m` reads them: byte for byte.

use std::path::{Path, PathBuf};

use gom_shim::version::Version;

use super::{assert_same, fixture, go_version_m, gom_as_go};
use crate::real_go::machines_go;
use crate::support::call::Call;
use crate::support::skip::{skip, tell};
use crate::support::world::World;

const EXE: &str = std::env::consts::EXE_SUFFIX;

/// A module, another one in its place, a program without any, and a repository around the first.
fn projects(world: &World) {
    world.file("dep/go.mod", "module example.test/dep\n");
    world.file("dep/dep.go", "package dep\n\nconst X = 1\n");
    world.file(
        "app/go.mod",
        "module example.test/app\n\ngo 1.16\n\nrequire example.test/dep v1.0.0\n\nreplace example.test/dep => ../dep\n",
    );
    world.file(
        "app/main.go",
        "package main\n\nimport \"example.test/dep\"\n\nvar text string\n\nfunc main() { println(dep.X, text) }\n",
    );
    world.file("plain/main.go", "package main\n\nfunc main() {}\n");
}

/// `go build` in a world, with nothing from this machine but a cache of what was compiled before,
/// which outlives the test because the runtime takes long for every target.
fn build<'w>(world: &'w World, go: &Path, dir: &str, name: &str, args: &[&str]) -> Call<'w> {
    let output = world.path("built").join(name);
    let mut words = vec!["build".into(), "-o".into(), output.into_os_string()];
    words.extend(args.iter().map(Into::into));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("go-build");
    let call = world.program(go, words).at(dir).env("PATH", path);
    let call = call
        .env("GOCACHE", cache)
        .env("GOPATH", world.path("gopath"));
    let call = call
        .env("GOENV", "off")
        .env("GOPROXY", "off")
        .env("GOTOOLCHAIN", "local");
    call.env("GOTELEMETRY", "off").env("CGO_ENABLED", "0")
}

#[test]
fn programs_for_other_machines_and_with_other_settings() {
    let Some(go) = machines_go() else {
        skip!("no go on PATH builds anything");
    };
    let world = World::new();
    projects(&world);
    let in_git = git(&world);
    if !in_git {
        tell("no git: what Go records of a repository is not looked at");
    }
    let stamp = if in_git {
        "-buildvcs=true"
    } else {
        "-buildvcs=false"
    };
    let plain = "-buildvcs=false";
    let quoted = "-ldflags=-s -w -X 'main.text=a \"b\" \\ \u{a0}ü'";
    type Variables = &'static [(&'static str, &'static str)];
    let builds: [(&str, &str, Variables, &[&str]); 9] = [
        ("app", "host", &[], &[stamp]),
        ("app", "stripped", &[], &[quoted, "-tags=a,b", plain]),
        ("plain", "gopath", &[("GO111MODULE", "off")], &["main.go"]),
        ("plain", "no-module", &[], &[plain, "main.go"]),
        (
            "app",
            "linux-386",
            &[("GOOS", "linux"), ("GOARCH", "386")],
            &["-trimpath", plain],
        ),
        (
            "app",
            "linux-ppc64",
            &[("GOOS", "linux"), ("GOARCH", "ppc64")],
            &["-ldflags=-s -w", plain],
        ),
        (
            "app",
            "windows-amd64.exe",
            &[("GOOS", "windows"), ("GOARCH", "amd64")],
            &[plain],
        ),
        (
            "app",
            "darwin-arm64",
            &[("GOOS", "darwin"), ("GOARCH", "arm64")],
            &[plain],
        ),
        (
            "app",
            "pie",
            &[
                ("GOOS", "linux"),
                ("GOARCH", "amd64"),
                ("GOEXPERIMENT", "arenas"),
            ],
            &["-buildmode=pie", plain],
        ),
    ];
    for (dir, name, variables, args) in builds {
        let call = build(&world, &go, dir, name, args);
        variables
            .iter()
            .fold(call, |call, (name, value)| call.env(name, value))
            .ok();
    }
    let built = world.path("built");
    let thin = std::fs::read(built.join("darwin-arm64")).unwrap();
    world.executable(
        "built/universal",
        fixture::fat(&[thin.clone(), thin], false),
    );
    let names: Vec<&str> = builds
        .iter()
        .map(|(_, name, ..)| *name)
        .chain(["universal"])
        .collect();

    let by_go = go_version_m(&go, &built, &names);
    assert_same(&gom_as_go(&world, &built, &names), &by_go);
    let text = String::from_utf8(by_go).unwrap();
    for found in [
        "\tdep\texample.test/dep\tv1.0.0\n\t=>\t../dep\t(devel)\t\n\t\n",
        "\tbuild\t-ldflags=\"-s -w -X 'main.text=a \\\"b\\\" \\\\ \\u00a0ü'\"\n",
        "\tbuild\tGOEXPERIMENT=arenas\n",
        "\tbuild\t-buildmode=pie\n",
        "\tbuild\tGOARCH=ppc64\n",
        "\tpath\tcommand-line-arguments\n",
    ] {
        assert!(text.contains(found), "{found:?} is not in\n{text}");
    }
    assert_eq!(text.contains("\tbuild\tvcs=git\n"), in_git, "{text}");

    let json = world
        .gom(["inspect", "--json", "pie", "host", "universal"])
        .at("built")
        .ok()
        .json();
    let [pie, host, slice, other] = &json["binaries"].as_array().unwrap()[..] else {
        panic!("{json}")
    };
    assert_eq!(pie["experiments"], serde_json::json!(["arenas"]));
    assert_eq!(
        (&pie["goos"], &pie["goarch"], &pie["cgo"]),
        (&"linux".into(), &"amd64".into(), &false.into())
    );
    assert_eq!(pie["levels"]["GOAMD64"], "v1");
    assert_eq!(pie["flags"]["-buildmode"], "pie");
    assert_eq!(
        host["vcs"]["modified"],
        serde_json::json!(in_git.then_some(false))
    );
    assert_eq!(host["modules"][0]["replace"]["path"], "../dep");
    assert_eq!(slice, other);

    // Cut anywhere, none of them passes for whole.
    for name in &names {
        let file = std::fs::read(built.join(name)).unwrap();
        for part in 1..32 {
            let cut = file.len() * part / 32;
            assert!(super::read(&file[..cut]).is_err(), "{name} of {cut} bytes");
        }
    }
}

/// A repository with everything in it, where git is there.
fn git(world: &World) -> bool {
    let git = |args: &[&str]| {
        let mut git = std::process::Command::new("git");
        git.args([
            "-c",
            "user.name=x",
            "-c",
            "user.email=x",
            "-c",
            "commit.gpgsign=false",
        ]);
        git.args(args)
            .current_dir(world.path("app"))
            .env("HOME", world.home());
        git.output().is_ok_and(|output| output.status.success())
    };
    git(&["init", "-q"]) && git(&["add", "."]) && git(&["commit", "-q", "-m", "x"])
}

/// The toolchains in GOM_TEST_GOROOTS, and those that the machine's Go has fetched for itself, the
/// newest of each line: programs of as many Gos as there are, each read by itself and by the machine's.
#[test]
fn programs_of_every_go_that_is_here() {
    let Some(go) = machines_go() else {
        skip!("no go on PATH says where others are");
    };
    let world = World::new();
    projects(&world);
    let mut names = Vec::new();
    for (version, root) in fetched(&go) {
        let other = root.join(format!("bin/go{EXE}"));
        // The flag is as old as what it switches off.
        let knows_flag = Version::parse("1.18").is_some_and(|first| version >= first);
        let args = if knows_flag {
            &["-buildvcs=false"][..]
        } else {
            &[]
        };
        build(&world, &other, "app", &version.go_name(), args).ok();
        names.push(version.go_name());
    }
    if names.is_empty() {
        tell("the machine's Go has fetched no other");
    }
    let built = world.path("built");
    assert_same(
        &gom_as_go(&world, &built, &names),
        &go_version_m(&go, &built, &names),
    );
}

/// Versions and roots in the module cache, and those that are named.
fn fetched(go: &Path) -> Vec<(Version, PathBuf)> {
    let output = std::process::Command::new(go)
        .args(["env", "GOMODCACHE"])
        .env("GOTOOLCHAIN", "local")
        .output();
    let cache = String::from_utf8_lossy(&output.unwrap().stdout)
        .trim()
        .to_owned();
    let host = gom_shim::platform::Platform::host().dashed();
    let entries = std::fs::read_dir(Path::new(&cache).join("golang.org"))
        .into_iter()
        .flatten()
        .flatten();
    let mut found: Vec<(Version, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let name = name
                .strip_prefix("toolchain@v0.0.1-go")?
                .strip_suffix(&format!(".{host}"))?;
            Some((Version::parse(name)?, entry.path()))
        })
        .collect();
    let named = std::env::var_os("GOM_TEST_GOROOTS").unwrap_or_default();
    found.extend(std::env::split_paths(&named).filter_map(|root| {
        let version = gom_shim::toolchain::version_of(&root)?;
        Some((version, root))
    }));
    found.sort();
    found.reverse();
    found.dedup_by_key(|(version, _)| version.line());
    // The newest and the oldest say most; each takes seconds the first time.
    if found.len() > 4 {
        found.drain(2..found.len() - 2);
    }
    found
}

/// For the end-to-end test, which has two real Gos of gom's own: what they built is read as they
/// read it themselves.
#[track_caller]
pub(crate) fn read_as_go_reads_them(world: &World, go: &Path, programs: &[PathBuf]) {
    let dir = world.root();
    assert!(!programs.is_empty());
    assert_same(
        &gom_as_go(world, dir, programs),
        &go_version_m(go, dir, programs),
    );
}

//! The same on a real Go: programs that must not run, files that must not be read, a server that
//! must not be asked; and that all of it does happen once the clone is trusted.

use std::path::{Path, PathBuf};

use crate::support::outcome::Outcome;
use crate::support::program;
use crate::support::server::{Response, Server};
use crate::support::skip::skip;
use crate::support::snapshot::Snapshot;
use crate::support::world::World;

const MAIN: &str = "package main\n\nfunc main() { println(\"honest\") }\n";
const TEST: &str = "package main\n\nimport \"testing\"\n\nfunc TestIt(t *testing.T) {}\n";
const CGO: &str =
    "package main\n\n// int one() { return 1; }\nimport \"C\"\n\nfunc init() { C.one() }\n";

/// What people and editors call, as far as it compiles little.
const CALLS: [&[&str]; 11] = [
    &["version"],
    &["env"],
    &["env", "-json", "GOMOD", "GOFLAGS"],
    &["list", "./..."],
    &["list", "-m", "-json", "all"],
    &["list", "-export", "-f", "{{.Export}}", "."],
    &["build", "-o", "../out/program", "."],
    &["vet", "./..."],
    &["test", "./..."],
    &["run", "."],
    &["generate", "./..."],
];

/// The root of the `go` on the PATH of the test run, and its line: 26 of go1.26.8.
fn machines_go() -> Option<(PathBuf, u32)> {
    let go = program::on_path("go")?;
    let root = go.canonicalize().ok()?.parent()?.parent()?.to_owned();
    let version = gom_shim::toolchain::version_of(&root)?;
    Some((
        root,
        u32::try_from(version.gover().line().1.parse::<u64>().ok()?).ok()?,
    ))
}

/// A clone on a machine whose default is the machine's own Go.
struct Real {
    world: World,
    line: u32,
}

impl Real {
    fn new() -> Option<Self> {
        let (root, line) = machines_go()?;
        let world = World::new();
        world.gom(["link", "real", root.to_str().unwrap()]).ok();
        world.gom(["default", "real"]).ok();
        // The user's own settings, where a project's environment would win over them.
        let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("go-build");
        let file = if cfg!(target_os = "macos") {
            "home/Library/Application Support/go/env"
        } else {
            "home/.config/go/env"
        };
        let settings = format!(
            "GOPROXY=off\nGOCACHE={}\nGOTELEMETRY=off\n",
            cache.display()
        );
        world.file(file, settings);
        world.file("clone/go.mod", "module example.com/clone\n\ngo 1.21\n");
        world.file("clone/main.go", MAIN);
        world.file("clone/main_test.go", TEST);
        world.dir("out");
        let script = format!(
            "#!/bin/sh\necho \"$0\" >> '{}'\nexit 1\n",
            world.path("ran").display()
        );
        for name in ["cc", "gcc", "tool", "cacheprog"] {
            world.executable(format!("clone/bin/{name}"), &script);
        }
        Some(Self { world, line })
    }

    /// The path of something in the clone, as TOML text.
    fn path(&self, name: &str) -> String {
        self.world
            .path("clone")
            .join(name)
            .to_str()
            .unwrap()
            .to_owned()
    }

    fn clone_has(&self, text: &str) {
        self.world.file("clone/gotoolchain.toml", text);
    }

    fn call(&self) -> Vec<Outcome> {
        let go = CALLS.iter().map(|args| self.world.go(*args));
        let rest = [
            self.world.shim("gofmt", ["-l", "."]),
            self.world.gom(["current"]),
            self.world.gom(["env"]),
            self.world.gom(["which"]),
            self.world.gom(["list"]),
            self.world
                .gom(["exec", "--", "go", "build", "-o", "../out/program", "."]),
        ];
        go.chain(rest).map(|call| call.at("clone").run()).collect()
    }

    /// Which of the clone's programs ran since the last time.
    fn ran(&self) -> Vec<String> {
        let file = self.world.path("ran");
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let _ = std::fs::remove_file(file);
        let name = |line: &str| {
            Path::new(line)
                .file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        };
        let mut names: Vec<_> = text.lines().map(name).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Before trust nothing of the clone runs and nothing is written into it; after it `expected` do.
    #[track_caller]
    fn runs_only_after_trust(&self, text: &str, expected: &[&str]) {
        self.clone_has(text);
        let before = Snapshot::take(&self.world.path("clone"));
        self.call();
        assert_eq!(self.ran(), [""; 0], "before trust: {text}");
        before.assert_unchanged(&self.world.path("clone"));
        self.world.gom(["trust"]).at("clone").ok();
        self.call();
        assert_eq!(self.ran(), expected, "after trust: {text}");
    }
}

#[test]
fn programs_that_go_would_start() {
    let Some(real) = Real::new() else {
        skip!("no real go on PATH");
    };
    let [cc, tool, cacheprog, bin] =
        ["bin/cc", "bin/tool", "bin/cacheprog", "bin"].map(|name| real.path(name));
    let path = real.world.layout().bin();
    let path = path.to_str().unwrap();
    real.runs_only_after_trust(&format!("[env]\nGOFLAGS = '-toolexec={tool}'\n"), &["tool"]);
    real.runs_only_after_trust(&format!("[env]\nGOFLAGS = '-exec={tool}'\n"), &["tool"]);
    real.runs_only_after_trust(
        &format!("[env]\nPATH = '{bin}:{path}'\nLD_PRELOAD = '{tool}'\n"),
        &[],
    );
    real.world.file(
        "clone/go.env",
        format!("GOFLAGS=-toolexec={tool}\nCC={cc}\n"),
    );
    real.world
        .file("clone/config/go/env", format!("GOFLAGS=-toolexec={tool}\n"));
    let (env, config) = (real.path("go.env"), real.path("config"));
    real.runs_only_after_trust(
        &format!("[env]\nGOENV = '{env}'\nXDG_CONFIG_HOME = '{config}'\nHOME = '{config}'\nGOROOT = '{config}'\n"),
        &[],
    );
    if real.line >= 24 {
        real.runs_only_after_trust(
            &format!("[env]\nGOCACHEPROG = '{cacheprog}'\n"),
            &["cacheprog"],
        );
    }
    // The last one, since the file stays: C code, and whose compiler.
    real.world.file("clone/cgo.go", CGO);
    real.runs_only_after_trust(
        &format!("[env]\nCGO_ENABLED = '1'\nPATH = '{bin}:{path}'\n"),
        &[],
    );
    real.runs_only_after_trust(&format!("[env]\nCGO_ENABLED = '1'\nCC = '{cc}'\n"), &["cc"]);
    real.runs_only_after_trust(&format!("[target]\ncgo = true\ncc = '{cc}'\n"), &["cc"]);
}

#[test]
fn servers_that_go_would_ask() {
    let Some(real) = Real::new() else {
        skip!("no real go on PATH");
    };
    let server = Server::start(|_| Response::status(404));
    let url = server.url("");
    real.world.file(
        "clone/go.mod",
        "module example.com/clone\n\ngo 1.21\n\nrequire example.com/dep v1.0.0\n",
    );
    real.world.file(
        "clone/dep.go",
        "package main\n\nimport _ \"example.com/dep\"\n",
    );
    real.clone_has(&format!(
        "[env]\nGOPROXY = '{url}'\nGOSUMDB = 'off'\nGONOSUMDB = '*'\nGOINSECURE = '*'\nHTTP_PROXY = '{url}'\nHTTPS_PROXY = '{url}'\nNO_PROXY = ''\nGOFLAGS = '-mod=mod'\nGOM_ORIGINS = '{url}'\n"
    ));
    let fetch = |real: &Real| {
        real.call();
        for args in [
            &["mod", "tidy"][..],
            &["mod", "download"],
            &["get", "example.com/dep@latest"],
            &["install", "example.com/tool@latest"],
            &["list", "-m", "-versions", "example.com/dep"],
        ] {
            real.world.go(args).at("clone").run();
        }
        for args in [&["install"][..], &["install", "1.24.4"], &["available"]] {
            real.world.gom(args).at("clone").run();
        }
    };
    fetch(&real);
    assert_eq!(server.count(), 0, "{:?}", server.requests());
    real.world.gom(["trust"]).at("clone").ok();
    fetch(&real);
    let asked = server.requests();
    assert!(!asked.is_empty());
    // Go itself only: gom takes its origins from nobody but the user.
    let for_gom = |request: &&crate::support::server::Request| {
        request.target.contains("toolchain") || request.target.contains("mode=json")
    };
    assert_eq!(
        asked.iter().find(for_gom).map(|request| &request.target),
        None
    );
}

#[test]
fn files_that_go_would_read_or_write() {
    let Some(real) = Real::new() else {
        skip!("no real go on PATH");
    };
    let clone = real.world.path("clone");
    // A source file put in the place of another one.
    real.world
        .file("clone/other.txt", MAIN.replace("honest", "overlaid"));
    let overlay = format!(
        r#"{{"Replace":{{"{0}/main.go":"{0}/other.txt"}}}}"#,
        clone.display()
    );
    real.world.file("clone/overlay.json", overlay);
    real.clone_has(&format!(
        "[env]\nGOFLAGS = '-overlay={}'\n",
        real.path("overlay.json")
    ));
    let says = || real.world.go(["run", "."]).at("clone").ok().stderr;
    assert_eq!(says(), "honest\n");
    real.world.gom(["trust"]).at("clone").ok();
    assert_eq!(says(), "overlaid\n");
    // Caches and programs written into the tree.
    let places = ["GOCACHE", "GOMODCACHE", "GOPATH", "GOBIN", "GOTMPDIR"];
    let lines = places.map(|name| format!("{name} = '{}'\n", real.path(&name.to_lowercase())));
    real.clone_has(&format!("[env]\n{}", lines.concat()));
    let before = Snapshot::take(&clone);
    real.call();
    real.world.go(["install", "."]).at("clone").run();
    before.assert_unchanged(&clone);
    assert!(real.world.home().join("go/bin/clone").is_file());
    real.world.dir("clone/gotmpdir");
    real.world.gom(["trust"]).at("clone").ok();
    real.world.go(["install", "."]).at("clone").ok();
    assert!(real.world.path("clone/gobin/clone").is_file());
    assert!(real.world.path("clone/gocache").is_dir());
}

/// A link in the clone to a file of the user's, embedded into the program that is built.
#[test]
fn secrets_that_go_would_embed() {
    let Some(real) = Real::new() else {
        skip!("no real go on PATH");
    };
    if real.line < 25 {
        skip!("go1.{} embeds no links", real.line);
    }
    real.world.file("secret.txt", "a-secret-of-the-user's");
    std::os::unix::fs::symlink("../secret.txt", real.world.path("clone/file.txt")).unwrap();
    real.world.file(
        "clone/embed.go",
        "package main\n\nimport _ \"embed\"\n\n//go:embed file.txt\nvar text string\n\nfunc init() { println(text) }\n",
    );
    let has_secret = || {
        let _ = std::fs::remove_file(real.world.path("out/program"));
        real.call();
        let program = std::fs::read(real.world.path("out/program")).unwrap_or_default();
        program.windows(8).any(|part| part == b"a-secret")
    };
    for value in [
        "embedfollowsymlinks=1",
        "asyncpreemptoff=1,embedfollowsymlinks=1",
        "embedfollowsymlinks=1#x",
    ] {
        real.clone_has(&format!("[env]\nGODEBUG = '{value}'\n"));
        assert!(!has_secret(), "{value}");
    }
    real.clone_has("[env]\nGODEBUG = 'embedfollowsymlinks=1'\n");
    real.world.gom(["trust"]).at("clone").ok();
    assert!(has_secret());
}

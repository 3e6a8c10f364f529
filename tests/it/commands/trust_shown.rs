//! What `gom trust` shows before it trusts, and what `gom current` and `gom env` say before anybody did.

use serde_json::json;
use snapbox::str;

use crate::support::terminal::Terminal;
use crate::support::world::World;

const FILE: &str = r#"[toolchain]
go = "1.18"
gopath = "project"
[target]
goos = "linux"
goarch = "arm64"
cc = "aarch64-linux-gnu-gcc"
[targets.pi]
goarch = "arm"
exec = "qemu-arm -L '/opt/a b'"
[env]
GOGC = "50"
GOFLAGS = "-toolexec=./tool"
GOTOOLCHAIN = "local"
GOSUMDB = "off"
[profile.production.env]
GOPROXY = "https://proxy.example"
"#;

fn world(text: &str) -> World {
    let world = World::with_default("1.22.6");
    world.installed("1.18");
    world.file("p/gotoolchain.toml", text);
    world.dir("p/sub");
    world
}

#[test]
fn everything_it_asks_for_and_what_it_never_gets() {
    let world = world(FILE);
    let before = world.snapshot();
    world
        .gom(["trust", "--show"])
        .at("p/sub")
        .ok()
        .stdout_eq(str![[r#"
[WORLD]/p/gotoolchain.toml asks for
  line 2: go = "1.18": go1.18, older than 1.21
  line 3: [toolchain] gopath = "project"
  line 7: [target] cc = "aarch64-linux-gnu-gcc"
  line 10: [targets.pi] exec = "qemu-arm -L '/opt/a b'"
  line 13: [env] GOFLAGS = "-toolexec=./tool"
  line 17: [profile.production.env] GOPROXY = "https://proxy.example"
[WORLD]/p/gotoolchain.toml asks for what no project is given, trusted or not
  line 14: [env] GOTOOLCHAIN = "local": [toolchain] go chooses the Go of a project
    instead: gom use VERSION
  line 15: [env] GOSUMDB = "off": what is proved to you is yours to say
    instead: GOPRIVATE = "git.example.com" in [env], for private modules

"#]])
        .stderr_eq(str![[r#"
not trusted: [WORLD]/p/gotoolchain.toml
hint: gom trust [WORLD]/p

"#]]);
    before.assert_unchanged(world.root());
    // The same, on standard error, by the command that trusts; from below, as the shims find it.
    let shown = world.gom(["trust", "--show"]).at("p").ok().stdout;
    let outcome = world.gom(["trust"]).at("p/sub").ok();
    assert_eq!(outcome.stdout, "");
    let file = world.path("p/gotoolchain.toml");
    assert_eq!(
        outcome.stderr,
        format!("{shown}trusted {}\n", file.display())
    );
    world.go(["version"]).at("p").ok();
    let again = world.gom(["trust", "--show"]).at("p").ok();
    assert_eq!(again.stderr, format!("trusted {}\n", file.display()));
    assert_eq!(world.gom(["trust", "-q"]).at("p").ok().stderr, "");
}

#[test]
fn nothing_to_ask_for() {
    let world = world("[toolchain]\ngo = \"1.22\"\n[env]\nGOGC = 50\n");
    world.gom(["trust", "--show", "p"]).ok().stdout_eq(str![[r#"
[WORLD]/p/gotoolchain.toml asks for nothing that needs trust

"#]]);
    world.gom(["trust", "p"]).ok().stderr_eq(str![[r#"
trusted [WORLD]/p/gotoolchain.toml

"#]]);
    for args in [&["trust"][..], &["trust", "--show"]] {
        world.gom(args).at("home").fails(2);
        world.gom(args.iter().chain(&["p/sub"])).fails(2);
    }
    // A file that cannot be shown cannot be trusted.
    for text in [
        "[env\n",
        "[env]\nCC = 1.5\n",
        "[toolchain]\ngo = \"./go\"\n",
    ] {
        world.file("p/gotoolchain.toml", text);
        world.gom(["trust"]).at("p").fails(3);
        let list = world.gom(["trust", "--list"]).ok().redacted();
        assert_eq!(list, "[WORLD]/p  changed\n");
    }
}

#[test]
fn a_change_is_shown_as_a_diff() {
    let world = world("[env]\nCC = \"clang\"\nGOGC = \"50\"\n# a\n# b\n# c\n# d\n# e\n");
    world.gom(["trust"]).at("p").ok();
    world.file(
        "p/gotoolchain.toml",
        "[env]\nCC = \"/tmp/clang\"\nGOGC = \"50\"\n# a\n# b\n# c\n# d\n# e\nX = 1",
    );
    world
        .gom(["trust", "--show"])
        .at("p")
        .ok()
        .stdout_eq(str![[r#"
--- [WORLD]/p/gotoolchain.toml as it was trusted
+++ [WORLD]/p/gotoolchain.toml as it is
@@ -1,8 +1,9 @@
 [env]
-CC = "clang"
+CC = "/tmp/clang"
 GOGC = "50"
 # a
 # b
 # c
 # d
 # e
+X = 1
/ No newline at end of file
[WORLD]/p/gotoolchain.toml asks for
  line 2: [env] CC = "/tmp/clang"
  line 9: [env] X = "1"

"#]])
        .stderr_eq(str![[r#"
changed since it was trusted: [WORLD]/p/gotoolchain.toml
hint: gom trust [WORLD]/p

"#]]);
    world.gom(["trust"]).at("p").ok();
    let shown = world.gom(["trust", "--show"]).at("p").ok().stdout;
    assert!(!shown.contains("@@"), "{shown}");
}

#[test]
fn the_bytes_that_are_shown_are_those_that_are_trusted() {
    let world = world("[env]\nCC = \"clang\"\n");
    let Some(mut terminal) = Terminal::start(&world.gom(["trust"]).at("p")) else {
        return;
    };
    terminal.expect("CC = \"clang\"");
    terminal.expect("trusted ");
    // Nobody is asked: typing the command is the answer.
    terminal.end().code(0);
    let record = gom_shim::trust::record(&world.layout(), &world.path("p"));
    let kept = std::fs::read(record.join("gotoolchain.toml")).unwrap();
    assert_eq!(
        kept,
        std::fs::read(world.path("p/gotoolchain.toml")).unwrap()
    );
}

#[test]
fn version_files_are_shown_with_it() {
    let world = world("[env]\nCC = \"clang\"\n");
    world.file("p/.go-version", "# ours\n1.18\n");
    world.file("p/.tool-versions", "nodejs 20\n");
    world.file("p/go.mod", "module m\n");
    world.gom(["trust"]).at("p").ok().stderr_eq(str![[r#"
[WORLD]/p/gotoolchain.toml asks for
  line 2: [env] CC = "clang"
[WORLD]/p/.go-version asks for
  line 2: 1.18: go1.18, older than 1.21
trusted [WORLD]/p/gotoolchain.toml
trusted [WORLD]/p/.go-version
trusted [WORLD]/p/.tool-versions

"#]]);
    // A file that was not there is not trusted, one that is gone is not missed by the others.
    std::fs::remove_file(world.path("p/.tool-versions")).unwrap();
    world.go(["version"]).at("p").ok();
    assert_eq!(
        world.gom(["trust", "--list"]).ok().redacted(),
        "[WORLD]/p  changed\n"
    );
    world.gom(["trust"]).at("p").ok();
    assert_eq!(
        world.gom(["trust", "--list"]).ok().redacted(),
        "[WORLD]/p\n"
    );
}

#[test]
fn as_json() {
    let world = world(FILE);
    let shown = world.gom(["trust", "--show", "--json"]).at("p").ok().json();
    let asks = &shown["files"][0]["asks"];
    assert_eq!(
        asks[0],
        json!({"name": "toolchain.go", "value": "1.18", "line": 2, "why": "go1.18, older than 1.21"})
    );
    assert_eq!(
        asks[3],
        json!({"name": "targets.pi.exec", "table": "[targets.pi]", "value": "qemu-arm -L '/opt/a b'", "line": 10})
    );
    assert_eq!(asks[5]["name"], "GOPROXY");
    assert_eq!(
        shown["files"][0]["never"][0],
        json!({
            "name": "GOTOOLCHAIN", "table": "[env]", "value": "local", "line": 14,
            "why": "[toolchain] go chooses the Go of a project", "instead": "gom use VERSION"
        })
    );
    assert_eq!(
        (&shown["trusted"], &shown["files"][0]["state"]),
        (&json!(false), &json!("new"))
    );
    let trusted = world.gom(["trust", "--json"]).at("p").ok();
    assert_eq!(
        (&*trusted.stderr, &trusted.json()["trusted"]),
        ("", &json!(true))
    );
    let text = std::fs::read_to_string(world.path("p/gotoolchain.toml")).unwrap();
    world.file("p/gotoolchain.toml", text.replace("50", "60"));
    let changed = world.gom(["trust", "--show", "--json"]).at("p").ok().json();
    assert_eq!(changed["files"][0]["state"], "changed");
    let diff = changed["files"][0]["diff"].as_str().unwrap();
    assert!(
        diff.contains("\n-GOGC = \"50\"\n+GOGC = \"60\"\n"),
        "{diff}"
    );
}

#[test]
fn current_and_env_say_what_is_ignored() {
    let text = FILE.replace("\"1.18\"", "\"1.22\"");
    let world = world(&text);
    let current = world.gom(["current"]).at("p").ok();
    assert!(current.stderr.ends_with(&format!(
        "note: 4 settings of gotoolchain.toml are ignored until it is trusted: toolchain.gopath, target.cc, targets.pi.exec, GOFLAGS\n\
         hint: gom trust {0}\n\
         note: 2 settings of gotoolchain.toml are never taken from a project: GOTOOLCHAIN, GOSUMDB\n\
         hint: gom trust --show {0}\n",
        world.path("p").display()
    )), "{}", current.stderr);
    let env = world.gom(["env", "GOGC"]).at("p/sub").ok();
    assert_eq!(
        (env.stdout.as_str(), env.stderr.matches("note: ").count()),
        ("50\n", 2)
    );
    // A profile counts where it is chosen.
    let profile = world
        .gom(["env"])
        .at("p")
        .env("GOM_PROFILE", "production")
        .ok();
    assert!(
        profile.stderr.contains("5 settings") && profile.stderr.contains("GOPROXY"),
        "{}",
        profile.stderr
    );
    for command in ["current", "env"] {
        let outcome = world.gom([command, "--json"]).at("p").ok();
        assert!(!outcome.stderr.contains("ignored"), "{}", outcome.stderr);
        let ignored = outcome.json()["ignored"].clone();
        assert_eq!(ignored.as_array().unwrap().len(), 6, "{ignored}");
        assert_eq!(ignored[1], json!({"name": "target.cc", "why": "untrusted"}));
        assert_eq!(ignored[4], json!({"name": "GOTOOLCHAIN", "why": "never"}));
        assert_eq!(world.gom([command, "-q"]).at("p").ok().stderr, "");
    }
    world.gom(["trust"]).at("p").ok();
    let env = world.gom(["env"]).at("p").ok();
    assert!(
        env.stderr
            .starts_with("note: 2 settings of gotoolchain.toml are never taken"),
        "{}",
        env.stderr
    );
    let nothing = world.gom(["current", "--json"]).ok().json();
    assert_eq!(nothing["ignored"], json!([]));
}

#[test]
fn many_are_counted_and_a_useless_gom_trust_is_told() {
    let lines: String = (1..=9).map(|n| format!("A{n} = ''\n")).collect();
    let world = world(&format!("[env]\n{lines}"));
    let env = world.gom(["env"]).at("p").env("GOM_TRUST", "1").ok();
    assert_eq!(
        env.stderr,
        format!(
            "note: 9 settings of gotoolchain.toml are ignored until it is trusted: A1, A2, A3, A4, A5 and 4 more\n\
             warning: GOM_TRUST has '1', which is no absolute path and trusts nothing\n\
             hint: gom trust {}\n",
            world.path("p").display()
        )
    );
    let p = world.path("p");
    let env = world.gom(["env", "A1"]).at("p").env("GOM_TRUST", p).ok();
    assert_eq!((&*env.stdout, &*env.stderr), ("\n", ""));
}

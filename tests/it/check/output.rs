//! How findings are told: to people, to scripts, to GitHub's runner; and exit codes.

use serde_json::json;
use snapbox::str;

use super::world;
use crate::support::world::World;

/// Neither the lines nor the values of the project file show what may be a secret, in any form.
#[test]
fn no_secret_of_the_project_file_is_shown() {
    let world = world();
    world.file(
        "p/gotoolchain.toml",
        "[env]\nGOPROXY = \"https://u:secret@h.example.com\"\nAWS_KEY = \"hush\"\n\n[profile.test]\nTOKEN = \"hush\"\n[profile.test.env]\nAWS_KEY = \"secret\"\n",
    );
    world.file("env", "GITHUB_TOKEN=hush\n");
    let check = |trusted: &str| {
        for args in [
            &["--json"][..],
            &["-v"],
            &["-v", "--format", "github"],
            &["--json", "--profile", "test"],
        ] {
            let call = world.gom(["check"].iter().chain(args)).at("p");
            let outcome = call.env("AWS_KEY", "other hush").run();
            for text in [&outcome.stdout, &outcome.stderr] {
                assert!(
                    !text.contains("hush") && !text.contains("secret"),
                    "{trusted} {args:?}: {text}"
                );
            }
        }
    };
    check("untrusted");
    let json = world.gom(["check", "--json"]).at("p").fails(10).json();
    let variables = json["variables"].as_array().unwrap();
    let key = variables.iter().find(|it| it["name"] == "AWS_KEY").unwrap();
    assert_eq!(key["value"], json!(null));
    assert_eq!(key["source"]["text"], "AWS_KEY = …");
    let proxy = variables.iter().find(|it| it["name"] == "GOPROXY").unwrap();
    assert_eq!(proxy["value"], "https://h.example.com/");
    assert_eq!(
        proxy["source"]["text"],
        "GOPROXY = \"https://h.example.com/\""
    );
    world.file(
        "p/gotoolchain.toml",
        "[env]\nGOPROXY = \"https://u:secret@h.example.com\"\nAWS_KEY = \"hush\"\n",
    );
    world.gom(["trust"]).at("p").ok();
    let json = world.gom(["check", "--json"]).at("p").ok();
    assert!(!json.stdout.contains("hush") && !json.stdout.contains("secret"));
}

/// One error, one warning, one note.
fn three() -> World {
    let world = world();
    world.file(
        "p/gotoolchain.toml",
        "[toolchain]\ngopth = \"shared\"\n\n[env]\nGOPRIVATE = \"git.example.com\"\n",
    );
    world.file("env", "GOTOOLCHAIN=local\n");
    world
}

#[test]
fn for_people() {
    let world = three();
    world
        .gom(["check"])
        .at("p")
        .fails(10)
        .stdout_eq(str![[r#"
error[unknown-key]: 'gopth' is no key of [toolchain]
  --> gotoolchain.toml:2:1
  hint: the nearest one is 'gopath'
warning[env-needs-trust]: GOPRIVATE is not taken, as nobody trusted this file
  --> gotoolchain.toml:5:13
  hint: if you know this project: gom trust [WORLD]/p
note[gotoolchain-env-file]: go env -w once wrote GOTOOLCHAIN=local, which has no effect on gom
  --> ../env:1
  hint: go env -u GOTOOLCHAIN

"#]])
        .stderr_eq(str![[r#"
1 error, 1 warning, 1 note

"#]]);
    let quiet = world.gom(["check", "-q"]).at("p").fails(10);
    assert_eq!(quiet.stderr, "");
    assert!(
        quiet.stdout.starts_with("error[unknown-key]: "),
        "{}",
        quiet.stdout
    );
}

#[test]
fn for_scripts() {
    let world = three();
    let outcome = world.gom(["check", "--json"]).at("p").fails(10);
    assert_eq!(outcome.stderr, "");
    outcome.stdout_eq(str![[r#"
{"schema":1,"findings":[{"id":"unknown-key","severity":"error","message":"'gopth' is no key of [toolchain]","source":{"kind":"gotoolchain.toml","path":"[WORLD]/p/gotoolchain.toml","line":2,"text":"gopth = /"shared/"","column":1},"fix":"the nearest one is 'gopath'"},{"id":"env-needs-trust","severity":"warning","message":"GOPRIVATE is not taken, as nobody trusted this file","source":{"kind":"gotoolchain.toml","path":"[WORLD]/p/gotoolchain.toml","line":5,"text":"GOPRIVATE = /"git.example.com/"","column":13},"fix":"if you know this project: gom trust [WORLD]/p"},{"id":"gotoolchain-env-file","severity":"note","message":"go env -w once wrote GOTOOLCHAIN=local, which has no effect on gom","source":{"kind":"go env -w","path":"[WORLD]/env","line":1,"text":"GOTOOLCHAIN=local"},"fix":"go env -u GOTOOLCHAIN"}],"variables":[{"name":"GOENV","value":"[WORLD]/env","source":{"kind":"environment","text":"GOENV=[WORLD]/env"},"effective":true},{"name":"GOPRIVATE","value":"git.example.com","source":{"kind":"gotoolchain.toml","path":"[WORLD]/p/gotoolchain.toml","line":5,"text":"GOPRIVATE = /"git.example.com/""},"effective":false},{"name":"GOTOOLCHAIN","value":"local","source":{"kind":"go env -w","path":"[WORLD]/env","line":1,"text":"GOTOOLCHAIN=local"},"effective":false},{"name":"GOTOOLCHAIN","value":"auto","source":{"kind":"go.env","path":"[GOM_HOME]/toolchains/go1.22.6-[OS_ARCH]/go.env","line":1,"text":"GOTOOLCHAIN=auto"},"effective":false}]}

"#]]);
}

#[test]
fn for_the_runner_of_github() {
    let world = three();
    world
        .gom(["check", "--format", "github"])
        .at("p")
        .fails(10)
        .stdout_eq(str![[r#"
::error file=gotoolchain.toml,line=2,col=1,title=unknown-key::'gopth' is no key of [toolchain]%0Ahint: the nearest one is 'gopath'
::warning file=gotoolchain.toml,line=5,col=13,title=env-needs-trust::GOPRIVATE is not taken, as nobody trusted this file%0Ahint: if you know this project: gom trust [WORLD]/p
::notice file=../env,line=1,title=gotoolchain-env-file::go env -w once wrote GOTOOLCHAIN=local, which has no effect on gom%0Ahint: go env -u GOTOOLCHAIN

"#]])
        .stderr_eq(str![[r#"
1 error, 1 warning, 1 note

"#]]);
    // In a workflow, and not asked for it, gom talks to people.
    let outcome = world.gom(["check"]).at("p").env("GITHUB_ACTIONS", "true");
    assert!(!outcome.fails(10).stdout.contains("::error"));
    world
        .gom(["check", "--format", "github", "--json"])
        .at("p")
        .fails(2)
        .stdout_eq(str![[r#"
{"schema":1,"error":{"code":2,"message":"--format github and --json contradict each other","causes":[],"hint":"leave one of them out"}}

"#]])
        .stderr_eq(str![[r#"
error: --format github and --json contradict each other

hint: leave one of them out

"#]]);
}

#[test]
fn every_variable_and_where_it_comes_from() {
    let world = world();
    world.file(
        "p/gotoolchain.toml",
        "[env]\nGOGC = \"50\"\nGOFLAGS = \"-v\"\n\n[policy]\nforbid = [\"TOKEN\"]\n",
    );
    world.file("env", "GOPRIVATE=git.example.com\nGODEBUG=gctrace=1\n");
    world.gom(["trust"]).at("p").ok();
    let call = |args: &[&str]| {
        world
            .gom(["check"].iter().chain(args))
            .at("p")
            .env("GOFLAGS", "-x")
            .env("GOPROXY", "https://me:secret@proxy.example.com,direct")
            .env("TOKEN", "hush")
    };
    let outcome = call(&["-v"]).fails(10);
    // Columns are as wide as this machine's paths.
    let lines = outcome.stdout.lines();
    let shown: Vec<String> = lines
        .take_while(|line| !line.starts_with("error["))
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.starts_with("GOENV ") && !line.starts_with("GOTOOLCHAIN "))
        .collect();
    assert_eq!(
        shown,
        [
            "GODEBUG gctrace=1 ../env:2, passed over",
            "GOFLAGS -x environment",
            "GOFLAGS -v gotoolchain.toml:3, passed over",
            "GOGC 50 gotoolchain.toml:2",
            "GOPRIVATE git.example.com ../env:1",
            "GOPROXY https://proxy.example.com/,direct environment",
            "TOKEN … environment",
        ]
    );
    for start in ["GOFLAGS      -x", "GOGC         50", "TOKEN        …"] {
        assert!(outcome.stdout.contains(start), "{}", outcome.stdout);
    }
    for secret in ["secret", "hush"] {
        assert!(!outcome.stdout.contains(secret));
        let json = call(&["--json"]).fails(10).stdout;
        assert!(!json.contains(secret), "{json}");
    }
    // Annotations stay alone on standard output.
    let github = call(&["-v", "--format", "github"]).fails(10);
    assert!(github.stdout.lines().all(|line| line.starts_with("::")));
    assert!(github.stderr.contains("git.example.com"));
}

#[test]
fn notes_fail_only_where_that_is_asked_for() {
    let world = world();
    world.file("env", "GOTOOLCHAIN=local\n");
    let outcome = world.gom(["check"]).at("p").ok();
    assert!(outcome.stdout.starts_with("note["), "{}", outcome.stdout);
    assert_eq!(outcome.stderr, "1 note\n");
    world.gom(["check", "--strict"]).at("p").fails(10);
    std::fs::remove_file(world.path("env")).unwrap();
    world.gom(["check", "--strict"]).at("p").ok();
}

#[test]
fn a_rule_is_left_out_by_its_id() {
    let world = three();
    let ignore = |ids: &[&str]| {
        let flags = ids.iter().flat_map(|id| ["--ignore", id]);
        world.gom(["check"].into_iter().chain(flags)).at("p")
    };
    let outcome = ignore(&["unknown-key"]).fails(10);
    assert!(!outcome.stdout.contains("unknown-key"));
    ignore(&["unknown-key", "env-needs-trust"]).ok();
    ignore(&["unknown-kye"]).fails(2).stderr_eq(str![[r#"
error: no rule is called 'unknown-kye'
  caused by: the nearest one is 'unknown-key'

hint: gom check --help

"#]]);
}

#[test]
fn profiles_and_targets_that_are_not_there() {
    let world = world();
    let check = |args: &[&str]| world.gom(["check"].iter().chain(args)).at("p").fails(3);
    check(&["--profile", "test"]).stderr_eq(str![[r#"
error: profile 'test' was asked for, and there is no gotoolchain.toml here

hint: gom use VERSION

"#]]);
    check(&["--target", "pi"]).stderr_eq(str![[r#"
error: target 'pi' was asked for, and there is no gotoolchain.toml here

hint: gom target list

"#]]);
    world.file("p/gotoolchain.toml", "[profile.production.env]\n");
    check(&["--profile", "test"]).stderr_eq(str![[r#"
error: [WORLD]/p/gotoolchain.toml has no profile 'test'
  caused by: it has production

hint: gom check --profile production

"#]]);
    check(&["--target", "pi"]).stderr_eq(str![[r#"
error: [WORLD]/p/gotoolchain.toml has no target 'pi'

hint: gom target set pi linux/arm64

"#]]);
    world.gom(["check", "--profile", "production"]).at("p").ok();
}

#[test]
fn a_file_that_cannot_be_used_stays_an_error() {
    let world = world();
    for (text, annotation) in [
        (
            "[toolchain]\ngo = 1.22\n",
            "::error file=gotoolchain.toml,line=2,col=6,title=project-file::go is 1.22, and not a text such as \"1.22.6\"",
        ),
        (
            "[env\n",
            "::error file=gotoolchain.toml,line=1,col=5,title=project-file::",
        ),
        (
            "[toolchain]\ngo = \"one\"\ngo = \"two\"\n",
            "::error file=gotoolchain.toml,line=3,col=1,title=project-file::",
        ),
        (
            "[toolchain]\ngo = \"1.x\"\n",
            "::error file=gotoolchain.toml,line=2,col=6,title=project-file::'1.x' is not a Go version or request",
        ),
    ] {
        world.file("p/gotoolchain.toml", text);
        let plain = world.gom(["check"]).at("p").fails(3);
        assert_eq!(plain.stdout, "", "{text}");
        let github = world.gom(["check", "--format", "github"]).at("p").fails(3);
        assert!(github.stdout.starts_with(annotation), "{}", github.stdout);
        assert_eq!(github.stderr, plain.stderr);
        let json = world.gom(["check", "--json"]).at("p").fails(3).json();
        assert_eq!(json["error"]["code"], 3);
    }
    // Its tables may be of a kind that this gom cannot know.
    world.file("p/gotoolchain.toml", "gom = \">=99\"\ntoolchain = 7\n");
    let github = world.gom(["check", "--format", "github"]).at("p").fails(3);
    let annotation = "::error file=gotoolchain.toml,line=1,col=7,title=project-file::this project asks for gom >=99";
    assert!(github.stdout.starts_with(annotation), "{}", github.stdout);
    // Other files too, without a place in the project file.
    world.file("p/gotoolchain.toml", "");
    world.file("p/go.mod", "module m\ntoolchain nonsense\n");
    let github = world.gom(["check", "--format", "github"]).at("p").fails(3);
    assert!(
        github
            .stdout
            .starts_with("::error title=project-file::invalid toolchain 'nonsense'"),
        "{}",
        github.stdout
    );
}

#[test]
fn foreign_text_is_escaped() {
    let world = world();
    world.file(
        "p/gotoolchain.toml",
        "[env]\nGOTRACEBACK = \"\\u001b[31mred\"\n\"X\" = \"\\u202e\"\n[policy]\nforbid = [\"X\"]\n",
    );
    for format in ["human", "github"] {
        let outcome = world.gom(["check", "--format", format]).at("p").fails(10);
        let ugly = |c: char| c == '\u{1b}' || c == '\u{202e}';
        assert!(!outcome.stdout.contains(ugly), "{}", outcome.stdout);
        assert!(
            outcome.stdout.contains("\\u{1b}[31mred"),
            "{}",
            outcome.stdout
        );
    }
}

#[test]
fn outside_a_project_too() {
    let world = world();
    let outcome = world.gom(["check", "--json"]).ok();
    assert_eq!(outcome.json()["findings"], json!([]));
    world.gom(["check"]).env("GOSUMDB", "off").fails(10);
    // Nothing is made, not even gom's home.
    let bare = World::conventional();
    let before = bare.snapshot();
    bare.gom(["check"]).fails(10);
    before.assert_unchanged(bare.root());
}

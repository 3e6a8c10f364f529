//! `gom inspect --image`: what a container image sets for Go.

use serde_json::json;
use snapbox::str;

use crate::support::world::World;

/// As `docker image inspect app:1` prints it, shortened.
const DOCKER: &str = r#"[
    {
        "Id": "sha256:7e1f0c",
        "RepoTags": [
            "app:1"
        ],
        "Config": {
            "Env": [
                "PATH=/usr/local/go/bin:/usr/bin",
                "GODEBUG=gctrace=1",
                "GOTOOLCHAIN=local",
                "GOPROXY=https://me:hunter2@proxy.example.test,direct"
            ],
            "Cmd": null
        }
    }
]
"#;

#[test]
fn variables_and_findings() {
    let world = World::new();
    world.file("image.json", DOCKER);
    let outcome = world.gom(["inspect", "--image", "image.json"]).fails(10);
    outcome
        .stdout_eq(str![[r#"
app:1: sets
  GODEBUG=gctrace=1
  GOTOOLCHAIN=local
  GOPROXY=https://***@proxy.example.test,direct
error[image-goproxy-credentials]: the image app:1 sets GOPROXY=https://***@proxy.example.test,direct: everyone who can pull it can read the name or password in the URL
  --> image.json:12
  hint: docker build --secret id=netrc,src=$HOME/.netrc, and a new password
warning[image-godebug]: the image app:1 sets GODEBUG=gctrace=1: every Go program in it behaves differently
  --> image.json:10
  hint: remove it from the Dockerfile; for one run: docker run -e GODEBUG=… IMAGE

"#]])
        .stderr_eq(str![[r#"
1 error, 1 warning

"#]]);
    let same = world
        .gom(["inspect", "--image", "-"])
        .input(DOCKER)
        .fails(10);
    assert!(
        same.stdout.contains("error[image-goproxy-credentials]"),
        "{}",
        same.stdout
    );
    assert!(same.stdout.contains("GODEBUG=gctrace=1"), "{}", same.stdout);
}

#[test]
fn as_json_and_as_annotations() {
    let world = World::new();
    let path = world.file("image.json", DOCKER);
    let json = world
        .gom(["inspect", "--json", "--image", "image.json"])
        .fails(10)
        .json();
    assert_eq!(
        json["images"],
        json!([{"name": "app:1", "variables": [
            {"name": "GODEBUG", "value": "gctrace=1"},
            {"name": "GOTOOLCHAIN", "value": "local"},
            {"name": "GOPROXY", "value": "https://***@proxy.example.test,direct"},
        ]}])
    );
    let findings = json["findings"].as_array().unwrap();
    assert_eq!(findings[1]["id"], "image-godebug");
    assert_eq!(
        findings[1]["source"],
        json!({"kind": "argument", "path": path, "line": 10, "text": "GODEBUG=gctrace=1"})
    );
    assert!(!json.to_string().contains("hunter2"));
    let shown = world
        .gom(["inspect", "--format", "github", "--image", "image.json"])
        .fails(10)
        .stdout;
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines.len(), 2, "{shown}");
    assert!(lines[1].starts_with(
        "::warning file=image.json,line=10,title=image-godebug::the image app:1 sets"
    ));
}

#[test]
fn an_image_as_it_should_be() {
    let world = World::new();
    // The official image sets these.
    let config =
        json!({"config": {"Env": ["PATH=/go/bin:/bin", "GOTOOLCHAIN=local", "GOPATH=/go"]}});
    world.file("config.json", config.to_string());
    let outcome = world.gom(["inspect", "--image", "config.json"]).ok();
    assert_eq!(
        (&*outcome.stdout, &*outcome.stderr),
        ("image: sets\n  GOTOOLCHAIN=local\n", "")
    );
    world.file(
        "none.json",
        r#"[{"RepoTags":["a"],"Config":{"Env":null}},{"RepoTags":["b"],"Config":{}}]"#,
    );
    let outcome = world.gom(["inspect", "--image", "none.json"]).ok();
    assert_eq!(
        outcome.stdout,
        "a: sets nothing that Go reads\nb: sets nothing that Go reads\n"
    );
}

#[test]
fn what_is_no_image() {
    let world = World::new();
    world.file("text", "no JSON");
    world
        .gom(["inspect", "--image", "text"])
        .fails(1)
        .stderr_eq(str![[r#"
error: text cannot be used
  caused by: it is not JSON
  caused by: expected ident at line 1 column 2

"#]]);
    world.file("other.json", r#"{"a": 1}"#);
    world
        .gom(["inspect", "--image", "other.json"])
        .fails(1)
        .stderr_eq(str![[r#"
error: other.json cannot be used
  caused by: it describes no image: it has neither Config.Env nor config.Env

hint: docker image inspect IMAGE | gom inspect --image -

"#]]);
    world.gom(["inspect", "--image", "."]).fails(1);
    world.gom(["inspect", "--image", "absent"]).fails(7);
    world.gom(["inspect", "--image", "-"]).input("[").fails(1);
    let huge = std::fs::File::create(world.path("huge")).unwrap();
    huge.set_len(1 << 40).unwrap();
    let outcome = world.gom(["inspect", "--image", "huge"]).fails(1);
    assert!(
        outcome
            .stderr
            .starts_with("error: huge is larger than 16 MiB\n"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn names_and_values_send_nothing_to_the_terminal() {
    let world = World::new();
    let image = json!([{"RepoTags": ["app\u{1b}[2J"], "Config": {"Env": ["GODEBUG=\u{1b}]0;x\u{7}\n::error::x"]}}]);
    world.file("image.json", image.to_string());
    for format in ["text", "github"] {
        let outcome = world
            .gom(["inspect", "--format", format, "--image", "image.json"])
            .fails(10);
        assert!(
            !outcome.stdout.contains(['\u{1b}', '\u{7}']),
            "{:?}",
            outcome.stdout
        );
        assert!(
            !outcome.stdout.contains("\n::error::x"),
            "{:?}",
            outcome.stdout
        );
    }
}

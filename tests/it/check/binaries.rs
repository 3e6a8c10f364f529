//! `gom check --binary`: a program that is there already, held against the project.

use super::world;
use crate::inspect::made_by;

#[test]
fn a_program_of_another_go_or_with_other_settings() {
    let world = world();
    world.file(
        "p/gotoolchain.toml",
        "[toolchain]\ngo = \"1.22.6\"\n[target]\ngoos = \"linux\"\ngoarch = \"s390x\"\n[policy]\nminimum = \"1.21\"\nforbid = [\"GOFLAGS=-mod=mod\", \"GODEBUG\"]\nexperiments = []\n",
    );
    let settings = ["GOOS=linux", "GOARCH=s390x", "CGO_ENABLED=0"];
    let with = |more: &[&'static str]| [&settings[..], more].concat();
    let file = |name: &str, go: &str, settings: &[&str]| {
        world.file(format!("p/{name}"), made_by(go, settings));
    };
    file("good", "go1.22.6", &settings);
    file("old", "go1.20.14", &settings);
    file("other", "go1.22.6", &["GOOS=linux", "GOARCH=arm64"]);
    file(
        "arenas",
        "go1.22.6 X:arenas",
        &with(&["GOEXPERIMENT=arenas"]),
    );
    file("mod", "go1.22.6", &with(&["-mod=mod"]));
    let found = |args: &[&str]| {
        let call = world.gom(["check", "--json"].iter().chain(args)).at("p");
        super::found(&world, &call.run().json())
    };
    assert!(found(&["--binary", "good"]).is_empty());
    assert_eq!(
        found(&["--binary", "old", "other"]),
        [
            "error[binary-go-version] p/old",
            "error[binary-go-minimum] p/old",
            "error[binary-target] p/other",
            "warning[binary-go-end-of-life] p/old",
        ]
    );
    assert_eq!(
        found(&["--binary", "arenas"]),
        ["error[binary-experiments] p/arenas"]
    );
    assert_eq!(
        found(&["--binary", "mod"]),
        ["error[binary-forbidden] p/mod"]
    );
    let ignored = [
        "--binary",
        "mod",
        "--binary",
        "good",
        "--ignore",
        "binary-forbidden",
    ];
    assert!(found(&ignored).is_empty());
    world.gom(["check", "--binary", "good"]).at("p").ok();
    world.gom(["check", "--binary", "mod"]).at("p").fails(10);
    // What is no program is an error of its own.
    world
        .gom(["check", "--binary", "gotoolchain.toml"])
        .at("p")
        .fails(1);
    world.gom(["check", "--binary", "nowhere"]).at("p").fails(7);
}

/// Where nobody asks for a Go or names experiments, a program may be of any.
#[test]
fn without_a_project_only_age_counts() {
    let world = world();
    world.file(
        "app",
        made_by("go1.21.1 X:arenas", &["GOEXPERIMENT=arenas"]),
    );
    world.gom(["check", "--binary", "app"]).ok();
    world.file("gom/state/lines", "1.23\n1.22\n");
    let outcome = world.gom(["check", "--json", "--binary", "app"]).fails(10);
    assert_eq!(
        super::found(&world, &outcome.json()),
        ["warning[binary-go-end-of-life] app"]
    );
}

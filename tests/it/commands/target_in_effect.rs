//! The target that `gom current` names: whose word counts.

use super::pinned;
use crate::support::world::World;

#[test]
fn whose_platform_counts() {
    let world = World::with_default("1.22.6");
    pinned(&world, "plain", "1.22.6");
    world.file(
        "p/gotoolchain.toml",
        "[target]\ngoos = \"plan9\"\ngoarch = \"arm\"\n[targets.web]\ngoos = \"js\"\ngoarch = \"wasm\"\n",
    );
    let stuck = world.file("stuck", "GOFLAGS=-v\nGOARCH=mips\n");
    let host = gom_shim::platform::Platform::host();
    let (os, arch) = (host.os().to_owned(), host.arch().to_owned());
    let none = std::path::Path::new("");
    for (dir, name, value, goenv, expected, source) in [
        ("plain", "A", "", none, (os.as_str(), arch.as_str()), None),
        (
            "p",
            "A",
            "",
            none,
            ("plan9", "arm"),
            Some(("gotoolchain.toml", Some(1))),
        ),
        ("p", "GOM_TARGET", "host", none, (&os, &arch), None),
        (
            "p",
            "GOM_TARGET",
            "web",
            none,
            ("js", "wasm"),
            Some(("gotoolchain.toml", Some(4))),
        ),
        (
            "p",
            "GOARCH",
            "amd64",
            none,
            (&os, "amd64"),
            Some(("environment", None)),
        ),
        (
            "plain",
            "A",
            "",
            stuck.as_path(),
            (&os, "mips"),
            Some(("go env -w", Some(2))),
        ),
        (
            "p",
            "A",
            "",
            stuck.as_path(),
            ("plan9", "arm"),
            Some(("gotoolchain.toml", Some(1))),
        ),
    ] {
        let call = world.gom(["current", "--json"]).at(dir).env(name, value);
        let json = call.env("GOENV", goenv).ok().json();
        let target = &json["target"];
        assert_eq!(target["goos"], expected.0, "{dir} {name}={value}: {json}");
        assert_eq!(target["goarch"], expected.1);
        match source {
            None => assert!(target.get("source").is_none(), "{target}"),
            Some((kind, line)) => {
                assert_eq!(target["source"]["kind"], kind);
                assert_eq!(target["source"]["line"].as_u64(), line);
            }
        }
    }
    // For people it stands on stderr: what the command prints is the Go.
    let outcome = world.gom(["current"]).at("p").ok();
    assert!(
        outcome
            .stderr
            .contains("builds for plan9/arm (gotoolchain.toml:1)"),
        "{}",
        outcome.stderr
    );
    let outcome = world
        .gom(["current"])
        .at("p")
        .env("GOOS", "\u{1b}[31m")
        .ok();
    assert!(!outcome.stderr.contains('\u{1b}'), "{}", outcome.stderr);
}

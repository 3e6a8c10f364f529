//! What gom says of a variable's value is what a real Go sees.

use std::collections::BTreeMap;

use super::world;
use crate::real_go::machines_go;
use crate::support::skip::skip;

/// Variables that the shim gives by itself, whatever is set.
const SHIMS: [&str; 3] = ["GOENV", "GOROOT", "GOTOOLCHAIN"];

#[test]
fn the_value_that_counts_is_the_one_that_go_prints() {
    let Some(go) = machines_go() else {
        skip!("no go on PATH");
    };
    let world = world();
    let root = world.program(&go, ["env", "GOROOT"]);
    let root = root.env("GOTOOLCHAIN", "local").ok().stdout;
    world.gom(["link", "real", root.trim()]).ok();
    world.file(
        "env",
        "GOFLAGS=-v\nGOPROXY=\nGOPRIVATE=one.example.com\nGONOSUMDB=\nGOBIN=/file/bin\nGOVCS=*:git\nGOINSECURE=old.example.com\nGOINSECURE=new.example.com\nGOAUTH=off\nGOTMPDIR=\n#GOCACHEPROG=x\n",
    );
    world.file(
        "p/gotoolchain.toml",
        "[target]\ngoos = \"plan9\"\ngoarch = \"386\"\ncgo = false\n[env]\nGOPRIVATE = \"two.example.com\"\nGOVCS = \"\"\nGOAUTH = \"netrc\"\nCGO_CFLAGS = \"-O1\"\nGODEBUG = \"panicnil=1\"\nGONOSUMDB = \"three.example.com\"\n[profile.x.env]\nGOPRIVATE = \"four.example.com\"\nCGO_CFLAGS = \"\"\n",
    );
    world.gom(["trust"]).at("p").ok();
    let calls: [&[(&str, &str)]; 4] = [
        &[],
        &[
            ("GOFLAGS", ""),
            ("GOBIN", "/shell/bin"),
            ("GOVCS", "public:git"),
        ],
        &[("GOM_PROFILE", "x"), ("GOPROXY", "off"), ("GOINSECURE", "")],
        &[("GOARCH", "s390x"), ("GOAUTH", ""), ("GODEBUG", "")],
    ];
    for env in calls {
        let with = |mut call: crate::support::call::Call<'_>| {
            for (name, value) in env.iter().chain(&[("GOM_TOOLCHAIN", "real")]) {
                call = call.env(name, value);
            }
            call.run()
        };
        let json = with(world.gom(["check", "--json"]).at("p")).json();
        let go = with(world.go(["env", "-json"]).at("p")).json();
        let mut counting = BTreeMap::new();
        for variable in json["variables"].as_array().unwrap() {
            let name = variable["name"].as_str().unwrap();
            if variable["effective"] == true {
                let twice = counting.insert(name, &variable["value"]);
                assert_eq!(twice, None, "{name} with {env:?}");
            }
        }
        let mut compared = 0;
        for variable in json["variables"].as_array().unwrap() {
            let (name, text) = (variable["name"].as_str().unwrap(), &variable["value"]);
            let Some(printed) = go.get(name).filter(|_| !SHIMS.contains(&name)) else {
                continue;
            };
            match counting.get(name) {
                Some(value) => assert_eq!(*value, printed, "{name} with {env:?}"),
                // Empty is what is left, or Go's built-in value, but not this one.
                None if text.as_str() != Some("") => {
                    assert_ne!(text, printed, "{name} with {env:?}")
                }
                None => {}
            }
            compared += 1;
        }
        assert!(compared > 12, "{compared}: {json}\n{go}");
    }
}

//! The ports of a real Go.

use gom_shim::ports::ports;
use serde_json::{Value, json};

use super::real_or_skip;
use crate::support::world::World;

#[test]
fn ports_are_what_go_tool_dist_lists() {
    let world = World::new();
    for go in real_or_skip!(&world, since 1) {
        // Before Go 1.21 broken ports are never listed.
        let lists_broken = go.minor >= 21;
        let with = [
            &["tool", "dist", "list", "-json", "-broken"][..],
            &["tool", "dist", "list", "-json"],
        ];
        for (args, broken) in [(with[0], true), (with[1], false)] {
            if broken && !lists_broken {
                continue;
            }
            // The dist of Go 1.20 and older asks uname.
            let path = std::env::var_os("PATH").unwrap_or_default();
            let listed = go.call(&world, args).env("PATH", path).ok().json();
            let ports = ports(&go.root).unwrap();
            let found: Value = ports
                .iter()
                .filter(|port| broken || !port.broken)
                .map(|port| {
                    let mut entry = json!({
                        "GOOS": port.platform.os(),
                        "GOARCH": port.platform.arch(),
                        "CgoSupported": port.cgo,
                        "FirstClass": port.first_class,
                    });
                    if port.broken {
                        entry["Broken"] = true.into();
                    }
                    entry
                })
                .collect();
            assert_eq!(found, listed, "{}", go.root.display());
        }
    }
}

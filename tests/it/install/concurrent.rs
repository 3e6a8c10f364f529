//! Many processes that want the same.

use std::time::Duration;

use gom_shim::version::Version;

use super::{archive_path, runs, shop};
use crate::support::snapshot::Snapshot;

#[test]
fn eight_installations_of_one_version_are_one_tree_and_one_download() {
    let (world, server) = shop(&["1.22.6"]);
    server.fault(&archive_path("1.22.6"), |_, honest| {
        honest.drip(64 << 10, Duration::from_millis(40))
    });
    let call = world.gom(["install", "1.22.6"]);
    let children: Vec<_> = (0..8).map(|_| call.spawn()).collect();
    let said: Vec<String> = children
        .into_iter()
        .map(|child| {
            let outcome = call.finish(child);
            outcome.code(0);
            outcome.stderr
        })
        .collect();
    let count = |what: &str| said.iter().filter(|said| said.contains(what)).count();
    assert_eq!(count("installed go1.22.6 from "), 1, "{said:?}");
    assert_eq!(
        count("was installed by another process") + count("is installed already"),
        7,
        "{said:?}"
    );
    assert_eq!(server.server().count_of(&archive_path("1.22.6")), 1);
    let layout = world.layout();
    let tree = Snapshot::take(&layout.toolchains());
    let tops = tree
        .paths()
        .iter()
        .filter(|path| path.matches('/').count() == 1 && path.ends_with('/'))
        .count();
    assert_eq!(tops, 1, "{:?}", tree.paths());
    assert!(Snapshot::take(&layout.staging()).paths().is_empty());
    assert!(Snapshot::take(&layout.trash()).paths().is_empty());
    runs(&world, "1.22.6");
}

#[test]
fn different_versions_do_not_wait_for_each_other_and_all_get_their_shims() {
    let versions = ["1.21.1", "1.22.5", "1.22.6", "1.23.0"];
    let (world, _server) = shop(&versions);
    let calls: Vec<_> = versions
        .iter()
        .map(|version| world.gom(["install", version]))
        .collect();
    let children: Vec<_> = calls.iter().map(|call| call.spawn()).collect();
    for (call, child) in calls.iter().zip(children) {
        call.finish(child).code(0);
    }
    for version in versions {
        runs(&world, version);
        assert!(Version::parse(version).is_some());
    }
    let list = world.gom(["list", "--json"]).ok().json();
    assert_eq!(list["toolchains"].as_array().unwrap().len(), 4);
    assert!(list["default"].is_string(), "one of them was first");
}

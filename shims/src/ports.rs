//! The ports of a toolchain: what it can build for.

use std::path::Path;

use crate::go_source::{block, load, quoted};
use crate::go_value::{Checked, Rejected};
use crate::platform::Platform;

/// Has the ports since Go 1.21, generated from the other one.
const SINCE_1_21: &str = "src/internal/platform/zosarch.go";
/// Has the ports in every release.
const DIST: &str = "src/cmd/dist/build.go";

/// A platform that a toolchain can build for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Port {
    /// GOOS and GOARCH.
    pub platform: Platform,
    /// True where cgo works.
    pub cgo: bool,
    /// True for a port that holds up a release of Go when it breaks.
    pub first_class: bool,
    /// True for one that Go's own list leaves out, because it is known not to work.
    pub broken: bool,
}

/// Every port of the toolchain in `root`, sorted as `go tool dist list` is, with the broken ones;
/// `None` where its table is missing or is not as expected.
#[must_use]
pub fn ports(root: &Path) -> Option<Vec<Port>> {
    let mut ports = match load(root, SINCE_1_21) {
        Some(source) => generated(&source)?,
        None => of_dist(&load(root, DIST)?)?,
    };
    ports.sort_unstable();
    (!ports.is_empty()).then_some(ports)
}

/// Reads `{"linux", "amd64"}: {CgoSupported: true, FirstClass: true},`.
fn generated(source: &str) -> Option<Vec<Port>> {
    block(source, "var distInfo = ")
        .map(|line| {
            let mut words = quoted(line);
            Some(Port {
                platform: Platform::new(words.next()?, words.next()?)?,
                cgo: line.contains("CgoSupported: true"),
                first_class: line.contains("FirstClass: true"),
                broken: line.contains("Broken: true"),
            })
        })
        .collect()
}

/// Reads `"linux/amd64": true,` in cmd/dist's three tables.
fn of_dist(source: &str) -> Option<Vec<Port>> {
    let has = |table: &str, port: &str| {
        block(source, table).any(|line| quoted(line).next() == Some(port) && is_true(line))
    };
    block(source, "var cgoEnabled = ")
        .map(|line| {
            let name = quoted(line).next()?;
            Some(Port {
                platform: Platform::parse(name)?,
                cgo: is_true(line),
                first_class: has("var firstClass = ", name),
                // Called incomplete before Go 1.21.
                broken: has("var broken = ", name) || has("var incomplete = ", name),
            })
        })
        .collect()
}

/// True for a line of a table of booleans whose value is true.
fn is_true(line: &str) -> bool {
    line.ends_with("true,")
}

/// Checks that the toolchain in `root` can build for a platform, a broken port or not; one whose
/// ports cannot be read is taken to.
///
/// # Errors
/// The platform, with every port there is.
pub fn check(root: &Path, platform: &Platform) -> Checked {
    let ports = ports(root).unwrap_or_default();
    if ports.is_empty() || ports.iter().any(|port| port.platform == *platform) {
        return Ok(());
    }
    Err(Rejected::new(
        "GOOS/GOARCH",
        &platform.to_string(),
        "is no port of this Go",
        ports.iter().map(|port| port.platform.to_string()),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_root::Root;

    const GENERATED: &str = "package platform\n\nvar List = []OSArch{\n\t{\"beos\", \"386\"},\n}\n\nvar distInfo = map[OSArch]osArchInfo{\n\t{\"linux\", \"arm\"}:  {CgoSupported: true, FirstClass: true},\n\t{\"beos\", \"386\"}:   {CgoSupported: true, Broken: true},\n\t{\"js\", \"wasm\"}:    {},\n}\n";
    const DIST_GO: &str = "package main\n\nvar cgoEnabled = map[string]bool{\n\t\"linux/arm\": true,\n\t\"js/wasm\":   false,\n\t\"beos/386\":  true, // a pity\n}\n\nvar incomplete = map[string]bool{\n\t\"beos/386\": true, // see the issue\n\t\"js/wasm\": false,\n}\n\nvar firstClass = map[string]bool{\n\t\"linux/arm\": true,\n}\n";

    #[test]
    fn both_tables_say_the_same() {
        let port = |name, cgo, first_class, broken| Port {
            platform: Platform::parse(name).unwrap(),
            cgo,
            first_class,
            broken,
        };
        let expected = [
            port("beos/386", true, false, true),
            port("js/wasm", false, false, false),
            port("linux/arm", true, true, false),
        ];
        for (file, text) in [(SINCE_1_21, GENERATED), (DIST, DIST_GO)] {
            let root = Root::new("ports");
            assert_eq!(ports(root.path()), None);
            root.file(file, text);
            assert_eq!(ports(root.path()).as_deref(), Some(&expected[..]), "{file}");
            for port in &expected {
                assert_eq!(check(root.path(), &port.platform), Ok(()));
            }
            let other = Platform::parse("linux/amd64").unwrap();
            let rejected = check(root.path(), &other).unwrap_err();
            assert_eq!(rejected.known, ["beos/386", "js/wasm", "linux/arm"]);
            assert_eq!(
                rejected.message(),
                "GOOS/GOARCH: 'linux/amd64' is no port of this Go"
            );
        }
    }

    #[test]
    fn a_table_of_another_shape_is_none() {
        for text in [
            "",
            "var distInfo = map[OSArch]osArchInfo{}\n",
            "var distInfo = map[OSArch]osArchInfo{\n\tLinuxArm: {},\n}\n",
            "var distInfo = map[OSArch]osArchInfo{\n\t{\"Linux\", \"arm\"}: {},\n}\n",
        ] {
            let root = Root::new("shape");
            root.file(SINCE_1_21, text);
            assert_eq!(ports(root.path()), None, "{text}");
            assert_eq!(check(root.path(), &Platform::host()), Ok(()));
        }
    }
}

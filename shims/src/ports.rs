//! The ports of a toolchain: what it can build for.

use std::path::Path;

use crate::go_source::{block, firsts, insert, load, quoted};
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
    let mut ports = Vec::new();
    if let Some(source) = load(root, SINCE_1_21) {
        // {"linux", "amd64"}: {CgoSupported: true, FirstClass: true},
        for line in block(&source, "var distInfo = ") {
            let words = quoted(line);
            let port = Port {
                platform: Platform::new(words.first()?, words.get(1)?)?,
                cgo: line.contains("CgoSupported: true"),
                first_class: line.contains("FirstClass: true"),
                broken: line.contains("Broken: true"),
            };
            insert(&mut ports, port);
        }
    } else {
        let source = load(root, DIST)?;
        let first_class = trues(&source, "var firstClass = ");
        // `broken` was called `incomplete` before Go 1.21.
        let mut broken = trues(&source, "var broken = ");
        broken.append(&mut trues(&source, "var incomplete = "));
        let cgo = trues(&source, "var cgoEnabled = ");
        for name in firsts(&source, "var cgoEnabled = ") {
            let port = Port {
                platform: Platform::parse(name)?,
                cgo: cgo.contains(&name),
                first_class: first_class.contains(&name),
                broken: broken.contains(&name),
            };
            insert(&mut ports, port);
        }
    }
    (!ports.is_empty()).then_some(ports)
}

/// The names in a table of booleans, `"linux/amd64": true,`, whose value is true.
fn trues<'a>(source: &'a str, table: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    for line in block(source, table) {
        if line.ends_with("true,") {
            found.extend(quoted(line).first());
        }
    }
    found
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
    Err(Rejected {
        name: "GOOS/GOARCH".to_owned(),
        word: platform.to_string(),
        why: "is no port of this Go",
        known: ports.iter().map(|port| port.platform.to_string()).collect(),
    })
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

//! Tables of one side over the common ones; one file, and nothing of those above it.

use gom_shim::project_file::{self, ProjectFile};
use gom_shim::side::Side;

use super::{pairs, parse_for, sides, values};
use crate::support::temp::TempDir;

const FILE: &str = r#"
[toolchain]
go = "1.22"
tools = { gopls = "v1", stringer = "v1" }
[target]
goos = "linux"
goarch = "arm"
goarm = "6"
[targets.pi]
cc = "common"
[env]
A = "common"
B = "common"
[profile.p.env]
A = "common"
[policy]
minimum = "1.21"
forbid = ["COMMON"]

[linux.env]
A = "linux"
[linux.target]
goarm = "7"
[linux.targets.pi]
cxx = "linux"
[wsl.env]
A = "wsl"
C = "wsl"
[wsl.toolchain]
go = "1.23"
[macos]
toolchain = { go = "1.24", tools = { gopls = "v2" } }
env = { B = "macos" }
profile = { p = { env = { B = "macos" } }, q = { env = { A = "q" } } }
[windows.policy]
forbid = ["WINDOWS"]
[windows.targets.win]
goarch = "386"
"#;

/// What a file says of everything that [`FILE`] has twice.
fn summary(file: &ProjectFile) -> Vec<String> {
    let get = |name: &str| {
        pairs(&file.env)
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| (*value).to_owned())
    };
    let mut lines = vec![
        format!("go {}", file.go.as_ref().unwrap().value),
        format!("A {:?} B {:?} C {:?}", get("A"), get("B"), get("C")),
        format!("goarm {:?}", file.target.as_ref().unwrap().get("goarm")),
        format!("forbid {:?}", values(&file.policy.forbid)),
        format!("minimum {}", file.policy.minimum.as_ref().unwrap().value),
    ];
    let mut tools = pairs(&file.tools);
    tools.sort_unstable();
    lines.push(format!("tools {tools:?}"));
    let mut targets: Vec<String> = file
        .targets
        .iter()
        .map(|target| format!("{} {:?}", target.title(), pairs(&target.entries)))
        .collect();
    targets.sort();
    lines.extend(targets);
    lines.extend(
        file.profiles
            .iter()
            .map(|(name, entries)| format!("{name} {:?}", pairs(entries))),
    );
    lines
}

#[test]
fn a_sides_tables_are_merged_key_by_key() {
    let of = |side: Side| summary(&parse_for(FILE, &side).unwrap());
    let tools = "tools [(\"gopls\", \"v1\"), (\"stringer\", \"v1\")]";
    assert_eq!(
        of(Side::Linux),
        [
            "go 1.22",
            "A Some(\"linux\") B Some(\"common\") C None",
            "goarm Some(\"7\")",
            "forbid [\"COMMON\"]",
            "minimum 1.21",
            tools,
            "[targets.pi] [(\"cc\", \"common\"), (\"cxx\", \"linux\")]",
            "p [(\"A\", \"common\")]",
        ]
    );
    assert_eq!(
        of(Side::Wsl("Debian".into())),
        [
            "go 1.23",
            "A Some(\"wsl\") B Some(\"common\") C Some(\"wsl\")",
            "goarm Some(\"7\")",
            "forbid [\"COMMON\"]",
            "minimum 1.21",
            tools,
            "[targets.pi] [(\"cc\", \"common\"), (\"cxx\", \"linux\")]",
            "p [(\"A\", \"common\")]",
        ]
    );
    assert_eq!(
        of(Side::MacOs),
        [
            "go 1.24",
            "A Some(\"common\") B Some(\"macos\") C None",
            "goarm Some(\"6\")",
            "forbid [\"COMMON\"]",
            "minimum 1.21",
            "tools [(\"gopls\", \"v2\"), (\"stringer\", \"v1\")]",
            "[targets.pi] [(\"cc\", \"common\")]",
            "p [(\"A\", \"common\"), (\"B\", \"macos\")]",
            "q [(\"A\", \"q\")]",
        ]
    );
    assert_eq!(
        of(Side::Windows),
        [
            "go 1.22",
            "A Some(\"common\") B Some(\"common\") C None",
            "goarm Some(\"6\")",
            "forbid [\"WINDOWS\"]",
            "minimum 1.21",
            tools,
            "[targets.pi] [(\"cc\", \"common\")]",
            "[targets.win] [(\"goarch\", \"386\")]",
            "p [(\"A\", \"common\")]",
        ]
    );
}

#[test]
fn the_order_in_the_file_does_not_matter() {
    let text = "[wsl.env]\nA = \"wsl\"\n[linux.env]\nA = \"linux\"\n[env]\nA = \"common\"\n";
    for (side, value) in [
        (Side::Wsl(String::new()), "wsl"),
        (Side::Linux, "linux"),
        (Side::MacOs, "common"),
    ] {
        let file = parse_for(text, &side).unwrap();
        assert_eq!(pairs(&file.env), [("A", value)], "{side}");
    }
}

#[test]
fn tables_of_other_sides_are_read_as_strictly() {
    for text in [
        "[windows.toolchain]\ngo = 1\n",
        "[macos.env]\nGOARCH = \"arm\"\n",
        "[linux.target]\ncgo = \"yes\"\n",
        "wsl = 1\n",
    ] {
        for side in sides() {
            assert!(parse_for(text, &side).is_err(), "{text} {side}");
        }
    }
    let unknown = "[windows]\nx = 1\n[windows.env]\n[macos.target]\ny = 1\n";
    for side in sides() {
        let file = parse_for(unknown, &side).unwrap();
        let mut names: Vec<String> = file
            .unknown
            .iter()
            .map(|unknown| format!("{}.{}", unknown.table, unknown.name))
            .collect();
        names.sort();
        assert_eq!(names, ["macos.target.y", "windows.x"], "{side}");
        let places: Vec<_> = file.unknown.iter().map(|unknown| unknown.place).collect();
        assert!(places.contains(&(2, 1)) && places.contains(&(5, 1)));
    }
    // A level may fit on one side and not on another.
    let text = "[target]\ngoarm = \"7\"\n[linux.target]\ngoarch = \"arm\"\n[windows.target]\ngoarch = \"386\"\n";
    assert!(parse_for(text, &Side::Linux).is_ok() && parse_for(text, &Side::MacOs).is_ok());
    assert!(parse_for(text, &Side::Windows).is_err());
}

#[test]
fn the_nearest_file_counts_alone() {
    let root = TempDir::new();
    let dir = root.path().join("a/b/c");
    std::fs::create_dir_all(&dir).unwrap();
    let file = |dir: &str, text: &str| {
        std::fs::write(root.path().join(dir).join("gotoolchain.toml"), text).unwrap();
    };
    let read = || ProjectFile::nearest(&dir, &Side::Linux).unwrap().unwrap();
    file("a", "[toolchain]\ngo = \"1.22\"\n[env]\nA = \"1\"\n");
    assert_eq!(pairs(&read().env), [("A", "1")]);
    file("a/b", "[env]\nB = \"2\"\n");
    let nearest = read();
    assert_eq!(
        (pairs(&nearest.env), nearest.go.is_none()),
        (vec![("B", "2")], true)
    );
    assert_eq!(nearest.directory(), root.path().join("a/b"));
    // An empty file asks for nothing, and hides those above it all the same.
    file("a/b/c", "");
    let nearest = read();
    assert!(nearest.env.is_empty() && nearest.directory() == dir);
    // A directory of that name is no file.
    std::fs::remove_file(dir.join("gotoolchain.toml")).unwrap();
    std::fs::create_dir(dir.join("gotoolchain.toml")).unwrap();
    assert_eq!(read().directory(), root.path().join("a/b"));
    assert_eq!(
        project_file::find(&root.path().join("a")),
        Some(root.path().join("a/gotoolchain.toml"))
    );
}

//! What is wrong with a file, in the very words: line, column, the text that is wrong.

use gom_shim::Kind;
use gom_shim::side::Side;

use super::{parse_for, shown};

/// Files that are TOML and no gotoolchain.toml, and what is said of them.
pub(crate) const WRONG: &[(&str, &str)] = &[
    // Types.
    ("toolchain = 1", "1:13: toolchain is 1, and not a table"),
    ("[[env]]\nA = \"1\"", "1:1: env is [[env]], and not a table"),
    (
        "[toolchain]\ngo = 1.22",
        "2:6: go is 1.22, and not a text such as \"1.22.6\"",
    ),
    (
        "[toolchain]\ngo = 122",
        "2:6: go is 122, and not a text such as \"1.22.6\"",
    ),
    (
        "[toolchain]\ngo = [\"1.22\"]",
        "2:6: go is [\"1.22\"], and not a text such as \"1.22.6\"",
    ),
    (
        "[toolchain]\ntools = \"gopls\"",
        "2:9: tools is \"gopls\", and not a table",
    ),
    (
        "[toolchain]\ntools = { gopls = true }",
        "2:19: gopls is true, and not a text",
    ),
    ("gom = 1.4", "1:7: gom is 1.4, and not a text"),
    (
        "target = \"linux/arm\"",
        "1:10: target is \"linux/arm\", and not a table",
    ),
    (
        "[targets]\npi = \"linux/arm\"",
        "2:6: targets.pi is \"linux/arm\", and not a table",
    ),
    (
        "[target]\ncgo = \"yes\"",
        "2:7: cgo is \"yes\", and neither true nor false",
    ),
    (
        "[target]\ncgo = 1",
        "2:7: cgo is 1, and neither true nor false",
    ),
    (
        "[target]\ncc = [\"gcc\", \"-g\"]",
        "2:6: cc is [\"gcc\", \"-g\"], and not a text",
    ),
    ("[env]\nA = true", "2:5: A is true, and not a text"),
    ("[env]\nA = 0x10", "2:5: A is 0x10, and not a text"),
    (
        "[env]\nA = 1979-05-27",
        "2:5: A is 1979-05-27, and not a text",
    ),
    ("[env.A]\nB = \"1\"", "1:1: A is [env.A], and not a text"),
    (
        "[profile]\np = \"x\"",
        "2:5: profile.p is \"x\", and not a table",
    ),
    (
        "[profile.p]\nenv = \"x\"",
        "2:7: env is \"x\", and not a table",
    ),
    (
        "[policy]\nminimum = 1.21",
        "2:11: minimum is 1.21, and not a text",
    ),
    (
        "[policy]\nexperiments = \"x\"",
        "2:15: experiments is \"x\", and not a list of texts",
    ),
    (
        "[policy]\nforbid = [1]",
        "2:10: forbid is [1], and not a list of texts",
    ),
    ("[windows]\nenv = 1", "2:7: env is 1, and not a table"),
    // Values.
    (
        "[toolchain]\ngopath = \"mine\"",
        "2:10: gopath is 'mine', and not shared, toolchain or project",
    ),
    (
        "[toolchain]\n\n  gopath  =  'GOPATH'",
        "3:14: gopath is 'GOPATH', and not shared, toolchain or project",
    ),
    (
        "[target]\ngoos = \"Linux\"",
        "2:8: goos is 'Linux', which is no word of Go's",
    ),
    (
        "[target]\ngoarch = \"arm/v7\"",
        "2:10: goarch is 'arm/v7', which is no word of Go's",
    ),
    ("[target]\ngoarch = \"\"", "2:10: goarch is empty"),
    (
        "[target]\ngoarch = \"arm64\"\ngoarm = \"7\"",
        "3:9: goarm says nothing about goarch = \"arm64\"",
    ),
    (
        "[targets.x]\ngoamd64 = \"v3\"\ngoarch = \"arm\"",
        "2:11: goamd64 says nothing about goarch = \"arm\"",
    ),
    (
        "[target]\ngoarm = \"7\"\ngoarch = \"riscv64\"",
        "2:9: goarm says nothing about goarch = \"riscv64\"",
    ),
    (
        "[targets.host]\n",
        "1:10: 'host' cannot be a target's name: letters, digits, '-', '_' and '.', and not 'host'",
    ),
    (
        "[targets.\"a b\"]\n",
        "1:10: 'a b' cannot be a target's name: letters, digits, '-', '_' and '.', and not 'host'",
    ),
    (
        "[targets.-x]\n",
        "1:10: '-x' cannot be a target's name: letters, digits, '-', '_' and '.', and not 'host'",
    ),
    (
        "[profile.\"\"]\n",
        "1:10: '' cannot be a profile's name: letters, digits, '-', '_' and '.'",
    ),
    (
        "[env]\nGOOS = \"linux\"",
        "2:1: GOOS is not for [env], where it would break every 'go test'",
    ),
    (
        "[profile.p.env]\ngoarm = \"7\"",
        "2:1: goarm is not for [env], where it would break every 'go test'",
    ),
    (
        "[env]\n\"A B\" = \"1\"",
        "2:1: 'A B' is no name of a variable: letters, digits and '_', no digit first",
    ),
    (
        "[env]\n1A = \"1\"",
        "2:1: '1A' is no name of a variable: letters, digits and '_', no digit first",
    ),
    (
        "[env]\n\"\" = \"1\"",
        "2:1: '' is no name of a variable: letters, digits and '_', no digit first",
    ),
    (
        "[env]\n\"A\\u001b[31m\" = \"1\"",
        "2:1: 'A\\u{1b}[31m' is no name of a variable: letters, digits and '_', no digit first",
    ),
    ("[env]\nA = \"a\\u0000b\"", "2:5: A has a zero byte in it"),
    (
        "[policy]\nminimum = \"new\"",
        "2:11: minimum is 'new', which is no Go version",
    ),
    (
        "[policy]\nminimum = \"go1.22\"",
        "2:11: minimum is 'go1.22', which is no Go version",
    ),
    // Columns are characters, not bytes.
    (
        "toolchain = { \"é\" = 1, gopath = \"x\" }",
        "1:33: gopath is 'x', and not shared, toolchain or project",
    ),
    (
        "\u{feff}toolchain = 1",
        "1:13: toolchain is 1, and not a table",
    ),
];

#[test]
fn wrong_types_and_values_name_their_place_and_their_text() {
    for (text, message) in WRONG {
        let error = parse_for(text, &Side::Linux).expect_err(text);
        assert_eq!(shown(&error), *message, "{text}");
        assert_eq!(error.kind, Kind::Config);
        let hint = error.hint.expect(text);
        assert!(
            hint.starts_with("edit ") || hint.starts_with("write it as "),
            "{hint}"
        );
    }
}

#[test]
fn what_is_no_toml_names_its_place() {
    for (text, place) in [
        ("[toolchain", "1:11: "),
        ("a = 1\na = 2", "2:1: "),
        ("[env]\nA = \"x", "2:7: "),
        ("[env]\nA = x\n", "2:5: "),
        ("[env]\n[env]\n", "2:2: "),
    ] {
        let error = parse_for(text, &Side::Linux).expect_err(text);
        assert!(shown(&error).starts_with(place), "{text:?}: {error}");
        assert_eq!(error.kind, Kind::Config);
    }
    let error = gom_shim::project_file::ProjectFile::parse(
        std::path::Path::new("/p/gotoolchain.toml"),
        b"[env]\nA = \"\xff\"\n".to_vec(),
        &Side::Linux,
    );
    assert_eq!(
        error.unwrap_err().message,
        "/p/gotoolchain.toml:2 is not UTF-8"
    );
}

#[test]
fn a_request_that_is_none_names_its_place() {
    for (value, message) in [
        ("1.x", "2:6: '1.x' is not a Go version or request"),
        ("", "2:6: '' is not a Go version or request"),
        ("stabel", ""),
    ] {
        let text = format!("[toolchain]\ngo = \"{value}\"\n");
        let file = parse_for(&text, &Side::Linux).unwrap();
        match file.pin() {
            Ok(pin) => assert!(message.is_empty() && pin.is_some(), "{value}"),
            Err(error) => assert_eq!(shown(&error), message),
        }
    }
}

#[test]
fn unknown_keys_are_noted_with_what_is_known_there() {
    let text = "x = 1\n[toolchain]\nGO = \"1\"\n[target]\ngoarn = \"7\"\n[targets.pi]\nos = 1\n[profile.p]\nenvs = 1\n[policy]\nmin = 1\n[env]\nanything = \"goes\"\n[toolchain.tools]\nany = \"v1\"\n";
    let file = parse_for(text, &Side::Linux).unwrap();
    let mut found: Vec<_> = file
        .unknown
        .iter()
        .map(|unknown| {
            (
                unknown.place,
                unknown.table.as_str(),
                unknown.name.as_str(),
                unknown.known[0],
            )
        })
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ((1, 1), "", "x", "gom"),
            ((3, 1), "toolchain", "GO", "go"),
            ((5, 1), "target", "goarn", "goos"),
            ((7, 1), "targets.pi", "os", "goos"),
            ((9, 1), "profile.p", "envs", "env"),
            ((11, 1), "policy", "min", "minimum"),
        ]
    );
}

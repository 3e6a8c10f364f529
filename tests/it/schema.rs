//! The JSON schema of gotoolchain.toml: what is shipped is what gom prints, and judges as gom does.

use std::path::Path;

use gom::{project_strict, schema, toml_change, toml_key::DottedKey};
use gom_shim::project_file::ProjectFile;
use gom_shim::side::Side;
use proptest::prelude::*;
use serde_json::{Value, json};
use toml_edit::DocumentMut;

use crate::project_file::mistakes::WRONG;
use crate::support::json_schema;
use crate::support::world::World;

/// What gom's commands say of a file; where the version of gom is asked for, only whether that is
/// a question.
fn parsed(text: &str) -> Result<(), String> {
    let path = Path::new("gotoolchain.toml");
    for side in [
        Side::Linux,
        Side::Wsl(String::new()),
        Side::MacOs,
        Side::Windows,
    ] {
        let file = ProjectFile::parse(path, text.into(), &side).map_err(|error| error.message)?;
        file.pin().map_err(|error| error.message)?;
        if let Some(unknown) = file.unknown.first() {
            return Err(project_strict::unknown_key(path, unknown).message);
        }
        if let Some(entry) = &file.gom
            && let Err(error) = project_strict::requirement(path, entry, "1.0.0")
            && !error.causes.is_empty()
        {
            return Err(error.message);
        }
    }
    Ok(())
}

/// What the schema has against it; nothing for a good one.
pub(crate) fn accepted(schema: &Value, text: &str) -> Vec<String> {
    let document: DocumentMut = text.parse().unwrap();
    json_schema::mistakes(schema, &json_schema::from_toml(document.as_item()))
}

/// Fails unless both say the same.
#[track_caller]
fn judged_alike(schema: &Value, text: &str) {
    let (parsed, validated) = (parsed(text), accepted(schema, text));
    assert_eq!(
        parsed.is_ok(),
        validated.is_empty(),
        "{text}\n{parsed:?}\n{validated:?}"
    );
}

#[test]
fn what_is_shipped_is_what_gom_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/gotoolchain.schema.json");
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        std::fs::write(&path, schema::text()).unwrap();
    }
    let shipped = std::fs::read_to_string(&path)
        .unwrap()
        .replace("\r\n", "\n");
    assert!(
        shipped == schema::text(),
        "SNAPSHOTS=overwrite cargo test writes {} anew",
        path.display()
    );
    assert_eq!(
        World::new().gom(["config", "--schema"]).ok().stdout,
        shipped
    );
}

#[test]
fn good_and_bad_files_are_judged_alike() {
    let schema = schema::schema();
    for (text, _) in WRONG {
        // A schema never sees how a number is written.
        if !text.contains("0x10") {
            assert!(
                parsed(text).is_err() && !accepted(&schema, text).is_empty(),
                "{text}"
            );
        }
    }
    for text in [
        "x = 1",
        "[toolchian]",
        "[toolchain]\ngopth = \"shared\"",
        "[target]\ngoarn = \"7\"",
        "[targets.pi]\nos = \"linux\"",
        "[profile.p]\nenvs = {}",
        "[policy]\nmin = \"1.21\"",
        "[windows]\ngom = \">=1\"",
        "[linux.linux]",
        "[env]\nGOAMD64 = \"v3\"",
        "[env]\nGoArm = \"7\"",
    ] {
        assert!(
            parsed(text).is_err() && !accepted(&schema, text).is_empty(),
            "{text}"
        );
    }
    for text in [
        "",
        "gom = \">=0.1\"",
        "gom = 1",
        "[toolchain]\ngo = \"1.22.6\"\ntools = { gopls = \"v0.16.1\", n = 1 }\ngopath = \"toolchain\"",
        "[target]\ngoamd64 = \"v3\"",
        "[target]\ngoos = \"linux\"\ngoarch = \"mipsle\"\ngomips = \"softfloat\"",
        "[targets.\"a.b\"]\ngoarch = \"386\"\ngo386 = \"sse2\"\ncgo = true\ncc = \"x y\"",
        "[env]\nA = 1\nB = -1\n_ = \"\"\nGOOSE = \"1\"",
        "[profile.p.env]\nGOGC = \"off\"",
        "[policy]\nminimum = 1\nexperiments = []\nforbid = [\"A\"]",
        "[windows.env]\nA = \"1\"\n[wsl.targets.x]\n[linux.policy]\n[macos.profile.q]",
    ] {
        assert_eq!(
            (parsed(text), accepted(&schema, text)),
            (Ok(()), vec![]),
            "{text}"
        );
    }
}

#[test]
fn requests_and_versions_are_judged_alike() {
    let schema = schema::schema();
    for request in [
        "1.22.6",
        "go1.22.6",
        "1.23rc1",
        "1.22",
        "1",
        "go1",
        "1.2.2",
        "1.9.2rc2",
        "go1.22",
        "1.20.0",
        "01.2",
        "1.022",
        "1.22.",
        "1..2",
        ".1",
        "1.2.3.4",
        "1.22rc01",
        "1.22rc",
        "1rc1",
        "v1.22",
        "V1",
        "version",
        "stable",
        "latest",
        "oldstable",
        "rc",
        "system",
        "go.mod",
        "go.work",
        "Latest",
        "LOCAL",
        "local",
        "con",
        "tip",
        "tip.",
        "my-go_1.x",
        "go1.22-corp",
        "go1.22corp",
        "gopher",
        "-tip",
        "a b",
        "",
        " ",
        " 1.22 ",
        "\t1.22",
        ">=1.21, <1.23",
        ">= 1.21",
        ">=1.21 <1.23",
        "^1.22",
        "~1.22.3",
        "1.22.*",
        "1.22.x",
        "1.*",
        "*",
        ">=",
        "=>1",
        ">1,",
        ",",
        "=1.22.6",
        ">=1.23rc1",
        ">=go1.21",
        "1.21, 1.22",
        "<2",
        ">=1.22.0-rc.1",
        "^1.22.*",
        "latest,1.22",
        "../x",
        "é",
        "1.22\n",
        "none",
        "nonesuch",
        "a23456789012345678901234567890123456789012345678901234567890123",
        "a234567890123456789012345678901234567890123456789012345678901234",
        "a2345678901234567890123456789012345678901234567890123456789012345",
    ] {
        judged_alike(&schema, &format!("toolchain.go = {}", json!(request)));
    }
    for minimum in [
        "1",
        "1.21",
        "1.21.0",
        "1.22.6",
        "go1.22.6",
        "go1.22",
        "go1.20",
        "go1.9",
        "go1",
        "1.22rc1",
        "go1.22rc1",
        "1.9.2rc2",
        "",
        "x",
        "1.",
        "01",
        "1.22 ",
        "v1.22",
        "go",
        "go1.21",
        "go1.19beta1",
    ] {
        judged_alike(&schema, &format!("policy.minimum = {}", json!(minimum)));
    }
    for requirement in [
        ">=1.4",
        ">=0.1, <2",
        "^1",
        "~1.2.3",
        "*",
        "1.*",
        "1",
        "1.2.3-rc.1",
        "=1.2.3+b",
        "",
        "latest",
        ">=",
        "1.2.3.4",
        "v1",
        ">=1.4 <2",
        "> 1",
        "x",
    ] {
        judged_alike(&schema, &format!("gom = {}", json!(requirement)));
    }
}

/// Keys, good and bad, and values for them, as TOML.
const KEYS: &[&str] = &[
    "gom",
    "toolchain.go",
    "toolchain.gopath",
    "toolchain.tools.gopls",
    "toolchain.tool",
    "target.goos",
    "target.goarch",
    "target.goarm",
    "target.goamd64",
    "target.cgo",
    "target.cc",
    "target.os",
    "targets.pi.goarch",
    "targets.pi.goarm",
    "targets.\"a.b\".exec",
    "targets.host.goos",
    "targets.\"a b\".goos",
    "env.GOGC",
    "env.GOOS",
    "env.\"A-B\"",
    "profile.p.env.GOGC",
    "profile.p.envs",
    "policy.minimum",
    "policy.experiments",
    "policy.forbid",
    "policy.x",
    "windows.env.A",
    "windows.target.goos",
    "wsl.policy.minimum",
    "macos.toolchain.go",
    "linux.gom",
    "linuz.env.A",
];
const VALUES: &[&str] = &[
    "\"1.22\"",
    "\"1.22.6\"",
    "\">=1.2\"",
    "\"shared\"",
    "\"stable\"",
    "\"linux\"",
    "\"arm\"",
    "\"amd64\"",
    "\"Linux\"",
    "\"v3\"",
    "\"\"",
    "\"a\\u0000\"",
    "7",
    "-1",
    "1.5",
    "true",
    "[]",
    "[\"a\"]",
    "[1]",
    "{}",
    "1979-05-27",
];

proptest! {
    #[test]
    fn files_made_by_chance_are_judged_alike(
        entries in prop::collection::vec((prop::sample::select(KEYS), prop::sample::select(VALUES)), 0..5),
    ) {
        let mut document = DocumentMut::new();
        for (key, value) in entries {
            // What is in the way of another is left as it is.
            let _ = toml_change::put(&mut document, &DottedKey::parse(key).unwrap(), value.parse().unwrap());
        }
        let text = document.to_string();
        let (parsed, validated) = (parsed(&text), accepted(&schema::schema(), &text));
        prop_assert_eq!(parsed.is_ok(), validated.is_empty(), "{}\n{:?}\n{:?}", text, parsed, validated);
    }
}

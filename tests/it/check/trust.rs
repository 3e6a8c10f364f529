//! What the project file says in vain.

use super::{CASE, Case};
use crate::support::world::World;

fn trust(world: &mut World) {
    world.gom(["trust"]).at("p").ok();
}

pub(super) const CASES: &[Case] = &[
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[env]\nGOGC = \"50\"\nGOPRIVATE = \"git.example.com\"\nCC = \"clang\"\n[profile.test.env]\nGOFLAGS = \"-v\"\n",
        )],
        found: &[
            "warning[env-needs-trust] p/gotoolchain.toml:3",
            "warning[env-needs-trust] p/gotoolchain.toml:4",
        ],
        mend: trust,
        ..CASE
    },
    // A profile's lines are looked at where the profile is chosen.
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[env]\nGOFLAGS = \"-v\"\n[profile.test.env]\nGOFLAGS = \"-x\"\n",
        )],
        args: &["--profile", "test"],
        found: &["warning[env-needs-trust] p/gotoolchain.toml:4"],
        mend: trust,
        ..CASE
    },
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[env]\nGOTOOLCHAIN = \"go1.22.6\"\nGOSUMDB = \"off\"\nPATH = \"/tmp/x\"\nLD_PRELOAD = \"x.so\"\n[profile.test.env]\nGOROOT = \"/x\"\n[profile.production.env]\nGOROOT = \"/x\"\n",
        )],
        setup: trust,
        found: &[
            "error[env-never-taken] p/gotoolchain.toml:2",
            "error[env-never-taken] p/gotoolchain.toml:3",
            "error[env-never-taken] p/gotoolchain.toml:4",
            "error[env-never-taken] p/gotoolchain.toml:5",
            "error[env-never-taken] p/gotoolchain.toml:7",
            "error[env-never-taken] p/gotoolchain.toml:9",
        ],
        mended_files: &[("p/gotoolchain.toml", "[toolchain]\ngo = \"1.22.6\"\n")],
        ..CASE
    },
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[targets.ibm]\ngoos = \"linux\"\ngoarch = \"s390x\"\ncc = \"gcc\"\nexec = \"qemu-s390x\"\n",
        )],
        found: &[
            "warning[target-needs-trust] p/gotoolchain.toml:4",
            "warning[target-needs-trust] p/gotoolchain.toml:5",
        ],
        mend: trust,
        ..CASE
    },
    Case {
        files: &[("p/gotoolchain.toml", "[toolchain]\ngopath = \"project\"\n")],
        found: &["warning[gopath-needs-trust] p/gotoolchain.toml:2"],
        mend: trust,
        ..CASE
    },
];

#[test]
fn a_goroot_of_profiles_is_taken_out() {
    let world = super::world();
    world.file(
        "p/gotoolchain.toml",
        "[profile.test.env]\nGOROOT = \"/a\"\n[profile.production.env]\nGOROOT = \"/b\"\n",
    );
    let json = world.gom(["check", "--json"]).at("p").fails(10).json();
    let findings = json["findings"].as_array().unwrap();
    let fix = |id: &str| {
        let mut of_id = findings.iter().filter(|finding| finding["id"] == id);
        of_id.next().unwrap()["fix"].as_str().unwrap()
    };
    let unset = |profile| format!("gom config --project --unset profile.{profile}.env.GOROOT");
    assert_eq!(fix("env-never-taken"), unset("test"));
    assert_eq!(
        fix("profiles-differ"),
        format!("{} && {}", unset("production"), unset("test"))
    );
}

#[test]
fn cases() {
    super::all(CASES);
}

/// Trust for one run is enough, as in CI.
#[test]
fn trusted_by_a_variable() {
    let world = super::world();
    world.file("p/gotoolchain.toml", "[env]\nGOFLAGS = \"-v\"\n");
    world.gom(["check"]).at("p").fails(10);
    let project = world.path("p");
    world.gom(["check"]).at("p").env("GOM_TRUST", project).ok();
}

//! `[policy]`, and settings that weaken what Go proves of modules.

use super::{CASE, Case};

pub(super) const CASES: &[Case] = &[
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[policy]\nforbid = [\"SECRET\", \"GODEBGU\"]\nexperiments = [\"arenas\", \"lopvar\"]\n",
        )],
        found: &[
            "warning[policy-name-unknown] p/gotoolchain.toml:2",
            "note[policy-experiment-unknown] p/gotoolchain.toml:3",
        ],
        mended_files: &[(
            "p/gotoolchain.toml",
            "[policy]\nforbid = [\"SECRET\", \"GODEBUG\"]\nexperiments = [\"arenas\"]\n",
        )],
        ..CASE
    },
    // Wherever it is set: what another line hides today counts tomorrow.
    Case {
        files: &[
            (
                "p/gotoolchain.toml",
                "[env]\nGODEBUG = \"panicnil=1\"\n\n[profile.test.env]\nGODEBUG = \"netdns=go\"\n\n[profile.staging.env]\nGODEBUG = \"netdns=go\"\n\n[policy]\nforbid = [\"GODEBUG\", \"GOFLAGS=-mod=mod\", \"SECRET\"]\n",
            ),
            ("env", "GOPROXY=direct\nGOFLAGS=-v --mod=mod\n"),
        ],
        env: &[
            ("GODEBUG", "gctrace=1"),
            ("SECRET", "hush"),
            ("GOFLAGS", ""),
        ],
        found: &[
            "error[forbidden-variable] environment",
            "error[forbidden-variable] environment",
            "error[forbidden-variable] env:2",
            "error[forbidden-variable] p/gotoolchain.toml:2",
            "error[forbidden-variable] p/gotoolchain.toml:5",
            "error[forbidden-variable] p/gotoolchain.toml:8",
            "warning[env-needs-trust] p/gotoolchain.toml:2",
            "warning[goflags-mod-mod] env:2",
            "note[godebug-in-env] environment",
        ],
        mended_files: &[
            (
                "p/gotoolchain.toml",
                "[policy]\nforbid = [\"GODEBUG\", \"GOFLAGS=-mod=mod\", \"SECRET\"]\n",
            ),
            ("env", "GOPROXY=direct\nGOFLAGS=-v -modcacherw=false\n"),
        ],
        mended_env: Some(&[("GODEBUG", ""), ("SECRETS", "hush")]),
        ..CASE
    },
    Case {
        files: &[(
            "p/gotoolchain.toml",
            "[env]\nGOEXPERIMENT = \"arenas,noregabi\"\n[profile.test.env]\nGOEXPERIMENT = \"greentea\"\n[policy]\nexperiments = [\"greentea\"]\n",
        )],
        found: &[
            "error[experiment-not-allowed] p/gotoolchain.toml:2",
            "error[experiment-unknown] p/gotoolchain.toml:2",
            "warning[profiles-differ] p/gotoolchain.toml:4",
        ],
        mended_files: &[(
            "p/gotoolchain.toml",
            "[env]\nGOEXPERIMENT = \"noarenas,greentea\"\n[policy]\nexperiments = [\"greentea\"]\n",
        )],
        ..CASE
    },
    // An empty list allows none; what is forbidden may come from the caller, too.
    Case {
        files: &[("p/gotoolchain.toml", "[policy]\nexperiments = []\n")],
        env: &[("GOEXPERIMENT", "arenas")],
        found: &["error[experiment-not-allowed] environment"],
        mended_env: Some(&[("GOEXPERIMENT", "none,noarenas")]),
        ..CASE
    },
    Case {
        env: &[("GOSUMDB", "off")],
        found: &["warning[sumdb-off] environment"],
        mended_env: Some(&[("GOSUMDB", "sum.golang.org")]),
        ..CASE
    },
    Case {
        files: &[("env", "# mine\nGONOSUMDB=corp.example.com,*\n")],
        found: &["warning[sumdb-off] env:2"],
        mended_files: &[("env", "GONOSUMDB=corp.example.com,*.corp.example.com\n")],
        ..CASE
    },
    // GOPRIVATE is what GONOSUMDB is where nobody sets that.
    Case {
        env: &[("GOPRIVATE", "github.com")],
        found: &["warning[sumdb-off] environment"],
        mended_env: Some(&[
            ("GOPRIVATE", "github.com"),
            ("GONOSUMDB", "github.com/mine/*"),
        ]),
        ..CASE
    },
    Case {
        env: &[("GONOSUMCHECK", "1")],
        found: &["warning[sumdb-off] environment"],
        mended_env: Some(&[]),
        ..CASE
    },
    Case {
        env: &[
            ("GOINSECURE", "*.com"),
            ("GOVCS", "*:all"),
            ("GOFLAGS", "-insecure"),
        ],
        found: &[
            "warning[insecure-fetch] environment",
            "warning[insecure-fetch] environment",
            "warning[insecure-fetch] environment",
        ],
        mended_env: Some(&[
            ("GOINSECURE", "git.corp.example.com"),
            ("GOVCS", "public:git,private:all"),
            ("GOFLAGS", "-v"),
        ]),
        ..CASE
    },
    Case {
        files: &[("env", "GOFLAGS=-v\n")],
        env: &[("GOFLAGS", "-mod=mod -modcacherw")],
        found: &[
            "warning[goflags-mod-mod] environment",
            "note[modcache-writable] environment",
        ],
        mended_env: Some(&[("GOFLAGS", "")]),
        ..CASE
    },
    // A weakening that somebody else's setting hides has no effect.
    Case {
        files: &[("env", "GOSUMDB=off\n")],
        found: &["warning[sumdb-off] env:1"],
        mended_env: Some(&[("GOSUMDB", "sum.golang.org")]),
        ..CASE
    },
];

/// What would forbid or allow nothing is refused, with the place of that very entry.
#[test]
fn entries_of_the_policy_that_mean_nothing() {
    let world = super::world();
    for (list, place, text) in [
        ("forbid = [\"X\", \"\"]", "2:16", "''"),
        ("forbid = [\"=\"]", "2:11", "'='"),
        ("forbid = [\"GODEBUG=\"]", "2:11", "'GODEBUG='"),
        ("forbid = [\"A B=c\"]", "2:11", "'A B=c'"),
        (
            "forbid = [\"-trimpath\"]",
            "2:11",
            "'-trimpath', which is a flag",
        ),
        ("experiments = [\"a b\"]", "2:16", "'a b'"),
        ("experiments = [\"x\", \"\"]", "2:21", "''"),
        ("experiments = [\"Arenas\"]", "2:16", "'Arenas'"),
    ] {
        world.file("p/gotoolchain.toml", format!("[policy]\n{list}\n"));
        let said = world.gom(["check"]).at("p").fails(3).stderr;
        assert!(
            said.contains(&format!("gotoolchain.toml:{place}: "))
                && said.contains(&format!(" has {text}")),
            "{list}: {said}"
        );
    }
    world.file(
        "p/gotoolchain.toml",
        "[policy]\nforbid = [\"_X1\", \"GOFLAGS=-mod=mod\"]\nexperiments = []\n",
    );
    world.gom(["check"]).at("p").ok();
}

#[test]
fn cases() {
    super::all(CASES);
}

//! The settings that a GODEBUG can name.
//!
//! Go itself passes over every name it does not know, so that `gctrce=1` does nothing, silently.

use std::path::Path;

use crate::go_source::{block, firsts, insert, load, quoted};
use crate::go_value::{Checked, Rejected};
use crate::runtime_value::is_number;

/// The settings of the standard library and the go command, since Go 1.21.
const TABLE: &str = "src/internal/godebugs/table.go";
/// The runtime's own settings.
const RUNTIME: &str = "src/runtime/runtime1.go";

/// Settings that are in neither table, of any Go since 1.21. A package may leave a setting of its
/// own out of the table by asking for it with a `#` (`internal/godebug`, New), or read the
/// variable itself; a test holds this list against the sources of real Go.
const UNLISTED: [&str; 24] = [
    // runtime/runtime1.go (parsegodebug), runtime/pagetrace_on.go
    "memprofilerate",
    "pagetrace",
    // cmd/go: base/limit.go, fsys/fsys.go, modindex/read.go, modload/buildlist.go, toolchain/
    "cmdgonetlimit",
    "gofsystrace",
    "gofsystracelog",
    "gofsystracestack",
    "goindex",
    "lazymod",
    "gotoolchainexec",
    "toolchaintrace",
    // crypto/internal/fips140
    "failfipscast",
    "ppc64aes",
    "ppc64gcm",
    "ppc64sha2",
    "ppc64sha512",
    // internal/fuzz, internal/intern, mime/multipart, os/exec, simd
    "fuzzdebug",
    "fuzzseed",
    "intern",
    "multipartfiles",
    "execwait",
    "simd",
    // net/http (HTTP/2), x/net/quic, x/telemetry
    "http2xconnect",
    "quiclogpackets",
    "countertrace",
];

/// Starts the names of `internal/cpu` and of x/sys/cpu, which a program brings in a version of
/// its own: what may follow is not known, and both say aloud what they do not know.
const CPU: &str = "cpu.";

/// Every name in the tables of the toolchain in `root`, sorted; none where it does not have both
/// (before Go 1.21 there was one).
#[must_use]
pub fn names(root: &Path) -> Vec<String> {
    match (load(root, TABLE), load(root, RUNTIME)) {
        (Some(table), Some(runtime)) => listed(&table, &runtime)
            .into_iter()
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

/// The names in both.
fn listed<'a>(table: &'a str, runtime: &'a str) -> Vec<&'a str> {
    let mut names = firsts(table, "var All = ");
    if !names.is_empty() {
        for name in firsts(runtime, "var dbgvars = ") {
            insert(&mut names, name);
        }
    }
    names
}

/// Checks a comma list of `name=value`; empty parts count for nothing. Values are not judged:
/// each setting has its own rules for them.
///
/// # Errors
/// The first part without a `=`, or the first name that this Go does not know or has dropped.
pub fn check(root: &Path, value: &str) -> Checked {
    let (Some(table), Some(runtime)) = (load(root, TABLE), load(root, RUNTIME)) else {
        return Ok(());
    };
    let known = listed(&table, &runtime);
    if known.is_empty() {
        return Ok(());
    }
    if known.is_empty() {
        return Ok(());
    }
    for part in value.split(',').filter(|part| !part.is_empty()) {
        let Some((name, value)) = part.split_once('=') else {
            return Err(Rejected::new("GODEBUG", part, "is not name=value", &known));
        };
        if known.contains(&name) {
            continue;
        }
        let why = match removed(&table, name) {
            Some(line) if had(line, value) => "is a setting that this Go no longer has",
            Some(_) => continue,
            None if UNLISTED.contains(&name) || name.starts_with(CPU) => continue,
            None => "is no setting of this Go",
        };
        return Err(Rejected::new("GODEBUG", name, why, &known));
    }
    Ok(())
}

/// The line of a setting that this Go has dropped.
fn removed<'a>(table: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = block(table, "var Removed = ").into_iter();
    lines.find(|line| quoted(line).first() == Some(&name))
}

/// True where a dropped setting's value asks for what is gone, which since Go 1.27 ends every
/// program that this Go built. One that asks for what is now the only way does no harm
/// (`src/runtime/runtime1.go`, `src/cmd/go/internal/modload/init.go`: CheckGodebug).
fn had(line: &str, value: &str) -> bool {
    match line.split_once("Old: ") {
        Some((_, old)) if old.starts_with("one") => value == "1",
        Some((_, old)) if old.starts_with("zero") => value == "0",
        Some((_, old)) => quoted(old).contains(&value),
        None => true,
    }
}

/// What a project that nobody trusts may set (design §8). A setting reaches the go command, the
/// compiler and every other Go program started below, whichever Go built it: so a name is here
/// only where it can do no more to any of them than change how much memory it uses, how it is
/// interrupted and how much a profile or a crash tells.
///
/// Left out, by reason:
/// - All of `internal/godebugs`, harmless ones too (panicnil, asynctimerchan, containermaxprocs):
///   once a later Go drops such a setting, its old value in the environment ends every program
///   that Go built, before main. A go.mod's `godebug` line has them for its own programs alone.
/// - Weaker checks: tls*, x509*, rsa1024min, fips140*, cryptocustomrand, dataindependenttiming,
///   rand*, cpu.* (AES without its instructions), tarinsecurepath, zipinsecurepath, execerrdot,
///   urlstrictcolons, the limits of http, multipart and url, the escapes of html/template,
///   win*link*, cgocheck and invalidptr (memory).
/// - Traffic: netdns, netedns0, multipathtcp, http2*; http2debug prints headers, passwords too.
/// - Files, and what the go command builds and loads: embedfollowsymlinks, allowmultiplevcs,
///   installgoroot, gotypesalias, gocache*, gotestjsonbuildtext, gofsystracelog and all that is
///   in no table.
/// - All that prints while a program runs (gctrace, schedtrace, inittrace, scavtrace,
///   gcpacertrace): what the compiler prints is kept in the shared build cache, and printed again
///   by every later build of any project.
/// - What slows, swells or stops a compiler: gcstoptheworld (2 stops Go 1.21's), gccheckmark,
///   checkfinalizers, clobberfree, efence, sbrk, harddecommit, dontfreezetheworld,
///   allocfreetrace, traceallocfree, traceadvanceperiod, tracecheckstackownership.
/// - What prints a program's data where it crashes: tracebacklabels.
pub const UNTRUSTED: [&str; 10] = [
    // When memory goes back to the system, in what pages, and how stacks begin and shrink.
    "madvdontneed",
    "disablethp",
    "adaptivestackstart",
    "gcshrinkstackoff",
    // Interruption of loops by signals.
    "asyncpreemptoff",
    // What a profile or a crash tells; GOTRACEBACK needs no trust either.
    "tracebackancestors",
    "memprofilerate",
    "profstackdepth",
    "runtimecontentionstacks",
    "tracefpunwindoff",
];

/// True where every part of a GODEBUG is one that a project may set without trust. Values are
/// plain numbers only: net/http looks for `http2debug=1` anywhere in the variable, and a `#`
/// makes `internal/godebug` print stacks.
#[must_use]
pub fn allowed_untrusted(value: &str) -> bool {
    let mut parts = value.split(',').filter(|part| !part.is_empty());
    parts.all(|part| {
        part.split_once('=')
            .is_some_and(|(name, value)| UNTRUSTED.contains(&name) && is_number(value, 999_999_999))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_root::Root;

    const TABLE_GO: &str = "package godebugs\n\nvar All = []Info{\n\t{Name: \"netsweep\", Package: \"net\", Changed: 22, Old: \"1\"},\n\t//{Name: \"notyet\", Package: \"net\"},\n\t{Name: \"panicnil\", Package: \"runtime\"},\n}\n\nvar Removed = []RemovedInfo{\n\t{Name: \"bare\", Removed: 24},\n\t{Name: \"gone\", Removed: 24, Old: one}, // Old: \"1\"\n\t{Name: \"zeroed\", Removed: 25, Old: zero},\n\t{Name: \"several\", Removed: 27, Old: func(s string) bool { return s == \"1\" || s == \"2\" }},\n}\n";
    const RUNTIME_GO: &str = "package runtime\n\nvar dbgvars = []*dbgVar{\n\t{name: \"gcsweeptrace\", value: &debug.gcsweeptrace},\n\t{name: \"panicnil\", atomic: &debug.panicnil},\n\t{\"oldstyle\", &debug.oldstyle},\n}\n";

    fn root() -> Root {
        let root = Root::new("godebug");
        root.file(TABLE, TABLE_GO);
        root.file(RUNTIME, RUNTIME_GO);
        root
    }

    #[test]
    fn names_of_both_tables_and_those_in_none_are_taken() {
        let root = root();
        assert_eq!(
            names(root.path()),
            ["gcsweeptrace", "netsweep", "oldstyle", "panicnil"]
        );
        for value in [
            "panicnil=1",
            "netsweep=0,,gcsweeptrace=1,",
            "oldstyle=",
            "panicnil=1#patt",
            "cpu.avx512=off",
            "toolchaintrace=1",
            "memprofilerate=1=2",
            "gone=0",
            "zeroed=1",
            "several=0",
        ] {
            assert_eq!(check(root.path(), value), Ok(()), "{value}");
        }
    }

    #[test]
    fn what_go_would_pass_over_is_told() {
        let root = root();
        for (value, word, why) in [
            ("gcsweptrace=1", "gcsweptrace", "is no setting of this Go"),
            ("panicnil=1,notyet=1", "notyet", "is no setting of this Go"),
            (
                "panicnil=1, netsweep=1",
                " netsweep",
                "is no setting of this Go",
            ),
            ("=1", "", "is no setting of this Go"),
            ("default=go1.20", "default", "is no setting of this Go"),
            (
                "#toolchaintrace=1",
                "#toolchaintrace",
                "is no setting of this Go",
            ),
            ("panicnil", "panicnil", "is not name=value"),
            ("gone=1", "gone", "is a setting that this Go no longer has"),
            ("bare=0", "bare", "is a setting that this Go no longer has"),
            (
                "zeroed=0",
                "zeroed",
                "is a setting that this Go no longer has",
            ),
            (
                "several=2",
                "several",
                "is a setting that this Go no longer has",
            ),
        ] {
            let rejected = check(root.path(), value).unwrap_err();
            assert_eq!((&*rejected.word, rejected.why), (word, why), "{value}");
            assert_eq!(rejected.known, names(root.path()));
        }
        let rejected = check(root.path(), "gcsweptrace=1").unwrap_err();
        assert_eq!(rejected.nearest(), Some("gcsweeptrace"));
    }

    #[test]
    fn one_table_alone_says_nothing() {
        for (file, text) in [(TABLE, TABLE_GO), (RUNTIME, RUNTIME_GO)] {
            let root = Root::new("half");
            root.file(file, text);
            assert_eq!(check(root.path(), "whatever=1,x"), Ok(()), "{file}");
            assert!(names(root.path()).is_empty());
        }
    }

    #[test]
    fn nothing_gets_past_the_allow_list() {
        for value in [
            "",
            "asyncpreemptoff=1",
            "tracebackancestors=5,,asyncpreemptoff=0",
            "madvdontneed=1,disablethp=1,",
        ] {
            assert!(allowed_untrusted(value), "{value}");
        }
        for value in [
            "embedfollowsymlinks=1",
            "panicnil=1",
            "asynctimerchan=1",
            "containermaxprocs=0",
            "execerrdot=0",
            "netdns=go",
            "tls10server=1",
            "x509usefallbackroots=1",
            "zipinsecurepath=1",
            "urlstrictcolons=0",
            "gctrace=1",
            "gofsystrace=1,gofsystracelog=/tmp/x",
            "http2debug=2",
            "cpu.aes=off",
            "cgocheck=2",
            "asyncpreemptoff=1,http2debug=2",
            // Found by net/http wherever it stands.
            "asyncpreemptoff=http2debug=2",
            "asyncpreemptoff=1http2debug=1",
            "asyncpreemptoff=1#http2debug=1",
            "asyncpreemptoff=1#1",
            "asyncpreemptoff=",
            "asyncpreemptoff",
            "asyncpreemptoff=-1",
            "asyncpreemptoff=+1",
            "asyncpreemptoff=1 ",
            " asyncpreemptoff=1",
            "ASYNCPREEMPTOFF=1",
            "asyncpreemptoff =1",
            "memprofilerate=1000000000",
            "=1",
            "=",
            "asyncpreemptoff=1\ngctrace=1",
            "asyncpreemptoff=1;gctrace=1",
        ] {
            assert!(!allowed_untrusted(value), "{value}");
        }
    }
}

//! A program held against what is wanted of it: each rule.

use super::*;

fn info(settings: &[(&str, &str)]) -> BuildInfo {
    let pair = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    BuildInfo {
        go_version: "go1.22.6".to_owned(),
        settings: settings.iter().map(pair).collect(),
        ..BuildInfo::default()
    }
}

#[track_caller]
fn messages(info: &BuildInfo, expected: &Expected) -> Vec<String> {
    let findings = compare(info, expected);
    let shown = findings.iter().map(|finding| {
        assert!(
            finding.source.is_some() && finding.fix.is_some(),
            "{finding:?}"
        );
        format!("{}[{}]: {}", finding.severity, finding.id, finding.message)
    });
    shown.collect()
}

#[test]
fn nothing_wanted_finds_nothing() {
    let settings = [("GOEXPERIMENT", "arenas"), ("DefaultGODEBUG", "a=1")];
    assert!(messages(&info(&settings), &Expected::default()).is_empty());
}

#[test]
fn another_go() {
    let wanted = |text| Expected {
        version: Version::parse(text),
        ..Expected::default()
    };
    let mut info = info(&[]);
    assert!(messages(&info, &wanted("1.22.6")).is_empty());
    assert_eq!(
        messages(&info, &wanted("1.22.7")),
        ["error[binary-go-version]: built with go1.22.6, not go1.22.7"]
    );
    // An experiment is no other Go, a vendor's build is one.
    info.go_version = "go1.22.6 X:arenas".to_owned();
    assert!(messages(&info, &wanted("1.22.6")).is_empty());
    info.go_version = "go1.22.6-\u{1b}corp".to_owned();
    assert_eq!(
        messages(&info, &wanted("1.22.6")),
        ["error[binary-go-version]: built with go1.22.6-\\u{1b}corp, not go1.22.6"]
    );
}

#[test]
fn too_old() {
    let wanted = |minimum, oldest| Expected {
        minimum: Gover::parse(minimum),
        oldest_line: Line::parse(oldest),
        ..Expected::default()
    };
    let mut info = info(&[]);
    assert!(messages(&info, &wanted("1.22", "1.22")).is_empty());
    assert!(messages(&info, &wanted("1.22.6", "1.21")).is_empty());
    assert_eq!(
        messages(&info, &wanted("1.23", "1.26")),
        [
            "error[binary-go-minimum]: built with go1.22.6, older than the minimum 1.23",
            "warning[binary-go-end-of-life]: built with go1.22.6; Go 1.22 gets no security fixes any more, Go 1.26 and newer do",
        ]
    );
    assert_eq!(
        messages(&info, &wanted("1.22.7", "")),
        ["error[binary-go-minimum]: built with go1.22.6, older than the minimum 1.22.7"]
    );
    info.go_version = "devel +abc".to_owned();
    assert_eq!(
        messages(&info, &wanted("1.23", "1.26")),
        [
            "warning[binary-go-minimum]: built with 'devel +abc', which cannot be compared with the minimum 1.23"
        ]
    );
}

#[test]
fn experiments_that_nobody_allowed() {
    let allowed = |names: &[&str]| Expected {
        experiments: Some(names.iter().map(ToString::to_string).collect()),
        ..Expected::default()
    };
    let info = info(&[("GOEXPERIMENT", "arenas,loopvar")]);
    assert!(messages(&info, &allowed(&["loopvar", "arenas"])).is_empty());
    let found = compare(&info, &allowed(&["loopvar"]));
    assert_eq!(
        found[0].message,
        "built with GOEXPERIMENT=arenas, which is not allowed here"
    );
    assert_eq!(
        found[0].fix.as_deref(),
        Some("GOEXPERIMENT=loopvar go build")
    );
    assert_eq!(
        messages(&info, &allowed(&[])),
        [
            "error[binary-experiments]: built with GOEXPERIMENT=arenas,loopvar, which is not allowed here"
        ]
    );
}

#[test]
fn another_target() {
    let wanted = Expected {
        target: Platform::parse("linux/arm64"),
        ..Expected::default()
    };
    assert!(messages(&info(&[("GOOS", "linux"), ("GOARCH", "arm64")]), &wanted).is_empty());
    assert_eq!(
        messages(&info(&[("GOOS", "linux"), ("GOARCH", "amd64")]), &wanted),
        ["error[binary-target]: built for linux/amd64, not for linux/arm64"]
    );
    assert_eq!(
        messages(&info(&[]), &wanted),
        [
            "warning[binary-target]: does not say what it was built for, so perhaps not for linux/arm64"
        ]
    );
}

#[test]
fn forbidden_settings() {
    let info = info(&[
        ("-ldflags", "-s -w"),
        ("-race", "true"),
        ("-tags", "netgo,osusergo"),
        ("CGO_ENABLED", "1"),
        ("CGO_CFLAGS", "-O0 -g"),
        ("CGO_LDFLAGS", ""),
        ("GOAMD64", "v1"),
        ("DefaultGODEBUG", "panicnil=1,tlsrsakex=1"),
    ]);
    for (rule, forbidden) in [
        ("GODEBUG", None),
        (
            "GODEBUG=panicnil=1",
            Some("DefaultGODEBUG=panicnil=1,tlsrsakex=1"),
        ),
        (
            "GODEBUG=panicnil",
            Some("DefaultGODEBUG=panicnil=1,tlsrsakex=1"),
        ),
        ("GODEBUG=panicnil=0", None),
        ("GODEBUG=panic", None),
        ("GOFLAGS=-race", Some("-race=true")),
        ("GOFLAGS=--race", Some("-race=true")),
        ("GOFLAGS=-mod=mod", None),
        ("GOFLAGS=-tags=osusergo", Some("-tags=netgo,osusergo")),
        ("GOFLAGS=-ldflags=-s -w", Some("-ldflags=-s -w")),
        ("CGO_CFLAGS", Some("CGO_CFLAGS=-O0 -g")),
        ("CGO_CFLAGS=-O0", Some("CGO_CFLAGS=-O0 -g")),
        ("CGO_CFLAGS=-O2", None),
        ("CGO_LDFLAGS", None),
        ("CGO_ENABLED", None),
        ("CGO_ENABLED=1", Some("CGO_ENABLED=1")),
        ("CGO_ENABLED=0", None),
        ("GOAMD64", None),
        ("GOEXPERIMENT", None),
    ] {
        let expected = Expected {
            forbid: vec![rule.to_owned()],
            ..Expected::default()
        };
        let found = compare(&info, &expected);
        let words = found
            .first()
            .map(|finding| finding.source.clone().unwrap().text);
        assert_eq!(words.as_deref(), forbidden, "{rule}");
    }
}

#[test]
fn what_is_forbidden_is_mended_by_a_command() {
    let info = BuildInfo {
        settings: [
            ("CGO_ENABLED", "1"),
            ("DefaultGODEBUG", "panicnil=1"),
            ("-trimpath", "true"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec(),
        ..BuildInfo::default()
    };
    for (rule, fix) in [
        ("CGO_ENABLED=1", "CGO_ENABLED=0 go build"),
        ("GODEBUG=panicnil=1", "go mod edit -dropgodebug=panicnil"),
        ("GOFLAGS=-trimpath", "go env -changed GOFLAGS"),
    ] {
        let found = forbidden(&info, rule).unwrap();
        assert_eq!(found.fix.as_deref(), Some(fix), "{rule}");
    }
}

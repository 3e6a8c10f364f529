//! The order of Go's versions, as a table of facts: each row was read off cmd/go's own
//! (`internal/gover`, `cmd/go/internal/gover`), put here as chains and classes.

use std::cmp::Ordering;

use gom_shim::gover::{Gover, compare};
use gom_shim::version::{Line, Version};

/// Each chain ascends strictly, from any place in it to any later one.
const CHAINS: [&[&str]; 9] = [
    // Numbers, not texts.
    &[
        "1", "1.1", "1.5", "1.6", "1.6.1", "1.10", "1.19", "1.19.1", "1.99",
    ],
    // Before 1.21 a line's name is its first release: candidates come before it.
    &[
        "1.19alpha3",
        "1.19beta2",
        "1.19rc1",
        "1.19rc2",
        "1.19",
        "1.19.1",
    ],
    &["1.20rc1", "1.20rc3", "1.20", "1.20.1", "1.21"],
    // From 1.21 on it is the language: candidates come after it.
    &[
        "1.20.99", "1.21", "1.21rc1", "1.21rc2", "1.21rc10", "1.21.0", "1.21.1", "1.22",
    ],
    &["1.24", "1.24alpha", "1.24beta1", "1.24rc3", "1.24.0"],
    // A kind is any lower-case word, in the order of texts.
    &[
        "1.999",
        "1.999aa",
        "1.999rc",
        "1.999rc0",
        "1.999testmod",
        "1.999testmod1",
        "1.999.0",
    ],
    // Numbers beyond any machine word.
    &[
        "1.1",
        "1.99999999999999998",
        "1.99999999999999999",
        "1.100000000000000000",
    ],
    &[
        "1.18446744073709551615",
        "1.18446744073709551616",
        "1.18446744073709551617",
    ],
    // Malformed is below everything.
    &["x", "0", "0.1", "1", "2", "10"],
];

/// Members of a class are equal.
const CLASSES: [&[&str]; 5] = [
    &["1", "1.0", "1.0.0"],
    &["1.2", "1.2.0"],
    &["1.19", "1.19.0"],
    &["1.20", "1.20.0"],
    // All that is no version.
    &[
        "",
        "x",
        "go1.21",
        "v1.21",
        "1.",
        "1.21.",
        "1.021",
        "1.21rc01",
        "1.21.1rc1",
        "1.600+auto",
        "1.2.3.4",
        " 1.21",
        "1.21 ",
        "1.21-corp",
        "1.RC1",
        "1.21RC1",
        "01",
        "-1",
    ],
];

#[test]
fn chains_ascend() {
    for chain in CHAINS {
        for (place, low) in chain.iter().enumerate() {
            assert_eq!(compare(low, low), Ordering::Equal, "{low}");
            for high in &chain[place + 1..] {
                assert_eq!(compare(low, high), Ordering::Less, "{low} < {high}");
                assert_eq!(compare(high, low), Ordering::Greater, "{high} > {low}");
            }
        }
    }
}

#[test]
fn classes_are_equal() {
    for class in CLASSES {
        for a in class {
            for b in class {
                assert_eq!(compare(a, b), Ordering::Equal, "{a:?} = {b:?}");
            }
        }
    }
}

#[test]
fn what_is_a_version_and_what_a_language() {
    // (text, valid, language, prerelease)
    for (text, valid, language, prerelease) in [
        ("1", true, false, false),
        ("1.2", true, false, false),
        ("1.3", true, false, false),
        ("1.19", true, false, false),
        ("1.20", true, false, false),
        ("1.20.0", true, false, false),
        ("1.21", true, true, false),
        ("1.22", true, true, false),
        ("1.21.0", true, false, false),
        ("1.2.3", true, false, false),
        ("1.2rc3", true, false, true),
        ("1.21rc2", true, false, true),
        ("1.999testmod", true, false, true),
        ("1.600+auto", false, false, false),
        ("", false, false, false),
    ] {
        let version = Gover::parse(text);
        assert_eq!(version.is_some(), valid, "{text:?}");
        assert_eq!(
            version.as_ref().is_some_and(Gover::is_lang),
            language,
            "{text:?}"
        );
        assert_eq!(
            version.as_ref().is_some_and(Gover::is_prerelease),
            prerelease,
            "{text:?}"
        );
    }
}

#[test]
fn lines_are_major_and_minor() {
    for (text, line) in [
        ("1", ("1", "0")),
        ("1.2", ("1", "2")),
        ("1.2.3", ("1", "2")),
        ("1.2rc3", ("1", "2")),
        ("1.999testmod", ("1", "999")),
        ("1.99999999999999999", ("1", "99999999999999999")),
    ] {
        assert_eq!(Gover::parse(text).unwrap().line(), line, "{text}");
    }
    for (text, line) in [("1.22.6", "1.22"), ("1.23rc1", "1.23"), ("1.20", "1.20")] {
        assert_eq!(
            Version::parse(text).unwrap().line(),
            Line::parse(line).unwrap(),
            "{text}"
        );
    }
}

#[test]
fn toolchain_names() {
    for (name, version) in [
        ("go1.2.3", Some("1.2.3")),
        ("go1.2.3-bigcorp", Some("1.2.3")),
        ("go1.2.3-bigcorp more text", Some("1.2.3")),
        ("go1.23rc4", Some("1.23rc4")),
        ("1.2.3", None),
        ("go1.2.3+bigcorp", None),
        ("gccgo-go1.23rc4", None),
        ("gccgo-go1.23rc4-bigdwarf", None),
        ("go1.2.3/bigcorp", None),
        ("default", None),
        ("local", None),
        ("", None),
    ] {
        assert_eq!(
            Gover::from_toolchain(name),
            version.and_then(Gover::parse),
            "{name:?}"
        );
    }
}

/// The order of releases is the order of their names as cmd/go reads them.
#[test]
fn releases_are_ordered_alike() {
    let releases = [
        "1", "1.0.3", "1.4", "1.9.2rc2", "1.9.2", "1.20rc1", "1.20", "1.20.14", "1.21rc2",
        "1.21.0", "1.21.13", "1.22.0", "1.100.0",
    ];
    for (place, low) in releases.iter().enumerate() {
        for high in &releases[place + 1..] {
            assert!(Version::parse(low) < Version::parse(high), "{low} < {high}");
        }
    }
}

//! How far a project's `[env]` is believed, name by name (design §8).

use crate::godebug;

/// What a variable of a project file needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Nothing: it can neither run code nor move traffic.
    Free,
    /// `gom trust`.
    Trusted,
    /// It is never taken.
    Never,
}

/// Never taken from a project, in capitals: what chooses the Go or its settings, what switches the
/// checksum database off, gom's own, where the user's files are, and what the loader reads.
const NEVER: &[&str] = &[
    "GOROOT",
    "GOTOOLCHAIN",
    "GOENV",
    "GOSUMDB",
    "GONOSUMDB",
    "GONOSUMCHECK",
    "GOINSECURE",
    "HOME",
    "USERPROFILE",
    "PATH",
];

/// Taken without trust where the value is plain, too.
const FREE: &[&str] = &[
    "CGO_ENABLED",
    "GOGC",
    "GOMEMLIMIT",
    "GOMAXPROCS",
    "GOTRACEBACK",
    "GOEXPERIMENT",
    "GOFIPS140",
];

/// No plain value is longer: 1 KiB.
const LONGEST: usize = 1 << 10;

/// The class of a variable with that value. Windows takes names in any case, so the case of a name
/// never makes it freer.
#[must_use]
pub fn class(name: &str, value: &str) -> Class {
    let upper = name.to_ascii_uppercase();
    if is_never_taken(&upper) {
        return Class::Never;
    }
    let plain = value.len() <= LONGEST
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._,+-".contains(&b));
    let free = match name {
        "GO111MODULE" => value == "on" || value == "auto",
        "GOWORK" => value == "off",
        "GODEBUG" => value.len() <= LONGEST && godebug::allowed_untrusted(value),
        _ => plain && FREE.contains(&name),
    };
    if free { Class::Free } else { Class::Trusted }
}

fn is_never_taken(upper: &str) -> bool {
    let prefixes = [
        "GOTOOLCHAIN_INTERNAL_",
        "GOM_",
        "__GOM_",
        "XDG_",
        "LD_",
        "DYLD_",
    ];
    NEVER.contains(&upper)
        || upper.ends_with("APPDATA")
        || prefixes.iter().any(|prefix| upper.starts_with(prefix))
}

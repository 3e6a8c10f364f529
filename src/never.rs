//! Why some variables are never taken from a project, and what is there instead.

/// The reason, and what to write or run instead where there is something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Never {
    /// A clause: `gom chooses it by itself`.
    pub why: &'static str,
    /// A command, or a line for the file.
    pub instead: Option<&'static str>,
}

/// What stands against a variable that is never taken, whatever its case.
#[must_use]
pub fn never(name: &str) -> Never {
    let name = name.to_ascii_uppercase();
    let (why, instead) = match name.as_str() {
        "GOTOOLCHAIN" => (
            "[toolchain] go chooses the Go of a project",
            Some("gom use VERSION"),
        ),
        "GOROOT" => (
            "it is the root of the toolchain that [toolchain] go chooses",
            Some("gom use VERSION"),
        ),
        "GOENV" => (
            "the file it names could set everything else",
            Some("write the variables themselves in [env]"),
        ),
        "GOSUMDB" | "GONOSUMDB" | "GONOSUMCHECK" | "GOINSECURE" => (
            "what is proved to you is yours to say",
            Some("GOPRIVATE = \"git.example.com\" in [env], for private modules"),
        ),
        "PATH" => (
            "it would choose every program that is run",
            Some("name single programs: cc, cxx, ar, pkg_config in [target]"),
        ),
        "HOME" | "USERPROFILE" => ("your own files are below it", None),
        _ if name.ends_with("APPDATA") || name.starts_with("XDG_") => {
            ("your own files are below it", None)
        }
        _ if name.starts_with("GOTOOLCHAIN_") => ("Go sets it for itself", None),
        _ if name.starts_with("GOM_") || name.starts_with("__GOM_") => (
            "gom's settings are yours, or your site's",
            Some("gom config"),
        ),
        _ => ("the system reads it before any program starts", None),
    };
    Never { why, instead }
}

#[cfg(test)]
mod tests {
    use gom_shim::env_name::{Class, class};

    use super::*;

    #[test]
    fn each_has_a_reason_of_its_own() {
        for (name, part) in [
            ("GOTOOLCHAIN", "[toolchain] go"),
            ("gotoolchain", "[toolchain] go"),
            ("GOTOOLCHAIN_INTERNAL_SWITCH_COUNT", "Go sets it"),
            ("GOENV", "everything else"),
            ("GONOSUMDB", "proved"),
            ("Path", "every program"),
            ("LocalAppData", "your own files"),
            ("XDG_CONFIG_HOME", "your own files"),
            ("GOM_ORIGINS", "gom's settings"),
            ("__GOM_DIFF", "gom's settings"),
            ("LD_PRELOAD", "before any program starts"),
            ("DYLD_INSERT_LIBRARIES", "before any program starts"),
        ] {
            assert_eq!(class(name, "x"), Class::Never, "{name}");
            assert!(never(name).why.contains(part), "{name}");
        }
    }
}

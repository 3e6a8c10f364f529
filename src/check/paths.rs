//! The rule about variables that name a directory: Go wants them absolute.

use std::path::Path;

use super::scene::Scene;
use super::value::Value;
use crate::finding::{Finding, Severity};

/// What Go does with a relative path, by the variable. GOPATH in effect has a rule of its own.
///
/// `src/cmd/go/internal`: modfetch/cache.go (checkCacheDir), cache/default.go (DefaultDir),
/// work/build.go (InstallPackages), envcmd/env.go (checkEnvWrite, and for GOTMPDIR runEnvW; a
/// build takes a relative one from wherever it is started), main.go for GOPATH.
const REFUSED: [(&str, &str); 5] = [
    (
        "GOMODCACHE",
        "Go ends with 'GOMODCACHE entry is relative; must be absolute path'",
    ),
    ("GOCACHE", "Go ends with 'GOCACHE is not an absolute path'"),
    (
        "GOBIN",
        "go install ends with 'cannot install, GOBIN must be an absolute path'",
    ),
    (
        "GOTMPDIR",
        "go env -w refuses it with 'GOTMPDIR must be an absolute path', and builds work in another directory each time",
    ),
    (
        "GOPATH",
        "Go ends with 'GOPATH entry is relative; must be absolute path'",
    ),
];

/// A relative path in one of them.
pub(super) fn path_not_absolute(scene: &Scene<'_>) -> Vec<Finding> {
    let values = scene.declared_and_effective();
    values
        .filter_map(|value| {
            let (_, refusal) = REFUSED.iter().find(|(name, _)| *name == value.name)?;
            is_relative(value).then(|| {
                let message = format!(
                    "{} is '{}' {}, which is no absolute path: {refusal}",
                    value.name,
                    value.shown(),
                    value.by()
                );
                Finding::new("path-not-absolute", Severity::Error, message)
                    .at(value.place())
                    .fix(value.removal())
            })
        })
        .collect()
}

fn is_relative(value: &Value) -> bool {
    let relative = |path: &Path| !path.as_os_str().is_empty() && !path.is_absolute();
    match value.name.as_str() {
        "GOPATH" if value.counts => false,
        "GOPATH" => std::env::split_paths(&value.text).any(|path| relative(&path)),
        // Switches the cache off, which no Go since 1.12 works without; it says so itself.
        "GOCACHE" if value.text == "off" => false,
        _ => relative(Path::new(&value.text)),
    }
}

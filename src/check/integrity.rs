//! Rules about settings that weaken what Go proves of modules, or how it fetches them.

use super::scene::Scene;
use super::value::Value;
use super::words;
use crate::finding::{Finding, Severity};
use crate::goproxy::matches_prefix;

/// Modules of nobody in particular, on hosts that everybody uses: who calls these private means all.
const PUBLIC: [&str; 8] = [
    "github.com/anybody/anything",
    "gitlab.com/anybody/anything",
    "bitbucket.org/anybody/anything",
    "codeberg.org/anybody/anything",
    "golang.org/x/anything",
    "google.golang.org/anything",
    "gopkg.in/anything",
    "k8s.io/anything",
];

/// The checksum database is not asked: for anything, or for so much that it is the same.
pub(super) fn sumdb_off(scene: &Scene<'_>) -> Vec<Finding> {
    let id = "sumdb-off";
    let mut findings = Vec::new();
    let sumdb = scene.effective("GOSUMDB");
    if let Some(value) = sumdb.filter(|value| value.text == "off") {
        let message = format!(
            "GOSUMDB is off {}: no module is checked against the log",
            value.by()
        );
        findings.push(warning(id, value, message));
    }
    // GONOSUMDB is GOPRIVATE where nobody sets it (`src/cmd/go/internal/cfg/cfg.go`).
    let patterns = scene
        .effective("GONOSUMDB")
        .or_else(|| scene.effective("GOPRIVATE"));
    if let Some(value) = patterns
        && let Some(module) = wide(value)
    {
        let host = module.split('/').next().unwrap_or_default();
        let message = format!(
            "{} is '{}' {}: all of {host} goes unchecked",
            value.name,
            value.shown(),
            value.by()
        );
        findings.push(warning(id, value, message));
    }
    // No release of Go reads it; who sets it means to switch checks off.
    if let Some(value) = scene.effective("GONOSUMCHECK") {
        let message = format!("GONOSUMCHECK is set {}", value.by());
        findings.push(warning(id, value, message));
    }
    findings
}

/// Modules are fetched without a proof of who sent them, or by version control systems that Go
/// does not trust with public code.
pub(super) fn insecure_fetch(scene: &Scene<'_>) -> Vec<Finding> {
    let id = "insecure-fetch";
    let mut findings = Vec::new();
    if let Some(value) = scene.effective("GOINSECURE")
        && let Some(module) = wide(value)
    {
        let host = module.split('/').next().unwrap_or_default();
        let message = format!(
            "GOINSECURE is '{}' {}: {host} may answer over plain HTTP, and with any certificate",
            value.shown(),
            value.by()
        );
        findings.push(warning(id, value, message));
    }
    if let Some(value) = scene.effective("GOFLAGS")
        && words::holds("GOFLAGS", &value.text, "-insecure")
    {
        let message = format!("GOFLAGS has -insecure {}", value.by());
        findings.push(warning(id, value, message));
    }
    if let Some(value) = scene.effective("GOVCS")
        && allows_every_vcs(&value.text)
    {
        let message = format!(
            "GOVCS is '{}' {}: public code may run any version control system",
            value.shown(),
            value.by()
        );
        findings.push(warning(id, value, message));
    }
    findings
}

/// Every build may rewrite go.mod, and vendored code is passed over.
pub(super) fn goflags_mod_mod(scene: &Scene<'_>) -> Vec<Finding> {
    let value = scene.effective("GOFLAGS");
    let value = value.filter(|value| words::holds("GOFLAGS", &value.text, "-mod=mod"));
    let found = value.map(|value| {
        let message = format!(
            "GOFLAGS has -mod=mod {}: every build may rewrite go.mod, and vendor is passed over",
            value.by()
        );
        warning("goflags-mod-mod", value, message)
    });
    found.into_iter().collect()
}

/// Every program of the user's may change modules that were checked once.
pub(super) fn modcache_writable(scene: &Scene<'_>) -> Vec<Finding> {
    let value = scene.effective("GOFLAGS");
    let value = value.filter(|value| {
        let holds = |word| words::holds("GOFLAGS", &value.text, word);
        holds("-modcacherw") && !holds("-modcacherw=false")
    });
    let found = value.map(|value| {
        let message = format!(
            "GOFLAGS has -modcacherw {}: what is in the module cache may be changed unseen",
            value.by()
        );
        Finding::new("modcache-writable", Severity::Note, message)
            .at(value.place())
            .fix(value.removal())
    });
    found.into_iter().collect()
}

fn warning(id: &'static str, value: &Value, message: String) -> Finding {
    Finding::new(id, Severity::Warning, message)
        .at(value.place())
        .fix(value.removal())
}

/// A public module that the patterns of a value take for private.
fn wide(value: &Value) -> Option<&'static str> {
    PUBLIC
        .into_iter()
        .find(|module| matches_prefix(&value.text, module))
}

/// True where GOVCS gives public modules more than git and hg, which is what Go gives them by
/// itself (`src/cmd/go/internal/vcs/vcs.go`, defaultGOVCS). The first rule that matches counts.
fn allows_every_vcs(govcs: &str) -> bool {
    for rule in govcs.split(',') {
        let Some((pattern, list)) = rule.trim().split_once(':') else {
            continue;
        };
        let is_public = match pattern.trim() {
            "public" | "*" => true,
            "private" => false,
            glob => PUBLIC.iter().any(|module| matches_prefix(glob, module)),
        };
        if is_public {
            let mut systems = list.split('|').map(str::trim);
            return systems.any(|system| !matches!(system, "git" | "hg" | "off"));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::allows_every_vcs;

    #[test]
    fn the_first_rule_for_public_code_counts() {
        for govcs in [
            "*:all",
            "public:all",
            "private:git,*:bzr",
            "github.com:all,public:git",
            " * : git | svn ",
        ] {
            assert!(allows_every_vcs(govcs), "{govcs}");
        }
        for govcs in [
            "",
            "public:git|hg,private:all",
            "*:off",
            "private:all",
            "*:git,public:all",
            "corp.example.com:all",
            "all",
        ] {
            assert!(!allows_every_vcs(govcs), "{govcs}");
        }
    }
}

//! A program held against what is wanted of it.

use gom_shim::escape;
use gom_shim::gover::Gover;
use gom_shim::platform::Platform;
use gom_shim::source::{Source, SourceKind};
use gom_shim::version::{Line, Version};

use super::BuildInfo;
use crate::finding::{Finding, Severity};

/// What is wanted; what is `None` or empty asks for nothing.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// The very release that the project is built with.
    pub version: Option<Version>,
    /// No Go below this one: `1.21`, `1.22.6`.
    pub minimum: Option<Gover>,
    /// The oldest line that still gets fixes.
    pub oldest_line: Option<Line>,
    /// The experiments that may be on; with an empty list, none.
    pub experiments: Option<Vec<String>>,
    /// `NAME` or `NAME=PART`, as in `[policy] forbid`.
    pub forbid: Vec<String>,
    /// The platform it is for.
    pub target: Option<Platform>,
}

/// Recorded whether somebody set them or not, so that their presence says nothing.
const ALWAYS_RECORDED: [&str; 4] = ["GOOS", "GOARCH", "CGO_ENABLED", "DefaultGODEBUG"];

/// What of a program is not as it should be, the worst first. Each finding's source has the words
/// of the program; the path is the caller's to add.
#[must_use]
pub fn compare(info: &BuildInfo, expected: &Expected) -> Vec<Finding> {
    let mut findings: Vec<Finding> = [
        version(info, expected),
        minimum(info, expected),
        experiments(info, expected),
        target(info, expected),
        end_of_life(info, expected),
    ]
    .into_iter()
    .flatten()
    .collect();
    let rules = expected.forbid.iter();
    findings.extend(rules.filter_map(|rule| forbidden(info, rule)));
    findings.sort_by_key(|finding| finding.severity);
    findings
}

fn finding(id: &'static str, severity: Severity, message: String, words: &str) -> Finding {
    Finding::new(id, severity, message).at(Source::new(SourceKind::Argument, words))
}

fn shown(foreign: &str) -> String {
    escape::excerpt(foreign, 100)
}

fn version(info: &BuildInfo, expected: &Expected) -> Option<Finding> {
    let wanted = expected.version.as_ref()?;
    if info.go() == wanted.go_name() {
        return None;
    }
    let message = format!("built with {}, not {}", shown(info.go()), wanted.go_name());
    let fix = format!("gom exec +{wanted} -- go build");
    Some(
        finding(
            "binary-go-version",
            Severity::Error,
            message,
            &info.go_version,
        )
        .fix(fix),
    )
}

fn minimum(info: &BuildInfo, expected: &Expected) -> Option<Finding> {
    let minimum = expected.minimum.as_ref()?;
    let go = shown(info.go());
    let (severity, message) = match info.gover() {
        Some(version) if version >= *minimum => return None,
        Some(_) => (
            Severity::Error,
            format!("built with {go}, older than the minimum {}", text(minimum)),
        ),
        None => (
            Severity::Warning,
            format!(
                "built with '{go}', which cannot be compared with the minimum {}",
                text(minimum)
            ),
        ),
    };
    let fix = format!("gom exec '+>={}' -- go build", text(minimum));
    Some(finding("binary-go-minimum", severity, message, &info.go_version).fix(fix))
}

/// A version as it is written in go.mod.
fn text(version: &Gover) -> String {
    match Version::from_gover(version.clone()) {
        Some(release) => release.to_string(),
        None => {
            let (major, minor) = version.line();
            format!("{major}.{minor}")
        }
    }
}

fn experiments(info: &BuildInfo, expected: &Expected) -> Option<Finding> {
    let allowed = expected.experiments.as_ref()?;
    let mut others = info.experiments();
    others.retain(|name| !allowed.iter().any(|allowed| allowed == name));
    if others.is_empty() {
        return None;
    }
    let names = shown(&others.join(","));
    let message = format!("built with GOEXPERIMENT={names}, which is not allowed here");
    let fix = match &allowed[..] {
        [] => "env -u GOEXPERIMENT go build".to_owned(),
        allowed => format!("GOEXPERIMENT={} go build", allowed.join(",")),
    };
    let words = format!("GOEXPERIMENT={}", info.experiments().join(","));
    Some(finding("binary-experiments", Severity::Error, message, &words).fix(fix))
}

fn target(info: &BuildInfo, expected: &Expected) -> Option<Finding> {
    let wanted = expected.target.as_ref()?;
    let platform = info.platform();
    if platform.as_ref() == Some(wanted) {
        return None;
    }
    let fix = format!("GOOS={} GOARCH={} go build", wanted.os(), wanted.arch());
    let Some(platform) = platform else {
        let message = format!("does not say what it was built for, so perhaps not for {wanted}");
        let found = finding("binary-target", Severity::Warning, message, "");
        return Some(found.fix(fix));
    };
    let message = format!("built for {platform}, not for {wanted}");
    let words = format!("GOOS={} GOARCH={}", platform.os(), platform.arch());
    Some(finding("binary-target", Severity::Error, message, &words).fix(fix))
}

fn end_of_life(info: &BuildInfo, expected: &Expected) -> Option<Finding> {
    let oldest = expected.oldest_line.as_ref()?;
    let version = info.version()?;
    let line = version.line();
    if line.key() >= oldest.key() {
        return None;
    }
    let message = format!(
        "built with {}; Go {line} gets no security fixes any more, Go {oldest} and newer do",
        version.go_name()
    );
    let fix = "gom exec +stable -- go build";
    Some(
        finding(
            "binary-go-end-of-life",
            Severity::Warning,
            message,
            &info.go_version,
        )
        .fix(fix),
    )
}

/// Holds one rule against the settings. A program records the flags that GOFLAGS gave by their own
/// names, and as DefaultGODEBUG what `godebug` lines, `//go:debug` lines and an old `go` line set.
fn forbidden(info: &BuildInfo, rule: &str) -> Option<Finding> {
    let (name, part) = match rule.split_once('=') {
        Some((name, part)) => (name, Some(part)),
        None => (rule, None),
    };
    let found = info.settings.iter().find(|(key, value)| match part {
        None => key == name && !value.is_empty() && !is_always_recorded(key),
        Some(part) => match (name, key.as_str()) {
            ("GODEBUG", "DefaultGODEBUG") => holds(value, part),
            ("GOFLAGS", flag) if flag.starts_with('-') => {
                let (wanted, of_value) = part.split_once('=').unwrap_or((part, "true"));
                flag == wanted.replacen("--", "-", 1) && holds(value, of_value)
            }
            _ => key == name && holds(value, part),
        },
    });
    let (key, value) = found?;
    let words = format!("{key}={value}");
    let message = format!(
        "built with {}, and {rule} is forbidden here",
        shown(&words),
        rule = shown(rule)
    );
    let fix = match name {
        "GODEBUG" => {
            let setting = part.unwrap_or_default().split('=').next();
            let setting = gom_shim::quote::word(&shown(setting.unwrap_or_default()));
            format!("go mod edit -dropgodebug={setting}")
        }
        // On by itself on most machines, so that unset is no answer.
        "CGO_ENABLED" => {
            let other = if part == Some("0") { "1" } else { "0" };
            format!("CGO_ENABLED={other} go build")
        }
        // A flag comes from GOFLAGS, or from the command line.
        _ if name == "GOFLAGS" || name.starts_with('-') => "go env -changed GOFLAGS".to_owned(),
        _ => format!("env -u {} go build", gom_shim::quote::word(&shown(name))),
    };
    Some(finding("binary-forbidden", Severity::Error, message, &words).fix(fix))
}

fn is_always_recorded(key: &str) -> bool {
    ALWAYS_RECORDED.contains(&key) || super::build_info::LEVELS.contains(&key)
}

/// True where a list of settings has this one: all of it, `NAME=VALUE`, or the name of one.
fn holds(list: &str, part: &str) -> bool {
    let named = |element: &str| {
        element == part
            || element
                .strip_prefix(part)
                .is_some_and(|rest| rest.starts_with('='))
    };
    list == part || list.split([',', ' ']).any(named)
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;

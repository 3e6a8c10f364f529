//! Build info for people: a line per question, and nothing that goes without saying.

use gom_shim::{escape, quote};

use super::{BuildInfo, Module};

/// What nearly every program is built with.
const USUAL_FLAGS: [(&str, &str); 2] = [("-buildmode", "exe"), ("-compiler", "gc")];
/// Settings that have a line of their own.
const TOLD: [&str; 9] = [
    "GOOS",
    "GOARCH",
    "CGO_ENABLED",
    "GOEXPERIMENT",
    "DefaultGODEBUG",
    "vcs",
    "vcs.revision",
    "vcs.time",
    "vcs.modified",
];

/// The lines below the name of the file: what is asked, and the answer; further lines of one
/// answer ask nothing.
#[must_use]
pub fn lines(info: &BuildInfo) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut line = |label: &str, text: String| {
        if !text.is_empty() {
            lines.push((shown(label), text));
        }
    };
    line("package", shown(&info.path));
    line("module", info.main.as_ref().map(module).unwrap_or_default());
    line("built for", target(info));
    line("experiments", shown(&info.experiments().join(", ")));
    let flags = info.flags().filter(|flag| !USUAL_FLAGS.contains(flag));
    line("flags", flags.map(flag).collect::<Vec<_>>().join(" "));
    line("GODEBUG", shown(info.default_godebug().unwrap_or_default()));
    line("commit", commit(info));
    let levels: Vec<&str> = info.levels().map(|(name, _)| name).collect();
    for (key, value) in &info.settings {
        let key = key.as_str();
        if !TOLD.contains(&key) && !key.starts_with('-') && !levels.contains(&key) {
            line(key, shown(value));
        }
    }
    for (index, dependency) in info.deps.iter().enumerate() {
        line(if index == 0 { "modules" } else { "" }, module(dependency));
    }
    lines
}

fn shown(foreign: &str) -> String {
    escape::text(foreign).into_owned()
}

fn module(module: &Module) -> String {
    let mut text = [&*module.path, &*module.version].join(" ");
    if let Some(other) = &module.replace {
        text = format!("{text} => {} {}", other.path, other.version);
    }
    shown(text.trim_end())
}

fn target(info: &BuildInfo) -> String {
    let (Some(os), Some(arch)) = (info.setting("GOOS"), info.setting("GOARCH")) else {
        return String::new();
    };
    let mut text = format!("{os}/{arch}");
    let levels: Vec<String> = info
        .levels()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if !levels.is_empty() {
        text = format!("{text} ({})", levels.join(", "));
    }
    match info.cgo() {
        Some(true) => text.push_str(", with cgo"),
        Some(false) => text.push_str(", without cgo"),
        None => {}
    }
    shown(&text)
}

/// A flag as it can be typed.
fn flag((name, value): (&str, &str)) -> String {
    if value == "true" {
        return shown(name);
    }
    quote::word(&shown(&format!("{name}={value}")))
}

fn commit(info: &BuildInfo) -> String {
    let Some(system) = info.setting("vcs") else {
        return String::new();
    };
    let mut text = system.to_owned();
    for part in ["vcs.revision", "vcs.time"] {
        if let Some(value) = info.setting(part) {
            text = format!("{text} {value}");
        }
    }
    if info.setting("vcs.modified") == Some("true") {
        text.push_str(", with local changes");
    }
    shown(&text)
}

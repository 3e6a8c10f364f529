//! The tables of a gotoolchain.toml: which keys they have, and what kind each value is.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{Error, Result};
use crate::escape;
use crate::level;
use crate::platform::Platform;
use crate::project_file::{Entry, ProjectFile, Unknown};
use crate::side::Side;
use crate::target::{self, Target};
use crate::toml_place::{Lines, bad, syntax_error};
use crate::version::Version;

/// Keys at the top, beside the tables of single sides.
pub const TOP: &[&str] = &[
    "gom",
    "toolchain",
    "target",
    "targets",
    "env",
    "profile",
    "policy",
    "linux",
    "wsl",
    "macos",
    "windows",
];
/// Keys of a side's table.
pub const SIDE: &[&str] = &["toolchain", "target", "targets", "env", "profile", "policy"];
/// The tables of single sides.
pub const SIDES: &[&str] = &["linux", "wsl", "macos", "windows"];
/// Keys of `[toolchain]`.
pub const TOOLCHAIN: &[&str] = &["go", "tools", "gopath"];
/// Values of `gopath`.
pub const GOPATH: &[&str] = &["shared", "toolchain", "project"];
/// Keys of a target.
pub const TARGET: &[&str] = &[
    "goos",
    "goarch",
    "go386",
    "goamd64",
    "goarm",
    "goarm64",
    "gomips",
    "gomips64",
    "goppc64",
    "goriscv64",
    "gowasm",
    "cgo",
    "cc",
    "cxx",
    "ar",
    "pkg_config",
    "sysroot",
    "exec",
];
/// Keys of a profile.
pub const PROFILE: &[&str] = &["env"];
/// Keys of `[policy]`.
pub const POLICY: &[&str] = &["minimum", "experiments", "forbid"];

type Value<'i> = Spanned<DeValue<'i>>;

/// Fills `file` from its text, the tables of `side` over the common ones. The tables of other
/// sides are read as strictly, and left out.
pub(crate) fn parse(file: &mut ProjectFile, text: &str, side: &Side) -> Result<()> {
    let path = file.path.clone();
    let root = DeTable::parse(text).map_err(|error| syntax_error(&path, text, &error))?;
    let reader = Reader {
        path: &path,
        lines: Lines::new(text),
    };
    let root = root.get_ref();
    reader.tables(file, root, "", TOP)?;
    let ours: &[&str] = match side {
        Side::Linux => &["linux"],
        Side::Wsl(_) => &["linux", "wsl"],
        Side::MacOs => &["macos"],
        Side::Windows => &["windows"],
    };
    for name in SIDES {
        let Some(value) = root.get(*name) else {
            continue;
        };
        let entries = reader.table(value, name)?;
        let mut aside = ProjectFile::default();
        let into = if ours.contains(name) {
            &mut *file
        } else {
            &mut aside
        };
        reader.tables(into, entries, name, SIDE)?;
        let unknown = std::mem::take(&mut aside.unknown);
        file.unknown.extend(unknown);
    }
    for target in file.target.iter().chain(&file.targets) {
        reader.check_target(target)?;
    }
    Ok(())
}

struct Reader<'a> {
    path: &'a Path,
    lines: Lines<'a>,
}

impl Reader<'_> {
    fn at(&self, span: &Range<usize>) -> (usize, usize) {
        self.lines.position(span.start)
    }

    fn bad(&self, place: (usize, usize), what: &str) -> Error {
        bad(self.path, place, what)
    }

    /// A value as it is written, its first line.
    fn shown(&self, value: &Value<'_>) -> String {
        let written = self.lines.text().get(value.span()).unwrap_or_default();
        escape::excerpt(written.lines().next().unwrap_or_default(), 60)
    }

    /// The tables at the top of the file or of a side's table.
    fn tables(
        &self,
        file: &mut ProjectFile,
        root: &DeTable<'_>,
        within: &str,
        known: &'static [&'static str],
    ) -> Result<()> {
        self.note_unknown(file, root, within, known);
        if within.is_empty()
            && let Some(value) = root.get("gom")
        {
            file.gom = Some(self.text_entry("gom", value)?);
        }
        if let Some(value) = root.get("toolchain") {
            self.toolchain(file, value, within)?;
        }
        if let Some((key, value)) = root.get_key_value("target") {
            let mut target = file.target.take().unwrap_or_default();
            self.target(
                file,
                &mut target,
                &key.span(),
                value,
                &dotted(within, "target"),
            )?;
            file.target = Some(target);
        }
        if let Some(value) = root.get("targets") {
            let within = dotted(within, "targets");
            for (key, value) in self.table(value, "targets")? {
                let name: &str = key.get_ref();
                if !is_name(name) || name == "host" {
                    let shown = escape::excerpt(name, 60);
                    let place = self.at(&key.span());
                    return Err(self.bad(place, &format!("'{shown}' cannot be a target's name: letters, digits, '-', '_' and '.', and not 'host'")));
                }
                let found = file
                    .targets
                    .iter()
                    .position(|known| known.name.as_deref() == Some(name));
                let mut target = found.map_or_else(
                    || Target {
                        name: Some(name.to_owned()),
                        ..Target::default()
                    },
                    |index| file.targets.remove(index),
                );
                self.target(
                    file,
                    &mut target,
                    &key.span(),
                    value,
                    &dotted(&within, name),
                )?;
                file.targets.push(target);
            }
        }
        if let Some(value) = root.get("env") {
            let mut env = std::mem::take(&mut file.env);
            self.env(&mut env, value)?;
            file.env = env;
        }
        if let Some(value) = root.get("profile") {
            self.profiles(file, value, &dotted(within, "profile"))?;
        }
        if let Some(value) = root.get("policy") {
            self.policy(file, value, &dotted(within, "policy"))?;
        }
        Ok(())
    }

    fn toolchain(&self, file: &mut ProjectFile, value: &Value<'_>, within: &str) -> Result<()> {
        let table = self.table(value, "toolchain")?;
        self.note_unknown(file, table, &dotted(within, "toolchain"), TOOLCHAIN);
        if let Some(value) = table.get("go") {
            file.go = Some(self.text_entry("go", value)?);
        }
        if let Some(value) = table.get("gopath") {
            let entry = self.text_entry("gopath", value)?;
            if !GOPATH.contains(&entry.value.as_str()) {
                let shown = escape::excerpt(&entry.value, 60);
                return Err(self.bad(
                    entry.place,
                    &format!("gopath is '{shown}', and not shared, toolchain or project"),
                ));
            }
            file.gopath = Some(entry);
        }
        if let Some(value) = table.get("tools") {
            for (key, value) in self.table(value, "tools")? {
                put(&mut file.tools, self.text_entry(key.get_ref(), value)?);
            }
        }
        Ok(())
    }

    fn target(
        &self,
        file: &mut ProjectFile,
        target: &mut Target,
        span: &Range<usize>,
        value: &Value<'_>,
        title: &str,
    ) -> Result<()> {
        let table = self.table(value, title)?;
        self.note_unknown(file, table, title, TARGET);
        target.line = self.at(span).0;
        for (key, value) in table {
            let name: &str = key.get_ref();
            if !TARGET.contains(&name) {
                continue;
            }
            let entry = match (name, value.get_ref()) {
                ("cgo", DeValue::Boolean(on)) => Entry {
                    name: name.to_owned(),
                    value: if *on { "1" } else { "0" }.to_owned(),
                    place: self.at(&value.span()),
                },
                ("cgo", _) => {
                    let shown = self.shown(value);
                    return Err(self.bad(
                        self.at(&value.span()),
                        &format!("cgo is {shown}, and neither true nor false"),
                    ));
                }
                _ => self.text_entry(name, value)?,
            };
            if entry.value.trim().is_empty() {
                return Err(self.bad(entry.place, &format!("{name} is empty")));
            }
            if (name == "goos" || name == "goarch")
                && Platform::new("linux", &entry.value).is_none()
            {
                let shown = escape::excerpt(&entry.value, 60);
                return Err(self.bad(
                    entry.place,
                    &format!("{name} is '{shown}', which is no word of Go's"),
                ));
            }
            put(&mut target.entries, entry);
        }
        Ok(())
    }

    /// A level belongs to the architecture that the target names.
    fn check_target(&self, target: &Target) -> Result<()> {
        let Some(goarch) = target.get("goarch") else {
            return Ok(());
        };
        let own = level::variable(goarch);
        for entry in &target.entries {
            let variable = entry.name.to_ascii_uppercase();
            if level::VARIABLES.contains(&variable.as_str()) && own != Some(&variable) {
                return Err(self.bad(
                    entry.place,
                    &format!("{} says nothing about goarch = \"{goarch}\"", entry.name),
                ));
            }
        }
        Ok(())
    }

    fn env(&self, env: &mut Vec<Entry>, value: &Value<'_>) -> Result<()> {
        for (key, value) in self.table(value, "env")? {
            let name: &str = key.get_ref();
            let place = self.at(&key.span());
            let shown = escape::excerpt(name, 60);
            if !is_variable_name(name) {
                return Err(self.bad(place, &format!("'{shown}' is no name of a variable: letters, digits and '_', no digit first")));
            }
            if target::is_target_variable(&name.to_ascii_uppercase()) {
                return Err(self
                    .bad(
                        place,
                        &format!("{shown} is not for [env], where it would break every 'go test'"),
                    )
                    .hint(format!(
                        "write it as {} in [target]",
                        name.to_ascii_lowercase()
                    )));
            }
            let entry = self.text_entry(name, value)?;
            put(env, entry);
        }
        Ok(())
    }

    fn profiles(&self, file: &mut ProjectFile, value: &Value<'_>, within: &str) -> Result<()> {
        for (key, value) in self.table(value, "profile")? {
            let name: &str = key.get_ref();
            if !is_name(name) {
                let shown = escape::excerpt(name, 60);
                return Err(self.bad(
                    self.at(&key.span()),
                    &format!(
                        "'{shown}' cannot be a profile's name: letters, digits, '-', '_' and '.'"
                    ),
                ));
            }
            let title = dotted(within, name);
            let table = self.table(value, &title)?;
            self.note_unknown(file, table, &title, PROFILE);
            let index = file.profiles.iter().position(|(known, _)| known == name);
            let index = index.unwrap_or_else(|| {
                file.profiles.push((name.to_owned(), Vec::new()));
                file.profiles.len() - 1
            });
            if let Some(value) = table.get("env") {
                self.env(&mut file.profiles[index].1, value)?;
            }
        }
        Ok(())
    }

    fn policy(&self, file: &mut ProjectFile, value: &Value<'_>, title: &str) -> Result<()> {
        let table = self.table(value, "policy")?;
        self.note_unknown(file, table, title, POLICY);
        if let Some(value) = table.get("minimum") {
            let entry = self.text_entry("minimum", value)?;
            if Version::parse(&entry.value).is_none()
                && crate::gover::Gover::parse(&entry.value).is_none()
            {
                let shown = escape::excerpt(&entry.value, 60);
                return Err(self.bad(
                    entry.place,
                    &format!("minimum is '{shown}', which is no Go version"),
                ));
            }
            file.policy.minimum = Some(entry);
        }
        if let Some(value) = table.get("experiments") {
            let experiments = self.list("experiments", value)?;
            for entry in &experiments {
                self.check_experiment(entry)?;
            }
            file.policy.experiments = Some(experiments);
        }
        if let Some(value) = table.get("forbid") {
            let forbid = self.list("forbid", value)?;
            for entry in &forbid {
                self.check_forbidden(entry)?;
            }
            file.policy.forbid = forbid;
        }
        Ok(())
    }

    /// Every experiment of Go's is one word of small letters and digits.
    fn check_experiment(&self, entry: &Entry) -> Result<()> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        if !entry.value.is_empty() && entry.value.bytes().all(plain) {
            return Ok(());
        }
        let shown = escape::excerpt(&entry.value, 60);
        Err(self.bad(entry.place, &format!("experiments has '{shown}', which is no name of one experiment: small letters and digits")))
    }

    /// `NAME` or `NAME=WORD`: anything else would forbid nothing, silently.
    fn check_forbidden(&self, entry: &Entry) -> Result<()> {
        let text = entry.value.as_str();
        let (name, word) = match text.split_once('=') {
            Some((name, word)) => (name, Some(word)),
            None => (text, None),
        };
        let shown = escape::excerpt(text, 60);
        if text.starts_with('-') {
            let error = format!("forbid has '{shown}', which is a flag and no variable");
            return Err(self
                .bad(entry.place, &error)
                .hint(format!("write it as \"GOFLAGS={shown}\"")));
        }
        if is_variable_name(name) && word.is_none_or(|word| !word.trim().is_empty()) {
            return Ok(());
        }
        Err(self.bad(
            entry.place,
            &format!("forbid has '{shown}', which is neither NAME nor NAME=WORD of a variable"),
        ))
    }

    fn list(&self, name: &str, value: &Value<'_>) -> Result<Vec<Entry>> {
        let wrong = || {
            self.bad(
                self.at(&value.span()),
                &format!("{name} is {}, and not a list of texts", self.shown(value)),
            )
        };
        let DeValue::Array(items) = value.get_ref() else {
            return Err(wrong());
        };
        let items = items.iter().map(|item| match item.get_ref() {
            DeValue::String(_) => self.text_entry(name, item),
            _ => Err(wrong()),
        });
        items.collect()
    }

    /// A text; a whole number is taken as its digits.
    fn text_entry(&self, name: &str, value: &Value<'_>) -> Result<Entry> {
        let place = self.at(&value.span());
        let value = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) if number.radix() == 10 && name != "go" => {
                number.as_str().to_owned()
            }
            _ => {
                let example = if name == "go" {
                    " such as \"1.22.6\""
                } else {
                    ""
                };
                let (name, shown) = (escape::excerpt(name, 60), self.shown(value));
                return Err(self.bad(
                    place,
                    &format!("{name} is {shown}, and not a text{example}"),
                ));
            }
        };
        if value.contains('\0') {
            let shown = escape::excerpt(name, 60);
            return Err(self.bad(place, &format!("{shown} has a zero byte in it")));
        }
        Ok(Entry {
            name: name.to_owned(),
            value,
            place,
        })
    }

    fn table<'t, 'i>(&self, value: &'t Value<'i>, title: &str) -> Result<&'t DeTable<'i>> {
        match value.get_ref() {
            DeValue::Table(table) => Ok(table),
            _ => {
                let (title, shown) = (escape::excerpt(title, 60), self.shown(value));
                Err(self.bad(
                    self.at(&value.span()),
                    &format!("{title} is {shown}, and not a table"),
                ))
            }
        }
    }

    fn note_unknown(
        &self,
        file: &mut ProjectFile,
        table: &DeTable<'_>,
        within: &str,
        known: &'static [&'static str],
    ) {
        for (key, _) in table {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                file.unknown.push(Unknown {
                    table: within.to_owned(),
                    name: name.to_owned(),
                    place: self.at(&key.span()),
                    known,
                });
            }
        }
    }
}

/// Replaces the entry of the same name, or adds one.
fn put(entries: &mut Vec<Entry>, entry: Entry) {
    match entries.iter_mut().find(|known| known.name == entry.name) {
        Some(known) => *known = entry,
        None => entries.push(entry),
    }
}

fn dotted(within: &str, name: &str) -> String {
    if within.is_empty() {
        name.to_owned()
    } else {
        [within, ".", name].concat()
    }
}

/// True for what may be the name of a target or a profile: it is shown in prompts.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let ordinary = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    !text.is_empty() && text.len() <= 64 && !text.starts_with('-') && text.chars().all(ordinary)
}

/// True for `[A-Za-z_][A-Za-z0-9_]*`.
#[must_use]
pub fn is_variable_name(text: &str) -> bool {
    let ordinary = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !text.is_empty()
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(ordinary)
}

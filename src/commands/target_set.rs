//! `gom target set` and `gom target unset`: a target of gotoolchain.toml, edited.

use std::path::Path;

use gom_shim::level::{self, LEVELS};
use gom_shim::platform::Platform;
use gom_shim::project_file::{PROJECT_FILE, ProjectFile};
use gom_shim::project_table::SIDES;
use gom_shim::target::{PROGRAM_KEYS, Target};
use gom_shim::{Error, Kind, Result, escape, project_file, quote};
use serde_json::{Map, json};

use crate::gom::Gom;
use crate::project_edit::ProjectEdit;
use crate::target_words::TargetWords;
use crate::toml_key::DottedKey;
use crate::{json_path, project_place};

/// Change a target in gotoolchain.toml, or add one
///
/// `gom target set linux/arm64` is what this project builds for; `gom target set pi linux/arm goarm=7
/// cc=arm-linux-gnueabihf-gcc` is a further one, for gom exec --target pi. Keys: goos goarch, goarm and
/// the other levels, cgo (true or false), cc cxx ar pkg_config sysroot exec. KEY= takes one out.
///
/// The file is the nearest gotoolchain.toml, else it is made beside go.work, go.mod or .git. Comments
/// and everything else in it stay.
#[derive(clap::Args, Debug)]
pub struct Set {
    /// [NAME] [GOOS/GOARCH] [KEY=VALUE]...
    #[arg(value_name = "WORD", required = true)]
    words: Vec<String>,
}

/// Take a target out of gotoolchain.toml
#[derive(clap::Args, Debug)]
pub struct Unset {
    /// The one of that name; [target] if none is named
    name: Option<String>,
}

/// Writes the target and prints the file's path.
///
/// # Errors
/// `Usage` for words that make no sense and for what the selected Go does not know; `Config` for a
/// file that cannot be edited.
pub(crate) fn set(gom: &Gom, args: &Set) -> Result<()> {
    let words = TargetWords::parse(&args.words)?;
    let path = project_place::of(&gom.directory(None)?).ok_or_else(|| no_project(gom))?;
    let mut edit = ProjectEdit::open(gom, &path)?;
    let key = table(words.name.as_deref());
    let before = key.find(edit.document().as_table()).is_some();
    let old = |edit: &mut ProjectEdit<'_>, name: &str| {
        let item = key.with(name).find(edit.document().as_table())?.as_str()?;
        Some(item.to_owned())
    };
    let host = &gom.host;
    let (old_os, old_arch) = (old(&mut edit, "goos"), old(&mut edit, "goarch"));
    let (goos, goarch) = match &words.platform {
        Some(platform) => (Some(platform.os()), Some(platform.arch())),
        None => (
            words.get("goos").or(old_os.as_deref()),
            words.get("goarch").or(old_arch.as_deref()),
        ),
    };
    let half = |value: Option<&str>, host: &str| {
        value
            .filter(|value| !value.is_empty())
            .unwrap_or(host)
            .to_owned()
    };
    let (os, arch) = (half(goos, host.os()), half(goarch, host.arch()));
    let platform = Platform::new(&os, &arch).ok_or_else(|| {
        let shown = escape::excerpt(&format!("{os}/{arch}"), 60);
        Error::new(
            Kind::Usage,
            format!("{shown} is no platform such as linux/arm64"),
        )
        .hint("gom target list --ports")
    })?;
    let names_arch = goarch.is_some_and(|goarch| !goarch.is_empty());
    check_levels(&words, &platform, names_arch)?;
    let cgo = words.get("cgo").map(|text| truth(text, &key)).transpose()?;
    edit.go()
        .check_port(&platform, cgo.flatten() == Some(true))?;
    if let Some(platform) = &words.platform {
        edit.put(&key.with("goos"), platform.os().into())?;
        edit.put(&key.with("goarch"), platform.arch().into())?;
    }
    // A level of the former architecture would be an error now.
    let own = level::variable(platform.arch());
    for (_, level) in LEVELS {
        if own != Some(level) {
            edit.take(&key.with(&level.to_ascii_lowercase()));
        }
    }
    for (name, value) in &words.entries {
        let key = key.with(name);
        match (name.as_str(), cgo.flatten()) {
            ("cgo", Some(on)) => edit.put(&key, on.into())?,
            _ if value.is_empty() => drop(edit.take(&key)),
            _ => edit.put(&key, value.as_str().into())?,
        }
    }
    let former = old_os.is_some() || old_arch.is_some();
    let former = former.then(|| {
        let half = |old: Option<String>, host: &str| old.unwrap_or_else(|| host.to_owned());
        format!(
            "{}/{}",
            half(old_os, host.os()),
            half(old_arch, host.arch())
        )
    });
    let unchecked = edit.go().toolchain().is_none();
    let written = edit.write()?;
    print(gom, &path, &words);
    let title = title(words.name.as_deref());
    let verb = if before { "is" } else { "is new:" };
    gom.printer.talk(format_args!("{title} {verb} {platform}"));
    written.advise(gom);
    if unchecked {
        gom.printer
            .note("not checked: the Go of this directory is not there to be asked");
        gom.printer.hint("gom current");
    }
    let file = written.file.as_ref();
    let target = file.and_then(|file| find(file, words.name.as_deref()));
    if let (Some(target), Some(former)) = (target, former)
        && former != platform.to_string()
    {
        let keys = PROGRAM_KEYS.iter().filter(|key| words.get(key).is_none());
        let kept: Vec<&str> = keys
            .filter(|key| target.get(key).is_some())
            .copied()
            .collect();
        if !kept.is_empty() {
            let kept = kept.join(", ");
            gom.printer
                .note(format_args!("{kept}: still as for {former}"));
        }
    }
    if let (Some(file), Some(target)) = (file, target) {
        say_what_a_side_overrides(gom, file, target, &words);
    }
    Ok(())
}

/// Levels that would count for nothing.
fn check_levels(words: &TargetWords, platform: &Platform, names_arch: bool) -> Result<()> {
    let own = level::variable(platform.arch());
    for (key, value) in words.entries.iter().filter(|(_, value)| !value.is_empty()) {
        let variable = key.to_ascii_uppercase();
        if LEVELS.iter().all(|(_, level)| *level != variable) {
            continue;
        }
        if own != Some(variable.as_str()) {
            let error = Error::new(Kind::Usage, format!("{key} says nothing about {platform}"));
            let fitting = LEVELS.iter().find(|(_, level)| *level == variable);
            let arch = fitting.map_or("", |(arch, _)| *arch);
            return Err(error.hint(format!(
                "gom target set {}{}/{arch} {key}={}",
                prefix(words),
                platform.os(),
                quote::word(value)
            )));
        }
        if !names_arch {
            return Err(
                Error::new(Kind::Usage, format!("{key} counts only beside a goarch")).hint(
                    format!(
                        "gom target set {}{platform} {key}={}",
                        prefix(words),
                        quote::word(value)
                    ),
                ),
            );
        }
    }
    Ok(())
}

/// The name in front of further words of a command.
fn prefix(words: &TargetWords) -> String {
    let name = words.name.as_ref();
    name.map_or_else(String::new, |name| format!("{} ", quote::word(name)))
}

/// The value of `cgo`; `None` for an empty one, which takes the key out.
fn truth(text: &str, key: &DottedKey) -> Result<Option<bool>> {
    match text {
        "true" | "1" => Ok(Some(true)),
        "false" | "0" => Ok(Some(false)),
        "" => Ok(None),
        _ => {
            let shown = escape::excerpt(text, 60);
            let message = format!("{key}.cgo is '{shown}', and neither true nor false");
            Err(Error::new(Kind::Usage, message).hint("gom target set cgo=true"))
        }
    }
}

/// Takes a target out and prints the file's path.
///
/// # Errors
/// `Config` for one that is not there, and for a file that cannot be edited.
pub(crate) fn unset(gom: &Gom, args: &Unset) -> Result<()> {
    let path = project_file::find(&gom.directory(None)?).ok_or_else(|| no_project(gom))?;
    let mut edit = ProjectEdit::open(gom, &path)?;
    let key = table(args.name.as_deref());
    if !edit.take(&key) {
        let shown = escape::text(&title(args.name.as_deref())).into_owned();
        let error = Error::new(
            Kind::Config,
            format!("{} has no {shown}", escape::path(&path)),
        );
        // Those of one side are somebody's special case: not taken out by the way.
        let below = SIDES.iter().find_map(|side| {
            let words: Vec<&str> = std::iter::once(*side).chain(key.words()).collect();
            let key = DottedKey::new(&words);
            key.find(edit.document().as_table())
                .map(|_| key.to_string())
        });
        return Err(match below {
            Some(key) => error.hint(format!(
                "gom config --project --unset {}",
                quote::word(&key)
            )),
            None => error.hint("gom target list"),
        });
    }
    let written = edit.write()?;
    let words = TargetWords {
        name: args.name.clone(),
        ..TargetWords::default()
    };
    print(gom, &path, &words);
    written.advise(gom);
    Ok(())
}

/// The table of a target.
fn table(name: Option<&str>) -> DottedKey {
    match name {
        Some(name) => DottedKey::new(&["targets", name]),
        None => DottedKey::new(&["target"]),
    }
}

fn title(name: Option<&str>) -> String {
    name.map_or_else(|| "[target]".to_owned(), |name| format!("[targets.{name}]"))
}

fn find<'f>(file: &'f ProjectFile, name: Option<&str>) -> Option<&'f Target> {
    match name {
        Some(name) => file.named_target(name),
        None => file.target.as_ref(),
    }
}

fn no_project(gom: &Gom) -> Error {
    let cwd = gom.vars.cwd.as_deref().unwrap_or(Path::new(""));
    Error::new(
        Kind::Usage,
        format!(
            "{} is not a Go project: no {PROJECT_FILE}, go.work, go.mod or .git here or above",
            escape::path(cwd)
        ),
    )
    .hint("gom use --here stable")
}

fn print(gom: &Gom, path: &Path, words: &TargetWords) {
    if gom.printer.json() {
        let mut object = Map::new();
        object.insert("schema".into(), json!(1));
        json_path::insert(&mut object, "path", path);
        object.insert("name".into(), json!(words.name));
        gom.printer.object(&object.into());
    } else {
        gom.printer.path(path);
    }
}

/// A table of this side that says otherwise makes the edit look like nothing.
fn say_what_a_side_overrides(gom: &Gom, file: &ProjectFile, target: &Target, words: &TargetWords) {
    let platform = words.platform.iter();
    let platform =
        platform.flat_map(|platform| [("goos", platform.os()), ("goarch", platform.arch())]);
    let entries = words.entries.iter().filter(|(_, value)| !value.is_empty());
    let entries = entries.filter(|(key, _)| key != "cgo");
    let wanted = platform.chain(entries.map(|(key, value)| (key.as_str(), value.as_str())));
    for (key, value) in wanted {
        if let Some(entry) = target.entry(key)
            && entry.value != value
        {
            let place = file.source(entry.place.0).place(gom.vars.cwd.as_deref());
            gom.printer.warning(format_args!(
                "on this side {place} says {key} = {}",
                escape::excerpt(&entry.value, 60)
            ));
        }
    }
}

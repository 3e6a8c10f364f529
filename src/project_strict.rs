//! What `gom` commands refuse in a project file and shims pass over: keys that this gom does not
//! know, and a file that is for a newer gom (design §9).

use std::path::Path;

use gom_shim::nearest::distance;
use gom_shim::project_file::{self, Entry, ProjectFile, Unknown};
use gom_shim::side::Side;
use gom_shim::toml_place::{bad, position};
use gom_shim::{Error, Kind, Result, escape, read};
use semver::{Prerelease, Version, VersionReq};

/// This gom.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Refuses a file that is for another gom; then one that has keys which this one does not know.
///
/// # Errors
/// `Config` with file, line and column.
pub fn check(file: &ProjectFile) -> Result<()> {
    let mut mistakes = mistakes(file).into_iter();
    let Some(first) = mistakes.next() else {
        return Ok(());
    };
    Err(match mistakes.len() {
        0 => first,
        1 => first.cause("and one mistake more"),
        more => first.cause(format!("and {more} mistakes more")),
    })
}

/// Everything that [`check`] refuses, in the order of the file. Where the file is for another gom
/// that is the only one: what else is unknown is probably why.
#[must_use]
pub fn mistakes(file: &ProjectFile) -> Vec<Error> {
    if let Some(entry) = &file.gom
        && let Err(error) = requirement(&file.path, entry, VERSION)
    {
        return vec![error];
    }
    let mut unknown: Vec<&Unknown> = file.unknown.iter().collect();
    unknown.sort_by_key(|unknown| unknown.place);
    let unknown = unknown.into_iter();
    unknown
        .map(|unknown| unknown_key(&file.path, unknown))
        .collect()
}

/// The error that counts where the nearest file at or above `dir` cannot be read: that it is for
/// another gom, if it says so, for then its tables may be of a kind that this one cannot know.
#[must_use]
pub fn explained(dir: Option<&Path>, side: &Side, error: Error) -> Error {
    let newer = || {
        let path = project_file::find(dir?)?;
        let bytes = read::file(&path).ok()??;
        if ProjectFile::parse(&path, bytes.clone(), side).is_ok() {
            return None;
        }
        let text = read::text(&path, bytes).ok()?;
        let table = toml_edit::Document::parse(text.as_str()).ok()?;
        let value = table.get("gom")?.as_value()?;
        let entry = Entry {
            name: "gom".to_owned(),
            value: value.as_str()?.to_owned(),
            place: position(&text, value.span()?.start),
        };
        requirement(&path, &entry, VERSION).err()
    };
    if error.kind == Kind::Config {
        newer().unwrap_or(error)
    } else {
        error
    }
}

/// Compares `gom = ">=1.4"` with a version of gom, whose prerelease counts as the release.
///
/// # Errors
/// `Config` where it is no requirement, or not met.
pub fn requirement(path: &Path, entry: &Entry, version: &str) -> Result<()> {
    let shown = escape::excerpt(&entry.value, 60);
    let wanted = VersionReq::parse(&entry.value).map_err(|error| {
        bad(
            path,
            entry.place,
            &format!("gom is '{shown}', which is no requirement such as '>=1.4'"),
        )
        .cause(error.to_string())
    })?;
    let is_met = Version::parse(version).is_ok_and(|mut own| {
        own.pre = Prerelease::EMPTY;
        wanted.matches(&own)
    });
    if is_met {
        return Ok(());
    }
    Err(bad(
        path,
        entry.place,
        &format!("this project asks for gom {shown}, and this is gom {version}"),
    )
    .hint("update gom: in a checkout of its repository, git pull && ./install.sh"))
}

/// `gotoolchain.toml:3:1: 'gopth' is no key of [toolchain]`, with the nearest one that is.
#[must_use]
pub fn unknown_key(path: &Path, unknown: &Unknown) -> Error {
    let Unknown {
        table,
        name,
        place,
        known,
    } = unknown;
    let shown = escape::excerpt(name, 60);
    let home = if table.is_empty() {
        "is no key of this file".to_owned()
    } else {
        format!("is no key of [{}]", escape::excerpt(table, 80))
    };
    bad(path, *place, &format!("'{shown}' {home}")).cause(suggestion(name, known))
}

/// The nearest of the known keys; all of them where none is near.
#[must_use]
pub fn suggestion(name: &str, known: &[&str]) -> String {
    let lower = name.to_ascii_lowercase();
    let nearest = known
        .iter()
        .map(|known| (distance(known, &lower), known))
        .min_by_key(|(distance, _)| *distance);
    match nearest {
        Some((distance, nearest)) if distance <= (lower.chars().count() / 2).max(1) => {
            format!("the nearest one is '{nearest}'")
        }
        _ => format!("there are {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(value: &str) -> Entry {
        Entry {
            name: "gom".to_owned(),
            value: value.to_owned(),
            place: (1, 7),
        }
    }

    #[test]
    fn requirements() {
        let is_met = |wanted: &str, own: &str| requirement(Path::new("x"), &entry(wanted), own);
        for (wanted, own) in [
            (">=1.4", "1.4.0"),
            (">=1.4", "2.0.0"),
            (">=1.4", "1.4.0-dev.3"),
            ("^0.3", "0.3.9"),
            ("*", "0.1.0"),
            (">=1, <3", "2.9.1"),
        ] {
            assert!(is_met(wanted, own).is_ok(), "{wanted} {own}");
        }
        for (wanted, own) in [(">=1.4", "1.3.9"), ("^0.3", "0.4.0"), ("<1", "1.0.0-rc.1")] {
            let error = is_met(wanted, own).unwrap_err();
            let message =
                format!("x:1:7: this project asks for gom {wanted}, and this is gom {own}");
            assert_eq!(error.message, message);
        }
        let error = is_met("latest", "1.0.0").unwrap_err();
        assert_eq!(
            error.message,
            "x:1:7: gom is 'latest', which is no requirement such as '>=1.4'"
        );
    }

    #[test]
    fn suggestions() {
        let known = ["go", "tools", "gopath"];
        assert_eq!(suggestion("gopth", &known), "the nearest one is 'gopath'");
        assert_eq!(suggestion("GOPATH", &known), "the nearest one is 'gopath'");
        assert_eq!(
            suggestion("workspaces", &known),
            "there are go, tools, gopath"
        );
    }
}

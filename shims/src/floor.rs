//! What a project file may ask for without trust: released Go at or above the floor (design §8).

use std::path::Path;

use crate::error::{Error, Kind, Result};
use crate::gover::{self, Gover};
use crate::request::Request;
use crate::resolve::Context;
use crate::version::{Line, Version};
use crate::version_file::Pin;

/// A project file may name released Go at or above the floor; anything else waits for trust.
pub(crate) fn check(
    context: Context<'_>,
    pin: &Pin,
    found: Option<&Version>,
    cwd: Option<&Path>,
) -> Result<()> {
    let Pin {
        request,
        source,
        bytes,
    } = pin;
    let Some(path) = source
        .path
        .as_ref()
        .filter(|_| source.kind.is_project_file())
    else {
        return Ok(());
    };
    let floor = floor(context)?;
    let floor_text = context.config.text("floor").unwrap_or_default();
    let is_old = |version: &Version| *version.gover() < floor;
    let what = match (request, found) {
        (_, Some(version)) if is_old(version) => {
            format!("{}, older than {floor_text}", version.go_name())
        }
        (Request::Exact(_) | Request::Line(_), None) if is_below_floor(request, &floor) => {
            format!(
                "go{}, older than {floor_text}",
                request.to_string().trim_start_matches("go")
            )
        }
        (Request::System, _) => "the system's own Go".to_owned(),
        (Request::Linked(name), _) => format!("the linked toolchain '{name}'"),
        _ => return Ok(()),
    };
    if crate::trust::is_trusted(context.vars, context.layout, path, bytes) {
        return Ok(());
    }
    let directory = path.parent().unwrap_or(path);
    Err(Error::new(
        Kind::NotTrusted,
        format!("{} asks for {what}, and is not trusted", source.place(cwd)),
    )
    .hint(format!(
        "if you know this project: gom trust {}",
        crate::quote::path(directory)
    )))
}

/// The floor as a version.
///
/// # Errors
/// `Config` where the setting is no version.
pub fn floor(context: Context<'_>) -> Result<Gover> {
    let text = context.config.text("floor").unwrap_or_default();
    Gover::parse(&text).ok_or_else(|| {
        let shown = crate::escape::excerpt(&text, 60);
        Error::new(
            Kind::Config,
            format!("floor is '{shown}', which is no Go version"),
        )
        .hint("gom config floor 1.21")
    })
}

/// True for a version below the floor, and for a line whose every release is.
#[must_use]
pub fn is_below_floor(request: &Request, floor: &Gover) -> bool {
    match request {
        Request::Exact(version) => version.gover() < floor,
        Request::Line(line) => is_old_line(line, floor),
        _ => false,
    }
}

/// True where every release of a line is below the floor.
fn is_old_line(line: &Line, floor: &Gover) -> bool {
    let text = line.to_string();
    text.contains('.')
        && gover::compare(&text, &format!("{}.{}", floor.line().0, floor.line().1)).is_lt()
}

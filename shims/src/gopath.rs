//! A GOPATH of a toolchain's or a project's own, under gom's home; the module cache stays shared.

use std::path::{Path, PathBuf};

use crate::environment::Change;
use crate::error::{Error, Result};
use crate::layout::Layout;
use crate::project::Project;
use crate::project_env::{Given, effective};
use crate::resolve::Context;
use crate::toolchain::Toolchain;
use crate::trust;

/// Adds GOPATH and GOMODCACHE where the project or the settings ask for a GOPATH of its own, and
/// nobody names one.
///
/// # Errors
/// `FileSystem` where the directory cannot be made.
pub(crate) fn add(
    context: Context<'_>,
    project: Option<&Project>,
    toolchain: &Toolchain,
    given: &mut Vec<Given>,
) -> Result<()> {
    let own = project.filter(|project| project.trusted);
    let entry = own.and_then(|project| project.file.gopath.as_ref());
    let mode = match entry {
        Some(entry) => entry.value.clone(),
        None => context.config.text("gopath").unwrap_or_default(),
    };
    let named =
        context.vars.is_callers("GOPATH") || given.iter().any(|given| given.name == "GOPATH");
    if named {
        return Ok(());
    }
    let path = match mode.as_str() {
        "toolchain" => context.layout.gopaths().join(directory_name(toolchain)),
        "project" => match project {
            Some(project) => project_gopath(context.layout, project),
            None => return Ok(()),
        },
        _ => return Ok(()),
    };
    let source = entry
        .zip(own)
        .map(|(entry, project)| project.file.source(entry.place.0));
    // Modules do not depend on the Go that fetched them: their cache stays where it was.
    if effective(context, given, "GOMODCACHE").is_none()
        && let Some(cache) = module_cache(context)
    {
        given.push(Given {
            name: "GOMODCACHE".into(),
            value: cache.into_os_string(),
            source: source.clone(),
        });
    }
    given.push(Given {
        name: "GOPATH".into(),
        value: path.into_os_string(),
        source,
    });
    Ok(())
}

/// Makes the GOPATH that a shim is about to give, where it is one of gom's own: `gom env` and
/// `gom check` only say what it would be.
///
/// # Errors
/// `FileSystem` where the directory cannot be made.
pub(crate) fn make(layout: &Layout, changes: &[Change]) -> Result<()> {
    let gopath = changes.iter().find(|change| change.name == "GOPATH");
    let Some(path) = gopath.and_then(|change| change.value.as_ref()) else {
        return Ok(());
    };
    let path = Path::new(path);
    if !path.starts_with(layout.gopaths()) || path.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(path)
        .map_err(|error| Error::io("make", path, &error).hint("gom config gopath shared"))
}

/// The name of a toolchain's directory, the link's for a linked one.
fn directory_name(toolchain: &Toolchain) -> String {
    let name = toolchain
        .root
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    match toolchain.provenance {
        crate::toolchain::Provenance::Installed => name.unwrap_or_default(),
        _ => toolchain.name.clone(),
    }
}

/// The GOPATH of a project: named after its directory, and told from others of that name.
fn project_gopath(layout: &Layout, project: &Project) -> PathBuf {
    let directory = project.file.directory();
    let directory = directory
        .canonicalize()
        .unwrap_or_else(|_| directory.to_owned());
    let name: String = directory
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
        .take(40)
        .collect();
    layout
        .gopaths()
        .join("projects")
        .join(format!("{name}-{:016x}", trust::hash(&directory)))
}

/// Where Go would keep modules without us (`src/cmd/go/internal/cfg/cfg.go`, `gopathDir`).
fn module_cache(context: Context<'_>) -> Option<PathBuf> {
    if let Some(path) = context
        .env_file
        .get("GOPATH")
        .filter(|path| !path.is_empty())
    {
        let first = std::env::split_paths(path)
            .next()
            .filter(|path| path.is_absolute())?;
        return Some(first.join("pkg/mod"));
    }
    Some(context.vars.home()?.join("go/pkg/mod"))
}

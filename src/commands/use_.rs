//! `gom use`: a project pinned to a Go.

use std::path::{Path, PathBuf};

use gom_shim::floor::is_below_floor;
use gom_shim::gover::Gover;
use gom_shim::project_file::PROJECT_FILE;
use gom_shim::request::Request;
use gom_shim::source::{Source, SourceKind};
use gom_shim::{Error, Kind, Result, answer, escape, quote};
use serde_json::{Map, json};

use crate::candidates;
use crate::commands::link;
use crate::gom::Gom;
use crate::toml_file::{self, TomlFile};
use crate::{json_path, project_place};

/// Pin this project to a Go, in gotoolchain.toml
///
/// The file is the nearest gotoolchain.toml above, else it is made beside go.work or go.mod,
/// else beside .git. Comments and everything else in it stay.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// A version, a line such as 1.22, stable, a range, go.mod
    #[arg(add = candidates::any())]
    request: String,
    /// Make the file in this very directory, project or not
    #[arg(long)]
    here: bool,
}

/// Writes the pin and prints the file's path.
///
/// # Errors
/// `Usage` for a request that is none or a directory that is no project, `Config` for a file that
/// cannot be edited.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    let request = Request::parse(&args.request)?;
    link::check(gom, &request)?;
    let Some(cwd) = gom.vars.cwd.as_deref() else {
        return Err(
            Error::new(Kind::FileSystem, "the current directory is gone").hint("cd to the project"),
        );
    };
    let path = if args.here {
        cwd.join(PROJECT_FILE)
    } else {
        project_file(cwd, &request)?
    };
    project_place::check_link(&path)?;
    let mut file = TomlFile::read(&path)?;
    toml_file::set(file.table("toolchain")?, "go", request.to_string().into());
    file.write()?;
    if gom.printer.json() {
        let mut object = Map::new();
        object.insert("schema".into(), json!(1));
        json_path::insert(&mut object, "path", &path);
        gom.printer.object(&object.into());
    } else {
        gom.printer.path(&path);
    }
    advise(gom, &path, &request)
}

/// Where the pin belongs.
fn project_file(cwd: &Path, request: &Request) -> Result<PathBuf> {
    project_place::of(cwd).ok_or_else(|| {
        Error::new(Kind::Usage, format!("{} is not a Go project: no gotoolchain.toml, go.work, go.mod or .git here or above", escape::path(cwd)))
            .cause("gom use --here makes the file in this very directory; for everywhere else there is a default")
            .hint(format!("gom default {}", quote::word(&request.to_string())))
    })
}

/// Says what is still to do before `go` runs here.
fn advise(gom: &Gom, path: &Path, request: &Request) -> Result<()> {
    let context = gom.context()?;
    let floor = context.config.text("floor").unwrap_or_default();
    let is_old = Gover::parse(&floor).is_some_and(|floor| is_below_floor(request, &floor));
    let directory = path.parent().unwrap_or(path);
    if is_old || matches!(request, Request::System | Request::Linked(_)) {
        gom.printer.note("shims run this only in a trusted project");
        gom.printer
            .hint(format_args!("gom trust {}", quote::path(directory)));
    }
    let source = Source::new(SourceKind::ProjectFile, request.to_string());
    if !matches!(request, Request::GoMod | Request::System)
        && answer::installed(context, request, &source)?.is_none()
    {
        gom.printer.note(format_args!("{request} is not installed"));
        gom.printer.hint(format_args!(
            "gom install {}",
            quote::word(&request.to_string())
        ));
    }
    Ok(())
}

//! `gom trust`: the project files of a directory, shown and trusted as they are now.

use std::path::{Path, PathBuf};

use gom_shim::{Error, Kind, Result, escape, quote};
use serde_json::{Map, Value, json};

use crate::gom::Gom;
use crate::json_path;
use crate::lock::Lock;
use crate::trust_file::TrustFile;
use crate::trust_record::{State, TrustRecord, file_names};
use crate::{trust_variable, trust_view};

/// Trust the project files of a directory as they are now
///
/// The files are gotoolchain.toml, .go-version and .tool-versions. What they ask for is shown. A
/// changed file, or a copy elsewhere, has to be trusted again; what has changed is shown then.
/// `gom trust --show` looks without trusting, `gom untrust` takes trust back.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The directory; if none is named, the nearest one above that has a project file
    directory: Option<PathBuf>,
    /// Show what they ask for, and trust nothing
    #[arg(long, visible_alias = "dry-run")]
    show: bool,
    /// Show the directories that are trusted, and which have changed since
    #[arg(long, conflicts_with_all = ["directory", "show"])]
    list: bool,
}

/// Shows the files, copies them into the trust list, and says what is now trusted.
///
/// # Errors
/// `Usage` where there is nothing to trust; `NotTrusted` for a link that leaves the directory;
/// `Config` for a file that cannot be parsed, and so cannot be shown.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    if args.list {
        return list(gom);
    }
    let directory = directory(gom, args.directory.as_deref())?;
    let files = TrustFile::all(gom, &directory)?;
    if files.is_empty() {
        return Err(Error::new(
            Kind::Usage,
            format!("{} has no project file to trust", escape::path(&directory)),
        )
        .hint("gom use VERSION"));
    }
    if args.show {
        return show(gom, &directory, &files);
    }
    if !gom.printer.json() {
        for line in files
            .iter()
            .flat_map(|file| trust_view::lines(file, |text, sgr| gom.printer.paint(text, sgr)))
        {
            gom.printer.talk(line);
        }
    }
    // The very bytes that were shown: what came into the file meanwhile is not trusted by this.
    let bytes: Vec<_> = files
        .iter()
        .map(|file| (file.name, file.bytes.as_slice()))
        .collect();
    let lock = Lock::home(&gom.layout, &gom.printer)?;
    TrustRecord::write(&gom.layout, &directory, &bytes)?;
    drop(lock);
    if gom.printer.json() {
        gom.printer.object(&to_json(&directory, &files, true));
        return Ok(());
    }
    for file in &files {
        gom.printer
            .talk(format_args!("trusted {}", escape::path(&file.path)));
    }
    Ok(())
}

/// The canonical directory: the one that is named, else the nearest with a project file.
fn directory(gom: &Gom, named: Option<&Path>) -> Result<PathBuf> {
    let given = gom.directory(named)?;
    let directory = given
        .canonicalize()
        .map_err(|error| Error::io("find", &given, &error))?;
    if named.is_some() {
        return Ok(directory);
    }
    let is_there = |path: PathBuf| path.metadata().is_ok_and(|metadata| !metadata.is_dir());
    let has_file = |dir: &&Path| file_names().any(|name| is_there(dir.join(name)));
    // Upwards as the shell sees it, as the shims look.
    let found = given.ancestors().find(has_file);
    let found = found.and_then(|found| found.canonicalize().ok());
    Ok(found.unwrap_or(directory))
}

/// `--show`: the same on standard output, and what is trusted now.
fn show(gom: &Gom, directory: &Path, files: &[TrustFile]) -> Result<()> {
    let trusted = files.iter().all(|file| file.is_trusted(gom));
    if gom.printer.json() {
        gom.printer.object(&to_json(directory, files, trusted));
        return Ok(());
    }
    for file in files {
        let lines = trust_view::lines(file, |text, sgr| gom.printer.paint_data(text, sgr));
        if lines.is_empty() {
            let path = escape::path(&file.path);
            gom.printer
                .data(format_args!("{path} asks for nothing that needs trust"));
        }
        for line in lines {
            gom.printer.data(line);
        }
    }
    for file in files {
        let state = match (file.is_trusted(gom), file.state()) {
            (true, _) => "trusted",
            (false, "changed") => "changed since it was trusted:",
            _ => "not trusted:",
        };
        gom.printer
            .talk(format_args!("{state} {}", escape::path(&file.path)));
    }
    if !trusted {
        gom.printer
            .hint(format_args!("gom trust {}", quote::path(directory)));
    }
    Ok(())
}

fn to_json(directory: &Path, files: &[TrustFile], trusted: bool) -> Value {
    let mut object = Map::new();
    object.insert("schema".into(), json!(1));
    json_path::insert(&mut object, "path", directory);
    object.insert("trusted".into(), json!(trusted));
    let files = files.iter().map(trust_view::to_json);
    object.insert("files".into(), files.collect());
    object.into()
}

/// `--list`: every trusted directory, and what became of it.
fn list(gom: &Gom) -> Result<()> {
    let records = TrustRecord::all(&gom.layout);
    let entries: Vec<_> = trust_variable::entries(&gom.vars).collect();
    for unusable in entries.iter().filter_map(|entry| entry.as_ref().err()) {
        gom.printer.warning(unusable);
    }
    if entries.iter().any(|entry| entry.is_err()) {
        gom.printer
            .hint("GOM_TRUST=/path/to/project, several with the separator of PATH");
    }
    let named: Vec<&PathBuf> = entries.iter().flatten().collect();
    if gom.printer.json() {
        let trusted = records.iter().map(|record| {
            let files = record.files();
            let files = files
                .iter()
                .map(|(name, state)| json!({"name": name, "state": state.name()}));
            let mut object = Map::new();
            json_path::insert(&mut object, "path", &record.directory);
            object.insert("state".into(), json!(record.state().name()));
            object.insert("files".into(), files.collect());
            Value::Object(object)
        });
        let environment = named.iter().map(|directory| {
            let mut object = Map::new();
            json_path::insert(&mut object, "path", directory);
            Value::Object(object)
        });
        gom.printer.object(&json!({
            "schema": 1,
            "trusted": trusted.collect::<Vec<_>>(),
            "environment": environment.collect::<Vec<_>>(),
        }));
        return Ok(());
    }
    for record in records {
        let state = match record.state() {
            State::Same => "",
            State::Changed => "  changed",
            State::Gone => "  gone",
        };
        gom.printer.path_with(&record.directory, state);
    }
    for directory in named {
        gom.printer.path_with(directory, "  GOM_TRUST");
    }
    Ok(())
}

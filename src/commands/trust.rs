//! `gom trust`: the project files of a directory, trusted as they are now.

use std::path::PathBuf;

use gom_shim::project_file::PROJECT_FILE;
use gom_shim::toolchain::path_from_bytes;
use gom_shim::version_file::VERSION_FILES;
use gom_shim::{Error, Kind, Result, escape, quote, read, trust};
use serde_json::{Map, Value, json};

use crate::gom::Gom;
use crate::lock::Lock;
use crate::{json_path, remove, write};

/// Trust the project files of a directory as they are now
///
/// The files are gotoolchain.toml, .go-version and .tool-versions. A changed file, or a copy
/// elsewhere, has to be trusted again.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The directory; the current one if none is named
    directory: Option<PathBuf>,
    /// Show the directories that are trusted
    #[arg(long, conflicts_with = "directory")]
    list: bool,
}

/// Copies the files into the trust list, and says what is now trusted.
///
/// # Errors
/// `Usage` where there is nothing to trust; `NotTrusted` for a link that leaves the directory.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    if args.list {
        return list(gom);
    }
    let given = gom.directory(args.directory.as_deref())?;
    let directory = given
        .canonicalize()
        .map_err(|error| Error::io("find", &given, &error))?;
    let mut files = Vec::new();
    for name in std::iter::once(PROJECT_FILE).chain(VERSION_FILES.map(|(name, _)| name)) {
        let path = directory.join(name);
        let Some(bytes) = read::file(&path)? else {
            continue;
        };
        if trust::trusted_place(&path).as_ref() != Some(&directory) {
            return Err(Error::new(
                Kind::NotTrusted,
                format!(
                    "{} is a link that leaves its directory, and cannot be trusted",
                    escape::path(&path)
                ),
            )
            .hint(format!(
                "copy what it leads to: cp --remove-destination \"$(readlink -f {0})\" {0}",
                quote::path(&path)
            )));
        }
        files.push((name, bytes));
    }
    if files.is_empty() {
        return Err(Error::new(
            Kind::Usage,
            format!("{} has no project file to trust", escape::path(&directory)),
        )
        .hint("gom use VERSION"));
    }
    let _lock = Lock::home(&gom.layout, &gom.printer)?;
    let record = trust::record(&gom.layout, &directory);
    remove::tree(&record).map_err(|error| Error::io("remove", &record, &error))?;
    for (name, bytes) in &files {
        write::replace(&record.join(name), bytes)?;
    }
    // Written last: without it the record counts for nothing.
    write::replace(
        &record.join(trust::DIRECTORY_FILE),
        directory.as_os_str().as_encoded_bytes(),
    )?;
    for (name, _) in files {
        gom.printer.talk(format_args!(
            "trusted {}",
            escape::path(&directory.join(name))
        ));
    }
    Ok(())
}

/// Every trusted directory, with the files trusted in it.
fn list(gom: &Gom) -> Result<()> {
    let mut directories = Vec::new();
    for entry in std::fs::read_dir(gom.layout.trusted())
        .into_iter()
        .flatten()
        .flatten()
    {
        if let Some(bytes) = read::file(&entry.path().join(trust::DIRECTORY_FILE))? {
            directories.push(path_from_bytes(bytes));
        }
    }
    directories.sort();
    if gom.printer.json() {
        let objects = directories.iter().map(|directory| {
            let mut object = Map::new();
            json_path::insert(&mut object, "path", directory);
            Value::Object(object)
        });
        gom.printer
            .object(&json!({"schema": 1, "trusted": objects.collect::<Vec<_>>()}));
        return Ok(());
    }
    for directory in directories {
        gom.printer.path(&directory);
    }
    Ok(())
}

//! `gom link`: a name for a Go that the user built or unpacked.

use std::path::PathBuf;

use gom_shim::request::{Request, is_link_name};
use gom_shim::toolchain::{is_executable, version_of};
use gom_shim::{Error, Kind, Result, escape, quote};

use crate::gom::Gom;
use crate::lock::Lock;
use crate::write;

/// Give a name to a Go that you built or unpacked yourself
///
/// `gom link tip ~/src/go`, then `gom use tip` or `go +tip build`. gom proves nothing about it;
/// `gom uninstall NAME` forgets it.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The name: letters, digits, '.', '_', '-', starting with a letter
    name: String,
    /// Its GOROOT, the directory that holds bin/go
    directory: PathBuf,
}

/// Writes the link.
///
/// # Errors
/// `Usage` for a name that is none, `FileSystem` for a directory without bin/go.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    if !is_link_name(&args.name) {
        return Err(Error::new(Kind::Usage, format!("'{}' cannot be the name of a link", escape::excerpt(&args.name, 60)))
            .hint("letters, digits, '.', '_', '-', starting with a letter, and nothing that means a version: gom link tip DIRECTORY"));
    }
    let given = gom
        .vars
        .cwd
        .clone()
        .unwrap_or_default()
        .join(&args.directory);
    let root = given
        .canonicalize()
        .map_err(|error| Error::io("find", &given, &error))?;
    if root.starts_with(gom.layout.toolchains()) {
        return Err(Error::new(
            Kind::Usage,
            format!("{} is installed by gom already", escape::path(&root)),
        )
        .hint("gom list"));
    }
    let go = root
        .join("bin")
        .join(format!("go{}", std::env::consts::EXE_SUFFIX));
    if !is_executable(&go) {
        return Err(Error::new(
            Kind::FileSystem,
            format!("{} holds no bin/go", escape::path(&root)),
        )
        .hint("name the directory above bin, as printed by: go env GOROOT"));
    }
    let _lock = Lock::home(&gom.layout, &gom.printer)?;
    write::replace(
        &gom.layout.links().join(&args.name),
        root.as_os_str().as_encoded_bytes(),
    )?;
    let version =
        version_of(&root).map_or_else(|| "no VERSION file".to_owned(), |version| version.go_name());
    gom.printer.talk(format_args!(
        "linked {} to {} ({version}, unverified)",
        args.name,
        quote::path(&root)
    ));
    Ok(())
}

/// Refuses a word that names no link: it is most likely a version mistyped.
///
/// # Errors
/// `Usage`, with what would be valid.
pub fn check(gom: &Gom, request: &Request) -> Result<()> {
    match request {
        Request::Linked(name) if !gom.layout.links().join(name).exists() => {
            Err(Request::nonsense(name))
        }
        _ => Ok(()),
    }
}

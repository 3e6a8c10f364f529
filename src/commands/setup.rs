//! `gom setup`: places the programs and puts their directory on PATH.

use std::path::{Path, PathBuf};

use gom_shim::layout::Layout;
use gom_shim::side::Side;
use gom_shim::{Error, Kind, Result, escape};

use crate::env_file::{self, Language};
use crate::gom::Gom;
use crate::owner;
use crate::profile::{self, Edit, Reason};
use crate::record::{Record, Wrote};
use crate::shell_files::{self, shell_files};
use crate::shims::Shims;
use crate::write::replace;

/// Place gom's programs and put them on PATH
///
/// Copies gom into its home, places `go` and `gofmt` there, and adds a marked block to the files
/// that your shells read at their start. Running it again changes nothing that is right already.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Leave the shells' files alone: you put the directory on PATH yourself
    #[arg(long)]
    pub no_path: bool,
    /// Show what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Take the blocks out of the shells' files again; toolchains and programs stay
    #[arg(long, conflicts_with = "no_path")]
    pub remove: bool,
}

/// Runs the command.
///
/// # Errors
/// `FileSystem` where a program or a file of gom's home cannot be written; `Config` where the home
/// cannot be on PATH. A start file that cannot be edited is named, and is no error.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    owner::check(gom.layout.home())?;
    let record = Record::new(&gom.layout);
    if args.remove {
        for (path, reason) in take_out_of_shells(gom, &record, args.dry_run)? {
            gom.printer.warning(format_args!(
                "{} is left as it is: {reason}",
                escape::path(&path)
            ));
        }
        return Ok(());
    }
    let scripts = [Language::Posix, Language::Fish].map(|language| {
        Ok((
            env_file::path(&gom.layout, language),
            env_file::text(&gom.layout, language)?,
        ))
    });
    let scripts = if args.no_path {
        Vec::new()
    } else {
        scripts.into_iter().collect::<Result<Vec<_>>>()?
    };
    place_programs(gom, args.dry_run)?;
    for (path, text) in scripts {
        if std::fs::read(&path).is_ok_and(|now| now == text.as_bytes()) {
            continue;
        }
        if args.dry_run {
            gom.printer
                .data(format_args!("would write {}", escape::path(&path)));
        } else {
            replace(&path, text.as_bytes())?;
        }
    }
    if args.no_path {
        gom.printer.note(format_args!(
            "nothing was put on PATH; the directory is {}",
            escape::path(&gom.layout.bin())
        ));
        return Ok(());
    }
    put_into_shells(gom, &record, args.dry_run)?;
    if !args.dry_run {
        say_what_next(gom)?;
    }
    Ok(())
}

fn place_programs(gom: &Gom, dry_run: bool) -> Result<()> {
    let bin = gom.layout.bin();
    if dry_run {
        for name in ["gom", "go", "gofmt"] {
            let path = Layout::shim(&bin, name);
            if !path.exists() {
                gom.printer
                    .data(format_args!("would place {}", escape::path(&path)));
            }
        }
        return Ok(());
    }
    let from = gom
        .vars
        .exe
        .as_deref()
        .and_then(Path::parent)
        .ok_or_else(|| {
            Error::new(
                Kind::Failure,
                "the system does not say where the running gom lies",
            )
        })?;
    Shims::new(&gom.layout).install_programs(from, &Side::of_this_machine(&gom.vars))?;
    gom.printer.talk(format_args!(
        "gom, go and gofmt are in {}",
        escape::path(&bin)
    ));
    Ok(())
}

/// Adds the block to every start file, and names those that are not gom's to touch.
fn put_into_shells(gom: &Gom, record: &Record, dry_run: bool) -> Result<()> {
    let Some(home) = gom.vars.home() else {
        gom.printer
            .warning("HOME is not set, so no shell's file was changed");
        return Ok(());
    };
    owner::check(&home)?;
    let mut changed = Vec::new();
    for file in shell_files(&gom.vars) {
        let lines = env_file::lines(&gom.layout, file.language, Some(&home))?;
        let edit = Edit::adding(&file.path, &home, &lines, file.place);
        let edit = edit.and_then(|edit| {
            if dry_run {
                if !edit.is_nothing() {
                    gom.printer.data(format_args!(
                        "would {} {}",
                        edit.verb(),
                        escape::path(&file.path)
                    ));
                }
                return Ok(edit);
            }
            // One file that cannot be written is no reason to leave the others.
            edit.apply(record)
                .map(|()| edit)
                .map_err(|error| reason(&error))
        });
        match edit {
            Ok(edit) if edit.is_nothing() => {}
            Ok(edit) => changed.push(escape::path(edit.path())),
            Err(reason) => {
                gom.printer.warning(format_args!(
                    "{} is left as it is: {reason}",
                    escape::path(&file.path)
                ));
                gom.printer.hint(format_args!(
                    "add this line to it: {}",
                    escape::text(lines.trim_end())
                ));
            }
        }
    }
    if !dry_run && !changed.is_empty() {
        gom.printer
            .talk(format_args!("{} now put it on PATH", changed.join(", ")));
    }
    let shell = shell_files::shell(&gom.vars);
    if !shell_files::is_known(&shell) {
        gom.printer.warning(format_args!(
            "gom writes no start file for {}",
            escape::text(&shell)
        ));
        gom.printer.hint(format_args!(
            "put {} first on PATH there",
            escape::path(&gom.layout.bin())
        ));
    }
    Ok(())
}

/// Removes every block, recorded or found where one would be, and the directories created for
/// them. Gives the files that had to be left, with the reason.
///
/// # Errors
/// `FileSystem` where the record cannot be read or written.
pub fn take_out_of_shells(
    gom: &Gom,
    record: &Record,
    dry_run: bool,
) -> Result<Vec<(PathBuf, Reason)>> {
    let home = gom.vars.home().unwrap_or_default();
    let entries = record.entries()?;
    let recorded = entries
        .iter()
        .filter(|entry| entry.wrote != Wrote::Directory);
    let mut files: Vec<_> = recorded
        .map(|entry| (entry.path.clone(), entry.wrote == Wrote::Created))
        .collect();
    for file in shell_files(&gom.vars) {
        if !files.iter().any(|(path, _)| *path == file.path) {
            files.push((file.path, false));
        }
    }
    let mut left = Vec::new();
    for (path, created) in files {
        let edit = match Edit::removing(&path, &home, created) {
            Ok(edit) => edit,
            // Files that are not gom's and hold nothing of gom's are nobody's concern.
            Err(_) if !entries.iter().any(|entry| entry.path == path) => continue,
            Err(reason) => {
                left.push((path, reason));
                continue;
            }
        };
        if dry_run {
            if !edit.is_nothing() {
                gom.printer.data(format_args!(
                    "would {} {}",
                    edit.verb(),
                    escape::path(&path)
                ));
            }
        } else if let Err(error) = edit.apply(record) {
            left.push((path, reason(&error)));
        } else if !edit.is_nothing() {
            let done = if edit.verb() == "remove" {
                "removed"
            } else {
                "took the block out of"
            };
            gom.printer
                .talk(format_args!("{done} {}", escape::path(&path)));
        }
    }
    if !dry_run {
        profile::remove_directories(record)?;
    }
    Ok(left)
}

fn reason(error: &Error) -> Reason {
    error.causes.first().unwrap_or(&error.message).clone()
}

/// What this terminal needs, what the others will see, and which `go` is in the way.
fn say_what_next(gom: &Gom) -> Result<()> {
    let bin = gom.layout.bin();
    let fish = shell_files::shell(&gom.vars) == "fish";
    let language = if fish {
        Language::Fish
    } else {
        Language::Posix
    };
    let before: Vec<_> = gom.vars.path().take_while(|dir| *dir != bin).collect();
    let on_path = gom.vars.path().any(|dir| dir == bin);
    let other = before
        .iter()
        .filter(|dir| !dir.starts_with(gom.layout.home()))
        .map(|dir| Layout::shim(dir, "go"))
        .find(|go| go.is_file());
    match (on_path, other) {
        (true, None) => {}
        (true, Some(go)) => {
            gom.printer.warning(format_args!(
                "{} comes before gom's on PATH, so `go` is not gom's",
                escape::path(&go)
            ));
            gom.printer.hint(format_args!(
                "remove the line that puts {} there, or move it above gom's block",
                escape::path(go.parent().unwrap_or(&go))
            ));
        }
        (false, other) => {
            if cfg!(windows) {
                gom.printer
                    .hint(format_args!("put {} first on PATH", escape::path(&bin)));
                return Ok(());
            }
            let command = env_file::command(&gom.layout, language, gom.vars.home().as_deref())?;
            gom.printer.talk("\nIn this terminal, type:");
            gom.printer.talk(format_args!("    {command}"));
            gom.printer.talk("New terminals have it by themselves; those open now need the line too, and programs");
            gom.printer
                .talk("started from the desktop have it after the next login.");
            if let Some(go) = other {
                gom.printer
                    .note(format_args!("until then `go` is {}", escape::path(&go)));
            }
        }
    }
    Ok(())
}

//! `gom setup`: places the programs, puts their directory on PATH, and proves that it is there.

use std::path::Path;

use gom_shim::layout::Layout;
use gom_shim::side::Side;
use gom_shim::{Error, Kind, Result, escape};
use serde_json::{Value, json};

use crate::block::Mark;
use crate::gom::Gom;
use crate::man_pages;
use crate::owner;
use crate::record::Record;
use crate::setup::choices::{self, Said};
use crate::setup::files::{Choices, start_files};
use crate::setup::lines::Lines;
use crate::setup::machine::Machine;
use crate::setup::places::Places;
use crate::setup::plan::{self, Done};
use crate::setup::proof::{self, Tried};
use crate::setup::recipe::Starter;
use crate::setup::script::OnPath;
use crate::setup::shell::{self, Shell};
use crate::setup::terminal::Terminal;
use crate::setup::without_shell::Recipe;
use crate::setup::{nu_hook, removal, start, system};
use crate::shims::Shims;
use crate::write::replace;

/// Place gom's programs and put them on PATH
///
/// Copies gom into its home, places `go` and `gofmt` there, and adds marked blocks to the files
/// that your shells read at their start. Then starts your shell as a new terminal would, and says
/// what `go` is there. Running it again changes nothing that is right already.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Args {
    /// Leave the shells' files alone: you put the directory on PATH yourself
    #[arg(long, conflicts_with_all = ["hook", "no_hook", "last", "system"])]
    pub no_path: bool,
    /// Show what would change, as a diff, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Take the blocks out of the shells' files again; toolchains and programs stay
    #[arg(long, conflicts_with_all = ["no_path", "hook", "no_hook", "last", "system"])]
    pub remove: bool,
    /// Start gom's hook in interactive shells, for projects' own settings and the prompt
    #[arg(long, overrides_with = "no_hook")]
    pub hook: bool,
    /// Do not start gom's hook, and take it out where it is
    #[arg(long)]
    pub no_hook: bool,
    /// Add blocks at the end of the shells' files too, so that no line above puts another Go first
    #[arg(long)]
    pub last: bool,
    /// Put what `go install` builds on PATH, after all else (the default)
    #[arg(long, overrides_with = "no_gopath_bin")]
    pub gopath_bin: bool,
    /// Leave the directory of `go install` alone
    #[arg(long)]
    pub no_gopath_bin: bool,
    /// Put gom on PATH for all users of this machine (root)
    #[arg(long)]
    pub system: bool,
    /// Print the lines for what starts programs without a shell that reads its files
    #[arg(long = "for", value_name = "WHAT", value_enum, conflicts_with_all = ["no_path", "remove", "hook", "no_hook", "last", "system"])]
    pub starter: Option<Starter>,
    /// Write the file of --for, where it is one of your own: systemd, launchd
    #[arg(long, requires = "starter")]
    pub write: bool,
}

/// Runs the command.
///
/// # Errors
/// `FileSystem` where a program or a file of gom's home cannot be written; `Config` where the home
/// cannot be on PATH. A start file that cannot be edited is named, and is no error.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    run_on(gom, args, &Machine::this(&gom.vars))
}

/// Runs the command on a machine that is known.
///
/// # Errors
/// As [`run`].
pub fn run_on(gom: &Gom, args: &Args, machine: &Machine) -> Result<()> {
    let places = machine.places(&gom.vars);
    let record = Record::new(&gom.layout);
    let said = either(args.gopath_bin, args.no_gopath_bin);
    let home = places.home();
    let lines = Lines {
        layout: &gom.layout,
        side: &machine.side,
        home: home.as_deref().filter(|_| !args.system),
        on_path: OnPath {
            bin: gom.layout.bin(),
            gopath_bin: choices::gopath_bin(gom, said),
            side: machine.side.clone(),
        },
    };
    if let Some(starter) = args.starter {
        return Recipe {
            starter,
            places: &places,
            lines: &lines,
            record: &record,
        }
        .run(gom, args.write, args.dry_run);
    }
    owner::check(gom.layout.home())?;
    if args.remove {
        let done = removal::take_back(gom, &places, &record, args.dry_run)?;
        done.iter().for_each(|done| done.warn(gom));
        if gom.printer.json() {
            let files: Vec<_> = done.iter().map(Done::json).collect();
            gom.printer
                .object(&json!({"schema": 1, "dry_run": args.dry_run, "files": files}));
        }
        return Ok(());
    }
    if args.system {
        system::check_user()?;
        system::check_home(&gom.layout)?;
        system::write_for_everyone();
    }
    // Whatever is wrong, or must be asked, comes up before the first change.
    let scripts = if args.no_path {
        Vec::new()
    } else {
        choices::scripts(&gom.layout, &lines.on_path)?
    };
    let choices = decide(gom, args, &places, &record)?;
    place_programs(gom, args.dry_run)?;
    for (path, text) in scripts {
        if std::fs::read(&path).is_ok_and(|now| now == text.as_bytes()) {
            continue;
        }
        if !args.dry_run {
            replace(&path, text.as_bytes())?;
        } else if !gom.printer.json() {
            gom.printer
                .data(format_args!("would write {}", escape::path(&path)));
        }
    }
    if args.no_path {
        gom.printer.note(format_args!(
            "nothing was put on PATH; the directory is {}",
            escape::path(&gom.layout.bin())
        ));
        return report(gom, args, &[], &[], None);
    }
    let done = put_into_shells(gom, args, &places, &lines, choices, &record)?;
    if args.dry_run {
        return report(gom, args, &done, &[], None);
    }
    let tried = proof::try_all(gom, &places, &start::of_user(&gom.vars), machine.limit);
    proof::tell(gom, &places, &tried, choices.last);
    let terminal = Terminal::new(gom, &lines)?;
    terminal.tell(gom);
    report(gom, args, &done, &tried, Some(&terminal))
}

/// What one of two opposite flags says.
fn either(yes: bool, no: bool) -> Option<bool> {
    (yes || no).then_some(yes)
}

fn decide(gom: &Gom, args: &Args, places: &Places<'_>, record: &Record) -> Result<Choices> {
    if args.no_path || args.system {
        return Ok(Choices {
            hook: false,
            last: false,
        });
    }
    let said = Said {
        hook: either(args.hook, args.no_hook),
        last: args.last,
    };
    choices::decide(gom, places, record, said, !args.dry_run)
}

fn place_programs(gom: &Gom, dry_run: bool) -> Result<()> {
    let bin = gom.layout.bin();
    if dry_run {
        for name in ["gom", "go", "gofmt"] {
            let path = Layout::shim(&bin, name);
            if !path.exists() && !gom.printer.json() {
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
    man_pages::write_to(&gom.layout.man())?;
    gom.printer.talk(format_args!(
        "gom, go and gofmt are in {}",
        escape::path(&bin)
    ));
    Ok(())
}

/// Gives every start file its blocks, and names those that are not gom's to touch.
fn put_into_shells(
    gom: &Gom,
    args: &Args,
    places: &Places<'_>,
    lines: &Lines<'_>,
    choices: Choices,
    record: &Record,
) -> Result<Vec<Done>> {
    let home = places.home();
    if let (None, false) = (&home, args.system) {
        gom.printer
            .warning("HOME is not set, so no shell's file was changed");
        return Ok(Vec::new());
    }
    let files = if args.system {
        system::start_files(places)
    } else {
        home.as_deref().map_or(Ok(()), owner::check)?;
        start_files(places, choices)
    };
    let nu_hook = nu_hook::text(gom, &files, args.dry_run);
    let mut plan = plan::adding(&files, lines, nu_hook.as_deref(), record)?;
    if let Some(home) = home.filter(|_| !choices.hook && !args.system) {
        plan.extend(plan::without(Mark::Hook, &files, &home, record)?);
    }
    let done: Vec<_> = plan
        .into_iter()
        .map(|planned| {
            if args.dry_run {
                planned.show()
            } else {
                planned.make(record)
            }
        })
        .collect();
    let changed: Vec<_> = done
        .iter()
        .filter(|done| done.is_change())
        .map(|done| escape::path(&done.path))
        .collect();
    if args.dry_run && !gom.printer.json() {
        done.iter().for_each(|done| done.print_diff(gom));
    } else if !args.dry_run && !changed.is_empty() {
        gom.printer
            .talk(format_args!("changed {}", changed.join(", ")));
    }
    done.iter().for_each(|done| done.warn(gom));
    let shell = shell::name(&gom.vars);
    if !shell.is_empty() && Shell::named(&shell).is_none() {
        gom.printer.warning(format_args!(
            "gom writes no start file for {}",
            escape::text(&shell)
        ));
        gom.printer.hint(format_args!(
            "put {} first on PATH there",
            escape::path(&gom.layout.bin())
        ));
    }
    Ok(done)
}

/// The result for `--json`.
fn report(
    gom: &Gom,
    args: &Args,
    done: &[Done],
    tried: &[Tried],
    terminal: Option<&Terminal>,
) -> Result<()> {
    if gom.printer.json() {
        let bin = gom.layout.bin();
        let files: Vec<_> = done.iter().map(Done::json).collect();
        let starts: Vec<_> = tried.iter().map(|tried| tried.json(&bin)).collect();
        let terminal = terminal.map_or(Value::Null, Terminal::json);
        gom.printer.object(&json!({
            "schema": 1, "dry_run": args.dry_run, "bin": bin.to_string_lossy(),
            "files": files, "starts": starts, "this_terminal": terminal,
        }));
    }
    Ok(())
}

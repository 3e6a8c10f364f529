//! From the command line to an exit code.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use clap_complete::CompleteEnv;
use gom_shim::vars::Vars;
use gom_shim::{Error, Kind, Result, escape};
use serde_json::json;

use crate::cli::{Cli, Command, FIVE_THINGS, Global};
use crate::commands;
use crate::gom::Gom;
use crate::ui::{ColorChoice, Printer};

/// Runs `gom` with this process's arguments.
#[must_use]
pub fn main() -> ExitCode {
    let mut vars = Vars::capture();
    if vars.non_empty(commands::completions::VARIABLE).is_some() {
        CompleteEnv::with_factory(Cli::command)
            .var(commands::completions::VARIABLE)
            .complete();
    }
    let words = std::iter::once(OsString::from("gom")).chain(vars.args.iter().cloned());
    let cli = match Cli::try_parse_from(words) {
        Ok(cli) => cli,
        Err(error) => return not_parsed(&vars, &error),
    };
    let Global {
        color,
        quiet,
        verbose,
        json,
        ..
    } = cli.global;
    if verbose > 0 && vars.non_empty("GOM_LOG").is_none() {
        vars.set("GOM_LOG", if verbose > 1 { "debug" } else { "info" });
    }
    let json = json || matches!(&cli.command, Some(Command::Env(args)) if args.is_json());
    let printer = Printer::new(&vars, color, quiet, json);
    match run(vars, printer.clone(), &cli) {
        Ok(()) if printer.lost_data() => {
            let error = Error::new(Kind::FileSystem, "standard output could not be written");
            failed(&printer, &error.hint("df -h ."))
        }
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&printer, &error),
    }
}

fn run(mut vars: Vars, printer: Printer, cli: &Cli) -> Result<()> {
    let Some(command) = &cli.command else {
        printer.raw(FIVE_THINGS.as_bytes());
        return Ok(());
    };
    if let Some(directory) = &cli.global.start_in {
        let target = vars.cwd.clone().unwrap_or_default().join(directory);
        let target = target
            .canonicalize()
            .map_err(|error| Error::io("change to", &target, &error))?;
        std::env::set_current_dir(&target)
            .map_err(|error| Error::io("change to", &target, &error))?;
        vars.set("PWD", target.clone());
        vars.cwd = Some(target);
    }
    // What needs no home must work without one.
    match command {
        Command::Man(args) => return commands::man::run(&printer, args),
        Command::Completions(args) => return commands::completions::run(&printer, args),
        Command::Inspect(args) if !args.compares() => {
            return commands::inspect::run(&vars, &printer, args, None);
        }
        Command::Unknown(words) => return commands::unknown::run(&printer, words),
        _ => {}
    }
    let gom = Gom::new(vars, printer, cli.global.yes, cli.global.offline)?;
    commands::run(&gom, command)
}

/// Help and version are data; everything else that clap says is a usage error in gom's words.
fn not_parsed(vars: &Vars, error: &clap::Error) -> ExitCode {
    let wants_json = vars.args.iter().any(|arg| arg == "--json");
    let printer = Printer::new(vars, ColorChoice::Auto, false, wants_json);
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        printer.raw(error.render().to_string().as_bytes());
        return ExitCode::SUCCESS;
    }
    let cli = Cli::command();
    let is_command = |arg: &&str| cli.find_subcommand(arg).is_some();
    let command = vars
        .args
        .iter()
        .filter_map(|arg| arg.to_str())
        .find(is_command);
    let help = command.map_or_else(
        || "gom --help".to_owned(),
        |command| format!("gom {} --help", escape::excerpt(command, 30)),
    );
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let command = escape::excerpt(command.unwrap_or_default(), 30);
        let message = format!("'gom {command}' does nothing by itself");
        return failed(&printer, &Error::new(Kind::Usage, message).hint(help));
    }
    let text = error.render().to_string();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let message = lines
        .next()
        .unwrap_or_default()
        .trim_start_matches("error: ")
        .trim_end_matches(':')
        .to_owned();
    let details: Vec<&str> = lines
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"))
        .collect();
    let mut usage = Error::new(Kind::Usage, escape::text(&message)).hint(help);
    usage.causes = details
        .iter()
        .map(|line| line.trim_start_matches("tip: ").to_owned())
        .collect();
    failed(&printer, &usage)
}

/// Shows an error and gives its exit code.
fn failed(printer: &Printer, error: &Error) -> ExitCode {
    // A failure without words was told already: as data, where data is wanted.
    if printer.json() && !error.message.is_empty() {
        let code = error.kind.exit_code();
        printer.object(&json!({"schema": 1, "error": {"code": code, "message": error.message, "causes": error.causes, "hint": error.hint}}));
    }
    if !error.message.is_empty() {
        printer.error(error);
    }
    error.kind.exit_code().into()
}

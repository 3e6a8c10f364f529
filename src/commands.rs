//! The commands, one file each, and the way from the command line to them.

pub mod available;
pub mod check;
pub mod completions;
pub mod config;
pub mod config_project;
pub mod current;
pub mod deactivate;
pub mod default;
pub mod env;
pub mod exec;
pub mod hook_env;
pub mod init;
pub mod inspect;
pub mod install;
pub mod link;
pub mod list;
pub mod man;
pub mod prompt;
pub mod self_uninstall;
pub mod setup;
pub mod shell;
pub mod target;
pub mod target_list;
pub mod target_set;
pub mod trust;
pub mod uninstall;
pub mod unknown;
pub mod untrust;
pub mod use_;
pub mod which;

use gom_shim::Result;
use gom_shim::side::Side;

use crate::check::binaries;
use crate::check::scene::Scene;
use crate::cli::{Command, SelfCommand};
use crate::gom::Gom;

/// Runs a command.
///
/// # Errors
/// The command's own; `FileSystem` for a command that writes, in the home of another side.
pub fn run(gom: &Gom, command: &Command) -> Result<()> {
    if !only_reads(command) {
        Side::of_this_machine(&gom.vars).check_home(&gom.layout)?;
    }
    match command {
        Command::Available(args) => available::run(gom, args),
        Command::Check(args) => check::run(gom, args),
        Command::Completions(args) => completions::run(&gom.printer, args),
        Command::Config(args) => config::run(gom, args),
        Command::Current(args) => current::run(gom, args),
        Command::Deactivate(args) => deactivate::run(args),
        Command::Default(args) => default::run(gom, args),
        Command::Env(args) => env::run(gom, args),
        Command::Exec(args) => exec::run(gom, args),
        Command::Inspect(args) => {
            let scene = Scene::look(gom.context()?).map_err(|error| gom.explained(error))?;
            let expected = binaries::expected(&scene);
            inspect::run(&gom.vars, &gom.printer, args, Some(expected))
        }
        Command::HookEnv(args) => hook_env::run(gom, args),
        Command::Init(args) => init::run(gom, args),
        Command::Install(args) => install::run(gom, args),
        Command::Link(args) => link::run(gom, args),
        Command::List(args) => list::run(gom, args),
        Command::Man(args) => man::run(&gom.printer, args),
        Command::Prompt(args) => prompt::run(gom, args),
        Command::SelfUninstall(SelfCommand::Uninstall(args)) => self_uninstall::run(gom, args),
        Command::Setup(args) => setup::run(gom, args),
        Command::Target(args) => target::run(gom, args),
        Command::Shell(args) => shell::run(gom, args),
        Command::Trust(args) => trust::run(gom, args),
        Command::Uninstall(args) => uninstall::run(gom, args),
        Command::Unknown(words) => unknown::run(&gom.printer, words),
        Command::Untrust(args) => untrust::run(gom, args),
        Command::Update(args) => install::update(gom, args),
        Command::Use(args) => use_::run(gom, args),
        Command::Which(args) => which::run(gom, args),
    }
}

/// True for the commands that may look at the home of another side: they write nothing there.
fn only_reads(command: &Command) -> bool {
    matches!(
        command,
        Command::Check(_)
            | Command::Completions(_)
            | Command::Current(_)
            | Command::Deactivate(_)
            | Command::Env(_)
            | Command::Exec(_)
            | Command::Inspect(_)
            | Command::List(_)
            | Command::Man(_)
            | Command::Target(_)
            | Command::HookEnv(_)
            | Command::Init(_)
            | Command::Prompt(_)
            | Command::Shell(_)
            | Command::Unknown(_)
            | Command::Which(_)
    )
}

//! The command line: what can be typed, and its help.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::commands::{
    available, check, completions, config, current, deactivate, default, env, exec, hook_env, init,
    inspect, install, link, list, man, prompt, self_uninstall, setup, shell, target, trust,
    uninstall, untrust, use_, which,
};
use crate::ui::ColorChoice;

/// What `gom` alone prints.
pub const FIVE_THINGS: &str = "\
gom installs Go toolchains it has proved, and runs the right one for each directory.

  gom install 1.22.6     install a Go; no version: what this project asks for
  gom use 1.22.6         pin this project to it (gotoolchain.toml)
  gom default 1.27       the Go used where no project asks for one
  gom list               what is installed; gom available: what could be
  gom current            which Go is used here, and why

All commands: gom --help
";

/// Installs Go toolchains it has proved to be the official ones, and runs the right one for each directory.
#[derive(Debug, Parser)]
#[command(
    name = "gom",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = false,
    max_term_width = 100
)]
pub struct Cli {
    /// Flags of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Flags of every command.
#[derive(Args, Debug)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// Run as if started in DIR
    // No command may have an argument of this name: clap would take one for the other.
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub start_in: Option<PathBuf>,
    /// Say nothing but errors and warnings
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more; repeat for more still
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub verbose: u8,
    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true)]
    pub color: ColorChoice,
    /// Print data as one JSON object
    #[arg(long, global = true)]
    pub json: bool,
    /// Open no socket
    #[arg(long, global = true)]
    pub offline: bool,
    /// Answer questions with yes
    #[arg(short, long, global = true)]
    pub yes: bool,
}

/// The commands.
#[allow(
    missing_docs,
    reason = "what is said here would replace the help that stands above each command's Args"
)]
#[derive(Debug, Subcommand)]
pub enum Command {
    Install(install::Args),
    #[command(
        about = "Install the newest patch of every installed line (install --upgrade), or what is named",
        long_about = None
    )]
    Update(install::Args),
    #[command(visible_alias = "remove")]
    Uninstall(uninstall::Args),
    #[command(visible_alias = "ls")]
    List(list::Args),
    Available(available::Args),
    Default(default::Args),
    Use(use_::Args),
    Current(current::Args),
    Which(which::Args),
    Exec(exec::Args),
    Env(env::Args),
    Check(check::Args),
    Inspect(inspect::Args),
    Target(target::Args),
    Link(link::Args),
    Trust(trust::Args),
    Untrust(untrust::Args),
    Config(config::Args),
    Setup(setup::Args),
    Init(init::Args),
    Shell(shell::Args),
    Deactivate(deactivate::Args),
    Prompt(prompt::Args),
    #[command(hide = true)]
    HookEnv(hook_env::Args),
    /// gom's own installation
    #[command(subcommand, name = "self")]
    SelfUninstall(SelfCommand),
    Completions(completions::Args),
    Man(man::Args),
    /// Anything else, for a better answer than a list.
    #[command(external_subcommand)]
    Unknown(Vec<OsString>),
}

/// Commands about gom's own installation.
#[derive(Debug, Subcommand)]
pub enum SelfCommand {
    /// Remove gom and every file it ever wrote
    Uninstall(self_uninstall::Args),
}

//! Becoming the tool: exec on Unix, a waited-for child in a job on Windows.

#[cfg(unix)]
use std::ffi::OsStr;
use std::path::Path;

use crate::environment::Changes;
use crate::error::{Error, Kind, Result};
use crate::escape;
use crate::vars::Vars;

#[cfg(windows)]
pub mod windows;

/// The part of a raw Windows command line behind the program's name, pure so that it is tested everywhere.
pub mod command_line;

/// What to run.
#[derive(Debug)]
pub struct Program<'a> {
    /// The executable, by absolute path.
    pub path: &'a Path,
    /// Its arguments.
    pub args: &'a [std::ffi::OsString],
    /// True where a `+request` stood before them.
    pub had_plus: bool,
}

/// Runs the program in the caller's environment with `changes`, and comes back only on Windows
/// (with the child's exit code) or with an error.
///
/// # Errors
/// `Failure` where the system refuses to run it.
pub fn run(program: &Program<'_>, vars: &Vars, changes: &Changes) -> Result<u8> {
    #[cfg(unix)]
    let error = {
        let mut command = std::process::Command::new(program.path);
        command.args(program.args).env_clear();
        let changed = |name: &OsStr| changes.iter().any(|(changed, _)| name == *changed);
        let kept = vars.all().iter().filter(|(name, _)| !changed(name));
        command.envs(kept.map(|(name, value)| (name, value)));
        command.envs(
            changes
                .iter()
                .filter_map(|(name, value)| Some((name, value.as_ref()?))),
        );
        std::os::unix::process::CommandExt::exec(&mut command)
    };
    #[cfg(windows)]
    let error = match windows::run(program, vars, changes) {
        Ok(code) => return Ok(code),
        Err(error) => error,
    };
    Err(refused(program.path, &error))
}

fn refused(path: &Path, error: &std::io::Error) -> Error {
    let shown = escape::path(path);
    let error_text = error.to_string();
    let refused = Error::new(Kind::Failure, format!("could not run {shown}")).cause(error_text);
    #[cfg(unix)]
    match error.raw_os_error() {
        Some(libc::ENOEXEC) => return refused.cause("it is not a program for this machine"),
        Some(libc::EACCES) => return refused.hint("is its file system mounted with noexec? then set GOM_HOME to a directory on another one"),
        _ => {}
    }
    refused
}

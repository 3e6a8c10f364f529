//! Becoming the tool: exec on Unix, a waited-for child in a job on Windows.

#[cfg(unix)]
use std::ffi::{CString, OsStr};
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
    let error = become_it(program, vars, changes);
    #[cfg(windows)]
    let error = match windows::run(program, vars, changes) {
        Ok(code) => return Ok(code),
        Err(error) => error,
    };
    Err(refused(program.path, &error))
}

/// `execve` itself, since `execvp`, which the standard library calls, hands a file that is no
/// program of this machine to `/bin/sh`.
#[cfg(unix)]
fn become_it(program: &Program<'_>, vars: &Vars, changes: &Changes) -> std::io::Error {
    use std::os::unix::ffi::OsStrExt;
    let changed = |name: &OsStr| changes.iter().any(|change| name == &*change.name);
    let kept = vars.all().iter().filter(|(name, _)| !changed(name));
    let kept = kept.map(|(name, value)| (name.as_os_str(), value.as_os_str()));
    let set = changes
        .iter()
        .filter_map(|change| Some((OsStr::new(&*change.name), change.value.as_deref()?)));
    let environment = kept.chain(set).map(|(name, value)| {
        let pair = [name.as_bytes(), b"=", value.as_bytes()].concat();
        CString::new(pair)
    });
    let words = std::iter::once(program.path.as_os_str())
        .chain(program.args.iter().map(std::ffi::OsString::as_os_str))
        .map(|word| CString::new(word.as_bytes()));
    let (words, environment): (Vec<CString>, Vec<CString>) =
        match (words.collect(), environment.collect()) {
            (Ok(words), Ok(environment)) => (words, environment),
            (Err(error), _) | (_, Err(error)) => return error.into(),
        };
    let list = |strings: &[CString]| -> Vec<*const libc::c_char> {
        let pointers = strings.iter().map(|string| string.as_ptr());
        pointers.chain([std::ptr::null()]).collect()
    };
    let (arguments, variables) = (list(&words), list(&environment));
    // SAFETY: both lists end with a null pointer, hold C strings that outlive the call, and the
    // path is the first of them. Rust's own start ignores SIGPIPE, which programs do not expect.
    unsafe {
        libc::signal(libc::SIGPIPE, libc::SIG_DFL);
        libc::execve(arguments[0], arguments.as_ptr(), variables.as_ptr());
    }
    std::io::Error::last_os_error()
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

//! `gom shell`: a Go for this session of a shell.

use gom_shim::request::Request;
use gom_shim::source::{Source, SourceKind};
use gom_shim::{Error, Kind, Result, answer, escape, quote};

use crate::commands::link;
use crate::gom::Gom;
use crate::hook::{Shell, code};

/// The variable that the hook's function sets for this call: the shell that runs what is printed.
const SHELL: &str = "__GOM_SHELL";

/// Choose a Go for this shell session, over what projects ask for
///
/// Nothing is written: the choice is in the environment of this shell and of what it starts
/// (GOM_SHELL_TOOLCHAIN), and ends with it. Without a request it is shown. Needs the hook: gom init.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// A version, a line such as 1.22, stable, a range, go.mod, a linked name
    request: Option<String>,
    /// No longer choose one
    #[arg(long, conflicts_with = "request")]
    unset: bool,
}

/// Prints the code that the hook's function runs.
///
/// # Errors
/// `Usage` for a request that is none, and where no hook asks; `Failure` where there is nothing to show.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    let now = gom.vars.text("GOM_SHELL_TOOLCHAIN");
    if args.request.is_none() && !args.unset {
        let Some(now) = now else {
            return Err(
                Error::new(Kind::Failure, "no Go is chosen for this session")
                    .hint("gom shell 1.22"),
            );
        };
        gom.printer.data(escape::text(now));
        return Ok(());
    }
    let request = args.request.as_deref().map(Request::parse).transpose()?;
    if let Some(request) = &request {
        link::check(gom, request)?;
    }
    let Some(shell) = gom.vars.text(SHELL).and_then(Shell::named) else {
        return Err(no_hook(gom, args));
    };
    let text = request.as_ref().map(ToString::to_string);
    gom.printer.raw(&code::session(shell, text.as_deref()));
    match &request {
        Some(request) => advise(gom, request),
        None => Ok(()),
    }
}

/// A program cannot change the environment of the shell that started it.
fn no_hook(gom: &Gom, args: &Args) -> Error {
    let shell = gom
        .vars
        .text("SHELL")
        .and_then(|path| path.rsplit(['/', '\\']).next());
    let shell = shell.unwrap_or_default();
    let hint = match shell {
        "fish" => "gom init fish | source",
        "zsh" => "eval \"$(gom init zsh)\"",
        "bash" => "eval \"$(gom init bash)\"",
        _ => "gom init --help",
    };
    let error = Error::new(
        Kind::Usage,
        "gom shell needs gom's hook in this shell, and it is not there",
    );
    match &args.request {
        Some(request) => error.cause(format!(
            "without it: export GOM_SHELL_TOOLCHAIN={}",
            quote::word(request)
        )),
        None => error.cause("without it: unset GOM_SHELL_TOOLCHAIN"),
    }
    .hint(hint)
}

/// What stands between the choice and a `go` that runs.
fn advise(gom: &Gom, request: &Request) -> Result<()> {
    let context = gom.context()?;
    if !context.config.setting("toolchain").text().is_empty() {
        gom.printer
            .warning("GOM_TOOLCHAIN, or `toolchain` in gom's settings, still wins over this");
    }
    let source = Source::new(SourceKind::Session, request.to_string());
    let is_there = matches!(request, Request::GoMod | Request::System)
        || answer::installed(context, request, &source)?.is_some();
    if !is_there {
        gom.printer.note(format_args!("{request} is not installed"));
        gom.printer.hint(format_args!(
            "gom install {}",
            quote::word(&request.to_string())
        ));
    }
    Ok(())
}

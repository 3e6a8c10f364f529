//! The whole of a shim: name and directory in, the right toolchain running.

use std::io::{IsTerminal, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::config::Config;
use crate::environment::{self, Change, Changes, SWITCH_VERSION};
use crate::error::{Error, Kind, Result};
use crate::exec::{self, Program};
use crate::goenv::GoEnv;
use crate::invocation::Invocation;
use crate::platform::Platform;
use crate::project::Project;
use crate::request::Request;
use crate::resolution::{Chosen, Missing, Resolution};
use crate::resolve::{Asked, Context, resolve};
use crate::side::Side;
use crate::source::{Source, SourceKind};
use crate::toolchain::{Provenance, Toolchain, choose_version, find_outside, lowest_line_at_least};
use crate::vars::Vars;
use crate::version::Version;
use crate::{auto_install, chain, escape, gopath, gotoolchain, home, missing, target_exec};

/// Counts shims that call shims, where what is run may be one: a script, a link.
const DEPTH: &str = "GOM_SHIM_DEPTH";

/// Calls of that depth are a loop.
const DEEPEST: u32 = 10;

/// Runs the tool this program is named after. Comes back only with an error, or on Windows.
#[must_use]
pub fn main() -> ExitCode {
    let vars = Vars::capture();
    match run(&vars) {
        Ok(code) => code.into(),
        Err(error) => {
            say(&error);
            error.kind.shim_exit_code().into()
        }
    }
}

fn say(line: &dyn std::fmt::Display) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

fn run(vars: &Vars) -> Result<u8> {
    let invocation = Invocation::read(vars)?;
    if target_exec::is_name(&invocation.tool) {
        return target_exec::run(vars, &home::find(vars)?, &invocation.tool);
    }
    if invocation.tool != "go" && invocation.tool != "gofmt" {
        return Err(Error::new(
            Kind::Usage,
            format!(
                "this is gom's shim, called by the name '{}'",
                escape::text(&invocation.tool)
            ),
        )
        .hint("call it as go, gofmt or go1.X.Y, in the bin directory that gom put on PATH"));
    }
    let layout = home::find(vars)?;
    let side = Side::of_this_machine(vars);
    side.check_home(&layout)?;
    let config = Config::load(vars, &layout)?;
    let env_file = GoEnv::load(vars);
    let host = Platform::host();
    let context = Context {
        vars,
        layout: &layout,
        config: &config,
        env_file: &env_file,
        host: &host,
        side: &side,
    };
    let depth: u32 = vars
        .text(DEPTH)
        .and_then(|depth| depth.parse().ok())
        .unwrap_or(0);
    if depth >= DEEPEST {
        return Err(Error::new(
            Kind::Failure,
            format!(
                "{} calls gom's shim, which calls it again, {depth} times over",
                invocation.tool
            ),
        )
        .hint("gom which go --all shows every go on PATH"));
    }
    let mut resolution = select(context, &invocation)?;
    if let Chosen::Missing(Missing {
        install: Some(request),
        ..
    }) = &resolution.chosen
        && auto_install::is_allowed(&config, vars, &invocation)
        && auto_install::run(&layout, request, &resolution.source)
    {
        resolution = select(context, &invocation)?;
    }
    let toolchain = match &resolution.chosen {
        Chosen::Toolchain(toolchain) => toolchain,
        Chosen::Missing(missing) => return Err(missing.error.clone()),
    };
    report(&config, &resolution, toolchain);
    let (path, changes) = program(context, &resolution, toolchain, &invocation, depth)?;
    exec::run(
        &Program {
            path: &path,
            args: &invocation.args,
            had_plus: invocation.plus.is_some(),
        },
        vars,
        &changes,
    )
}

/// The resolution for a call: what its name or `+request` says, else what the directory says.
fn select(context: Context<'_>, invocation: &Invocation) -> Result<Resolution> {
    if let Some(version) = &invocation.named
        && context.vars.text(SWITCH_VERSION) == Some(&version.go_name())
        && !matches!(
            gotoolchain::read(context.vars),
            Ok(Some(gotoolchain::Value::Exact(_)))
        )
    {
        let directory = invocation.directory(context.vars.cwd.as_deref())?;
        return at_least(context, version, directory.as_deref());
    }
    let request = match (&invocation.named, &invocation.plus) {
        (Some(version), _) => Some((Request::Exact(version.clone()), version.go_name())),
        (None, Some(request)) => Some((request.clone(), format!("+{request}"))),
        (None, None) => None,
    };
    let directory = invocation.directory(context.vars.cwd.as_deref())?;
    let unselected = invocation.tool == "go" && invocation.is_unselected();
    resolve(
        context,
        &Asked {
            request,
            directory,
            unselected,
        },
    )
}

/// cmd/go switches to `goN` when it needs at least N: the lowest installed line that has it will do.
fn at_least(
    context: Context<'_>,
    version: &Version,
    directory: Option<&Path>,
) -> Result<Resolution> {
    let Context {
        vars, layout, side, ..
    } = context;
    let project = Project::find(vars, layout, side, directory)?;
    let source = Source::new(SourceKind::Argument, version.go_name());
    let lowest = |versions: &[Version]| lowest_line_at_least(versions, version.gover()).cloned();
    let found = match choose_version(context.layout, context.host, lowest) {
        Some(version) => Toolchain::installed(context.layout, &version, context.host)?,
        None => None,
    };
    let chosen = match found {
        Some(toolchain) => Chosen::Toolchain(toolchain),
        None => Chosen::Missing(missing::switch(version)),
    };
    let chain = chain::Chain::default();
    Ok(Resolution {
        request: version.go_name(),
        source,
        chosen,
        pinned: false,
        chain,
        warnings: Vec::new(),
        project,
    })
}

/// The executable and what changes in its environment. A Go outside gom gets the caller's own.
fn program(
    context: Context<'_>,
    resolution: &Resolution,
    toolchain: &Toolchain,
    invocation: &Invocation,
    depth: u32,
) -> Result<(std::path::PathBuf, Changes)> {
    let Context { vars, layout, .. } = context;
    let deeper = Change::set(DEPTH, (depth + 1).to_string());
    let mut changes = environment::changes(context, resolution, toolchain, invocation)?;
    gopath::make(layout, &changes)?;
    if toolchain.provenance == Provenance::System {
        let path = find_outside(vars, layout, &invocation.tool).ok_or_else(|| {
            Error::new(
                Kind::NotInstalled,
                format!("PATH has no {} outside gom", invocation.tool),
            )
            .hint("gom install stable && gom default stable")
        })?;
        // A real Go is a program and has its VERSION; anything else may be a wrapper that calls `go` again.
        if toolchain.version.is_none() || is_script(&path) {
            changes.push(deeper);
        }
        return Ok((path, changes));
    }
    if toolchain.provenance == Provenance::Linked {
        changes.push(deeper);
    }
    let path = toolchain.tool(&invocation.tool);
    if toolchain.provenance == Provenance::Installed && invocation.tool != "go" && !path.is_file() {
        return Err(Error::new(
            Kind::Failure,
            format!(
                "{} is damaged: {} is missing",
                toolchain.name,
                escape::path(&path)
            ),
        )
        .hint(format!(
            "gom uninstall -y {0} && gom install {0}",
            toolchain.name
        )));
    }
    Ok((path, changes))
}

/// True for a file that begins as scripts do; false also for one that cannot be read.
fn is_script(path: &Path) -> bool {
    let mut start = [0; 2];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start == *b"#!"
}

/// Says what a person at a terminal should know, and every decision where GOM_LOG asks for it.
fn report(config: &Config, resolution: &Resolution, toolchain: &Toolchain) {
    if std::io::stderr().is_terminal() {
        for warning in &resolution.warnings {
            say(&format_args!(
                "warning: {} (hint: {})",
                warning.message, warning.hint
            ));
        }
    }
    let level = config.text("log").unwrap_or_default();
    if level == "debug" || level == "trace" {
        for step in resolution.chain.steps() {
            say(&format_args!("debug: {step}"));
        }
        say(&format_args!("debug: runs {}", escape::path(&toolchain.go)));
    }
}

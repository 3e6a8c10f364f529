//! `gom exec`: a command with a Go of the caller's choice.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use gom_shim::environment::Change;
use gom_shim::exec::{self, Program};
use gom_shim::request::Request;
use gom_shim::resolution::Chosen;
use gom_shim::resolve::{Asked, resolve};
use gom_shim::toolchain::is_executable;
use gom_shim::{Error, Kind, Result, escape};

use crate::exec_env;
use crate::gom::Gom;
use crate::module_minimum;

/// Run a command with a Go of your choice
///
/// `gom exec +1.25 -- go test ./...`
///
/// gom's bin directory comes first on PATH; each `go` below resolves for its own directory,
/// unless +REQUEST or --minimum fixes it. The command gets the project's [env] as far as the
/// project is trusted. Its exit code is passed on.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Build for one of the project's [targets], or for the host: every go command below sees it
    #[arg(long, value_name = "NAME")]
    pub(crate) target: Option<String>,
    /// Put the variables of [profile.NAME.env] over those of [env]
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Start from a short list of variables, such as HOME and PATH, instead of all of them
    #[arg(long)]
    pub(crate) clean: bool,
    /// Set a variable; a NAME alone keeps the caller's value with --clean. Repeatable
    #[arg(short = 'e', long = "env", value_name = "NAME=VALUE")]
    pub(crate) variables: Vec<OsString>,
    /// Trust the project files here for this run, without keeping it: for CI
    #[arg(long)]
    pub(crate) trust: bool,
    /// Use the very minimum that go.mod asks for, such as 1.22.0, not its newest patch
    #[arg(long)]
    minimum: bool,
    /// [+REQUEST] COMMAND [ARGUMENT]...
    #[arg(
        value_name = "COMMAND",
        trailing_var_arg = true,
        allow_hyphen_values = true,
        required = true
    )]
    words: Vec<OsString>,
}

/// Becomes the command.
///
/// # Errors
/// `Usage` for a request that is none; `NotInstalled` for a toolchain or command that is not there.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    run_inner(gom, args).map_err(|error| {
        let code = error.kind.shim_exit_code();
        if error.kind == Kind::Usage {
            error
        } else {
            error.with_kind(Kind::Child(code))
        }
    })
}

fn run_inner(gom: &Gom, args: &Args) -> Result<()> {
    let mut words = args.words.as_slice();
    let mut changes: Vec<Change> = Vec::new();
    let plus = words
        .first()
        .and_then(|word| word.to_str()?.strip_prefix('+'));
    if let Some(text) = plus {
        if args.minimum {
            return Err(Error::new(
                Kind::Usage,
                format!(
                    "+{} and --minimum contradict each other",
                    escape::excerpt(text, 60)
                ),
            )
            .hint("leave one of them out"));
        }
        let request = Request::parse(text)?;
        installed(gom, &request, text)?;
        changes.push(Change::set("GOM_TOOLCHAIN", text));
        words = &words[1..];
    }
    if args.minimum {
        let version = module_minimum::exact(gom, "name a version: gom exec +1.25 -- …")?;
        installed(gom, &Request::Exact(version.clone()), &version.to_string())?;
        changes.push(Change::set("GOM_TOOLCHAIN", version.go_name()));
    }
    if words.first().is_some_and(|word| word == "--") {
        words = &words[1..];
    }
    let vars = exec_env::environment(gom, args, &mut changes)?;
    let Some((command, arguments)) = words.split_first() else {
        return Err(
            Error::new(Kind::Usage, "no command to run").hint("gom exec +1.25 -- go test ./...")
        );
    };
    let bin = gom.layout.bin();
    let rest = vars
        .path()
        .filter(|entry| *entry != bin && !entry.as_os_str().is_empty());
    let path = std::env::join_paths(std::iter::once(bin.clone()).chain(rest)).map_err(|error| {
        Error::new(
            Kind::FileSystem,
            format!("{} cannot be put on PATH", escape::path(&bin)),
        )
        .cause(error.to_string())
    })?;
    let program = find(command, &path).ok_or_else(|| {
        let name = escape::excerpt(&command.to_string_lossy(), 200);
        let message = if Path::new(command).components().count() > 1 {
            format!("there is no {name}")
        } else {
            format!("PATH has no '{name}'")
        };
        Error::new(Kind::NotInstalled, message)
    })?;
    changes.push(Change::set("PATH", path));
    let code = exec::run(
        &Program {
            path: &program,
            args: arguments,
            had_plus: false,
        },
        &vars,
        &changes,
    )?;
    Err(Error::new(Kind::Child(code), String::new()))
}

/// Fails early, and by name, where the toolchain is not there.
fn installed(gom: &Gom, request: &Request, words: &str) -> Result<()> {
    let asked = Asked {
        request: Some((request.clone(), words.to_owned())),
        directory: gom.vars.cwd.clone(),
        unselected: false,
    };
    match resolve(gom.context()?, &asked)?.chosen {
        Chosen::Toolchain(_) => Ok(()),
        Chosen::Missing(missing) => Err(missing.error),
    }
}

/// A command by path, or the first of that name on PATH.
fn find(command: &OsStr, path: &OsStr) -> Option<PathBuf> {
    let direct = PathBuf::from(command);
    if direct.components().count() > 1 {
        return direct.exists().then_some(direct);
    }
    let mut names = vec![command.to_owned()];
    if cfg!(windows) && direct.extension().is_none() {
        let mut with_suffix = command.to_owned();
        with_suffix.push(".exe");
        names.insert(0, with_suffix);
    }
    std::env::split_paths(path).find_map(|directory| {
        names
            .iter()
            .map(|name| directory.join(name))
            .find(|file| is_executable(file))
    })
}

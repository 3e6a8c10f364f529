//! A stand-in for `go` and `gofmt` of any version, compiled by itself: it is the release that the
//! VERSION file of the tree around it names, and says what it was started with.
//!
//! ```text
//! version            go version go1.22.6 linux/amd64
//! env                GOROOT GOTOOLCHAIN PATH GOFLAGS GOOS GOARCH, argv, directory, executable
//! env NAME…          the value of each, a line each, empty where unset
//! environ            every variable, sorted
//! exit N             ends with N
//! sleep SECONDS      says so, then sleeps
//! stdin              copies its input to its output
//! spawn CMD ARG…     runs what PATH has by that name
//! switch NAME ARG…   changes to toolchain NAME as cmd/go does, which then does ARG… (`version`)
//! anything else      go1.22.6 ["build", "./..."]
//! ```
//!
//! With FAKE_GO_SHOW=NAME it prints that variable instead, whatever it was asked; with
//! FAKE_GO_SHOW=* all of them, as `environ` does.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

/// Set by cmd/go for the toolchain it changes to, which must be that very version.
const SWITCH_VERSION: &str = "GOTOOLCHAIN_INTERNAL_SWITCH_VERSION";
/// Counts those changes.
const SWITCH_COUNT: &str = "GOTOOLCHAIN_INTERNAL_SWITCH_COUNT";

/// GOOS/GOARCH of this machine, in Go's words.
const PLATFORM: &str = env!("FAKE_GO_PLATFORM");

/// The program and the release it belongs to.
struct Go {
    exe: PathBuf,
    version: String,
}

/// Every variable, sorted.
fn environ(out: &mut impl Write) -> io::Result<()> {
    let mut all: Vec<_> = env::vars_os().collect();
    all.sort();
    for (name, value) in all {
        writeln!(out, "{}={}", name.to_string_lossy(), value.to_string_lossy())?;
    }
    Ok(())
}

impl Go {
    /// From the VERSION file of the tree; a lone executable named `go1.X.Y` is that version.
    fn new() -> io::Result<Self> {
        let exe = env::current_exe()?;
        let root = exe.parent().and_then(Path::parent);
        let version = root
            .and_then(|root| std::fs::read_to_string(root.join("VERSION")).ok())
            .and_then(|text| Some(text.lines().next()?.to_owned()))
            .unwrap_or_else(|| name(&exe));
        Ok(Self { exe, version })
    }

    fn run(&self, args: &[OsString], switched: bool, out: &mut impl Write) -> io::Result<u8> {
        if let Some(name) = env::var_os("FAKE_GO_SHOW") {
            if name == "*" {
                environ(out)?;
                return Ok(0);
            }
            let value = env::var_os(name).unwrap_or_default();
            writeln!(out, "{}", value.to_string_lossy())?;
            return Ok(0);
        }
        let (command, rest) = match args.split_first() {
            Some((command, rest)) => (command.to_string_lossy(), rest),
            None => ("help".into(), args),
        };
        match &*command {
            "version" => writeln!(out, "go version {} {}", self.version, PLATFORM)?,
            "env" if rest.is_empty() => self.print_start(out)?,
            "env" => {
                for name in rest {
                    let value = env::var_os(name).unwrap_or_default();
                    writeln!(out, "{}", value.to_string_lossy())?;
                }
            }
            "environ" => environ(out)?,
            "exit" => return Ok(number(rest) as u8),
            "sleep" => {
                writeln!(out, "sleeping")?;
                out.flush()?;
                std::thread::sleep(Duration::from_secs_f64(number(rest)));
            }
            "stdin" => {
                io::copy(&mut io::stdin(), out)?;
            }
            "spawn" => {
                let Some((program, args)) = rest.split_first() else {
                    return fail("spawn what?");
                };
                let Some(path) = look_up(program) else {
                    return fail(&format!("cannot find {program:?} in PATH"));
                };
                return wait(Command::new(path).args(args));
            }
            "switch" if switched => {
                let version = [OsString::from("version")];
                let rest = rest.get(1..).filter(|rest| !rest.is_empty());
                return self.run(rest.unwrap_or(&version), switched, out);
            }
            "switch" => {
                let Some(toolchain) = rest.first() else {
                    return fail("switch to what?");
                };
                return switch(toolchain, args);
            }
            _ => writeln!(out, "{} {args:?}", self.version)?,
        }
        out.flush()?;
        Ok(0)
    }

    fn print_start(&self, out: &mut impl Write) -> io::Result<()> {
        for name in ["GOROOT", "GOTOOLCHAIN", "PATH", "GOFLAGS", "GOOS", "GOARCH"] {
            match env::var_os(name) {
                Some(value) => writeln!(out, "{name}={}", value.to_string_lossy())?,
                None => writeln!(out, "{name} is unset")?,
            }
        }
        let argv: Vec<_> = env::args_os().skip(1).collect();
        writeln!(out, "argv {argv:?}")?;
        writeln!(out, "cwd {}", env::current_dir()?.display())?;
        writeln!(out, "exe {}", self.exe.display())
    }
}

/// A file's name without `.exe`.
fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.strip_suffix(env::consts::EXE_SUFFIX).unwrap_or(&name).to_owned()
}

/// The first argument as a number, else 1.
fn number(args: &[OsString]) -> f64 {
    args.first().and_then(|text| text.to_str()?.parse().ok()).unwrap_or(1.0)
}

fn fail(message: &str) -> io::Result<u8> {
    eprintln!("go: {message}");
    Ok(1)
}

/// What PATH has by that name. Looked up here, since on Windows a program's own directory would
/// be searched before PATH.
fn look_up(program: &OsStr) -> Option<PathBuf> {
    let file = format!("{}{}", program.to_string_lossy(), env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(&file)).find(|path| path.is_file())
}

fn wait(command: &mut Command) -> io::Result<u8> {
    Ok(command.status()?.code().unwrap_or(255) as u8)
}

/// What cmd/go does in `toolchain/exec.go`: PATH lookup, GOROOT removed, the wanted version in the
/// environment, and the very same arguments, the program's own name (`go`) included.
fn switch(toolchain: &OsStr, args: &[OsString]) -> io::Result<u8> {
    let Some(path) = look_up(toolchain) else {
        return fail(&format!("cannot find {toolchain:?} in PATH"));
    };
    let count = env::var(SWITCH_COUNT).ok().and_then(|n| n.parse::<u32>().ok()).unwrap_or(0);
    if count >= 100 {
        return fail("too many toolchain switches");
    }
    let mut command = Command::new(path);
    command
        .args(args)
        .env_remove("GOROOT")
        .env(SWITCH_VERSION, toolchain)
        .env(SWITCH_COUNT, (count + 1).to_string());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        Err(command.arg0(env::args_os().next().unwrap_or_default()).exec())
    }
    #[cfg(not(unix))]
    wait(&mut command)
}

/// `-C DIR`, `-C=DIR`, `--C…` as the first argument moves, as in real Go.
fn change_directory(args: &mut Vec<OsString>) -> io::Result<()> {
    let first = args.first().map(|arg| arg.to_string_lossy().into_owned()).unwrap_or_default();
    let dir = match first.strip_prefix("--").or_else(|| first.strip_prefix('-')) {
        Some("C") if args.len() > 1 => args.drain(..2).nth(1),
        Some(flag) if flag.starts_with("C=") => {
            args.remove(0);
            Some(flag[2..].into())
        }
        _ => None,
    };
    dir.map_or(Ok(()), env::set_current_dir)
}

fn main() -> ExitCode {
    let run = || {
        let go = Go::new()?;
        let mut args: Vec<OsString> = env::args_os().skip(1).collect();
        let mut out = io::stdout().lock();
        if name(&go.exe) == "gofmt" {
            if env::var_os("FAKE_GO_SHOW").is_some_and(|name| name == "*") {
                environ(&mut out)?;
                return Ok(0);
            }
            writeln!(out, "gofmt of {} {args:?}", go.version)?;
            return Ok(0);
        }
        change_directory(&mut args)?;
        let wanted = env::var(SWITCH_VERSION).ok().filter(|wanted| !wanted.is_empty());
        if let Some(wanted) = &wanted {
            if *wanted != go.version {
                return fail(&format!("toolchain {} invoked to provide {wanted}", go.version));
            }
            env::remove_var(SWITCH_VERSION);
        }
        go.run(&args, wanted.is_some(), &mut out)
    };
    match run() {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("go: {error}");
            ExitCode::from(2)
        }
    }
}

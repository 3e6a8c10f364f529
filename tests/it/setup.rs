//! `gom setup`: what it writes, what real shells make of it, and that all of it can be taken back.
#![cfg(unix)]

mod edits;
mod files;
mod hook;
mod in_front;
mod nothing_left;
mod recipes;
mod scripts;
mod starts;
mod system;
mod told;
mod uninstall;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use gom::gom::Gom;
use gom::setup::machine::Machine;
use gom::ui::{ColorChoice, Printer};
use gom_shim::side::Side;
use gom_shim::vars::Vars;

use crate::support::temp::TempDir;
use crate::support::world::World;

/// What a system gives to a shell before any file is read.
const SYSTEM_PATH: &str = "/usr/bin:/bin";

/// A `.bashrc` that stops where nobody sits before the shell, as Debian gives to every new user.
const BASHRC: &str = "\
# for interactive shells only
case $- in
    *i*) ;;
      *) return;;
esac
HISTCONTROL=ignoreboth
shopt -s checkwinsize
PS1='\\u@\\h:\\w\\$ '
alias ll='ls -l'
if [ -f ~/.bash_aliases ]; then
    . ~/.bash_aliases
fi
";

/// A `.profile` that reads `.bashrc` in a bash, as Debian's does.
const PROFILE: &str = "\
if [ -n \"$BASH_VERSION\" ]; then
    if [ -f \"$HOME/.bashrc\" ]; then
\t. \"$HOME/.bashrc\"
    fi
fi
if [ -d \"$HOME/bin\" ] ; then
    PATH=\"$HOME/bin:$PATH\"
fi
";

/// A new user of Debian, with gom at its own place and a Go that is the default.
fn new_user() -> World {
    let mut world = World::conventional();
    world.installed("1.22.6");
    let config = world.layout().config_file();
    let text = fs::read_to_string(&config).unwrap();
    world.config(&format!("default = \"go1.22.6\"\n{text}"));
    world.file("home/.bashrc", BASHRC);
    world.file("home/.profile", PROFILE);
    // Without gom's own directory, as a terminal has it before; which shells there are depends on
    // SHELL and on files alone.
    world.set_env("PATH", "/nowhere");
    world
}

/// What a started shell printed; its standard error too.
#[derive(Debug)]
struct Said {
    stdout: String,
    stderr: String,
}

/// Starts a shell with nothing but HOME, the system's PATH, and these variables; without input.
/// `None` where this machine does not have it.
fn start(shell: &str, args: &[&str], home: &Path, vars: &[(&str, &str)]) -> Option<Said> {
    let output = Command::new(shell)
        .args(args)
        .env_clear()
        .env("HOME", home)
        .env("PATH", SYSTEM_PATH)
        .env("TERM", "xterm")
        .envs(vars.iter().copied())
        .current_dir(home)
        .stdin(Stdio::null())
        .output();
    let output = match output {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        output => output.unwrap(),
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Some(Said {
        stdout: text(&output.stdout),
        // Said by every interactive shell without a terminal.
        stderr: text(&output.stderr)
            .lines()
            .filter(|line| {
                !line.contains("cannot set terminal process group")
                    && !line.contains("no job control in this shell")
                    && !line.contains("can't access tty")
                    && !line.contains("Could not set up terminal")
            })
            .collect(),
    })
}

/// A user whose machine is all values: the library's own way in, without a shell to try.
struct User {
    root: TempDir,
    home: PathBuf,
    env: Vec<(&'static str, String)>,
    machine: Machine,
}

impl User {
    /// A home directory with nothing in it, and freshly built programs beside it.
    fn new() -> Self {
        let root = TempDir::new();
        let home = root.path().join("home");
        let built = root.path().join("built");
        for dir in [&home, &built, &root.path().join("system")] {
            fs::create_dir(dir).unwrap();
        }
        for name in ["gom", "gom-shim"] {
            let program = format!("#!/bin/sh\n# {name}\n");
            fs::write(built.join(name), program).unwrap();
        }
        let machine = Machine {
            side: Side::Linux,
            root: root.path().join("system"),
            documents: None,
            limit: std::time::Duration::from_secs(10),
        };
        Self {
            env: vec![("PATH", "/nowhere".to_owned())],
            machine,
            home,
            root,
        }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.env.retain(|(other, _)| *other != name);
        self.env.push((name, value.into()));
        self
    }

    fn vars(&self) -> Vars {
        let mut env = vec![("HOME".into(), self.home.clone().into())];
        env.extend(
            self.env
                .iter()
                .map(|(name, value)| ((*name).into(), value.into())),
        );
        let mut vars = Vars::new(env, vec![], None);
        vars.exe = Some(self.root.path().join("built/gom"));
        vars
    }

    fn gom(&self) -> Gom {
        let vars = self.vars();
        let printer = Printer::new(&vars, ColorChoice::Never, true, false);
        Gom::new(vars, printer, false, false).unwrap()
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    #[track_caller]
    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.home.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn setup(&self, args: &gom::commands::setup::Args) {
        gom::commands::setup::run_on(&self.gom(), args, &self.machine).unwrap();
    }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

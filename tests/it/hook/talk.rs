//! What is typed into an interactive shell, and what came of it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use crate::support::call::Call;
use crate::support::outcome::Outcome;
use crate::support::world::World;
use crate::support::{program, skip};

/// A shell that is typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shell {
    Bash,
    /// The bash of macOS, where it is on PATH as `bash-3.2`.
    OldBash,
    Zsh,
    Fish,
}

impl Shell {
    pub(super) const ALL: [Self; 4] = [Self::Bash, Self::OldBash, Self::Zsh, Self::Fish];

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Bash | Self::OldBash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
        }
    }

    /// Where it is on this machine.
    pub(super) fn path(self) -> Option<PathBuf> {
        match self {
            Self::OldBash => program("bash-3.2"),
            _ => program(self.name()),
        }
    }

    /// Says that it is not here. No machine can be asked to have the old bash.
    pub(super) fn skip(self) {
        match self {
            Self::OldBash => skip::tell("bash-3.2 is not on PATH"),
            _ => skip::skipped(&format!("{} is not on PATH", self.name())),
        }
    }

    /// Arguments for an interactive shell without anybody's start files.
    pub(super) fn args(self) -> &'static [&'static str] {
        match self {
            Self::Bash | Self::OldBash => &["--norc", "--noprofile", "-i"],
            Self::Zsh => &["-f", "-i"],
            Self::Fish => &["--no-config", "-i"],
        }
    }

    /// The line of a start file.
    pub(super) fn init(self) -> &'static str {
        match self {
            Self::Bash | Self::OldBash => "eval \"$(gom init bash)\"",
            Self::Zsh => "eval \"$(gom init zsh)\"",
            Self::Fish => "gom init fish | source",
        }
    }

    /// Sets and exports a variable.
    pub(super) fn export(self, name: &str, value: &str) -> String {
        match self {
            Self::Fish => format!("set -gx {name} '{value}'"),
            _ => format!("export {name}='{value}'"),
        }
    }

    /// Removes a variable.
    pub(super) fn unset(self, name: &str) -> String {
        match self {
            Self::Fish => format!("set -e {name}"),
            _ => format!("unset {name}"),
        }
    }
}

/// A program on this machine's PATH.
pub(super) fn program(name: &str) -> Option<PathBuf> {
    program::on_path(name)
}

/// A world whose PATH has the system's programs behind gom's, and a default Go.
pub(super) fn world() -> World {
    let mut world = World::with_default("1.22.6");
    world.set_path(&["/usr/bin".into(), "/bin".into()]);
    world.set_env("TERM", "dumb");
    world.set_env("HISTFILE", "/dev/null");
    // In another locale fish takes bytes that are no characters for other bytes.
    world.set_env("LC_ALL", "C.UTF-8");
    world
}

/// A project with these lines below `[env]`.
pub(super) fn project(world: &World, dir: impl AsRef<Path>, env: &str) -> PathBuf {
    let file = dir.as_ref().join("gotoolchain.toml");
    world.file(file, format!("[toolchain]\ngo = \"1.22.6\"\n[env]\n{env}"));
    world.path(dir)
}

/// The environment of a process, without what a shell changes at each command.
pub(super) type Env = BTreeMap<OsString, OsString>;

/// Lines for one shell.
pub(super) struct Talk<'w> {
    world: &'w World,
    shell: Shell,
    lines: String,
}

impl<'w> Talk<'w> {
    /// Nothing typed yet, not even the line of the start file.
    pub(super) fn new(world: &'w World, shell: Shell) -> Self {
        Self {
            world,
            shell,
            lines: String::new(),
        }
    }

    /// With the hook.
    pub(super) fn hooked(world: &'w World, shell: Shell) -> Self {
        Self::new(world, shell).line(shell.init())
    }

    /// A line, and the prompt after it.
    pub(super) fn line(mut self, line: impl AsRef<str>) -> Self {
        self.lines.push_str(line.as_ref());
        // fish has no prompt where its input is no terminal.
        self.lines.push_str(match self.shell {
            Shell::Fish => "\nemit fish_prompt\n",
            _ => "\n",
        });
        self
    }

    /// Changes the directory.
    pub(super) fn cd(self, dir: impl AsRef<Path>) -> Self {
        let dir = self.world.path(dir).display().to_string();
        self.line(format!("cd '{}'", dir.replace('\'', "'\\''")))
    }

    /// Sets and exports a variable.
    pub(super) fn export(self, name: &str, value: &str) -> Self {
        let line = self.shell.export(name, value);
        self.line(line)
    }

    /// Removes a variable.
    pub(super) fn unset(self, name: &str) -> Self {
        let line = self.shell.unset(name);
        self.line(line)
    }

    /// Keeps the environment that programs see now, under a name.
    pub(super) fn snapshot(self, name: &str) -> Self {
        let file = self.world.path(format!("env-{name}"));
        // `>` would be refused by noclobber, and `tee` is no command of the shell.
        self.line(format!(
            "env -0 | tee '{}' | cat -A >/dev/null",
            file.display()
        ))
    }

    /// The call, for variables and directories of a test's own.
    pub(super) fn call(&self) -> Call<'w> {
        self.call_with(self.shell.args())
    }

    /// The call with other arguments.
    pub(super) fn call_with(&self, args: &[&str]) -> Call<'w> {
        let path = self.shell.path().unwrap();
        self.world.program(path, args).input(self.lines.clone())
    }

    /// Types it all and waits for the shell to end with 0.
    #[track_caller]
    pub(super) fn ok(self) -> Outcome {
        self.call().ok()
    }
}

/// The environment kept under a name.
#[track_caller]
pub(super) fn env(world: &World, name: &str) -> Env {
    let file = world.path(format!("env-{name}"));
    let bytes = std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    bytes
        .split(|byte| *byte == 0)
        .filter(|entry| !entry.is_empty())
        .map(|entry| {
            let at = entry.iter().position(|byte| *byte == b'=').unwrap();
            let os = |bytes: &[u8]| OsString::from_vec(bytes.to_vec());
            (os(&entry[..at]), os(&entry[at + 1..]))
        })
        .filter(|(name, _)| name != "_" && name != "PWD" && name != "OLDPWD")
        .collect()
}

/// A variable of an environment.
pub(super) fn var<'e>(env: &'e Env, name: &str) -> Option<&'e str> {
    env.get(std::ffi::OsStr::new(name))
        .map(|value| value.to_str().unwrap())
}

/// Runs the test body for every shell that is here, and says which ones are not.
pub(super) fn each(test: impl Fn(Shell)) {
    for shell in Shell::ALL {
        if shell.path().is_some() {
            test(shell);
        } else {
            shell.skip();
        }
    }
}

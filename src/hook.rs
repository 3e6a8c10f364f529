//! What a shell's hook asks for when something changed: which variables this directory wants, what
//! the prompt shows, and what to look at before asking again.
//!
//! The hooks themselves are shell files (`init/`). They ask `gom hook-env`, which answers in the
//! shell's own language (`code`).

pub mod code;
pub mod exports;
mod mount;
pub mod sight;
pub mod stamps;
pub mod told;
pub mod watch;

use std::path::PathBuf;

use crate::export;
use crate::gom::Gom;
use crate::prompt::{self, Prompt};
use exports::{Exports, Step};
use sight::Sight;
use told::Told;
use watch::Watch;

/// A shell that has a hook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Shell {
    /// Bash, 3.2 and newer
    Bash,
    /// Zsh
    Zsh,
    /// Fish
    Fish,
    /// PowerShell, 5.1 and newer
    #[value(alias = "powershell")]
    Pwsh,
    /// Nushell
    #[value(alias = "nushell")]
    Nu,
}

impl Shell {
    /// The same shell where only its quoting matters.
    #[must_use]
    pub fn syntax(self) -> export::Shell {
        match self {
            Self::Bash => export::Shell::Bash,
            Self::Zsh => export::Shell::Zsh,
            Self::Fish => export::Shell::Fish,
            Self::Pwsh => export::Shell::Pwsh,
            Self::Nu => export::Shell::Nu,
        }
    }

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::Pwsh => "pwsh",
            Self::Nu => "nu",
        }
    }

    /// The shell of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::Bash, Self::Zsh, Self::Fish, Self::Pwsh, Self::Nu];
        all.into_iter().find(|shell| shell.name() == name)
    }
}

/// The variables besides the current directory that change what the answer is. A hook compares
/// their values, joined, with those of the time it last asked; each of them costs every prompt a
/// little. So those are left out that no shell changes after its start (HOME, GOM_FLOOR and the like).
pub const VARIABLES: &[&str] = &[
    "GOM_TOOLCHAIN",
    "GOM_SHELL_TOOLCHAIN",
    "GOM_TARGET",
    "GOM_PROFILE",
    "GOM_TRUST",
    "GOM_HOME",
    "GOTOOLCHAIN",
    "GOOS",
    "GOARCH",
    "GO111MODULE",
    "GOWORK",
    "GOENV",
    "PATH",
];

/// How a shell can tell that a file changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Eyes {
    /// It compares a file's time of change with that of another file.
    Stamps,
    /// The same, in whole seconds.
    Coarse,
    /// It reads the time itself, to the nanosecond (100 of them in PowerShell).
    Times,
    /// Not at all.
    Timer,
}

/// What the hook says of its shell.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Which one.
    pub shell: Shell,
    /// Its process.
    pub pid: u32,
    /// What it takes for the current directory.
    pub pwd: PathBuf,
    /// How it looks at files.
    pub eyes: Eyes,
    /// Its stamps, where it has some already.
    pub stamps: Option<PathBuf>,
    /// What was told in it already.
    pub told: Told,
}

/// What the hook is told.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Variables, in the order in which they are to be changed.
    pub steps: Vec<Step>,
    /// What the prompt shows; `None` where it shows nothing.
    pub prompt: Option<Prompt>,
    /// True where the prompt may only have ASCII in it.
    pub ascii: bool,
    /// What to look at.
    pub watch: Watch,
    /// The shell's stamps.
    pub stamps: Option<PathBuf>,
    /// What has been told in this shell.
    pub told: Told,
}

/// The answer for the current directory. Nothing here fails: a prompt must come, and what is wrong
/// is said on stderr, once.
#[must_use]
pub fn answer(gom: &Gom, asked: Asked) -> Answer {
    let mut told = asked.told;
    let mut sight = Sight::new();
    let young = watch::look(gom, &mut sight);
    // What is written again within one tick of the clock looks unchanged; so the tick is waited for.
    let clock_is_coarse = asked.eyes == Eyes::Coarse;
    if let Some(rest) = young
        && !clock_is_coarse
    {
        std::thread::sleep(rest);
        sight = Sight::new();
        watch::look(gom, &mut sight);
    }
    let resolution = gom.context().and_then(|_| gom.resolve());
    let project = gom.project();
    let exports = Exports::here(&gom.vars, project.as_ref().map(Option::as_ref));
    told.tell(gom, &resolution, &project);
    let mut watch = watch::choose(gom, &mut sight, &resolution);
    watch.is_here = gom_shim::vars::same_file(&asked.pwd, ".".as_ref());
    // What PowerShell calls the current directory is not the process's.
    let has_process_directory = matches!(asked.shell, Shell::Bash | Shell::Zsh | Shell::Fish);
    if has_process_directory
        && watch.is_here
        && asked.pwd.canonicalize().is_ok_and(|real| real == asked.pwd)
    {
        watch.shorten(&asked.pwd);
    }
    watch.unsure |= clock_is_coarse && sight.has_young();
    let stamps = match asked.eyes {
        Eyes::Stamps | Eyes::Coarse => {
            stamps::write(gom, asked.pid, asked.stamps.as_deref(), &watch.files)
        }
        Eyes::Times | Eyes::Timer => None,
    };
    if stamps.is_none() && asked.eyes != Eyes::Times {
        watch.again |= !watch.files.is_empty();
        watch.files.clear();
    }
    Answer {
        steps: exports.steps(),
        prompt: Prompt::here(gom, &resolution),
        ascii: prompt::is_ascii(&gom.vars),
        watch,
        stamps,
        told,
    }
}

/// What a shell is told when the hook leaves it: what gom had set is taken back.
#[must_use]
pub fn farewell(gom: &Gom) -> Vec<Step> {
    Exports::nowhere(&gom.vars).steps()
}

//! A kind of start of a shell: how it is started, with which environment, and what it reads.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use gom_shim::side::Side;
use gom_shim::vars::Vars;

use super::places::Places;
use super::shell::{self, Shell};

/// As what a shell is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A login without a terminal: a display manager's, `su - user -c`.
    Login,
    /// A new terminal on Linux; bash and zsh read other files than a login.
    Interactive,
    /// A login on a terminal: ssh, the console, a new terminal on macOS, an editor's probe.
    Both,
}

impl Kind {
    /// Its name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Interactive => "interactive",
            Self::Both => "login+interactive",
        }
    }

    /// What people call it, before `shell`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Interactive => "interactive",
            Self::Both => "interactive login",
        }
    }

    fn is_login(self) -> bool {
        self != Self::Interactive
    }

    fn is_interactive(self) -> bool {
        self != Self::Login
    }
}

/// One start of one shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The shell.
    pub shell: Shell,
    /// Its program.
    pub program: PathBuf,
    /// As what.
    pub kind: Kind,
}

/// Variables that a new session has before any start file is read, and that say where files are.
const KEPT: [&str; 12] = [
    "APPDATA",
    "HOME",
    "LANG",
    "LOCALAPPDATA",
    "LOGNAME",
    "SHELL",
    "SystemRoot",
    "TMPDIR",
    "USER",
    "USERPROFILE",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
];

impl Start {
    /// The starts to try for a shell. sh reads nothing unless it is a login shell, and Nushell
    /// runs no command as an interactive shell would.
    #[must_use]
    pub fn all(shell: Shell, program: &Path) -> Vec<Self> {
        let kinds: &[Kind] = match shell {
            Shell::Nu | Shell::Sh => &[Kind::Login],
            Shell::Bash | Shell::Fish | Shell::Zsh => &[Kind::Login, Kind::Interactive, Kind::Both],
            Shell::PowerShell => &[Kind::Interactive],
        };
        let start = |kind: &Kind| Self {
            shell,
            program: program.to_owned(),
            kind: *kind,
        };
        kinds.iter().map(start).collect()
    }

    /// The arguments: the flags of this start, and a command that prints, between two `mark`s,
    /// PATH on a line and what the shell itself takes `go` for, if it is no program, on another.
    #[must_use]
    pub fn arguments(&self, mark: &str) -> Vec<OsString> {
        let script = match self.shell {
            Shell::Bash | Shell::Sh | Shell::Zsh => format!(
                "\\printf '%s' '{mark}'; \\printf '%s\\n' \"$PATH\"; \\command -v go; \\printf '%s' '{mark}'"
            ),
            Shell::Fish => format!(
                "printf '%s' '{mark}'; string join : $PATH; functions -q go; and echo function; printf '%s' '{mark}'"
            ),
            Shell::Nu => format!(
                "print -n '{mark}'; print ($env.PATH | str join (char esep)); print -n '{mark}'"
            ),
            Shell::PowerShell => {
                format!("[Console]::Out.Write('{mark}' + $env:PATH + \"`n{mark}\")")
            }
        };
        let mut words: Vec<&str> = match self.shell {
            Shell::PowerShell => vec!["-NoLogo", "-Command"],
            _ => vec!["-c"],
        };
        if self.shell != Shell::PowerShell && self.kind.is_login() {
            words.insert(0, "-l");
        }
        if self.shell != Shell::PowerShell && self.kind.is_interactive() {
            words.insert(0, "-i");
        }
        let words = words.into_iter().map(OsString::from);
        words.chain([script.into()]).collect()
    }

    /// The environment of a session that has just begun: nothing of this terminal's, so that what
    /// was exported here by hand proves nothing.
    #[must_use]
    pub fn environment(&self, places: &Places<'_>) -> Vec<(OsString, OsString)> {
        let vars = places.vars;
        let is_kept = |name: &str| KEPT.contains(&name) || name.starts_with("LC_");
        let mut environment: Vec<_> = vars
            .all()
            .iter()
            .filter(|(name, _)| name.to_str().is_some_and(is_kept))
            .cloned()
            .collect();
        let mut set = |name: &str, value: OsString| environment.push((name.into(), value));
        // Start files return early for terminals that can do nothing.
        set("TERM", "xterm-256color".into());
        let path = match places.side {
            Side::Windows => vars.get("PATH").unwrap_or_default().to_owned(),
            Side::MacOs => "/usr/bin:/bin:/usr/sbin:/sbin".into(),
            Side::Linux | Side::Wsl(_) => "/usr/local/bin:/usr/bin:/bin".into(),
        };
        set("PATH", path);
        // Mostly set by HOME's own .zshenv; where there is none, something earlier sets it.
        let home = places.home();
        let by_home = home.is_some_and(|home| home.join(".zshenv").exists());
        if let Some(dir) = vars.absolute("ZDOTDIR").filter(|_| !by_home) {
            set("ZDOTDIR", dir.into());
        }
        environment
    }

    /// The files that this start reads, in order, whether they are there or not. What they read in
    /// turn is not among them.
    #[must_use]
    pub fn files(&self, places: &Places<'_>) -> Vec<PathBuf> {
        let Some(home) = places.home() else {
            return Vec::new();
        };
        match self.shell {
            Shell::Bash => self.bash(places, &home),
            Shell::Sh => {
                let mut files = system_profile(places);
                files.push(home.join(".profile"));
                files
            }
            Shell::Zsh => self.zsh(places, &home),
            Shell::Fish => {
                let dir = places.config(&home).join("fish");
                // fish puts what is in fish_user_paths before everything it inherits.
                let mut files = vec![dir.join("fish_variables")];
                // By name, whatever directory a file is in.
                let mut parts = listing(&dir.join("conf.d"), ".fish");
                parts.extend(listing(&places.system("etc/fish/conf.d"), ".fish"));
                parts.sort_by_key(|path| path.file_name().map(ToOwned::to_owned));
                files.extend(parts);
                files.extend([
                    places.system("etc/fish/config.fish"),
                    dir.join("config.fish"),
                ]);
                files
            }
            Shell::Nu => {
                let dir = places.nu_config(&home);
                vec![dir.join("env.nu"), dir.join("config.nu")]
            }
            Shell::PowerShell => {
                let names = ["profile.ps1", "Microsoft.PowerShell_profile.ps1"];
                let dirs = places.power_shell(&home).into_iter().map(|(dir, _)| dir);
                dirs.flat_map(|dir| names.map(|name| dir.join(name)))
                    .collect()
            }
        }
    }

    fn bash(&self, places: &Places<'_>, home: &Path) -> Vec<PathBuf> {
        if !self.kind.is_login() {
            let system = places.system("etc/bash.bashrc");
            return vec![system, home.join(".bashrc")];
        }
        let logins = [".bash_profile", ".bash_login", ".profile"].map(|name| home.join(name));
        let mut files = system_profile(places);
        files.extend(logins.into_iter().find(|path| path.exists()));
        files
    }

    fn zsh(&self, places: &Places<'_>, home: &Path) -> Vec<PathBuf> {
        let dir = places.zdotdir(home).unwrap_or_else(|| home.to_owned());
        let mut names = vec!["zshenv"];
        if self.kind.is_login() {
            names.push("zprofile");
        }
        if self.kind.is_interactive() {
            names.push("zshrc");
        }
        if self.kind.is_login() {
            names.push("zlogin");
        }
        let mut files = Vec::new();
        for name in names {
            files.push(places.system(&format!("etc/zsh/{name}")));
            files.push(places.system(&format!("etc/{name}")));
            if name == "zshenv" && dir != home {
                files.push(home.join(".zshenv"));
            }
            files.push(dir.join(format!(".{name}")));
        }
        files
    }
}

/// What a login sh or bash reads before the user's own file.
fn system_profile(places: &Places<'_>) -> Vec<PathBuf> {
    let mut files = vec![places.system("etc/profile")];
    files.extend(listing(&places.system("etc/profile.d"), ".sh"));
    files
}

/// The files of a directory whose names end like that, sorted.
fn listing(dir: &Path, end: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(end))
        .collect();
    files.sort();
    files
}

/// The starts of the user's own shell; none where SHELL does not say which that is.
#[must_use]
pub fn of_user(vars: &Vars) -> Vec<Start> {
    match (shell::users(vars), shell::program(vars)) {
        (Some(shell), Some(program)) => Start::all(shell, program),
        _ => Vec::new(),
    }
}

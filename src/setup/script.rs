//! The scripts in gom's home that put its programs on PATH.

use std::path::{Path, PathBuf};

use gom_shim::Result;
use gom_shim::layout::Layout;
use gom_shim::side::Side;

use super::language::{Language, entry};

/// What a script does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// gom's programs come first, unless they are on PATH already, wherever.
    Env,
    /// gom's programs come first, also where they were on PATH already.
    First,
}

/// The directory that `go install` puts programs in: last on PATH, as PATH is for commands one
/// has, and a name that the system has too stays the system's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GopathBin {
    /// It is left alone.
    Without,
    /// `bin` in the first entry of GOPATH, else in the user's `go`. Shells start no process for it:
    /// a GOPATH set after the script was read is not seen.
    OfHome,
    /// The same, but the user's GOPATH is here, as `go env -w GOPATH=…` said when gom was set up.
    At(PathBuf),
}

/// What the scripts put on PATH.
#[derive(Clone, Debug)]
pub struct OnPath {
    /// gom's programs.
    pub bin: PathBuf,
    /// What `go install` builds.
    pub gopath_bin: GopathBin,
    /// What separates entries, and whether case matters.
    pub side: Side,
}

/// The names of all scripts, in gom's home.
pub const NAMES: [&str; 6] = [
    "env.fish",
    "env.ps1",
    "env.sh",
    "first.fish",
    "first.ps1",
    "first.sh",
];

/// The languages that scripts are written in; the others have all they need in the start file.
pub const LANGUAGES: [Language; 3] = [Language::Fish, Language::Posix, Language::PowerShell];

/// Where a script is; `None` for a language that has none.
#[must_use]
pub fn path(layout: &Layout, script: Script, language: Language) -> Option<PathBuf> {
    let extension = match language {
        Language::Fish => "fish",
        Language::Posix => "sh",
        Language::PowerShell => "ps1",
        Language::EnvironmentD | Language::Nu => return None,
    };
    let name = match script {
        Script::Env => "env",
        Script::First => "first",
    };
    Some(layout.home().join(format!("{name}.{extension}")))
}

impl OnPath {
    /// The script. It is quiet, leaves no variable behind, is clean under `set -eu`, and leaves a
    /// PATH alone that is unset or empty, as then the system's own applies, which a PATH of one
    /// directory would hide. For a language without scripts, the lines of a start file that do
    /// the same, with the paths below `home` written by its variable.
    ///
    /// # Errors
    /// `Config` where a directory cannot be an entry of PATH.
    pub fn text(&self, script: Script, language: Language, home: Option<&Path>) -> Result<String> {
        let home = home.filter(|_| !LANGUAGES.contains(&language));
        let word = |path| -> Result<String> {
            Ok(language.path(entry(path, &self.side)?, home, &self.side))
        };
        let bin = word(&self.bin)?;
        let gopath = match &self.gopath_bin {
            GopathBin::Without => None,
            GopathBin::OfHome => Some(None),
            GopathBin::At(path) => Some(Some(word(path)?)),
        };
        let head = "# Written by `gom setup`: gom's programs come first on PATH";
        let head = match (script, gopath.is_some()) {
            (Script::Env, false) => format!("{head}.\n"),
            (Script::First, false) => format!("{head}, and are moved there.\n"),
            (Script::Env, true) => format!("{head}, what `go install` builds last.\n"),
            (Script::First, true) => {
                format!("{head}, and are moved there; what `go install` builds comes last.\n")
            }
        };
        Ok(match language {
            Language::Posix => head + &posix(script, &bin, gopath),
            Language::Fish => head + &fish(script, &bin, gopath),
            Language::PowerShell => {
                let windows = self.side == Side::Windows;
                head + &power_shell(script, &bin, gopath, windows)
            }
            Language::Nu => nu(script, &bin, gopath, self.side == Side::Windows),
            Language::EnvironmentD => environment_d(&bin, gopath),
        })
    }
}

/// True where a script of gom's puts the directory of `go install` on PATH.
#[must_use]
pub fn has_gopath_bin(layout: &Layout) -> Option<bool> {
    let path = path(layout, Script::Env, Language::Posix)?;
    let text = std::fs::read_to_string(path).ok()?;
    Some(text.contains("GOPATH"))
}

fn posix(script: Script, bin: &str, gopath: Option<Option<String>>) -> String {
    let mut text = match script {
        Script::Env => format!(
            "case \":${{PATH-}}:\" in
    :: | *:{bin}:*) ;;
    *)
        PATH={bin}:$PATH
        export PATH
        ;;
esac
"
        ),
        Script::First => format!(
            "case \":${{PATH-}}:\" in
    :: | :{bin}:*) ;;
    *)
        PATH=:$PATH:
        while
            case $PATH in
                *:{bin}:*) PATH=${{PATH%%:{bin}:*}}:${{PATH#*:{bin}:}} ;;
                *) false ;;
            esac
        do
            :
        done
        PATH={bin}${{PATH%:}}
        export PATH
        ;;
esac
"
        ),
    };
    if let Some(fallback) = gopath {
        let fallback = fallback.unwrap_or_else(|| "${HOME:+$HOME/go}".to_owned());
        text.push_str(&format!(
            "__gom_gopath=${{GOPATH-}}
__gom_gopath=${{__gom_gopath%%:*}}
[ -n \"$__gom_gopath\" ] || __gom_gopath={fallback}
if [ -n \"${{PATH-}}\" ] && [ -n \"$__gom_gopath\" ]; then
    case \":$PATH:\" in
        *\":$__gom_gopath/bin:\"*) ;;
        *)
            PATH=$PATH:$__gom_gopath/bin
            export PATH
            ;;
    esac
fi
unset __gom_gopath
"
        ));
    }
    text
}

fn fish(script: Script, bin: &str, gopath: Option<Option<String>>) -> String {
    let mut text = match script {
        Script::Env => {
            format!("if not contains -- {bin} $PATH\n    set -gx PATH {bin} $PATH\nend\n")
        }
        Script::First => format!(
            "if test \"$PATH[1]\" != {bin}
    set -l rest
    for dir in $PATH
        test \"$dir\" = {bin}; or set -a rest $dir
    end
    set -gx PATH {bin} $rest
end
"
        ),
    };
    if let Some(fallback) = gopath {
        let fallback = fallback.unwrap_or_else(|| "$HOME/go".to_owned());
        text.push_str(&format!(
            "begin
    set -l gopath $GOPATH[1]
    test -n \"$gopath\"; or set gopath {fallback}
    contains -- $gopath/bin $PATH; or set -gx PATH $PATH $gopath/bin
end
"
        ));
    }
    text
}

fn power_shell(script: Script, bin: &str, gopath: Option<Option<String>>, windows: bool) -> String {
    // Windows tells names by their letters, not by their case.
    let (not_contains, ne) = if windows {
        ("-notcontains", "-ne")
    } else {
        ("-cnotcontains", "-cne")
    };
    let first = match script {
        Script::Env => {
            format!("    if ($path {not_contains} $bin) {{ $path = @($bin) + $path }}\n")
        }
        Script::First => {
            format!("    $path = @($bin) + @($path | Where-Object {{ $_ {ne} $bin }})\n")
        }
    };
    let last = gopath.map_or_else(String::new, |fallback| {
        let fallback = fallback.unwrap_or_else(|| "(Join-Path $HOME 'go')".to_owned());
        format!(
            "    $gopath = if ($env:GOPATH) {{ @($env:GOPATH.Split($separator))[0] }} else {{ {fallback} }}
    $gopathBin = Join-Path $gopath 'bin'
    if ($path {not_contains} $gopathBin) {{ $path = $path + @($gopathBin) }}
"
        )
    });
    format!(
        "& {{
    if (-not $env:PATH) {{ return }}
    $bin = {bin}
    $separator = [IO.Path]::PathSeparator
    $path = @($env:PATH.Split($separator))
{first}{last}    $env:PATH = $path -join $separator
}}
"
    )
}

fn nu(script: Script, bin: &str, gopath: Option<Option<String>>, windows: bool) -> String {
    let first = match script {
        Script::Env => "    if $bin not-in $env.PATH { $env.PATH = ($env.PATH | prepend $bin) }\n",
        Script::First => "    $env.PATH = ($env.PATH | where $it != $bin | prepend $bin)\n",
    };
    let home = if windows { "USERPROFILE" } else { "HOME" };
    let last = gopath.map_or_else(String::new, |fallback| {
        let fallback =
            fallback.unwrap_or_else(|| format!("($env.{home}? | default \"\" | path join \"go\")"));
        format!(
            "    let gopath = ($env.GOPATH? | default \"\" | split row (char esep) | first)
    let gopath = (if ($gopath | is-empty) {{ {fallback} }} else {{ $gopath }} | path join \"bin\")
    if $gopath not-in $env.PATH {{ $env.PATH = ($env.PATH | append $gopath) }}
"
        )
    });
    format!(
        "if ($env.PATH? | is-not-empty) and ({bin} | path exists) {{
    let bin = {bin}
    $env.PATH = ($env.PATH | split row (char esep))
{first}{last}}}
"
    )
}

/// systemd(1) reads assignments, and no conditions: a directory that is gone costs nothing there.
fn environment_d(bin: &str, gopath: Option<Option<String>>) -> String {
    let last = gopath.map_or_else(String::new, |fallback| {
        let fallback = fallback.unwrap_or_else(|| "${HOME}/go".to_owned());
        format!(":{fallback}/bin")
    });
    format!("PATH=\"{bin}${{PATH:+:$PATH}}{last}\"\n")
}

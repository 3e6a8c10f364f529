//! The lines of start files: those that run gom's scripts, and those that start a shell's hook.

use std::path::Path;

use gom_shim::Result;
use gom_shim::layout::Layout;
use gom_shim::side::Side;

use super::language::{Language, entry};
use super::script::{self, OnPath, Script};
use super::shell::Shell;

/// What the lines depend on.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    /// Where gom's programs and scripts are.
    pub layout: &'a Layout,
    /// What the machine is.
    pub side: &'a Side,
    /// Paths below it are written by its variable. `None` for the files of all users.
    pub home: Option<&'a Path>,
    /// What comes on PATH.
    pub on_path: OnPath,
}

impl Lines<'_> {
    /// The lines that put gom's programs on PATH, and do nothing, successfully, when gom is gone.
    ///
    /// # Errors
    /// `Config` where a path cannot be written down.
    pub fn path(&self, language: Language, script: Script) -> Result<String> {
        let Some(file) = self.script(language, script)? else {
            return self.on_path.text(script, language, self.home);
        };
        Ok(match language {
            // Not `[ … ] && . …`: as the last line of a file it would make `. ~/.profile` fail.
            Language::Posix => format!("if [ -r {file} ]; then . {file}; fi\n"),
            Language::PowerShell => {
                format!("if (Test-Path -LiteralPath {file}) {{ . {file} }}\n")
            }
            // A login fish on macOS sorts PATH anew first, as path_helper does.
            _ if *self.side == Side::MacOs && script == Script::Env => {
                let first = self.script(language, Script::First)?.unwrap_or_default();
                format!(
                    "if status is-login; and test -r {first}\n    source {first}\nelse if test -r {file}\n    source {file}\nend\n"
                )
            }
            _ => format!("if test -r {file}\n    source {file}\nend\n"),
        })
    }

    /// The lines that start a shell's hook, unless gom is gone or nobody sits before the shell.
    /// `None` for a shell whose hook is a file of its own, or that has none.
    ///
    /// # Errors
    /// `Config` where a path cannot be written down.
    pub fn hook(&self, shell: Shell) -> Result<Option<String>> {
        let gom = Layout::shim(&self.layout.bin(), "gom");
        let gom = shell
            .language()
            .path(entry(&gom, self.side)?, self.home, self.side);
        Ok(match shell {
            // sh reads .profile too, and zsh may be told to read .bashrc.
            Shell::Bash => Some(format!(
                "if [ -n \"${{BASH_VERSION-}}\" ] && [ -x {gom} ]; then\n    case $- in *i*) eval \"$({gom} init bash)\" ;; esac\nfi\n"
            )),
            Shell::Zsh => Some(format!(
                "if [ -n \"${{ZSH_VERSION-}}\" ] && [ -x {gom} ]; then\n    case $- in *i*) eval \"$({gom} init zsh)\" ;; esac\nfi\n"
            )),
            Shell::Fish => Some(format!(
                "if status is-interactive; and test -x {gom}\n    {gom} init fish | source\nend\n"
            )),
            // Invoke-Expression fails on an empty text, but not on an empty line.
            Shell::PowerShell => Some(format!(
                "if (Test-Path -LiteralPath {gom}) {{ ((& {gom} init pwsh | Out-String) + \"`n\") | Invoke-Expression }}\n"
            )),
            Shell::Nu | Shell::Sh => None,
        })
    }

    /// What to type in a terminal that is open now.
    ///
    /// # Errors
    /// `Config` where a path cannot be written down.
    pub fn typed(&self, language: Language, script: Script) -> Result<String> {
        let Some(file) = self.script(language, script)? else {
            let bin = entry(&self.on_path.bin, self.side)?;
            let bin = language.path(bin, self.home, self.side);
            return Ok(format!("$env.PATH = ($env.PATH | prepend {bin})"));
        };
        Ok(match language {
            Language::Fish => format!("source {file}"),
            _ => format!(". {file}"),
        })
    }

    fn script(&self, language: Language, script: Script) -> Result<Option<String>> {
        let Some(file) = script::path(self.layout, script, language) else {
            return Ok(None);
        };
        let file = entry(&file, self.side)?;
        Ok(Some(language.path(file, self.home, self.side)))
    }
}

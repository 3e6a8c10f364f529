//! The hooks, as a shell reads them at its start.
//!
//! They are shell files with two words to fill in: `@GOM@` is the path of gom, `@KEY@` what is
//! compared before anything else. Comments are for those
//! who read the files: in some shells a comment typed or evaluated is a command.

use std::path::{Path, PathBuf};

use gom_shim::layout::Layout;
use gom_shim::{Error, Kind, Result, escape};

use crate::export;
use crate::gom::Gom;
use crate::hook::{Shell, VARIABLES};

/// The hook of a shell.
///
/// # Errors
/// `Failure` where the path of gom cannot be written for that shell.
pub fn text(shell: Shell, gom: &Path) -> Result<Vec<u8>> {
    let file = match shell {
        Shell::Bash => include_str!("init/hook.bash"),
        Shell::Zsh => include_str!("init/hook.zsh"),
        Shell::Fish => include_str!("init/hook.fish"),
        Shell::Pwsh => include_str!("init/hook.ps1"),
        Shell::Nu => include_str!("init/hook.nu"),
    };
    let program = program(shell, gom).ok_or_else(|| {
        let name = shell.name();
        Error::new(
            Kind::Failure,
            format!("{} cannot be written for {name}", escape::path(gom)),
        )
        .hint("set GOM_HOME to a directory whose name is UTF-8, and run `gom setup` again")
    })?;
    let lines = file
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'));
    let code = lines.map(|line| format!("{line}\n")).collect::<String>();
    let code = code.replace("@KEY@", &key(shell));
    let mut out = Vec::new();
    for (index, part) in code.split("@GOM@").enumerate() {
        if index > 0 {
            out.extend(&program);
        }
        out.extend(part.bytes());
    }
    Ok(match shell {
        Shell::Zsh => sticky(&out),
        _ => out,
    })
}

/// The gom that hooks call: the one on PATH, which an update of gom does not move, else this one.
#[must_use]
pub fn gom_of(gom: &Gom) -> PathBuf {
    let placed = Layout::shim(&gom.layout.bin(), "gom");
    match &gom.vars.exe {
        Some(running) if !placed.is_file() => running.clone(),
        _ => placed,
    }
}

fn program(shell: Shell, gom: &Path) -> Option<Vec<u8>> {
    match shell {
        // A string of Nushell is written like one of JSON.
        Shell::Nu => Some(
            serde_json::Value::from(gom.to_str()?)
                .to_string()
                .into_bytes(),
        ),
        _ => export::word(shell.syntax(), gom.as_os_str()),
    }
}

/// The directory and the variables that the answer depends on, in one string.
fn key(shell: Shell) -> String {
    let value = |name: &&str| match shell {
        Shell::Bash | Shell::Zsh => format!("${{{name}-}}"),
        Shell::Fish => format!("${name}"),
        Shell::Pwsh => format!("${{env:{name}}}"),
        Shell::Nu => format!("($env.{name}? | default '')"),
    };
    let values: Vec<String> = VARIABLES.iter().map(value).collect();
    values.join("|")
}

/// Code for zsh whose functions run as they were written, whatever options the user has set: that
/// is what `emulate -c` gives them.
fn sticky(code: &[u8]) -> Vec<u8> {
    let mut out = b"\\builtin emulate zsh -o no_aliases -o no_err_exit -o no_err_return -o no_xtrace -o no_verbose -c '\n".to_vec();
    for byte in code {
        match byte {
            b'\'' => out.extend(br"'\''"),
            byte => out.push(*byte),
        }
    }
    out.extend(b"'\n");
    out
}

//! The environment that `gom exec` starts its command in.

use std::ffi::OsStr;

use gom_shim::diff::Diff;
use gom_shim::environment::Change;
use gom_shim::project_table::is_variable_name;
use gom_shim::toolchain::path_from_bytes;
use gom_shim::vars::Vars;
use gom_shim::{Error, Kind, Result, escape, project_env, project_file, quote, trust};

use crate::choice::Choice;
use crate::clean_env;
use crate::commands::exec::Args;
use crate::gom::Gom;

/// What the flags make of the caller's environment, and what the project sets in it. A profile
/// that is named wins over the caller's values, a variable on the command line over everything.
///
/// # Errors
/// `Usage` for what is no variable; `Config` for a target or profile that the project does not have.
pub fn environment(gom: &Gom, args: &Args, changes: &mut Vec<Change>) -> Result<Vars> {
    let mut vars = gom.vars.clone();
    if args.clean {
        vars.retain(|name| clean_env::keeps(name, cfg!(windows)));
        // It says what was taken back, and nothing of it is left.
        vars.taken_back = Diff::default();
    }
    if args.trust {
        trust_here(gom, &mut vars)?;
    }
    let mut named = Vec::new();
    for variable in &args.variables {
        named.push(assign(gom, variable, &mut vars)?);
    }
    let choice = Choice {
        command: "gom exec",
        target: args.target.as_deref(),
        profile: args.profile.as_deref(),
    };
    if let Some(project) = choice.apply(gom, &mut vars, &named)? {
        let given = project_env::variables(&vars, &project, None)?;
        changes.extend(project_env::changes(&vars, given));
    }
    Ok(vars)
}

/// `-e NAME=VALUE`, or `-e NAME` for the caller's value. Gives the name.
fn assign(gom: &Gom, variable: &OsStr, vars: &mut Vars) -> Result<String> {
    let bytes = variable.as_encoded_bytes();
    let equals = bytes.iter().position(|&byte| byte == b'=');
    let name = &bytes[..equals.unwrap_or(bytes.len())];
    let name = std::str::from_utf8(name).unwrap_or_default();
    if !is_variable_name(name) {
        let shown = escape::excerpt(&variable.to_string_lossy(), 60);
        return Err(
            Error::new(Kind::Usage, format!("-e {shown} names no variable"))
                .hint("gom exec -e NAME=VALUE -- COMMAND"),
        );
    }
    match (equals, gom.vars.get(name)) {
        (Some(equals), _) => vars.set(name, path_from_bytes(bytes[equals + 1..].to_vec())),
        (None, Some(value)) => vars.set(name, value),
        (None, None) => {}
    }
    // Whoever types it is the caller.
    vars.taken_back.records.retain(|record| record.name != name);
    Ok(name.to_owned())
}

/// Adds the directory of the project file here to GOM_TRUST.
fn trust_here(gom: &Gom, vars: &mut Vars) -> Result<()> {
    let file = vars.cwd.as_deref().and_then(project_file::find);
    let directory = file.as_deref().and_then(trust::trusted_place);
    let Some(directory) = directory else {
        return Err(match file {
            Some(file) => Error::new(
                Kind::NotTrusted,
                format!(
                    "{} is a link that leaves its directory, and cannot be trusted",
                    escape::path(&file)
                ),
            ),
            None => Error::new(Kind::Usage, "there is no gotoolchain.toml here to trust"),
        }
        .hint("leave --trust out"));
    };
    let former = gom.vars.get(trust::TRUST).unwrap_or_default();
    let former = std::env::split_paths(former).filter(|path| !path.as_os_str().is_empty());
    let list = std::env::join_paths(former.chain([directory.clone()])).map_err(|error| {
        Error::new(
            Kind::Usage,
            format!(
                "{} cannot be an entry of {}",
                escape::path(&directory),
                trust::TRUST
            ),
        )
        .cause(error.to_string())
        .hint(format!("gom trust {}", quote::path(&directory)))
    })?;
    vars.set(trust::TRUST, list);
    Ok(())
}

//! `gom default`: the Go used where no project asks for one.

use gom_shim::request::Request;
use gom_shim::resolution::Chosen;
use gom_shim::resolve::{Asked, resolve};
use gom_shim::{Error, Kind, Result, read};
use serde_json::json;

use crate::candidates;
use crate::gom::Gom;
use crate::{settings, write};

/// Show or set the Go used where no project asks for one
///
/// `gom default 1.27` means its newest installed patch, also after updates; `gom default -` goes
/// back to the one before.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// A version, a line such as 1.27, stable, system, a linked name, or - for the former default
    #[arg(add = candidates::any())]
    request: Option<String>,
    /// Have no default: the next go on PATH is used, if there is one
    #[arg(long, conflicts_with = "request")]
    unset: bool,
}

/// Prints or sets the default.
///
/// # Errors
/// `NotInstalled` where nothing installed answers the request.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    let Some(text) = &args.request else {
        return if args.unset { unset(gom) } else { show(gom) };
    };
    let text = if text == "-" {
        former(gom)?
    } else {
        text.clone()
    };
    let request = Request::parse(&text)?;
    if request == Request::GoMod {
        return Err(Error::new(
            Kind::Usage,
            "the default cannot be 'go.mod': a default is for where there is none",
        )
        .hint("gom default stable"));
    }
    let asked = Asked {
        request: Some((request.clone(), text)),
        directory: None,
        unselected: false,
    };
    let toolchain = match resolve(gom.context()?, &asked)?.chosen {
        Chosen::Toolchain(toolchain) => toolchain,
        Chosen::Missing(missing) => return Err(missing.error),
    };
    set(gom, &request)?;
    let name = toolchain
        .version
        .map_or(toolchain.name, |version| version.go_name());
    gom.printer.talk(format_args!(
        "default: {name}{}",
        if name == format!("go{request}") {
            String::new()
        } else {
            format!(" ({request})")
        }
    ));
    Ok(())
}

/// Stores a default and remembers the one before.
///
/// # Errors
/// As [`settings::set`].
pub fn set(gom: &Gom, request: &Request) -> Result<()> {
    let former = gom.config()?.text("default").unwrap_or_default();
    settings::set(gom, "default", Some(&request.to_string()))?;
    remember(gom, &former, &request.to_string())
}

fn remember(gom: &Gom, former: &str, now: &str) -> Result<()> {
    if former.is_empty() || former == now {
        return Ok(());
    }
    write::replace(
        &settings::former_default_file(&gom.layout),
        former.as_bytes(),
    )
}

fn former(gom: &Gom) -> Result<String> {
    let bytes = read::file(&settings::former_default_file(&gom.layout))?;
    bytes
        .map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned())
        .filter(|text| !text.is_empty())
        .ok_or_else(|| {
            Error::new(Kind::Failure, "there is no former default to go back to")
                .hint("gom default VERSION")
        })
}

fn unset(gom: &Gom) -> Result<()> {
    let former = gom.config()?.text("default").unwrap_or_default();
    settings::set(gom, "default", None)?;
    remember(gom, &former, "")?;
    gom.printer.talk("default: none");
    Ok(())
}

fn show(gom: &Gom) -> Result<()> {
    let default = gom.config()?.text("default");
    if gom.printer.json() {
        gom.printer
            .object(&json!({"schema": 1, "default": default}));
        return Ok(());
    }
    match default {
        Some(default) => {
            gom.printer.data(&default);
            Ok(())
        }
        None => {
            gom.printer.talk("no default is set");
            gom.printer.hint("gom default stable");
            Ok(())
        }
    }
}

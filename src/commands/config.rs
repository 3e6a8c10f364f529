//! `gom config`: settings shown and changed.

use gom_shim::{Result, escape, setting_key::KEYS};
use serde_json::{Map, Value, json};

use crate::candidates;
use crate::commands::config_project::{self, Wanted};
use crate::gom::Gom;
use crate::http::redacted;
use crate::{schema, settings};

/// Show or change settings
///
/// Without a name: all of them.
///
/// Every setting X is also the variable GOM_X, which wins over the file; a site's file may
/// enforce a value, which wins over both.
///
/// With --project the keys are those of the nearest gotoolchain.toml, with dots: env.GOPRIVATE.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The setting
    #[arg(add = candidates::settings())]
    name: Option<String>,
    /// Its new value; lists take commas
    value: Option<String>,
    /// This project's gotoolchain.toml instead of your settings
    #[arg(long)]
    project: bool,
    /// Show the file and line, or the variable, that each value comes from
    #[arg(long)]
    show_origin: bool,
    /// Remove the setting from your file
    #[arg(long, requires = "name", conflicts_with = "value")]
    unset: bool,
    /// Print the JSON schema of gotoolchain.toml, for editors
    #[arg(long, conflicts_with_all = ["name", "project", "unset", "show_origin"])]
    schema: bool,
}

/// Prints or edits settings.
///
/// # Errors
/// `Usage` for an unknown setting, `Config` for a file that cannot be used, `NotTrusted` for a
/// setting that the site enforces.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    if args.schema {
        gom.printer.raw(schema::text().as_bytes());
        return Ok(());
    }
    if args.project {
        let wanted = match &args.value {
            _ if args.unset => Wanted::Removed,
            Some(text) => Wanted::Set(text),
            None => Wanted::Shown {
                origin: args.show_origin,
            },
        };
        return config_project::run(gom, args.name.as_deref(), wanted);
    }
    let Some(name) = &args.name else {
        return show_all(gom, args.show_origin);
    };
    let name = name
        .strip_prefix("GOM_")
        .map(str::to_lowercase)
        .unwrap_or_else(|| name.clone());
    if !args.unset && gom_shim::setting_key::key(&name).is_none() {
        return Err(settings::unknown(&name));
    }
    if args.unset || args.value.is_some() {
        return settings::set(gom, &name, args.value.as_deref());
    }
    let setting = gom.config()?.setting(&name);
    if gom.printer.json() {
        gom.printer.object(&json!({"schema": 1, "name": name, "value": value(&setting.values), "origin": setting.place.to_string()}));
    } else if args.show_origin {
        gom.printer.data(format_args!(
            "{}\t{}",
            escape::text(&setting.text()),
            setting.place
        ));
    } else {
        gom.printer.data(escape::text(&setting.text()));
    }
    Ok(())
}

fn show_all(gom: &Gom, show_origin: bool) -> Result<()> {
    let config = gom.config()?;
    if gom.printer.json() {
        let mut values = Map::new();
        for key in KEYS {
            let setting = config.setting(key.name);
            values.insert(
                key.name.into(),
                json!({"value": value(&setting.values.iter().map(|text| redacted(text)).collect::<Vec<_>>()), "origin": setting.place.to_string()}),
            );
        }
        gom.printer
            .object(&json!({"schema": 1, "settings": values}));
        return Ok(());
    }
    for key in KEYS {
        let setting = config.setting(key.name);
        let line = format!("{} = {}", key.name, escape::text(&shown(&setting.values)));
        if show_origin {
            gom.printer.data(format_args!("{line}\t{}", setting.place));
        } else {
            gom.printer.data(format_args!("{line:<32} # {}", key.about));
        }
    }
    Ok(())
}

fn value(values: &[String]) -> Value {
    match values {
        [one] => json!(one),
        several => json!(several),
    }
}

/// The values as a list shows them, without the secrets of URLs; the setting's own name shows them.
fn shown(values: &[String]) -> String {
    values
        .iter()
        .map(|text| redacted(text))
        .collect::<Vec<_>>()
        .join(",")
}

//! `gom env`: the environment that a shim gives to Go here.

use clap::ValueEnum;
use clap::builder::PossibleValue;
use gom_shim::environment;
use gom_shim::invocation::Invocation;
use gom_shim::resolution::Chosen;
use gom_shim::{Error, Kind, Result, escape};
use serde_json::{Map, json};

use crate::commands::current;
use crate::export::{self, Change, Shell, Syntax};
use crate::gom::Gom;
use crate::{ignored, json_path};

/// Show the environment that a shim gives to Go here
///
/// The variables that it sets in this directory, and no others; `-NAME` for one that it removes.
/// For a shell or a file GOROOT, PATH and GOTOOLCHAIN are left out unless they are named: they
/// hold for this one toolchain, and would keep the shims from choosing another elsewhere.
#[derive(clap::Args, Debug)]
#[command(group(clap::ArgGroup::new("written").args(["shell", "format"])))]
pub struct Args {
    /// Print only these; without --shell and --format as bare values, a line each
    names: Vec<String>,
    /// Print code for this shell
    #[arg(long, value_enum, value_name = "SHELL")]
    shell: Option<Shell>,
    /// Print a file of this format
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// With --shell or --format: GOROOT too
    #[arg(long, requires = "written", conflicts_with = "names")]
    goroot: bool,
}

impl Args {
    /// True where the format asked for is JSON.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.format == Some(Format::Json)
    }

    /// What the variables are written for, if not for a person or as JSON.
    fn syntax(&self) -> Option<Syntax> {
        match (self.shell, self.format) {
            (Some(shell), _) => Some(shell.into()),
            (None, Some(Format::File(format))) => Some(format.into()),
            (None, Some(Format::Json) | None) => None,
        }
    }

    /// True for a variable that belongs to this toolchain alone, and was not asked for.
    fn leaves_out(&self, name: &str) -> bool {
        match name {
            "GOROOT" => !self.goroot && self.names.is_empty(),
            "PATH" | "GOTOOLCHAIN" | environment::SWITCH_VERSION => self.names.is_empty(),
            _ => false,
        }
    }
}

/// `--format` on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    File(export::Format),
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: &[Format] = &[
            Format::Json,
            Format::File(export::Format::Dotenv),
            Format::File(export::Format::Docker),
            Format::File(export::Format::Systemd),
            Format::File(export::Format::Github),
            Format::File(export::Format::Gitlab),
        ];
        ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Self::Json => Some(PossibleValue::new("json").help("What --json prints")),
            Self::File(format) => format.to_possible_value(),
        }
    }
}

/// Prints `NAME=value` lines, or what `--shell`, `--format` and `--json` ask for.
///
/// # Errors
/// `NotInstalled` where the toolchain is missing; `Usage` for a name that shims do not set, and
/// where `--json` meets `--shell` or `--format`; `Failure` for a value that cannot be written.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    let syntax = args.syntax();
    if syntax.is_some() && gom.printer.json() {
        // clap sees no conflict with a flag that stands before the command.
        let message = "--json cannot be used with --shell or another --format";
        return Err(Error::new(Kind::Usage, message).hint("gom env --help"));
    }
    let resolution = gom.resolve()?;
    let toolchain = match &resolution.chosen {
        Chosen::Toolchain(toolchain) => toolchain,
        Chosen::Missing(missing) => return Err(missing.error.clone()),
    };
    let project = resolution.project.as_ref();
    if !gom.printer.json() {
        ignored::tell(&gom.printer, &gom.vars, project);
    }
    let invocation = Invocation {
        tool: "go".into(),
        named: None,
        plus: None,
        args: vec!["build".into()],
    };
    let mut changes = environment::changes(gom.context()?, &resolution, toolchain, &invocation)?;
    let unknown = |name: &&String| changes.iter().all(|change| change.name != **name);
    if let Some(name) = args.names.iter().find(unknown) {
        return Err(Error::new(
            Kind::Usage,
            format!("'{}' is not set by gom here", escape::excerpt(name, 60)),
        )
        .hint(format!("go env {}", gom_shim::quote::word(name))));
    }
    if !args.names.is_empty() {
        // In the order they were asked for.
        changes = args
            .names
            .iter()
            .filter_map(|name| changes.iter().find(|change| change.name == *name).cloned())
            .collect();
    }
    if let Some(syntax) = syntax {
        let changes: Vec<Change<'_>> = changes
            .iter()
            .filter(|change| !args.leaves_out(&change.name))
            .map(|change| Change {
                name: &change.name,
                value: change.value.as_deref(),
            })
            .collect();
        gom.printer.raw(&export::write(syntax, &changes)?);
        return Ok(());
    }
    if gom.printer.json() {
        let variables = changes.iter().map(|change| {
            let mut object = Map::new();
            object.insert("name".into(), json!(change.name));
            match &change.value {
                Some(value) => json_path::insert(&mut object, "value", value.as_ref()),
                None => {
                    object.insert("value".into(), serde_json::Value::Null);
                }
            }
            object.insert(
                "source".into(),
                current::source(change.source.as_ref().unwrap_or(&resolution.source)),
            );
            object.into()
        });
        gom.printer.object(
            &json!({"schema": 1, "variables": variables.collect::<Vec<serde_json::Value>>(), "ignored": ignored::to_json(&gom.vars, project)}),
        );
        return Ok(());
    }
    if args.names.is_empty() {
        for environment::Change { name, value, .. } in &changes {
            match value {
                Some(value) => gom.printer.data(format_args!(
                    "{name}={}",
                    escape::text(&value.to_string_lossy())
                )),
                None => gom.printer.data(format_args!("-{name}")),
            }
        }
        return Ok(());
    }
    for change in changes {
        gom.printer.path(change.value.unwrap_or_default().as_ref());
    }
    Ok(())
}

//! `gom check`: what is wrong between project, module, toolchain and environment.

use std::path::{Path, PathBuf};

use gom_shim::resolve::Context;
use gom_shim::source::{Source, SourceKind};
use gom_shim::{Error, Kind, Result, escape, project_file};
use serde_json::json;

use crate::check::scene::Scene;
use crate::check::value::Value;
use crate::check::{self, RULES, binaries};
use crate::choice::Choice;
use crate::commands::current;
use crate::finding::{self, Finding, Place, Severity, Style};
use crate::gom::{Gom, Level};
use crate::project_strict;

/// Check project, module, toolchain and environment against each other
///
/// Compares gotoolchain.toml, go.mod, the installed toolchain and everything that sets a variable for
/// Go: the environment, go env -w, the toolchain's go.env. Ends with 10 where it finds an error or
/// a warning. -v shows every variable and where it comes from.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// With the variables of [profile.NAME.env]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// For one of the project's [targets] only, or for the host
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
    /// Hold these programs against the project, too
    #[arg(long = "binary", value_name = "BINARY", num_args = 1..)]
    binaries: Vec<PathBuf>,
    /// Leave a rule out, by its id. Repeatable
    #[arg(long, value_name = "ID")]
    ignore: Vec<String>,
    /// End with 10 for notes, too
    #[arg(long)]
    strict: bool,
    /// In which form
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// The forms of the output beside JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// As annotations of GitHub's runner
    Github,
}

/// Prints what the rules find.
///
/// # Errors
/// `Findings` (10), without words, where something is wrong; `Config` for a file that cannot be used,
/// a profile or target that is not there; `Usage` for a rule that there is not.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    if args.format == Format::Github && gom.printer.json() {
        return Err(Error::new(
            Kind::Usage,
            "--format github and --json contradict each other",
        )
        .hint("leave one of them out"));
    }
    if let Some(id) = args.ignore.iter().find(|id| is_no_rule(id)) {
        return Err(no_rule(id));
    }
    let result = look(gom, args);
    if let Err(error) = &result
        && args.format == Format::Github
        && error.kind == Kind::Config
    {
        let cwd = gom.vars.cwd.as_deref();
        gom.printer.data(unusable(cwd, error).github(cwd));
    }
    result
}

fn look(gom: &Gom, args: &Args) -> Result<()> {
    // A file for a newer gom says so, whatever else cannot be read in it.
    let explained = |error| project_strict::explained(gom.vars.cwd.as_deref(), gom.side(), error);
    let mut vars = gom.vars.clone();
    let choice = Choice {
        command: "gom check",
        target: args.target.as_deref(),
        profile: args.profile.as_deref(),
    };
    choice.apply(gom, &mut vars, &[]).map_err(explained)?;
    let context = Context {
        vars: &vars,
        ..gom.context()?
    };
    let scene = Scene::look(context).map_err(explained)?;
    if let Ok(resolution) = &scene.resolution {
        for step in resolution.chain.steps() {
            gom.log(Level::Debug, step);
        }
    }
    let mut findings = check::findings(&scene, &args.ignore);
    if !args.binaries.is_empty() {
        let expected = binaries::expected(&scene);
        for path in &args.binaries {
            let path = gom.directory(Some(path))?;
            findings.extend(binaries::findings(&path, &expected)?);
        }
        findings.retain(|finding| !args.ignore.iter().any(|id| id == finding.id));
    }
    // The worst first; within that the order of the rules.
    findings.sort_by_key(|finding| finding.severity);
    show(gom, args, &scene, &findings);
    if args.strict && !findings.is_empty() {
        return Err(Error::new(Kind::Findings, ""));
    }
    finding::verdict(&findings)
}

/// Ids of programs' findings are not among the rules, and may be left out too.
fn is_no_rule(id: &str) -> bool {
    !id.starts_with("binary-") && RULES.iter().all(|rule| rule.id != id)
}

fn no_rule(id: &str) -> Error {
    let known: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    let shown = escape::excerpt(id, 60);
    Error::new(Kind::Usage, format!("no rule is called '{shown}'"))
        .cause(project_strict::suggestion(id, &known))
        .hint("gom check --help")
}

fn show(gom: &Gom, args: &Args, scene: &Scene<'_>, findings: &[Finding]) {
    let printer = &gom.printer;
    if printer.json() {
        let variables: Vec<serde_json::Value> = scene.values.iter().map(variable).collect();
        let findings = finding::to_json(findings);
        let object = json!({"schema": 1, "findings": findings, "variables": variables});
        return printer.object(&object);
    }
    let cwd = scene.cwd();
    if gom.tells(Level::Info) {
        for line in table(&scene.values, cwd) {
            match args.format {
                Format::Human => printer.data(line),
                // Every line of its data is an annotation.
                Format::Github => printer.talk(line),
            }
        }
    }
    let style = match args.format {
        Format::Human => Style::Human,
        Format::Github => Style::Github,
    };
    finding::print(printer, findings, style, cwd);
    if findings.is_empty() {
        printer.talk("no findings");
    }
}

fn variable(value: &Value) -> serde_json::Value {
    json!({
        "name": value.name,
        "value": value.public(),
        "source": current::source(&value.source),
        "effective": value.counts,
    })
}

/// A line for each value: the variable, the value, where it comes from, and whether it counts.
fn table(values: &[Value], cwd: Option<&Path>) -> Vec<String> {
    let rows: Vec<[String; 3]> = values
        .iter()
        .map(|value| {
            let passed_over = if value.counts { "" } else { ", passed over" };
            let place = value.source.place(cwd);
            [
                escape::excerpt(&value.name, 60),
                value.shown(),
                format!("{place}{passed_over}"),
            ]
        })
        .collect();
    let width = |column: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or_default().min(40)
    };
    let (names, texts) = (width(0), width(1));
    rows.iter()
        .map(|[name, text, place]| format!("{name:<names$}  {text:<texts$}  {place}"))
        .collect()
}

/// A file that cannot be used, for the annotation beside the error.
fn unusable(cwd: Option<&Path>, error: &Error) -> Finding {
    let path = cwd.and_then(project_file::find);
    let placed = path.map(|path| {
        let (place, message) = check::project_file::without_place(&path, error);
        (path, place, message)
    });
    let (place, message) = match placed {
        Some((path, Some((line, column)), message)) => {
            let source = Source::file(SourceKind::ProjectFile, &path, Some(line), "");
            let column = Some(column);
            (Some(Place { source, column }), message)
        }
        _ => (None, error.message.clone()),
    };
    let mut finding = Finding::new("project-file", Severity::Error, message);
    if let Some(place) = place {
        finding = finding.at(place);
    }
    finding.fix.clone_from(&error.hint);
    finding
}

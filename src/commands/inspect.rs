//! `gom inspect`: how a program was built, and what a container image sets for Go.

use std::io::Read;
use std::path::{Path, PathBuf};

use gom_shim::vars::Vars;
use gom_shim::version::Line;
use gom_shim::{Error, Kind, Result, escape, read};
use serde_json::{Map, Value, json};

use crate::finding::{self, Finding, Severity, Style};
use crate::inspect::compare::{Expected, compare};
use crate::inspect::{self, BuildInfo, container, container_findings, sheet};
use crate::json_path;
use crate::ui::Printer;

/// Show how a program was built: its Go, its target, its modules
///
/// Reads what Go left in the program, without running Go or the program: ELF, PE, Mach-O (universal
/// ones too), Plan 9, XCOFF, built by Go 1.13 or newer.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The programs
    #[arg(value_name = "BINARY", required_unless_present = "image")]
    binaries: Vec<PathBuf>,
    /// Say what is wrong with them instead, and end with 10 where something is
    #[arg(long, conflicts_with = "image")]
    check: bool,
    /// Say what a container image sets for Go: FILE has what `docker image inspect` prints, or is
    /// '-' for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "binaries")]
    image: Option<PathBuf>,
    /// In which form
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// The forms of the output beside JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// What `go version -m` prints, byte for byte
    Go,
    /// Findings as annotations of GitHub's runner
    Github,
}

/// JSON of more than one image is larger than a configuration file.
const IMAGE_LIMIT: u64 = 16 << 20;

/// The oldest line of Go that got fixes when this gom was made: 1.27 was the newest.
const OLDEST_AT_RELEASE: &str = "1.26";

impl Args {
    /// True where programs are compared with something, for which gom's home is needed.
    #[must_use]
    pub fn compares(&self) -> bool {
        self.check
    }
}

/// Prints the programs, the findings, or the variables of an image. With `--check`, programs are held
/// against what is `expected`.
///
/// # Errors
/// The first program's that could not be read, after all others were shown; else `Findings` (10)
/// without words where something is wrong; `Usage` for forms that do not go together.
pub fn run(vars: &Vars, printer: &Printer, args: &Args, expected: Option<Expected>) -> Result<()> {
    let finds = args.check || args.image.is_some();
    let name = match args.format {
        Format::Go if finds || printer.json() => "go",
        Format::Github if !finds || printer.json() => "github",
        _ => {
            let style = match args.format {
                Format::Github => Style::Github,
                Format::Text | Format::Go => Style::Human,
            };
            return match &args.image {
                Some(file) => image(vars, printer, file, style),
                None => programs(vars, printer, args, expected, style),
            };
        }
    };
    let other = match name {
        "go" => "--json, --check or --image",
        _ if finds => "--json",
        _ => "anything but --check or --image",
    };
    let message = format!("--format {name} does not go together with {other}");
    Err(Error::new(Kind::Usage, message).hint("gom inspect --help"))
}

fn programs(
    vars: &Vars,
    printer: &Printer,
    args: &Args,
    mut expected: Option<Expected>,
    style: Style,
) -> Result<()> {
    let mut lines_unknown = false;
    if let Some(expected) = &mut expected
        && expected.oldest_line.is_none()
    {
        lines_unknown = true;
        expected.oldest_line = Line::parse(OLDEST_AT_RELEASE);
    }
    let (mut entries, mut findings) = (Vec::new(), Vec::new());
    let mut first_failure = None;
    for path in &args.binaries {
        match inspect::file(path) {
            Ok(infos) => {
                for info in &infos {
                    if let Some(expected) = &expected {
                        findings.extend(placed(vars, path, compare(info, expected)));
                    }
                    if printer.json() {
                        entries.push(entry(path, inspect::json::build_info(info)));
                    }
                }
                if expected.is_none() && !printer.json() {
                    show(printer, path, &infos, args.format);
                }
            }
            Err(error) => {
                if printer.json() {
                    let error_json = json!({"code": error.kind.exit_code(), "message": error.message, "causes": error.causes, "hint": error.hint});
                    let object = Map::from_iter([("error".to_owned(), error_json)]);
                    entries.push(entry(path, object));
                } else {
                    printer.error(&error);
                }
                first_failure.get_or_insert(error.kind);
            }
        }
    }
    // What had ended when this gom was made has ended for good; of newer lines nothing is known.
    let has_ended = |finding: &Finding| finding.id == "binary-go-end-of-life";
    if lines_unknown && !findings.iter().any(has_ended) {
        let message = "which lines of Go still get fixes is not known here";
        let note = Finding::new("go-lines-unknown", Severity::Note, message);
        findings.push(note.fix("gom available"));
    }
    findings.sort_by_key(|finding| finding.severity);
    // The programs of a universal one were mostly built at the same time.
    findings.dedup();
    if printer.json() {
        let mut object = json!({"schema": 1, "binaries": entries});
        if args.check {
            object["findings"] = finding::to_json(&findings);
        }
        printer.object(&object);
    } else if args.check {
        finding::print(printer, &findings, style, vars.cwd.as_deref());
    }
    match first_failure {
        // Shown above, beside the others.
        Some(kind) => Err(Error::new(Kind::Child(kind.exit_code()), "")),
        None => finding::verdict(&findings),
    }
}

/// The findings with the program as their place.
fn placed(vars: &Vars, path: &Path, findings: Vec<Finding>) -> impl Iterator<Item = Finding> {
    let path = vars.cwd.clone().unwrap_or_default().join(path);
    findings.into_iter().map(move |mut finding| {
        if let Some(source) = &mut finding.source {
            source.path = Some(path.clone());
        }
        finding
    })
}

fn entry(path: &Path, rest: Map<String, Value>) -> Value {
    let mut object = Map::new();
    json_path::insert(&mut object, "path", path);
    object.extend(rest);
    object.into()
}

fn show(printer: &Printer, path: &Path, infos: &[BuildInfo], format: Format) {
    if format == Format::Go {
        // Go looks at the first architecture of a universal program only.
        let listing = infos.first().map(BuildInfo::listing).unwrap_or_default();
        let name = path.as_os_str().as_encoded_bytes();
        return printer.foreign(&[name, b": ", listing].concat());
    }
    for info in infos {
        let name = printer.paint_data(&escape::path(path), "1");
        printer.data(format_args!("{name}: {}", escape::text(info.go())));
        for (label, text) in sheet::lines(info) {
            printer.data(format_args!("  {label:<12} {text}"));
        }
    }
}

fn image(vars: &Vars, printer: &Printer, file: &Path, style: Style) -> Result<()> {
    let (name, path) = if file.as_os_str() == "-" {
        ("standard input".to_owned(), None)
    } else {
        let path = vars.cwd.clone().unwrap_or_default().join(file);
        (escape::path(file), Some(path))
    };
    let images = container::read(&image_json(file, &name)?).map_err(|error| Error {
        message: format!("{name} cannot be used"),
        causes: std::iter::once(error.message).chain(error.causes).collect(),
        ..error
    })?;
    let findings = container_findings::findings(&images, path.as_deref());
    if printer.json() {
        let images = images.iter().map(|image| {
            let variables = image.variables.iter();
            let variables =
                variables.map(|variable| json!({"name": variable.name, "value": variable.shown()}));
            json!({"name": image.name, "variables": variables.collect::<Vec<Value>>()})
        });
        printer.object(&json!({"schema": 1, "images": images.collect::<Vec<Value>>(), "findings": finding::to_json(&findings)}));
        return finding::verdict(&findings);
    }
    if style == Style::Human {
        for image in &images {
            let name = if image.name.is_empty() {
                "image"
            } else {
                &image.name
            };
            let sets = match image.variables.len() {
                0 => "sets nothing that Go reads",
                _ => "sets",
            };
            let name = printer.paint_data(&escape::text(name), "1");
            printer.data(format_args!("{name}: {sets}"));
            for variable in &image.variables {
                let value = variable.shown();
                printer.data(format_args!("  {}={}", variable.name, escape::text(&value)));
            }
        }
    }
    finding::print(printer, &findings, style, vars.cwd.as_deref());
    finding::verdict(&findings)
}

/// The bytes of the JSON, from a file or from standard input.
fn image_json(file: &Path, name: &str) -> Result<Vec<u8>> {
    let failed = |error: std::io::Error| Error::io("read", file, &error);
    let mut bytes = Vec::new();
    if file.as_os_str() == "-" {
        let mut input = std::io::stdin().lock().take(IMAGE_LIMIT + 1);
        input.read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let opened = read::open(file).map_err(failed)?;
        let metadata = opened.metadata().map_err(failed)?;
        if !metadata.is_file() {
            return Err(Error::new(Kind::Failure, format!("{name} is not a file")));
        }
        let mut input = opened.take(IMAGE_LIMIT + 1);
        input.read_to_end(&mut bytes).map_err(failed)?;
    }
    if bytes.len() as u64 > IMAGE_LIMIT {
        let message = format!("{name} is larger than {} MiB", IMAGE_LIMIT >> 20);
        return Err(Error::new(Kind::Failure, message));
    }
    Ok(bytes)
}

//! One thing that a check found: a stable id, how bad it is, what is wrong, where, and what mends it.

use std::fmt;
use std::path::Path;

use gom_shim::source::{self, Source};
use gom_shim::{Error, Kind, Result, escape};
use serde_json::{Map, Value, json};

use crate::commands::current;
use crate::ui::Printer;

/// How bad it is. In this order: what is worst sorts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Against the project's rules, or broken.
    Error,
    /// Works, and will hurt.
    Warning,
    /// Worth knowing; no reason to fail.
    Note,
}

impl Severity {
    /// The word in output and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    fn sgr(self) -> &'static str {
        match self {
            Self::Error => "31;1",
            Self::Warning => "33",
            Self::Note => "36",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A source, and how far right in its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// File and line, or what else it is.
    pub source: Source,
    /// The 1-based column in characters, where it is known.
    pub column: Option<usize>,
}

impl From<Source> for Place {
    fn from(source: Source) -> Self {
        Self {
            source,
            column: None,
        }
    }
}

/// One result of a check, in the shape that interface.md fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable, lower case, words joined by hyphens: what scripts and the docs know it by.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence, lower case, no full stop, naming the thing. Foreign text in it is escaped.
    pub message: String,
    /// Where it comes from.
    pub source: Option<Source>,
    /// The 1-based column in the source's line, in characters, where it is known.
    pub column: Option<usize>,
    /// What mends it; a command that can be pasted wherever there is one.
    pub fix: Option<String>,
}

impl Finding {
    /// A finding without a place and without a fix.
    #[must_use]
    pub fn new(id: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            id,
            severity,
            message: message.into(),
            source: None,
            column: None,
            fix: None,
        }
    }

    /// Says where it comes from.
    #[must_use]
    pub fn at(mut self, place: impl Into<Place>) -> Self {
        let place = place.into();
        self.source = Some(place.source);
        self.column = place.column;
        self
    }

    /// Says what mends it.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// `{"id","severity","message","source","fix"}`; without a source or a fix it has no such key.
    /// The source has a `column` where one is known.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut object = Map::new();
        object.insert("id".into(), json!(self.id));
        object.insert("severity".into(), json!(self.severity.name()));
        object.insert("message".into(), json!(self.message));
        if let Some(source) = &self.source {
            let mut place = current::source(source);
            if let Some(column) = self.column {
                place["column"] = json!(column);
            }
            object.insert("source".into(), place);
        }
        if let Some(fix) = &self.fix {
            object.insert("fix".into(), json!(fix));
        }
        Value::Object(object)
    }

    /// For people, two or three lines: `error[id]: message`, the place seen from `cwd`, the fix.
    #[must_use]
    pub fn human(&self, printer: &Printer, cwd: Option<&Path>) -> String {
        let Self {
            id,
            severity,
            message,
            ..
        } = self;
        let mark = printer.paint_data(&format!("{severity}[{id}]:"), severity.sgr());
        let mut text = format!("{mark} {message}");
        if let Some(source) = &self.source {
            text.push_str("\n  --> ");
            text.push_str(&source.place(cwd));
            if let Some(column) = self.column {
                text.push_str(&format!(":{column}"));
            }
        }
        if let Some(fix) = &self.fix {
            text.push_str(&format!("\n  {} {fix}", printer.paint_data("hint:", "36")));
        }
        text
    }

    /// One line that GitHub's runner shows beside the code: `::error file=…,line=…,title=…::message`.
    /// A runner takes the path as seen from the root of the checkout, so `cwd` should be that.
    #[must_use]
    pub fn github(&self, cwd: Option<&Path>) -> String {
        let mut properties = Vec::new();
        if let Some(Source {
            path: Some(path),
            line,
            ..
        }) = &self.source
        {
            let file = source::short(path, cwd);
            let file = if cfg!(windows) {
                file.replace('\\', "/")
            } else {
                file
            };
            properties.push(format!("file={}", property(&file)));
            properties.extend(line.map(|line| format!("line={line}")));
            properties.extend(self.column.map(|column| format!("col={column}")));
        }
        properties.push(format!("title={}", property(self.id)));
        let command = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut message = escape::text(&self.message).into_owned();
        if let Some(fix) = &self.fix {
            message.push_str("\nhint: ");
            message.push_str(&escape::text(fix));
        }
        format!("::{command} {}::{}", properties.join(","), data(&message))
    }
}

/// How findings are printed where no JSON is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// For people.
    #[default]
    Human,
    /// As annotations of GitHub's runner.
    Github,
}

/// Prints every finding on stdout, and on stderr how many there are. JSON is the caller's: other
/// data may stand beside the findings.
pub fn print(printer: &Printer, findings: &[Finding], style: Style, cwd: Option<&Path>) {
    for finding in findings {
        printer.data(match style {
            Style::Human => finding.human(printer, cwd),
            Style::Github => finding.github(cwd),
        });
    }
    if !findings.is_empty() {
        printer.talk(count(findings));
    }
}

/// The findings as the array of JSON output.
#[must_use]
pub fn to_json(findings: &[Finding]) -> Value {
    findings.iter().map(Finding::to_json).collect()
}

/// What a command that checks ends with, after the findings were printed.
///
/// # Errors
/// `Findings` (10), without words, where one is an error or a warning. Notes fail nothing.
pub fn verdict(findings: &[Finding]) -> Result<()> {
    if findings
        .iter()
        .all(|finding| finding.severity == Severity::Note)
    {
        return Ok(());
    }
    Err(Error::new(Kind::Findings, ""))
}

/// `1 error, 2 warnings`.
fn count(findings: &[Finding]) -> String {
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let of_it = |finding: &&Finding| finding.severity == severity;
        match findings.iter().filter(of_it).count() {
            0 => None,
            1 => Some(format!("1 {severity}")),
            n => Some(format!("{n} {severity}s")),
        }
    });
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The message of a workflow command, as `escapeData` of GitHub's toolkit (packages/core/src/command.ts).
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property of a workflow command, as `escapeProperty` there.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use gom_shim::source::SourceKind;

    fn finding() -> Finding {
        let path = Path::new("/p/a,b: 100%/go.mod");
        Finding::new("pin-below-go-mod", Severity::Warning, "50% of \u{1b}[31m")
            .at(Source::file(SourceKind::GoMod, path, Some(3), "go 1.22"))
            .fix("gom use 1.22")
    }

    #[test]
    fn as_json_with_and_without_a_place() {
        assert_eq!(
            finding().to_json(),
            json!({
                "id": "pin-below-go-mod", "severity": "warning", "message": "50% of \u{1b}[31m",
                "source": {"kind": "go.mod", "path": "/p/a,b: 100%/go.mod", "line": 3, "text": "go 1.22"},
                "fix": "gom use 1.22",
            })
        );
        assert_eq!(
            Finding::new("x", Severity::Note, "y").to_json(),
            json!({"id": "x", "severity": "note", "message": "y"})
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_column_is_shown_where_it_is_known() {
        use crate::ui::ColorChoice;
        use gom_shim::vars::Vars;
        let source = Source::file(
            SourceKind::GoMod,
            Path::new("/p/go.mod"),
            Some(3),
            "go 1.22",
        );
        let column = Some(4);
        let found = Finding::new("x", Severity::Note, "y").at(Place { source, column });
        assert_eq!(
            found.to_json()["source"],
            json!({"kind": "go.mod", "path": "/p/go.mod", "line": 3, "text": "go 1.22", "column": 4})
        );
        let cwd = Some(Path::new("/p"));
        assert_eq!(
            found.github(cwd),
            "::notice file=go.mod,line=3,col=4,title=x::y"
        );
        let plain = Printer::new(&Vars::default(), ColorChoice::Never, false, false);
        assert_eq!(found.human(&plain, cwd), "note[x]: y\n  --> go.mod:3:4");
    }

    #[cfg(unix)]
    #[test]
    fn an_annotation_cannot_be_ended_or_forged() {
        let cwd = Some(Path::new("/p"));
        assert_eq!(
            finding().github(cwd),
            "::warning file=a%2Cb%3A 100%25/go.mod,line=3,title=pin-below-go-mod::50%25 of \\u{1b}[31m%0Ahint: gom use 1.22"
        );
        let forged = Finding::new("x", Severity::Note, "a\n::error::b\r");
        assert_eq!(forged.github(None), "::notice title=x::a\\n::error::b\\r");
    }

    #[cfg(unix)]
    #[test]
    fn for_people_with_the_place_and_the_fix() {
        use crate::ui::ColorChoice;
        use gom_shim::vars::Vars;
        let mut vars = Vars::default();
        vars.set("NO_COLOR", "1");
        let plain = Printer::new(&vars, ColorChoice::Auto, false, false);
        let shown = finding().human(&plain, Some(Path::new("/p/a,b: 100%")));
        assert_eq!(
            shown,
            "warning[pin-below-go-mod]: 50% of \u{1b}[31m\n  --> go.mod:3\n  hint: gom use 1.22"
        );
        let coloured = Printer::new(&vars, ColorChoice::Always, false, false);
        let shown = Finding::new("x", Severity::Error, "y").human(&coloured, None);
        assert_eq!(shown, "\u{1b}[31;1merror[x]:\u{1b}[0m y");
    }

    #[test]
    fn notes_fail_nothing() {
        let of = |severity| Finding::new("x", severity, "y");
        assert!(verdict(&[]).is_ok() && verdict(&[of(Severity::Note)]).is_ok());
        for severity in [Severity::Error, Severity::Warning] {
            let error = verdict(&[of(Severity::Note), of(severity)]).unwrap_err();
            assert_eq!((error.kind, error.message.as_str()), (Kind::Findings, ""));
        }
        let mut several = [Severity::Note, Severity::Error, Severity::Error].map(of);
        assert_eq!(count(&several), "2 errors, 1 note");
        several.sort_by_key(|finding| finding.severity);
        assert_eq!(several[0].severity, Severity::Error);
    }
}

//! The lines of a project file as they may be shown: without passwords, and without the values of
//! variables that are not Go's own.

use std::ops::Range;

use toml_edit::{Document, Item, TableLike, Value};

use super::value::without_passwords;
use super::variables;

/// The tables whose values are never secrets; anything else may be a variable's, also where the
/// table's name is misspelled.
const PLAIN: [&str; 5] = ["gom", "toolchain", "target", "targets", "policy"];

/// A project file and what must not be shown of it.
#[derive(Debug)]
pub(super) struct Masked<'t> {
    text: &'t str,
    /// Bytes, and what stands for them; in the order of the file.
    hidden: Vec<(Range<usize>, String)>,
}

impl<'t> Masked<'t> {
    /// Looks for what must not be shown. Of a text that is no TOML that is all.
    pub(super) fn new(text: &'t str) -> Self {
        let mut hidden = Vec::new();
        match Document::parse(text) {
            Ok(document) => table(document.as_table(), &mut Vec::new(), &mut hidden),
            Err(_) => hidden.push((0..text.len(), "…".to_owned())),
        }
        hidden.sort_by_key(|(span, _)| span.start);
        Self { text, hidden }
    }

    /// A line by its 1-based number, without what is around it.
    pub(super) fn line(&self, number: usize) -> String {
        let mut lines = self.text.split_inclusive('\n');
        let before: usize = lines.by_ref().take(number - 1).map(str::len).sum();
        let line = lines.next().unwrap_or_default();
        let end = before + line.trim_end().len();
        let (mut at, mut shown) = (before, String::new());
        for (span, instead) in &self.hidden {
            if span.end <= at || span.start >= end {
                continue;
            }
            shown.push_str(&self.text[at..span.start.max(at)]);
            shown.push_str(instead);
            at = span.end.min(end);
        }
        let rest = &self.text[at..end];
        // A remark beside a secret is oftener about it than not.
        if at == before || !rest.trim_start().starts_with('#') {
            shown.push_str(rest);
        }
        without_passwords(shown.trim())
    }
}

fn table(table: &dyn TableLike, path: &mut Vec<String>, hidden: &mut Vec<(Range<usize>, String)>) {
    for (key, item) in table.iter() {
        path.push(key.to_owned());
        if !is_plain(path) {
            self::item(item, path, hidden);
        }
        path.pop();
    }
}

/// True for a path whose values are all known to be no secrets.
fn is_plain(path: &[String]) -> bool {
    let sides = gom_shim::project_table::SIDES;
    let is_side = sides.contains(&path[0].as_str());
    let first = path.get(usize::from(is_side));
    first.is_some_and(|first| PLAIN.contains(&first.as_str()))
}

fn item(item: &Item, path: &mut Vec<String>, hidden: &mut Vec<(Range<usize>, String)>) {
    if let Some(within) = item.as_table_like() {
        table(within, path, hidden);
    } else if let Some(tables) = item.as_array_of_tables() {
        for within in tables {
            table(within, path, hidden);
        }
    } else if let Some(value) = item.as_value()
        && let Some(span) = value.span()
    {
        let name = path.last().map_or("", String::as_str);
        match value {
            Value::String(text) if variables::is_gos(name) => {
                let shown = without_passwords(text.value());
                // As it is written, where there is nothing in it to hide.
                if shown != *text.value() {
                    hidden.push((span, Value::from(shown).to_string()));
                }
            }
            _ => hidden.push((span, "…".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Masked;

    #[test]
    fn what_may_be_a_secret_is_not_shown() {
        for (text, shown) in [
            ("[env]\nGOFLAGS = \"-v\" # why", "GOFLAGS = \"-v\" # why"),
            ("[env]\nAWS_KEY=\"hush\" # was hush", "AWS_KEY=…"),
            (
                "[env]\n GOPROXY=\"https://u:hush@h/x\" ",
                "GOPROXY=\"https://h/x\"",
            ),
            (
                "[env]\nGOPROXY = \"https://u:hush\\u0040h/x\"",
                "GOPROXY = \"https://h/x\"",
            ),
            ("[env]\nK = '''hu\nsh'''", "K = …"),
            (
                "[profile]\nt.env = {A='hush', GOGC='7'}",
                "t.env = {A=…, GOGC='7'}",
            ),
            ("[profile.test]\nAWS_KEY = \"hush\"", "AWS_KEY = …"),
            ("[linux.env]\nA = [\"hush\"]", "A = …"),
            ("[linux.toolchain]\ngo = \"1.22\"", "go = \"1.22\""),
            ("[toolchain]\ngopth = \"shared\"", "gopth = \"shared\""),
            ("\nenv.A = 7", "env.A = …"),
        ] {
            assert_eq!(Masked::new(text).line(2), shown, "{text}");
        }
        assert_eq!(Masked::new("[env]\nK = '''a\nhush'''\n").line(3), "…");
        assert_eq!(Masked::new("[env]\n").line(7), "");
    }
}

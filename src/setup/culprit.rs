//! The line of a start file that puts a directory on PATH.
//!
//! Files are read as text, not run: simple assignments and simple `source` lines are followed.
//! Where that finds nothing, the directory alone is named.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use gom_shim::vars::Vars;

use super::command_text::{identifiers, is_name, parts, words};
use crate::block::Mark;

/// Start files that read each other in turn more deeply than this are something else.
const DEEPEST: usize = 8;
/// Start files are written by hand; what is larger is something else.
const LARGEST: u64 = 1 << 20;

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Culprit {
    /// The file it stands in.
    pub file: PathBuf,
    /// Its number, from 1.
    pub line: usize,
}

/// The last line, in the order that a shell reads these files, that puts `directory` before what
/// was on PATH. Lines of gom's own blocks do not count.
#[must_use]
pub fn find(files: &[PathBuf], vars: &Vars, directory: &Path) -> Option<Culprit> {
    let mut reader = Reader {
        directory: directory.to_str()?,
        values: HashMap::new(),
        found: None,
    };
    for name in [
        "HOME",
        "USER",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "ZDOTDIR",
    ] {
        if let Some(value) = vars.text(name) {
            reader.values.insert(name.to_owned(), value.to_owned());
        }
    }
    for file in files {
        reader.file(file, 0);
    }
    reader.found
}

struct Reader<'d> {
    directory: &'d str,
    /// What simple assignments said so far.
    values: HashMap<String, String>,
    found: Option<Culprit>,
}

impl Reader<'_> {
    fn file(&mut self, path: &Path, depth: usize) {
        let fits = |path: &Path| {
            path.metadata()
                .is_ok_and(|metadata| metadata.is_file() && metadata.len() <= LARGEST)
        };
        if depth > DEEPEST || !fits(path) {
            return;
        }
        let Ok(bytes) = std::fs::read(path) else {
            return;
        };
        let mut own = false;
        for (index, line) in String::from_utf8_lossy(&bytes).lines().enumerate() {
            let line = line.trim();
            own |= Mark::ALL.iter().any(|mark| line == mark.begin());
            if own {
                own = !Mark::ALL.iter().any(|mark| line == mark.end());
                continue;
            }
            if line.starts_with('#') {
                continue;
            }
            for part in parts(line) {
                self.part(part, path, index + 1, depth);
            }
        }
    }

    /// One command of a line.
    fn part(&mut self, part: &str, file: &Path, line: usize, depth: usize) {
        let words = words(part);
        let mut rest = &words[..];
        while let Some((first, after)) = rest.split_first()
            && matches!(
                first.as_str(),
                "then"
                    | "do"
                    | "else"
                    | "and"
                    | "or"
                    | "{"
                    | "builtin"
                    | "command"
                    | "export"
                    | "typeset"
                    | "declare"
                    | "-x"
                    | "-gx"
                    | "-U"
            )
        {
            rest = after;
        }
        match rest {
            [first, name, ..] if first == "." || first == "source" || first == "\\." => {
                let name = self.expand(name);
                if Path::new(&name).is_absolute() {
                    self.file(Path::new(&name), depth + 1);
                }
                return;
            }
            // fish's own way to assign.
            [first, flags_and_more @ ..] if first == "set" => {
                let mut words = flags_and_more.iter().filter(|word| !word.starts_with('-'));
                if let (Some(name), Some(value), None) = (words.next(), words.next(), words.next())
                {
                    let value = self.expand(value);
                    self.values.insert(name.clone(), value);
                }
            }
            _ => {}
        }
        if self.puts_first(part) {
            self.found = Some(Culprit {
                file: file.to_owned(),
                line,
            });
        }
        for word in rest {
            let Some((name, value)) = word.split_once('=') else {
                break;
            };
            if !is_name(name) {
                break;
            }
            // PATH as a whole is not known from here.
            if name != "PATH" {
                let value = self.expand(value);
                self.values.insert(name.to_owned(), value);
            }
        }
    }

    /// True for a command about PATH that names the directory, and not behind what was there.
    fn puts_first(&self, part: &str) -> bool {
        // fish writes what parts the entries of a list, and hyphens, as numbers.
        let part = part.replace(r"\x1e", ":").replace(r"\x2d", "-");
        let text = self.expand(&part.replace(['"', '\''], ""));
        let Some(at) = entry(&text, self.directory) else {
            return false;
        };
        let without = text.replace(self.directory, " ");
        let about_path = identifiers(&without).any(|name| name == "PATH" || name.contains("path"));
        let inherited = ["$PATH", "${PATH}", "$path", "$env:PATH"];
        // PowerShell assigns to a name with a dollar.
        let is_value = |after: &str| !after.trim_start().starts_with('=');
        let behind = inherited.iter().any(|word| {
            let mut places = text.match_indices(word);
            places.any(|(place, _)| place < at && is_value(&text[place + word.len()..]))
        });
        let appends = words(&part)
            .iter()
            .any(|word| word == "-a" || word == "--append" || word == "append");
        about_path && !behind && !appends
    }

    /// The text with the variables that are known, and `~`, in place.
    fn expand(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let at_start = out.chars().last().is_none_or(|c| " \t=:(".contains(c));
            if c == '~' && at_start && rest[1..].chars().next().is_none_or(|c| "/: )".contains(c)) {
                out.push_str(self.values.get("HOME").map_or("~", String::as_str));
                rest = &rest[1..];
                continue;
            }
            if let Some((length, value)) = self.variable(rest) {
                out.push_str(&value);
                rest = &rest[length..];
                continue;
            }
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
        out
    }

    /// The variable at the start of a text, if it is one with a known value: how long it is
    /// written, and what it stands for.
    fn variable(&self, text: &str) -> Option<(usize, String)> {
        let name = text.strip_prefix('$')?;
        if let Some(braced) = name.strip_prefix('{') {
            let end = braced.find('}')?;
            let (name, default) = match braced[..end].split_once(":-") {
                Some((name, default)) => (name, Some(self.expand(default))),
                None => (&braced[..end], None),
            };
            let value = self.values.get(name).filter(|value| !value.is_empty());
            return Some((end + 3, value.cloned().or(default)?));
        }
        let prefix = ["env:", "env."]
            .into_iter()
            .find(|prefix| name.starts_with(prefix))
            .unwrap_or_default();
        let name = &name[prefix.len()..];
        let end = name
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(name.len());
        let value = self.values.get(&name[..end])?;
        Some((1 + prefix.len() + end, value.clone()))
    }
}

/// Where the directory stands in the text as a whole entry, not as part of a longer path.
fn entry(text: &str, directory: &str) -> Option<usize> {
    let begins = |c: Option<char>| c.is_none_or(|c| " \t:;=([,".contains(c));
    let ends = |c: Option<char>| c.is_none_or(|c| " \t:;)],/$".contains(c));
    text.match_indices(directory)
        .find(|(at, _)| {
            let after = &text[at + directory.len()..];
            let after = after.strip_prefix('/').unwrap_or(after);
            begins(text[..*at].chars().last()) && ends(after.chars().next())
        })
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a file of these lines is found to put the directory first, and by which line.
    fn line(text: &str, directory: &str) -> Option<usize> {
        let mut reader = Reader {
            directory,
            values: HashMap::from([("HOME".to_owned(), "/home/u".to_owned())]),
            found: None,
        };
        for (index, line) in text.lines().enumerate() {
            for part in parts(line.trim()) {
                reader.part(part, Path::new("x"), index + 1, 0);
            }
        }
        reader.found.map(|found| found.line)
    }

    #[test]
    fn lines_as_people_write_them_are_found() {
        const GO: &str = "/usr/local/go/bin";
        for text in [
            "export PATH=/usr/local/go/bin:$PATH",
            "PATH=\"/usr/local/go/bin:${PATH}\"; export PATH",
            "export GOROOT=/usr/local/go PATH=/usr/local/go/bin:$PATH",
            "[ -d /usr/local/go/bin ] && PATH=/usr/local/go/bin/:$PATH",
            "export PATH='/usr/local/go/bin':\"$PATH\" # Go",
            "PATH=\"/usr/local/go/bin${PATH:+:$PATH}\"",
            "path=(/usr/local/go/bin $path)",
            "fish_add_path /usr/local/go/bin",
            "fish_add_path -g /usr/local/go/bin",
            "set -gx PATH /usr/local/go/bin $PATH",
            "SETUVAR fish_user_paths:/usr/local/go/bin",
            r"SETUVAR fish_user_paths:/opt/a\x2db\x1e/usr/local/go/bin",
            "pathmunge /usr/local/go/bin",
            "$env.PATH = ($env.PATH | prepend '/usr/local/go/bin')",
            "$env:PATH = \"/usr/local/go/bin:$env:PATH\"",
        ] {
            assert_eq!(line(text, GO), Some(1), "{text}");
        }
        for text in [
            "export GOROOT=/usr/local/go\nexport PATH=$GOROOT/bin:$PATH",
            "base=/usr/local\nPATH=\"${base}/go/bin:$PATH\"",
            "set -gx GOROOT /usr/local/go\nset -gx PATH $GOROOT/bin $PATH",
            "PATH=/opt/bin:$PATH\nPATH=${GOROOT:-/usr/local/go}/bin:$PATH",
        ] {
            assert_eq!(line(text, GO), Some(2), "{text}");
        }
        for text in ["PATH=~/go/bin:$PATH", "PATH=\"$HOME/go/bin:$PATH\""] {
            assert_eq!(line(text, "/home/u/go/bin"), Some(1), "{text}");
        }
    }

    #[test]
    fn other_lines_are_not() {
        for text in [
            "export PATH=$PATH:/usr/local/go/bin",
            "fish_add_path --append /usr/local/go/bin",
            "export GOROOT=/usr/local/go/bin",
            "export PATH=/usr/local/go/bin2:$PATH",
            "export PATH=/x/usr/local/go/bin:$PATH",
            "echo /usr/local/go/bin",
            "export GOPATH=/usr/local/go/bin",
            "true # PATH=/usr/local/go/bin:$PATH",
        ] {
            assert_eq!(line(text, "/usr/local/go/bin"), None, "{text}");
        }
    }
}

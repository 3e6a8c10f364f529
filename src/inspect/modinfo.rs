//! The text about modules and settings in a program, and the same as `go version -m` prints it.
//!
//! Rules: `ParseBuildInfo` and `BuildInfo.String` in `src/runtime/debug/mod.go`, `scanFile` in
//! `src/cmd/go/internal/version/version.go`.

use std::borrow::Cow;

use super::build_info::{self, BuildInfo};
use super::fault::{Fault, Result};
use super::quoted::{key_needs_quotes, quote, unquote, value_needs_quotes};

type Bytes<'a> = Cow<'a, [u8]>;

/// One module, in the bytes of the program.
#[derive(Clone, Copy, Default)]
struct Module<'a> {
    path: &'a [u8],
    version: &'a [u8],
    sum: &'a [u8],
}

/// A module and what replaces it.
#[derive(Clone, Copy, Default)]
struct Entry<'a> {
    module: Module<'a>,
    replace: Option<Module<'a>>,
}

/// The text, taken apart.
#[derive(Default)]
struct Text<'a> {
    path: &'a [u8],
    main: Option<Entry<'a>>,
    deps: Vec<Entry<'a>>,
    settings: Vec<(Bytes<'a>, Bytes<'a>)>,
}

/// The build info of a version and a text.
///
/// # Errors
/// `Line` where Go would not read it.
pub(super) fn parse(version: &[u8], text: &[u8]) -> Result<BuildInfo> {
    let text = Text::parse(text)?;
    Ok(BuildInfo {
        go_version: lossy(version),
        path: lossy(text.path),
        main: text.main.as_ref().map(Entry::owned),
        deps: text.deps.iter().map(Entry::owned).collect(),
        settings: text
            .settings
            .iter()
            .map(|(key, value)| (lossy(key), lossy(value)))
            .collect(),
        listing: text.listing(version),
    })
}

impl<'a> Text<'a> {
    fn parse(text: &'a [u8]) -> Result<Self> {
        /// Which module a replacement is for.
        enum Last {
            None,
            Main,
            Dep,
        }
        let (mut parsed, mut last) = (Self::default(), Last::None);
        // What follows the last newline is no line.
        let lines = text.split_inclusive(|&b| b == b'\n');
        let lines = lines.filter_map(|line| line.strip_suffix(b"\n"));
        for (index, line) in lines.enumerate() {
            let wrong = |why| Fault::Line(index + 1, why);
            if let Some(path) = line.strip_prefix(b"path\t") {
                parsed.path = path;
            } else if let Some(columns) = line.strip_prefix(b"mod\t") {
                parsed.main = Some(module(columns).ok_or(wrong(COLUMNS))?);
                last = Last::Main;
            } else if let Some(columns) = line.strip_prefix(b"dep\t") {
                parsed.deps.push(module(columns).ok_or(wrong(COLUMNS))?);
                last = Last::Dep;
            } else if let Some(columns) = line.strip_prefix(b"=>\t") {
                let [path, version, sum] = columns3(columns).ok_or(wrong(REPLACED_COLUMNS))?;
                let replaced = match last {
                    Last::None => None,
                    Last::Main => parsed.main.as_mut(),
                    Last::Dep => parsed.deps.last_mut(),
                };
                let replaced = replaced.ok_or(wrong("a replacement follows no module"))?;
                replaced.replace = Some(Module { path, version, sum });
                last = Last::None;
            } else if let Some(pair) = line.strip_prefix(b"build\t") {
                parsed.settings.push(setting(pair).map_err(wrong)?);
            }
        }
        parsed.main = parsed.main.filter(|main| !main.is_empty());
        Ok(parsed)
    }

    /// The lines of `go version -m`, the first without the name of the file.
    fn listing(&self, version: &[u8]) -> Vec<u8> {
        let mut out = [version, b"\n"].concat();
        let mut line = |parts: &[&[u8]]| {
            out.push(b'\t');
            parts.iter().for_each(|part| out.extend(*part));
            out.push(b'\n');
        };
        if !self.path.is_empty() {
            line(&[b"path\t", self.path]);
        }
        let main = self.main.iter().map(|main| (&b"mod\t"[..], main));
        let deps = self.deps.iter().map(|dep| (&b"dep\t"[..], dep));
        for (word, Entry { module, replace }) in main.chain(deps) {
            match replace {
                None => line(&[word, module.path, b"\t", module.version, b"\t", module.sum]),
                Some(other) => {
                    line(&[word, module.path, b"\t", module.version]);
                    line(&[b"=>\t", other.path, b"\t", other.version, b"\t", other.sum]);
                    // Go ends the line of a replaced module twice.
                    line(&[]);
                }
            }
        }
        for (key, value) in &self.settings {
            let key = if key_needs_quotes(key) {
                Cow::from(quote(key))
            } else {
                Cow::from(&**key)
            };
            let value = if value_needs_quotes(value) {
                Cow::from(quote(value))
            } else {
                Cow::from(&**value)
            };
            line(&[b"build\t", &key, b"=", &value]);
        }
        out
    }
}

const COLUMNS: &str = "a module has 2 or 3 columns";
const REPLACED_COLUMNS: &str = "a replacement has 3 columns";

impl Entry<'_> {
    fn is_empty(&self) -> bool {
        let Module { path, version, sum } = self.module;
        path.is_empty() && version.is_empty() && sum.is_empty() && self.replace.is_none()
    }

    fn owned(&self) -> build_info::Module {
        let replace = self.replace.map(|module| Box::new(module.owned()));
        build_info::Module {
            replace,
            ..self.module.owned()
        }
    }
}

impl Module<'_> {
    fn owned(self) -> build_info::Module {
        build_info::Module {
            path: lossy(self.path),
            version: lossy(self.version),
            sum: lossy(self.sum),
            replace: None,
        }
    }
}

/// Path, version and, where there is one, the hash.
fn module(columns: &[u8]) -> Option<Entry<'_>> {
    let [path, version, sum] = match columns3(columns) {
        Some(columns) => columns,
        None => {
            let mut columns = columns.split(|&b| b == b'\t');
            let (path, version) = (columns.next()?, columns.next()?);
            columns.next().is_none().then_some([path, version, b""])?
        }
    };
    let module = Module { path, version, sum };
    Some(Entry {
        module,
        replace: None,
    })
}

/// Exactly three columns.
fn columns3(line: &[u8]) -> Option<[&[u8]; 3]> {
    let mut columns = line.split(|&b| b == b'\t');
    let three = [columns.next()?, columns.next()?, columns.next()?];
    columns.next().is_none().then_some(three)
}

/// `KEY=VALUE`, each of them in quotes where it must be.
fn setting(pair: &[u8]) -> std::result::Result<(Bytes<'_>, Bytes<'_>), &'static str> {
    let (key, value) = match pair.first() {
        None => return Err("a setting has no '='"),
        Some(b'=') => return Err("a setting has no name"),
        Some(b'"' | b'`') => {
            let (key, rest) = unquote(pair).ok_or("the name of a setting is badly quoted")?;
            let value = rest.strip_prefix(b"=");
            (key, value.ok_or("a quoted name is not followed by '='")?)
        }
        Some(_) => {
            let mut halves = pair.splitn(2, |&b| b == b'=');
            let key = halves.next().unwrap_or_default();
            let value = halves.next().ok_or("a setting has no '='")?;
            if key_needs_quotes(key) {
                return Err("the name of a setting should be quoted");
            }
            (key.into(), value)
        }
    };
    let value = match value.first() {
        Some(b'"' | b'`') => match unquote(value) {
            Some((value, b"")) => value,
            _ => return Err("the value of a setting is badly quoted"),
        },
        _ if value_needs_quotes(value) => return Err("the value of a setting should be quoted"),
        _ => value.into(),
    };
    Ok((key, value))
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

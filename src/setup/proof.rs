//! What setup has come to: the user's shell is started in every way, and says what `go` is.

use std::path::{Path, PathBuf};
use std::time::Duration;

use gom_shim::escape;
use gom_shim::layout::Layout;
use gom_shim::resolution::Chosen;
use gom_shim::resolve::{Asked, Context, resolve};
use gom_shim::toolchain::{Toolchain, is_executable};
use gom_shim::vars::{Vars, same_file};
use serde_json::{Map, Value, json};

use super::culprit::{self, Culprit};
use super::places::Places;
use super::probe::{self, Answer};
use super::start::{Kind, Start};
use crate::gom::Gom;
use crate::json_path;

/// What `go` is in one kind of start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Go {
    /// gom's, and what it runs in the home directory; `None` where nothing is installed for it.
    Own(Option<String>),
    /// Another, with its version where it says one.
    Other {
        /// The program.
        path: PathBuf,
        /// Such as `go1.22.6`.
        version: Option<String>,
        /// True where gom's is on PATH too, behind it.
        in_front: bool,
        /// The line that puts it there.
        culprit: Option<Culprit>,
    },
    /// No program: `alias go=…`, `function`.
    Word(String),
    /// There is none.
    None,
    /// The start did not come to its end, and why.
    Unknown(String),
}

/// One start, and what came of it.
#[derive(Clone, Debug)]
pub struct Tried {
    /// As what the shell was started.
    pub kind: Kind,
    /// What `go` is there.
    pub go: Go,
}

/// Tries the starts, side by side: a start file that hangs costs `limit` once.
#[must_use]
pub fn try_all(gom: &Gom, places: &Places<'_>, starts: &[Start], limit: Duration) -> Vec<Tried> {
    let answers: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = starts
            .iter()
            .map(|start| scope.spawn(move || probe::run(start, places, limit)))
            .collect();
        threads
            .into_iter()
            .map(std::thread::ScopedJoinHandle::join)
            .collect()
    });
    let tried = starts.iter().zip(answers).map(|(start, answer)| Tried {
        kind: start.kind,
        go: match answer {
            Ok(answer) => judge(gom, places, start, answer, limit),
            Err(_) => Go::Unknown("it could not be watched".to_owned()),
        },
    });
    tried.collect()
}

fn judge(gom: &Gom, places: &Places<'_>, start: &Start, answer: Answer, limit: Duration) -> Go {
    let (path, word) = match answer {
        Answer::Path { path, word } => (path, word),
        Answer::Silent => return Go::Unknown("a start file ends the shell".to_owned()),
        Answer::TooLong => {
            let seconds = limit.as_secs_f32();
            return Go::Unknown(format!("its start files take more than {seconds} s"));
        }
        Answer::NotStarted(why) => return Go::Unknown(why),
    };
    if !word.is_empty() {
        return Go::Word(word);
    }
    let bin = gom.layout.bin();
    let is_bin = |dir: &Path| dir == bin || same_file(dir, &bin);
    let programs = path.iter().filter(|dir| dir.is_absolute());
    let Some(go) = programs
        .map(|dir| Layout::shim(dir, "go"))
        .find(|go| is_executable(go))
    else {
        return Go::None;
    };
    let directory = go.parent().unwrap_or(&go);
    let environment = start.environment(places);
    let mut vars = Vars::new(environment, Vec::new(), places.home());
    vars.set("PATH", std::env::join_paths(&path).unwrap_or_default());
    if is_bin(directory) {
        return Go::Own(version(gom, &vars));
    }
    let culprit = culprit::find(&start.files(places), &vars, directory);
    Go::Other {
        version: Toolchain::system(&vars, &gom.layout)
            .and_then(|toolchain| toolchain.version)
            .map(|version| version.go_name()),
        in_front: path.iter().any(|dir| is_bin(dir)),
        path: go,
        culprit,
    }
}

/// What gom's `go` is in a fresh session's home directory.
fn version(gom: &Gom, vars: &Vars) -> Option<String> {
    let asked = Asked {
        request: None,
        directory: vars.cwd.clone(),
        unselected: false,
    };
    let context = Context {
        vars,
        ..gom.context().ok()?
    };
    match resolve(context, &asked).ok()?.chosen {
        Chosen::Toolchain(toolchain) => {
            let version = toolchain.version.map(|version| version.go_name());
            Some(version.unwrap_or(toolchain.name))
        }
        Chosen::Missing(_) => None,
    }
}

impl Go {
    /// In words, with the program's path.
    fn told(&self, bin: &Path) -> String {
        let with = |path: &Path, version: Option<&str>| match version {
            Some(version) => format!("{} ({version})", escape::path(path)),
            None => escape::path(path),
        };
        match self {
            Self::Own(version) => with(
                &Layout::shim(bin, "go"),
                Some(version.as_deref().unwrap_or("no Go is installed yet")),
            ),
            Self::Other { path, version, .. } => with(path, version.as_deref()),
            Self::Word(word) => format!("not a program: {}", escape::text(word)),
            Self::None => "not there".to_owned(),
            Self::Unknown(why) => format!("not known: {}", escape::text(why)),
        }
    }

    fn json(&self, bin: &Path) -> Map<String, Value> {
        let mut object = Map::new();
        match self {
            Self::Own(version) => {
                json_path::insert(&mut object, "go", &Layout::shim(bin, "go"));
                object.insert("version".to_owned(), json!(version.as_deref().map(plain)));
            }
            Self::Other {
                path,
                version,
                culprit,
                ..
            } => {
                json_path::insert(&mut object, "go", path);
                object.insert("version".to_owned(), json!(version.as_deref().map(plain)));
                if let Some(culprit) = culprit {
                    let mut place = Map::new();
                    json_path::insert(&mut place, "path", &culprit.file);
                    place.insert("line".to_owned(), json!(culprit.line));
                    object.insert("source".to_owned(), Value::Object(place));
                }
            }
            Self::Word(why) | Self::Unknown(why) => {
                object.insert("go".to_owned(), Value::Null);
                object.insert("reason".to_owned(), json!(why));
            }
            Self::None => {
                object.insert("go".to_owned(), Value::Null);
            }
        }
        object
    }
}

/// Versions in JSON are without `go`.
fn plain(version: &str) -> &str {
    version.strip_prefix("go").unwrap_or(version)
}

impl Tried {
    /// True where `go` is gom's.
    #[must_use]
    pub fn is_own(&self) -> bool {
        matches!(self.go, Go::Own(_))
    }

    /// For `--json`.
    #[must_use]
    pub fn json(&self, bin: &Path) -> Value {
        let mut object = Map::new();
        object.insert("start".to_owned(), json!(self.kind.name()));
        object.insert("gom".to_owned(), json!(self.is_own()));
        object.extend(self.go.json(bin));
        Value::Object(object)
    }
}

/// Tells what came of the starts, and what is in the way. `last`: gom's blocks come last already.
pub fn tell(gom: &Gom, places: &Places<'_>, tried: &[Tried], last: bool) {
    let bin = gom.layout.bin();
    let home = places.home();
    let mut told: Vec<&Go> = Vec::new();
    for one in tried {
        if told.contains(&&one.go) {
            continue;
        }
        told.push(&one.go);
        let kinds: Vec<_> = tried
            .iter()
            .filter(|other| other.go == one.go)
            .map(|other| other.kind)
            .collect();
        let which = title(&kinds, tried.len());
        let go = one.go.told(&bin);
        if one.is_own() {
            gom.printer.talk(format_args!("{which}: {go}"));
        } else {
            gom.printer
                .warning(format_args!("in {which}, `go` is {go}"));
        }
        let Go::Other {
            path,
            in_front: true,
            culprit,
            ..
        } = &one.go
        else {
            continue;
        };
        let directory = escape::path(path.parent().unwrap_or(path));
        match culprit {
            Some(culprit) => gom.printer.warning(format_args!(
                "{}:{} puts {directory} before gom",
                below(&culprit.file, home.as_deref()),
                culprit.line
            )),
            None => gom
                .printer
                .warning(format_args!("{directory} comes before gom on PATH")),
        }
        if last {
            gom.printer
                .hint("remove that line, or move it above gom's block");
        } else {
            gom.printer.hint("gom setup --last");
        }
    }
}

/// The kinds of starts that agree, for people.
fn title(kinds: &[Kind], all: usize) -> String {
    if kinds.len() == all {
        return "new terminals".to_owned();
    }
    let names: Vec<_> = kinds.iter().map(|kind| kind.words()).collect();
    format!("new {} shells", names.join(" and "))
}

/// A path as people write it: `~/.bashrc`.
fn below(path: &Path, home: Option<&Path>) -> String {
    match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => escape::path(&Path::new("~").join(rest)),
        None => escape::path(path),
    }
}

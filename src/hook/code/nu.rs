//! The answer for Nushell, as JSON: it runs no code that it is given.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::{prompt, unix_time};
use crate::hook::Answer;
use crate::hook::exports::Step;

/// Everything a prompt needs.
pub(super) fn write(answer: &Answer) -> Vec<u8> {
    let watch = &answer.watch;
    let steps = answer
        .steps
        .iter()
        .cloned()
        .chain(prompt(answer.prompt.as_ref(), answer.ascii));
    let mut object = changes(&steps.collect::<Vec<_>>());
    let files = watch.files.iter().filter_map(|(path, time)| {
        let (seconds, nanos) = unix_time(*time);
        // No file has the time 0, so that it is asked again.
        let time = match watch.unsure {
            true => 0,
            false => i128::from(seconds) * 1_000_000_000 + i128::from(nanos),
        };
        Some(json!({"path": text(path)?, "time": time}))
    });
    object.insert("files".into(), files.collect());
    object.insert("absent".into(), list(&watch.absent));
    object.insert("far".into(), list(&watch.far));
    object.insert("again".into(), json!(watch.again));
    object.insert("told".into(), json!(answer.told.to_string()));
    line(object)
}

/// The variables to set and to hide.
pub(super) fn farewell(steps: &[Step]) -> Vec<u8> {
    line(changes(steps))
}

/// The session's Go.
pub(super) fn session(name: &str, request: Option<&str>) -> Vec<u8> {
    line(changes(&[Step {
        name: name.to_owned(),
        value: request.map(Into::into),
        was_set: true,
    }]))
}

fn changes(steps: &[Step]) -> Map<String, Value> {
    let mut set = Map::new();
    let mut hide = Vec::new();
    for step in steps {
        set.remove(&step.name);
        hide.retain(|name| name != &step.name);
        match step.value.as_ref().map(|value| value.to_str()) {
            Some(Some(value)) => {
                set.insert(step.name.clone(), json!(value));
            }
            // It holds text only.
            Some(None) => {}
            None => hide.push(step.name.clone()),
        }
    }
    let mut object = Map::new();
    object.insert("set".into(), set.into());
    object.insert("hide".into(), json!(hide));
    object
}

fn list(paths: &[PathBuf]) -> Value {
    paths.iter().filter_map(|path| text(path)).collect()
}

fn text(path: &Path) -> Option<&str> {
    path.to_str()
}

fn line(object: Map<String, Value>) -> Vec<u8> {
    format!("{}\n", Value::Object(object)).into_bytes()
}

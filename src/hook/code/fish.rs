//! The answer for fish.

use super::{join, plain, prompt, word};
use crate::hook::exports::Step;
use crate::hook::{Answer, Shell};

/// Everything a prompt needs.
pub(super) fn write(answer: &Answer) -> Vec<u8> {
    let mut out = steps(&answer.steps);
    out.extend(steps(&prompt(answer.prompt.as_ref(), answer.ascii)));
    out.extend(changed(answer));
    let stamps = answer
        .stamps
        .as_deref()
        .and_then(|stamps| word(Shell::Fish, stamps));
    out.extend(
        [
            b"set -g __gom_stamps ",
            &stamps.unwrap_or_default()[..],
            b"\n",
        ]
        .concat(),
    );
    out.extend(format!("set -g __gom_told '{}'\n", answer.told).bytes());
    if answer.watch.again || !answer.watch.far.is_empty() {
        out.extend(b"builtin echo >\"$__gom_stamps/asked\" 2>/dev/null\n");
    }
    out
}

/// Changes of variables, each only where it is gom's to make.
pub(super) fn steps(steps: &[Step]) -> Vec<u8> {
    let mut out = Vec::new();
    for step in steps {
        let name = &step.name;
        let code = plain(Shell::Fish, name, step.value.as_deref());
        let guarded = match (&step.value, step.was_set) {
            (Some(_), false) => [format!("set -q {name}; or ").as_bytes(), &code[..]].concat(),
            // A universal variable shows again as soon as the global one over it is gone.
            (Some(value), true) => {
                let value = crate::export::word(Shell::Fish.syntax(), value).unwrap_or_default();
                let shows = format!("set -qUx {name}; and set -eg {name}; and test \"${name}\" = ");
                let put = format!("; or __gom_put {name} ");
                [shows.as_bytes(), &value[..], put.as_bytes(), &value].concat()
            }
            (None, _) => code,
        };
        out.extend([&guarded[..], b"\n"].concat());
    }
    out
}

/// `__gom_changed`: true where something may be different.
fn changed(answer: &Answer) -> Vec<u8> {
    let watch = &answer.watch;
    if watch.unsure {
        return b"function __gom_changed\nreturn 0\nend\n".to_vec();
    }
    let here: &[u8] = if watch.is_here {
        b"not test \"$PWD\" -ef ."
    } else {
        b"test \"$PWD\" -ef ."
    };
    let mut conditions = vec![here.to_vec()];
    let mut tests = Vec::new();
    for (index, (path, _)) in watch.files.iter().enumerate() {
        let stamp = answer
            .stamps
            .as_ref()
            .and_then(|stamps| word(Shell::Fish, &stamps.join(index.to_string())));
        let (Some(path), Some(stamp)) = (word(Shell::Fish, path), stamp) else {
            continue;
        };
        tests.push([&path[..], b" -nt ", &stamp].concat());
        tests.push([&path[..], b" -ot ", &stamp].concat());
    }
    if !tests.is_empty() {
        conditions.push([b"test ", &join(&tests, " -o ")[..]].concat());
    }
    conditions.extend(exists(&watch.absent));
    if watch.again {
        conditions.push(b"__gom_is_due".to_vec());
    } else if let Some(far) = exists(&watch.far) {
        conditions.push([b"begin; __gom_is_due; and ", &far[..], b"; end"].concat());
    }
    [
        b"function __gom_changed\n",
        &join(&conditions, "\nor ")[..],
        b"\nend\n",
    ]
    .concat()
}

/// One builtin that looks for all of them.
fn exists(paths: &[std::path::PathBuf]) -> Option<Vec<u8>> {
    let words: Vec<_> = paths
        .iter()
        .filter_map(|path| word(Shell::Fish, path))
        .collect();
    (!words.is_empty()).then(|| [b"path is -- ", &join(&words, " ")[..]].concat())
}

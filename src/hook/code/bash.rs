//! The answer for bash.
//!
//! What is looked at before each prompt becomes one function with one condition, all paths written
//! out: that is less than half the work of a loop over an array.

use super::{join, plain, prompt, word};
use crate::hook::exports::Step;
use crate::hook::{Answer, Shell};

/// Everything a prompt needs.
pub(super) fn write(answer: &Answer) -> Vec<u8> {
    let mut out = steps(&answer.steps);
    for step in prompt(answer.prompt.as_ref(), answer.ascii) {
        out.extend(assignment(&step));
    }
    out.extend(changed(answer));
    let stamps = answer
        .stamps
        .as_deref()
        .and_then(|stamps| word(Shell::Bash, stamps));
    out.extend(b"__gom_stamps=");
    out.extend(stamps.unwrap_or_default());
    out.extend(
        format!(
            "\n__gom_told='{}'\n__gom_since=${{SECONDS-0}}\n",
            answer.told
        )
        .bytes(),
    );
    out
}

/// Changes of variables, each only where it is gom's to make.
pub(super) fn steps(steps: &[Step]) -> Vec<u8> {
    let mut out = Vec::new();
    for step in steps {
        let guard = match (&step.value, step.was_set) {
            (None, _) => "",
            (Some(_), true) => "__gom_may_change ",
            (Some(_), false) => "__gom_is_new ",
        };
        if !guard.is_empty() {
            out.extend(format!("{guard}{} && ", step.name).bytes());
        }
        out.extend(assignment(step));
    }
    out
}

/// Aliases are expanded in what is evaluated, so the builtins are named as such.
fn assignment(step: &Step) -> Vec<u8> {
    let code = plain(Shell::Bash, &step.name, step.value.as_deref());
    let silent: &[u8] = if step.value.is_none() {
        b" 2>/dev/null\n"
    } else {
        b"\n"
    };
    [b"\\builtin ", &code[..], silent].concat()
}

/// `__gom_changed`: true where something may be different.
fn changed(answer: &Answer) -> Vec<u8> {
    let watch = &answer.watch;
    if watch.unsure {
        return b"function __gom_changed {\n[[ ask ]]\n}\n".to_vec();
    }
    let mut tests = vec![if watch.is_here {
        b"! $PWD -ef .".to_vec()
    } else {
        b"$PWD -ef .".to_vec()
    }];
    for (index, (path, _)) in watch.files.iter().enumerate() {
        let stamp = answer
            .stamps
            .as_ref()
            .and_then(|stamps| word(Shell::Bash, &stamps.join(index.to_string())));
        let (Some(path), Some(stamp)) = (word(Shell::Bash, path), stamp) else {
            continue;
        };
        // A file that is gone counts as older than one that is there, a stamp that is gone too.
        tests.push([&path[..], b" -nt ", &stamp].concat());
        tests.push([&path[..], b" -ot ", &stamp].concat());
    }
    tests.extend(exists(&watch.absent));
    let mut out = [
        b"function __gom_changed {\n[[ ",
        &join(&tests, " || ")[..],
        b" ]]",
    ]
    .concat();
    if watch.again {
        out.extend(b" || __gom_is_due");
    } else if !watch.far.is_empty() {
        let far = join(&exists(&watch.far), " || ");
        out.extend([b" || { __gom_is_due && [[ ", &far[..], b" ]]; }"].concat());
    }
    out.extend(b"\n}\n");
    out
}

fn exists(paths: &[std::path::PathBuf]) -> Vec<Vec<u8>> {
    let words = paths.iter().filter_map(|path| word(Shell::Bash, path));
    words.map(|word| [b"-e ", &word[..]].concat()).collect()
}

//! The answer for zsh, which reads the times of files by itself (`zsh/stat`).

use super::{join, plain, prompt, unix_time, word};
use crate::hook::exports::Step;
use crate::hook::{Answer, Shell};

/// Everything a prompt needs.
pub(super) fn write(answer: &Answer) -> Vec<u8> {
    let mut out = steps(&answer.steps);
    for step in prompt(answer.prompt.as_ref(), answer.ascii) {
        out.extend(assignment(&step));
    }
    out.extend(changed(answer));
    out.extend(
        format!(
            "__gom_told='{}'\n__gom_since=${{SECONDS%.*}}\n",
            answer.told
        )
        .bytes(),
    );
    out
}

/// Changes of variables, each only where it is gom's to make. Assigning to a readonly variable would
/// end the whole hook, and to one that is not a text it could be an error.
pub(super) fn steps(steps: &[Step]) -> Vec<u8> {
    let mut out = Vec::new();
    for step in steps {
        let name = &step.name;
        let guard = match (&step.value, step.was_set) {
            (Some(_), false) => format!("(( ${{+{name}}} )) || "),
            _ => format!("[[ ${{(t){name}}} == (|scalar*) && ${{(t){name}}} != *readonly* ]] && "),
        };
        out.extend(guard.bytes());
        out.extend(assignment(step));
    }
    out
}

fn assignment(step: &Step) -> Vec<u8> {
    let code = plain(Shell::Zsh, &step.name, step.value.as_deref());
    [b"\\builtin ", &code[..], b"\n"].concat()
}

/// `__gom_changed`: true where something may be different.
fn changed(answer: &Answer) -> Vec<u8> {
    let watch = &answer.watch;
    if watch.unsure {
        return b"__gom_changed() {\nreturn 0\n}\n".to_vec();
    }
    let mut tests = vec![if watch.is_here {
        b"! $PWD -ef .".to_vec()
    } else {
        b"$PWD -ef .".to_vec()
    }];
    tests.extend(exists(&watch.absent));
    let mut conditions = vec![[b"[[ ", &join(&tests, " || ")[..], b" ]]"].concat()];
    let files = watch
        .files
        .iter()
        .filter_map(|(path, time)| Some((word(Shell::Zsh, path)?, unix_time(*time))));
    let (paths, times): (Vec<_>, Vec<_>) = files.unzip();
    let mut out = b"__gom_changed() {\n".to_vec();
    if !paths.is_empty() {
        let times: Vec<String> = times
            .iter()
            .map(|(seconds, nanos)| format!("{seconds} ({nanos:09})"))
            .collect();
        out.extend(b"local -a __gom_seen\n");
        let zstat = [
            b"zstat -A __gom_seen -rs -F %9. +mtime -- ",
            &join(&paths, " ")[..],
            b" 2>/dev/null",
        ]
        .concat();
        let compare = format!("[[ \"${{(j:,:)__gom_seen}}\" != \"{}\" ]]", times.join(","));
        conditions.push([b"{ ", &zstat[..], b"; ", compare.as_bytes(), b" }"].concat());
    }
    if watch.again {
        conditions.push(b"__gom_is_due".to_vec());
    } else if !watch.far.is_empty() {
        let far = join(&exists(&watch.far), " || ");
        conditions.push([b"{ __gom_is_due && [[ ", &far[..], b" ]] }"].concat());
    }
    out.extend(join(&conditions, " ||\n"));
    out.extend(b"\n}\n");
    out
}

fn exists(paths: &[std::path::PathBuf]) -> Vec<Vec<u8>> {
    let words = paths.iter().filter_map(|path| word(Shell::Zsh, path));
    words.map(|word| [b"-e ", &word[..]].concat()).collect()
}

//! The words of a variable's value: flags between blanks, settings between commas.

use gom_shim::target_exec;

/// The words as the go command takes the value apart.
pub(super) fn of(name: &str, text: &str) -> Vec<String> {
    let separated = |separator| {
        let words = text.split(separator);
        words
            .filter(|word: &&str| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    match name {
        "GOFLAGS" | "CC" | "CXX" | "FC" => target_exec::split(text),
        _ if name.starts_with("CGO_") && name.ends_with("FLAGS") => target_exec::split(text),
        _ if text.contains(',') => separated(','),
        _ => separated(' '),
    }
}

/// True where a value has a word: all of it, one of its words, or the name of one that is
/// `NAME=VALUE`. A flag may be written with one dash or two.
pub(super) fn holds(name: &str, text: &str, wanted: &str) -> bool {
    let wanted = one_dash(wanted);
    let is_it = |word: &str| {
        let word = one_dash(word);
        word == wanted
            || word
                .strip_prefix(wanted)
                .is_some_and(|rest| rest.starts_with('='))
    };
    text == wanted || of(name, text).iter().any(|word| is_it(word))
}

fn one_dash(word: &str) -> &str {
    match word.strip_prefix("--") {
        Some(rest) if !rest.is_empty() => &word[1..],
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn words_names_and_dashes() {
        for (name, text, wanted) in [
            ("GOFLAGS", "-v -mod=mod", "-mod=mod"),
            ("GOFLAGS", "--mod=mod", "-mod=mod"),
            ("GOFLAGS", "-mod=mod", "--mod=mod"),
            ("GOFLAGS", "'-mod=mod' -v", "-mod=mod"),
            ("GOFLAGS", "-mod=mod", "-mod"),
            ("GODEBUG", "panicnil=1,gctrace=1", "gctrace"),
            ("GODEBUG", "panicnil=1,gctrace=1", "gctrace=1"),
            ("GOEXPERIMENT", "a,b", "b"),
            ("GOFLAGS", "-ldflags=-s -w", "-ldflags=-s -w"),
            ("CGO_CFLAGS", "-O2 -g", "-g"),
            ("GOPROXY", "direct", "direct"),
        ] {
            assert!(holds(name, text, wanted), "{name}={text} has {wanted}");
        }
        for (name, text, wanted) in [
            ("GOFLAGS", "-mod=module", "-mod=mod"),
            ("GOFLAGS", "-modcacherw", "-mod"),
            ("GODEBUG", "gctrace=10", "gctrace=1"),
            ("GODEBUG", "xgctrace=1", "gctrace"),
            ("GOFLAGS", "'-x -mod=mod'", "-mod=mod"),
            ("GOFLAGS", "--", "-"),
        ] {
            assert!(!holds(name, text, wanted), "{name}={text} has {wanted}");
        }
    }
}

//! `go_GOOS_GOARCH_exec`: what cmd/go calls to run a program that it built for another platform
//! (`src/cmd/go/internal/work/build.go`, `FindExecCmd`). It runs the `exec` of the project's target.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::error::{Error, Kind, Result};
use crate::escape;
use crate::exec::{self, Program};
use crate::layout::Layout;
use crate::target_env::TARGET_EXEC;
use crate::toolchain::is_executable;
use crate::vars::Vars;

/// True for the name of such a program.
#[must_use]
pub fn is_name(name: &str) -> bool {
    name.strip_prefix("go_")
        .and_then(|rest| rest.strip_suffix("_exec"))
        .is_some_and(|platform| platform.contains('_'))
}

/// Becomes the target's program, with the one that cmd/go built as its last argument but for that
/// one's own. Comes back only with an error, or on Windows.
///
/// # Errors
/// `Usage` where no target asks for it; `NotInstalled` where its program is not there.
pub fn run(vars: &Vars, layout: &Layout, name: &str) -> Result<u8> {
    // It stands between cmd/go and its program: the environment is theirs, not to be taken back.
    let vars = &vars.inherited();
    let words = vars.text(TARGET_EXEC).map(split).unwrap_or_default();
    let Some((program, arguments)) = words.split_first() else {
        return Err(Error::new(
            Kind::Usage,
            format!(
                "{} runs nothing: no target with an exec is in effect",
                escape::text(name)
            ),
        )
        .hint("gom exec --target NAME -- go test ./..."));
    };
    let path = find(vars, layout, program).ok_or_else(|| {
        Error::new(
            Kind::NotInstalled,
            format!(
                "exec = \"{}\" names no program of this machine",
                escape::excerpt(program, 60)
            ),
        )
        .hint("install it, or change the target: gom target list")
    })?;
    let arguments = arguments.iter().map(OsString::from);
    let args: Vec<OsString> = arguments.chain(vars.args.iter().cloned()).collect();
    let program = Program {
        path: &path,
        args: &args,
        had_plus: false,
    };
    exec::run(&program, vars, &Vec::new())
}

/// A program by path, or the first of that name on PATH outside gom's own directory.
fn find(vars: &Vars, layout: &Layout, program: &str) -> Option<PathBuf> {
    let own = layout.exec();
    if Path::new(program).components().count() > 1 {
        return Some(PathBuf::from(program)).filter(|path| is_executable(path));
    }
    let name = format!(
        "{program}{}",
        if program.ends_with(std::env::consts::EXE_SUFFIX) {
            ""
        } else {
            std::env::consts::EXE_SUFFIX
        }
    );
    vars.path()
        .filter(|dir| dir.is_absolute() && *dir != own)
        .map(|dir| dir.join(&name))
        .find(|path| is_executable(path))
}

/// An `exec` whose program, where it is a relative path, is taken from the project's directory: cmd/go
/// starts test binaries in the directory of their package.
pub(crate) fn anchored(text: &str, directory: &Path) -> OsString {
    let words = split(text);
    let relative = |word: &&String| {
        let path = Path::new(word.as_str());
        path.components().count() > 1 && path.is_relative()
    };
    if words.first().filter(relative).is_none() {
        return text.into();
    }
    let mut line = OsString::new();
    for (index, word) in words.iter().enumerate() {
        let quote = if word.contains('"') { "'" } else { "\"" };
        if index > 0 {
            line.push(" ");
        }
        line.push(quote);
        if index == 0 {
            line.push(directory.join(word));
        } else {
            line.push(word);
        }
        line.push(quote);
    }
    line
}

/// Words between blanks; quotes of either kind keep blanks, as cmd/go's `-exec` takes them
/// (`src/cmd/internal/quoted`, `Split`).
#[must_use]
pub fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (word, after) = if first == '"' || first == '\'' {
            let inner = &rest[1..];
            let end = inner.find(first).unwrap_or(inner.len());
            (&inner[..end], inner.get(end + 1..).unwrap_or_default())
        } else {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            rest.split_at(end)
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_program_is_the_projects() {
        let anchored = |text: &str| anchored(text, Path::new("/p q"));
        assert_eq!(anchored("qemu-arm -L x"), "qemu-arm -L x");
        assert_eq!(anchored("/bin/q x"), "/bin/q x");
        let line = anchored("./run.sh -a 'b c'");
        assert_eq!(
            split(line.to_str().unwrap()),
            ["/p q/./run.sh", "-a", "b c"]
        );
    }

    #[test]
    fn names_and_words() {
        assert!(is_name("go_linux_arm64_exec"));
        for not in [
            "go",
            "go_exec",
            "go_linux_exec",
            "gofmt",
            "xgo_linux_arm_exec",
        ] {
            assert!(!is_name(not), "{not}");
        }
        assert_eq!(
            split("qemu-arm -L '/a b'  x"),
            ["qemu-arm", "-L", "/a b", "x"]
        );
        assert_eq!(split(" \"one word"), ["one word"]);
        assert!(split("  ").is_empty());
    }
}

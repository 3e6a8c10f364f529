//! The answer in a shell's own language.

mod bash;
mod fish;
mod nu;
mod pwsh;
mod zsh;

use std::ffi::OsStr;
use std::path::Path;
use std::time::SystemTime;

use super::exports::Step;
use super::{Answer, Shell};
use crate::export;

/// The first line of code that a shell's function `gom` is to run, and not to show.
pub const MARK: &str = ": gom";

/// The names of what the prompt shows, exported for prompts that other programs draw.
const PROMPT: [&str; 3] = ["GOM_PROMPT", "GOM_PROMPT_VERSION", "GOM_PROMPT_TARGET"];

/// The answer as code, or as JSON for Nushell, which runs no code that it is given.
#[must_use]
pub fn write(shell: Shell, answer: &Answer) -> Vec<u8> {
    match shell {
        Shell::Bash => bash::write(answer),
        Shell::Zsh => zsh::write(answer),
        Shell::Fish => fish::write(answer),
        Shell::Pwsh => pwsh::write(answer),
        Shell::Nu => nu::write(answer),
    }
}

/// The code that takes back what gom had set.
#[must_use]
pub fn farewell(shell: Shell, steps: &[Step]) -> Vec<u8> {
    let steps = steps
        .iter()
        .cloned()
        .chain(prompt(None, false))
        .collect::<Vec<_>>();
    match shell {
        Shell::Bash => bash::steps(&steps),
        Shell::Zsh => zsh::steps(&steps),
        Shell::Fish => fish::steps(&steps),
        Shell::Pwsh => pwsh::steps(&steps),
        Shell::Nu => nu::farewell(&steps),
    }
}

/// The code that sets the session's Go, or no longer sets one.
#[must_use]
pub fn session(shell: Shell, request: Option<&str>) -> Vec<u8> {
    let name = "GOM_SHELL_TOOLCHAIN";
    match shell {
        Shell::Nu => nu::session(name, request),
        _ => [
            MARK.as_bytes(),
            b"\n",
            &plain(shell, name, request.map(OsStr::new)),
            b"\n",
        ]
        .concat(),
    }
}

/// What the prompt shows, as changes of variables.
fn prompt(prompt: Option<&crate::prompt::Prompt>, ascii: bool) -> [Step; 3] {
    let values = match prompt {
        Some(prompt) => [
            Some(prompt.text(ascii)),
            Some(prompt.version.clone()),
            prompt.target.clone(),
        ],
        None => [None, None, None],
    };
    let mut values = values.into_iter();
    PROMPT.map(|name| Step {
        name: name.to_owned(),
        value: values.next().flatten().map(Into::into),
        was_set: true,
    })
}

/// An assignment without any question; nothing for a value that the shell cannot hold.
fn plain(shell: Shell, name: &str, value: Option<&OsStr>) -> Vec<u8> {
    export::assignment(shell.syntax(), name, value).unwrap_or_default()
}

/// A path as one word; `None` where the shell cannot say it.
fn word(shell: Shell, path: &Path) -> Option<Vec<u8>> {
    export::word(shell.syntax(), path.as_os_str())
}

/// Seconds and nanoseconds since 1970, the nanoseconds never negative.
fn unix_time(time: SystemTime) -> (i64, u32) {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => (
            i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
            after.subsec_nanos(),
        ),
        Err(error) => {
            let before = error.duration();
            let seconds = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
            match before.subsec_nanos() {
                0 => (-seconds, 0),
                nanos => (-seconds - 1, 1_000_000_000 - nanos),
            }
        }
    }
}

/// Parts joined by what stands between them.
fn join(parts: &[Vec<u8>], between: &str) -> Vec<u8> {
    parts.join(between.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn times_before_1970_too() {
        let at = |nanos: u64| SystemTime::UNIX_EPOCH - Duration::from_nanos(nanos);
        assert_eq!(
            unix_time(SystemTime::UNIX_EPOCH + Duration::new(5, 7)),
            (5, 7)
        );
        assert_eq!(unix_time(at(0)), (0, 0));
        assert_eq!(unix_time(at(1)), (-1, 999_999_999));
        assert_eq!(unix_time(at(2_000_000_000)), (-2, 0));
    }
}

//! Starting a shell to see what a start of its kind comes to: its PATH, and what `go` is there.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::places::Places;
use super::start::Start;

/// More than any start file prints; what follows is dropped.
const LARGEST: usize = 1 << 20;

/// After the shell's end, for what it printed to arrive: what it left running in the background
/// may hold the pipe for ever.
const GRACE: Duration = Duration::from_millis(500);

/// What came of a start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It said what its PATH is, and what the shell takes `go` for where that is no program.
    Path {
        /// The entries.
        path: Vec<PathBuf>,
        /// `alias go=…`, `function`; empty for a program.
        word: String,
    },
    /// It ended without a word: a start file ended it, or became another program.
    Silent,
    /// It was stopped: a start file waits for something, or takes too long.
    TooLong,
    /// It could not be started.
    NotStarted(String),
}

/// Starts the shell with a fresh environment, without input, in the home directory, and stops it
/// and all it started after `limit`.
#[must_use]
pub fn run(start: &Start, places: &Places<'_>, limit: Duration) -> Answer {
    let mark = mark();
    let mut command = Command::new(&start.program);
    command
        .args(start.arguments(&mark))
        .env_clear()
        .envs(start.environment(places))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if let Some(home) = places.home().filter(|home| home.is_dir()) {
        command.current_dir(home);
    }
    own_session(&mut command);
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return Answer::NotStarted(error.to_string()),
    };
    let (text, in_time) = read(&mut child, &mark, Instant::now() + limit);
    match parse(&text, &mark) {
        Some(answer) => answer,
        None if in_time => Answer::Silent,
        None => Answer::TooLong,
    }
}

/// What it prints, up to the second mark, its end or the deadline; false where that came first.
fn read(child: &mut Child, mark: &str, deadline: Instant) -> (Vec<u8>, bool) {
    let (sender, receiver) = mpsc::channel();
    if let Some(mut stdout) = child.stdout.take() {
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = stdout.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
    }
    let mut text = Vec::new();
    let mut ended: Option<Instant> = None;
    loop {
        let now = Instant::now();
        let until = ended.unwrap_or(deadline).min(deadline);
        if now >= until {
            stop(child);
            return (text, ended.is_some());
        }
        let wait = (until - now).min(Duration::from_millis(20));
        match receiver.recv_timeout(wait) {
            Ok(part) if text.len() < LARGEST => text.extend(part),
            Ok(_) | Err(mpsc::RecvTimeoutError::Timeout) => {}
            // Nobody holds the pipe any more.
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                let ended = wait_until(child, deadline);
                stop(child);
                return (text, ended);
            }
        }
        if count(&text, mark) >= 2 {
            // It has said all there is; what it does at its end is its own business.
            wait_until(child, deadline.min(Instant::now() + GRACE));
            stop(child);
            return (text, true);
        }
        if ended.is_none() && matches!(child.try_wait(), Ok(Some(_))) {
            ended = Some(Instant::now() + GRACE);
        }
    }
}

/// Waits for the end; false where the deadline comes first.
fn wait_until(child: &mut Child, deadline: Instant) -> bool {
    loop {
        match child.try_wait() {
            Ok(None) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(5)),
            Ok(None) => return false,
            Ok(Some(_)) | Err(_) => return true,
        }
    }
}

/// Ends a shell that still runs, and all of its session: of one that has ended, what it started
/// in the background is left alone, as a terminal that is closed by `exit` leaves it.
fn stop(child: &mut Child) {
    if !matches!(child.try_wait(), Ok(None)) {
        return;
    }
    #[cfg(unix)]
    if let Ok(id) = i32::try_from(child.id())
        && let Some(group) = rustix::process::Pid::from_raw(id)
    {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// Without the terminal of this one: an interactive shell would take it over, and stop gom.
fn own_session(command: &mut Command) {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let begin = || -> std::io::Result<()> {
            rustix::process::setsid()?;
            Ok(())
        };
        // SAFETY: between fork and exec one system call is made, and nothing is allocated.
        unsafe {
            command.pre_exec(begin);
        }
    }
    #[cfg(not(unix))]
    let _ = command;
}

/// A word that no start file prints.
fn mark() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = now.unwrap_or_default().as_nanos();
    format!("GOM_PROBE_{}_{now}", std::process::id())
}

fn count(text: &[u8], mark: &str) -> usize {
    text.windows(mark.len())
        .filter(|window| *window == mark.as_bytes())
        .count()
}

/// What stands between the two marks.
fn parse(text: &[u8], mark: &str) -> Option<Answer> {
    let find = |text: &[u8]| {
        text.windows(mark.len())
            .position(|window| window == mark.as_bytes())
    };
    let text = &text[find(text)? + mark.len()..];
    let text = &text[..find(text)?];
    let (path, word) = match text.iter().position(|&byte| byte == b'\n') {
        Some(end) => (&text[..end], &text[end + 1..]),
        None => (text, &b""[..]),
    };
    let path = os_string(path.strip_suffix(b"\r").unwrap_or(path));
    let word = String::from_utf8_lossy(word).trim().to_owned();
    Some(Answer::Path {
        path: std::env::split_paths(&path).collect(),
        // A program is said by its path.
        word: if Path::new(&word).is_absolute() {
            String::new()
        } else {
            word
        },
    })
}

fn os_string(bytes: &[u8]) -> std::ffi::OsString {
    #[cfg(unix)]
    return std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec());
    #[cfg(not(unix))]
    return String::from_utf8_lossy(bytes).into_owned().into();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_marks_counts() {
        let text = b"Welcome!\nPATH is /x\nMARK/a:/b c\n/a/go\nMARKbye";
        let path = vec![PathBuf::from("/a"), PathBuf::from("/b c")];
        let word = String::new();
        let expected = Some(Answer::Path { path, word });
        if cfg!(unix) {
            assert_eq!(parse(text, "MARK"), expected);
        }
        assert_eq!(parse(b"MARK/a", "MARK"), None);
        let Some(Answer::Path { word, .. }) = parse(b"MARK/a\nalias go='x'\nMARK", "MARK") else {
            panic!("no answer");
        };
        assert_eq!(word, "alias go='x'");
    }
}

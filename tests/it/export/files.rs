//! Files for docker, GitHub and GitLab: line by line, and nothing in them is unquoted.

use std::ffi::{OsStr, OsString};

use gom::export::Format;
use proptest::test_runner::TestRunner;

use super::{Read, config, is_no_text, values, written};
use crate::export::shells::same;

/// Many values, written and read by a model.
fn round_trip(
    format: Format,
    may_refuse: impl Fn(&str) -> bool,
    read: impl Fn(&str) -> Vec<(String, String)>,
) {
    let refused = |value: &OsStr| is_no_text(value) || may_refuse(value.to_str().unwrap());
    let result = TestRunner::new(config(100)).run(&values(), |values| {
        // GitLab takes few variables at once.
        for values in values.chunks(20) {
            let (file, taken) = written(format, values, refused);
            let file = String::from_utf8(file).unwrap();
            let read = read(&file).into_iter();
            let read: Read = read.map(|(name, value)| (name, value.into())).collect();
            same(&read, &taken);
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{format:?}: {error}");
    }
}

/// The rules of the CLI's kvfile: what stands before the first `=` of a line, and what stands after it.
#[test]
fn docker() {
    let may_refuse = |value: &str| value.contains('\n') || value.ends_with('\r');
    round_trip(Format::Docker, may_refuse, |file| {
        let lines = file.split_terminator('\n');
        let lines = lines.map(|line| line.strip_suffix('\r').unwrap_or(line).trim_start());
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let pair = |line: &str| {
            let (name, value) = line.split_once('=').expect("a value for each name");
            assert!(!name.contains([' ', '\t']), "{line:?}");
            (name.to_owned(), value.to_owned())
        };
        lines.map(pair).collect()
    });
}

/// The rules of GitHub's runner, on both kinds of system: they differ in what ends a line.
#[test]
fn github() {
    let may_refuse = |value: &str| value.ends_with('\r');
    for windows in [false, true] {
        round_trip(Format::Github, may_refuse, |file| runner(file, windows));
    }
}

/// What the runner reads from the file: `NAME=value`, or `NAME<<delimiter` and all up to a line
/// that is the delimiter, less the last newline.
fn runner(file: &str, windows: bool) -> Vec<(String, String)> {
    let mut rest = file;
    // A line, and the bytes of its end.
    let mut next = || -> Option<(&str, usize)> {
        let (line, after) = rest.split_once('\n')?;
        rest = after;
        match line.strip_suffix('\r') {
            Some(line) if windows => Some((line, 2)),
            _ => Some((line, 1)),
        }
    };
    let mut variables = Vec::new();
    while let Some((line, _)) = next() {
        if line.is_empty() {
            continue;
        }
        let (name, delimiter) = line.split_once("<<").unwrap_or_else(|| panic!("{line:?}"));
        assert!(!name.contains('=') && !delimiter.is_empty(), "{line:?}");
        let (mut value, mut end) = (String::new(), 0);
        loop {
            let (line, newline) = next().expect("the delimiter");
            if line == delimiter {
                break;
            }
            value.push_str(line);
            value.push_str(if newline == 2 { "\r\n" } else { "\n" });
            end = newline;
        }
        value.truncate(value.len() - end);
        variables.push((name.to_owned(), value));
    }
    assert_eq!(rest, "");
    variables
}

/// A value with the delimiter of another value in it ends where it ends.
#[test]
fn no_value_ends_itself() {
    let of = |value: &str| {
        let values = [OsString::from(value)];
        String::from_utf8(written(Format::Github, &values, |_| false).0).unwrap()
    };
    let mut value = "first".to_owned();
    for _ in 0..5 {
        let delimiter = of(&value).lines().last().unwrap().to_owned();
        value = format!("{value}\n{delimiter}\nEVIL=1");
        let read = runner(&of(&value), false);
        assert_eq!(read, [("T0".to_owned(), value.clone())]);
    }
}

/// The rules of GitLab's parser: Ruby's `strip` on both sides of the first `=`; and of its runner,
/// which replaces variables in what it read.
#[test]
fn gitlab() {
    let blank = |c: char| matches!(c, '\t'..='\r' | ' ');
    let may_refuse = |value: &str| {
        value.contains('\n')
            || value.starts_with(blank)
            || value.ends_with(blank)
            || value.contains('$')
            || value.matches('%').count() > 1
    };
    round_trip(Format::Gitlab, may_refuse, |file| {
        let lines = file.split_terminator('\n');
        let pair = |line: &str| {
            let (name, value) = line.split_once('=').expect("no line without a variable");
            let value = value.trim_matches(|c| blank(c) || c == '\0');
            assert!(
                !value.contains('$') && value.matches('%').count() < 2,
                "{line:?}"
            );
            (name.trim_matches(blank).to_owned(), value.to_owned())
        };
        lines.map(pair).collect()
    });
}

/// The Docker CLI itself, with a daemon that only listens to what container it should make.
#[cfg(unix)]
mod daemon {
    use std::io::{BufRead, BufReader, Read as _, Write};
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::process::{Command, Stdio};

    use gom::export::Format;
    use proptest::test_runner::TestRunner;

    use super::super::{Read, config, file, is_no_text, on_path, values, written};
    use super::same;
    use crate::support::program;
    use crate::support::skip::tell;
    use crate::support::temp::TempDir;

    #[test]
    fn docker() {
        let Some(program) = on_path("docker") else {
            return tell("there is no docker, only the model of its parser is asked");
        };
        let dir = TempDir::new();
        let run = |env_file: &[u8]| -> Read {
            // The path of a socket must be short.
            let socket = std::env::temp_dir().join(format!("gom-{}.sock", std::process::id()));
            let _ = std::fs::remove_file(&socket);
            let listener = UnixListener::bind(&socket).unwrap();
            let env_file = file(dir.path(), "env", env_file);
            let mut command = Command::new(&program);
            command
                .args(["create", "--env-file"])
                .arg(env_file)
                .arg("image");
            command
                .env_clear()
                .env("HOME", dir.path())
                .stderr(Stdio::piped());
            command.env("DOCKER_HOST", format!("unix://{}", socket.display()));
            let child = program::spawn(&mut command).unwrap();
            let end = socket.clone();
            let end = std::thread::spawn(move || {
                let output = child.wait_with_output().unwrap();
                // One more caller, who says nothing, should docker never have called.
                let _ = UnixStream::connect(end);
                output
            });
            let container = asked_for(&listener);
            let output = end.join().unwrap();
            std::fs::remove_file(&socket).unwrap();
            let talk = String::from_utf8_lossy(&output.stderr);
            let container = container.unwrap_or_else(|| panic!("{talk}"));
            let env = container["Env"].as_array().into_iter().flatten();
            let pair = |line: &serde_json::Value| {
                let (name, value) = line.as_str()?.split_once('=')?;
                Some((name.to_owned(), value.into()))
            };
            env.map(|line| pair(line).unwrap()).collect()
        };
        let result = TestRunner::new(config(5)).run(&values(), |values| {
            let (file, taken) = written(Format::Docker, &values, |value| {
                is_no_text(value) || value.to_str().unwrap().contains(['\n', '\r'])
            });
            same(&run(&file), &taken);
            Ok(())
        });
        if let Err(error) = result {
            panic!("{error}");
        }
        // The longest line that is written is one that docker reads.
        let longest = "x".repeat(64 * 1024 - "T0=\n".len());
        let (file, taken) = written(Format::Docker, &[longest.into()], |_| false);
        same(&run(&file), &taken);
        assert_eq!(taken.len(), 1);
    }

    /// Answers until a container is asked for, and refuses to make it; or until a caller says nothing.
    fn asked_for(listener: &UnixListener) -> Option<serde_json::Value> {
        loop {
            let mut stream = listener.accept().unwrap().0;
            let mut silent = true;
            while let Some((request, body)) = request(&stream) {
                silent = false;
                if request.starts_with("POST ") {
                    let answer = r#"{"message":"no"}"#;
                    let head = "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nConnection: close";
                    let length = answer.len();
                    write!(stream, "{head}\r\nContent-Length: {length}\r\n\r\n{answer}").unwrap();
                    return serde_json::from_slice(&body).ok();
                }
                let head = "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 0\r\n\r\n";
                stream.write_all(head.as_bytes()).unwrap();
            }
            if silent {
                return None;
            }
        }
    }

    /// The first line of a request, and its body.
    fn request(stream: &UnixStream) -> Option<(String, Vec<u8>)> {
        let mut reader = BufReader::new(stream);
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            match line.trim_end() {
                "" => break,
                line => lines.push(line.to_owned()),
            }
        }
        let length = |line: &String| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("Content-Length")
                .then(|| value.trim().parse().unwrap())
        };
        let mut body = vec![0; lines.iter().find_map(length).unwrap_or(0)];
        reader.read_exact(&mut body).unwrap();
        Some((lines.first()?.clone(), body))
    }
}

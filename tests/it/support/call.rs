//! A program about to be run in a world: where, with what environment and what input.

use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::outcome::{self, Outcome};
use super::program;
use super::world::World;

/// Longer than anything a test does; what takes longer hangs.
const LIMIT: Duration = Duration::from_secs(120);

/// The call. Nothing runs before `run`, `ok`, `fails` or `spawn`.
pub(crate) struct Call<'w> {
    world: &'w World,
    program: PathBuf,
    args: Vec<OsString>,
    dir: PathBuf,
    env: Vec<(OsString, Option<OsString>)>,
    input: Vec<u8>,
}

impl<'w> Call<'w> {
    /// `program` in the top directory of the world.
    pub(crate) fn new<A: AsRef<OsStr>>(
        world: &'w World,
        program: PathBuf,
        args: impl IntoIterator<Item = A>,
    ) -> Self {
        Self {
            world,
            program,
            args: args
                .into_iter()
                .map(|arg| arg.as_ref().to_owned())
                .collect(),
            dir: world.root().to_owned(),
            env: Vec::new(),
            input: Vec::new(),
        }
    }

    /// Runs in this directory of the world.
    pub(crate) fn at(mut self, dir: impl AsRef<Path>) -> Self {
        self.dir = self.world.path(dir);
        self
    }

    /// Sets a variable for this call.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.env
            .push((name.into(), Some(value.as_ref().to_owned())));
        self
    }

    /// Removes a variable for this call.
    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.env.push((name.into(), None));
        self
    }

    /// Gives it this to read; without it, nothing.
    pub(crate) fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// The same call with another command line, for `sh -c`.
    pub(crate) fn through_sh(mut self, line: &str) -> Self {
        self.program = PathBuf::from("/bin/sh");
        self.args = vec!["-c".into(), line.into()];
        self
    }

    /// The world it runs in.
    pub(crate) fn world(&self) -> &'w World {
        self.world
    }

    /// The program's name and arguments, for messages.
    pub(crate) fn title(&self) -> String {
        let name = self
            .program
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy();
        let args = self.args.iter().map(|arg| arg.to_string_lossy());
        std::iter::once(name)
            .chain(args)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// As a command of the standard library; its streams are still the test's own.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.args).current_dir(&self.dir).env_clear();
        command.envs(self.world.variables());
        for (name, value) in &self.env {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command
    }

    /// Starts it with piped streams and leaves it running: for tests that kill it or race it.
    pub(crate) fn spawn(&self) -> Child {
        let mut command = self.command();
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        program::spawn(&mut command).unwrap_or_else(|error| panic!("{}: {error}", self.title()))
    }

    /// Runs it to its end.
    #[track_caller]
    pub(crate) fn run(&self) -> Outcome {
        self.finish(self.spawn())
    }

    /// Runs it; fails unless it ends with 0.
    #[track_caller]
    pub(crate) fn ok(&self) -> Outcome {
        let outcome = self.run();
        outcome.code(0);
        outcome
    }

    /// Runs it; fails unless it ends with `code`.
    #[track_caller]
    pub(crate) fn fails(&self, code: i32) -> Outcome {
        let outcome = self.run();
        outcome.code(code);
        outcome
    }

    /// Gives a child of `spawn` its input and waits for its end.
    #[track_caller]
    pub(crate) fn finish(&self, mut child: Child) -> Outcome {
        let (sender, receiver) = mpsc::channel();
        let streams: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().unwrap()),
            Box::new(child.stderr.take().unwrap()),
        ];
        for (index, mut stream) in streams.into_iter().enumerate() {
            let sender = sender.clone();
            std::thread::spawn(move || {
                let mut bytes = Vec::new();
                let _ = stream.read_to_end(&mut bytes);
                let _ = sender.send((index, bytes));
            });
        }
        let (mut stdin, input) = (child.stdin.take().unwrap(), self.input.clone());
        // A program that ends without reading its input is its own business.
        std::thread::spawn(move || drop(stdin.write_all(&input)));
        let mut output = [Vec::new(), Vec::new()];
        let end = Instant::now() + LIMIT;
        for _ in 0..2 {
            match receiver.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok((index, bytes)) => output[index] = bytes,
                Err(_) => {
                    let _ = child.kill();
                    panic!("{} did not end within {LIMIT:?}", self.title());
                }
            }
        }
        let [stdout, stderr] = output.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Outcome {
            title: self.title(),
            code: outcome::code(child.wait().unwrap()),
            stdout,
            stderr,
            redactions: self.world.redactions(),
        }
    }
}

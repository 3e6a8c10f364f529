//! A program on a terminal: what it shows, what is typed, how it ends.
//!
//! Made from rustix's own pseudo terminals (a crate gom has anyway): `script` has another command
//! line on every system, and ConPTY would need a crate of its own.

use super::call::Call;
use super::outcome::Outcome;

/// A running program whose terminal is the test's to read and type on.
pub(crate) struct Terminal(platform::Session);

impl Terminal {
    /// Starts the call with all three streams on a terminal of 80 columns; `None` on Windows.
    pub(crate) fn start(call: &Call<'_>) -> Option<Self> {
        platform::Session::start(call, platform::Stdout::Terminal).map(Self)
    }

    /// Starts it with input and errors on the terminal and output in a pipe, as in `gom … | cat`.
    pub(crate) fn start_piped(call: &Call<'_>) -> Option<Self> {
        platform::Session::start(call, platform::Stdout::Pipe).map(Self)
    }

    /// Waits until the terminal shows `text` after what was expected before; fails after 30 s.
    #[track_caller]
    pub(crate) fn expect(&mut self, text: &str) {
        self.0.expect(text);
    }

    /// Types this. Enter is `\r`, Ctrl-C is `\x03`.
    pub(crate) fn send(&mut self, keys: &str) {
        self.0.send(keys);
    }

    /// Waits for the end. What the terminal showed is `stderr` where output is piped, else `stdout`.
    #[track_caller]
    pub(crate) fn end(self) -> Outcome {
        self.0.end()
    }
}

#[cfg(unix)]
mod platform {
    use std::fs::File;
    use std::io::{Read, Write};
    use std::os::fd::AsFd;
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Stdio};
    use std::sync::{Arc, Condvar, Mutex};
    use std::time::{Duration, Instant};

    use rustix::io::{FdFlags, fcntl_setfd};
    use rustix::process::{ioctl_tiocsctty, setsid};
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use rustix::termios::{Winsize, tcsetwinsize};
    use snapbox::Redactions;

    use super::super::outcome::{self, Outcome};
    use super::super::program;
    use super::Call;

    const LIMIT: Duration = Duration::from_secs(30);

    /// Where standard output goes.
    #[derive(PartialEq, Eq)]
    pub(super) enum Stdout {
        Pipe,
        Terminal,
    }

    /// What has been shown so far, and whether that is all.
    #[derive(Default)]
    struct Screen {
        shown: Mutex<(Vec<u8>, bool)>,
        changed: Condvar,
    }

    pub(super) struct Session {
        child: Child,
        keyboard: File,
        screen: Arc<Screen>,
        /// How much of the screen earlier expectations have used up.
        read: usize,
        piped: Option<std::thread::JoinHandle<Vec<u8>>>,
        title: String,
        redactions: Redactions,
    }

    impl Session {
        pub(super) fn start(call: &Call<'_>, stdout: Stdout) -> Option<Self> {
            let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
            // Other tests start programs at the same time.
            fcntl_setfd(&keyboard, FdFlags::CLOEXEC).unwrap();
            grantpt(&keyboard).unwrap();
            unlockpt(&keyboard).unwrap();
            let name = ptsname(&keyboard, Vec::new())
                .unwrap()
                .into_string()
                .unwrap();
            let terminal = File::options().read(true).write(true).open(name).unwrap();
            let size = Winsize {
                ws_row: 24,
                ws_col: 80,
                ws_xpixel: 0,
                ws_ypixel: 0,
            };
            tcsetwinsize(&terminal, size).unwrap();

            let stream = || Stdio::from(terminal.try_clone().unwrap());
            let mut command = call.command();
            command
                .env("TERM", "xterm")
                .stdin(stream())
                .stderr(stream());
            command.stdout(if stdout == Stdout::Pipe {
                Stdio::piped()
            } else {
                stream()
            });
            let controlling = terminal.try_clone().unwrap();
            // SAFETY: between fork and exec only two system calls are made. They give the child
            // the terminal as its own, so that Ctrl-C becomes SIGINT.
            unsafe {
                command.pre_exec(move || {
                    setsid()?;
                    ioctl_tiocsctty(controlling.as_fd())?;
                    Ok(())
                });
            }
            let mut child = program::spawn(&mut command).unwrap();
            // The screen ends when the last copy of the terminal is closed: ours go here.
            drop((command, terminal));

            let piped = child.stdout.take().map(|mut pipe| {
                std::thread::spawn(move || {
                    let mut bytes = Vec::new();
                    let _ = pipe.read_to_end(&mut bytes);
                    bytes
                })
            });
            let keyboard = File::from(keyboard);
            let screen = Arc::<Screen>::default();
            let (mut source, sink) = (keyboard.try_clone().unwrap(), Arc::clone(&screen));
            std::thread::spawn(move || {
                let mut buffer = [0; 4096];
                // Linux reports the end as an error (EIO), others as 0 bytes.
                while let Ok(count @ 1..) = source.read(&mut buffer) {
                    // A terminal that is asked where its cursor is says so; some wait for that.
                    if buffer[..count].windows(4).any(|asked| asked == b"\x1b[6n") {
                        let _ = (&source).write_all(b"\x1b[1;1R");
                    }
                    sink.shown.lock().unwrap().0.extend(&buffer[..count]);
                    sink.changed.notify_all();
                }
                sink.shown.lock().unwrap().1 = true;
                sink.changed.notify_all();
            });
            Some(Self {
                child,
                keyboard,
                screen,
                read: 0,
                piped,
                title: call.title(),
                redactions: call.world().redactions(),
            })
        }

        #[track_caller]
        pub(super) fn expect(&mut self, text: &str) {
            let end = Instant::now() + LIMIT;
            let mut shown = self.screen.shown.lock().unwrap();
            loop {
                let fresh = &shown.0[self.read..];
                let found = fresh
                    .windows(text.len())
                    .position(|part| part == text.as_bytes());
                if let Some(at) = found {
                    self.read += at + text.len();
                    return;
                }
                let left = end.saturating_duration_since(Instant::now());
                if shown.1 || left.is_zero() {
                    let fresh = String::from_utf8_lossy(fresh).into_owned();
                    drop(shown);
                    let _ = self.child.kill();
                    panic!("{} never showed {text:?}, only {fresh:?}", self.title);
                }
                shown = self.screen.changed.wait_timeout(shown, left).unwrap().0;
            }
        }

        pub(super) fn send(&mut self, keys: &str) {
            self.keyboard.write_all(keys.as_bytes()).unwrap();
        }

        #[track_caller]
        pub(super) fn end(mut self) -> Outcome {
            let end = Instant::now() + LIMIT;
            let status = loop {
                if let Some(status) = self.child.try_wait().unwrap() {
                    break status;
                }
                if Instant::now() > end {
                    let _ = self.child.kill();
                    panic!("{} did not end within {LIMIT:?}", self.title);
                }
                std::thread::sleep(Duration::from_millis(2));
            };
            let shown = self.screen.shown.lock().unwrap();
            let (shown, _) = self
                .screen
                .changed
                .wait_timeout_while(shown, LIMIT, |(_, ended)| !*ended)
                .unwrap();
            let shown = String::from_utf8_lossy(&shown.0).replace("\r\n", "\n");
            let (stdout, stderr) = match self.piped.take() {
                Some(pipe) => (
                    String::from_utf8_lossy(&pipe.join().unwrap()).into_owned(),
                    shown,
                ),
                None => (shown, String::new()),
            };
            Outcome {
                title: self.title,
                code: outcome::code(status),
                stdout,
                stderr,
                redactions: self.redactions,
            }
        }
    }
}

#[cfg(not(unix))]
mod platform {
    use super::{Call, Outcome};

    pub(super) enum Stdout {
        Pipe,
        Terminal,
    }

    /// There is none.
    pub(super) enum Session {}

    impl Session {
        pub(super) fn start(_: &Call<'_>, _: Stdout) -> Option<Self> {
            None
        }

        pub(super) fn expect(&mut self, _: &str) {
            match *self {}
        }

        pub(super) fn send(&mut self, _: &str) {
            match *self {}
        }

        pub(super) fn end(self) -> Outcome {
            match self {}
        }
    }
}

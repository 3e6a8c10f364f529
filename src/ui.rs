//! What a person sees: one value decides colour, quiet and progress, and every command writes through it.

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use gom_shim::vars::Vars;
use gom_shim::{Error, escape};
use serde_json::json;

/// `--color` on the command line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    /// Colour on terminals, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Where output goes. stdout is data, stderr is talk.
#[derive(Clone, Debug)]
pub struct Printer {
    quiet: bool,
    json: bool,
    color: bool,
    data_color: bool,
    progress: bool,
    interactive: bool,
    lost: Arc<AtomicBool>,
}

impl Printer {
    /// Decides once, from the flags, the environment and what stdout and stderr are.
    #[must_use]
    pub fn new(vars: &Vars, choice: ColorChoice, quiet: bool, json: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let dumb = vars.text("TERM") == Some("dumb");
        let forced = vars
            .text("CLICOLOR_FORCE")
            .is_some_and(|value| value != "0");
        let color_on = |terminal: bool| match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                vars.non_empty("NO_COLOR").is_none() && (forced || (terminal && !dumb))
            }
        };
        Self {
            quiet,
            json,
            color: color_on(terminal),
            data_color: color_on(std::io::stdout().is_terminal()),
            progress: terminal && !dumb && !quiet && vars.non_empty("CI").is_none(),
            interactive: terminal
                && std::io::stdin().is_terminal()
                && vars.non_empty("CI").is_none(),
            lost: Arc::default(),
        }
    }

    /// True where data is wanted as JSON.
    #[must_use]
    pub fn json(&self) -> bool {
        self.json
    }

    /// True where a person sits at a terminal and can be asked.
    #[must_use]
    pub fn interactive(&self) -> bool {
        self.interactive
    }

    /// True where moving progress may be drawn on stderr.
    #[must_use]
    pub fn progress(&self) -> bool {
        self.progress
    }

    /// A line of data on stdout. A closed pipe ends the output, not the program.
    pub fn data(&self, line: impl Display) {
        self.raw(format!("{line}\n").as_bytes());
    }

    /// Data as it is on stdout, without a newline of ours.
    pub fn raw(&self, bytes: &[u8]) {
        let mut out = std::io::stdout().lock();
        let written = out.write_all(bytes).and_then(|()| out.flush());
        if let Err(error) = written
            && error.kind() != std::io::ErrorKind::BrokenPipe
        {
            self.lost.store(true, Ordering::Relaxed);
        }
    }

    /// True where data could not be written, to a full disk for example.
    #[must_use]
    pub fn lost_data(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    /// A path on stdout, byte for byte as it is where stdout is no terminal.
    pub fn path(&self, path: &Path) {
        self.path_with(path, "");
    }

    /// The same with a word of gom's own behind it.
    pub fn path_with(&self, path: &Path, word: &str) {
        if std::io::stdout().is_terminal() {
            return self.data(format_args!("{}{word}", escape::path(path)));
        }
        let mut line = path.as_os_str().as_encoded_bytes().to_vec();
        line.extend_from_slice(word.as_bytes());
        line.push(b'\n');
        self.raw(&line);
    }

    /// One JSON object on stdout. What a terminal could take for a command is written as `\uXXXX`,
    /// which every reader turns back: such characters stand in texts only.
    pub fn object(&self, value: &serde_json::Value) {
        let mut json = String::new();
        for c in value.to_string().chars() {
            if escape::is_unsafe(c) {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    json.push_str(&format!("\\u{unit:04x}"));
                }
            } else {
                json.push(c);
            }
        }
        self.data(json);
    }

    /// A line of talk on stderr; nothing with `-q`.
    pub fn talk(&self, line: impl Display) {
        if !self.quiet {
            self.line(line);
        }
    }

    /// `note: …`, talk that a person may want to act on.
    pub fn note(&self, line: impl Display) {
        if !self.quiet {
            self.line(format_args!("{} {line}", self.paint("note:", "36")));
        }
    }

    /// `warning: …`; also with `-q`.
    pub fn warning(&self, line: impl Display) {
        self.line(format_args!("{} {line}", self.paint("warning:", "33")));
    }

    /// `hint: …`, a command that can be pasted.
    pub fn hint(&self, line: impl Display) {
        if !self.quiet {
            self.line(format_args!("{} {line}", self.paint("hint:", "36")));
        }
    }

    /// A decision, told because GOM_LOG asks for it; also with `-q`.
    pub fn log(&self, level: &str, decision: impl Display) {
        self.line(format_args!("{level}: {decision}"));
    }

    /// The error, its causes, a blank line and the hint.
    pub fn error(&self, error: &Error) {
        self.line(format_args!(
            "{} {}",
            self.paint("error:", "31;1"),
            error.message
        ));
        for cause in &error.causes {
            self.line(format_args!("  caused by: {cause}"));
        }
        if let Some(hint) = &error.hint {
            self.line(format_args!("\n{} {hint}", self.paint("hint:", "36")));
        }
    }

    /// The end of an interrupted command, on a line of its own below a bar or the keys typed.
    pub fn interrupted(&self, error: &Error) {
        if self.progress {
            self.line("");
        }
        if self.json {
            let code = error.kind.exit_code();
            self.object(&json!({"schema": 1, "error": {"code": code, "message": error.message}}));
        }
        self.error(error);
    }

    /// Asks a yes-or-no question on the terminal; the default answer is no.
    #[must_use]
    pub fn ask(&self, question: &str) -> bool {
        if !self.interactive {
            return false;
        }
        let _ = write!(std::io::stderr().lock(), "{question} [y/N] ");
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).is_ok()
            && matches!(answer.trim(), "y" | "Y" | "yes" | "Yes")
    }

    /// `text` in a colour (an SGR parameter) where colour is on.
    #[must_use]
    pub fn paint(&self, text: &str, sgr: &str) -> String {
        painted(self.color, text, sgr)
    }

    /// The same for a part of the data, which may go elsewhere than the talk.
    #[must_use]
    pub fn paint_data(&self, text: &str, sgr: &str) -> String {
        painted(self.data_color, text, sgr)
    }

    fn line(&self, line: impl Display) {
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }
}

fn painted(on: bool, text: &str, sgr: &str) -> String {
    if on {
        format!("\u{1b}[{sgr}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

//! `gom prompt`: what a prompt shows of Go here.

use gom_shim::{Error, Kind, Result, escape};

use crate::gom::Gom;
use crate::prompt::{self, Prompt};

/// Who reads the prompt, and so how colours are written in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Reader {
    /// A terminal
    #[default]
    Plain,
    /// PS1 of bash, from a command substitution
    Bash,
    /// PROMPT of zsh
    Zsh,
    /// fish_prompt
    Fish,
    /// The status line of tmux
    Tmux,
}

/// Print what a prompt shows of Go here
///
/// Nothing outside of Go projects. Where the hook is active, GOM_PROMPT has the same without a
/// process. Marks: `*` the environment decides, `~` the go env -w file does, `?` not installed.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Text with {prompt}, {version}, {arrow}, {target} in it; {{ and }} are braces
    #[arg(long, default_value = "{prompt}")]
    format: String,
    /// Who reads it: with --color always, colours are written so that this does not count them
    #[arg(long, value_enum, value_name = "READER", default_value_t)]
    shell: Reader,
    /// Outside of Go projects, too
    #[arg(long)]
    always: bool,
    /// Write -> for →
    #[arg(long)]
    ascii: bool,
}

/// Prints the prompt, or nothing.
///
/// # Errors
/// `Usage` for a format with an unknown word.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    let resolution = gom.context().and_then(|_| gom.resolve());
    let prompt = match (args.always, gom.context()) {
        (true, Ok(context)) => Some(Prompt::anywhere(context, &resolution)),
        _ => Prompt::here(gom, &resolution),
    };
    let parts = Parts {
        gom,
        prompt: prompt.as_ref(),
        reader: args.shell,
        ascii: args.ascii || prompt::is_ascii(&gom.vars),
    };
    let text = parts.fill(&args.format)?;
    if prompt.is_some() {
        gom.printer.data(text);
    }
    Ok(())
}

struct Parts<'a> {
    gom: &'a Gom,
    prompt: Option<&'a Prompt>,
    reader: Reader,
    ascii: bool,
}

impl Parts<'_> {
    /// The format with its words replaced.
    fn fill(&self, format: &str) -> Result<String> {
        let mut out = String::new();
        let mut rest = format;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, brace) = rest.split_at(at);
            out.push_str(before);
            let doubled = ["{{", "}}"].iter().any(|two| brace.starts_with(two));
            if doubled {
                out.push_str(&brace[..1]);
                rest = &brace[2..];
                continue;
            }
            let word = brace
                .strip_prefix('{')
                .and_then(|word| word.split_once('}'));
            let Some((word, after)) = word else {
                return Err(bad("a brace stands alone"));
            };
            out.push_str(&self.word(word)?);
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn word(&self, word: &str) -> Result<String> {
        let version = self
            .prompt
            .map(|prompt| self.paint(&prompt.version, Colour::Cyan));
        let target = self.prompt.and_then(|prompt| prompt.target.as_deref());
        let arrow = target.map(|_| prompt::arrow(self.ascii));
        let target = target.map(|target| self.paint(target, Colour::Yellow));
        Ok(match word {
            "version" => version.unwrap_or_default(),
            "target" => target.unwrap_or_default(),
            "arrow" => arrow.unwrap_or_default().to_owned(),
            "prompt" => match (version, arrow, target) {
                (Some(version), Some(arrow), Some(target)) => format!("{version} {arrow}{target}"),
                (version, ..) => version.unwrap_or_default(),
            },
            other => {
                return Err(bad(&format!(
                    "it has no {{{}}}",
                    escape::excerpt(other, 30)
                )));
            }
        })
    }

    /// A part in a colour where colours are wanted. Line editors count the characters of a prompt,
    /// so what takes no room is marked for them.
    fn paint(&self, text: &str, colour: Colour) -> String {
        let painted = self.gom.printer.paint_data(text, colour.number());
        if painted == text {
            return painted;
        }
        let name = colour.name();
        match self.reader {
            Reader::Plain | Reader::Fish => painted,
            Reader::Bash => format!("\x01\x1b[{}m\x02{text}\x01\x1b[0m\x02", colour.number()),
            Reader::Zsh => format!("%F{{{name}}}{text}%f"),
            Reader::Tmux => format!("#[fg={name}]{text}#[default]"),
        }
    }
}

#[derive(Clone, Copy)]
enum Colour {
    Cyan,
    Yellow,
}

impl Colour {
    fn number(self) -> &'static str {
        match self {
            Self::Cyan => "36",
            Self::Yellow => "33",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Cyan => "cyan",
            Self::Yellow => "yellow",
        }
    }
}

fn bad(why: &str) -> Error {
    Error::new(Kind::Usage, format!("this format cannot be used: {why}"))
        .cause("its words are {prompt}, {version}, {arrow} and {target}; {{ and }} are braces")
        .hint("gom prompt --format '{version} {target}'")
}

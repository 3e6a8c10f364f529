//! `gom uninstall`: toolchains and links removed.

use std::path::PathBuf;

use gom_shim::platform::Platform;
use gom_shim::request::Request;
use gom_shim::resolution::Chosen;
use gom_shim::{Error, Kind, Result, escape, quote};

use crate::candidates;
use crate::gom::Gom;
use crate::inventory::{self, Entry};
use crate::lock::Lock;
use crate::scratch::Scratch;
use crate::{busy, interrupt, owner, uninstall};

/// Remove toolchains, or a link
///
/// `gom uninstall 1.22.6` removes one, `gom uninstall 1.25` all patches of its line. Of a link only
/// the name is forgotten.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Versions, lines, ranges, or names of links
    #[arg(add = candidates::installed(), required = true)]
    requests: Vec<String>,
    /// The platform, if it is not this machine's: os/arch
    #[arg(long, value_name = "OS/ARCH")]
    platform: Option<String>,
    /// Also while a process runs from it
    #[arg(long)]
    force: bool,
}

/// Removes what the requests name, asking where it would surprise.
///
/// # Errors
/// `NotInstalled` where nothing answers, `FileSystem` for what is in use, `Usage` where a
/// question stays unanswered.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    interrupt::watch(&gom.printer);
    if owner::check(gom.layout.home()).is_ok() {
        Scratch::sweep(&gom.layout, None);
    }
    let platform = super::install::platform(gom, args.platform.as_deref())?;
    let mut chosen: Vec<Entry> = Vec::new();
    for text in &args.requests {
        let request = Request::parse(text)?;
        let mut found = matching(gom, &request, &platform)?;
        found.retain(|entry| chosen.iter().all(|other| other.root != entry.root));
        if !matches!(request, Request::Exact(_) | Request::Linked(_)) && !found.is_empty() {
            let names: Vec<&str> = found.iter().map(|entry| entry.name.as_str()).collect();
            let all = if let [_] = names[..] {
                String::new()
            } else {
                format!(" all {}", names.len())
            };
            ask(
                gom,
                &format!(
                    "{} means {}; remove{all}?",
                    escape::text(text),
                    names.join(", ")
                ),
                &quote::word(text),
            )?;
        }
        chosen.extend(found);
    }
    for entry in &chosen {
        if let Some(why) = needed_by(gom, entry)? {
            ask(
                gom,
                &format!("{} is {why}; remove it?", entry.name),
                &in_words(gom, entry),
            )?;
        }
        if !args.force
            && !entry.linked
            && let Some(process) = busy::process_running_from(&entry.root)
        {
            return Err(Error::new(
                Kind::FileSystem,
                format!("{} is in use by process {process}", entry.name),
            )
            .hint(format!(
                "end that process, or: gom uninstall --force {}",
                in_words(gom, entry)
            )));
        }
    }
    for entry in &chosen {
        if entry.linked {
            let _lock = Lock::home(&gom.layout, &gom.printer)?;
            let link = gom.layout.links().join(&entry.name);
            std::fs::remove_file(&link).map_err(|error| Error::io("remove", &link, &error))?;
            gom.printer.talk(format_args!(
                "forgot the link {} (its files at {} stay)",
                entry.name,
                escape::path(&entry.root)
            ));
        } else {
            uninstall::remove(gom, entry)?;
            gom.printer.talk(format_args!("removed {}", entry.name));
        }
    }
    say_what_go_is_now(gom);
    Ok(())
}

/// What a request names among what is there, damaged ones included.
fn matching(gom: &Gom, request: &Request, platform: &Platform) -> Result<Vec<Entry>> {
    let matches = |entry: &Entry| match request {
        Request::Linked(name) => entry.linked && entry.name == *name,
        Request::Exact(_) | Request::Line(_) | Request::Range(_) | Request::Rc => {
            !entry.linked
                && entry.platform == *platform
                && entry
                    .version
                    .as_ref()
                    .is_some_and(|version| request.accepts(version))
        }
        _ => false,
    };
    let found: Vec<Entry> = inventory::list(&gom.layout, &gom.host)
        .into_iter()
        .filter(matches)
        .collect();
    if matches!(
        request,
        Request::GoMod | Request::OldStable | Request::Stable | Request::System
    ) {
        return Err(Error::new(
            Kind::Usage,
            format!("'{request}' does not say which toolchain to remove"),
        )
        .hint("gom list shows what is installed"));
    }
    if found.is_empty() {
        return Err(
            Error::new(Kind::NotInstalled, format!("{request} is not installed")).hint("gom list"),
        );
    }
    Ok(found)
}

/// The arguments that name this one entry.
fn in_words(gom: &Gom, entry: &Entry) -> String {
    match &entry.version {
        Some(version) if !entry.linked && entry.platform == gom.host => {
            Request::Exact(version.clone()).to_string()
        }
        Some(version) if !entry.linked => {
            let version = Request::Exact(version.clone());
            format!("--platform {} {version}", entry.platform)
        }
        _ => quote::word(&entry.name),
    }
}

/// Why somebody may miss a toolchain.
fn needed_by(gom: &Gom, entry: &Entry) -> Result<Option<String>> {
    if let Some(text) = gom.config()?.text("default")
        && let Ok(request) = Request::parse(&text)
    {
        let is_default = match &request {
            Request::Linked(name) => entry.linked && entry.name == *name,
            _ => {
                let versions = gom_shim::toolchain::installed_versions(&gom.layout, &gom.host);
                let newest = gom_shim::answer::newest(&gom.layout, &request, &versions);
                let exact = matches!(&request, Request::Exact(version) if entry.version.as_ref() == Some(version));
                entry.platform == gom.host
                    && !entry.linked
                    && (exact || (newest.is_some() && newest == entry.version))
            }
        };
        if is_default {
            return Ok(Some("the default".to_owned()));
        }
    }
    // A project that cannot be read here must not keep anybody from uninstalling.
    let Ok(resolution) = gom.resolve_as_shims() else {
        return Ok(None);
    };
    Ok(match resolution.chosen {
        Chosen::Toolchain(toolchain) if toolchain.root == entry.root => Some(format!(
            "what {} asks for",
            resolution.source.place(gom.vars.cwd.as_deref())
        )),
        _ => None,
    })
}

/// Goes on if the answer is yes; `arguments` are those that would have needed no answer.
fn ask(gom: &Gom, question: &str, arguments: &str) -> Result<()> {
    if gom.confirm(question) {
        return Ok(());
    }
    Err(Error::new(Kind::Usage, format!("not removed: {question}"))
        .hint(format!("gom uninstall -y {arguments}")))
}

fn say_what_go_is_now(gom: &Gom) {
    match gom.resolve_as_shims().map(|resolution| resolution.chosen) {
        Ok(Chosen::Toolchain(toolchain)) => {
            let shown: PathBuf = toolchain.go;
            gom.printer.talk(format_args!(
                "go is now {} ({})",
                toolchain.name,
                escape::path(&shown)
            ));
        }
        Ok(Chosen::Missing(missing)) => gom.printer.talk(format_args!(
            "go is now missing here: {}",
            missing.error.message
        )),
        Err(error) => gom
            .printer
            .talk(format_args!("go is now missing here: {}", error.message)),
    }
}

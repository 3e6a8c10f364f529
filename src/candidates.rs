//! What can stand at a place of the command line, for completion: asked of this gom's home and of
//! the project here, without a network.

use clap_complete::CompletionCandidate;
use clap_complete::engine::ArgValueCandidates;
use gom_shim::setting_key::KEYS;
use gom_shim::vars::Vars;

use crate::gom::Gom;
use crate::inventory;
use crate::releases::Releases;
use crate::ui::{ColorChoice, Printer};

/// Installed versions, linked names, and the words that mean one of them.
#[must_use]
pub fn installed() -> ArgValueCandidates {
    ArgValueCandidates::new(|| of_gom(installed_here))
}

/// What can be installed, as far as a list was fetched before, newest first.
#[must_use]
pub fn available() -> ArgValueCandidates {
    ArgValueCandidates::new(|| of_gom(|gom| all(gom, false)))
}

/// Installed first, then what can be installed.
#[must_use]
pub fn any() -> ArgValueCandidates {
    ArgValueCandidates::new(|| of_gom(|gom| all(gom, true)))
}

/// The project's named targets, and `host`.
#[must_use]
pub fn targets() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        of_gom(|gom| {
            let project = gom.project().ok().flatten();
            let targets = project.iter().flat_map(|project| &project.file.targets);
            let named = targets.filter_map(|target| {
                let platform = target.platform(&gom.host).to_string();
                Some(described(target.name.as_deref()?, &platform))
            });
            named.chain([described("host", "this machine")]).collect()
        })
    })
}

/// The project's profiles.
#[must_use]
pub fn profiles() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        of_gom(|gom| {
            let project = gom.project().ok().flatten();
            let profiles = project.iter().flat_map(|project| &project.file.profiles);
            profiles.map(|(name, _)| plain(name)).collect()
        })
    })
}

/// The names of settings.
#[must_use]
pub fn settings() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let keys = KEYS.iter().map(|key| described(key.name, key.about));
        keys.collect()
    })
}

/// Versions newest first, then links.
fn installed_here(gom: &Gom) -> Vec<CompletionCandidate> {
    let installed = inventory::list(&gom.layout, &gom.host);
    let here = installed
        .iter()
        .rev()
        .filter(|entry| entry.platform == gom.host);
    let (links, toolchains): (Vec<_>, Vec<_>) = here.partition(|entry| entry.linked);
    let versions = toolchains.iter().filter_map(|entry| entry.version.as_ref());
    let versions = versions.map(|version| described(&version.to_string(), "installed"));
    let links = links.iter().map(|entry| described(&entry.name, "linked"));
    versions.chain(links).collect()
}

fn all(gom: &Gom, with_installed: bool) -> Vec<CompletionCandidate> {
    let mut candidates = if with_installed {
        installed_here(gom)
    } else {
        Vec::new()
    };
    candidates.extend([
        described("stable", "the newest release"),
        described("oldstable", "the newest of the line before"),
    ]);
    let known: Vec<_> = candidates
        .iter()
        .map(|candidate| candidate.get_value().to_owned())
        .collect();
    let listed = Releases::remembered(&gom.layout).map(|listed| listed.versions);
    let versions = listed.into_iter().flatten().rev();
    let texts = versions.map(|version| version.to_string());
    let new = texts.filter(|text| known.iter().all(|known| known != text.as_str()));
    candidates.extend(new.map(|text| plain(&text)));
    candidates
}

/// Asks a gom that says nothing; where none can be had there are no candidates.
fn of_gom(ask: impl Fn(&Gom) -> Vec<CompletionCandidate>) -> Vec<CompletionCandidate> {
    let vars = Vars::capture();
    let printer = Printer::new(&vars, ColorChoice::Never, true, false);
    let gom = Gom::new(vars, printer, false, true);
    let candidates = gom.as_ref().map(ask).unwrap_or_default();
    // Completion sorts by text; versions and what stands first here have an order of their own.
    let candidates = candidates.into_iter().enumerate();
    candidates
        .map(|(index, candidate)| candidate.display_order(Some(index)))
        .collect()
}

fn plain(value: &str) -> CompletionCandidate {
    CompletionCandidate::new(value)
}

fn described(value: &str, help: &str) -> CompletionCandidate {
    CompletionCandidate::new(value).help(Some(help.to_owned().into()))
}

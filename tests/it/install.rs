//! `gom install` and what people do around it, through the program itself.

mod absent;
mod available;
mod concurrent;
mod damage;
mod defaults;
mod disk;
mod home;
mod hostile;
mod interrupted;
mod killed;
mod log;
mod next;
mod nobody;
mod origins;
mod project;
mod proof;
mod reading;
mod several;
mod uninstall;

use gom_shim::platform::Platform;

use crate::support::dist::Dist;
use crate::support::dist_server::DistServer;
use crate::support::outcome::Outcome;
use crate::support::snapshot::Snapshot;
use crate::support::world::World;

/// A world that installs from a server with these versions and nothing else.
fn shop(versions: &[&str]) -> (World, DistServer) {
    let server = DistServer::start(Dist::new(versions));
    let mut world = World::new();
    world.fetch_from(&server);
    (world, server)
}

/// What was said, with the server's URL as `[SERVER]`, its host and port as `[HOST]`, and how long
/// and how large as `…`.
fn told(outcome: Outcome, server: &DistServer) -> Outcome {
    let url = server.server().url("");
    let host = url.trim_start_matches("http://").to_owned();
    let mut outcome = with(outcome, &[("[SERVER]", &url), ("[AT]", &host)]);
    let lines = outcome.stderr.lines().map(|line| {
        let measured = line.split_once(" in ").and_then(|(before, rest)| {
            let (_, after) = rest.split_once(" s: ")?.1.split_once(", ")?;
            Some(format!("{before} in … s: …, {after}\n"))
        });
        measured.unwrap_or_else(|| format!("{line}\n"))
    });
    outcome.stderr = lines.collect();
    outcome
}

/// The outcome with placeholders for what only this run has.
fn with(mut outcome: Outcome, texts: &[(&str, &str)]) -> Outcome {
    for (placeholder, text) in texts {
        outcome.stdout = outcome.stdout.replace(text, placeholder);
        outcome.stderr = outcome.stderr.replace(text, placeholder);
    }
    outcome
}

/// The archive's path at the server.
fn archive_path(version: &str) -> String {
    let host = Platform::host();
    let end = if host.os() == "windows" {
        "zip"
    } else {
        "tar.gz"
    };
    format!(
        "/dl/go{version}.{}-{}.{end}",
        host.os(),
        host.archive_arch()
    )
}

/// Everything of a home that people, shells and Go can see, or that would be left over.
struct Visible(Vec<(std::path::PathBuf, Snapshot)>);

impl Visible {
    fn of(world: &World) -> Self {
        let layout = world.layout();
        let dirs = [
            layout.toolchains(),
            layout.staging(),
            layout.trash(),
            layout.bin(),
            layout.switch(),
        ];
        Self(
            dirs.into_iter()
                .map(|dir| (dir.clone(), Snapshot::take(&dir)))
                .collect(),
        )
    }

    #[track_caller]
    fn assert_unchanged(&self) {
        for (dir, before) in &self.0 {
            before.assert_unchanged(dir);
        }
    }
}

/// Fails unless the shim of this world runs `version`.
#[track_caller]
fn runs(world: &World, version: &str) {
    let outcome = world.shim(&format!("go{version}"), ["version"]).ok();
    assert_eq!(
        outcome.stdout,
        format!("go version go{version} {}\n", Platform::host())
    );
}

//! The network and its faults, on loopback.

mod bodies;
mod credentials;
mod disk;
mod faults;
mod order;
mod origins;
mod redirects;
mod sumdb;
mod trust;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use gom::http::{Client, Failure, Limits, Patience, Settings, Url};

/// Limits under which a fault costs a test next to nothing.
fn quick() -> Settings {
    Settings {
        limits: Limits {
            connect: Duration::from_secs(2),
            connect_followed: Duration::from_secs(2),
            silence: Duration::from_millis(300),
            backoff: Duration::from_millis(1),
            patience: Duration::from_millis(900),
            floor_window: Duration::from_millis(400),
            ..Limits::default()
        },
        ..Settings::default()
    }
}

fn client() -> Arc<Client> {
    Arc::new(Client::new(quick()))
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn get(client: &Arc<Client>, text: &str) -> Result<Vec<u8>, Failure> {
    let body = client.get(&url(text), Patience::Last, 1 << 20, "the thing")?;
    Ok(body.bytes)
}

/// A host with a label of 64 letters, one too many: the resolver gives up without asking anyone.
fn unresolvable() -> String {
    format!("{}.invalid", "x".repeat(64))
}

/// The whole error as a person sees it.
fn said(failure: &Failure) -> String {
    failure.error.to_string()
}

/// An empty directory for one test, below the build's own.
fn directory(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("net")
        .join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

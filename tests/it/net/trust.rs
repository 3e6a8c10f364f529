//! TLS: whose certificates are believed, and what is said of the others.

use std::sync::Arc;

use gom::http::{Class, Client, Settings};
use gom::tls::ExtraRoots;

use super::{directory, get, quick, said};
use crate::support::tls::{Shows, TlsServer};

fn trusting(roots: ExtraRoots) -> Arc<Client> {
    Arc::new(Client::new(Settings { roots, ..quick() }))
}

#[test]
fn an_unknown_issuer_is_named() {
    let server = TlsServer::start(Shows::Valid);
    let failure = get(&trusting(ExtraRoots::default()), &server.url()).unwrap_err();
    assert_eq!(failure.class, Class::Unavailable);
    let text = said(&failure);
    if cfg!(any(windows, target_os = "macos")) {
        assert!(text.contains("no secure connection to localhost"), "{text}");
    } else {
        assert!(
            text.contains("'Example Corporate Root'") && text.contains("SSL_CERT_FILE"),
            "{text}"
        );
    }
}

#[test]
fn a_root_from_a_file_or_a_directory_is_believed() {
    let server = TlsServer::start(Shows::Valid);
    let home = directory("roots");
    let file = TlsServer::write_root(&home);
    for roots in [
        ExtraRoots {
            file: Some(file),
            ..ExtraRoots::default()
        },
        ExtraRoots {
            file: Some("missing".into()),
            directories: vec![home],
        },
    ] {
        assert_eq!(get(&trusting(roots), &server.url()).unwrap(), b"hello");
    }
}

#[test]
fn an_expired_certificate_and_a_wrong_host_are_refused() {
    let file = TlsServer::write_root(&directory("refused"));
    let client = trusting(ExtraRoots {
        file: Some(file),
        ..ExtraRoots::default()
    });
    let failure = get(&client, &TlsServer::start(Shows::Expired).url()).unwrap_err();
    assert!(
        said(&failure).contains("expired") && said(&failure).contains("clock"),
        "{}",
        said(&failure)
    );
    let url = TlsServer::start(Shows::Valid)
        .url()
        .replace("localhost", "127.0.0.1");
    let failure = get(&client, &url).unwrap_err();
    assert!(
        said(&failure).contains("no secure connection to 127.0.0.1"),
        "{}",
        said(&failure)
    );
}

#[test]
fn what_speaks_no_tls_is_said() {
    let server =
        crate::support::server::Server::start(|_| crate::support::server::Response::ok("x"));
    let failure = get(
        &trusting(ExtraRoots::default()),
        &server.url("/").replace("http:", "https:"),
    )
    .unwrap_err();
    assert_eq!(failure.class, Class::Unavailable);
    assert!(
        said(&failure).contains("no secure connection"),
        "{}",
        said(&failure)
    );
}

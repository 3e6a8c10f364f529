//! A loopback TLS server whose certificate comes from an authority made up for these tests.
//!
//! Key and certificates protect nothing: they were made for `localhost` and are valid for a
//! century, so that no test depends on the day it runs.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The authority, `CN=Example Corporate Root`.
const ROOT: &str = "\
    MIIBvDCCAWOgAwIBAgIUM/8F9GWd3fgq//W8sxUYU8dBgQMwCgYIKoZIzj0EAwIwMzEQMA4GA1UECgwHRXhhbXBs\
    ZTEfMB0GA1UEAwwWRXhhbXBsZSBDb3Jwb3JhdGUgUm9vdDAgFw0yNjExMjExMTI4MTNaGA8yMTI2MTAyODExMjgx\
    M1owMzEQMA4GA1UECgwHRXhhbXBsZTEfMB0GA1UEAwwWRXhhbXBsZSBDb3Jwb3JhdGUgUm9vdDBZMBMGByqGSM49\
    AgEGCCqGSM49AwEHA0IABJ2mqg5ZD+ZIQbK2Wgc5Qf2FLTfCH/GacuTM7ro7SpCq1B8LFGnnVIxSua8XQuQZQTCy\
    1rWrKEfu63cn+i0oZgyjUzBRMB0GA1UdDgQWBBRwKBvAHciGat4RvWqnQq6eD0zYzDAfBgNVHSMEGDAWgBRwKBvA\
    HciGat4RvWqnQq6eD0zYzDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIAuYE9Sn2hT597ptjIPl\
    bWLjdVDowOBtyczmzMnVOMxXAiBuMnoI9em0kINhKc3Bkrim11V5k/EK7Lxwns0L1HpE5A==";
/// For localhost, 2020 to 2120.
const LEAF: &str = "\
    MIIBmzCCAUGgAwIBAgIBAjAKBggqhkjOPQQDAjAzMRAwDgYDVQQKDAdFeGFtcGxlMR8wHQYDVQQDDBZFeGFtcGxl\
    IENvcnBvcmF0ZSBSb290MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAUMRIwEAYDVQQDDAlsb2Nh\
    bGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASW2HVpDvvAqLM0kVGQTqZ4I30wNEgBi0c1PUXyTs+VoqjK\
    c0z3PdZ5gC3zZCvhAHOK047fIZzKtDgZh6DmZsA7o2MwYTAUBgNVHREEDTALgglsb2NhbGhvc3QwCQYDVR0TBAIw\
    ADAdBgNVHQ4EFgQUSgmbIWGnH5ro1aXGbUCvSRJW+vgwHwYDVR0jBBgwFoAUcCgbwB3IhmreEb1qp0Kung9M2Mww\
    CgYIKoZIzj0EAwIDSAAwRQIhAMo/ycVlYPW7HlthLnf1+aC3k8frkg3SFVYxGoRItJ/GAiBncnwZtqkkCbvVuSgH\
    xpeF+jpUkF6285e8zhWOXDKYvw==";
/// For localhost, January 2020.
const EXPIRED: &str = "\
    MIIBmjCCAT+gAwIBAgIBAzAKBggqhkjOPQQDAjAzMRAwDgYDVQQKDAdFeGFtcGxlMR8wHQYDVQQDDBZFeGFtcGxl\
    IENvcnBvcmF0ZSBSb290MB4XDTIwMDEwMTAwMDAwMFoXDTIwMDIwMTAwMDAwMFowFDESMBAGA1UEAwwJbG9jYWxo\
    b3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAElth1aQ77wKizNJFRkE6meCN9MDRIAYtHNT1F8k7PlaKoynNM\
    9z3WeYAt82Qr4QBzitOO3yGcyrQ4GYeg5mbAO6NjMGEwFAYDVR0RBA0wC4IJbG9jYWxob3N0MAkGA1UdEwQCMAAw\
    HQYDVR0OBBYEFEoJmyFhpx+a6NWlxm1Ar0kSVvr4MB8GA1UdIwQYMBaAFHAoG8AdyIZq3hG9aqdCrp4PTNjMMAoG\
    CCqGSM49BAMCA0kAMEYCIQDNxMrlcEoAbFZPtf6Imwkic2YRN9rClCmhUBhEtzQ9XgIhAMP6eghb58WfRWfIVpy5\
    MXbZGr38WpbDKzICIPIlEvzW";
/// The key of both.
const KEY: &str = "\
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgKaHtKHwMzx4Idcizuk+K26E6PiU6KCvORFlVzgLv\
    lYmhRANCAASW2HVpDvvAqLM0kVGQTqZ4I30wNEgBi0c1PUXyTs+VoqjKc0z3PdZ5gC3zZCvhAHOK047fIZzKtDgZ\
    h6DmZsA7";

/// Which certificate the server shows.
#[derive(Clone, Copy)]
pub enum Shows {
    Valid,
    Expired,
}

/// A server that answers every request with 200 and `hello`.
pub struct TlsServer {
    port: u16,
}

impl TlsServer {
    pub fn start(shows: Shows) -> Self {
        let certificate = match shows {
            Shows::Valid => LEAF,
            Shows::Expired => EXPIRED,
        };
        let chain = vec![CertificateDer::from(STANDARD.decode(certificate).unwrap())];
        let key = PrivatePkcs8KeyDer::from(STANDARD.decode(KEY).unwrap());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, PrivateKeyDer::Pkcs8(key))
            .unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut stream = StreamOwned::new(connection, stream);
                let mut line = String::new();
                let mut reader = BufReader::new(&mut stream);
                // A client that dislikes the certificate hangs up here.
                while reader.read_line(&mut line).is_ok_and(|count| count > 2) {
                    line.clear();
                }
                let answer =
                    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
                let _ = stream.write_all(answer);
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        });
        Self { port }
    }

    pub fn url(&self) -> String {
        format!("https://localhost:{}/", self.port)
    }

    /// Writes the authority's certificate as PEM.
    pub fn write_root(directory: &Path) -> PathBuf {
        let path = directory.join("root.pem");
        let pem = format!("-----BEGIN CERTIFICATE-----\n{ROOT}\n-----END CERTIFICATE-----\n");
        std::fs::write(&path, pem).unwrap();
        path
    }
}

//! TLS as gom speaks it: ring's cryptography, the system's roots, and errors that name the issuer.

mod issuer;

use std::path::PathBuf;
use std::sync::Arc;

use gom_shim::vars::Vars;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, OtherError, SignatureScheme};

pub use issuer::UnknownIssuer;

/// Where extra roots come from, beside the system's own store.
#[derive(Clone, Debug, Default)]
pub struct ExtraRoots {
    /// `SSL_CERT_FILE`: one PEM file.
    pub file: Option<PathBuf>,
    /// `SSL_CERT_DIR`: directories of PEM files.
    pub directories: Vec<PathBuf>,
}

impl ExtraRoots {
    /// Reads `SSL_CERT_FILE` and `SSL_CERT_DIR`.
    #[must_use]
    pub fn from_vars(vars: &Vars) -> Self {
        let directories = vars.non_empty("SSL_CERT_DIR").unwrap_or_default();
        Self {
            file: vars.non_empty("SSL_CERT_FILE").map(PathBuf::from),
            directories: std::env::split_paths(directories)
                .filter(|path| !path.as_os_str().is_empty())
                .collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.file.is_none() && self.directories.is_empty()
    }

    fn load(&self) -> Vec<CertificateDer<'static>> {
        // Unreadable files add nothing; the handshake then fails and names the missing issuer.
        let load = rustls_native_certs::load_certs_from_paths;
        let mut roots = load(self.file.as_deref(), None).certs;
        for directory in &self.directories {
            roots.extend(load(None, Some(directory)).certs);
        }
        roots
    }
}

/// A client's configuration; reads the roots from disk, so it is made only when needed.
///
/// # Errors
/// Where the cryptography cannot be set up or no root can be had, as rustls says it.
pub fn client_config(extra: &ExtraRoots) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let inner = system::verifier(extra, Arc::clone(&provider))?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous() // the name of the only door to a verifier of one's own; ours adds a name to an error
        .with_custom_certificate_verifier(Arc::new(NamesIssuer { inner }))
        .with_no_client_auth();
    Ok(config)
}

/// The system's verifier, with the issuer's name in its refusal.
#[derive(Debug)]
struct NamesIssuer {
    inner: Arc<dyn ServerCertVerifier>,
}

impl ServerCertVerifier for NamesIssuer {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verified = self.inner.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        verified.map_err(|error| match error {
            rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
                // The last certificate of the chain is the one whose issuer would have to be known.
                let unknown = UnknownIssuer::of(intermediates.last().unwrap_or(end_entity));
                CertificateError::Other(OtherError(Arc::new(unknown))).into()
            }
            other => other,
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

/// Windows and macOS judge certificates themselves, with what the machine's owner installed.
#[cfg(any(windows, target_os = "macos"))]
mod system {
    use super::{Arc, CryptoProvider, ExtraRoots, ServerCertVerifier};

    pub(super) fn verifier(
        extra: &ExtraRoots,
        provider: Arc<CryptoProvider>,
    ) -> Result<Arc<dyn ServerCertVerifier>, rustls::Error> {
        use rustls_platform_verifier::Verifier;
        Ok(if extra.is_empty() {
            Arc::new(Verifier::new(provider)?)
        } else {
            Arc::new(Verifier::new_with_extra_roots(extra.load(), provider)?)
        })
    }
}

/// Elsewhere the system's store is a file or a directory.
#[cfg(not(any(windows, target_os = "macos")))]
mod system {
    use std::path::Path;

    use super::{Arc, CertificateDer, CryptoProvider, ExtraRoots, ServerCertVerifier};
    use rustls::RootCertStore;
    use rustls::client::WebPkiServerVerifier;

    /// Where distributions keep the roots in one file (`crypto/x509/root_linux.go`, `root_bsd.go`
    /// of the Go tree): rustls-native-certs looks no further than `SSL_CERT_FILE` if that is set,
    /// and here it adds to the system's store.
    const BUNDLES: [&str; 8] = [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/pki/tls/cacert.pem",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/cert.pem",
        "/usr/local/etc/ssl/cert.pem",
        "/usr/local/share/certs/ca-root-nss.crt",
    ];

    pub(super) fn verifier(
        extra: &ExtraRoots,
        provider: Arc<CryptoProvider>,
    ) -> Result<Arc<dyn ServerCertVerifier>, rustls::Error> {
        let found = if extra.is_empty() {
            rustls_native_certs::load_native_certs().certs
        } else {
            let mut roots = extra.load();
            if let Some(bundle) = BUNDLES.iter().map(Path::new).find(|path| path.is_file()) {
                roots.extend(rustls_native_certs::load_certs_from_paths(Some(bundle), None).certs);
            }
            roots
        };
        let store = Arc::new(store(found));
        let verifier = WebPkiServerVerifier::builder_with_provider(store, provider).build();
        verifier.map_or_else(
            |error| Err(rustls::Error::General(error.to_string())),
            |verifier| -> Result<Arc<dyn ServerCertVerifier>, _> { Ok(verifier) },
        )
    }

    /// The roots found, each once; the bundled set only where there are none.
    pub(super) fn store(mut found: Vec<CertificateDer<'static>>) -> RootCertStore {
        found.sort_unstable_by(|a, b| a.as_ref().cmp(b.as_ref()));
        found.dedup();
        let mut store = RootCertStore::empty();
        let (usable, _) = store.add_parsable_certificates(found);
        if usable == 0 {
            store.add_parsable_certificates(
                webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned(),
            );
        }
        store
    }
}

#[cfg(all(test, not(any(windows, target_os = "macos"))))]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_roots_are_for_machines_without_any() {
        let bundled = webpki_root_certs::TLS_SERVER_ROOT_CERTS;
        assert_eq!(system::store(Vec::new()).len(), bundled.len());
        assert_eq!(
            system::store(vec![bundled[0].clone(), bundled[0].clone()]).len(),
            1
        );
        let garbage = CertificateDer::from(vec![1, 2, 3]);
        assert_eq!(system::store(vec![garbage]).len(), bundled.len());
    }

    #[test]
    fn the_variables_name_files_and_directories() {
        let pairs = [("SSL_CERT_FILE", "/a.pem"), ("SSL_CERT_DIR", "/b::/c")];
        let pairs = pairs.iter().map(|(k, v)| ((*k).into(), (*v).into()));
        let extra = ExtraRoots::from_vars(&Vars::new(pairs.collect(), vec![], None));
        assert_eq!(extra.file, Some("/a.pem".into()));
        assert_eq!(extra.directories, [PathBuf::from("/b"), "/c".into()]);
        assert!(ExtraRoots::from_vars(&Vars::default()).is_empty());
    }
}

//! HTTP as gom asks for things: one client, its limits, and what its failures mean.
//!
//! The only file that names the HTTP library. Redirects, credentials and retries are decided
//! here, one exchange at a time, so that each of them can be tested and no secret travels on.

mod address;
mod asking;
mod credentials;
mod download;
mod failure;
mod limits;
mod opening;
mod system_proxy;

use std::io::Read;
use std::sync::OnceLock;

use gom_shim::vars::Vars;
use gom_shim::{Error, Kind};
use reqwest::blocking::Client as Library;
use reqwest::header::{self, HeaderMap};

use crate::netrc::Netrc;
use crate::tls::{self, ExtraRoots};

pub use address::{redacted, shown};
pub use download::Download;
pub use failure::{Class, Failure, error_within};
pub use limits::{Limits, Patience};
pub use opening::Body;
pub use reqwest::Url;
pub use system_proxy::SystemProxies;

/// What a client is made from.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Why no socket may be opened, as a person set it: `GOM_OFFLINE` or `--offline`.
    pub offline: Option<String>,
    /// The machine's HTTP proxies.
    pub proxies: SystemProxies,
    /// Names and passwords for hosts.
    pub netrc: Netrc,
    /// Roots beside the system's.
    pub roots: ExtraRoots,
    /// Time limits and retries.
    pub limits: Limits,
}

impl Settings {
    /// Reads what the environment says: proxies, roots, netrc, and `GOM_OFFLINE`, for which
    /// everything but empty, `0` and `false` means yes.
    #[must_use]
    pub fn from_vars(vars: &Vars) -> Self {
        let offline = vars
            .text("GOM_OFFLINE")
            .filter(|value| !matches!(*value, "0" | "false"));
        Self {
            offline: offline.map(|_| "GOM_OFFLINE".to_owned()),
            proxies: SystemProxies::from_vars(vars),
            netrc: Netrc::path(vars).map_or_else(Netrc::default, |path| Netrc::read(&path)),
            roots: ExtraRoots::from_vars(vars),
            limits: Limits::default(),
        }
    }
}

/// Asks servers. Cheap to make: roots are read and connections made when first needed.
#[derive(Debug)]
pub struct Client {
    settings: Settings,
    /// One for each `Patience`, since the library fixes the time to connect per client.
    last: OnceLock<Result<Library, Error>>,
    followed: OnceLock<Result<Library, Error>>,
}

/// One request, never repeated and never redirected.
pub(crate) struct Ask<'a> {
    pub(crate) url: &'a Url,
    pub(crate) authorization: Option<&'a str>,
    /// The first byte wanted, and the strong ETag the rest must still have.
    pub(crate) range: Option<(u64, &'a str)>,
    pub(crate) patience: Patience,
}

/// One answer, its body not yet read.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) length: Option<u64>,
    headers: HeaderMap,
    pub(crate) body: Box<dyn Read + Send>,
}

impl Reply {
    /// A header's text, where it has one.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Why an exchange ended without an answer.
#[derive(Debug)]
pub(crate) struct Broken {
    /// A status that stood in for an answer: a proxy's 407.
    pub(crate) status: Option<u16>,
    /// True where asking once more may help: the connection broke after it was made.
    pub(crate) again: bool,
    pub(crate) cause: String,
    pub(crate) hint: Option<String>,
}

impl Client {
    /// A client from values; touches neither disk nor network.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            last: OnceLock::new(),
            followed: OnceLock::new(),
        }
    }

    /// The limits it keeps.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.settings.limits
    }

    fn library(&self, patience: Patience) -> Result<&Library, &Error> {
        let (cell, connect) = match patience {
            Patience::Last => (&self.last, self.limits().connect),
            Patience::Followed => (&self.followed, self.limits().connect_followed),
        };
        let make = || {
            let unusable = |cause: String| {
                Error::new(Kind::Network, "could not prepare a connection").cause(cause)
            };
            let tls = tls::client_config(&self.settings.roots)
                .map_err(|error| unusable(error.to_string()))?;
            let proxies = self.settings.proxies.clone();
            Library::builder()
                .tls_backend_preconfigured(tls)
                .proxy(reqwest::Proxy::custom(move |url| {
                    proxies.for_url(url).cloned()
                }))
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .connect_timeout(connect)
                .timeout(self.limits().silence)
                .user_agent(concat!("gom/", env!("CARGO_PKG_VERSION")))
                .build()
                .map_err(|error| unusable(error.to_string()))
        };
        cell.get_or_init(make).as_ref()
    }

    /// Sends one request and waits for its headers.
    pub(crate) fn exchange(&self, ask: &Ask<'_>) -> Result<Reply, Broken> {
        let library = self.library(ask.patience).map_err(|error| Broken {
            status: None,
            again: false,
            cause: error.causes.join(": "),
            hint: None,
        })?;
        let mut request = library.get(ask.url.clone());
        if let Some(authorization) = ask.authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        if let Some((start, etag)) = ask.range {
            request = request
                .header(header::RANGE, format!("bytes={start}-"))
                .header(header::IF_RANGE, etag);
        }
        let response = request.send().map_err(|error| self.broken(ask, &error))?;
        let length = response.headers().get(header::CONTENT_LENGTH);
        Ok(Reply {
            status: response.status().as_u16(),
            length: length.and_then(|text| text.to_str().ok()?.parse().ok()),
            headers: response.headers().clone(),
            body: Box::new(response),
        })
    }

    /// Puts the library's chain of errors into words: which phase, which proxy.
    fn broken(&self, ask: &Ask<'_>, error: &reqwest::Error) -> Broken {
        let limits = self.limits();
        let host = gom_shim::escape::text(&address::authority(ask.url)).into_owned();
        let proxy = self.settings.proxies.for_url(ask.url).map(shown);
        let connect = match ask.patience {
            Patience::Last => limits.connect,
            Patience::Followed => limits.connect_followed,
        };
        let mut broken = Broken {
            status: None,
            again: false,
            cause: String::new(),
            hint: None,
        };
        let target = proxy
            .as_ref()
            .map_or_else(|| host.clone(), |proxy| format!("the proxy {proxy}"));
        let found = Roots::of(error);
        if found.text.contains("proxy authorization required") {
            broken.status = Some(407);
            broken.cause = format!("{target} asks for credentials (407)");
        } else if let Some(tls) = found.tls {
            broken.cause = format!("no secure connection to {host}: {}", tls_text(tls));
            broken.hint = tls_hint(tls);
        } else if error.is_timeout() && error.is_connect() {
            broken.cause = format!("no connection to {target} within {connect:?}");
        } else if error.is_timeout() {
            broken.cause = format!("{host} sent no answer within {:?}", limits.silence);
        } else if error.is_dns() {
            let name = proxy.as_ref().map_or(host.as_str(), String::as_str);
            broken.cause = format!("the name {name} cannot be resolved: {}", found.text);
        } else if error.is_connect() && found.text.contains("tls handshake") {
            broken.cause = format!("no secure connection to {host}: {}", found.text);
        } else if error.is_connect() {
            broken.cause = format!("no connection to {target}: {}", found.text);
        } else {
            broken.again = true;
            broken.cause = format!("the connection to {host} broke: {}", found.text);
        }
        if let Some(proxy) = proxy.filter(|proxy| !broken.cause.contains(proxy.as_str())) {
            broken
                .cause
                .push_str(&format!(" (through the proxy {proxy})"));
        }
        broken
    }
}

/// What lies at the bottom of a chain of errors.
struct Roots<'a> {
    tls: Option<&'a rustls::Error>,
    text: String,
}

impl<'a> Roots<'a> {
    fn of(error: &'a reqwest::Error) -> Self {
        let mut roots = Self {
            tls: None,
            text: String::new(),
        };
        let mut next = std::error::Error::source(error);
        while let Some(inner) = next {
            if let Some(tls) = inner.downcast_ref() {
                roots.tls = Some(tls);
            }
            roots.text = gom_shim::escape::excerpt(&inner.to_string(), 300);
            let content = inner
                .downcast_ref::<std::io::Error>()
                .and_then(std::io::Error::get_ref);
            next = match content {
                Some(content) => Some(content),
                None => inner.source(),
            };
        }
        roots
    }
}

fn tls_text(error: &rustls::Error) -> String {
    if let rustls::Error::InvalidCertificate(rustls::CertificateError::Other(other)) = error
        && let Some(unknown) = other.0.downcast_ref::<tls::UnknownIssuer>()
    {
        return unknown.to_string();
    }
    gom_shim::escape::excerpt(&error.to_string(), 300)
}

/// A clock far off makes every certificate look wrong, and nothing else says so.
fn tls_hint(error: &rustls::Error) -> Option<String> {
    use rustls::CertificateError as Why;
    let rustls::Error::InvalidCertificate(why) = error else {
        return None;
    };
    match why {
        Why::Expired
        | Why::ExpiredContext { .. }
        | Why::NotValidYet
        | Why::NotValidYetContext { .. } => {
            Some("date   # is this machine's clock right?".to_owned())
        }
        Why::Other(_) => Some(
            "export SSL_CERT_FILE=FILE   # the root certificate of that issuer, if you trust it"
                .to_owned(),
        ),
        _ => None,
    }
}

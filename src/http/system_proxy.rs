//! The HTTP proxies of the machine: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY.
//!
//! Decided here rather than in the HTTP library, so that an error can name the proxy it met and
//! loopback is never proxied, as in Go's own client (`golang.org/x/net/http/httpproxy`).

use std::net::IpAddr;

use gom_shim::vars::Vars;

use super::{Url, address};

/// The values of the variables.
#[derive(Clone, Debug, Default)]
pub struct SystemProxies {
    http: Option<Url>,
    https: Option<Url>,
    exceptions: Vec<String>,
}

impl SystemProxies {
    /// Reads the variables, in capitals or not. Under CGI (REQUEST_METHOD set) HTTP_PROXY may
    /// come from a request's header and is not believed.
    #[must_use]
    pub fn from_vars(vars: &Vars) -> Self {
        let text = |name: &str| {
            vars.text(name)
                .or_else(|| vars.text(&name.to_lowercase()))
                .map(str::trim)
        };
        let all = text("ALL_PROXY").and_then(proxy_url);
        let cgi = vars.non_empty("REQUEST_METHOD").is_some();
        let http = if cgi { None } else { text("HTTP_PROXY") };
        Self {
            http: http.and_then(proxy_url).or_else(|| all.clone()),
            https: text("HTTPS_PROXY").and_then(proxy_url).or(all),
            exceptions: text("NO_PROXY")
                .unwrap_or_default()
                .split(',')
                .map(|entry| entry.trim().to_lowercase())
                .filter(|entry| !entry.is_empty())
                .collect(),
        }
    }

    /// The proxy through which `url` is asked.
    #[must_use]
    pub fn for_url(&self, url: &Url) -> Option<&Url> {
        let proxy = match url.scheme() {
            "https" => self.https.as_ref(),
            _ => self.http.as_ref(),
        }?;
        let excepted = address::is_loopback(url)
            || self.exceptions.iter().any(|entry| is_exception(entry, url));
        (!excepted).then_some(proxy)
    }
}

/// A proxy's URL; `host:port` alone is an http proxy.
fn proxy_url(text: &str) -> Option<Url> {
    let url = if text.contains("://") {
        Url::parse(text).ok()
    } else {
        Url::parse(&format!("http://{text}")).ok()
    }?;
    let known = matches!(
        url.scheme(),
        "http" | "https" | "socks4" | "socks4a" | "socks5" | "socks5h"
    );
    (known && url.has_host()).then_some(url)
}

/// True where an entry of NO_PROXY covers the URL: `*`, an address, a range `10.0.0.0/8`, a
/// domain with everything below it, `.domain` for what is below it alone; each with an optional port.
fn is_exception(entry: &str, url: &Url) -> bool {
    if entry == "*" {
        return true;
    }
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let ip = host.parse::<IpAddr>().ok();
    if let (Some((network, bits)), Some(ip)) = (entry.split_once('/'), ip) {
        return is_within(ip, network, bits);
    }
    let (name, port) = match entry.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') || name.ends_with(']') => {
            (name, port.parse::<u16>().ok())
        }
        _ => (entry, None),
    };
    if port.is_some() && port != url.port_or_known_default() {
        return false;
    }
    let name = name.trim_matches(['[', ']']);
    if let (Some(ip), Ok(excepted)) = (ip, name.parse::<IpAddr>()) {
        return ip == excepted;
    }
    let name = name.strip_prefix('*').unwrap_or(name);
    let below = |suffix: &str| {
        host.strip_suffix(suffix)
            .is_some_and(|rest| rest.ends_with('.'))
    };
    match name.strip_prefix('.') {
        Some(domain) => below(domain),
        None => host == name || below(name),
    }
}

fn is_within(ip: IpAddr, network: &str, bits: &str) -> bool {
    let (Ok(network), Ok(bits)) = (network.parse::<IpAddr>(), bits.parse::<u32>()) else {
        return false;
    };
    let same = |a: u128, b: u128, width: u32| {
        bits <= width && (bits == 0 || (a ^ b) >> (width - bits) == 0)
    };
    match (ip, network) {
        (IpAddr::V4(a), IpAddr::V4(b)) => same(a.to_bits().into(), b.to_bits().into(), 32),
        (IpAddr::V6(a), IpAddr::V6(b)) => same(a.to_bits(), b.to_bits(), 128),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(pairs: &[(&str, &str)]) -> SystemProxies {
        let pairs = pairs.iter().map(|(k, v)| ((*k).into(), (*v).into()));
        SystemProxies::from_vars(&Vars::new(pairs.collect(), vec![], None))
    }

    fn used(proxies: &SystemProxies, url: &str) -> Option<String> {
        proxies
            .for_url(&Url::parse(url).unwrap())
            .map(ToString::to_string)
    }

    #[test]
    fn each_scheme_has_its_proxy() {
        let set = proxies(&[
            ("http_proxy", "p1:3128"),
            ("HTTPS_PROXY", "http://p2:1"),
            ("ALL_PROXY", "socks5://p3:2"),
        ]);
        assert_eq!(used(&set, "http://a.example").unwrap(), "http://p1:3128/");
        assert_eq!(used(&set, "https://a.example").unwrap(), "http://p2:1/");
        let all = proxies(&[
            ("ALL_PROXY", "socks5://p3:2"),
            ("HTTP_PROXY", "ftp://nonsense"),
        ]);
        assert_eq!(used(&all, "http://a.example").unwrap(), "socks5://p3:2");
        assert_eq!(used(&all, "http://127.0.0.1:5"), None);
        let cgi = proxies(&[("HTTP_PROXY", "http://evil"), ("REQUEST_METHOD", "GET")]);
        assert_eq!(used(&cgi, "http://a.example"), None);
    }

    #[test]
    fn exceptions() {
        let with = |no: &str| proxies(&[("ALL_PROXY", "http://p"), ("NO_PROXY", no)]);
        for (no, url) in [
            ("*", "https://a.example"),
            ("b.example, A.example", "https://x.a.example"),
            (".a.example", "https://x.a.example"),
            ("*.a.example", "https://x.a.example"),
            ("a.example:8443", "https://a.example:8443"),
            ("10.0.0.0/8", "http://10.1.2.3"),
            ("10.1.2.3", "http://10.1.2.3:99"),
            ("fd00::/8", "http://[fd00::1]:5"),
            ("[fd00::1]:5", "http://[fd00::1]:5"),
            ("0.0.0.0/0", "http://10.1.2.3"),
        ] {
            assert_eq!(used(&with(no), url), None, "{no} {url}");
        }
        for (no, url) in [
            ("", "https://a.example"),
            (".a.example", "https://a.example"),
            ("a.example", "https://ba.example"),
            ("a.example:8443", "https://a.example"),
            ("10.0.0.0/8", "http://11.1.2.3"),
            ("10.0.0.0/99", "http://11.1.2.3"),
        ] {
            assert!(used(&with(no), url).is_some(), "{no} {url}");
        }
    }
}

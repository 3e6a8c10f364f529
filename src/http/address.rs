//! URLs as people may see them, and as redirects may name them.

use std::net::{IpAddr, Ipv6Addr};

use super::Url;

/// A URL for messages: no name, no password, and no query, which may hold a signature or a
/// token; `?mode=json…`, gom's own, is kept.
#[must_use]
pub fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // Neither can fail for the schemes gom uses; a URL that cannot have a user has none to hide.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    if url
        .query()
        .is_some_and(|query| query != crate::index::QUERY)
    {
        url.set_query(Some("…"));
    }
    let text = url.as_str().replace("%E2%80%A6", "…");
    gom_shim::escape::text(&text).into_owned()
}

/// The same for a text that may not even be a URL.
#[must_use]
pub fn redacted(text: &str) -> String {
    if let Ok(url) = Url::parse(text)
        && url.has_host()
    {
        return shown(&url);
    }
    // Whatever stands before the last @ of the authority may be a password.
    match text.split_once("://") {
        Some((scheme, rest)) => {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let host = rest[..end].rsplit('@').next().unwrap_or_default();
            format!(
                "{scheme}://{host}{}",
                rest[end..].split('?').next().unwrap_or_default()
            )
        }
        None => text.rsplit('@').next().unwrap_or_default().to_owned(),
    }
}

/// `host` or `host:port` as in the URL: what credentials belong to.
#[must_use]
pub(crate) fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// The host's address, where it is written as one.
fn address(url: &Url) -> Option<IpAddr> {
    let host = url.host_str()?;
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    match bare {
        Some(six) => six.parse::<Ipv6Addr>().ok().map(|six| six.to_canonical()),
        None => host.parse().ok(),
    }
}

/// True for this machine itself, which no wire leads to.
#[must_use]
pub(crate) fn is_loopback(url: &Url) -> bool {
    let name = url.host_str().unwrap_or_default();
    name == "localhost"
        || name.ends_with(".localhost")
        || address(url).is_some_and(|ip| ip.is_loopback())
}

/// True for 169.254/16 and fe80::/10, where clouds keep their credentials.
fn is_link_local(url: &Url) -> bool {
    match address(url) {
        Some(IpAddr::V4(ip)) => ip.is_link_local(),
        Some(IpAddr::V6(ip)) => ip.is_unicast_link_local(),
        None => false,
    }
}

/// Where a redirect leads.
///
/// # Errors
/// The reason for which it is refused.
pub(crate) fn redirect(from: &Url, location: &str) -> Result<Url, String> {
    let mut to = from
        .join(location)
        .map_err(|error| format!("a redirect to no URL: {error}"))?;
    if !matches!(to.scheme(), "http" | "https") {
        return Err(format!(
            "a redirect to a {}: URL is not followed",
            to.scheme()
        ));
    }
    if from.scheme() == "https" && to.scheme() == "http" {
        return Err(format!(
            "a redirect from https to {} is not followed",
            shown(&to)
        ));
    }
    if is_link_local(&to) && !is_link_local(from) {
        return Err(format!(
            "a redirect to the link-local {} is not followed",
            authority(&to)
        ));
    }
    // A server's choice of credentials is not the user's.
    let _ = to.set_username("");
    let _ = to.set_password(None);
    Ok(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn secrets_are_not_shown() {
        for (text, expected) in [
            (
                "https://me:secret@a.example/x?token=secret#secret",
                "https://a.example/x?…",
            ),
            ("https://secret@a.example/", "https://a.example/"),
            (
                "https://go.dev/dl/?mode=json&include=all",
                "https://go.dev/dl/?mode=json&include=all",
            ),
            ("http://me:secret@a b/x?secret", "http://a b/x"),
            ("https://me:secret@[/x", "https://[/x"),
            ("me:secret@a.example", "a.example"),
            ("https://me:se@cret@a.example:x/", "https://a.example:x/"),
        ] {
            assert_eq!(redacted(text), expected);
        }
    }

    #[test]
    fn redirects() {
        let from = url("https://a.example/x/y");
        for (location, expected) in [
            ("../z", "https://a.example/z"),
            ("https://u:p@b.example/q?s", "https://b.example/q?s"),
            ("//c.example/", "https://c.example/"),
        ] {
            assert_eq!(redirect(&from, location).unwrap().as_str(), expected);
        }
        for location in [
            "http://a.example/",
            "file:///etc/passwd",
            "ftp://a.example",
            "https://169.254.169.254/latest",
            "https://[fe80::1]/",
            "https://[::ffff:169.254.169.254]/",
            "https://2852039166/",
            "https://[",
        ] {
            assert!(redirect(&from, location).is_err(), "{location}");
        }
        assert!(redirect(&url("http://a.example"), "http://b.example").is_ok());
    }

    #[test]
    fn loopback() {
        for text in [
            "http://127.0.0.1:1",
            "http://localhost",
            "http://[::1]:2/",
            "http://a.localhost",
        ] {
            assert!(is_loopback(&url(text)), "{text}");
        }
        for text in ["http://128.0.0.1", "http://localhost.example", "file:///x"] {
            assert!(!is_loopback(&url(text)), "{text}");
        }
        assert_eq!(authority(&url("https://h:443/x")), "h");
        assert_eq!(authority(&url("https://h:8443/x")), "h:8443");
    }
}

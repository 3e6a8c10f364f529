//! Sites and proxies: what they list and serve.

use std::io::Read;
use std::path::PathBuf;

use gom::goproxy::Goproxy;
use gom::http::{Class, Failure, Patience};
use gom::origin::{Artifact, Expected, Format, Listed, Origin, Origins, Served, Site, Wishes};
use gom_shim::platform::Platform;
use gom_shim::version::Version;
use gom_shim::{Error, Kind};

use super::{client, url};
use crate::support::server::{Request, Response, Server};

pub(super) const INDEX: &str = r#"[
 {"version":"go1.23rc1","stable":false,"files":[{"filename":"go1.23rc1.linux-amd64.tar.gz","sha256":"","size":9}]},
 {"version":"go1.22.6","stable":true,"files":[
  {"filename":"go1.22.6.linux-amd64.tar.gz","sha256":"95493abb01da81638ab5083ff3f97e8f923cb42a64c2e16728e3cf5b0cd3fc5a","size":7},
  {"filename":"go1.22.6.linux-armv6l.tar.gz","sha256":"","size":3}]}]"#;

pub(super) fn linux() -> Platform {
    Platform::parse("linux/amd64").unwrap()
}

pub(super) fn version(text: &str) -> Version {
    Version::parse(text).unwrap()
}

pub(super) fn names(listed: Vec<Listed>) -> Vec<String> {
    let name =
        |listed: Listed| format!("{}{}", listed.version, if listed.stable { "" } else { "?" });
    listed.into_iter().map(name).collect()
}

pub(super) fn bytes(artifact: &mut Artifact) -> Vec<u8> {
    let mut bytes = Vec::new();
    artifact.reader.read_to_end(&mut bytes).unwrap();
    bytes
}

pub(super) fn wishes(origins: Option<&[&str]>, goproxy: &str, is_users: bool) -> Wishes {
    Wishes {
        origins: origins.map(|texts| texts.iter().map(|&text| text.to_owned()).collect()),
        goproxy: Goproxy::parse(goproxy).unwrap(),
        goproxy_is_users: is_users,
        directory: PathBuf::from(env!("CARGO_TARGET_TMPDIR")),
    }
}

/// Fetches and reads one toolchain as an installer does.
pub(super) fn fetch(origins: &Origins, text: &str) -> Result<Served<(Vec<u8>, Format)>, Error> {
    origins.attempt(|origin| {
        let mut artifact = origin.fetch(&version(text), &linux())?;
        let mut bytes = Vec::new();
        artifact
            .reader
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::from_read("unpack the archive", &error))?;
        Ok((bytes, artifact.format))
    })
}

fn site(request: &Request) -> Response {
    match request.target.as_str() {
        "/dl/?mode=json&include=all" => Response::ok(INDEX),
        "/dl/go1.22.6.linux-amd64.tar.gz" => Response::redirect("/bytes"),
        "/bytes" => Response::ok("archive"),
        "/dl/go1.22.6.linux-armv6l.tar.gz" => Response::ok("four"),
        "/dl/go1.21.0.linux-amd64.tar.gz" => Response::ok("unlisted"),
        _ => Response::status(404),
    }
}

pub(super) fn proxy(request: &Request) -> Response {
    match request.target.as_str() {
        "/p/golang.org/toolchain/@v/list" => Response::ok(
            "v0.0.1-go1.22.6.linux-amd64\nv0.0.1-go1.22.6.linux-arm 2024\n\nv0.0.1-go1.9.2rc2.linux-amd64\n\
             v0.0.1-go1.22.6.linux-amd64\nv0.0.1-go1.23.0.windows-amd64\nv1.0.0\nv0.0.1-go1.21.linux-amd64\n",
        ),
        "/p/golang.org/toolchain/@v/v0.0.1-go1.22.6.linux-amd64.zip" => Response::ok("module"),
        "/p/golang.org/toolchain/@v/v0.0.1-go1.22.6.linux-arm.zip" => Response::ok("arm"),
        _ => Response::status(404),
    }
}

#[test]
fn a_site_lists_and_serves() {
    let server = Server::start(site);
    let site = Site::named(client(), url(&server.url("/dl")), Patience::Last);
    assert_eq!(site.label(), server.url("/dl"));
    assert_eq!(
        names(site.releases(&linux()).unwrap()),
        ["1.22.6", "1.23rc1?"]
    );
    let mut artifact = site.fetch(&version("1.22.6"), &linux()).unwrap();
    assert_eq!(
        (bytes(&mut artifact), artifact.size, artifact.format),
        (b"archive".to_vec(), Some(7), Format::TarGz)
    );
    let Some(Expected { sha256, authentic }) = artifact.sha256 else {
        panic!("no hash")
    };
    assert_eq!(
        (sha256[0], authentic),
        (0x95, false),
        "what somebody named is never authentic"
    );
    assert_eq!(artifact.url, server.url("/dl/go1.22.6.linux-amd64.tar.gz"));
    assert_eq!(server.count_of("/dl/"), 1, "the index is fetched once");
    let mut unlisted = site.fetch(&version("1.21.0"), &linux()).unwrap();
    assert!(bytes(&mut unlisted) == b"unlisted" && unlisted.sha256.is_none());
    let failure = site.fetch(&version("1.99.0"), &linux()).err().unwrap();
    assert_eq!(
        (failure.class, failure.error.kind),
        (Class::Absent, Kind::NoVersion)
    );
    assert!(
        failure
            .error
            .message
            .contains("go1.99.0 is not there for linux/amd64"),
        "{}",
        failure.error
    );
    let arm = Platform::parse("linux/arm").unwrap();
    let failure = site.fetch(&version("1.22.6"), &arm).err().unwrap();
    assert!(
        failure.class == Class::Unavailable && failure.error.to_string().contains("4 bytes"),
        "{}",
        failure.error
    );
}

#[test]
fn a_mirror_without_an_index_still_serves() {
    for index in [
        Response::status(404),
        Response::html(),
        Response::ok("nonsense"),
    ] {
        let server = Server::start(move |request| match request.path() {
            "/" => index.clone(),
            "/go1.22.6.linux-amd64.tar.gz" => Response::ok("archive"),
            _ => Response::status(404),
        });
        let site = Site::named(client(), url(&server.url("")), Patience::Last);
        assert_eq!(
            bytes(&mut site.fetch(&version("1.22.6"), &linux()).unwrap()),
            b"archive"
        );
        assert!(site.releases(&linux()).is_err());
    }
    let server = Server::start(|_| Response::status(503));
    let site = Site::named(client(), url(&server.url("")), Patience::Last);
    assert_eq!(
        site.fetch(&version("1.22.6"), &linux())
            .err()
            .unwrap()
            .class,
        Class::Unavailable
    );
    assert_eq!(server.count_of("/go1.22.6.linux-amd64.tar.gz"), 0);
}

#[test]
fn a_proxy_lists_and_serves() {
    let server = Server::start(proxy);
    let origins = Origins::from(&client(), &wishes(None, &server.url("/p"), true)).unwrap();
    let origin = origins.iter().next().unwrap();
    assert_eq!(
        names(origin.releases(&linux()).unwrap()),
        ["1.9.2rc2?", "1.22.6"]
    );
    let arm = Platform::parse("linux/arm").unwrap();
    assert_eq!(names(origin.releases(&arm).unwrap()), ["1.22.6"]);
    let mut artifact = origin.fetch(&version("1.22.6"), &arm).unwrap();
    assert_eq!(
        (bytes(&mut artifact), artifact.format),
        (b"arm".to_vec(), Format::ModuleZip)
    );
    assert!(artifact.sha256.is_none());
}

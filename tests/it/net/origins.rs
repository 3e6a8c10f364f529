//! Origins: what they list, what they serve, and when the next one is asked.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gom::goproxy::Goproxy;
use gom::http::{Class, Client, Failure, Patience, Settings};
use gom::origin::{Artifact, Expected, Format, Listed, Origin, Origins, Served, Site, Wishes};
use gom_shim::platform::Platform;
use gom_shim::version::Version;
use gom_shim::{Error, Kind};

use super::{client, directory, quick, url};
use crate::support::server::{Request, Response, Server};

const INDEX: &str = r#"[
 {"version":"go1.23rc1","stable":false,"files":[{"filename":"go1.23rc1.linux-amd64.tar.gz","sha256":"","size":9}]},
 {"version":"go1.22.6","stable":true,"files":[
  {"filename":"go1.22.6.linux-amd64.tar.gz","sha256":"95493abb01da81638ab5083ff3f97e8f923cb42a64c2e16728e3cf5b0cd3fc5a","size":7},
  {"filename":"go1.22.6.linux-armv6l.tar.gz","sha256":"","size":3}]}]"#;

fn linux() -> Platform {
    Platform::parse("linux/amd64").unwrap()
}

fn version(text: &str) -> Version {
    Version::parse(text).unwrap()
}

fn names(listed: Vec<Listed>) -> Vec<String> {
    let name =
        |listed: Listed| format!("{}{}", listed.version, if listed.stable { "" } else { "?" });
    listed.into_iter().map(name).collect()
}

fn bytes(artifact: &mut Artifact) -> Vec<u8> {
    let mut bytes = Vec::new();
    artifact.reader.read_to_end(&mut bytes).unwrap();
    bytes
}

fn wishes(origins: Option<&[&str]>, goproxy: &str, is_users: bool) -> Wishes {
    Wishes {
        origins: origins.map(|texts| texts.iter().map(|&text| text.to_owned()).collect()),
        goproxy: Goproxy::parse(goproxy).unwrap(),
        goproxy_is_users: is_users,
        directory: PathBuf::from(env!("CARGO_TARGET_TMPDIR")),
    }
}

/// Fetches and reads one toolchain as an installer does.
fn fetch(origins: &Origins, text: &str) -> Result<Served<(Vec<u8>, Format)>, Error> {
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

fn proxy(request: &Request) -> Response {
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

#[test]
fn when_the_next_origin_is_asked() {
    let good = Server::start(proxy);
    for (status, comma, pipe) in [
        (404, true, true),
        (410, true, true),
        (503, true, true),
        (401, false, true),
        (403, false, true),
        (407, false, true),
    ] {
        let bad = Server::start(move |_| Response::status(status));
        for (separator, follows) in [(",", comma), ("|", pipe)] {
            let list = format!("{}{separator}{}", bad.url(""), good.url("/p"));
            let origins = Origins::from(&client(), &wishes(None, &list, true)).unwrap();
            match fetch(&origins, "1.22.6") {
                Ok(served) => {
                    assert!(follows, "{status} {separator}");
                    assert_eq!(
                        (served.value.0.as_slice(), served.label),
                        (&b"module"[..], good.url("/p"))
                    );
                    assert_eq!(served.failed.len(), 1);
                    assert_eq!(served.failed[0].label, bad.url(""));
                }
                Err(error) => assert!(
                    !follows && error.kind == Kind::Network,
                    "{status} {separator} {error}"
                ),
            }
        }
        // In gom's own list a refusal is not a gatekeeper's.
        let list = [bad.url(""), "goproxy".to_owned()];
        let list: Vec<&str> = list.iter().map(String::as_str).collect();
        let origins =
            Origins::from(&client(), &wishes(Some(&list), &good.url("/p"), false)).unwrap();
        assert_eq!(
            fetch(&origins, "1.22.6").unwrap().label,
            good.url("/p"),
            "{status}"
        );
    }
    let portal = Server::start(|_| Response::html());
    let short = Server::start(|_| Response::ok("module, all of it").claim(99));
    for bad in [
        portal.url(""),
        short.url(""),
        "http://127.0.0.1:1".to_owned(),
        "http://nowhere.invalid".to_owned(),
    ] {
        let origins = Origins::from(
            &client(),
            &wishes(None, &format!("{bad},{}", good.url("/p")), true),
        )
        .unwrap();
        assert_eq!(
            fetch(&origins, "1.22.6").unwrap().value.0,
            b"module",
            "{bad}"
        );
    }
}

#[test]
fn what_is_no_failure_of_an_origin_ends_everything() {
    let good = Server::start(proxy);
    let list = format!("{}|{}", good.url("/p"), good.url("/p"));
    let origins = Origins::from(&client(), &wishes(None, &list, true)).unwrap();
    let mut asked = 0;
    let error = origins
        .attempt::<()>(|_| {
            asked += 1;
            Err(Error::new(Kind::Integrity, "wrong bytes").into())
        })
        .unwrap_err();
    assert_eq!((asked, error.kind), (1, Kind::Integrity));
}

#[test]
fn the_most_telling_failure_is_reported_with_the_others() {
    let lacks = Server::start(|_| Response::status(404));
    let list = ["http://127.0.0.1:1", "goproxy"];
    let origins = Origins::from(&client(), &wishes(Some(&list), &lacks.url(""), false)).unwrap();
    let error = fetch(&origins, "1.99.0").unwrap_err();
    assert_eq!(error.kind, Kind::NoVersion);
    let text = error.to_string();
    assert!(
        text.contains("go1.99.0") && text.contains("http://127.0.0.1:1: no connection"),
        "{text}"
    );
}

#[test]
fn off_opens_no_socket_and_ends_a_list() {
    let origins = Origins::from(&client(), &wishes(None, "off", true)).unwrap();
    let error = fetch(&origins, "1.22.6").unwrap_err();
    assert!(
        error.kind == Kind::Network && error.to_string().contains("GOPROXY=off"),
        "{error}"
    );
    let lacks = Server::start(|_| Response::status(404));
    let origins = Origins::from(
        &client(),
        &wishes(None, &format!("{},off", lacks.url("")), true),
    )
    .unwrap();
    assert_eq!(fetch(&origins, "1.99.0").unwrap_err().kind, Kind::NoVersion);
}

#[test]
fn the_order_of_design() {
    let labels = |wishes: &Wishes| -> Vec<String> {
        let origins = Origins::from(&client(), wishes).unwrap();
        origins.iter().map(Origin::label).collect()
    };
    let list = "https://u:secret@a.example/x,direct";
    let unset = labels(&wishes(None, list, false));
    assert_eq!(
        unset,
        [
            "https://go.dev/dl",
            "https://a.example/x",
            "https://go.dev/dl/mod"
        ]
    );
    assert_eq!(labels(&wishes(None, list, true)), unset[1..]);
    let named = ["file:///srv/dl", "goproxy", "https://go.dev/dl", " "];
    assert_eq!(
        labels(&wishes(Some(&named), "off", false)),
        ["/srv/dl", "GOPROXY=off", "https://go.dev/dl"]
    );
    for bad in [
        &["ftp://a.example"][..],
        &["file://host/x"],
        &["https://["],
        &[" "],
        &["x.tar.gz"],
        &["go1.22.zip"],
    ] {
        let error = Origins::from(&client(), &wishes(Some(bad), "off", false))
            .err()
            .unwrap();
        assert_eq!(error.kind, Kind::Config, "{bad:?}");
    }
    let error = Origins::from(&client(), &wishes(Some(&["my.zip"]), "off", false))
        .err()
        .unwrap();
    assert!(
        error.to_string().contains("go1.22.6."),
        "says how it must be named: {error}"
    );
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

#[test]
fn directories_and_archives_serve_offline() {
    let root = directory("offline");
    write(&root.join("plain/go1.22.6.linux-amd64.tar.gz"), "archive");
    write(&root.join("plain/go1.21.0.linux-amd64.zip"), "zip");
    write(&root.join("plain/go1.23rc1.windows-amd64.zip"), "windows");
    write(&root.join("plain/index.json"), INDEX);
    write(
        &root.join("tree/golang.org/toolchain/@v/v0.0.1-go1.22.6.linux-amd64.zip"),
        "module",
    );
    write(
        &root.join("tree/golang.org/toolchain/@v/list"),
        "v0.0.1-go1.22.6.linux-amd64\n",
    );
    let offline = Arc::new(Client::new(Settings {
        offline: Some("--offline".into()),
        ..quick()
    }));
    let from =
        |origin: &str| Origins::from(&offline, &wishes(Some(&[origin]), "off", false)).unwrap();
    let shown = |path: &str| root.join(path).to_str().unwrap().to_owned();
    let as_url = |path: &str| {
        gom::http::Url::from_file_path(root.join(path))
            .unwrap()
            .to_string()
    };

    for plain in [shown("plain"), as_url("plain")] {
        let origins = from(&plain);
        let origin = origins.iter().next().unwrap();
        assert_eq!(
            names(origin.releases(&linux()).unwrap()),
            ["1.21.0", "1.22.6"]
        );
        let mut artifact = origin.fetch(&version("1.22.6"), &linux()).unwrap();
        assert_eq!(
            (bytes(&mut artifact), artifact.size),
            (b"archive".to_vec(), Some(7))
        );
        assert!(matches!(
            artifact.sha256,
            Some(Expected {
                authentic: false,
                ..
            })
        ));
        assert_eq!(
            origin.fetch(&version("1.21.0"), &linux()).unwrap().format,
            Format::Zip
        );
        assert_eq!(fetch(&origins, "1.20").unwrap_err().kind, Kind::NoVersion);
    }
    let tree = from(&shown("tree"));
    assert_eq!(
        names(tree.iter().next().unwrap().releases(&linux()).unwrap()),
        ["1.22.6"]
    );
    assert_eq!(
        fetch(&tree, "1.22.6").unwrap().value,
        (b"module".to_vec(), Format::ModuleZip)
    );
    std::fs::remove_file(root.join("tree/golang.org/toolchain/@v/list")).unwrap();
    assert_eq!(
        names(tree.iter().next().unwrap().releases(&linux()).unwrap()),
        ["1.22.6"],
        "without a list"
    );
    let proxy = Origins::from(&offline, &wishes(None, &as_url("tree"), true)).unwrap();
    assert_eq!(fetch(&proxy, "1.22.6").unwrap().value.0, b"module");

    for archive in [
        shown("plain/go1.22.6.linux-amd64.tar.gz"),
        as_url("plain/go1.22.6.linux-amd64.tar.gz"),
    ] {
        let origins = from(&archive);
        assert_eq!(
            names(origins.iter().next().unwrap().releases(&linux()).unwrap()),
            ["1.22.6"]
        );
        assert_eq!(
            fetch(&origins, "1.22.6").unwrap().value,
            (b"archive".to_vec(), Format::TarGz)
        );
        assert_eq!(fetch(&origins, "1.21.0").unwrap_err().kind, Kind::NoVersion);
    }
    let missing = fetch(&from(&shown("nowhere")), "1.22.6").unwrap_err();
    assert!(missing.to_string().contains("nowhere"), "{missing}");
    write(&root.join("broken/index.json"), "<html>");
    write(&root.join("broken/go1.22.6.linux-amd64.tar.gz"), "archive");
    assert!(
        fetch(&from(&shown("broken")), "1.22.6").is_err(),
        "an index that cannot be read hides a hash"
    );
}

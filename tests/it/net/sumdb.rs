//! The way to the checksum database.

use std::path::PathBuf;
use std::sync::Arc;

use gom::goproxy::{Goproxy, Separator};
use gom::gosumdb::Gosumdb;
use gom::http::{Patience, Url};
use gom::origin::{Origins, Place, Wishes};
use gom::sumdb::transport::Route;
use gom::sumdb::{Answer, Transport};
use gom_shim::Kind;

use super::{client, directory, url};
use crate::support::server::{Request, Response, Server};

const LOOKUP: &str = "lookup/golang.org/toolchain@v0.0.1-go1.22.6.linux-amd64";

fn web(base: &str) -> Place {
    Place::Web {
        client: client(),
        base: url(base),
        patience: Patience::Last,
    }
}

/// A log that answers with its own name.
fn log(name: &'static str) -> Server {
    Server::start(move |request: &Request| match request.path() {
        path if path.ends_with("/supported") => Response::ok(""),
        path if path.ends_with(LOOKUP) => Response::ok(name),
        path if path.contains("tile/8/0/000.p/1") => Response::status(403),
        path if path.ends_with("latest") => Response::status(403),
        _ => Response::status(404).body("not found"),
    })
}

fn answer(proxies: &[(&str, Separator)], direct: &Server) -> gom_shim::Result<Answer> {
    let proxies = proxies
        .iter()
        .map(|(base, separator)| (web(base).below("sumdb"), *separator));
    let route = Route::through(
        "sum.golang.org",
        proxies.collect(),
        Some(web(&direct.url(""))),
    );
    route.get(&format!("/{LOOKUP}"))
}

#[test]
fn a_proxy_that_supports_it_is_used_exclusively() {
    let (proxy, direct) = (log("proxy"), log("direct"));
    let route = Route::through(
        "sum.golang.org",
        vec![(web(&proxy.url("/p/sumdb")), Separator::Comma)],
        Some(web(&direct.url(""))),
    );
    assert_eq!(route.describe(), "sum.golang.org");
    assert_eq!(route.get(LOOKUP).unwrap(), Answer::Body(b"proxy".to_vec()));
    assert!(
        matches!(route.get("tile/8/0/000").unwrap(), Answer::Absent(text) if text.contains("404"))
    );
    assert!(
        matches!(route.get("tile/8/0/000.p/1").unwrap(), Answer::Absent(_)),
        "403 for a tile"
    );
    assert_eq!(
        route.get("latest").unwrap_err().kind,
        Kind::Network,
        "403 for anything else"
    );
    assert_eq!(route.describe(), proxy.url("/p/sumdb/sum.golang.org"));
    assert_eq!(
        (
            proxy.count_of("/p/sumdb/sum.golang.org/supported"),
            direct.count()
        ),
        (1, 0)
    );
}

#[test]
fn what_leads_to_the_next_proxy() {
    let (proxy, direct) = (log("proxy"), log("direct"));
    for (status, comma, pipe) in [
        (404, true, true),
        (410, true, true),
        (403, false, true),
        (503, false, true),
        (200, false, true),
    ] {
        // 200 with a page for people is no support.
        let bad = Server::start(move |_| {
            if status == 200 {
                Response::html()
            } else {
                Response::status(status)
            }
        });
        for (separator, follows) in [(Separator::Comma, comma), (Separator::Pipe, pipe)] {
            let first = bad.url("");
            let alone = answer(&[(&first, separator)], &direct);
            let both = answer(
                &[(&first, separator), (&proxy.url(""), Separator::Comma)],
                &direct,
            );
            if follows {
                assert_eq!(alone.unwrap(), Answer::Body(b"direct".to_vec()), "{status}");
                assert_eq!(both.unwrap(), Answer::Body(b"proxy".to_vec()), "{status}");
            } else {
                assert_eq!(
                    (alone.unwrap_err().kind, both.unwrap_err().kind),
                    (Kind::Network, Kind::Network),
                    "{status}"
                );
            }
        }
    }
}

fn origins(goproxy: &str, named: Option<&str>) -> Origins {
    let wishes = Wishes {
        origins: named.map(|named| vec![named.to_owned()]),
        goproxy: Goproxy::parse(goproxy).unwrap(),
        goproxy_is_users: true,
        directory: PathBuf::from(env!("CARGO_TARGET_TMPDIR")),
    };
    Origins::from(&client(), &wishes).unwrap()
}

fn ask(origins: &Origins, gosumdb: &Gosumdb) -> gom_shim::Result<Answer> {
    Route::new(&client(), origins, gosumdb, "sum.golang.org")?.get(LOOKUP)
}

#[test]
fn a_url_in_gosumdb_passes_every_proxy_by() {
    let (proxy, own) = (log("proxy"), log("own"));
    let at = Gosumdb::At(url(&own.url("")));
    assert_eq!(
        ask(&origins(&proxy.url(""), None), &at).unwrap(),
        Answer::Body(b"own".to_vec())
    );
    assert_eq!(proxy.count(), 0);
    // The proxies of GOPROXY lead to the log also where the archives come from elsewhere.
    let elsewhere = origins(&proxy.url(""), Some("http://127.0.0.1:1"));
    assert_eq!(
        ask(&elsewhere, &Gosumdb::Official).unwrap(),
        Answer::Body(b"proxy".to_vec())
    );
}

#[test]
fn files_serve_it_without_a_socket() {
    let root = directory("log");
    let path = root.join("sumdb/sum.golang.org").join(LOOKUP);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "file").unwrap();
    let as_url = Url::from_file_path(&root).unwrap().to_string();
    let body = Answer::Body(b"file".to_vec());
    assert_eq!(
        ask(&origins(&as_url, None), &Gosumdb::Official).unwrap(),
        body
    );
    assert_eq!(
        ask(&origins("off", Some(&as_url)), &Gosumdb::Official).unwrap(),
        body
    );
    let bare = Url::from_file_path(root.join("sumdb/sum.golang.org")).unwrap();
    assert_eq!(
        ask(&origins("off", None), &Gosumdb::At(bare)).unwrap(),
        body
    );
    let error = ask(&origins("off", None), &Gosumdb::Official).unwrap_err();
    assert!(
        error.kind == Kind::Network && error.to_string().contains("GOPROXY=off"),
        "{error}"
    );
}

#[test]
fn one_route_may_be_asked_by_several_threads() {
    let proxy = log("proxy");
    let route = Arc::new(Route::through(
        "sum.golang.org",
        vec![(web(&proxy.url("/sumdb")), Separator::Comma)],
        None,
    ));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(route.get(LOOKUP).unwrap(), Answer::Body(b"proxy".to_vec())));
        }
    });
    assert_eq!(proxy.count_of("/sumdb/sum.golang.org/supported"), 1);
}

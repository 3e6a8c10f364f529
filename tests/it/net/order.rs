//! The order of origins, and when the next one is asked.

use gom::origin::{Origin, Origins, Wishes};
use gom_shim::{Error, Kind};

use super::origins::{fetch, proxy, wishes};
use super::{client, unresolvable};
use crate::support::server::{Response, Server};

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
        format!("http://{}", unresolvable()),
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

/// Some servers answer 403 for what they do not have.
#[test]
fn a_refusal_of_what_is_not_listed_says_so_and_stays_a_refusal() {
    let server = Server::start(|request| match request.path() {
        path if path.ends_with("/list") => proxy(request),
        _ => Response::status(403),
    });
    let good = Server::start(proxy);
    let list = format!("{},{}", server.url("/p"), good.url("/p"));
    let origins = Origins::from(&client(), &wishes(None, &list, true)).unwrap();
    let error = fetch(&origins, "1.99.0").unwrap_err();
    assert!(
        error.kind == Kind::NoVersion && error.to_string().contains("403"),
        "{error}"
    );
    let error = fetch(&origins, "1.22.6").unwrap_err();
    assert_eq!(
        error.kind,
        Kind::Network,
        "listed, so it is refused: {error}"
    );
    assert_eq!(good.count(), 0, "a gatekeeper may hide what it blocks");
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

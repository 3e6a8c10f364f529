//! Proxies of the machine, and credentials: who gets them, and that nobody sees them.

use std::sync::Arc;

use gom::http::{Class, Client, Settings, SystemProxies};
use gom::netrc::Netrc;
use gom_shim::vars::Vars;

use super::{get, quick, said};
use crate::support::server::{Response, Server};

#[test]
fn a_proxy_is_used_and_named() {
    let vars = |proxy: &str| {
        let pairs = vec![
            ("HTTP_PROXY".into(), proxy.into()),
            ("HTTPS_PROXY".into(), proxy.into()),
        ];
        SystemProxies::from_vars(&Vars::new(pairs, vec![], None))
    };
    let through = |proxy: &str| {
        Arc::new(Client::new(Settings {
            proxies: vars(proxy),
            ..quick()
        }))
    };
    let proxy = Server::start(|request| match request.method.as_str() {
        "CONNECT" if request.target.starts_with("refused") => Response::status(407),
        "CONNECT" => Response::status(502),
        _ => Response::ok(format!("via {}", request.target)),
    });
    let client = through(&format!("http://me:secret@127.0.0.1:{}", proxy.port()));
    assert_eq!(
        get(&client, "http://far.invalid/x").unwrap(),
        b"via http://far.invalid/x"
    );
    assert!(proxy.requests()[0].header("Proxy-Authorization").is_some());
    let failure = get(&client, "https://refused.invalid/x").unwrap_err();
    assert_eq!(
        (failure.class, failure.status),
        (Class::Denied, Some(407)),
        "{}",
        said(&failure)
    );
    let failure = get(&client, "https://far.invalid/x").unwrap_err();
    assert_eq!(failure.class, Class::Unavailable);
    for failure in [
        failure,
        get(&through("http://127.0.0.1:1"), "http://far.invalid/x").unwrap_err(),
    ] {
        assert!(
            said(&failure).contains("proxy http://127.0.0.1:")
                && !said(&failure).contains("secret"),
            "{}",
            said(&failure)
        );
    }
}

#[test]
fn credentials_go_to_their_host_alone() {
    let elsewhere = Server::start(|_| Response::ok("there"));
    let target = elsewhere.url("/there");
    let server = Server::start(move |request| match request.path() {
        "/far" => Response::redirect(&target),
        "/near" => Response::redirect("/here"),
        _ => Response::ok("here"),
    });
    let base = format!("127.0.0.1:{}", server.port());
    let netrc = Netrc::parse(&format!("machine {base} login netrc password p"));
    let client = Arc::new(Client::new(Settings { netrc, ..quick() }));
    for path in ["far", "near"] {
        get(&client, &format!("http://user:secret@{base}/{path}")).unwrap();
    }
    get(&client, &server.url("/plain")).unwrap();
    let seen: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.header("Authorization").map(str::to_owned))
        .collect();
    let basic = |text: &str| Some(text.to_owned());
    // user:secret three times (the near redirect keeps it), then netrc:p.
    assert_eq!(
        seen,
        [
            basic("Basic dXNlcjpzZWNyZXQ="),
            basic("Basic dXNlcjpzZWNyZXQ="),
            basic("Basic dXNlcjpzZWNyZXQ="),
            basic("Basic bmV0cmM6cA==")
        ]
    );
    assert_eq!(elsewhere.count(), 1);
    assert_eq!(elsewhere.requests()[0].header("Authorization"), None);
    let gone = Server::start(|_| Response::status(401));
    let failure = get(
        &client,
        &format!(
            "http://user:secret@127.0.0.1:{}/x?token=secret",
            gone.port()
        ),
    )
    .unwrap_err();
    assert!(!said(&failure).contains("secret"), "{}", said(&failure));
}

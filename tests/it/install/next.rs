//! An origin that fails: the next one is asked, and people are told.

use std::net::TcpListener;
use std::time::Duration;

use gom_shim::platform::Platform;
use snapbox::str;

use super::{Visible, archive_path, runs, shop, told, with};
use crate::support::dist_server::DistServer;
use crate::support::server::{Request, Response, Server};
use crate::support::world::World;

/// Installs with `first` before the honest site, and gives what stands behind `note: `.
#[track_caller]
fn served_by_the_second(first: &str, world: &World, server: &DistServer) -> String {
    let list = format!("{first},{}", server.site());
    let outcome = world
        .gom(["install", "1.22.6"])
        .env("GOM_ORIGINS", list)
        .ok();
    runs(world, "1.22.6");
    let note = outcome
        .stderr
        .lines()
        .find_map(|line| line.strip_prefix(&format!("note: {first} did not serve it: ")));
    assert!(
        outcome
            .stderr
            .contains(&format!("from {} in ", server.site())),
        "{}",
        outcome.stderr
    );
    note.unwrap_or_else(|| panic!("no note: {}", outcome.stderr))
        .to_owned()
}

/// The same with a first server that answers everything so.
#[track_caller]
fn after(answer: impl Fn(&Request) -> Response + Send + Sync + 'static) -> String {
    let (world, server) = shop(&["1.22.6"]);
    let first = Server::start(answer);
    let why = served_by_the_second(&first.url("/dl"), &world, &server);
    let host = first.url("");
    why.replace(host.trim_start_matches("http://"), "[FIRST]")
        .replace(&Platform::host().to_string(), "[PLATFORM]")
}

#[test]
fn nobody_listens() {
    let port = {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        listener.local_addr().unwrap().port()
    };
    let (world, server) = shop(&["1.22.6"]);
    let why = served_by_the_second(&format!("http://127.0.0.1:{port}/dl"), &world, &server);
    assert!(
        why.starts_with(&format!("no connection to 127.0.0.1:{port}: ")),
        "{why}"
    );
}

#[test]
fn a_name_nobody_knows() {
    let (world, server) = shop(&["1.22.6"]);
    // Longer than a label may be, so that no resolver asks anyone.
    let name = format!("{}.invalid", "x".repeat(64));
    let why = served_by_the_second(&format!("http://{name}/dl"), &world, &server);
    assert!(why.contains("cannot be resolved"), "{why}");
}

#[test]
fn it_has_nothing() {
    assert_eq!(
        after(|_| Response::status(404)),
        "go1.22.6 is not there for [PLATFORM]"
    );
}

#[test]
fn it_is_out_of_order() {
    assert_eq!(
        after(|_| Response::status(500)),
        "[FIRST] is in trouble (500)"
    );
}

#[test]
fn it_refuses() {
    assert_eq!(
        after(|_| Response::status(403)),
        "[FIRST] refuses (403); some servers say so of what they do not have"
    );
}

#[test]
fn it_wants_people_to_log_in() {
    assert_eq!(
        after(|_| Response::html()),
        "a web page came instead: a captive portal, or a proxy's login page?"
    );
}

#[test]
fn it_sends_in_circles() {
    assert_eq!(
        after(|_| Response::redirect("/dl/circle")),
        "more than 10 redirects"
    );
}

/// A first server that is honest but for its archives.
fn after_archive(change: impl Fn(Response) -> Response + Send + Sync + 'static) -> String {
    let (_, first) = shop(&["1.22.6"]);
    first.fault(&archive_path("1.22.6"), move |_, honest| change(honest));
    let (world, server) = shop(&["1.22.6"]);
    served_by_the_second(&first.site(), &world, &server)
}

#[test]
fn its_body_is_cut_again_and_again() {
    let why = after_archive(|honest| honest.cut(1000));
    assert!(
        why.starts_with("it broke off at 5000 of ") && why.contains(" bytes"),
        "{why}"
    );
}

#[test]
fn its_body_has_another_length_than_its_index_says() {
    let why = after_archive(|honest| honest.claim(5_000_000));
    assert!(
        why.starts_with("it has 5000000 bytes, and the index says "),
        "{why}"
    );
}

#[test]
fn a_body_cut_once_is_taken_up_where_it_broke() {
    let (world, server) = shop(&["1.22.6"]);
    server.fault_times(1, &archive_path("1.22.6"), |_, honest| honest.cut(100_000));
    world.gom(["install", "1.22.6"]).ok();
    let requests = server.server().requests();
    let ranges: Vec<_> = requests
        .iter()
        .filter(|request| request.path() == archive_path("1.22.6"))
        .map(|request| request.header("Range"))
        .collect();
    assert_eq!(ranges, [None, Some("bytes=100000-")]);
}

#[test]
fn a_comma_makes_a_refusal_final_and_a_pipe_does_not() {
    let (mut world, server) = shop(&["1.22.6"]);
    world.config(&format!("sumdb_key = {:?}\n", server.dist().log.vkey()));
    for status in [401, 403] {
        let keeper = Server::start(move |_| Response::status(status));
        let before = Visible::of(&world);
        let seen = server.server().count();
        let list = format!("{},{}", keeper.url("/keeper"), server.proxy());
        let outcome = world
            .gom(["install", "1.22.6"])
            .env("GOPROXY", list)
            .fails(5);
        assert!(
            outcome.stderr.contains(&format!("{status}")),
            "{}",
            outcome.stderr
        );
        before.assert_unchanged();
        let asked = &server.asked()[seen..];
        assert!(
            asked.iter().all(|target| target.starts_with("/sumdb/")),
            "{asked:?}"
        );

        let list = format!("{}|{}", keeper.url("/keeper"), server.proxy());
        world.set_env("GOPROXY", list);
        world.gom(["install", "1.22.6"]).ok();
        world.gom(["uninstall", "-y", "1.22.6"]).ok();
        world.config(&format!("sumdb_key = {:?}\n", server.dist().log.vkey()));
    }
    // What a proxy does not have, the next one may have, behind either.
    let empty = Server::start(|_| Response::status(404));
    let list = format!("{},{}", empty.url(""), server.proxy());
    let outcome = told(
        world.gom(["install", "1.22.6"]).env("GOPROXY", list).ok(),
        &server,
    );
    with(outcome, &[("[EMPTY]", &empty.url(""))]).stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
note: [EMPTY] did not serve it: go1.22.6 is not there for [PLATFORM]
installed go1.22.6 from [SERVER]/proxy in … s: …, proved by log.example (record 3), under the key of your settings
note: go1.22.6 comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it
default: go1.22.6 (the first one; change it with: gom default VERSION)

"#]]);
}

#[test]
fn when_all_fail_the_most_telling_failure_is_the_error() {
    let (world, server) = shop(&["1.22.6"]);
    let before = Visible::of(&world);
    server.fault("/dl", |_, _| Response::status(404));
    let broken = Server::start(|_| Response::status(503).header("Retry-After", "999"));
    let list = format!("{},{}", broken.url("/dl"), server.site());
    let outcome = world
        .gom(["install", "1.22.6"])
        .env("GOM_ORIGINS", list)
        .fails(4);
    let url = broken.url("");
    let host = url.trim_start_matches("http://");
    let outcome = with(
        told(outcome, &server),
        &[("[BROKEN]", &url), ("[BROKEN_AT]", host)],
    );
    outcome.stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
error: go1.22.6 is not published for [PLATFORM]
  caused by: go1.22.6 is not there for [PLATFORM]
  caused by: could not get the archive from [SERVER]/dl/go1.22.6.[OS_ARCH].tar.gz
  caused by: [AT] does not have it (404)
  caused by: [BROKEN]/dl: [BROKEN_AT] is in trouble (503)

hint: gom available --all

"#]]);
    before.assert_unchanged();
}

#[test]
fn an_origin_that_lies_ends_the_search() {
    let (world, server) = shop(&["1.22.6"]);
    let host = Platform::host();
    let (honest, index) = {
        let dist = server.dist();
        (dist.release("1.22.6", &host).sha256(), dist.index(true))
    };
    let lie = index.replace(&honest, &"5".repeat(64));
    let liar = {
        let archive = server.dist().release("1.22.6", &host).archive.clone();
        Server::start(move |request| match request.path() {
            "/dl/" => Response::ok(lie.clone()),
            _ => Response::ok(archive.clone()).drip(1 << 20, Duration::ZERO),
        })
    };
    let before = Visible::of(&world);
    let list = format!("{},{}", liar.url("/dl"), server.site());
    let outcome = world
        .gom(["install", "1.22.6"])
        .env("GOM_ORIGINS", list)
        .fails(6);
    let outcome = with(
        told(outcome, &server),
        &[("[LIAR]", &liar.url("")), ("[SHA256]", &honest)],
    );
    outcome.stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
error: the sha256 of [LIAR]/dl/go1.22.6.[OS_ARCH].tar.gz is not the published one
  caused by: published: 5555555555555555555555555555555555555555555555555555555555555555
  caused by: downloaded: [SHA256]

hint: try again; if it stays so, somebody changes what you download: gom install --origin URL

"#]]);
    before.assert_unchanged();
    assert_eq!(
        server.server().count_of(&archive_path("1.22.6")),
        0,
        "nobody else is asked"
    );
}

//! A server of releases: `/dl/` is a site like go.dev/dl, `/proxy/` a GOPROXY, `/sumdb/` the log.

use std::sync::{Arc, Mutex, MutexGuard};

use super::dist::Dist;
use super::server::{Request, Response, Server};

type Change = Box<dyn Fn(&Request, Response) -> Response + Send + Sync>;

/// Something wrong with some answers.
struct Fault {
    /// Part of the path of the requests it befalls.
    part: String,
    /// How many more of them; `None` is all.
    left: Option<usize>,
    change: Change,
}

/// The server; honest until told otherwise.
pub(crate) struct DistServer {
    server: Server,
    dist: Arc<Mutex<Dist>>,
    faults: Arc<Mutex<Vec<Fault>>>,
}

impl DistServer {
    /// Serves `dist` on loopback.
    pub(crate) fn start(dist: Dist) -> Self {
        let dist = Arc::new(Mutex::new(dist));
        let faults = Arc::<Mutex<Vec<Fault>>>::default();
        let (served, troubles) = (Arc::clone(&dist), Arc::clone(&faults));
        let server = Server::start(move |request| {
            let honest = answer(&served.lock().unwrap(), request);
            let mut faults = troubles.lock().unwrap();
            let hit = faults
                .iter_mut()
                .find(|fault| fault.left != Some(0) && request.path().contains(&fault.part));
            match hit {
                Some(fault) => {
                    fault.left = fault.left.map(|left| left - 1);
                    (fault.change)(request, honest)
                }
                None => honest,
            }
        });
        Self {
            server,
            dist,
            faults,
        }
    }

    /// What it serves; the log can be told to lie here.
    pub(crate) fn dist(&self) -> MutexGuard<'_, Dist> {
        self.dist.lock().unwrap()
    }

    /// From now on, every answer to a path that contains `part` is what `change` makes of the
    /// honest one. Faults set earlier come first.
    pub(crate) fn fault(
        &self,
        part: &str,
        change: impl Fn(&Request, Response) -> Response + Send + Sync + 'static,
    ) {
        self.add(part, None, Box::new(change));
    }

    /// The same for the next `times` such requests.
    pub(crate) fn fault_times(
        &self,
        times: usize,
        part: &str,
        change: impl Fn(&Request, Response) -> Response + Send + Sync + 'static,
    ) {
        self.add(part, Some(times), Box::new(change));
    }

    fn add(&self, part: &str, left: Option<usize>, change: Change) {
        let part = part.to_owned();
        self.faults
            .lock()
            .unwrap()
            .push(Fault { part, left, change });
    }

    /// Honest again.
    pub(crate) fn mend(&self) {
        self.faults.lock().unwrap().clear();
    }

    /// The site: `GOM_ORIGINS` or `origins` takes this.
    pub(crate) fn site(&self) -> String {
        self.server.url("/dl")
    }

    /// The module proxy: `GOPROXY` takes this.
    pub(crate) fn proxy(&self) -> String {
        self.server.url("/proxy")
    }

    /// What `GOSUMDB` takes: the log's name and its URL.
    pub(crate) fn gosumdb(&self) -> String {
        format!("{} {}", self.dist().log.name(), self.server.url("/sumdb"))
    }

    /// What the settings of a world say to use this server: the site, and the key of its log.
    pub(crate) fn settings(&self) -> String {
        let vkey = self.dist().log.vkey();
        format!("origins = [{:?}]\nsumdb_key = {vkey:?}\n", self.site())
    }

    /// The server beneath: its requests, its port.
    pub(crate) fn server(&self) -> &Server {
        &self.server
    }

    /// The paths asked for so far, with their queries, in order.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.server
            .requests()
            .into_iter()
            .map(|request| request.target)
            .collect()
    }
}

/// The honest answer.
fn answer(dist: &Dist, request: &Request) -> Response {
    let path = request.path();
    let query = request
        .target
        .split_once('?')
        .map_or("", |(_, query)| query);
    let has = |pair: &str| query.split('&').any(|other| other == pair);
    let bytes = |found: Option<Vec<u8>>| found.map_or_else(missing, Response::ok);
    if let Some(file) = path.strip_prefix("/dl") {
        return match file.trim_start_matches('/') {
            "" if has("mode=json") => Response::ok(dist.index(has("include=all")))
                .header("Content-Type", "application/json"),
            // A page for people, with 200, is what go.dev has in these places.
            "" => Response::html(),
            file if file.ends_with(".sha256") => Response::html(),
            file => match file.strip_prefix("mod/") {
                Some(path) => bytes(dist.module_file(path)),
                None => dist.archive(file).map_or_else(missing, |release| {
                    let etag = format!("{:?}", release.sha256());
                    Response::ok(release.archive.clone()).ranges(request, &etag)
                }),
            },
        };
    }
    let log = format!("/proxy/sumdb/{}/", dist.log.name());
    if let Some(path) = path
        .strip_prefix(&log)
        .or_else(|| path.strip_prefix("/sumdb/"))
    {
        return bytes(dist.log.get(path));
    }
    path.strip_prefix("/proxy/").map_or_else(missing, |path| {
        dist.module_file(path).map_or_else(missing, |file| {
            Response::ok(file).ranges(request, "\"module\"")
        })
    })
}

fn missing() -> Response {
    Response::status(404).body("not found\n")
}

//! `gom install`: toolchains fetched, proved and made visible.

use gom_shim::gover::Gover;
use gom_shim::platform::Platform;
use gom_shim::request::Request;
use gom_shim::version::Version;
use gom_shim::{Error, Kind, Result, escape};
use serde_json::{Value, json};

use crate::gom::Gom;
use crate::install::{self, Done, Order};
use crate::outcome::Outcome;
use crate::releases::{self, Releases};
use crate::scratch::Scratch;
use crate::shims::Shims;
use crate::supply::Supply;
use crate::{default_choice, interrupt, owner, size, wanted};

/// Install Go toolchains, each proved before it is visible
///
/// Each is fetched, compared with Go's checksum database, and only then visible.
///
/// Requests are versions (1.22.6, 1.23rc1), lines (1.22: its newest patch), stable, oldstable,
/// rc, ranges ('>=1.21, <1.23') or go.mod. None named: what this project asks for; outside a
/// project, stable.
#[derive(clap::Args, Clone, Debug)]
pub struct Args {
    /// What to install
    requests: Vec<String>,
    /// Make the first one the default
    #[arg(long)]
    default: bool,
    /// The newest patch of every installed line, or of the lines named
    #[arg(long)]
    upgrade: bool,
    /// The very minimum that go.mod asks for, such as 1.22.0, not its line's newest patch
    #[arg(long, conflicts_with_all = ["requests", "upgrade"])]
    minimum: bool,
    /// Also api, doc, misc and test; needs an archive from Go's own site
    #[arg(long)]
    full: bool,
    /// For another platform: os/arch
    #[arg(long, value_name = "OS/ARCH")]
    platform: Option<String>,
    /// From this origin only: a site like go.dev/dl, 'goproxy', a directory, an archive
    #[arg(long, value_name = "URL|PATH")]
    origin: Option<String>,
    /// Refuse what is older than the floor; for requests of a project that nobody trusted
    #[arg(long, hide = true)]
    above_floor: bool,
    /// Refuse what is proved by an index alone; what shims use
    #[arg(long, hide = true)]
    proved_by_log: bool,
}

/// Installs everything that was asked for; one failure does not keep the others.
///
/// # Errors
/// The first failure; all of them have been shown.
pub fn run(gom: &Gom, args: &Args) -> Result<()> {
    interrupt::watch(&gom.printer);
    // A run may have been killed after its toolchain was there: then nothing is installed below.
    if owner::check(gom.layout.home()).is_ok() {
        Scratch::sweep(&gom.layout, None);
    }
    let platform = platform(gom, args.platform.as_deref())?;
    let requests = wanted::requests(gom, &args.requests, args.minimum, args.upgrade)?;
    let supply = Supply::new(gom, args.origin.as_deref())?;
    let outcomes = std::thread::scope(|scope| {
        // cmd/go chooses among the names in switch/ when a command needs a newer Go, so they
        // should be all there are. The list is fetched beside the toolchains, and its failure
        // only makes that choice smaller.
        let only_exact = requests
            .iter()
            .all(|request| matches!(request, Request::Exact(_)));
        let wanted =
            only_exact && platform == gom.host && !Releases::remembered_is_fresh(&gom.layout);
        let listing = wanted.then(|| scope.spawn(|| Releases::fetch(gom, &supply, &gom.host)));
        let outcomes = all(gom, args, &supply, &requests, &platform);
        if let Some(listing) = listing {
            let _ = listing.join();
        }
        outcomes
    });
    let mut around = Ok(());
    if platform == gom.host && outcomes.iter().any(|outcome| outcome.result.is_ok()) {
        // What is installed is told even where something around it fails.
        around =
            place_shims(gom, &outcomes).and(default_choice::choose(gom, args.default, &outcomes));
    }
    if gom.printer.json() {
        let toolchains: Vec<Value> = outcomes
            .iter()
            .map(|outcome| outcome.to_json(gom, &platform))
            .collect();
        gom.printer
            .object(&json!({"schema": 1, "toolchains": toolchains}));
    }
    match outcomes
        .into_iter()
        .find_map(|outcome| outcome.result.err())
    {
        // Shown above, in the words and the place of its own installation.
        Some(error) => Err(Error::new(
            Kind::Child(error.kind.exit_code()),
            String::new(),
        )),
        None => around,
    }
}

/// `gom update`: what was named, or with nothing named the same as `--upgrade`.
///
/// # Errors
/// As [`run`].
pub fn update(gom: &Gom, args: &Args) -> Result<()> {
    let upgrade = args.upgrade || args.requests.is_empty();
    run(
        gom,
        &Args {
            upgrade,
            ..args.clone()
        },
    )
}

/// Every request in turn; errors are shown as they come.
fn all(
    gom: &Gom,
    args: &Args,
    supply: &Supply,
    requests: &[Request],
    platform: &Platform,
) -> Vec<Outcome> {
    // A range of a project file says only here how old a Go it means.
    let above_floor =
        args.above_floor || args.requests.is_empty() && matches!(requests, [Request::Range(_)]);
    let mut listed: Option<Releases> = None;
    let mut outcomes: Vec<Outcome> = Vec::new();
    for request in requests {
        let version = resolve_version(gom, supply, request, platform, &mut listed);
        let shown = version.as_ref().ok().cloned();
        let result = version.and_then(|version| {
            if above_floor {
                floor(gom, &version)?;
            }
            let order = Order {
                version,
                platform: platform.clone(),
                full: args.full,
                only_by_log: args.proved_by_log,
            };
            one(gom, supply, &order, listed.as_ref())
        });
        if let Err(error) = &result
            && !gom.printer.json()
        {
            gom.printer.error(error);
        }
        outcomes.push(Outcome {
            request: request.to_string(),
            version: shown,
            result,
        });
    }
    outcomes
}

/// Refuses a Go that a project file may not ask for without trust.
fn floor(gom: &Gom, version: &Version) -> Result<()> {
    let floor = gom.config()?.text("floor").unwrap_or_default();
    if Some(version.gover()) >= Gover::parse(&floor).as_ref() {
        return Ok(());
    }
    let what = format!(
        "the project asks for {}, older than {floor}",
        version.go_name()
    );
    Err(Error::new(Kind::NotTrusted, what).hint(format!("if you want it: gom install {version}")))
}

/// The platform of `--platform`, or the machine's.
///
/// # Errors
/// `Usage` for a text that is none.
pub(super) fn platform(gom: &Gom, text: Option<&str>) -> Result<Platform> {
    let Some(text) = text else {
        return Ok(gom.host.clone());
    };
    Platform::parse(text).ok_or_else(|| {
        Error::new(
            Kind::Usage,
            format!("'{}' is not a platform", escape::excerpt(text, 60)),
        )
        .hint("os/arch in Go's words, such as linux/arm64")
    })
}

/// The exact version a request means; an exact one is asked for though no list has it.
fn resolve_version(
    gom: &Gom,
    supply: &Supply,
    request: &Request,
    platform: &Platform,
    listed: &mut Option<Releases>,
) -> Result<Version> {
    if let Request::Exact(version) = request {
        return Ok(version.clone());
    }
    if listed.is_none() {
        *listed = Some(Releases::fetch(gom, supply, platform)?);
    }
    match listed {
        Some(listed) => listed.newest(request),
        None => Err(Error::new(Kind::Failure, "no list of releases")),
    }
}

/// Installs one, and says in one line what came of it.
fn one(gom: &Gom, supply: &Supply, order: &Order, listed: Option<&Releases>) -> Result<Done> {
    let name = order.version.go_name();
    if let Some(receipt) = install::present(gom, order)? {
        gom.printer
            .talk(format_args!("{name} is installed already"));
        return Ok(Done {
            receipt,
            installed: false,
            failed: Vec::new(),
            files: 0,
            seconds: 0.0,
        });
    }
    if !gom.printer.progress() {
        gom.printer
            .talk(format_args!("installing {name} for {}", order.platform));
    }
    let done = install::install(gom, supply, order).map_err(|error| match error.kind {
        Kind::NoVersion => {
            // The list that is fetched beside this may not be there yet.
            let known = listed
                .cloned()
                .or_else(|| Releases::fetch(gom, supply, &order.platform).ok());
            releases::not_released(&order.version, &order.platform, known.as_ref(), error)
        }
        _ => error,
    })?;
    for failed in &done.failed {
        gom.printer.note(format_args!(
            "{} did not serve it: {}",
            failed.label,
            failed.reason()
        ));
    }
    if !done.installed {
        gom.printer
            .talk(format_args!("{name} was installed by another process"));
        return Ok(done);
    }
    let proved = match &done.receipt.log {
        Some(proof) => format!("proved by {} (record {})", supply.key.name(), proof.id),
        None => {
            "its sha256 is the one Go's own site publishes; the log has no record of it".to_owned()
        }
    };
    let own_key = if supply.key.vkey() == crate::sumdb::Key::golang().vkey() {
        ""
    } else {
        ", under the key of your settings"
    };
    let bytes = size::human(done.receipt.bytes);
    let mark = gom.printer.paint("installed", "32");
    gom.printer.talk(format_args!(
        "{mark} {name} from {} in {:.1} s: {bytes}, {proved}{own_key}",
        done.receipt.origin, done.seconds
    ));
    let root = gom.layout.toolchain(&order.version, &order.platform);
    if order.has_wasm_runner() && !root.join("misc/wasm").is_dir() {
        gom.printer.note(format_args!(
            "{name} comes without misc/wasm, which runs wasm programs: only an archive from Go's own site has it"
        ));
    }
    Ok(done)
}

/// Shims for what is new, and names for cmd/go's own switching.
fn place_shims(gom: &Gom, outcomes: &[Outcome]) -> Result<()> {
    let shims = Shims::new(&gom.layout);
    shims.ensure_programs(&gom.vars)?;
    for outcome in outcomes {
        if let (Ok(_), Some(version)) = (&outcome.result, &outcome.version) {
            shims.versioned(version)?;
        }
    }
    let mut known = gom_shim::toolchain::installed_versions(&gom.layout, &gom.host);
    known.extend(
        Releases::remembered(&gom.layout)
            .into_iter()
            .flat_map(|listed| listed.versions),
    );
    known.sort();
    known.dedup();
    shims.switch(&known)?;
    shims.runners()
}

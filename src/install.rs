//! Installing one toolchain: lock, stage, download, unpack, prove, sync, publish by one rename.
//!
//! Nothing is visible until it is whole and proved, and whatever fails leaves nothing behind.

use std::time::Instant;

use gom_shim::layout::{Layout, RECEIPT_FILE};
use gom_shim::platform::Platform;
use gom_shim::version::Version;
use gom_shim::{Error, Kind, Result, escape, quote};

use crate::fetch::{self, Fetched};
use crate::gom::{Gom, Level};
use crate::lock::Lock;
use crate::origin::{Failed, Served};
use crate::progress::Progress;
use crate::receipt::Receipt;
use crate::scratch::Scratch;
use crate::sumdb::Transport;
use crate::supply::Supply;
use crate::verdict::{self, Verdict};
use crate::{dirhash, interrupt, module, publish, sumdb, time, write};

/// What to install.
#[derive(Clone, Debug)]
pub struct Order {
    /// The release.
    pub version: Version,
    /// Its platform.
    pub platform: Platform,
    /// Also `api doc misc test`.
    pub full: bool,
    /// Refuse what only an index vouches for.
    pub only_by_log: bool,
}

/// What came of it.
#[derive(Debug)]
pub struct Done {
    /// The receipt of the toolchain that is there now.
    pub receipt: Receipt,
    /// False where it was there before, or another process was first.
    pub installed: bool,
    /// Origins that were asked in vain before one served.
    pub failed: Vec<Failed>,
    /// Files written.
    pub files: u64,
    /// Seconds it took.
    pub seconds: f64,
}

impl Order {
    /// `go1.22.6-linux-amd64`.
    #[must_use]
    pub fn name(&self) -> String {
        Layout::toolchain_name(&self.version, &self.platform)
    }

    /// True for Go 1.11 to 1.23, which keep the script that runs wasm programs in `misc/wasm`;
    /// later ones have it in `lib/wasm`, which the log covers.
    #[must_use]
    pub fn has_wasm_runner(&self) -> bool {
        let minor: u32 = self.version.gover().line().1.parse().unwrap_or(u32::MAX);
        (11..=23).contains(&minor)
    }
}

/// The receipt of what is installed already; `None` where it has to be installed.
///
/// # Errors
/// `FileSystem` where something that is not gom's stands at the place.
pub fn present(gom: &Gom, order: &Order) -> Result<Option<Receipt>> {
    let root = gom.layout.toolchain(&order.version, &order.platform);
    let Ok(metadata) = root.symlink_metadata() else {
        return Ok(None);
    };
    if !metadata.is_dir() {
        let what = if metadata.is_symlink() {
            "a link"
        } else {
            "a file"
        };
        return Err(Error::new(
            Kind::FileSystem,
            format!("{} is {what} that gom did not make", escape::path(&root)),
        )
        .hint(format!("rm {}", quote::path(&root))));
    }
    let go = root
        .join("bin")
        .join(format!("go{}", order.platform.exe_suffix()));
    let receipt =
        Receipt::load(&root).filter(|receipt| receipt.name == order.name() && go.is_file());
    Ok(receipt.filter(|receipt| receipt.full || !order.full))
}

/// Installs one toolchain, or adopts the one that another process installed meanwhile.
///
/// # Errors
/// `Network` where nobody serves it, `NoVersion` where it does not exist, `Integrity` where
/// something is not what it should be, `FileSystem`.
pub fn install(gom: &Gom, supply: &Supply, order: &Order) -> Result<Done> {
    let start = Instant::now();
    let name = order.name();
    interrupt::watch(&gom.printer);
    crate::owner::check(gom.layout.home())?;
    let _lock = Lock::toolchain(&gom.layout, &name, &gom.printer)?;
    if let Some(receipt) = present(gom, order)? {
        return Ok(Done {
            receipt,
            installed: false,
            failed: Vec::new(),
            files: 0,
            seconds: start.elapsed().as_secs_f64(),
        });
    }
    Scratch::sweep(&gom.layout, Some(&name));
    let scratch = Scratch::new(&gom.layout.staging(), &name)?;
    let progress = Progress::new(&gom.printer, &order.version.go_name());
    let result = stage(gom, supply, order, &scratch, &progress);
    progress.finish();
    let (
        Served {
            value: fetched,
            label,
            failed,
        },
        verdict,
    ) = result?;
    let receipt = receipt(order, &fetched, &label, &verdict);
    let json = serde_json::to_vec_pretty(&receipt).map_err(|error| {
        Error::new(Kind::Failure, "could not write the receipt").cause(error.to_string())
    })?;
    let staged = fetch::staged_root(&scratch);
    write::directory(&staged.join(".gom"))?;
    write::create(&staged.join(RECEIPT_FILE), &json)?;
    publish::publish(gom, order, &staged)?;
    Ok(Done {
        files: fetched.unpacked.files,
        receipt,
        installed: true,
        failed,
        seconds: start.elapsed().as_secs_f64(),
    })
}

/// Fetches and unpacks while the log is asked, and compares the two.
fn stage(
    gom: &Gom,
    supply: &Supply,
    order: &Order,
    scratch: &Scratch,
    progress: &Progress,
) -> Result<(Served<Fetched>, Verdict)> {
    let module_version = module::name(&order.version, &order.platform);
    std::thread::scope(|scope| {
        let lookup = scope.spawn(|| sumdb::prove(&supply.key, &supply.log, &module_version));
        let served = supply.origins.attempt(|origin| {
            gom.log(
                Level::Info,
                format_args!("asking {} for {}", origin.label(), order.name()),
            );
            fetch::fetch(origin, order, scratch, progress)
                .inspect_err(|failure| gom.log(Level::Info, &failure.error.message))
        });
        progress.say(&format!("{} proving", order.version.go_name()));
        // A panic there is a bug; it is passed on as the panic it is.
        let lookup = lookup
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let served = served?;
        gom.log(
            Level::Info,
            format_args!(
                "{} files written with {}; {} answers through {}",
                served.value.unpacked.files,
                served.value.unpacked.h1,
                supply.key.name(),
                supply.log.describe()
            ),
        );
        let verdict = verdict::judge(order, &served.value, lookup, supply.key.name())?;
        Ok((served, verdict))
    })
}

fn receipt(order: &Order, fetched: &Fetched, origin: &str, verdict: &Verdict) -> Receipt {
    Receipt {
        schema: 1,
        name: order.name(),
        version: order.version.to_string(),
        platform: order.platform.to_string(),
        proof: verdict.name().to_owned(),
        h1: fetched.unpacked.h1.clone(),
        log: verdict.proof().cloned(),
        archive_sha256: fetched.archive_sha256.map(|hash| dirhash::hex_text(&hash)),
        origin: origin.to_owned(),
        full: order.full,
        installed_at: time::now(),
        bytes: fetched.unpacked.bytes,
        gom: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

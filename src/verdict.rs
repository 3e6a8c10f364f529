//! Whether what was written is official: the log's word for it, or an authentic index's.

use gom_shim::{Error, Kind, Result};

use crate::fetch::Fetched;
use crate::install::Order;
use crate::module;
use crate::sumdb::{Lookup, Proof};

/// A proof that is good enough to publish a toolchain.
#[derive(Debug)]
pub enum Verdict {
    /// The files as written are those of the log's record.
    Log(Proof),
    /// The archive is the one that Go's own index lists; only below Go 1.21, where the log may have no record.
    Index,
}

impl Verdict {
    /// The word in receipts and JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Log(_) => "sumdb",
            Self::Index => "index",
        }
    }

    /// The log's proof.
    #[must_use]
    pub fn proof(&self) -> Option<&Proof> {
        match self {
            Self::Log(proof) => Some(proof),
            Self::Index => None,
        }
    }
}

/// Judges what was written by what the log answered.
///
/// # Errors
/// `Integrity` where the files differ from the record, or nothing vouches for them; the log's own
/// error where it could not be asked.
pub fn judge(
    order: &Order,
    fetched: &Fetched,
    lookup: Result<Lookup>,
    log: &str,
) -> Result<Verdict> {
    let name = order.version.go_name();
    let hint = format!(
        "gom install --origin URL {} tries another origin",
        order.version
    );
    match lookup.map_err(|error| unasked(error, &name, log))? {
        Lookup::Proved(proof) if proof.h1 == fetched.unpacked.h1 => Ok(Verdict::Log(proof)),
        Lookup::Proved(proof) => Err(Error::new(
            Kind::Integrity,
            format!("{name} as downloaded is not the official one"),
        )
        .cause(format!("{log} records {}", proof.h1))
        .cause(format!("the downloaded files have {}", fetched.unpacked.h1))
        .hint(hint)),
        Lookup::Absent(_)
            if !order.version.is_logged_line() && fetched.authentic && !order.only_by_log =>
        {
            Ok(Verdict::Index)
        }
        Lookup::Absent(why) => {
            let error = Error::new(
                Kind::Integrity,
                format!("{name} cannot be proved: {log} has no record of it"),
            )
            .cause(format!(
                "{}: {why}",
                module::name(&order.version, &order.platform)
            ));
            Err(if order.version.is_logged_line() {
                error
            } else {
                error.cause("and no authentic index lists its archive")
            }
            .hint(hint))
        }
    }
}

/// The log could not be asked, which is no proof against the bytes, and none for them.
fn unasked(error: Error, name: &str, log: &str) -> Error {
    let version = name.trim_start_matches("go");
    if error.kind == Kind::Integrity {
        return error.hint(format!(
            "try again; if it stays so, somebody changes what you are told: GOSUMDB=sum.golang.google.cn gom install {version}"
        ));
    }
    let mut told = Error::new(
        error.kind,
        format!("{name} cannot be proved: {log} could not be asked"),
    );
    told.causes = std::iter::once(error.message).chain(error.causes).collect();
    told.hint(error.hint.unwrap_or_else(|| {
        format!(
            "try again, or ask a mirror of the log: GOSUMDB=sum.golang.google.cn gom install {version}"
        )
    }))
}

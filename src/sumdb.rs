//! The proof that a toolchain's `h1:` is in the checksum database.
//!
//! Tiles are untrusted sources of sibling hashes: the audit path is built from them, the root
//! recomputed from the record up, and only the signed head decides (facts: RFC 6962 §2.1.1).

mod head;
mod key;
mod note;
mod proof;
mod record;
mod tile;
pub mod transport;
pub mod tree;

use gom_shim::{Error, Kind, Result, escape};

pub use head::Head;
pub use key::Key;
pub use proof::Proof;

/// An answer to a lookup is never longer, in bytes.
pub const MAX_LOOKUP: usize = 64 << 10;

/// Why HTML came instead of data, most likely.
const HTML: &str = "it is an HTML page: a captive portal or a proxy's login?";

/// What a database answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The content.
    Body(Vec<u8>),
    /// It has no such thing, with the reason such as `404 Not Found`.
    Absent(String),
}

/// A way to a checksum database: direct, or through a module proxy. It need not be trusted.
pub trait Transport: Send + Sync {
    /// Fetches `lookup/…` or `tile/…` below the database's address; no leading slash.
    ///
    /// # Errors
    /// Where nobody answered, or not with one of the two [`Answer`]s.
    fn get(&self, path: &str) -> Result<Answer>;

    /// Who answers, for messages: an address without secrets.
    fn describe(&self) -> String;
}

/// What the database has to say about a module version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// It has a record, and this is the proof.
    Proved(Proof),
    /// It says that it has none, with the reason. That is a claim of an untrusted server.
    Absent(String),
}

/// Looks up `module_version` (`golang.org/toolchain@v0.0.1-go1.25.0.linux-amd64`), builds the
/// proof from tiles, and checks it under `key`.
///
/// # Errors
/// [`Kind::Integrity`] for whatever is malformed, forged or wrongly signed; the transport's own.
pub fn prove(key: &Key, transport: &dyn Transport, module_version: &str) -> Result<Lookup> {
    let body = match transport.get(&format!("lookup/{}", escaped(module_version)))? {
        Answer::Body(body) => body,
        Answer::Absent(why) => return Ok(Lookup::Absent(why)),
    };
    let from = |error: Error| match error.kind {
        Kind::Integrity => error.cause(format!(
            "{} answered so for {module_version}",
            transport.describe()
        )),
        _ => error,
    };
    let proof = parse(&body, key, module_version).map_err(from)?;
    let mut tiles = tile::Tiles::new(transport, proof.size);
    let path = tree::audit_ranges(proof.id, proof.size)
        .into_iter()
        .map(|(first, end)| tiles.subtree(first, end))
        .collect::<Result<_>>()
        .map_err(from)?;
    let proof = Proof { path, ..proof };
    proof.check(key, module_version).map_err(from)?;
    Ok(Lookup::Proved(proof))
}

/// The proof as far as the lookup's answer goes: everything but the audit path.
fn parse(body: &[u8], key: &Key, module_version: &str) -> Result<Proof> {
    let malformed = |why: &str| {
        let error = refused(format!(
            "the answer about {module_version} is no record of the checksum database"
        ));
        error.cause(why)
    };
    if body.len() > MAX_LOOKUP {
        return Err(malformed("it is longer than 64 KiB"));
    }
    if looks_like_html(body) {
        return Err(malformed(HTML));
    }
    let text = std::str::from_utf8(body).map_err(|_| malformed("it is not UTF-8"))?;
    let excerpt = || format!("actual: '{}'", escape::excerpt(text, 300));
    let (id, rest) = text.split_once('\n').unwrap_or((text, ""));
    let id = head::decimal(id)
        .ok_or_else(|| malformed("its first line is no record number").cause(excerpt()))?;
    let (record, note) = rest
        .split_once("\n\n")
        .ok_or_else(|| malformed("no tree head follows the record").cause(excerpt()))?;
    let record = format!("{record}\n");
    let h1 = record::h1(&record, module_version)?.to_owned();
    let size = Head::open(key, note)?.size;
    if id >= size {
        return Err(refused(format!(
            "record {id} lies outside the signed tree of {size} records"
        )));
    }
    Ok(Proof {
        key: key.vkey(),
        h1,
        id,
        record,
        size,
        note: note.to_owned(),
        path: Vec::new(),
    })
}

/// Go's escaping of module versions in addresses: a capital letter is `!` and the small one
/// (golang.org/x/mod/module). No toolchain has capitals so far.
fn escaped(module_version: &str) -> String {
    let mut out = String::with_capacity(module_version.len());
    for c in module_version.chars() {
        if c.is_ascii_uppercase() {
            out.push('!');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// True where a body starts as an HTML page does.
fn looks_like_html(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

/// An error of [`Kind::Integrity`].
fn refused(message: impl Into<String>) -> Error {
    Error::new(Kind::Integrity, message)
}

//! Editing the user's `config.toml`, comments and order kept.

use gom_shim::config::Config;
use gom_shim::layout::Layout;
use gom_shim::{Error, Kind, Result, escape, nearest, quote, setting_key, toml_place};
use toml_edit::{Array, DocumentMut, Item, value};

use crate::gom::Gom;
use crate::lock::Lock;
use crate::write;

/// Sets a key, or removes it where `text` is `None`.
///
/// # Errors
/// `Usage` for an unknown key or value, `NotTrusted` where the site enforces another, `Config`
/// for a file that is not TOML, `FileSystem`.
pub fn set(gom: &Gom, name: &str, text: Option<&str>) -> Result<()> {
    let known = setting_key::key(name).ok_or_else(|| unknown(name))?;
    if let Some(text) = text
        && !known.values.is_empty()
        && !known.values.contains(&text)
    {
        return Err(Error::new(
            Kind::Usage,
            format!("{name} cannot be '{}'", escape::excerpt(text, 60)),
        )
        .hint(format!("one of: {}", known.values.join(", "))));
    }
    if let Ok(config) = gom.config()
        && let Some(place) = config.enforced(name)
    {
        return Err(Error::new(
            Kind::NotTrusted,
            format!("{name} is fixed by this site ({place})"),
        )
        .hint("ask who keeps that file"));
    }
    let _lock = Lock::home(&gom.layout, &gom.printer)?;
    let path = gom.layout.config_file();
    let old = gom_shim::read::file(&path)?
        .map(|bytes| gom_shim::read::text(&path, bytes))
        .transpose()?
        .unwrap_or_default();
    let mut document: DocumentMut = old.parse().map_err(|error: toml_edit::TomlError| {
        let (line, column) = toml_place::position(&old, error.span().map_or(0, |span| span.start));
        Error::new(
            Kind::Config,
            format!(
                "{}:{line}:{column}: {}",
                escape::path(&path),
                escape::excerpt(error.message(), 200)
            ),
        )
        .hint(format!("edit {}", quote::path(&path)))
    })?;
    match text {
        Some(text) => document[name] = item(name, text),
        None => {
            document.remove(name);
        }
    }
    write::replace(&path, document.to_string().as_bytes())
}

fn item(name: &str, text: &str) -> Item {
    if name == "origins" {
        return value(text.split(',').map(str::trim).collect::<Array>());
    }
    value(text)
}

/// The error for a setting that there is not, with the nearest one.
#[must_use]
pub fn unknown(name: &str) -> Error {
    let nearest = setting_key::KEYS
        .iter()
        .map(|key| key.name)
        .min_by_key(|known| nearest::distance(known, name))
        .unwrap_or_default();
    Error::new(
        Kind::Usage,
        format!("'{}' is not a setting", escape::excerpt(name, 60)),
    )
    .hint(format!(
        "the nearest one is {nearest}; all of them: gom config"
    ))
}

/// The value of `default` in the user's own file, which is what `gom default` changes.
#[must_use]
pub fn own_default(config: &Config) -> Option<String> {
    config.text("default")
}

/// Where the former default is remembered, for `gom default -`.
#[must_use]
pub fn former_default_file(layout: &Layout) -> std::path::PathBuf {
    layout.state().join("former-default")
}

//! Editing the user's `config.toml`, comments and order kept.

use gom_shim::config;
use gom_shim::layout::Layout;
use gom_shim::{Error, Kind, Result, escape, nearest, setting_key};
use toml_edit::{Array, Value};

use crate::gom::Gom;
use crate::lock::Lock;
use crate::owner;
use crate::toml_file::{self, TomlFile};

/// Sets a key, or removes it where `text` is `None`.
///
/// # Errors
/// `Usage` for an unknown key or value, `NotTrusted` where the site enforces another, `Config`
/// for a file that is not TOML, `FileSystem`.
pub fn set(gom: &Gom, name: &str, text: Option<&str>) -> Result<()> {
    if let Some(text) = text {
        let known = setting_key::key(name).ok_or_else(|| unknown(name))?;
        config::check(known, &[text.to_owned()]).map_err(|why| {
            Error::new(Kind::Usage, format!("{name} {why}"))
                .hint(format!("gom config --unset {name}"))
        })?;
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
    owner::check(gom.layout.config_dir())?;
    let _lock = Lock::home(&gom.layout, &gom.printer)?;
    let path = gom.layout.config_file();
    let mut file = TomlFile::read(&path)?;
    match text {
        Some(text) => toml_file::set(file.top(), name, item(name, text)),
        None => {
            file.top().remove(name);
        }
    }
    file.write()
}

fn item(name: &str, text: &str) -> Value {
    if name == "origins" {
        return text.split(',').map(str::trim).collect::<Array>().into();
    }
    text.into()
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
    .cause(format!("the nearest one is {nearest}"))
    .hint("gom config")
}

/// Where the former default is remembered, for `gom default -`.
#[must_use]
pub fn former_default_file(layout: &Layout) -> std::path::PathBuf {
    layout.state().join("former-default")
}

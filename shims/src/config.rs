//! Settings: the environment over the user's `config.toml` over the site's, and the site's `[enforce]` over all.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use crate::error::{Error, Kind, Result};
use crate::gover::Gover;
use crate::layout::Layout;
use crate::nearest::distance;
use crate::request::Request;
use crate::setting_key::{KEYS, Key, key};
use crate::toml_place::{bad, position, syntax_error};
use crate::vars::Vars;
use crate::{escape, quote, read};

/// Where a setting's value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Built in.
    BuiltIn,
    /// A variable.
    Environment(String),
    /// A line of the user's file.
    User(PathBuf, usize),
    /// A line of the site's file.
    Site(PathBuf, usize),
    /// A line of the site's `[enforce]`, which nothing overrides.
    Enforced(PathBuf, usize),
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::BuiltIn => write!(f, "built in"),
            Self::Environment(name) => write!(f, "{name}"),
            Self::User(path, line) | Self::Site(path, line) => {
                write!(f, "{}:{line}", escape::path(path))
            }
            Self::Enforced(path, line) => write!(f, "{}:{line}, enforced", escape::path(path)),
        }
    }
}

/// A setting's value: one text, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The values; one, save for lists.
    pub values: Vec<String>,
    /// Who said so.
    pub place: Place,
}

impl Setting {
    /// The value of a setting that is no list; a list joined by commas.
    #[must_use]
    pub fn text(&self) -> String {
        self.values.join(",")
    }
}

/// All settings, as found in files and environment.
#[derive(Clone, Debug, Default)]
pub struct Config {
    found: Vec<(&'static str, Setting)>,
}

impl Config {
    /// Reads the site's file, the user's file and the environment.
    ///
    /// # Errors
    /// `Config` for a file that cannot be parsed, an unknown key or a value that is not allowed,
    /// with file, line and column.
    pub fn load(vars: &Vars, layout: &Layout) -> Result<Self> {
        let mut config = Self::default();
        config.read_file(&Layout::site_config_file(vars), true)?;
        config.read_file(&layout.config_file(), false)?;
        for key in KEYS {
            let name = format!("GOM_{}", key.name.to_ascii_uppercase());
            // Which key is believed is a setting of the user or the site, written down, never inherited.
            if key.name == "sumdb_key" {
                continue;
            }
            if let Some(value) = vars.non_empty(&name) {
                let value = value
                    .to_str()
                    .ok_or_else(|| Error::new(Kind::Config, format!("{name} is not UTF-8")))?;
                let values = value.split(',').map(|part| part.trim().to_owned());
                let values = if key.name == "origins" {
                    values.collect()
                } else {
                    vec![value.to_owned()]
                };
                check(key, &values).map_err(|why| {
                    Error::new(Kind::Config, format!("{name} {why}")).hint(format!("unset {name}"))
                })?;
                config.found.push((
                    key.name,
                    Setting {
                        values,
                        place: Place::Environment(name),
                    },
                ));
            }
        }
        Ok(config)
    }

    fn read_file(&mut self, path: &Path, site: bool) -> Result<()> {
        let Some(bytes) = read::file(path)? else {
            return Ok(());
        };
        let text = read::text(path, bytes)?;
        let at = |span: &Range<usize>| position(&text, span.start);
        let table = DeTable::parse(&text).map_err(|error| syntax_error(path, &text, &error))?;
        for (name, value) in table.get_ref() {
            let place = at(&name.span());
            if site && name.get_ref() == "enforce" {
                let DeValue::Table(enforced) = value.get_ref() else {
                    return Err(bad(path, place, "[enforce] is not a table"));
                };
                for (name, value) in enforced {
                    let place = at(&name.span());
                    let (key, values) = entry(path, place, name.get_ref(), value.get_ref())?;
                    self.found.push((
                        key.name,
                        Setting {
                            values,
                            place: Place::Enforced(path.to_owned(), place.0),
                        },
                    ));
                }
                continue;
            }
            let (key, values) = entry(path, place, name.get_ref(), value.get_ref())?;
            let place = if site {
                Place::Site(path.to_owned(), place.0)
            } else {
                Place::User(path.to_owned(), place.0)
            };
            self.found.push((key.name, Setting { values, place }));
        }
        Ok(())
    }

    /// The setting that counts for `name`; the built-in one where nobody set it.
    #[must_use]
    pub fn setting(&self, name: &str) -> Setting {
        let rank = |place: &Place| match place {
            Place::BuiltIn => 0,
            Place::Site(..) => 1,
            Place::User(..) => 2,
            Place::Environment(_) => 3,
            Place::Enforced(..) => 4,
        };
        let found = self
            .found
            .iter()
            .filter(|(key, _)| *key == name)
            .max_by_key(|(_, setting)| rank(&setting.place));
        found.map_or_else(
            || Setting {
                values: vec![key(name).map_or("", |key| key.default).to_owned()],
                place: Place::BuiltIn,
            },
            |(_, setting)| setting.clone(),
        )
    }

    /// The value of a setting, `None` where it is empty.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        Some(self.setting(name).text()).filter(|text| !text.is_empty())
    }

    /// True where a yes-or-no setting is on.
    #[must_use]
    pub fn is_on(&self, name: &str) -> bool {
        matches!(self.setting(name).text().as_str(), "true" | "1")
    }

    /// The line of the site's `[enforce]` that fixes a setting, if one does.
    #[must_use]
    pub fn enforced(&self, name: &str) -> Option<Place> {
        Some(self.setting(name).place).filter(|place| matches!(place, Place::Enforced(..)))
    }
}

/// One `key = value` of a file.
fn entry(
    path: &Path,
    place: (usize, usize),
    name: &str,
    value: &DeValue<'_>,
) -> Result<(&'static Key, Vec<String>)> {
    let key = key(name).ok_or_else(|| {
        let error = bad(
            path,
            place,
            &format!("'{}' is not a setting", escape::excerpt(name, 60)),
        );
        let nearest = KEYS
            .iter()
            .map(|key| key.name)
            .min_by_key(|known| distance(known, name))
            .unwrap_or_default();
        error
            .cause(format!("the nearest one is '{nearest}'"))
            .hint(format!("gom config --unset {}", quote::word(name)))
    })?;
    let values = match value {
        DeValue::String(text) => vec![text.to_string()],
        DeValue::Boolean(flag) => vec![flag.to_string()],
        DeValue::Array(items) if key.name == "origins" => items
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::String(text) => Ok(text.to_string()),
                _ => Err(bad(path, place, "origins is a list of texts")),
            })
            .collect::<Result<_>>()?,
        _ => return Err(bad(path, place, &format!("{} is not a text", key.name))),
    };
    check(key, &values).map_err(|why| bad(path, place, &format!("{} {why}", key.name)))?;
    Ok((key, values))
}

/// Refuses a value that the key does not allow.
///
/// # Errors
/// What is wrong with it, as the end of a sentence that starts with its name.
pub fn check(key: &Key, values: &[String]) -> std::result::Result<(), String> {
    let shown = |value: &str| escape::excerpt(value, 60);
    if let [value] = values {
        let is_request = matches!(key.name, "default" | "toolchain") && !value.is_empty();
        if is_request && Request::parse(value).is_err() {
            return Err(format!(
                "is '{}', which is no Go version or request",
                shown(value)
            ));
        }
        if key.name == "floor" && Gover::parse(value).is_none() {
            return Err(format!(
                "is '{}', which is no Go version such as 1.21",
                shown(value)
            ));
        }
    }
    match values
        .iter()
        .find(|value| !key.values.is_empty() && !key.values.contains(&value.as_str()))
    {
        Some(value) => Err(format!(
            "is '{}', not one of {}",
            escape::excerpt(value, 60),
            key.values.join(", ")
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(file: &str, env: &[(&str, &str)]) -> Result<Config> {
        let home = std::env::temp_dir().join(format!(
            "gom-config-{}-{:?}",
            std::process::id(),
            std::thread::current().id()
        ));
        std::fs::create_dir_all(&home).unwrap();
        std::fs::write(home.join("config.toml"), file).unwrap();
        let vars = Vars::new(
            env.iter()
                .map(|(k, v)| ((*k).into(), (*v).into()))
                .collect(),
            vec![],
            None,
        );
        let config = Config::load(&vars, &Layout::contained(home.clone()));
        std::fs::remove_dir_all(home).unwrap();
        config
    }

    #[test]
    fn the_environment_wins_over_the_file_over_the_built_in() {
        let config = load(
            "floor = \"1.20\"\norigins = [\"https://go.dev/dl\", \"goproxy\"]\n",
            &[("GOM_FLOOR", "1.19")],
        )
        .unwrap();
        assert_eq!(config.setting("floor").text(), "1.19");
        assert_eq!(
            config.setting("origins").values,
            ["https://go.dev/dl", "goproxy"]
        );
        assert_eq!(
            config.setting("gomod"),
            Setting {
                values: vec!["minimum".into()],
                place: Place::BuiltIn
            }
        );
    }

    #[test]
    fn mistakes_name_their_place() {
        for (file, message) in [
            ("x = 1\n\nfloor = [\n", ":"),
            (
                "floor = \"1.21\"\nflor = \"1\"\n",
                ":2:1: 'flor' is not a setting",
            ),
            (
                "gomod = \"strict\"",
                ":1:1: gomod is 'strict', not one of minimum, exact, ignore",
            ),
            ("floor = 1.21", ":1:1: floor is not a text"),
        ] {
            let error = load(file, &[]).unwrap_err();
            assert!(
                error.message.contains(message) && error.kind == Kind::Config,
                "{error}"
            );
        }
        assert!(
            load("", &[("GOM_GOMOD", "x")])
                .unwrap_err()
                .message
                .starts_with("GOM_GOMOD is 'x'")
        );
    }
}

//! What GOTOOLCHAIN in the environment means to gom: a pin, a minimum, or nothing.
//!
//! Grammar: `src/cmd/go/internal/toolchain/select.go`, `Select`.

use crate::error::{Error, Kind, Result};
use crate::escape;
use crate::gover::Gover;
use crate::request::Request;
use crate::vars::Vars;
use crate::version::Version;

/// A GOTOOLCHAIN that names a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `go1.22.6+auto`, `go1.22.6+path`.
    AtLeast(Version),
    /// `go1.22.6`, or a name with a suffix such as `go1.22.6-corp`, which only a link can be.
    Exact(Request),
}

/// Reads the variable; `None` for `auto`, `path`, `local` and for none, which do not touch gom's choice.
///
/// # Errors
/// `Config` for what cmd/go calls invalid.
pub fn read(vars: &Vars) -> Result<Option<Value>> {
    let Some(value) = vars.non_empty("GOTOOLCHAIN") else {
        return Ok(None);
    };
    let text = value.to_string_lossy();
    let invalid = |why: &str| {
        Err(Error::new(
            Kind::Config,
            format!("GOTOOLCHAIN is '{}', {why}", escape::excerpt(&text, 60)),
        )
        .hint("unset GOTOOLCHAIN"))
    };
    if text == "auto" || text == "path" {
        return Ok(None);
    }
    let (name, suffix) = match text.split_once('+') {
        Some((name, suffix)) => (name, Some(suffix)),
        None => (&*text, None),
    };
    if name != "local" && Gover::from_toolchain(name).is_none() {
        return invalid("which names no toolchain");
    }
    if suffix.is_some_and(|suffix| suffix != "auto" && suffix != "path") {
        return invalid("but the only suffixes are +auto and +path");
    }
    if name == "local" {
        return Ok(None);
    }
    match (Version::from_go_name(name), suffix) {
        (Some(version), None) => Ok(Some(Value::Exact(Request::Exact(version)))),
        (Some(version), Some(_)) => Ok(Some(Value::AtLeast(version))),
        (None, None) if name.contains('-') => Ok(Some(Value::Exact(Request::parse(name)?))),
        (None, Some(_)) if name.contains('-') => {
            match Gover::from_toolchain(name).and_then(Version::from_gover) {
                Some(version) => Ok(Some(Value::AtLeast(version))),
                None => invalid("which names no release"),
            }
        }
        // `go1.22` is a language version; `go1.20.0` was never released under that name.
        _ => invalid("which is not the name of a release, such as go1.22.6"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        for (text, expected) in [
            ("", "None"),
            ("auto", "None"),
            ("path", "None"),
            ("local", "None"),
            ("local+auto", "None"),
            ("local+path", "None"),
            ("go1.22.6", "Exact 1.22.6"),
            ("go1.20", "Exact go1.20"),
            ("go1.22.6+auto", "AtLeast 1.22.6"),
            ("go1.22.6+path", "AtLeast 1.22.6"),
            ("go1.22.6-corp", "Exact go1.22.6-corp"),
            ("go1.22.6-corp+auto", "AtLeast 1.22.6"),
            ("asdf", "error"),
            ("1.22.6", "error"),
            ("go1.22.6+x", "error"),
            ("go1.22.6+", "error"),
            ("local+x", "error"),
            ("go1.22", "error"),
            ("go1.20.0", "error"),
            ("go1.2.3/x", "error"),
            ("auto+auto", "error"),
        ] {
            let vars = Vars::new(vec![("GOTOOLCHAIN".into(), text.into())], vec![], None);
            let found = match read(&vars) {
                Ok(None) => "None".to_owned(),
                Ok(Some(Value::Exact(request))) => format!("Exact {request}"),
                Ok(Some(Value::AtLeast(version))) => format!("AtLeast {version}"),
                Err(_) => "error".to_owned(),
            };
            assert_eq!(found, expected, "{text}");
        }
    }
}

//! What a pin asks for that waits for trust: an old Go, the system's, a linked one.

use gom_shim::floor::{floor, is_below_floor};
use gom_shim::request::Request;
use gom_shim::resolve::Context;
use gom_shim::version_file::Pin;
use gom_shim::{Result, answer};

/// The same judgement as the resolver's, in words: `go1.18, older than 1.21`; `None` for a pin
/// that needs no trust.
///
/// # Errors
/// `Config` for a floor that is no version.
pub fn needs_trust(context: Context<'_>, pin: &Pin) -> Result<Option<String>> {
    let floor = floor(context)?;
    let oldest = context.config.text("floor").unwrap_or_default();
    let request = &pin.request;
    Ok(match request {
        Request::System => Some("the system's own Go".to_owned()),
        Request::Linked(name) => Some(format!("the linked toolchain '{name}'")),
        Request::GoMod => None,
        _ if is_below_floor(request, &floor) => {
            let version = request.to_string();
            let version = version.trim_start_matches("go");
            Some(format!("go{version}, older than {oldest}"))
        }
        // What a range means depends on what is there.
        _ => answer::installed(context, request, &pin.source)
            .unwrap_or_default()
            .and_then(|toolchain| toolchain.version)
            .filter(|version| *version.gover() < floor)
            .map(|version| format!("{}, older than {oldest}", version.go_name())),
    })
}

//! The hook of Nushell, which takes no program's output for commands: the whole of it is written
//! down.

use std::process::{Command, Stdio};

use gom_shim::layout::Layout;

use super::files::StartFile;
use crate::gom::Gom;

/// The hook, as `gom init nu` prints it. `None` where no file wants it, or gom has none.
#[must_use]
pub fn text(gom: &Gom, files: &[StartFile], dry_run: bool) -> Option<String> {
    let wants = |file: &StartFile| file.blocks.iter().any(|(.., content)| content.is_nu_hook());
    if !files.iter().any(wants) {
        return None;
    }
    let placed = Layout::shim(&gom.layout.bin(), "gom");
    let program = if dry_run {
        gom.vars.exe.clone()?
    } else {
        placed
    };
    let output = Command::new(program)
        .args(["init", "nu"])
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.is_empty()).then_some(text)
}

//! What every command starts from: made once in `main`, passed first everywhere.

use gom_shim::layout::Layout;
use gom_shim::platform::Platform;
use gom_shim::vars::Vars;

use crate::ui::Printer;

/// The surroundings of a command.
#[derive(Debug)]
pub struct Gom {
    /// Environment, arguments, directory.
    pub vars: Vars,
    /// Every path.
    pub layout: Layout,
    /// The machine's platform.
    pub host: Platform,
    /// All output.
    pub printer: Printer,
}

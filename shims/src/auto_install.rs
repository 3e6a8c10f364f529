//! Installing what is missing before running it, where a person is there to see it (design §5).

use std::io::IsTerminal;

use crate::config::Config;
use crate::invocation::Invocation;
use crate::layout::Layout;
use crate::request::Request;
use crate::source::Source;
use crate::vars::Vars;

/// Commands that only look: they never start a download.
const ONLY_LOOK: &[&str] = &["version", "env", "list", "help", "doc", "fmt", "tool"];

/// True where this call may install: always or never as configured; by default only with a
/// person at the terminal, outside CI, and for a command that does something.
#[must_use]
pub fn is_allowed(config: &Config, vars: &Vars, invocation: &Invocation) -> bool {
    match config.setting("auto_install").text().as_str() {
        "always" => !config.is_on("offline"),
        "never" => false,
        _ => {
            let looks = invocation.tool == "gofmt"
                || invocation
                    .command_name()
                    .is_none_or(|command| ONLY_LOOK.contains(&command));
            let attended = std::io::stdin().is_terminal()
                && std::io::stderr().is_terminal()
                && vars.non_empty("CI").is_none();
            attended && !looks && !config.is_on("offline")
        }
    }
}

/// Runs `gom install` for a request. True where it ended well; its errors have been shown.
#[must_use]
pub fn run(layout: &Layout, request: &Request, source: &Source) -> bool {
    let gom = Layout::shim(&layout.bin(), "gom");
    let mut command = std::process::Command::new(gom);
    // Standard output belongs to the tool that runs afterwards.
    command.args(["install", "--proved-by-log"]);
    if matches!(request, Request::Range(_)) && source.kind.is_project_file() {
        // Only the list of releases tells how old a Go a range means.
        command.arg("--above-floor");
    }
    command.arg(request.to_string());
    command.stdout(std::io::stderr());
    command.status().is_ok_and(|status| status.success())
}

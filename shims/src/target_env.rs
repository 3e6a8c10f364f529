//! The environment of a target: which calls of go see it, and what they see (design §6).

use std::ffi::OsString;

use crate::error::{Error, Kind, Result};
use crate::escape;
use crate::invocation::Invocation;
use crate::level;
use crate::ports;
use crate::project::Project;
use crate::project_env::{Given, check, effective, of, refused};
use crate::project_file::Entry;
use crate::quote;
use crate::resolve::Context;
use crate::target::Target;
use crate::target_exec;
use crate::toml_place::bad;
use crate::toolchain::Toolchain;

/// Chooses the target for a process tree: `host`, or the name of one of the project's.
pub const TARGET: &str = "GOM_TARGET";

/// Carries a target's `exec` to the program that cmd/go calls for it.
pub const TARGET_EXEC: &str = "GOM_TARGET_EXEC";

/// The commands that a project's `[target]` is for. All others are for this machine: they run what
/// they build, or install it to be run here.
const TARGET_COMMANDS: &[&str] = &["build", "vet", "list", "env"];

/// The commands that compile, and so need a C compiler where cgo is wanted.
const COMPILING: &[&str] = &["build", "vet", "install", "run", "test"];

/// The target that counts here, and whether somebody named it.
///
/// # Errors
/// `Config` where GOM_TARGET names one that the project does not have.
pub fn selected<'p>(
    context: Context<'_>,
    project: Option<&'p Project>,
) -> Result<Option<(&'p Target, bool)>> {
    let vars = context.vars;
    // Who says one half of a platform means another one than the project.
    if vars.non_empty("GOOS").is_some() || vars.non_empty("GOARCH").is_some() {
        return Ok(None);
    }
    match vars.text(TARGET) {
        None => Ok(project
            .and_then(|project| project.file.target.as_ref())
            .map(|target| (target, false))),
        Some("host") => Ok(None),
        Some(name) => match project.and_then(|project| project.file.named_target(name)) {
            Some(target) => Ok(Some((target, true))),
            None => Err(unknown(name, project)),
        },
    }
}

/// The error for a target that is not there.
#[must_use]
pub fn unknown(name: &str, project: Option<&Project>) -> Error {
    let shown = escape::excerpt(name, 60);
    let Some(project) = project else {
        return Error::new(
            Kind::Config,
            format!("target '{shown}' was asked for, and there is no gotoolchain.toml here"),
        )
        .hint("gom target list");
    };
    let place = escape::path(&project.file.path);
    let error = Error::new(Kind::Config, format!("{place} has no target '{shown}'"));
    let names: Vec<&str> = project
        .file
        .targets
        .iter()
        .filter_map(|target| target.name.as_deref())
        .collect();
    if names.is_empty() {
        return error.hint(format!("gom target set {} linux/arm64", quote::word(name)));
    }
    error
        .cause(format!("it has {}", names.join(", ")))
        .hint("gom target list")
}

/// Adds what the target of this call sets.
///
/// # Errors
/// `Config` for an unknown target, a platform or level that this toolchain does not know, cgo
/// without a C compiler, and `go install` for another platform into GOBIN.
pub(crate) fn add(
    context: Context<'_>,
    project: Option<&Project>,
    toolchain: &Toolchain,
    invocation: &Invocation,
    given: &mut Vec<Given>,
) -> Result<()> {
    if invocation.tool != "go" {
        return Ok(());
    }
    let command = invocation.command_name().unwrap_or_default();
    let named = context.vars.non_empty(TARGET).is_some();
    if !named && (!TARGET_COMMANDS.contains(&command) || invocation.changes_go_env()) {
        return Ok(());
    }
    let selected = match selected(context, project) {
        // GOM_TARGET is a process tree's: in another project, what compiles nothing goes on.
        Err(_) if !COMPILING.contains(&command) => return Ok(()),
        selected => selected?,
    };
    let (Some((target, named)), Some(project)) = (selected, project) else {
        return Ok(());
    };
    let platform = target.platform(context.host);
    platform_of(context, project, target, toolchain, given)?;
    let crossing = platform != *context.host;
    cgo(
        context,
        project,
        target,
        crossing && COMPILING.contains(&command),
        given,
    )?;
    if named
        && crossing
        && command == "install"
        && !invocation.is_help()
        && let Some(gobin) = effective(context, given, "GOBIN")
    {
        return Err(Error::new(
            Kind::Config,
            format!("go install does not put programs for {platform} into GOBIN ({})", escape::text(&gobin.to_string_lossy())),
        )
        .cause("it would mix them with this machine's own; without GOBIN they go to GOPATH's bin/GOOS_GOARCH")
        .hint(without_gobin(context, given, target)));
    }
    if crossing
        && project.trusted
        && let Some(exec) = target.entry("exec")
    {
        let words = target_exec::anchored(&exec.value, project.file.directory());
        given.push(of(project, exec, TARGET_EXEC, words));
    }
    Ok(())
}

/// The command that goes on without GOBIN, by who sets it.
fn without_gobin(context: Context<'_>, given: &[Given], target: &Target) -> String {
    if given.iter().any(|given| given.name == "GOBIN") {
        return "gom config --project --unset env.GOBIN".to_owned();
    }
    if context.vars.non_empty("GOBIN").is_none() {
        return "go env -u GOBIN".to_owned();
    }
    let name = quote::word(target.name.as_deref().unwrap_or("host"));
    format!("env -u GOBIN gom exec --target {name} -- go install ./...")
}

/// GOOS, GOARCH and the architecture's level.
fn platform_of(
    context: Context<'_>,
    project: &Project,
    target: &Target,
    toolchain: &Toolchain,
    given: &mut Vec<Given>,
) -> Result<()> {
    for (key, name) in [("goos", "GOOS"), ("goarch", "GOARCH")] {
        if let Some(entry) = target.entry(key) {
            given.push(of(project, entry, name, &entry.value));
        }
    }
    if let Some(entry) = target.entry("goarch").or(target.entry("goos")) {
        ports::check(&toolchain.root, &target.platform(context.host))
            .map_err(|rejected| refused(project, entry, &rejected))?;
    }
    let platform = target.platform(context.host);
    let own = level::variable(platform.arch());
    for level in level::VARIABLES {
        let Some(entry) = target.entry(&level.to_ascii_lowercase()) else {
            continue;
        };
        if own != Some(level) {
            let what = format!(
                "{} says nothing about {platform}, which is built for here",
                entry.name
            );
            return Err(bad(&project.file.path, entry.place, &what));
        }
        if !context.vars.is_callers(level) {
            check(project, entry, level, toolchain)?;
            given.push(of(project, entry, level, &entry.value));
        }
    }
    Ok(())
}

/// Whether C is compiled, and with what.
fn cgo(
    context: Context<'_>,
    project: &Project,
    target: &Target,
    needs_compiler: bool,
    given: &mut Vec<Given>,
) -> Result<()> {
    let vars = context.vars;
    if let Some(entry) = target.entry("cgo")
        && !vars.is_callers("CGO_ENABLED")
    {
        given.retain(|given| given.name != "CGO_ENABLED");
        given.push(of(project, entry, "CGO_ENABLED", &entry.value));
    }
    if project.trusted {
        for (key, name) in [
            ("cc", "CC"),
            ("cxx", "CXX"),
            ("ar", "AR"),
            ("pkg_config", "PKG_CONFIG"),
        ] {
            if let Some(entry) = target.entry(key)
                && !vars.is_callers(name)
            {
                given.retain(|given| given.name != name);
                given.push(of(project, entry, name, &entry.value));
            }
        }
        if let Some(entry) = target.entry("sysroot") {
            sysroot(context, project, entry, given);
        }
    }
    let wanted = effective(context, given, "CGO_ENABLED").is_some_and(|value| value == "1");
    if !wanted || !needs_compiler || effective(context, given, "CC").is_some() {
        return Ok(());
    }
    let platform = target.platform(context.host);
    let file = &project.file;
    if let Some(cc) = target.entry("cc").filter(|_| !project.trusted) {
        let shown = escape::excerpt(&cc.value, 60);
        let error = bad(
            &file.path,
            cc.place,
            &format!("cc = \"{shown}\" is not run, as nobody trusted this file"),
        );
        return Err(error.with_kind(Kind::NotTrusted).hint(format!(
            "if you know this project: gom trust {}",
            quote::path(file.directory())
        )));
    }
    let place = target
        .entry("cgo")
        .map_or((target.line, 1), |entry| entry.place);
    let error = bad(
        &file.path,
        place,
        &format!(
            "{} wants cgo for {platform}, and names no C compiler",
            target.title()
        ),
    );
    let name = target
        .name
        .as_ref()
        .map_or_else(String::new, |name| format!("{} ", quote::word(name)));
    Err(error
        .cause("Go would leave out every file that needs cgo, and say so nowhere")
        .cause(format!(
            "without C it is built after: gom target set {name}cgo=false"
        ))
        .hint(format!(
            "gom target set {name}cc={}",
            compiler_example(&platform)
        )))
}

/// A C compiler for a platform as distributions call it, for a message.
#[must_use]
pub fn compiler_example(platform: &crate::platform::Platform) -> &'static str {
    match (platform.os(), platform.arch()) {
        ("linux", "arm64") => "aarch64-linux-gnu-gcc",
        ("linux", "arm") => "arm-linux-gnueabihf-gcc",
        ("linux", "riscv64") => "riscv64-linux-gnu-gcc",
        ("linux", "amd64") => "x86_64-linux-gnu-gcc",
        ("linux", "386") => "i686-linux-gnu-gcc",
        ("windows", "amd64") => "x86_64-w64-mingw32-gcc",
        ("windows", "386") => "i686-w64-mingw32-gcc",
        _ => "clang",
    }
}

/// The flags that make compiler, linker and pkg-config look into a directory instead of `/`. They
/// are added to what the flags are otherwise (`-O2 -g`: `src/cmd/go/internal/work/exec.go`,
/// `defaultCFlags`).
fn sysroot(context: Context<'_>, project: &Project, entry: &Entry, given: &mut Vec<Given>) {
    let directory = project.file.directory().join(&entry.value);
    let mut flag = OsString::from("--sysroot=");
    flag.push(&directory);
    for (name, default) in [("CGO_CPPFLAGS", ""), ("CGO_LDFLAGS", "-O2 -g")] {
        let mut flags = effective(context, given, name).unwrap_or_else(|| default.into());
        if !flags.is_empty() {
            flags.push(" ");
        }
        // cmd/go takes these apart at blanks, and knows both quotes (`src/cmd/internal/quoted`).
        let quoted = flag.to_string_lossy().contains([' ', '\t']);
        if quoted {
            flags.push("\"");
        }
        flags.push(&flag);
        if quoted {
            flags.push("\"");
        }
        given.retain(|given| given.name != name);
        given.push(of(project, entry, name, flags));
    }
    if !context.vars.is_callers("PKG_CONFIG_SYSROOT_DIR") {
        given.push(of(project, entry, "PKG_CONFIG_SYSROOT_DIR", directory));
    }
}

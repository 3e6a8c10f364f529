//! What a shim says to a person, does for a person, and does not do without one.

use snapbox::str;

use super::{go_mod, pinned};
use crate::support::dist::Dist;
use crate::support::dist_server::DistServer;
use crate::support::outcome::Outcome;
use crate::support::skip::skip;
use crate::support::terminal::Terminal;
use crate::support::world::World;

#[test]
fn a_log_explains_the_choice_on_stderr_only() {
    let world = World::with_default("1.22.6");
    pinned(&world, "p", "1.22");
    go_mod(&world, "p", "go 1.24.0");
    let call = world.go(["version"]).at("p").env("GOM_LOG", "debug");
    let outcome = call.ok();
    assert!(outcome.stdout.starts_with("go version go1.22.6 "));
    outcome.stderr_eq(str![[r#"
debug: [WORLD]/p/gotoolchain.toml:2 (go = "1.22"): used: gotoolchain.toml decides
debug: [WORLD]/p/go.mod:3 (go 1.24.0): passed over: asks for go1.24.0, but a pin wins
debug: runs [GOM_HOME]/toolchains/go1.22.6-[OS_ARCH]/bin/go

"#]]);
    for level in ["error", "warn", "info"] {
        let outcome = world.go(["version"]).at("p").env("GOM_LOG", level).ok();
        assert_eq!(outcome.stderr, "", "{level}");
    }
}

#[test]
fn a_pin_below_go_mod_is_told_on_a_terminal_and_nowhere_else() {
    let world = World::with_default("1.22.6");
    pinned(&world, "p", "1.22.6");
    go_mod(&world, "p", "go 1.24.2");
    let call = world.go(["build"]).at("p");
    assert_eq!(call.ok().stderr, "");
    let Some(terminal) = Terminal::start_piped(&call) else {
        skip!("no pseudo terminals here");
    };
    let outcome = terminal.end();
    outcome
        .code(0)
        .stdout_eq(str![[r#"
go1.22.6 ["build"]

"#]])
        .stderr_eq(str![[r#"
warning: go.mod:3 asks for go1.24.2, but go1.22.6 runs (gotoolchain.toml:2 pins it) (hint: gom use 1.24.2)

"#]]);
    assert_eq!(outcome.stderr.lines().count(), 1);
}

/// A world that could install 1.24.4, which `p` asks for.
fn shop(server: &DistServer) -> World {
    let mut world = World::with_default("1.22.6");
    let config = std::fs::read_to_string(world.layout().config_file()).unwrap();
    world.fetch_from(server);
    let settings = std::fs::read_to_string(world.layout().config_file()).unwrap();
    let default = config.lines().next().unwrap();
    world.config(&format!("{default}\n{settings}"));
    pinned(&world, "p", "1.24.4");
    world
}

fn on_a_terminal(world: &World, args: &[&str], env: &[(&str, &str)]) -> Option<Outcome> {
    let mut call = world.go(args).at("p");
    for (name, value) in env {
        call = call.env(name, value);
    }
    Some(Terminal::start_piped(&call)?.end())
}

#[test]
fn on_a_terminal_a_missing_toolchain_is_installed_and_run() {
    let server = DistServer::start(Dist::new(&["1.24.4"]));
    let world = shop(&server);
    for (args, env) in [
        (&["version"][..], &[][..]),
        (&["env", "GOROOT"], &[]),
        (&["list"], &[]),
        (&["help"], &[]),
        (&["doc", "fmt"], &[]),
        (&["fmt"], &[]),
        (&["tool"], &[]),
        (&[], &[]),
        (&["build"], &[("CI", "true")]),
        (&["build"], &[("GOM_AUTO_INSTALL", "never")]),
        (&["build"], &[("GOM_OFFLINE", "1")]),
    ] {
        let Some(outcome) = on_a_terminal(&world, args, env) else {
            skip!("no pseudo terminals here");
        };
        outcome.code(127);
        assert!(
            outcome.stderr.contains("hint: gom install 1.24.4"),
            "{args:?}: {}",
            outcome.stderr
        );
    }
    assert_eq!(server.asked(), [] as [String; 0]);
    let outcome = on_a_terminal(&world, &["build", "./..."], &[]).unwrap();
    assert_eq!(outcome.code(0).stdout, "go1.24.4 [\"build\", \"./...\"]\n");
    assert!(
        outcome.stderr.contains("installed go1.24.4") || outcome.stderr.contains("go1.24.4 from"),
        "{}",
        outcome.stderr
    );
    // The second time there is nothing to say.
    let outcome = on_a_terminal(&world, &["version"], &[]).unwrap();
    assert_eq!(outcome.code(0).stderr, "");
}

#[test]
fn without_a_terminal_only_where_it_is_set() {
    let server = DistServer::start(Dist::new(&["1.24.4"]));
    let world = shop(&server);
    world.go(["build"]).at("p").fails(127);
    assert_eq!(server.asked(), [] as [String; 0]);
    let always = world
        .go(["version"])
        .at("p")
        .env("GOM_AUTO_INSTALL", "always");
    let outcome = always.env("CI", "true").ok();
    assert!(
        outcome.stdout.starts_with("go version go1.24.4 "),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome.stderr.contains("installed go1.24.4"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn an_installation_that_fails_is_told_before_the_error_of_the_shim() {
    let server = DistServer::start(Dist::new(&["1.24.4"]));
    server.fault("sumdb", |_, _| {
        crate::support::server::Response::status(404)
    });
    let world = shop(&server);
    let always = world
        .go(["build"])
        .at("p")
        .env("GOM_AUTO_INSTALL", "always");
    let outcome = always.fails(127);
    let at = |text: &str| {
        outcome
            .stderr
            .find(text)
            .unwrap_or_else(|| panic!("{}", outcome.stderr))
    };
    let (first, last) = (
        at("error: "),
        at("error: go1.24.4 is not installed (gotoolchain.toml:2 pins it)"),
    );
    assert!(first < last, "{}", outcome.stderr);
    assert_eq!(outcome.stdout, "");
    assert!(!world.layout().toolchains().join("go1.24.4").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_shim_opens_no_socket_and_starts_no_process() {
    let Some(strace) = crate::support::program::on_path("strace") else {
        skip!("no strace here");
    };
    let world = World::with_default("1.22.6");
    pinned(&world, "p", "1.24.4");
    world.dir("plain");
    let go = world.layout().bin().join("go");
    for (dir, code) in [("plain", 0), ("p", 127)] {
        let log = world.path("trace");
        let args = [
            "-f",
            "-qq",
            "-e",
            "trace=network,process",
            "-o",
            log.to_str().unwrap(),
        ];
        let args = args.into_iter().chain([go.to_str().unwrap(), "version"]);
        let outcome = world.program(&strace, args).at(dir).run();
        if outcome.stderr.contains("ptrace") {
            skip!("this machine lets no process be traced: {}", outcome.stderr);
        }
        outcome.code(code);
        let trace = std::fs::read_to_string(&log).unwrap();
        let calls = |name: &str| {
            trace
                .lines()
                .filter(|line| line.contains(&format!(" {name}(")))
                .count()
        };
        for forbidden in [
            "socket", "connect", "fork", "vfork", "clone", "clone3", "sendto",
        ] {
            assert_eq!(calls(forbidden), 0, "{forbidden} in {trace}");
        }
        // The shim itself, and what it becomes.
        assert_eq!(calls("execve"), if code == 0 { 2 } else { 1 }, "{trace}");
    }
}

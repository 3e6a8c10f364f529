//! The hook in Nushell, which runs its hooks on a terminal only.

use super::scenario::furnished;
use super::talk::{env, program, var};
use crate::support::skip::skip;
use crate::support::terminal::Terminal;

#[test]
fn variables_follow_the_directory() {
    let Some(nu) = program("nu") else {
        skip!("nu is not on PATH");
    };
    let mut world = furnished();
    world.set_env("TERM", "xterm");
    // An empty variable is one for Nushell, too.
    let config = world.home().join(".config/nushell");
    std::fs::create_dir_all(config.join("autoload")).unwrap();
    std::fs::write(
        config.join("config.nu"),
        "$env.config.show_banner = false\n",
    )
    .unwrap();
    std::fs::write(config.join("env.nu"), "").unwrap();
    let hook = world.gom(["init", "nu"]).ok().stdout;
    std::fs::write(config.join("autoload/gom.nu"), hook).unwrap();
    let edited = world.file("edited.toml", "[env]\nGOGC = \"300\"\nGOMAXPROCS = \"2\"\n");

    let mut terminal = Terminal::start(&world.program(nu, [] as [&str; 0])).unwrap();
    let mut count = 0;
    let mut run = |line: &str| {
        count += 1;
        terminal.send(&format!("{line}; print $\"(1 + 1)end({count})\"\r"));
        terminal.expect(&format!("2end{count}"));
    };
    let keep = |name: &str| {
        format!(
            "^env -0 | save -f --raw '{}'",
            world.path(format!("env-{name}")).display()
        )
    };
    let cd = |dir: &str| format!("cd '{}'", world.path(dir).display());
    run("null");
    run(&keep("before"));
    run(&cd("a/sub"));
    run(&keep("in"));
    run("$env.GOGC = '7'");
    run(&format!("cp -f {} ../gotoolchain.toml", edited.display()));
    run(&keep("edited"));
    run(&cd("b"));
    run(&keep("b"));
    run("gom shell 1.99");
    run("null");
    run(&keep("session"));
    run(&cd("out"));
    run("gom deactivate");
    run(&keep("after"));
    run(&cd("a"));
    run(&keep("then"));
    terminal.send("exit\r");
    terminal.end();

    let seen = |at: &str, name: &str| var(&env(&world, at), name).map(str::to_owned);
    assert_eq!(seen("in", "GOGC").as_deref(), Some("200"));
    assert_eq!(seen("in", "CGO_ENABLED").as_deref(), Some("0"));
    assert_eq!(seen("in", "GOM_PROMPT").as_deref(), Some("go1.22.6"));
    assert_eq!(seen("edited", "GOGC").as_deref(), Some("7"));
    assert_eq!(seen("edited", "GOMAXPROCS").as_deref(), Some("2"));
    assert_eq!(seen("edited", "CGO_ENABLED"), None);
    assert_eq!(seen("b", "GOTRACEBACK").as_deref(), Some("single"));
    assert_eq!(seen("session", "GOM_PROMPT").as_deref(), Some("go1.99?*"));
    let mut expected = env(&world, "before");
    expected.insert("GOGC".into(), "7".into());
    let of = |name: &str| {
        let mut env = env(&world, name);
        // Nushell's own, different at each command.
        env.retain(|name, _| {
            !name.to_string_lossy().starts_with("CMD_DURATION")
                && name != "LAST_EXIT_CODE"
                && name != "SHLVL"
        });
        env
    };
    expected.retain(|name, _| {
        of("after").contains_key(name) || !name.to_string_lossy().starts_with("CMD_DURATION")
    });
    expected.retain(|name, _| name != "LAST_EXIT_CODE" && name != "SHLVL");
    assert_eq!(of("after"), expected);
    assert_eq!(of("then"), expected);
}

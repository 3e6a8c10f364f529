//! The world itself: what other tests take for granted about it.

use snapbox::str;

use crate::support::skip::skip;
use crate::support::snapshot::Snapshot;
use crate::support::terminal::Terminal;
use crate::support::world::World;

#[test]
fn the_fake_go_says_what_it_is_and_how_it_was_started() {
    let world = World::new();
    let root = world.installed("1.22.6");
    let go = root.join(format!("bin/go{}", std::env::consts::EXE_SUFFIX));
    world.program(&go, ["version"]).ok().stdout_eq(str![[r#"
go version go1.22.6 [PLATFORM]

"#]]);
    world.dir("p");
    let call = world
        .program(&go, ["env"])
        .at("p")
        .env("GOROOT", &root)
        .env("GOOS", "plan9");
    call.ok().stdout_eq(str![[r#"
GOROOT=[GOM_HOME]/toolchains/go1.22.6-[OS_ARCH]
GOTOOLCHAIN is unset
PATH=[GOM_HOME]/bin
GOFLAGS is unset
GOOS=plan9
GOARCH is unset
argv ["env"]
cwd [WORLD]/p
exe [GOM_HOME]/toolchains/go1.22.6-[OS_ARCH]/bin/go[EXE]

"#]]);
    assert_eq!(
        world
            .program(&go, ["env", "GOOS", "GONE"])
            .env("GOOS", "js")
            .ok()
            .stdout,
        "js\n\n"
    );
    world
        .program(&go, ["build", "./…", "a b"])
        .ok()
        .stdout_eq(str![[r#"
go1.22.6 ["build", "./…", "a b"]

"#]]);
    world.program(&go, ["exit", "7"]).fails(7);
    assert_eq!(
        world.program(&go, ["stdin"]).input("typed").ok().stdout,
        "typed"
    );
    let moved = world.program(&go, ["-C", "p", "env"]).ok();
    assert!(
        moved.redacted().contains("cwd [WORLD]/p"),
        "{}",
        moved.stdout
    );
    let gofmt = go.with_file_name(format!("gofmt{}", std::env::consts::EXE_SUFFIX));
    world.program(gofmt, ["-l"]).ok().stdout_eq(str![[r#"
gofmt of go1.22.6 ["-l"]

"#]]);
}

#[test]
fn the_fake_go_changes_toolchains_as_cmd_go_does() {
    let mut world = World::new();
    let [new, old] = ["1.24.0", "1.22.6"].map(|version| world.installed(version).join("bin"));
    let exe = std::env::consts::EXE_SUFFIX;
    world.set_path(&[world.path("named")]);
    let go = old.join(format!("go{exe}"));
    world
        .program(&go, ["switch", "go1.24.0"])
        .fails(1)
        .stderr_eq(str![[r#"
go: cannot find "go1.24.0" in PATH

"#]]);
    // A lone executable: its name is its version.
    let program = std::fs::read(new.join(format!("go{exe}"))).unwrap();
    world.executable(format!("named/go1.24.0{exe}"), program);
    let switched = world.program(&go, ["switch", "go1.24.0"]).ok();
    assert!(
        switched.stdout.starts_with("go version go1.24.0 "),
        "{}",
        switched.stdout
    );
    let env = [
        "switch",
        "go1.24.0",
        "env",
        "GOTOOLCHAIN_INTERNAL_SWITCH_VERSION",
        "GOROOT",
    ];
    assert_eq!(
        world.program(&go, env).env("GOROOT", &old).ok().stdout,
        "\n\n",
        "both removed"
    );
    let asked = world
        .program(&go, ["version"])
        .env("GOTOOLCHAIN_INTERNAL_SWITCH_VERSION", "go1.99");
    asked.fails(1).stderr_eq(str![[r#"
go: toolchain go1.22.6 invoked to provide go1.99

"#]]);
    let spawned = world.program(&go, ["spawn", "go1.24.0", "exit", "5"]);
    spawned.fails(5);
}

#[test]
fn a_world_has_only_its_own_environment() {
    let world = World::new();
    let root = world.installed("1.22.6");
    let go = root.join(format!("bin/go{}", std::env::consts::EXE_SUFFIX));
    let names: Vec<_> = world
        .program(go, ["environ"])
        .ok()
        .stdout
        .lines()
        .filter_map(|line| Some(line.split_once('=')?.0.to_owned()))
        .collect();
    for name in [
        "USER",
        "CARGO",
        "CARGO_MANIFEST_DIR",
        "GOFLAGS",
        "XDG_CONFIG_HOME",
    ] {
        assert!(
            !names.iter().any(|other| other == name),
            "{name} leaked: {names:?}"
        );
    }
    assert!(names.iter().any(|name| name == "GOM_HOME"));
    let world = World::conventional();
    assert!(
        !world
            .variables()
            .contains_key("GOM_HOME".as_ref() as &std::ffi::OsStr)
    );
    assert!(world.layout().bin().starts_with(world.home()));
    assert!(world.layout().config_file().is_file());
}

#[test]
fn a_snapshot_sees_every_kind_of_change() {
    let world = World::new();
    world.file("d/same", "a");
    world.file("d/edited", "a");
    world.file("d/gone", "a");
    let before = Snapshot::take(&world.path("d"));
    before.assert_unchanged(&world.path("d"));
    world.file("d/edited", "b");
    world.file("d/new/file", "a");
    std::fs::remove_file(world.path("d/gone")).unwrap();
    let changes = before.changes(&Snapshot::take(&world.path("d")));
    let changed: Vec<_> = changes
        .iter()
        .map(|line| line.split(' ').take(2).collect())
        .collect();
    let changed: Vec<Vec<&str>> = changed;
    assert_eq!(
        changed,
        [
            ["-", "edited"],
            ["+", "edited"],
            ["-", "gone"],
            ["+", "new/"],
            ["+", "new/file"]
        ]
    );
}

#[cfg_attr(windows, allow(clippy::needless_return))]
#[test]
fn a_terminal_shows_takes_keys_and_interrupts() {
    let world = World::new();
    let go = world
        .installed("1.22.6")
        .join(format!("bin/go{}", std::env::consts::EXE_SUFFIX));
    let Some(mut terminal) = Terminal::start(&world.program(&go, ["stdin"])) else {
        skip!("no pseudo terminals here");
    };
    terminal.send("hello\r\x04");
    terminal.expect("hello");
    terminal.end().code(0);
    let mut terminal = Terminal::start(&world.program(&go, ["sleep", "60"])).unwrap();
    terminal.expect("sleeping");
    terminal.send("\x03");
    terminal.end().code(130);
    let terminal = Terminal::start_piped(&world.program(&go, ["exit", "x", "y"])).unwrap();
    assert_eq!(terminal.end().code(1).stdout, "");
    let terminal = Terminal::start_piped(&world.program(&go, ["version"])).unwrap();
    let outcome = terminal.end();
    assert!(outcome.stdout.starts_with("go version") && outcome.stderr.is_empty());
}

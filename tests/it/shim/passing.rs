//! What goes through a shim unchanged: arguments, streams, exit codes; and the one word that does not.

use super::{go_mod, pinned};
use crate::support::world::World;

#[test]
fn arguments_arrive_word_for_word() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    for (args, ran) in [
        (
            &[
                "build", "a b", "", "--", "+1.24", "$HOME", "\"q\"", "*", "\\", "ü\n",
            ][..],
            r#"go1.22.6 ["build", "a b", "", "--", "+1.24", "$HOME", "\"q\"", "*", "\\", "ü\n"]"#,
        ),
        (
            &["+1.24", "build", "+1.22"],
            r#"go1.24.4 ["build", "+1.22"]"#,
        ),
        (
            &["build", "--help", "-h", "--version"],
            r#"go1.22.6 ["build", "--help", "-h", "--version"]"#,
        ),
    ] {
        assert_eq!(world.go(args).ok().stdout, format!("{ran}\n"));
    }
    assert_eq!(world.go(["+1.24"]).ok().stdout, "go1.24.4 []\n");
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text_arrive_too() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let world = World::with_default("1.22.6");
    let args = ["run", "x"].map(OsStr::new).into_iter();
    let odd = OsStr::from_bytes(b"\xff/\x80\x01");
    let shown = world.go(args.chain([odd])).ok().stdout;
    assert_eq!(shown, "go1.22.6 [\"run\", \"x\", \"\\xFF/\\x80\\u{1}\"]\n");
    // Not a request, so not taken.
    let shown = world.go([OsStr::from_bytes(b"+\xff")]).ok().stdout;
    assert_eq!(shown, "go1.22.6 [\"+\\xFF\"]\n");
}

#[test]
fn streams_and_exit_codes_are_the_tools_own() {
    let world = World::with_default("1.22.6");
    let real = world
        .installed("1.24.4")
        .join("bin")
        .join(format!("go{}", std::env::consts::EXE_SUFFIX));
    for args in [
        &["version"][..],
        &["exit", "0"],
        &["exit", "7"],
        &["exit", "126"],
        &["exit", "255"],
        &["spawn", "none"],
    ] {
        let bare = world.program(&real, args).run();
        let shim = world.go(std::iter::once(&"+1.24").chain(args)).run();
        assert_eq!(
            (shim.code, shim.stdout, shim.stderr),
            (bare.code, bare.stdout, bare.stderr),
            "{args:?}"
        );
    }
    assert_eq!(world.go(["stdin"]).input("typed\n").ok().stdout, "typed\n");
}

#[cfg(unix)]
#[test]
fn nothing_stays_behind_the_shim() {
    // The process that was started is the tool itself: a signal to it is a signal to the tool.
    let world = World::with_default("1.22.6");
    let call = world.go(["sleep", "60"]);
    let child = call.spawn();
    let exe = std::path::PathBuf::from(format!("/proc/{}/exe", child.id()));
    let pid = rustix::process::Pid::from_child(&child);
    if cfg!(target_os = "linux") {
        let end = std::time::Instant::now() + std::time::Duration::from_secs(30);
        let is_tool = || {
            exe.read_link()
                .is_ok_and(|exe| exe.starts_with(world.layout().toolchains()))
        };
        while !is_tool() {
            assert!(std::time::Instant::now() < end, "{:?}", exe.read_link());
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    }
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    call.finish(child).code(143);
}

#[test]
fn gofmt_is_the_gofmt_of_the_same_go() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    go_mod(&world, "p", "go 1.24.0");
    pinned(&world, "q", "1.22.6");
    let gofmt = |dir: &str, args: &[&str]| world.shim("gofmt", args).at(dir).ok().stdout;
    assert_eq!(
        gofmt("p", &["-l", "."]),
        "gofmt of go1.24.4 [\"-l\", \".\"]\n"
    );
    assert_eq!(gofmt("q", &["-d"]), "gofmt of go1.22.6 [\"-d\"]\n");
    assert_eq!(gofmt("q", &["+1.24", "-d"]), "gofmt of go1.24.4 [\"-d\"]\n");
    // Its -C, if it ever has one, is not go's.
    assert_eq!(
        gofmt("q", &["-C", "../p"]),
        "gofmt of go1.22.6 [\"-C\", \"../p\"]\n"
    );
}

#[test]
fn gos_own_chdir_flag_moves_the_question_and_is_passed_on() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    go_mod(&world, "p", "go 1.24.0");
    for args in [
        &["-C", "p", "build"][..],
        &["-C=p", "build"],
        &["--C=p", "build"],
        &["build", "-C", "p"],
        &["mod", "tidy", "-C", "p"],
        &["+1.24", "-C", "p", "build"],
    ] {
        let shown = world.go(args).ok().stdout;
        assert!(shown.starts_with("go1.24.4 ["), "{args:?}: {shown}");
    }
    let cwd = world.go(["-C", "p", "env"]).ok().redacted();
    assert!(cwd.contains("cwd [WORLD]/p\n"), "{cwd}");
    world
        .go(["-C", "gone", "build"])
        .fails(126)
        .stderr_eq(snapbox::str![[r#"
error: could not change to [WORLD]/gone
  caused by: No such file or directory (os error 2)

hint: ls -ld [WORLD]/gone

"#]]);
}

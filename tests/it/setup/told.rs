//! What setup says: the result, the question, the diff, and what it leaves alone.

use std::fs;
use std::os::unix::fs::symlink;

use snapbox::str;

use super::recipes::OpenHome;
use super::{new_user, set_mode};
use crate::support::skip::skip;
use crate::support::snapshot::Snapshot;
use crate::support::terminal::Terminal;
use crate::support::world::World;

#[test]
fn a_new_user_sees_what_new_terminals_have_and_what_to_type_in_this_one() {
    let world = new_user();
    let setup = |args: &[&str]| world.gom(args).env("SHELL", "/bin/bash").ok();
    setup(&["setup"]).stdout_eq("").stderr_eq(str![[r#"
gom, go and gofmt are in [GOM_HOME]/bin
changed [HOME]/.profile, [HOME]/.bashrc
new terminals: [GOM_HOME]/bin/go (go1.22.6)
this terminal: . "$HOME/.local/share/gom/env.sh"
note: open editors and tmux servers keep the PATH they were started with, until they are started again

"#]]);
    setup(&["setup", "-q"]).stdout_eq("").stderr_eq("");
    // In a terminal that has it, behind another Go, and in one in which it is first.
    let bin = world.layout().bin();
    world.executable("other/go", "");
    let path = format!("{}:{}", world.path("other").display(), bin.display());
    let behind = world.gom(["setup"]).env("PATH", path).env("TMUX", "x").ok();
    behind.stderr_eq(str![[r#"
gom, go and gofmt are in [GOM_HOME]/bin
this terminal: . "$HOME/.local/share/gom/first.sh"
note: until then `go` is [WORLD]/other/go
note: open editors and tmux servers keep the PATH they were started with, until they are started again
hint: tmux set-environment -g PATH "$PATH"   # after that line, for new windows

"#]]);
    let first = world.gom(["setup"]).env("PATH", &bin).ok();
    first.stderr_eq("gom, go and gofmt are in [GOM_HOME]/bin\n");
    // Without a Go, and with a shell that gom does not know.
    fs::remove_dir_all(world.layout().toolchains()).unwrap();
    let none = setup(&["setup"]).stderr;
    let line = "bin/go (no Go is installed yet)\n";
    assert!(none.contains(line), "{none}");
    let unknown = world.gom(["setup"]).env("SHELL", "/bin/xonsh").ok();
    unknown.stderr_eq(str![[r#"
gom, go and gofmt are in [GOM_HOME]/bin
warning: gom writes no start file for xonsh
hint: put [GOM_HOME]/bin first on PATH there
this terminal: . "$HOME/.local/share/gom/env.sh"
note: open editors and tmux servers keep the PATH they were started with, until they are started again

"#]]);
}

#[test]
fn json_has_all_of_it() {
    let world = new_user();
    let other = world.file("store/zshenv", "a\n");
    symlink(other, world.home().join(".zshenv")).unwrap();
    let json = |args: &[&str]| {
        let outcome = world.gom(args).env("SHELL", "/bin/bash").ok();
        outcome.json()
    };
    let dry = json(&["setup", "--json", "--dry-run"]);
    assert_eq!(dry["dry_run"], true);
    assert_eq!(dry["starts"], serde_json::json!([]));
    let diff = dry["files"][0]["diff"].as_str().unwrap();
    assert!(diff.contains("\n+# >>> gom >>>\n"), "{diff}");
    let done = json(&["setup", "--json"]);
    let home = world.home().to_str().unwrap();
    let files = done["files"].as_array().unwrap();
    let brief: Vec<_> = files
        .iter()
        .map(|file| {
            let path = file["path"].as_str().unwrap();
            let path = path.strip_prefix(home).unwrap();
            format!("{} {} {}", path, file["action"], file["blocks"])
        })
        .collect();
    assert_eq!(
        brief,
        [
            r#"/.profile "changed" ["path"]"#,
            r#"/.bashrc "changed" ["path","hook"]"#,
            r#"/.zshenv "left" ["path"]"#,
        ]
    );
    let reason = files[2]["reason"].as_str().unwrap();
    assert!(reason.contains("something else manages"), "{reason}");
    let lines = files[2]["lines"].as_str().unwrap();
    assert!(lines.starts_with("if [ -r \"$HOME/"), "{lines}");
    let go = world.layout().bin().join("go");
    for (index, start) in ["login", "interactive", "login+interactive"]
        .iter()
        .enumerate()
    {
        let expected = serde_json::json!({
            "start": start, "gom": true, "go": go.to_str().unwrap(), "version": "1.22.6",
        });
        assert_eq!(done["starts"][index], expected);
    }
    assert_eq!(
        done["this_terminal"],
        serde_json::json!({
            "gom": false, "go": null, "command": ". \"$HOME/.local/share/gom/env.sh\"",
        })
    );
    let removed = json(&["setup", "--remove", "--json"]);
    assert_eq!(removed["files"][0]["action"], "changed");
    let recipe = json(&["setup", "--for", "cron", "--json"]);
    assert_eq!(recipe["for"], "cron");
    assert!(recipe["lines"].as_str().unwrap().starts_with("PATH=/"));
}

#[test]
fn a_dry_run_shows_the_diff_and_changes_nothing() {
    let world = new_user();
    let before = Snapshot::take(world.root());
    let dry = world.gom(["setup", "--dry-run"]).env("SHELL", "/bin/bash");
    dry.ok().stderr_eq("").stdout_eq(str![[r#"
would write [GOM_HOME]/env.fish
would write [GOM_HOME]/first.fish
would write [GOM_HOME]/env.sh
would write [GOM_HOME]/first.sh
would write [GOM_HOME]/env.ps1
would write [GOM_HOME]/first.ps1
--- [HOME]/.profile
+++ [HOME]/.profile
@@ -6,3 +6,6 @@
 if [ -d "$HOME/bin" ] ; then
     PATH="$HOME/bin:$PATH"
 fi
+# >>> gom >>>
+if [ -r "$HOME/.local/share/gom/env.sh" ]; then . "$HOME/.local/share/gom/env.sh"; fi
+# <<< gom <<<
--- [HOME]/.bashrc
+++ [HOME]/.bashrc
@@ -1,3 +1,6 @@
+# >>> gom >>>
+if [ -r "$HOME/.local/share/gom/env.sh" ]; then . "$HOME/.local/share/gom/env.sh"; fi
+# <<< gom <<<
 # for interactive shells only
 case $- in
     *i*) ;;
@@ -10,3 +13,8 @@
 if [ -f ~/.bash_aliases ]; then
     . ~/.bash_aliases
 fi
+# >>> gom hook >>>
+if [ -n "${BASH_VERSION-}" ] && [ -x "$HOME/.local/share/gom/bin/gom" ]; then
+    case $- in *i*) eval "$("$HOME/.local/share/gom/bin/gom" init bash)" ;; esac
+fi
+# <<< gom hook <<<

"#]]);
    before.assert_unchanged(world.root());
    world.gom(["setup"]).env("SHELL", "/bin/bash").ok();
    let set_up = Snapshot::take(world.root());
    dry.ok().stderr_eq("").stdout_eq("");
    let dry = ["setup", "--remove", "--dry-run"];
    world
        .gom(dry)
        .ok()
        .stdout_eq("would change [HOME]/.profile\nwould change [HOME]/.bashrc\n");
    set_up.assert_unchanged(world.root());
}

#[test]
fn a_diff_is_coloured_where_it_is_seen() {
    let world = new_user();
    let call = world.gom(["setup", "--dry-run"]);
    let Some(terminal) = Terminal::start(&call) else {
        return;
    };
    let shown = terminal.end().stdout;
    assert!(
        shown.contains("\u{1b}[32m+# >>> gom >>>\u{1b}[0m"),
        "{shown}"
    );
    let piped = Terminal::start_piped(&call).unwrap().end();
    assert!(
        piped.stdout.contains("\n+# >>> gom >>>\n"),
        "{}",
        piped.stdout
    );
}

/// The answer to the question about the hook, and whether there is one then.
fn answered(keys: &str) -> bool {
    let world = new_user();
    let mut terminal = Terminal::start(&world.gom(["setup"])).unwrap();
    terminal.expect("[Y/n]");
    terminal.send(keys);
    terminal.end().code(0);
    hooked(&world)
}

fn hooked(world: &World) -> bool {
    let bashrc = fs::read_to_string(world.home().join(".bashrc")).unwrap();
    assert!(bashrc.contains("# >>> gom >>>"));
    bashrc.contains("gom hook")
}

#[test]
fn a_person_is_asked_about_the_hook_once() {
    assert!(answered("\r"));
    assert!(answered("yes\r"));
    assert!(!answered("n\r"));
    for args in [&["setup", "-y"][..], &["setup", "--hook"]] {
        let world = new_user();
        let shown = Terminal::start(&world.gom(args)).unwrap().end().stdout;
        assert!(!shown.contains("[Y/n]") && hooked(&world), "{shown}");
        let again = Terminal::start(&world.gom(["setup"])).unwrap().end().stdout;
        assert!(!again.contains("[Y/n]") && hooked(&world), "{again}");
    }
    let world = new_user();
    let call = world.gom(["setup", "--no-hook"]);
    let shown = Terminal::start(&call).unwrap().end().stdout;
    assert!(!shown.contains("[Y/n]") && !hooked(&world), "{shown}");
}

#[test]
fn what_is_not_to_be_touched_is_reported_and_the_rest_is_done() {
    let world = new_user();
    let stored = world.file("nix/store/bashrc", "a\n");
    fs::remove_file(world.home().join(".bashrc")).unwrap();
    symlink(stored, world.home().join(".bashrc")).unwrap();
    set_mode(&world.file("home/.zshenv", "a\n"), 0o444);
    let setup = |args: &[&str]| world.gom(args).ok();
    setup(&["setup", "--no-hook"]).stderr_eq(str![[r#"
gom, go and gofmt are in [GOM_HOME]/bin
changed [HOME]/.profile
warning: [HOME]/.bashrc is left as it is: it is a link to [WORLD]/nix/store/bashrc, which something else manages
hint: add this to it:
    if [ -r "$HOME/.local/share/gom/env.sh" ]; then . "$HOME/.local/share/gom/env.sh"; fi
warning: [HOME]/.zshenv is left as it is: it is read-only
hint: add this to it:
    if [ -r "$HOME/.local/share/gom/env.sh" ]; then . "$HOME/.local/share/gom/env.sh"; fi
this terminal: . "$HOME/.local/share/gom/env.sh"
note: open editors and tmux servers keep the PATH they were started with, until they are started again

"#]]);
    // The tool that manages them has the line now: nothing is left to say.
    let line = "if [ -r \"$HOME/.local/share/gom/env.sh\" ]; then . \"$HOME/.local/share/gom/env.sh\"; fi\n";
    world.file("nix/store/bashrc", format!("a\n{line}"));
    let zshenv = world.home().join(".zshenv");
    set_mode(&zshenv, 0o644);
    world.file("home/.zshenv", format!("{line}a\n"));
    set_mode(&zshenv, 0o444);
    let told = setup(&["setup"]).stderr;
    assert!(!told.contains("warning"), "{told}");
    setup(&["setup", "--remove"]);
    setup(&["self", "uninstall", "-y"]);
}

#[test]
fn flags_that_contradict_each_other_and_a_missing_home() {
    let mut world = World::new();
    for args in [
        &["setup", "--no-path", "--last"][..],
        &["setup", "--remove", "--hook"],
        &["setup", "--write"],
        &["setup", "--for", "cron", "--remove"],
        &["setup", "--for", "nothing"],
    ] {
        world.gom(args).fails(2);
    }
    world.remove_env("HOME");
    let told = world.gom(["setup"]).ok().stderr;
    let warning = "warning: HOME is not set, so no shell's file was changed\n";
    assert!(told.contains(warning), "{told}");
}

/// Not root, whom nothing stops: a directory that is not the user's to write, and a file in it.
#[test]
fn a_directory_that_cannot_be_written_costs_one_file() {
    use std::os::unix::fs::chown;
    use std::os::unix::process::CommandExt;
    if !rustix::process::geteuid().is_root() {
        skip!("only root can be another user");
    }
    let open = OpenHome::with("1.22.6");
    let (home, dir) = (open.path().join("home"), open.path().join("zsh"));
    for dir in [&home, &dir] {
        fs::create_dir(dir).unwrap();
        fs::write(dir.join(".zshenv"), "a\n").unwrap();
        chown(dir.join(".zshenv"), Some(65534), Some(65534)).unwrap();
    }
    for path in [home.clone(), open.path().join("gom")] {
        chown_all(&path);
    }
    let mut command = std::process::Command::new(open.path().join("gom/bin/gom"));
    command.args(["setup", "--no-hook"]).env_clear();
    command
        .env("HOME", &home)
        .env("ZDOTDIR", &dir)
        .env("PATH", "/nowhere");
    let output = command
        .uid(65534)
        .gid(65534)
        .current_dir("/")
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}");
    let zshenv = dir.join(".zshenv");
    let line = format!(
        "warning: {} is left as it is: Permission denied",
        zshenv.display()
    );
    assert!(told.contains(&line), "{told}");
    assert_eq!(fs::read_to_string(zshenv).unwrap(), "a\n");
    let other = fs::read_to_string(home.join(".zshenv")).unwrap();
    assert!(other.starts_with("a\n# >>> gom >>>\n"), "{other}");
    return;

    fn chown_all(path: &std::path::Path) {
        chown(path, Some(65534), Some(65534)).unwrap();
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            chown_all(&entry.path());
        }
    }
}

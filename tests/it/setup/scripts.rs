//! The scripts and the lines that run them, in real shells and with odd names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use gom::setup::language::Language;
use gom::setup::lines::Lines;
use gom::setup::script::{self, GopathBin, OnPath, Script};
use gom_shim::layout::Layout;
use gom_shim::side::Side;

use crate::support::program;
use crate::support::skip::skip;
use crate::support::temp::TempDir;

/// Homes that break careless quoting, below HOME.
const ODD: [&str; 4] = ["data/gom", "it's $HOME \"x\" `y` \\ *", "-n [a]", "ü 漢"];

/// A user's home directory and gom's home with its scripts in it.
struct Scripts {
    _root: TempDir,
    home: PathBuf,
    layout: Layout,
    on_path: OnPath,
}

impl Scripts {
    fn new(gom: &str, gopath_bin: GopathBin) -> Self {
        let root = TempDir::new();
        let home = root.path().join("home");
        let layout = Layout::contained(home.join(gom));
        fs::create_dir_all(layout.bin()).unwrap();
        let on_path = OnPath {
            bin: layout.bin(),
            gopath_bin,
            side: Side::Linux,
        };
        for language in script::LANGUAGES {
            for kind in [Script::Env, Script::First] {
                let path = script::path(&layout, kind, language).unwrap();
                fs::write(path, on_path.text(kind, language, None).unwrap()).unwrap();
            }
        }
        Self {
            home,
            layout,
            on_path,
            _root: root,
        }
    }

    fn lines(&self, language: Language, script: Script, by_home: bool) -> String {
        self.with(by_home).path(language, script).unwrap()
    }

    fn with(&self, by_home: bool) -> Lines<'_> {
        Lines {
            layout: &self.layout,
            side: &Side::Linux,
            home: by_home.then_some(&*self.home),
            on_path: self.on_path.clone(),
        }
    }

    fn bin(&self) -> String {
        self.layout.bin().to_str().unwrap().to_owned()
    }
}

/// Runs a shell on a script with HOME, PATH and these variables; gives what it prints. `None`
/// where this machine does not have the shell.
fn run(shell: &[&str], script: &str, home: &Path, vars: &[(&str, &str)]) -> Option<String> {
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).args(["-c", script]).env_clear();
    // fish takes names in the environment for what the locale says.
    command.env("HOME", home).env("LANG", "C.UTF-8");
    command.envs(vars.iter().copied());
    let output = match command.output() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        output => output.unwrap(),
    };
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{shell:?} {script}: {output:?}"
    );
    Some(String::from_utf8(output.stdout).unwrap())
}

const POSIX: [&[&str]; 4] = [
    &["/bin/dash", "-eu"],
    &["/bin/bash", "--norc", "-eu"],
    &["/bin/bash", "--posix", "-eu"],
    &["/usr/bin/zsh", "-feu"],
];

const FISH: &[&str] = &["/usr/bin/fish", "--no-config"];

#[test]
fn posix_shells_get_bin_first_once_and_quietly() {
    for gom in ODD {
        for by_home in [true, false] {
            let scripts = Scripts::new(gom, GopathBin::Without);
            let lines = scripts.lines(Language::Posix, Script::Env, by_home);
            assert_eq!(lines.starts_with("if [ -r \"$HOME"), by_home, "{lines}");
            let typed = scripts.with(by_home).typed(Language::Posix, Script::Env);
            let typed = typed.unwrap();
            let path = [("PATH", "/usr/bin:/bin")];
            for shell in POSIX {
                let script = format!("{lines}{lines}{typed}\nprintf %s \"$PATH\"");
                let Some(path) = run(shell, &script, &scripts.home, &path) else {
                    skip!("{} is not installed", shell[0]);
                };
                assert_eq!(
                    path,
                    format!("{}:/usr/bin:/bin", scripts.bin()),
                    "{shell:?}"
                );
                let unset = format!("unset PATH\n{lines}printf %s \"${{PATH-unset}}\"");
                assert_eq!(run(shell, &unset, &scripts.home, &[]).unwrap(), "unset");
            }
            fs::remove_dir_all(scripts.layout.home()).unwrap();
            for shell in POSIX {
                // As the last line of a file that `set -e` reads: gom is gone, and all is well.
                let file = scripts.home.join("profile");
                fs::create_dir_all(&scripts.home).unwrap();
                fs::write(&file, &lines).unwrap();
                let script = format!(". '{}'\nprintf %s \"$PATH\"", file.display());
                let path = [("PATH", "/bin")];
                assert_eq!(run(shell, &script, &scripts.home, &path).unwrap(), "/bin");
            }
        }
    }
}

#[test]
fn posix_shells_move_bin_to_the_front_when_told() {
    for gom in ODD {
        let scripts = Scripts::new(gom, GopathBin::Without);
        let bin = scripts.bin();
        let lines = scripts.lines(Language::Posix, Script::First, true);
        for (before, after) in [
            ("/a:/b".to_owned(), format!("{bin}:/a:/b")),
            (format!("{bin}:/a"), format!("{bin}:/a")),
            (format!("/a:{bin}"), format!("{bin}:/a")),
            (
                format!("/a:{bin}:/b:{bin}:{bin}:/c"),
                format!("{bin}:/a:/b:/c"),
            ),
            (bin.clone(), bin.clone()),
            // An empty entry is the current directory, and stays where it is.
            (format!("/a::/b:{bin}"), format!("{bin}:/a::/b")),
            (
                format!("/a:{bin}x:x{bin}"),
                format!("{bin}:/a:{bin}x:x{bin}"),
            ),
        ] {
            for shell in POSIX {
                let script = format!("{lines}printf %s \"$PATH\"");
                let vars = [("PATH", &*before)];
                let Some(path) = run(shell, &script, &scripts.home, &vars) else {
                    skip!("{} is not installed", shell[0]);
                };
                assert_eq!(path, after, "{shell:?} {before}");
            }
        }
    }
}

#[test]
fn fish_does_the_same() {
    for gom in ODD {
        let scripts = Scripts::new(gom, GopathBin::Without);
        let bin = scripts.bin();
        let lines = scripts.lines(Language::Fish, Script::Env, true);
        let print = "string join : $PATH; true";
        let path = [("PATH", "/usr/bin:/bin")];
        let script = format!("{lines}{lines}{print}");
        let Some(found) = run(FISH, &script, &scripts.home, &path) else {
            skip!("fish is not installed");
        };
        assert_eq!(found.trim_end(), format!("{bin}:/usr/bin:/bin"));
        let first = scripts.lines(Language::Fish, Script::First, true);
        let path = format!("/usr/bin:{bin}:/bin:{bin}");
        let script = format!("{first}{first}{print}");
        let found = run(FISH, &script, &scripts.home, &[("PATH", &path)]).unwrap();
        assert_eq!(found.trim_end(), format!("{bin}:/usr/bin:/bin"));
        fs::remove_dir_all(scripts.layout.home()).unwrap();
        let script = format!("{lines}{first}{print}");
        let found = run(FISH, &script, &scripts.home, &[("PATH", "/bin")]);
        assert_eq!(found.unwrap(), "/bin\n");
    }
}

/// GOPATH as the caller has it, as the go env file has it, and where programs then are.
fn gopaths(home: &Path) -> Vec<(Option<&'static str>, GopathBin, String)> {
    let of_home = home.join("go/bin").to_str().unwrap().to_owned();
    let at = || GopathBin::At("/file's $x".into());
    vec![
        (None, GopathBin::OfHome, of_home.clone()),
        (Some(""), GopathBin::OfHome, of_home),
        (Some("/g p:/other"), GopathBin::OfHome, "/g p/bin".into()),
        (None, at(), "/file's $x/bin".into()),
        (Some("/g:/other"), at(), "/g/bin".into()),
    ]
}

#[test]
fn what_go_installs_comes_last_and_once() {
    for (gopath, gopath_bin, expected) in gopaths(Path::new("/home")) {
        let scripts = Scripts::new("gom", gopath_bin);
        let home = scripts.home.to_str().unwrap();
        let expected = expected.replacen("/home/go", &format!("{home}/go"), 1);
        let mut vars = vec![("PATH", "/usr/bin:/bin")];
        vars.extend(gopath.map(|value| ("GOPATH", value)));
        let all = format!("{}:/usr/bin:/bin:{expected}", scripts.bin());
        for shell in POSIX {
            for kind in [Script::Env, Script::First] {
                let lines = scripts.lines(Language::Posix, kind, true);
                let script = format!("{lines}{lines}printf %s \"$PATH ${{__gom_gopath-unset}}\"");
                let Some(path) = run(shell, &script, &scripts.home, &vars) else {
                    skip!("{} is not installed", shell[0]);
                };
                // Nothing is left behind.
                assert_eq!(path, format!("{all} unset"), "{shell:?} {gopath:?}");
            }
        }
        let lines = scripts.lines(Language::Fish, Script::Env, true);
        let script =
            format!("{lines}{lines}string join : $PATH; set -q gopath; and echo left; true");
        let Some(path) = run(FISH, &script, &scripts.home, &vars) else {
            skip!("fish is not installed");
        };
        assert_eq!(path, format!("{all}\n"), "fish {gopath:?}");
    }
    // Without HOME and GOPATH there is no such directory.
    let scripts = Scripts::new("gom", GopathBin::OfHome);
    let lines = scripts.lines(Language::Posix, Script::Env, false);
    let script = format!("unset HOME\n{lines}printf %s \"$PATH\"");
    for shell in POSIX {
        let path = run(shell, &script, &scripts.home, &[("PATH", "/bin")]);
        let Some(path) = path else {
            skip!("{} is not installed", shell[0]);
        };
        assert_eq!(path, format!("{}:/bin", scripts.bin()), "{shell:?}");
    }
}

#[test]
fn nushell_does_the_same_without_a_script() {
    let Some(nu) = program::on_path("nu") else {
        skip!("nu is not installed");
    };
    let shell = [nu.to_str().unwrap(), "-n"];
    for gom in ODD {
        for (gopath, gopath_bin, expected) in gopaths(Path::new("/home")) {
            let scripts = Scripts::new(gom, gopath_bin);
            let home = scripts.home.to_str().unwrap();
            let expected = expected.replacen("/home/go", &format!("{home}/go"), 1);
            let bin = scripts.bin();
            let mut vars = vec![("PATH", "/usr/bin:/bin")];
            vars.extend(gopath.map(|value| ("GOPATH", value)));
            let print = "print ($env.PATH | str join ':')";
            for by_home in [true, false] {
                let lines = scripts.lines(Language::Nu, Script::Env, by_home);
                let script = format!("{lines}{lines}{print}");
                let path = run(&shell, &script, &scripts.home, &vars).unwrap();
                assert_eq!(path, format!("{bin}:/usr/bin:/bin:{expected}\n"));
                let lines = scripts.lines(Language::Nu, Script::First, by_home);
                let script = format!("{lines}{lines}{print}");
                let path = format!("/a:{bin}:/b");
                let mut vars = vars.clone();
                vars[0].1 = &path;
                let path = run(&shell, &script, &scripts.home, &vars).unwrap();
                assert_eq!(path, format!("{bin}:/a:/b:{expected}\n"));
                fs::remove_dir_all(scripts.layout.bin()).unwrap();
                let path = run(&shell, &script, &scripts.home, &[("PATH", "/bin")]).unwrap();
                assert_eq!(path, "/bin\n", "gom is gone");
                fs::create_dir_all(scripts.layout.bin()).unwrap();
            }
            let typed = scripts.with(true).typed(Language::Nu, Script::Env).unwrap();
            let script = format!("{typed}; {print}");
            let path = run(&shell, &script, &scripts.home, &[("PATH", "/bin")]).unwrap();
            assert_eq!(path, format!("{bin}:/bin\n"));
        }
    }
}

#[test]
fn power_shell_is_written_in_ascii_and_without_a_name_left_behind() {
    let scripts = Scripts::new("ü", GopathBin::At("/J\u{fc}rg's".into()));
    for (kind, side) in [(Script::Env, Side::Linux), (Script::First, Side::Windows)] {
        let on_path = OnPath {
            side,
            ..scripts.on_path.clone()
        };
        let text = on_path.text(kind, Language::PowerShell, None).unwrap();
        assert!(
            text.is_ascii() && text.contains("[char]0x00fc + 'rg''s'"),
            "{text}"
        );
        // All of it in a scope of its own.
        assert!(
            text.lines().nth(1) == Some("& {") && text.ends_with("\n}\n"),
            "{text}"
        );
    }
}

#[test]
fn a_home_that_cannot_be_on_path_is_refused() {
    let on_path = OnPath {
        bin: "/a:b/bin".into(),
        gopath_bin: GopathBin::Without,
        side: Side::Linux,
    };
    let error = on_path
        .text(Script::Env, Language::Posix, None)
        .unwrap_err();
    assert!(error.message.contains("/a:b/bin cannot be on PATH"));
}

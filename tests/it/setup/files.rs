//! Which files get which blocks: for every system, as values.

use std::fs;
use std::path::Path;

use gom::setup::files::{Choices, start_files};
use gom_shim::side::Side;

use super::User;

/// The files below the home directory, each with its blocks.
fn names(user: &User, hook: bool, last: bool) -> Vec<String> {
    let vars = user.vars();
    let files = start_files(&user.machine.places(&vars), Choices { hook, last });
    files
        .iter()
        .map(|file| {
            let path = file.path.strip_prefix(&user.home).unwrap();
            let marks: Vec<_> = file.blocks.iter().map(|(mark, ..)| mark.name()).collect();
            format!("{} {}", path.display(), marks.join("+"))
        })
        .collect()
}

fn plain(user: &User) -> Vec<String> {
    names(user, false, false)
}

fn on(side: Side) -> User {
    let mut user = User::new();
    user.machine.side = side;
    user
}

#[test]
fn only_shells_that_are_there_get_a_file() {
    assert_eq!(plain(&User::new()), [".profile path"]);
    let bash = User::new().with("SHELL", "/bin/bash");
    assert_eq!(plain(&bash), [".profile path", ".bashrc path"]);
    let zsh = User::new().with("SHELL", "/bin/zsh");
    assert_eq!(plain(&zsh), [".profile path", ".zshenv path"]);
    let dir = zsh.home.join("z").to_str().unwrap().to_owned();
    let elsewhere = zsh.with("ZDOTDIR", dir);
    assert_eq!(plain(&elsewhere), [".profile path", "z/.zshenv path"]);
    let fish = User::new().with("SHELL", "/usr/bin/fish");
    let dir = fish.home.join("c").to_str().unwrap().to_owned();
    let fish = fish.with("XDG_CONFIG_HOME", dir);
    assert_eq!(
        plain(&fish),
        [".profile path", "c/fish/conf.d/gom.fish path"]
    );

    // On PATH, and not the user's own.
    let user = User::new();
    let bin = user.root.path().join("bin");
    fs::create_dir(&bin).unwrap();
    for name in ["bash", "zsh", "fish", "nu", "pwsh"] {
        fs::write(bin.join(name), "").unwrap();
    }
    let user = user.with("PATH", bin.to_str().unwrap());
    assert_eq!(
        plain(&user),
        [
            ".profile path",
            ".zshenv path",
            ".config/fish/conf.d/gom.fish path",
            ".config/nushell/config.nu path",
            ".config/powershell/profile.ps1 path",
        ]
    );
    // Their files are there.
    let user = User::new().with("ZDOTDIR", "/elsewhere");
    for name in [
        ".bash_profile",
        ".bash_login",
        ".bashrc",
        ".zshrc",
        ".config/nushell/env.nu",
        ".config/powershell/x.ps1",
        ".config/environment.d/10-mine.conf",
    ] {
        user.file(name, "");
    }
    assert_eq!(
        plain(&user),
        [
            ".profile path",
            ".bash_profile path",
            ".bash_login path",
            ".bashrc path",
            ".zshenv path",
            ".config/nushell/config.nu path",
            ".config/powershell/profile.ps1 path",
            ".config/environment.d/50-gom.conf path",
        ]
    );
}

#[test]
fn the_hook_goes_into_interactive_files_that_are_used() {
    let user = User::new().with("SHELL", "/bin/bash");
    user.file(".zshenv", "");
    // Nothing hands over to .bashrc: a login shell on a terminal would be without.
    assert_eq!(
        names(&user, true, false),
        [".profile path+hook", ".bashrc path+hook", ".zshenv path"]
    );
    user.file(".bash_profile", "# not .bashrc\n. ~/.bashrc\n");
    user.file(".zshrc", "");
    user.file(".config/nushell/config.nu", "");
    user.file(".config/powershell/profile.ps1", "");
    user.file(".config/fish/config.fish", "");
    assert_eq!(
        names(&user, true, false),
        [
            ".profile path",
            ".bash_profile path",
            ".bashrc path+hook",
            ".zshenv path",
            ".zshrc hook",
            ".config/fish/conf.d/gom.fish path+hook",
            ".config/nushell/config.nu path",
            ".local/share/nushell/vendor/autoload/gom.nu hook",
            ".config/powershell/profile.ps1 path+hook",
        ]
    );
    // The line is only talked about.
    user.file(".bash_profile", "  # . ~/.bashrc\n");
    let login = &names(&user, true, false)[1];
    assert_eq!(login, ".bash_profile path+hook");
}

#[test]
fn last_blocks_go_into_every_file_that_may_come_later() {
    let user = User::new().with("SHELL", "/bin/zsh");
    user.file(".bash_profile", ". ~/.bashrc");
    user.file(".bashrc", "");
    user.file(".zlogin", "");
    user.file(".config/fish/config.fish", "");
    user.file(".config/powershell/Microsoft.PowerShell_profile.ps1", "");
    assert_eq!(
        names(&user, false, true),
        [
            ".profile path+last",
            ".bash_profile path+last",
            ".bashrc path+last",
            ".zshenv path+last",
            ".zprofile last",
            ".zshrc last",
            ".zlogin last",
            ".config/fish/conf.d/gom.fish path",
            ".config/fish/config.fish last",
            ".config/powershell/profile.ps1 path+last",
            ".config/powershell/Microsoft.PowerShell_profile.ps1 last",
        ]
    );
}

#[test]
fn systemd_is_told_where_it_runs_the_machine() {
    for side in [Side::Linux, Side::Wsl("Debian".into()), Side::MacOs] {
        let user = on(side.clone());
        fs::create_dir_all(user.machine.root.join("run/systemd/system")).unwrap();
        let names = plain(&user);
        let told = names.contains(&".config/environment.d/50-gom.conf path".to_owned());
        assert_eq!(told, side != Side::MacOs, "{side}");
    }
}

#[test]
fn macos_sorts_path_anew_in_login_shells() {
    let user = on(Side::MacOs).with("SHELL", "/bin/zsh");
    user.file(".bash_profile", "");
    let support = user.home.join("Library/Application Support/nushell");
    fs::create_dir_all(support).unwrap();
    user.setup(&gom::commands::setup::Args::default());
    for (name, script) in [
        (".profile", "first.sh"),
        (".bash_profile", "first.sh"),
        (".zshenv", "env.sh"),
        (".zprofile", "first.sh"),
    ] {
        let text = user.read(name);
        assert!(text.contains(&format!("gom/{script}")), "{name}: {text}");
    }
    let nu = user.read("Library/Application Support/nushell/config.nu");
    assert!(nu.contains("# >>> gom >>>"), "{nu}");
    let user = on(Side::MacOs).with("SHELL", "/opt/homebrew/bin/fish");
    user.setup(&gom::commands::setup::Args::default());
    let fish = user.read(".config/fish/conf.d/gom.fish");
    assert!(fish.starts_with("# >>> gom >>>\nif status is-login; and test -r \"$HOME/"));
}

#[test]
fn windows_has_profiles_of_two_power_shells_and_nothing_else() {
    let mut user = on(Side::Windows);
    let profile = user.home.to_str().unwrap().to_owned();
    user = user.with("USERPROFILE", profile);
    let bin = user.root.path().join("bin");
    fs::create_dir(&bin).unwrap();
    fs::write(bin.join("powershell.exe"), "").unwrap();
    user = user.with("PATH", bin.to_str().unwrap());
    assert_eq!(
        names(&user, true, false),
        ["Documents/WindowsPowerShell/profile.ps1 path+hook"]
    );
    fs::write(bin.join("pwsh.exe"), "").unwrap();
    user.machine.documents = Some(user.home.join("OneDrive/Dokumente"));
    assert_eq!(
        names(&user, true, false),
        [
            "OneDrive/Dokumente/PowerShell/profile.ps1 path+hook",
            "OneDrive/Dokumente/WindowsPowerShell/profile.ps1 path+hook",
        ]
    );
    user.setup(&gom::commands::setup::Args::default());
    let text = user.read("OneDrive/Dokumente/PowerShell/profile.ps1");
    assert!(text.contains("$env:USERPROFILE"), "{text}");
    assert!(!Path::new(&user.home.join(".profile")).exists());
}

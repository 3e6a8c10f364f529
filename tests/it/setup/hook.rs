//! The hook's lines: in interactive shells only, and silent when gom is gone.

use std::fs;
use std::path::Path;

use super::{new_user, start};
use crate::support::skip::skip;
use crate::support::world::World;

/// Puts a program in gom's place that gives hooks: each says the shell's name in a variable.
fn hooks(world: &World) {
    let bin = world.layout().bin().join("gom");
    fs::remove_file(&bin).unwrap();
    let text = "#!/bin/sh
[ \"$1\" = init ] || exit 1
case $2 in
    fish) echo 'set -g GOM_HOOKED fish' ;;
    nu) echo '$env.GOM_HOOKED = \"nu\"' ;;
    *) echo \"GOM_HOOKED=$2; : 'quotes and $dollars'\" ;;
esac
";
    world.executable(bin, text);
}

const SHELLS: [(&str, &str); 3] = [
    ("/bin/bash", "bash"),
    ("/usr/bin/zsh", "zsh"),
    ("/usr/bin/fish", "fish"),
];

#[test]
fn it_starts_in_interactive_shells_and_nowhere_else() {
    let world = new_user();
    for (program, name) in SHELLS {
        world.gom(["setup"]).env("SHELL", program).ok();
        if !Path::new(program).exists() {
            skip!("{name} is not installed");
        }
    }
    hooks(&world);
    for (program, name) in SHELLS {
        for (flags, interactive) in [("-c", false), ("-lc", false), ("-ic", true), ("-ilc", true)] {
            let args = [flags, "echo \"<$GOM_HOOKED>\""];
            let said = start(program, &args, world.home(), &[]).unwrap();
            let hooked = if interactive { name } else { "" };
            assert_eq!(said.stdout, format!("<{hooked}>\n"), "{program} {flags}");
            assert_eq!(said.stderr, "", "{program} {flags}");
        }
    }
    // Gone, all of it is silent.
    fs::remove_dir_all(world.gom_home()).unwrap();
    for (program, _) in SHELLS {
        for flags in ["-c", "-lc", "-ic", "-ilc"] {
            let args = [flags, "echo \"<$GOM_HOOKED>\""];
            let said = start(program, &args, world.home(), &[]).unwrap();
            assert_eq!(
                (&*said.stdout, &*said.stderr),
                ("<>\n", ""),
                "{program} {flags}"
            );
        }
    }
}

#[test]
fn a_login_bash_has_it_without_a_bashrc_that_it_reads() {
    let world = new_user();
    world.file("home/.bash_profile", "set -eu\n");
    world.gom(["setup"]).env("SHELL", "/bin/bash").ok();
    hooks(&world);
    let said = start(
        "/bin/bash",
        &["-ilc", "echo $GOM_HOOKED"],
        world.home(),
        &[],
    );
    let Some(said) = said else {
        skip!("bash is not installed");
    };
    assert_eq!((&*said.stdout, &*said.stderr), ("bash\n", ""));
    // The same file read by an sh, strictly.
    let profile = world.home().join(".profile");
    fs::rename(world.home().join(".bash_profile"), profile).unwrap();
    let said = start("/bin/dash", &["-ilc", "echo ok"], world.home(), &[]).unwrap();
    assert_eq!((&*said.stdout, &*said.stderr), ("ok\n", ""));
}

#[test]
fn it_is_taken_out_and_stays_out_until_it_is_asked_for() {
    let world = new_user();
    world.file("home/.zshrc", "a=1");
    let bash = |args: &[&str]| {
        world.gom(args).env("SHELL", "/bin/bash").ok();
        let read = |name| fs::read_to_string(world.home().join(name)).unwrap();
        (
            read(".bashrc").contains("gom hook"),
            read(".zshrc") != "a=1",
            read(".bashrc").contains("# >>> gom >>>"),
        )
    };
    assert_eq!(bash(&["setup"]), (true, true, true));
    assert_eq!(bash(&["setup"]), (true, true, true));
    assert_eq!(bash(&["setup", "--no-hook"]), (false, false, true));
    assert_eq!(bash(&["setup"]), (false, false, true));
    assert_eq!(bash(&["setup", "--hook"]), (true, true, true));
    assert_eq!(bash(&["setup", "--remove"]), (false, false, false));
    // A file that only the hook was written for goes with it.
    world.gom(["setup"]).env("SHELL", "/bin/zsh").ok();
    fs::remove_file(world.home().join(".zshrc")).unwrap();
    world.gom(["setup"]).env("SHELL", "/bin/zsh").ok();
    assert!(world.home().join(".zshrc").exists());
    world
        .gom(["setup", "--no-hook"])
        .env("SHELL", "/bin/bash")
        .ok();
    assert!(!world.home().join(".zshrc").exists());
}

/// Nushell's hook is written out whole, into a file that its interactive shells read.
#[test]
fn nushell_has_a_file_with_all_of_it() {
    let world = new_user();
    world.file("home/.config/nushell/config.nu", "# mine\n");
    let built = world.dir("built");
    let program = "#!/bin/sh\n[ \"$*\" = 'init nu' ] && echo '$env.GOM_HOOKED = \"nu\"'\n";
    // What is placed from there answers as this gom would.
    world.executable(built.join("gom"), program);
    fs::copy(env!("CARGO_BIN_EXE_gom-shim"), built.join("gom-shim")).unwrap();
    let mut vars =
        gom_shim::vars::Vars::new(vec![("HOME".into(), world.home().into())], vec![], None);
    vars.exe = Some(built.join("gom"));
    let printer = gom::ui::Printer::new(&vars, gom::ui::ColorChoice::Never, true, false);
    let gom = gom::gom::Gom::new(vars, printer, false, false).unwrap();
    gom::commands::setup::run(&gom, &gom::commands::setup::Args::default()).unwrap();
    let file = world
        .home()
        .join(".local/share/nushell/vendor/autoload/gom.nu");
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        "# >>> gom hook >>>\n$env.GOM_HOOKED = \"nu\"\n# <<< gom hook <<<\n"
    );
    let args = gom::commands::setup::Args {
        remove: true,
        ..Default::default()
    };
    gom::commands::setup::run(&gom, &args).unwrap();
    assert!(!world.home().join(".local/share/nushell").exists());
}

//! `gom man`: a page for every command, where man looks for it.

use crate::support::program;
use crate::support::skip::tell;
use crate::support::world::World;

#[test]
fn every_command_has_a_page_and_man_finds_no_fault_in_it() {
    let world = World::new();
    world.gom(["man", "--dir", "pages"]).ok();
    let help = world.gom(["--help"]).ok().stdout;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands: Vec<&str> = commands
        .take_while(|line| !line.is_empty())
        // Lines that go on a text stand further in.
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.len() > 20, "{help}");
    let mut names = vec![
        "gom".to_owned(),
        "gom-self-uninstall".into(),
        "gom-target-set".into(),
    ];
    names.extend(commands.iter().map(|command| format!("gom-{command}")));
    let man = program::on_path("man");
    if man.is_none() {
        tell("no man here");
    }
    for name in names {
        let path = world.path(format!("pages/{name}.1"));
        let page = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("no page {name}"));
        assert!(
            page.starts_with(".ie") && page.contains(".SH NAME"),
            "{name}: {page}"
        );
        let Some(man) = &man else { continue };
        let call = world.program(man, ["--warnings", "-l", path.to_str().unwrap()]);
        let outcome = call
            .env("MANPAGER", "cat")
            .env("PATH", "/usr/bin:/bin")
            .env("LC_ALL", "C.UTF-8")
            .ok();
        assert_eq!(outcome.stderr, "", "{name}");
        assert!(outcome.stdout.contains(&name), "{name}: {}", outcome.stdout);
    }
    let one = world.gom(["man", "target", "set"]).ok().stdout;
    assert_eq!(
        one,
        std::fs::read_to_string(world.path("pages/gom-target-set.1")).unwrap()
    );
    let refused = world.gom(["man", "nonsense"]).fails(2);
    assert!(
        refused.stderr.contains("'nonsense' is no command of gom's"),
        "{}",
        refused.stderr
    );
}

#[test]
fn setup_places_the_pages_beside_the_programs() {
    let world = World::conventional();
    world.gom(["setup", "--no-path"]).ok();
    let page = world.layout().man().join("gom-install.1");
    assert!(page.is_file());
    let written = || page.metadata().unwrap().modified().unwrap();
    let before = written();
    world.gom(["setup", "--no-path"]).ok();
    assert_eq!(written(), before, "a page that is right is left");
    world.gom(["self", "uninstall", "-y"]).ok();
    assert!(!world.layout().home().join("share").exists());
}

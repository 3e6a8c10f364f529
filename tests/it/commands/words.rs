//! Words that are no command of gom's, or another name of one, and lines that make no sense.

use snapbox::str;

use crate::support::world::World;

#[test]
fn words_of_other_managers_get_goms_own() {
    let world = World::new();
    for (word, hint) in [
        ("global", "gom default VERSION"),
        ("local", "gom use VERSION"),
        ("pin", "gom use VERSION"),
        ("ls-remote", "gom available"),
        ("list-remote", "gom available"),
        (
            "rehash",
            "nothing to do: gom places shims when it installs; see them with gom list",
        ),
        ("instal", "gom install"),
        ("curent", "gom current"),
        ("lst", "gom list"),
        ("frobnicate", "gom --help"),
    ] {
        let outcome = world.gom([word, "1.22"]).fails(2);
        assert_eq!(
            outcome.stderr,
            format!("error: no command '{word}'\n\nhint: {hint}\n")
        );
        assert_eq!(outcome.stdout, "");
    }
}

#[test]
fn aliases() {
    let world = World::with_default("1.22.6");
    let list = world.gom(["list"]).ok().stdout;
    assert_eq!(world.gom(["ls"]).ok().stdout, list);
    assert!(list.contains("go1.22.6"), "{list}");
    let install = world.gom(["install", "1.22.6"]).ok().stderr;
    assert_eq!(world.gom(["update", "1.22.6"]).ok().stderr, install);
    world.installed("1.24.4");
    world.gom(["remove", "1.24.4"]).ok();
    assert!(!world.gom(["ls"]).ok().stdout.contains("1.24.4"));
}

#[test]
fn command_lines_that_cannot_be_understood() {
    let world = World::new();
    world.gom(["use"]).fails(2).stderr_eq(str![[r#"
error: the following required arguments were not provided
  caused by: <REQUEST>

hint: gom use --help

"#]]);
    world
        .gom(["list", "--nonsense"])
        .fails(2)
        .stderr_eq(str![[r#"
error: unexpected argument '--nonsense' found
  caused by: to pass '--nonsense' as a value, use '-- --nonsense'

hint: gom list --help

"#]]);
    world.gom(["self"]).fails(2).stderr_eq(str![[r#"
error: 'gom self' does nothing by itself

hint: gom self --help

"#]]);
    world
        .gom(["list", "--color", "pink"])
        .fails(2)
        .stderr_eq(str![[r#"
error: invalid value 'pink' for '--color <WHEN>'
  caused by: [possible values: auto, always, never]

hint: gom list --help

"#]]);
    world
        .gom(["use", "1.22.6", "1.24"])
        .fails(2)
        .stderr_eq(str![[r#"
error: unexpected argument '1.24' found

hint: gom use --help

"#]]);
    world.gom(["use", "1.x"]).fails(2).stderr_eq(str![[r#"
error: '1.x' is not a Go version or request
  caused by: valid are 1.22.6, 1.23rc1, 1.22 (newest patch), stable, oldstable, rc, '>=1.21, <1.23', '^1.22', '~1.22.3', go.mod, system, or the name of a linked toolchain

hint: gom available

"#]]);
    let outcome = world.gom(["list", "--nonsense", "--json"]).fails(2);
    let json = outcome.json();
    assert_eq!(
        (&json["schema"], &json["error"]["code"]),
        (&1.into(), &2.into())
    );
    assert!(
        json["error"]["message"]
            .as_str()
            .unwrap()
            .contains("--nonsense"),
        "{json}"
    );
}

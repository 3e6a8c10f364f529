//! What gom says about itself.

use snapbox::str;

use crate::support::world::World;

#[test]
fn gom_alone_shows_the_five_things_people_do() {
    let world = World::new();
    let before = world.snapshot();
    world
        .gom([] as [&str; 0])
        .ok()
        .stdout_eq(str![[r#"
gom installs Go toolchains it has proved, and runs the right one for each directory.

  gom install 1.22.6     install a Go; no version: what this project asks for
  gom use 1.22.6         pin this project to it (gotoolchain.toml)
  gom default 1.27       the Go used where no project asks for one
  gom list               what is installed; gom available: what could be
  gom current            which Go is used here, and why

All commands: gom --help

"#]])
        .stderr_eq(str![]);
    before.assert_unchanged(world.root());
}

#[test]
fn the_list_of_commands() {
    let world = World::new();
    world
        .gom(["--help"])
        .ok()
        .stdout_eq(str![[r#"
Installs Go toolchains it has proved to be the official ones, and runs the right one for each
directory

Usage: gom [OPTIONS] [COMMAND]

Commands:
  install      Install Go toolchains, each proved before it is visible
  update       Install the newest patch of every installed line (install --upgrade), or what is
               named
  uninstall    Remove toolchains, or a link [alias: remove]
  list         Show what is installed [alias: ls]
  available    Show what could be installed, newest last
  default      Show or set the Go used where no project asks for one
  use          Pin this project to a Go, in gotoolchain.toml
  current      Show which Go is used here, and why
  which        Show the path of a tool
  exec         Run a command with a Go of your choice
  env          Show the environment that a shim gives to Go here
  link         Give a name to a Go that you built or unpacked yourself
  trust        Trust the project files of a directory as they are now
  untrust      Take back the trust in a directory's project files
  config       Show or change settings
  setup        Place gom's programs and put them on PATH
  init         Print the hook of a shell, for its start file
  shell        Choose a Go for this shell session, over what projects ask for
  deactivate   Take gom's hook out of this shell
  prompt       Print what a prompt shows of Go here
  self         gom's own installation
  completions  Print a completion script for a shell

Options:
  -h, --help
          Print help (see a summary with '-h')

  -V, --version
          Print version

Options of every command:
  -C <DIR>
          Run as if started in DIR

  -q, --quiet
          Say nothing but errors and warnings

  -v, --verbose...
          Say more; repeat for more still

      --color <WHEN>
          When to use colour

          Possible values:
          - auto:   Colour on terminals, unless NO_COLOR is set
          - always: Always
          - never:  Never
          
          [default: auto]

      --json
          Print data as one JSON object

      --offline
          Open no socket

  -y, --yes
          Answer questions with yes

"#]])
        .stderr_eq(str![]);
    assert_eq!(
        world.gom(["-V"]).ok().stdout,
        concat!("gom ", env!("CARGO_PKG_VERSION"), "\n")
    );
    assert_eq!(
        world.gom(["--version"]).ok().stdout,
        world.gom(["-V"]).ok().stdout
    );
}

#[test]
fn every_command_teaches_itself() {
    let world = World::new();
    let before = world.snapshot();
    let all = world.gom(["--help"]).ok().stdout;
    let listed = all
        .split("Commands:")
        .nth(1)
        .unwrap()
        .split("Options:")
        .next()
        .unwrap();
    let commands: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !name.is_empty())
        .collect();
    assert!(commands.len() >= 17, "{commands:?}");
    for command in commands {
        for flag in ["-h", "--help"] {
            let outcome = world.gom([command, flag]).ok();
            assert_eq!(outcome.stderr, "");
            let lines: Vec<&str> = outcome.stdout.lines().collect();
            assert!(
                lines[0].len() > 15 && !lines[0].starts_with("Usage"),
                "{command}: {lines:?}"
            );
            assert!(
                outcome.stdout.contains(&format!("Usage: gom {command}")),
                "{command}: {}",
                outcome.stdout
            );
            assert!(outcome.stdout.contains("--json"), "{command}");
            assert!(
                lines.iter().all(|line| line.chars().count() <= 100),
                "{command}: {lines:#?}"
            );
        }
    }
    before.assert_unchanged(world.root());
}

#[test]
fn help_of_the_commands_of_every_day() {
    let world = World::new();
    world.gom(["install", "-h"]).ok().stdout_eq(str![[r#"
Install Go toolchains, each proved before it is visible

Usage: gom install [OPTIONS] [REQUESTS]...

Arguments:
  [REQUESTS]...  What to install

Options:
      --default             Make the first one the default
      --upgrade             The newest patch of every installed line, or of the lines named
      --minimum             The very minimum that go.mod asks for, such as 1.22.0, not its line's
                            newest patch
      --full                Also api, doc, misc and test; needs an archive from Go's own site
      --platform <OS/ARCH>  For another platform: os/arch
      --origin <URL|PATH>   From this origin only: a site like go.dev/dl, 'goproxy', a directory, an
                            archive
  -h, --help                Print help (see more with '--help')

Options of every command:
  -C <DIR>            Run as if started in DIR
  -q, --quiet         Say nothing but errors and warnings
  -v, --verbose...    Say more; repeat for more still
      --color <WHEN>  When to use colour [default: auto] [possible values: auto, always, never]
      --json          Print data as one JSON object
      --offline       Open no socket
  -y, --yes           Answer questions with yes

"#]]);
    world.gom(["use", "--help"]).ok().stdout_eq(str![[r#"
Pin this project to a Go, in gotoolchain.toml

The file is the nearest gotoolchain.toml above, else it is made beside go.work or go.mod, else
beside .git. Comments and everything else in it stay.

Usage: gom use [OPTIONS] <REQUEST>

Arguments:
  <REQUEST>
          A version, a line such as 1.22, stable, a range, go.mod

Options:
      --here
          Make the file in this very directory, project or not

  -h, --help
          Print help (see a summary with '-h')

Options of every command:
  -C <DIR>
          Run as if started in DIR

  -q, --quiet
          Say nothing but errors and warnings

  -v, --verbose...
          Say more; repeat for more still

      --color <WHEN>
          When to use colour

          Possible values:
          - auto:   Colour on terminals, unless NO_COLOR is set
          - always: Always
          - never:  Never
          
          [default: auto]

      --json
          Print data as one JSON object

      --offline
          Open no socket

  -y, --yes
          Answer questions with yes

"#]]);
    world.gom(["exec", "--help"]).ok().stdout_eq(str![[r#"
Run a command with a Go of your choice

`gom exec +1.25 -- go test ./...`

gom's bin directory comes first on PATH; each `go` below resolves for its own directory, unless
+REQUEST or --minimum fixes it. The command's exit code is passed on.

Usage: gom exec [OPTIONS] <COMMAND>...

Arguments:
  <COMMAND>...
          [+REQUEST] COMMAND [ARGUMENT]...

Options:
      --minimum
          Use the very minimum that go.mod asks for, such as 1.22.0, not its newest patch

  -h, --help
          Print help (see a summary with '-h')

Options of every command:
  -C <DIR>
          Run as if started in DIR

  -q, --quiet
          Say nothing but errors and warnings

  -v, --verbose...
          Say more; repeat for more still

      --color <WHEN>
          When to use colour

          Possible values:
          - auto:   Colour on terminals, unless NO_COLOR is set
          - always: Always
          - never:  Never
          
          [default: auto]

      --json
          Print data as one JSON object

      --offline
          Open no socket

  -y, --yes
          Answer questions with yes

"#]]);
    world.gom(["self", "--help"]).ok().stdout_eq(str![[r#"
gom's own installation

Usage: gom self [OPTIONS] <COMMAND>

Commands:
  uninstall  Remove gom and every file it ever wrote

Options:
  -h, --help
          Print help (see a summary with '-h')

Options of every command:
  -C <DIR>
          Run as if started in DIR

  -q, --quiet
          Say nothing but errors and warnings

  -v, --verbose...
          Say more; repeat for more still

      --color <WHEN>
          When to use colour

          Possible values:
          - auto:   Colour on terminals, unless NO_COLOR is set
          - always: Always
          - never:  Never
          
          [default: auto]

      --json
          Print data as one JSON object

      --offline
          Open no socket

  -y, --yes
          Answer questions with yes

"#]]);
}

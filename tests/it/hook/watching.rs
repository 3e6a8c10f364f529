//! Every change that matters is seen at the next prompt.

use std::path::Path;

use super::scenario::furnished;
use super::talk::{Shell, Talk, each, world};
use crate::support::outcome::Outcome;
use crate::support::world::World;
use gom_shim::platform::Platform;
use gom_shim::version::Version;

/// What one line does, and what the prompt and GOGC are after it.
pub(super) type Step = (String, String, String);

/// Types every line and looks at the two variables after each.
#[track_caller]
pub(super) fn see(world: &World, shell: Shell, start: &str, steps: &[Step]) -> Outcome {
    let mut talk = Talk::hooked(world, shell).cd(start);
    for (line, _, _) in steps {
        talk = talk.line(line).line("echo \"seen[$GOM_PROMPT|$GOGC]\"");
    }
    let outcome = talk.line("true").ok();
    let seen: Vec<&str> = outcome
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("seen[")?.strip_suffix(']'))
        .collect();
    let expected: Vec<String> = steps
        .iter()
        .map(|(_, prompt, gogc)| format!("{prompt}|{gogc}"))
        .collect();
    let told: Vec<String> = steps
        .iter()
        .zip(&seen)
        .map(|((line, ..), seen)| format!("{line} -> {seen}"))
        .collect();
    assert_eq!(
        seen,
        expected,
        "{}\n{}\n{}",
        shell.name(),
        told.join("\n"),
        outcome.stderr
    );
    outcome
}

pub(super) fn step(line: impl Into<String>, prompt: impl Into<String>, gogc: &str) -> Step {
    (line.into(), prompt.into(), gogc.to_owned())
}

/// A project file with that GOGC, beside the project.
pub(super) fn with_gogc(world: &World, gogc: &str) -> String {
    let file = world.file(
        format!("file-{gogc}"),
        format!("[toolchain]\ngo = \"1.22.6\"\n[env]\nGOGC = \"{gogc}\"\n"),
    );
    file.display().to_string()
}

#[test]
fn edits_as_fast_as_a_shell_can_make_them() {
    each(|shell| {
        let world = furnished();
        let steps: Vec<Step> = (0..12)
            .map(|round| {
                let gogc = if round % 2 == 0 { "40" } else { "50" };
                step(
                    format!("cp {} gotoolchain.toml", with_gogc(&world, gogc)),
                    "go1.22.6",
                    gogc,
                )
            })
            .collect();
        see(&world, shell, "a", &steps);
    });
}

#[test]
fn files_that_come_and_go_and_older_ones() {
    each(|shell| {
        let world = furnished();
        let old = |gogc: &str, year: &str| {
            let file = with_gogc(&world, gogc);
            format!("cp {file} new; touch -d {year}-01-01 new; mv new gotoolchain.toml")
        };
        let up = |dir: &str| {
            format!(
                "cp {} {}",
                with_gogc(&world, "60"),
                world.path(dir).join("gotoolchain.toml").display()
            )
        };
        world.dir("x/y/z/deep/er");
        see(
            &world,
            shell,
            "x/y/z/deep/er",
            &[
                step("true", "", "1"),
                step(up("x"), "go1.22.6", "60"),
                step(
                    format!("cp {} ../../gotoolchain.toml", with_gogc(&world, "61")),
                    "go1.22.6",
                    "61",
                ),
                step("rm ../../gotoolchain.toml", "go1.22.6", "60"),
                step(old("62", "2001"), "go1.22.6", "62"),
                step(old("63", "2000"), "go1.22.6", "63"),
                step(old("64", "2000"), "go1.22.6", "63"),
                step("touch gotoolchain.toml", "go1.22.6", "64"),
                step("mv gotoolchain.toml aside", "go1.22.6", "60"),
                step("ln -s aside gotoolchain.toml", "go1.22.6", "64"),
                step(
                    format!("cp {} aside", with_gogc(&world, "65")),
                    "go1.22.6",
                    "65",
                ),
                step("rm aside", "go1.22.6", "60"),
                step(
                    "rm gotoolchain.toml; mkdir gotoolchain.toml",
                    "go1.22.6",
                    "60",
                ),
                step(
                    format!(
                        "rmdir gotoolchain.toml; cp {} gotoolchain.toml",
                        with_gogc(&world, "66")
                    ),
                    "go1.22.6",
                    "66",
                ),
                step("rm gotoolchain.toml ../../../../gotoolchain.toml", "", "1"),
            ],
        );
    });
}

#[test]
fn whatever_else_decides() {
    each(|shell| {
        let world = world();
        world.installed("1.25.0");
        world.installed("1.24.2");
        world.dir("m/sub");
        let write =
            |file: &str, text: &str| format!("printf '{text}' >{}", world.path(file).display());
        let config = std::fs::read_to_string(world.layout().config_file()).unwrap();
        let config = config.replace('\n', "\\n").replace('%', "%%");
        let config_file = world.layout().config_file().display().to_string();
        let go_env = world.home().join(".config/go/env");
        std::fs::create_dir_all(go_env.parent().unwrap()).unwrap();
        let go_env = go_env.display().to_string();
        let cross =
            |os: &str, mark: &str| format!("go1.24.2 →{os}/{}{mark}", Platform::host().arch());
        let moved = |from: &Path, to: &Path| format!("mv {} {}", from.display(), to.display());
        let newest = world
            .layout()
            .toolchain(&Version::parse("1.25.0").unwrap(), &Platform::host());
        let aside = world.path("aside");
        let outcome = see(
            &world,
            shell,
            "m/sub",
            &[
                step("true", "", ""),
                step(
                    write("m/go.mod", "module m\\n\\ngo 1.20\\n"),
                    "go1.22.6",
                    "",
                ),
                step(
                    write("m/go.mod", "module m\\n\\ngo 1.25.0\\n"),
                    "go1.25.0",
                    "",
                ),
                step(moved(&newest, &aside), "go1.25.0?", ""),
                step(moved(&aside, &newest), "go1.25.0", ""),
                step(write("m/go.work", "go 1.24\\nuse .\\n"), "go1.24.2", ""),
                step(shell.export("GOWORK", "off"), "go1.25.0", ""),
                step(shell.unset("GOWORK"), "go1.24.2", ""),
                step(write("m/sub/.go-version", "1.22.6\\n"), "go1.22.6", ""),
                step(
                    write("m/sub/.go-version", "# nothing\\nnonsense/\\n"),
                    "go?",
                    "",
                ),
                step("rm .go-version", "go1.24.2", ""),
                step(
                    write("m/sub/.tool-versions", "golang 1.25.0\\n"),
                    "go1.25.0",
                    "",
                ),
                step("rm .tool-versions ../go.work ../go.mod", "", ""),
                step(shell.export("GOTOOLCHAIN", "go1.24.2"), "go1.24.2*", ""),
                step(shell.export("GOM_TOOLCHAIN", "1.25"), "go1.25.0*", ""),
                step(
                    format!(
                        "{}; {}",
                        shell.unset("GOTOOLCHAIN"),
                        shell.unset("GOM_TOOLCHAIN")
                    ),
                    "",
                    "",
                ),
                step(
                    write("m/go.mod", "module m\\n\\ngo 1.20\\n"),
                    "go1.22.6",
                    "",
                ),
                step(
                    format!(
                        "printf '{}' >{config_file}",
                        config.replace("1.22.6", "1.24")
                    ),
                    "go1.24.2",
                    "",
                ),
                step(
                    format!("printf 'GOOS=plan9\\n' >{go_env}"),
                    cross("plan9", "~"),
                    "",
                ),
                step(shell.export("GOOS", "windows"), cross("windows", "*"), ""),
                step(
                    format!("{}; rm {go_env}", shell.unset("GOOS")),
                    "go1.24.2",
                    "",
                ),
                step("gom shell 1.25", "go1.25.0*", ""),
                step("gom shell --unset", "go1.24.2", ""),
                step("gom use 1.25.0 2>/dev/null", "go1.25.0", ""),
                step(
                    write(
                        "m/gotoolchain.toml",
                        "[env]\\nGOGC = \\042off\\042\\nGOFLAGS = \\042-v\\042\\n",
                    ),
                    "go1.24.2",
                    "off",
                ),
                step("gom trust .. 2>/dev/null", "go1.24.2", "off"),
                step("echo \"flags $GOFLAGS.\"", "go1.24.2", "off"),
            ],
        );
        assert!(outcome.stdout.contains("flags -v.\n"), "{}", outcome.stdout);
    });
}

#[test]
fn a_project_file_that_is_broken_for_a_moment_changes_nothing() {
    each(|shell| {
        let world = furnished();
        let broken = world.file("broken", "[env\n");
        let line = format!("cp {} gotoolchain.toml", broken.display());
        let outcome_of = |steps: &[Step]| see(&world, shell, "a", steps);
        outcome_of(&[
            step("true", "go1.22.6", "200"),
            step(shell.export("GOGC", "7"), "go1.22.6", "7"),
            step(line, "go?", "7"),
            step(
                format!("cp {} gotoolchain.toml", with_gogc(&world, "71")),
                "go1.22.6",
                "7",
            ),
            step(format!("cd {}", world.path("out").display()), "", "7"),
        ]);
    });
}

/// As where a shell, or a file system, knows whole seconds only: every prompt asks until what it saw
/// is too old for that to matter.
#[test]
fn coarse_clocks_are_not_trusted() {
    let Some(_) = Shell::Bash.path() else {
        return;
    };
    let world = furnished();
    let same_second = |gogc: &str| {
        let file = with_gogc(&world, gogc);
        format!("cp {file} new; touch -d @$EPOCHSECONDS new; mv new gotoolchain.toml")
    };
    let steps = [
        step("__gom_eyes=coarse", "go1.22.6", "200"),
        step(same_second("81"), "go1.22.6", "81"),
        step(same_second("82"), "go1.22.6", "82"),
        step(same_second("83"), "go1.22.6", "83"),
    ];
    see(&world, Shell::Bash, "a", &steps);
    // Whole seconds are told from the times that finer clocks give.
    let steps = [
        step("true", "go1.22.6", "83"),
        step(same_second("84"), "go1.22.6", "84"),
        step(same_second("85"), "go1.22.6", "85"),
    ];
    see(&world, Shell::Bash, "a", &steps);
}

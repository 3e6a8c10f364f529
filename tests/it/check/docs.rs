//! What the book says of `gom check` is what it does.

use std::collections::BTreeSet;

use gom::check::RULES;

use super::world;
use crate::support::world::World;

const CHECK: &str = include_str!("../../../docs/src/check.md");
const FOUR_VARIABLES: &str = include_str!("../../../docs/src/four-variables.md");

#[test]
fn every_rule_is_in_the_book_and_every_rule_of_the_book_is() {
    let rows = CHECK.lines().filter_map(|line| line.strip_prefix("| `"));
    let ids: Vec<&str> = rows
        .filter_map(|row| row.split_once("` | "))
        .filter(|(_, rest)| {
            let severity = rest.split(' ').next().unwrap_or_default();
            ["error", "warning", "note"].contains(&severity)
        })
        .map(|(id, _)| id)
        .collect();
    let told: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(told.len(), ids.len(), "no rule is told twice");
    let known: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(told, known);
}

/// The kind and the lines of each fenced block.
fn blocks(page: &str) -> Vec<(&str, Vec<&str>)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let block = lines.by_ref().take_while(|line| *line != "```");
            blocks.push((kind, block.collect()));
        }
    }
    blocks
}

/// Runs `[NAME=value] gom …` in the project and gives what a terminal would show.
fn run(world: &World, command: &str) -> String {
    let mut words = command.split(' ').peekable();
    let mut env = Vec::new();
    while let Some((name, value)) = words.peek().and_then(|word| word.split_once('=')) {
        env.push((name, value));
        words.next();
    }
    assert_eq!(words.next(), Some("gom"), "{command}");
    let mut call = world.gom(words).at("p");
    for (name, value) in env {
        call = call.env(name, value);
    }
    let outcome = call.run();
    outcome.stdout + &outcome.stderr
}

#[test]
fn the_examples_of_the_four_variables() {
    let mut tried = 0;
    for section in FOUR_VARIABLES.split("\n## ") {
        let world = world();
        for (kind, lines) in blocks(section) {
            if kind == "toml" {
                world.file("p/gotoolchain.toml", lines.join("\n"));
                continue;
            }
            assert_eq!(kind, "console");
            let block = lines.join("\n") + "\n";
            for example in block.split("$ ").filter(|example| !example.is_empty()) {
                let (command, expected) = example.split_once('\n').unwrap();
                assert_eq!(run(&world, command), expected, "{command}");
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 6);
}

#[test]
fn the_example_of_the_page_about_check() {
    let world = world();
    world.file("p/gotoolchain.toml", "[toolchain]\ngo = \"1.22.6\"\n");
    world.file("p/go.mod", "module m\n\ngo 1.24\n");
    let (kind, lines) = blocks(CHECK).into_iter().next().unwrap();
    assert_eq!((kind, lines[0]), ("console", "$ gom check"));
    let expected = lines[1..].join("\n") + "\n";
    assert_eq!(run(&world, "GOFLAGS=-mod=mod gom check"), expected);
}

/// The lines for hooks and CI are commands that there are.
#[test]
fn the_commands_for_hooks_and_ci() {
    let world = world();
    let recipes: Vec<&str> = blocks(CHECK)
        .into_iter()
        .filter(|(kind, _)| *kind == "yaml")
        .flat_map(|(_, lines)| lines)
        .filter(|line| line.contains("gom check"))
        .collect();
    assert_eq!(recipes.len(), 3, "{recipes:?}");
    for (recipe, command) in recipes.into_iter().zip([
        "entry: gom check,",
        "run: gom check --format github",
        "[gom check]",
    ]) {
        assert!(recipe.contains(command), "{recipe}");
        let words = command.split("gom ").nth(1).unwrap();
        let words = words.trim_end_matches([',', ']']).split(' ');
        world.gom(words).at("p").ok();
    }
}

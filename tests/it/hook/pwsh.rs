//! The hook for PowerShell, read by a parser of its language: PowerShell itself is not to be had on
//! the machines these tests run on. Whether it does what it should is for the Windows workflow.

use super::scenario::furnished;
use super::talk::project;

/// The first thing in a text that is no PowerShell.
fn fault(code: &str) -> Option<String> {
    let mut parser = tree_sitter::Parser::new();
    parser
        .set_language(&tree_sitter_powershell::LANGUAGE.into())
        .unwrap();
    let tree = parser.parse(code, None).unwrap();
    let mut nodes = vec![tree.root_node()];
    while let Some(node) = nodes.pop() {
        if node.is_error() || node.is_missing() {
            let line = code
                .lines()
                .nth(node.start_position().row)
                .unwrap_or_default();
            return Some(format!("{}: {line}", node.start_position()));
        }
        let mut cursor = node.walk();
        nodes.extend(
            node.children(&mut cursor)
                .filter(tree_sitter::Node::has_error),
        );
    }
    None
}

#[test]
fn the_parser_finds_faults() {
    for code in ["if ($x) {", "$x = @((1), ", "function global:x { 'y }"] {
        assert!(fault(code).is_some(), "{code}");
    }
    assert_eq!(fault("if ($x) { 'y' }"), None);
}

#[test]
fn the_hook_and_its_answers_are_powershell() {
    let world = furnished();
    assert_eq!(fault(&world.gom(["init", "pwsh"]).ok().stdout), None);
    let odd = project(
        &world,
        "it's $(odd) `n é",
        "GOGC = \"5\"\nGOFLAGS = \"it's $x `n \\u00e9 \\\" → \\n\"\n",
    );
    world.gom(["trust"]).at(&odd).ok();
    for dir in ["a", "out", "a/sub", odd.to_str().unwrap()] {
        let args = [
            "hook-env", "--shell", "pwsh", "--eyes", "times", "--pid=7", "--told=",
        ];
        let answer = world.gom(args).at(dir).ok().stdout;
        assert_eq!(fault(&answer), None, "{answer}");
        assert!(answer.is_ascii(), "{answer}");
        assert!(answer.contains("$global:__gomAbsent = @(("), "{answer}");
    }
    let leave = world
        .gom(["hook-env", "--shell", "pwsh", "--leave"])
        .ok()
        .stdout;
    assert_eq!(fault(&leave), None, "{leave}");
    let session = world
        .gom(["shell", "1.22"])
        .env("__GOM_SHELL", "pwsh")
        .ok()
        .stdout;
    let (mark, code) = session.split_once('\n').unwrap();
    assert_eq!((mark, fault(code)), (": gom", None), "{session}");
}

/// A tick is 100 ns since the year 1, whatever the time zone.
#[test]
fn times_are_those_of_dotnet() {
    let world = furnished();
    let file = world.path("a/gotoolchain.toml");
    let time = std::time::UNIX_EPOCH + std::time::Duration::new(1_700_000_000, 123_456_789);
    std::fs::File::options()
        .write(true)
        .open(file)
        .unwrap()
        .set_modified(time)
        .unwrap();
    let answer = world
        .gom(["hook-env", "--shell", "pwsh", "--eyes", "times"])
        .at("a")
        .ok()
        .stdout;
    // [DateTimeOffset]::FromUnixTimeSeconds(1700000000).Ticks is 638355968000000000.
    assert!(answer.contains("(638355968001234567)"), "{answer}");
}

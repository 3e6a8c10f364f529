//! Which file is read: go.work or go.mod, where it is looked for, and from where.

use super::Case;

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = workspaces();
    cases.extend(search());
    cases.extend(temporary());
    cases.extend(links());
    cases.extend(directories());
    cases
}

/// `p/go.mod` asks for 1.25.1.
fn module(name: &'static str) -> Case {
    Case::new(name).go_mod("go 1.25.1")
}

fn workspaces() -> Vec<Case> {
    let work = |name, text: &str| module(name).file("p/go.work", text);
    vec![
        work("a workspace beside its module", "go 1.24.9\nuse .\n").asks("1.24.9", "p/go.work:1"),
        work(
            "a workspace with a toolchain",
            "go 1.24\ntoolchain go1.26.1\n",
        )
        .asks("1.26.1", "p/go.work:2"),
        work("a workspace with a default", "go 1.26\ntoolchain default\n"),
        work("an old workspace hides a new module", "go 1.23\n"),
        work("a workspace without lines hides a module", "use .\n"),
        work("an empty workspace hides a module", ""),
        work(
            "a comment in a block is the first match",
            "use (\n\tgo // x\n)\ngo 1.27.2\n",
        ),
        work("a broken workspace", "toolchain nonsense\n").refused(),
        Case::new("a workspace alone")
            .file("p/go.work", "go 1.25.7\n")
            .asks("1.25.7", "p/go.work:1"),
        module("a workspace above, which does not use the module")
            .file("go.work", "go 1.24.9\n")
            .asks("1.24.9", "go.work:1"),
        module("a module above a workspace")
            .file("p/w/go.work", "go 1.24.9\n")
            .at("p/w")
            .asks("1.24.9", "p/w/go.work:1"),
        module("a directory named go.work")
            .dir("p/go.work")
            .asks_line_3("1.25.1"),
        Case::new("the nearest workspace")
            .file("go.work", "go 1.25.7\n")
            .file("p/go.work", "go 1.24.9\n")
            .asks("1.24.9", "p/go.work:1"),
    ]
}

fn search() -> Vec<Case> {
    vec![
        module("a directory of the module")
            .dir("p/a/b")
            .at("p/a/b")
            .asks_line_3("1.25.1"),
        module("the nearest module, though it asks less")
            .file("p/old/go.mod", "module old\ngo 1.21\n")
            .at("p/old"),
        module("a directory named go.mod")
            .dir("p/d/go.mod")
            .at("p/d")
            .asks_line_3("1.25.1"),
        module("other names")
            .file("p/d/Go.mod.bak", "go 1.26.0\n")
            .at("p/d")
            .asks_line_3("1.25.1"),
        module("a module further down").at("."),
        Case::new("blanks and quotes in names")
            .file("p/it's \"a\" test/go.mod", "go 1.25.1\n")
            .at("p/it's \"a\" test")
            .asks("1.25.1", "p/it's \"a\" test/go.mod:1")
            .on_unix(),
        Case::new("letters of the world")
            .file("p/ёж/go.mod", "go 1.25.1\n")
            .at("p/ёж")
            .asks("1.25.1", "p/ёж/go.mod:1"),
    ]
}

fn temporary() -> Vec<Case> {
    let name = if cfg!(windows) { "TMP" } else { "TMPDIR" };
    let module = |title| module(title).dir("p/sub");
    vec![
        module("a module in the temporary directory").env(name, "{}/p"),
        module("below such a module").env(name, "{}/p").at("p/sub"),
        module("such a module ends the search")
            .file("go.mod", "go 1.26.0\n")
            .env(name, "{}/p"),
        module("a module below the temporary directory")
            .env(name, "{}")
            .asks_line_3("1.25.1"),
        module("a relative temporary directory")
            .env(name, ".")
            .asks_line_3("1.25.1")
            .on_unix(),
        module("a temporary directory behind a link")
            .link("t", "p")
            .env(name, "{}/t"),
        module("a module behind a link in it")
            .link("t", "p")
            .env(name, "{}/p")
            .env("PWD", "{}/t")
            .at("t"),
        Case::new("a workspace in the temporary directory")
            .file("p/go.work", "go 1.25.7\n")
            .env(name, "{}/p")
            .asks("1.25.7", "p/go.work:1"),
    ]
}

/// Two parents for `sub`: `real/` asks for 1.25.1, `by/link/` for 1.25.2.
fn two_parents(name: &'static str) -> Case {
    Case::new(name)
        .file("real/go.mod", "go 1.25.1\n")
        .dir("real/sub")
        .file("by/link/go.mod", "go 1.25.2\n")
        .link("by/link/sub", "real/sub")
        .at("by/link/sub")
}

fn links() -> Vec<Case> {
    let logical = ("1.25.2", "by/link/go.mod:1");
    let physical = ("1.25.1", "real/go.mod:1");
    vec![
        two_parents("the shell's parents")
            .env("PWD", "{}/by/link/sub")
            .asks(logical.0, logical.1),
        two_parents("no PWD").asks(physical.0, physical.1),
        two_parents("an empty PWD")
            .env("PWD", "")
            .asks(physical.0, physical.1),
        two_parents("a relative PWD")
            .env("PWD", ".")
            .asks(physical.0, physical.1),
        two_parents("a PWD of elsewhere")
            .env("PWD", "{}/by/link")
            .asks(physical.0, physical.1),
        two_parents("a PWD of nowhere")
            .env("PWD", "{}/gone")
            .asks(physical.0, physical.1),
        two_parents("the physical PWD")
            .env("PWD", "{}/real/sub")
            .asks(physical.0, physical.1),
        module("a dangling link named go.mod")
            .link("p/d/go.mod", "gone")
            .at("p/d")
            .asks_line_3("1.25.1"),
        module("a link in a circle")
            .link("p/d/go.mod", "p/d/go.mod")
            .at("p/d")
            .asks_line_3("1.25.1"),
        module("a link to another module's file")
            .link("p/d/go.mod", "p/go.mod")
            .at("p/d")
            .asks("1.25.1", "p/d/go.mod:3"),
        module("a dangling link named go.work")
            .link("p/go.work", "gone")
            .asks_line_3("1.25.1"),
        module("a link to a directory named go.mod")
            .link("p/d/go.mod", "p")
            .at("p/d")
            .asks_line_3("1.25.1"),
    ]
}

/// `-C`, always physical.
fn directories() -> Vec<Case> {
    let linked = |name| two_parents(name).at(".");
    let by = "real/go.mod:1";
    vec![
        linked("-C through a link")
            .flags(&["-C", "by/link/sub"])
            .asks("1.25.1", by),
        linked("-C with a PWD")
            .flags(&["-C", "by/link/sub"])
            .env("PWD", "{}")
            .asks("1.25.1", by),
        linked("-C=").flags(&["-C=real/sub"]).asks("1.25.1", by),
        linked("--C").flags(&["--C", "real"]).asks("1.25.1", by),
        linked("--C=").flags(&["--C=real/.."]),
        linked("-C out of a module")
            .at("real/sub")
            .flags(&["-C", "../.."]),
    ]
}

//! What variables decide: GOTOOLCHAIN, GO111MODULE, GOWORK, and the go env file.

use super::Case;

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = gotoolchain();
    cases.extend(go111module());
    cases.extend(gowork());
    cases.extend(go_env_file());
    cases
}

fn gotoolchain() -> Vec<Case> {
    const BY: &str = "GOTOOLCHAIN";
    let set = |name, value: &str| Case::new(name).env(BY, value);
    let mut cases = vec![
        set("a version", "go1.25.1").asks("1.25.1", BY),
        set("an older version", "go1.23.1").asks("1.23.1", BY),
        set("a version from before 1.21", "go1.20").asks("1.20", BY),
        set("a candidate as GOTOOLCHAIN", "go1.25rc1").asks("1.25rc1", BY),
        set("a suffix in GOTOOLCHAIN", "go1.25.1-corp").asks("1.25.1-corp", BY),
        set("a version above the module", "go1.25.1")
            .go_mod("go 1.23")
            .asks("1.25.1", BY),
        set("a version below the module", "go1.25.1")
            .go_mod("go 1.26.0")
            .asks("1.25.1", BY),
        set("a version does not read go.mod", "go1.25.1")
            .go_mod("toolchain x")
            .asks("1.25.1", BY),
        set("a minimum", "go1.25.1+auto").asks("1.25.1", BY),
        set("a minimum on PATH", "go1.25.1+path").asks("1.25.1", BY),
        set("a minimum above the module", "go1.25.1+path")
            .go_mod("go 1.25.0")
            .asks("1.25.1", BY),
        set("a minimum equal to the module", "go1.25.1+path")
            .go_mod("go 1.25.1")
            .asks("1.25.1", BY),
        set("a minimum below the module", "go1.25.1+path")
            .go_mod("go 1.26.0")
            .asks_line_3("1.26.0"),
        set("a minimum below a toolchain line", "go1.25.1+auto")
            .go_mod("go 1.24\ntoolchain go1.25.2")
            .asks("1.25.2", "p/go.mod:4"),
        set("a minimum and default", "go1.25.1+auto")
            .go_mod("go 1.26\ntoolchain default")
            .asks("1.25.1", BY),
        set("a minimum below the base", "go1.23.0+auto")
            .but_go_runs("1.23.0", "gom: a minimum beside the base, as go.mod is one"),
        set("a minimum below the base and the module", "go1.23.0+path")
            .go_mod("go 1.25.1")
            .asks_line_3("1.25.1"),
        set("a word", "asdf").refused(),
        set("a word with a plus", "asdf+auto").refused(),
        set("a plus alone", "+auto").refused(),
        set("nothing after the plus", "go1.25.1+").refused(),
        set("another word after the plus", "go1.25.1+foo").refused(),
        set("a path in GOTOOLCHAIN", "go1.25.1/../x").refused(),
        set("a go.mod word in GOTOOLCHAIN", "default").refused(),
        set("local stays, in cmd/go", "local")
            .go_mod("go 1.99.1")
            .asks_line_3("1.99.1")
            .but_go_stays("gom, not the base, says local to the Go it chose"),
    ];
    // A version that no real Go has, since its own is the base here.
    for (name, value) in [
        ("auto and a module", "auto"),
        ("path and a module", "path"),
        ("local+auto and a module", "local+auto"),
        ("local+path and a module", "local+path"),
    ] {
        cases.push(set(name, value).go_mod("go 1.99.1").asks_line_3("1.99.1"));
    }
    cases
}

fn go111module() -> Vec<Case> {
    const NAME: &str = "GO111MODULE";
    let module = |name, value: &str| Case::new(name).go_mod("go 1.25.1").env(NAME, value);
    vec![
        module("modules on", "on").asks_line_3("1.25.1"),
        module("modules auto in a module", "auto").asks_line_3("1.25.1"),
        module("an empty GO111MODULE", "").asks_line_3("1.25.1"),
        module("modules off", "off"),
        module("modules OFF", "OFF"),
        module("modules 0", "0"),
        module("modules ON", "ON"),
        module("nonsense for GO111MODULE", "nonsense"),
        module("modules off and a broken toolchain line", "off").file("p/go.work", "toolchain x\n"),
        module("modules off and a version", "off").env("GOTOOLCHAIN", "go1.25.2"),
        module("modules off and nonsense", "off").env("GOTOOLCHAIN", "asdf"),
        module("modules off in the file, on in the environment", "on")
            .go_env("GO111MODULE=off\n")
            .asks_line_3("1.25.1"),
        module("modules off in the file", "").go_env("GO111MODULE=off\n"),
        Case::new("modules auto outside of modules")
            .env(NAME, "auto")
            .env("GOTOOLCHAIN", "go1.25.2"),
        Case::new("modules on outside of modules")
            .env(NAME, "on")
            .env("GOTOOLCHAIN", "go1.25.2")
            .asks("1.25.2", "GOTOOLCHAIN"),
        Case::new("modules auto in a workspace alone")
            .file("p/go.work", "go 1.25.7\n")
            .env(NAME, "auto")
            .asks("1.25.7", "p/go.work:1")
            .since("1.27"),
    ]
}

fn gowork() -> Vec<Case> {
    const NAME: &str = "GOWORK";
    let both = |name, value: &str| {
        Case::new(name)
            .go_mod("go 1.25.1")
            .file("p/go.work", "go 1.25.7\n")
            .file("other.work", "\ngo 1.25.9\n")
            .dir("dir.work")
            .env(NAME, value)
    };
    vec![
        both("an empty GOWORK", "").asks("1.25.7", "p/go.work:1"),
        both("GOWORK auto", "auto").asks("1.25.7", "p/go.work:1"),
        both("GOWORK off", "off").asks_line_3("1.25.1"),
        both("GOWORK elsewhere", "{}/other.work").asks("1.25.9", "other.work:2"),
        both("GOWORK elsewhere, by a way around", "{}/p/../other.work")
            .asks("1.25.9", "p/../other.work:2"),
        both("a missing GOWORK", "{}/missing.work").asks_line_3("1.25.1"),
        both("a GOWORK that is a directory", "{}/dir.work").refused(),
        both("a relative GOWORK", "go.work").refused(),
        both("GOWORK OFF is a relative path", "OFF").refused(),
        both("GOWORK outside of a module", "{}/other.work")
            .at(".")
            .asks("1.25.9", "other.work:2"),
        both("GOWORK off in the file", "")
            .go_env("GOWORK=off\n")
            .asks_line_3("1.25.1"),
        both("GOWORK off in the file, auto in the environment", "auto")
            .go_env("GOWORK=off\n")
            .asks("1.25.7", "p/go.work:1"),
    ]
}

fn go_env_file() -> Vec<Case> {
    // GOWORK=off in effect is seen by the module, not the workspace, being asked.
    let both = |name| {
        Case::new(name)
            .go_mod("go 1.25.1")
            .file("p/go.work", "go 1.25.7\n")
    };
    let by_work = |case: Case| case.asks("1.25.7", "p/go.work:1");
    let by_module = |case: Case| case.asks_line_3("1.25.1");
    let with = |name, text: &str| both(name).go_env(text);
    vec![
        by_module(with("a value from the file", "GOWORK=off\n")),
        by_module(with("no line end in the file", "GOWORK=off")),
        by_module(with("the last of two", "GOWORK=auto\nGOWORK=off\n")),
        by_work(with(
            "the last of two, the other way",
            "GOWORK=off\nGOWORK=auto\n",
        )),
        by_module(with("comments and empty lines", "# x\n\nGOWORK=off\n")),
        by_work(with("a commented line", "#GOWORK=off\n")),
        by_work(with("an export is no line", "export GOWORK=off\n")),
        by_work(with(
            "a byte order mark in the file",
            "\u{feff}GOWORK=off\n",
        )),
        by_work(with("a lower-case name", "gowork=off\n")),
        by_work(with("blanks before a name", " GOWORK=off\n")),
        with("blanks after a value are part of it", "GOWORK=off \n").refused(),
        with("a carriage return is part of it", "GOWORK=off\r\n").refused(),
        with("quotes are part of it", "GOWORK=\"off\"\n").refused(),
        by_work(with("the file switched off", "GOWORK=off\n").env("GOENV", "off")),
        by_module(
            both("the file in its usual place")
                .file("home/.config/go/env", "GOWORK=off\n")
                .env("HOME", "{}/home")
                .on_linux(),
        ),
        by_module(
            both("the file where XDG wants it")
                .file("config/go/env", "GOWORK=off\n")
                .env("XDG_CONFIG_HOME", "{}/config")
                .on_linux(),
        ),
        with(
            "another module file changes nothing",
            "GOFLAGS=-modfile=other.mod\n",
        )
        .file("p/other.mod", "module m\ngo 1.26.0\n")
        .env("GOWORK", "off")
        .asks_line_3("1.25.1"),
    ]
}

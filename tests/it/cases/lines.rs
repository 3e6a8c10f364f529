//! What a `go` or `toolchain` line asks for, and what is such a line.

use super::Case;

/// `p/go.mod` has these lines from its third on.
fn line(name: &'static str, lines: &str) -> Case {
    Case::new(name).go_mod(lines)
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = versions();
    cases.extend(toolchains());
    cases.extend(bases());
    cases.extend(spelling());
    cases.extend(malformed());
    cases
}

fn versions() -> Vec<Case> {
    vec![
        Case::new("nothing asks"),
        Case::new("a module without lines").go_mod(""),
        line("an older line", "go 1.23.9"),
        line("the language of the base", "go 1.24"),
        line("the base itself", "go 1.24.4"),
        line("a newer patch", "go 1.24.5").asks_line_3("1.24.5"),
        line("patches are numbers", "go 1.24.10").asks_line_3("1.24.10"),
        line("a newer release", "go 1.25.2").asks_line_3("1.25.2"),
        line("a language begins with its .0", "go 1.25").asks_line_3("1.25.0"),
        line("a candidate", "go 1.25rc1").asks_line_3("1.25rc1"),
        line("a candidate of the base's own line", "go 1.24rc9"),
        line("a beta", "go 1.25beta2").asks_line_3("1.25beta2"),
        line("any lower-case word is a kind", "go 1.25foo1").asks_line_3("1.25foo1"),
        line("a kind needs no number", "go 1.25rc").asks_line_3("1.25rc"),
        line("lines are numbers", "go 1.100").asks_line_3("1.100.0"),
        line("numbers have no end", "go 1.18446744073709551617.3")
            .asks_line_3("1.18446744073709551617.3"),
        line("go 10 passes for a go1", "go 10.0")
            .only_go("gom need not know Go 10")
            .asks_line_3("10.0"),
        line("go 2 does not", "go 2.0")
            .only_go("gom need not know Go 2")
            .refused(),
    ]
}

fn toolchains() -> Vec<Case> {
    vec![
        line(
            "a toolchain above the go line",
            "go 1.24\ntoolchain go1.25.3",
        )
        .asks("1.25.3", "p/go.mod:4"),
        line("a toolchain alone", "toolchain go1.25.3").asks_line_3("1.25.3"),
        line("order does not matter", "toolchain go1.25.3\ngo 1.24").asks_line_3("1.25.3"),
        line(
            "a go line above a newer toolchain",
            "go 1.25.2\ntoolchain go1.25.1",
        )
        .asks_line_3("1.25.2"),
        line(
            "a go line above an old toolchain",
            "go 1.25.2\ntoolchain go1.23.1",
        )
        .asks_line_3("1.25.2"),
        line(
            "a language above a toolchain",
            "go 1.26\ntoolchain go1.25.9",
        )
        .asks_line_3("1.26.0"),
        line("its own first release", "go 1.25\ntoolchain go1.25.0").asks("1.25.0", "p/go.mod:4"),
        line("its own candidate", "go 1.25\ntoolchain go1.25rc2").asks("1.25rc2", "p/go.mod:4"),
        line("an old toolchain", "go 1.23\ntoolchain go1.24.3"),
        line("the base as toolchain", "go 1.23\ntoolchain go1.24.4"),
        line("the base with a suffix", "go 1.23\ntoolchain go1.24.4-corp"),
        line(
            "default stays with the base",
            "go 1.25.2\ntoolchain default",
        ),
        line("a suffix", "go 1.24\ntoolchain go1.25.1-corp").asks("1.25.1-corp", "p/go.mod:4"),
        line(
            "a go line above a suffix",
            "go 1.26.0\ntoolchain go1.25.1-corp",
        )
        .asks_line_3("1.26.0"),
        line(
            "an empty toolchain hides the next",
            "toolchain // later\ntoolchain go1.25.1",
        ),
        line("no toolchain of that name", "toolchain local").refused(),
        line("a version for a toolchain", "toolchain 1.25.1").refused(),
        line("another compiler", "toolchain gccgo-go1.25.1").refused(),
        line("a toolchain with a plus", "toolchain go1.25.1+auto").refused(),
        line("a path for a toolchain", "toolchain go1.25.1/x").refused(),
        line("a toolchain that is no version", "toolchain go1.25.x").refused(),
        line("a toolchain of an odd kind", "toolchain go1.25x").asks_line_3("1.25x"),
        line(
            "a replaced module named toolchain",
            "replace (\n\ttoolchain v1.0.0 => ./x\n)",
        )
        .refused(),
    ]
}

fn bases() -> Vec<Case> {
    vec![
        line("a candidate above its language", "go 1.25").base("1.25rc2"),
        line("a candidate above an older one", "go 1.25rc1").base("1.25rc2"),
        line("candidates are numbers", "go 1.25rc10")
            .base("1.25rc9")
            .asks_line_3("1.25rc10"),
        line("a release above its candidate", "go 1.25.0")
            .base("1.25rc2")
            .asks_line_3("1.25.0"),
        line("a suffix does not count", "toolchain go1.21.0-corp").base("1.21.0"),
        line("before 1.21 a language is a release", "go 1.20")
            .base("1.19.13")
            .asks_line_3("1.20"),
        line("before 1.21 there is no .0", "go 1.20.0")
            .base("1.19.13")
            .asks_line_3("1.20")
            .but_go_runs(
                "1.20.0",
                "a name that no release has: gom means the release go1.20",
            ),
        line("before 1.21 candidates come first", "go 1.20")
            .base("1.20rc3")
            .asks_line_3("1.20"),
        line("1.20 satisfies 1.20.0", "go 1.20.0").base("1.20"),
        line("1.20.1 satisfies 1.20", "go 1.20").base("1.20.1"),
    ]
}

fn spelling() -> Vec<Case> {
    let with = |name, text: &str| Case::new(name).file("p/go.mod", text);
    vec![
        line("a comment after a blank", "go 1.25.1 // why").asks_line_3("1.25.1"),
        line("a comment at once", "go 1.25.1//why").asks_line_3("1.25.1"),
        line("a line in a comment", "// go 1.25.1"),
        line("a tab", "go\t1.25.1").asks_line_3("1.25.1"),
        line("blanks around", "  go   1.25.1  ").asks_line_3("1.25.1"),
        line("a vertical tab before", "\u{b}go 1.25.1").asks_line_3("1.25.1"),
        line("a no-break space before", "\u{a0}go 1.25.1").asks_line_3("1.25.1"),
        line("a next-line before", "\u{85}go 1.25.1").asks_line_3("1.25.1"),
        line("an ideographic space before", "\u{3000}go 1.25.1").asks_line_3("1.25.1"),
        line("a zero-width space before", "\u{200b}go 1.25.1"),
        line("a no-break space between", "go\u{a0}1.25.1"),
        line("a no-break space after", "go 1.25.1\u{a0}").asks_line_3("1.25.1"),
        line("no separator", "go1.25.1"),
        line("a longer word", "gofast 1.25.1"),
        line("another case", "Go 1.25.1"),
        line("the first of two", "go 1.24\ngo 1.25.1"),
        line("the first of two, if only it is there", "go x\ngo 1.25.1"),
        line("the first of two, even if empty", "go // x\ngo 1.25.1"),
        line("a word alone is none", "go\ngo 1.25.1").asks("1.25.1", "p/go.mod:4"),
        line("a line in a block", "require (\n\tgo 1.25.1\n)").asks("1.25.1", "p/go.mod:4"),
        with(
            "Windows line ends",
            "module m\r\n\r\ngo 1.25.1\r\ntoolchain go1.25.2\r\n",
        )
        .asks("1.25.2", "p/go.mod:4"),
        with("old Mac line ends", "module m\rgo 1.25.1\r"),
        with("no line end", "module m\n\ngo 1.25.1").asks_line_3("1.25.1"),
        with("no module line", "go 1.25.1").asks("1.25.1", "p/go.mod:1"),
        with("an empty file", ""),
        with("a byte order mark hides its line", "\u{feff}go 1.25.1\n"),
        with(
            "a byte order mark hides no other",
            "\u{feff}module m\n\ngo 1.25.1\n",
        )
        .asks_line_3("1.25.1"),
        with("nonsense around", "%&/\0\n\ngo 1.25.1\n").asks_line_3("1.25.1"),
    ]
}

fn malformed() -> Vec<Case> {
    vec![
        line("four numbers", "go 1.25.1.1"),
        line("a v", "go v1.25"),
        line("quotes", "go \"1.25\""),
        line("a go too many", "go go1.25"),
        line("a candidate of a patch", "go 1.25.1rc1"),
        line("a zero too many", "go 1.25rc01"),
        line("a zero in front", "go 1.025"),
        line("a suffix in a go line", "go 1.25.1-corp"),
        line("capitals", "go 1.25RC1"),
        line("a dot too many", "go 1.25."),
        line("a range", "go >=1.25"),
        line("two words", "go 1.25.1 1.25.2"),
        line("a word", "go latest"),
        line("a sign", "go +1.25"),
    ]
}

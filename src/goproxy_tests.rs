//! GOPROXY as cmd/go reads it: lists, words, patterns.

use super::*;

fn shown(text: &str) -> String {
    let list = Goproxy::parse(text).unwrap();
    let entry = |entry: &Entry| {
        let source = match &entry.source {
            Source::Proxy(url) => url.as_str(),
            Source::Direct => "direct",
            Source::Off => "off",
        };
        format!(
            "{source}{}",
            if entry.separator == Separator::Pipe {
                "|"
            } else {
                ","
            }
        )
    };
    list.entries.iter().map(entry).collect()
}

#[test]
fn lists() {
    for (text, expected) in [
        ("direct", "direct,"),
        ("off", "off,"),
        ("https://a.example,direct", "https://a.example/,direct,"),
        (
            " https://a.example | https://b.example/x , off ",
            "https://a.example/|https://b.example/x,off,",
        ),
        (
            ",,a.example||direct,https://never.example",
            "https://a.example/|direct,",
        ),
        ("a.example:8080/p", "https://a.example:8080/p,"),
        ("localhost:3000", "https://localhost:3000/,"),
        ("file:///srv/proxy|direct", "file:///srv/proxy|direct,"),
        ("off,https://never.example", "off,"),
        ("http://u:p@a.example", "http://u:p@a.example/,"),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
    assert!(
        Goproxy::parse("off").unwrap().is_off() && !Goproxy::parse("a.b,off").unwrap().is_off()
    );
}

#[test]
fn what_cmd_go_refuses() {
    for text in [
        ",",
        " ",
        "|,",
        "noproxy",
        "https",
        "/srv/proxy",
        "ftp://a.example",
        "file://host/x",
        "file:///x?y",
        "http://[",
        "a.b,nonsense",
    ] {
        let error = Goproxy::parse(text).unwrap_err();
        assert_eq!(error.kind, Kind::Config, "{text}");
    }
    let error = Goproxy::parse("ftp://me:secret@a.example").unwrap_err();
    assert!(!error.to_string().contains("secret"), "{error}");
}

#[test]
fn private_means_direct() {
    let private = |no: Option<&str>, private: Option<&str>| {
        Goproxy::parse("https://a.example")
            .unwrap()
            .unless_private(no, private)
            == Goproxy::direct()
    };
    for pattern in [
        "golang.org",
        "*",
        "golang.org/toolchain",
        "x.y,golang.org/",
        "*.org/t*",
        "g?lang.org",
        "[a-h]olang.org",
        "[^x]olang.org/\\toolchain",
    ] {
        assert!(
            private(Some(pattern), None)
                && private(None, Some(pattern))
                && private(Some(""), Some(pattern)),
            "{pattern}"
        );
    }
    for pattern in [
        "",
        ",",
        "golang.org/x",
        "golang.org/toolchain/x",
        "golang",
        "*/x",
        "[",
        "[a-",
        "[]a]olang.org",
        "go*toolchain",
        "golang.org\\",
    ] {
        assert!(!private(Some(pattern), None), "{pattern}");
    }
    assert!(
        !private(Some("example.com"), Some("*")),
        "GONOPROXY wins over GOPRIVATE"
    );
}

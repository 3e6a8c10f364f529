//! The pictures of README.md: that they are whole, shown, and tell nothing of who recorded them.

use std::collections::BTreeMap;
use std::path::Path;

/// Every picture, by its path in the checkout.
fn pictures() -> BTreeMap<String, String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    let files = directory.read_dir().unwrap().map(|entry| entry.unwrap());
    files
        .filter(|file| file.path().extension().is_some_and(|end| end == "svg"))
        .map(|file| {
            let name = format!("docs/pictures/{}", file.file_name().to_str().unwrap());
            (name, std::fs::read_to_string(file.path()).unwrap())
        })
        .collect()
}

/// What is between the tags, a line for each text; an error where the tags do not nest or a
/// character is not escaped. Knows as much of XML as `drawing.py` writes.
fn texts(svg: &str) -> Result<Vec<String>, String> {
    let mut open = Vec::new();
    let mut texts = Vec::new();
    let mut rest = svg.trim_end();
    while let Some(tag) = rest.strip_prefix('<') {
        let (tag, after) = tag.split_once('>').ok_or("a tag has no end")?;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> closes nothing"));
            }
        } else if tag.contains('<') || tag.matches('"').count() % 2 == 1 {
            return Err(format!("<{tag}> is no tag"));
        } else if !tag.ends_with('/') {
            open.push(tag.split_once(' ').map_or(tag, |(name, _)| name));
        }
        let text = &after[..after.find('<').unwrap_or(after.len())];
        rest = &after[text.len()..];
        let plain = ["&amp;", "&lt;", "&gt;"]
            .iter()
            .fold(text.to_owned(), |text, escaped| text.replace(escaped, " "));
        if plain.contains(['&', '>']) {
            return Err(format!("'{text}' is not escaped"));
        }
        texts.extend((!plain.trim().is_empty()).then_some(plain));
        if open.is_empty() && !after.is_empty() {
            return Err(format!("behind the end: {after}"));
        }
    }
    if rest.is_empty() && open.is_empty() {
        Ok(texts)
    } else {
        Err(format!("<{}> is open", open.join("><")))
    }
}

#[test]
fn each_is_shown_by_the_readme_and_the_readme_shows_no_other() {
    let readme = include_str!("../../README.md");
    let shown: Vec<&str> = readme
        .split("](")
        .skip(1)
        .filter_map(|link| link.split_once(')'))
        .map(|(link, _)| link)
        .filter(|link| link.ends_with(".svg"))
        .collect();
    let mut sorted = shown.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, pictures().keys().collect::<Vec<_>>());
}

#[test]
fn each_is_whole_and_shows_what_it_was_made_for() {
    for (name, svg) in pictures() {
        let texts = texts(&svg).unwrap_or_else(|error| panic!("{name}: {error}"));
        let made_for: &[&str] = if name.ends_with("install.svg") {
            &["━", "installed", "proved by sum.golang.org"]
        } else {
            &["go1.22.6", "→", "linux/arm64", "unset"]
        };
        for part in made_for {
            let is_there = texts.iter().any(|text| text.contains(part));
            assert!(is_there, "{name} does not show {part}");
        }
    }
}

#[test]
fn none_names_a_directory_or_a_server_of_its_machine() {
    for (name, svg) in pictures() {
        let svg = svg.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        for private in ["://", "/root", "/work", "/tmp", "/home", "/Users", "/var"] {
            assert!(!svg.contains(private), "{name} shows {private}");
        }
    }
}

#[test]
fn a_broken_one_is_told() {
    assert_eq!(
        texts("<a b=\"c\"><d/><e>f &amp;</e></a>\n"),
        Ok(vec!["f  ".to_owned()])
    );
    for broken in [
        "<a><b></a></b>",
        "<a>",
        "<a>&</a>",
        "<a b=\"></a>",
        "<a></a>b",
        "<a",
    ] {
        assert!(texts(broken).is_err(), "{broken}");
    }
}

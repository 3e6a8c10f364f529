//! The pages about gotoolchain.toml: every example is parsed, and every command in them is run.

mod page;

use std::path::{Path, PathBuf};

use gom_shim::project_file::ProjectFile;
use gom_shim::side::Side;

use self::page::{Block, Page};

/// The pages whose examples are files of a project, and what is run there.
fn pages() -> Vec<Page> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src");
    let tables = std::fs::read_dir(src.join("gotoolchain")).unwrap();
    let mut paths: Vec<PathBuf> = tables.map(|entry| entry.unwrap().path()).collect();
    paths.push(src.join("gotoolchain.md"));
    paths.sort();
    paths.into_iter().map(|path| Page::read(&path)).collect()
}

#[test]
fn every_table_has_a_page_that_the_book_has() {
    let summary = include_str!("../../docs/src/SUMMARY.md");
    for table in ["toolchain", "target", "env", "profile", "policy", "sides"] {
        let link = format!("(gotoolchain/{table}.md)");
        assert!(summary.contains(&link), "SUMMARY.md has no {link}");
    }
    let pages = pages();
    assert_eq!(pages.len(), 7);
    for page in pages {
        let has = |language: &str| page.blocks.iter().any(|block| block.language == language);
        assert!(
            has("toml") && has("console"),
            "{} has no example",
            page.title
        );
    }
}

#[test]
fn every_file_in_them_is_one_that_gom_reads_and_the_schema_accepts() {
    let schema = gom::schema::schema();
    for page in pages() {
        for block in page.blocks.iter().filter(|block| block.language == "toml") {
            let Block { text, line, .. } = block;
            let place = format!("{}:{line}", page.title);
            let accepted = crate::schema::accepted(&schema, text);
            let parsed = strictly(text);
            if block.is("wrong") {
                assert!(parsed.is_err(), "{place} is a good file");
                continue;
            }
            assert_eq!(parsed, Ok(()), "{place}");
            assert_eq!(accepted, [""; 0], "{place}");
        }
    }
}

fn strictly(text: &str) -> Result<(), String> {
    for side in [
        Side::Linux,
        Side::Wsl(String::new()),
        Side::MacOs,
        Side::Windows,
    ] {
        let path = Path::new("gotoolchain.toml");
        let file = ProjectFile::parse(path, text.into(), &side)
            .and_then(|file| gom::project_strict::check(&file).map(|()| file))
            .and_then(|file| file.pin());
        file.map_err(|error| error.to_string())?;
    }
    Ok(())
}

#[test]
fn every_key_is_on_the_page_of_its_table() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/gotoolchain");
    for described in gom::schema_about::DESCRIBED {
        let (page, keys) = match described.table {
            "top" => ("sides", &["linux", "wsl", "macos", "windows"][..]),
            "side" => ("sides", described.keys),
            table => (table, described.keys),
        };
        let text = std::fs::read_to_string(src.join(format!("{page}.md"))).unwrap();
        for key in keys {
            assert!(
                text.contains(&format!("`{key}`")),
                "{page}.md says nothing of `{key}`"
            );
        }
    }
}

/// The examples say what they say on the machine that most readers have, and in its shell.
#[cfg(unix)]
#[test]
fn every_command_in_them_does_what_they_say() {
    let host = gom_shim::platform::Platform::host().to_string();
    if host != "linux/amd64" {
        return crate::support::skip::tell("the examples are those of linux/amd64");
    }
    for page in pages() {
        page.run();
    }
}

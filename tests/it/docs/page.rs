//! A page of the book, its blocks of code, and a world to run them in.

use std::path::Path;

/// A block of code between two fences.
pub(super) struct Block {
    /// What stands behind the fence.
    pub(super) language: String,
    /// The words of the comment above it: `<!-- trusted -->`.
    marks: Vec<String>,
    /// Its text, the last newline included.
    pub(super) text: String,
    /// The line of its first fence.
    pub(super) line: usize,
}

impl Block {
    /// True where the comment above it has this word.
    pub(super) fn is(&self, mark: &str) -> bool {
        self.marks.iter().any(|word| word == mark)
    }
}

/// A page.
pub(super) struct Page {
    /// Its file's name.
    pub(super) title: String,
    /// Its blocks, in order.
    pub(super) blocks: Vec<Block>,
}

impl Page {
    pub(super) fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        let mut blocks: Vec<Block> = Vec::new();
        let mut open: Option<Block> = None;
        let mut marks = Vec::new();
        for (index, line) in text.lines().enumerate() {
            match (&mut open, line.strip_prefix("```")) {
                (None, Some(language)) => {
                    open = Some(Block {
                        language: language.to_owned(),
                        marks: std::mem::take(&mut marks),
                        text: String::new(),
                        line: index + 1,
                    });
                }
                (Some(_), Some("")) => blocks.extend(open.take()),
                (Some(block), _) => {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                (None, None) => {
                    let comment = line
                        .strip_prefix("<!-- ")
                        .and_then(|line| line.strip_suffix(" -->"));
                    let words = comment.unwrap_or_default().split(' ');
                    marks = words
                        .filter(|word| !word.is_empty())
                        .map(str::to_owned)
                        .collect();
                }
            }
        }
        let title = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(open.is_none(), "{title} has a fence that is not closed");
        Self { title, blocks }
    }
}

#[cfg(unix)]
mod run {
    use super::{Block, Page};
    use crate::support::world::World;

    /// Small tables in the places and the form of Go's own.
    const TABLES: &[(&str, &str)] = &[
        (
            "src/internal/platform/zosarch.go",
            "package platform\n\nvar distInfo = map[OSArch]osArchInfo{\n\t{\"js\", \"wasm\"}: {},\n\t{\"linux\", \"amd64\"}: {CgoSupported: true, FirstClass: true},\n\t{\"linux\", \"arm\"}: {CgoSupported: true, FirstClass: true},\n\t{\"linux\", \"arm64\"}: {CgoSupported: true, FirstClass: true},\n\t{\"windows\", \"amd64\"}: {CgoSupported: true, FirstClass: true},\n}\n",
        ),
        (
            "src/internal/goexperiment/flags.go",
            "package goexperiment\n\ntype Flags struct {\n\tArenas bool\n\tLoopVar bool\n\tRangeFunc bool\n}\n",
        ),
    ];

    impl Page {
        /// Runs every command in a world of its own, and fails where one says something else.
        pub(in crate::docs) fn run(&self) {
            let world = World::conventional();
            for version in ["1.22.6", "1.24.4"] {
                let root = world.installed(version);
                for (file, text) in TABLES {
                    world.file(root.join(file), text);
                }
            }
            let config = std::fs::read_to_string(world.layout().config_file()).unwrap();
            world.config(&format!("default = \"1.24\"\n{config}"));
            let project = world.home().join("shop");
            world.file(
                project.join("go.mod"),
                "module example.com/shop\n\ngo 1.22\n",
            );
            for block in &self.blocks {
                match block.language.as_str() {
                    "toml" => drop(world.file(project.join("gotoolchain.toml"), &block.text)),
                    "console" => self.run_block(&world, block),
                    _ => {}
                }
            }
        }

        fn run_block(&self, world: &World, block: &Block) {
            let place = format!("{}:{}", self.title, block.line);
            for (command, expected) in commands(&block.text, &place) {
                let mut path = world.layout().bin().into_os_string();
                path.push(":/usr/bin:/bin");
                let project = world.home().join("shop");
                let script = format!("exec 2>&1\n{command}");
                let mut call = world
                    .program("/bin/sh", ["-c", &script])
                    .at(&project)
                    .env("PATH", path);
                if block.is("trusted") {
                    call = call.env("GOM_TRUST", &project);
                }
                let outcome = call.run();
                let home = world.home().to_str().unwrap();
                let own = concat!("this is gom ", env!("CARGO_PKG_VERSION"));
                let shown = outcome.stdout.replace(home, "/home/me");
                let shown = shown.replace(own, "this is gom 0.1.0");
                assert_eq!(shown.trim_end(), expected.trim_end(), "{place}: {command}");
                let fails = expected.lines().any(|line| line.starts_with("error: "));
                assert_eq!(outcome.code != 0, fails, "{place}: {command}");
            }
        }
    }

    /// Every `$ command`, and the lines below it.
    fn commands(text: &str, place: &str) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        for line in text.lines() {
            match (line.strip_prefix("$ "), found.last_mut()) {
                (Some(command), _) => found.push((command.to_owned(), String::new())),
                (None, Some((_, expected))) => {
                    expected.push_str(line);
                    expected.push('\n');
                }
                (None, None) => panic!("{place} starts with no command"),
            }
        }
        found
    }
}

//! Whatever stands in start files, setup and its removal leave the very bytes.

use std::fs;

use gom::commands::setup::Args;
use proptest::prelude::*;

use super::User;
use crate::support::snapshot::Snapshot;

const NAMES: [&str; 8] = [
    ".profile",
    ".bash_profile",
    ".bashrc",
    ".zshenv",
    ".zshrc",
    ".config/fish/config.fish",
    ".config/nushell/config.nu",
    ".config/powershell/profile.ps1",
];

/// A file as people have it: absent, empty, without a newline at its end, with those of Windows,
/// with bytes that are no text.
fn content() -> impl Strategy<Value = Option<Vec<u8>>> {
    let piece = prop_oneof![
        Just(b"export A=1\n".to_vec()),
        Just(b"case $- in *i*) ;; *) return;; esac\n".to_vec()),
        Just(b". ~/.bashrc\n".to_vec()),
        Just(b"b\r\n".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"no newline".to_vec()),
        proptest::collection::vec(any::<u8>(), 1..8),
    ];
    let text = proptest::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat());
    let wide = |text: &Vec<u8>| text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff");
    proptest::option::of(text.prop_filter("UTF-16 is left alone", move |text| !wide(text)))
}

/// The flags of one setup after another.
fn flags() -> impl Strategy<Value = Vec<(bool, bool)>> {
    proptest::collection::vec(any::<(bool, bool)>(), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_set_up_is_taken_back(
        contents in proptest::collection::vec(content(), NAMES.len()),
        flags in flags(),
    ) {
        let user = User::new().with("SHELL", "");
        for (name, content) in NAMES.iter().zip(&contents) {
            if let Some(content) = content {
                user.file(name, content);
            }
        }
        let before = Snapshot::take(&user.home);
        for (hook, last) in flags {
            let args = Args { hook, no_hook: !hook, last, ..Args::default() };
            user.setup(&args);
            let once = Snapshot::take(&user.home);
            user.setup(&args);
            let twice = Snapshot::take(&user.home);
            prop_assert_eq!(once.changes(&twice), Vec::<String>::new());
        }
        user.setup(&Args { remove: true, ..Args::default() });
        fs::remove_dir_all(user.home.join(".local")).unwrap();
        let after = Snapshot::take(&user.home);
        prop_assert_eq!(before.changes(&after), Vec::<String>::new());
    }
}

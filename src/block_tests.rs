//! Blocks: put in, moved, replaced and taken out of all kinds of texts.

use super::*;
use proptest::prelude::*;

/// The text with one block more.
fn put(text: &[u8], mark: Mark, body: &str, place: Place) -> Vec<u8> {
    let mut marked = Marked::parse(text).unwrap();
    marked.put(mark, body, place);
    marked.render()
}

/// The text without blocks.
fn take(text: &[u8]) -> Vec<u8> {
    Marked::parse(text).unwrap().text().to_vec()
}

/// Lines as files have them, whole and torn, and bytes that are no text.
fn texts() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"export A=1\n".to_vec()),
        Just(b"b\r\n".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"# >>> gom\n".to_vec()),
        Just(b"no newline".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..6),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// Steps of people who change their mind: put here or there, or taken out.
fn steps() -> impl Strategy<Value = Vec<(Mark, Option<Place>)>> {
    let mark = prop_oneof![Just(Mark::Path), Just(Mark::Hook), Just(Mark::Last)];
    let place = prop_oneof![
        Just(None),
        Just(Some(Place::Top)),
        Just(Some(Place::End)),
        Just(Some(Place::Bottom))
    ];
    proptest::collection::vec((mark, place), 1..8)
}

proptest! {
    #[test]
    fn whatever_is_put_in_and_taken_out_the_very_bytes_come_back(text in texts(), steps in steps()) {
        let mut now = text.clone();
        for (mark, place) in steps {
            let mut marked = Marked::parse(&now).unwrap();
            match place {
                Some(place) => marked.put(mark, "x\ny\n", place),
                None => marked.remove(mark),
            }
            now = marked.render();
            let again = Marked::parse(&now).unwrap();
            prop_assert_eq!(again.render(), now.clone());
            prop_assert_eq!(again.has(mark), place.is_some());
            prop_assert_eq!(again.text(), &text[..]);
        }
        prop_assert_eq!(take(&now), text);
    }
}

#[test]
fn a_block_keeps_its_place_and_lines_around_it_stay() {
    let with = put(b"a", Mark::Path, "x\n", Place::End);
    let text = [&with[..], b"b\n"].concat();
    let replaced = put(&text, Mark::Path, "y\n", Place::Top);
    let replaced = String::from_utf8(replaced).unwrap();
    assert!(replaced.starts_with("a\n# >>> gom >>>\n") && replaced.ends_with("<<<\nb\n"));
    assert_eq!(take(&text), b"a\nb\n");
    let moved = put(&text, Mark::Path, "y\n", Place::Bottom);
    assert!(moved.starts_with(b"a\nb\n# >>> gom >>>\ny\n"));
}

#[test]
fn the_first_of_several_blocks_stays_and_all_are_taken_out() {
    let (begin, end) = (Mark::Path.begin(), Mark::Path.end());
    let text = format!("a\n{begin}\r\n1\r\n{end}\r\nb\n{begin}\n2\n{end}\nc");
    let once = put(text.as_bytes(), Mark::Path, "x\n", Place::End);
    let expected = format!("a\n{begin}\r\nx\r\n{end}\r\nb\nc");
    assert_eq!(once, expected.as_bytes());
    assert_eq!(take(text.as_bytes()), b"a\nb\nc");
}

#[test]
fn line_ends_that_an_editor_changed_are_kept_and_still_taken_out() {
    let with = put(b"a", Mark::Hook, "x\n", Place::End);
    let changed = String::from_utf8(with).unwrap().replace('\n', "\r\n");
    assert_eq!(
        put(changed.as_bytes(), Mark::Hook, "x\n", Place::End),
        changed.as_bytes()
    );
    assert_eq!(take(changed.as_bytes()), b"a");
}

#[test]
fn a_block_without_an_end_is_not_guessed_at() {
    let (begin, end) = (Mark::Path.begin(), Mark::Path.end());
    for text in [
        format!("a\n{begin}\nb\n"),
        format!("{begin}\n{begin}\n{end}\n"),
        format!("{begin}\n{}\n", Mark::Hook.end()),
    ] {
        assert_eq!(Marked::parse(text.as_bytes()), None);
    }
}

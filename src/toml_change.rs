//! A value put into a TOML document, or taken out of it: every comment that is not its own stays.

use toml_edit::{DocumentMut, InlineTable, Item, RawString, Table, TableLike, Value};

use crate::toml_key::DottedKey;
use crate::toml_order::{first_of, has_header, next_table};

/// Something that is no table stands where one would have to be: its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotATable(pub DottedKey);

/// Puts a value there, with the tables above it; the comment beside the former one stays.
///
/// # Errors
/// Where something else than a table is in the way.
pub fn put(document: &mut DocumentMut, key: &DottedKey, mut value: Value) -> Result<(), NotATable> {
    let words = key.words();
    let (name, parents) = words.split_last().expect("a key has a word at least");
    if parents.is_empty() && document.get(name).is_none() {
        put_first(document, name, value);
        return Ok(());
    }
    let mut table: &mut dyn TableLike = document.as_table_mut();
    let mut inline = false;
    for (index, word) in parents.iter().enumerate() {
        let is_last = index + 1 == parents.len();
        let item = table
            .entry(word)
            .or_insert_with(|| new_table(inline, is_last));
        inline = item.is_inline_table();
        // A header is written only for a table that has something of its own.
        if is_last && let Some(table) = item.as_table_mut() {
            table.set_implicit(false);
        }
        table = item
            .as_table_like_mut()
            .ok_or_else(|| NotATable(DottedKey::new(&parents[..=index])))?;
    }
    let Some(old) = table.get_mut(name) else {
        if inline {
            let last = table.iter_mut().last();
            // The blank before the closing brace belongs to the value that was last.
            if let Some(decor) = last.and_then(|(_, item)| Some(item.as_value_mut()?.decor_mut())) {
                value.decor_mut().set_suffix(text(decor.suffix()));
                value.decor_mut().set_prefix(" ");
                decor.set_suffix("");
            }
        }
        table.insert(name, Item::Value(value));
        return Ok(());
    };
    let decor = old.as_value().map(|old| old.decor().clone());
    let Some(decor) = decor else {
        return Err(NotATable(key.clone()));
    };
    *value.decor_mut() = decor;
    *old = Item::Value(value);
    Ok(())
}

/// A table that is not there yet: inline below an inline one, where nothing else can be.
fn new_table(inline: bool, has_entries: bool) -> Item {
    if inline {
        return Item::Value(InlineTable::new().into());
    }
    let mut table = Table::new();
    table.set_implicit(!has_entries);
    Item::Table(table)
}

/// Puts a value at the top, behind the comments that are the file's and not its first table's:
/// those before a blank line, and directives such as `#:schema`.
fn put_first(document: &mut DocumentMut, name: &str, value: Value) {
    let has_values = document.iter().any(|(_, item)| !has_header(item));
    document.insert(name, Item::Value(value));
    if has_values {
        return;
    }
    let Some(first) = next_table(document.as_table_mut(), isize::MIN) else {
        return;
    };
    let prefix = text(first.decor().prefix());
    let cut = end_of_others(&prefix);
    let (own, rest) = prefix.split_at(cut);
    let separate = if rest.starts_with('\n') { "" } else { "\n" };
    first.decor_mut().set_prefix(format!("{separate}{rest}"));
    let own = own.to_owned();
    if let Some(mut key) = document.as_table_mut().key_mut(name) {
        key.leaf_decor_mut().set_prefix(own);
    }
}

/// Takes a value or a whole table out, with the comment directly above it. What stands before a
/// blank line above it stays, in front of what follows.
pub fn take(document: &mut DocumentMut, key: &DottedKey) -> Option<Item> {
    let words = key.words();
    let (name, parents) = words.split_last()?;
    let mut place = isize::MIN;
    let mut following = None;
    let mut kept = String::new();
    let removed = {
        let mut table: &mut dyn TableLike = document.as_table_mut();
        let mut inline = false;
        for word in parents {
            let item = table.get_mut(word)?;
            inline = item.is_inline_table();
            if let Some(table) = item.as_table() {
                place = table.position().unwrap_or(place);
            }
            table = item.as_table_like_mut()?;
        }
        let item = table.get(name)?;
        if has_header(item) {
            let first = item.as_table().and_then(first_of);
            if let Some(first) = first {
                kept = text(first.decor().prefix());
                place = first.position().unwrap_or(place);
            }
        } else {
            let key = table.key(name)?;
            kept = text(key.leaf_decor().prefix());
            let mut names = table.iter().map(|(name, _)| name.to_owned());
            let _ = names.by_ref().find(|other| other == name);
            following = names.next();
        }
        let was_last = following.is_none();
        let removed = table.remove(name)?;
        if inline
            && was_last
            && let Some(removed) = removed.as_value()
        {
            let last = table.iter_mut().last();
            if let Some(last) = last.and_then(|(_, item)| item.as_value_mut()) {
                last.decor_mut().set_suffix(text(removed.decor().suffix()));
            }
        }
        kept.truncate(end_of_others(&kept));
        if !kept.is_empty()
            && let Some(next) = following.filter(|next| !table.get(next).is_none_or(has_header))
            && let Some(mut key) = table.key_mut(&next)
        {
            let own = text(key.leaf_decor().prefix());
            key.leaf_decor_mut().set_prefix(format!("{kept}{own}"));
            kept.clear();
        }
        removed
    };
    if !kept.is_empty() {
        match next_table(document.as_table_mut(), place) {
            Some(next) => {
                let own = text(next.decor().prefix());
                next.decor_mut()
                    .set_prefix(format!("{kept}{}", own.trim_start_matches('\n')));
            }
            None => {
                let own = text(Some(document.trailing()));
                document.set_trailing(format!("{kept}{own}"));
            }
        }
    }
    let blank_start = document.to_string().starts_with('\n');
    if blank_start && let Some(first) = next_table(document.as_table_mut(), isize::MIN) {
        let prefix = text(first.decor().prefix());
        first
            .decor_mut()
            .set_prefix(prefix.trim_start_matches('\n'));
    }
    Some(removed)
}

/// A decoration as text.
fn text(raw: Option<&RawString>) -> String {
    raw.and_then(RawString::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// Where the comments end that are not those of what follows: directives such as `#:schema`, and
/// everything before the last blank line.
fn end_of_others(comments: &str) -> usize {
    let directives = comments.split_inclusive('\n');
    let directives = directives.take_while(|line| line.starts_with("#:"));
    after_blank_line(comments).max(directives.map(str::len).sum())
}

/// Where what follows the last blank line begins; 0 where there is no comment before it.
fn after_blank_line(comments: &str) -> usize {
    let text = comments.replace('\r', " ");
    let mut end = 0;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        offset += line.len();
        if line.trim().is_empty() && line.ends_with('\n') {
            end = offset;
        }
    }
    if comments[..end].trim().is_empty() {
        0
    } else {
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> DottedKey {
        DottedKey::parse(text).unwrap()
    }

    #[test]
    fn values_come_where_they_belong() {
        for (old, at, new) in [
            ("", "gom", "gom = 1\n"),
            ("", "a.b.c", "[a.b]\nc = 1\n"),
            (
                "[a] # A\n# b\nb = 2 # two\n",
                "a.b",
                "[a] # A\n# b\nb = 1 # two\n",
            ),
            (
                "[a]\nb = 2\n\n[c]\nd = 3\n",
                "a.e",
                "[a]\nb = 2\ne = 1\n\n[c]\nd = 3\n",
            ),
            (
                "[t.x]\nb = 2\n\n[c]\nd = 3\n",
                "t.y.b",
                "[t.x]\nb = 2\n\n[t.y]\nb = 1\n\n[c]\nd = 3\n",
            ),
            ("[t.x]\nb = 2\n", "t.b", "[t]\nb = 1\n[t.x]\nb = 2\n"),
            ("a = { b = 2 }\n", "a.c", "a = { b = 2, c = 1 }\n"),
            ("a = {}\n", "a.b.c", "a = { b = { c = 1 } }\n"),
            ("a.b = 2\n", "a.c", "a.b = 2\na.c = 1\n"),
            (
                "#:schema x\n# of a\n[a]\nb = 2\n",
                "gom",
                "#:schema x\ngom = 1\n\n# of a\n[a]\nb = 2\n",
            ),
            (
                "# of all\n\n# of a\n[a]\nb = 2\n",
                "gom",
                "# of all\n\ngom = 1\n\n# of a\n[a]\nb = 2\n",
            ),
            (
                "x = 2\n\n# of a\n[a]\nb = 2\n",
                "gom",
                "x = 2\ngom = 1\n\n# of a\n[a]\nb = 2\n",
            ),
        ] {
            let mut document: DocumentMut = old.parse().unwrap();
            put(&mut document, &key(at), 1.into()).unwrap();
            assert_eq!(document.to_string(), new, "{old:?} {at}");
        }
        let mut document: DocumentMut = "a = 1\n[[b]]\nc = 1\n".parse().unwrap();
        for (at, wrong) in [("a.b", "a"), ("b.c", "b"), ("b", "b")] {
            let refused = put(&mut document, &key(at), 1.into()).unwrap_err();
            assert_eq!(refused, NotATable(key(wrong)));
        }
    }

    #[test]
    fn what_is_taken_out_leaves_the_comments_of_others() {
        for (old, at, new) in [
            (
                "# top\n\n# of a\na = 1 # one\nb = 2\n",
                "a",
                "# top\n\nb = 2\n",
            ),
            (
                "# top\n\na = 1\n\n# of t\n[t]\nb = 2\n",
                "a",
                "# top\n\n# of t\n[t]\nb = 2\n",
            ),
            ("# top\n\n# of a\n[a]\nb = 1\n", "a", "# top\n\n"),
            (
                "# top\n\n[a]\nb = 1\n\n# of c\n[c]\nd = 2\n",
                "a",
                "# top\n\n# of c\n[c]\nd = 2\n",
            ),
            (
                "[c]\nd = 2\n\n# p\n[p.x.env]\nA = 1\n\n[p.y.env]\nB = 1\n",
                "p.x",
                "[c]\nd = 2\n\n[p.y.env]\nB = 1\n",
            ),
            ("a = { b = 1, c = 2 }\n", "a.b", "a = { c = 2 }\n"),
            ("a = { b = 1, c = 2 }\n", "a.c", "a = { b = 1 }\n"),
            (
                "# of a\na = 1\n\n# of t\n[t]\nb = 1\n",
                "a",
                "# of t\n[t]\nb = 1\n",
            ),
            ("[a]\nb = 1\n", "a.b", "[a]\n"),
            ("[a]\nb = 1 # x\n\n[c]\nd = 2\n", "c", "[a]\nb = 1 # x\n"),
            (
                "[a]\nb = 1 # x\n\n[t.c]\nd = 2\n",
                "t.c",
                "[a]\nb = 1 # x\n",
            ),
        ] {
            let mut document: DocumentMut = old.parse().unwrap();
            assert!(take(&mut document, &key(at)).is_some(), "{old:?} {at}");
            assert_eq!(document.to_string(), new, "{old:?} {at}");
            assert!(take(&mut document, &key(at)).is_none());
        }
    }
}

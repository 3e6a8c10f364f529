//! Go source of a toolchain, read as tables: just the shapes that gofmt gives to those gom needs.

use std::path::Path;

use crate::read;

/// The text of a file under a toolchain's root; `None` where it is missing or not readable as text.
pub(crate) fn load(root: &Path, file: &str) -> Option<String> {
    String::from_utf8(read::file(&root.join(file)).ok()??).ok()
}

/// The lines of the declaration whose first line starts with `start`, up to the brace that ends it
/// at the left margin: without comments, blanks around them and empty lines.
pub(crate) fn block<'a>(text: &'a str, start: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if inside {
            if line.starts_with('}') {
                break;
            }
            let code = line.split_once("//").map_or(line, |(code, _)| code).trim();
            if !code.is_empty() {
                found.push(code);
            }
        } else if line.starts_with(start) {
            // A declaration on one line has none to give.
            inside = !line.ends_with('}');
        }
    }
    found
}

/// The strings between double quotes in a line.
pub(crate) fn quoted(line: &str) -> Vec<&str> {
    line.split('"').skip(1).step_by(2).collect()
}

/// The first string of every line of a declaration: the names in a table.
pub(crate) fn firsts<'a>(text: &'a str, start: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    for line in block(text, start) {
        found.extend(quoted(line).first());
    }
    found
}

/// The strings that the `case`s of a function name, but the empty one.
pub(crate) fn cases<'a>(text: &'a str, function: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut continued = false;
    for line in block(text, function) {
        if continued || line.starts_with("case ") {
            found.append(&mut quoted(line));
            continued = line.ends_with(',');
        }
    }
    found.retain(|value| !value.is_empty());
    found
}

/// Puts an item where it belongs in a sorted list, unless it is there.
pub(crate) fn insert<T: Ord>(list: &mut Vec<T>, item: T) {
    if let Err(at) = list.binary_search(&item) {
        list.insert(at, item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "package p\n\nvar Empty = []T{}\n\n// var Fruit = lies\nvar Fruit = []T{\n\t{Name: \"fig\", Old: \"1\"}, // the \"oldest\"\n\t//{Name: \"yew\"},\n\n\t{\"plum\", 2},\n}\n\nfunc pick() int {\n\tswitch v := get(\"KEY\"); v {\n\tcase \"a\", \"\":\n\t\treturn say(\"x\")\n\tcase \"b\", \"c\",\n\t\t\"d\":\n\t}\n\treturn 0\n}\n";

    #[test]
    fn a_table_ends_where_it_ends_and_comments_are_no_part_of_it() {
        let firsts = |start| firsts(SOURCE, start);
        assert_eq!(firsts("var Fruit = "), ["fig", "plum"]);
        assert!(firsts("var Empty = ").is_empty());
        assert!(firsts("var Absent = ").is_empty());
    }

    #[test]
    fn a_sorted_list_stays_one() {
        let mut list = Vec::new();
        for item in ["b", "c", "a", "b", ""] {
            insert(&mut list, item);
        }
        assert_eq!(list, ["", "a", "b", "c"]);
    }

    #[test]
    fn cases_run_over_lines() {
        assert_eq!(cases(SOURCE, "func pick("), ["a", "b", "c", "d"]);
        assert!(cases(SOURCE, "func absent(").is_empty());
    }
}

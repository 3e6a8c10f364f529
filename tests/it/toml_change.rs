//! Edits of TOML files made by chance: nothing but the value changes, and no comment is lost.

use std::collections::BTreeMap;

use gom::toml_change::{put, take};
use gom::toml_key::DottedKey;
use proptest::prelude::*;
use toml_edit::{DocumentMut, Item, TableLike};

/// Parts of files, each with comments of its own: `@` becomes a number.
const TOPS: &[&str] = &[
    "",
    "#:schema ./x.json\n# near @\n",
    "# top @\n\n",
    "# top @\n\n# of gom @\ngom = \"1\" # beside @\n",
    "env.A = \"1\"\nenv.B = 2 # beside @\n",
];
const TABLES: &[&str] = &[
    "\n# of toolchain @\n[toolchain] # header @\n# why @\ngo = '1.22' # beside @\ntools = { gopls = \"v1\", x = \"v2\" }\n",
    "\n[target]\ngoos = \"linux\"\n\n# of goarch @\ngoarch = \"arm\" # beside @\n",
    "[targets.pi]\ngoos = \"linux\" # beside @\n# end @\n",
    "\n# far @\n\n# near @\n[profile.p.env]\nA = 1\n",
    "[policy]\nforbid = [\n  \"A\", # in @\n  \"B\",\n]\n",
    "\n[windows.env]\nA = \"\"\"\nx\n# no comment\n\"\"\"\n",
];
const KEYS: &[&str] = &[
    "gom",
    "env.A",
    "env.C",
    "toolchain.go",
    "toolchain.gopath",
    "toolchain.tools.gopls",
    "toolchain.tools.y",
    "target.goarch",
    "target.goarm",
    "targets.pi.goos",
    "targets.\"a.b\".goos",
    "profile.p.env.A",
    "profile.q.env.A",
    "policy.forbid",
    "windows.env.A",
    "windows.target.goos",
];

fn leaves(table: &dyn TableLike, within: Option<&DottedKey>, found: &mut BTreeMap<String, String>) {
    for (name, item) in table.iter() {
        let key = within.map_or_else(|| DottedKey::new(&[name]), |within| within.with(name));
        match (item.as_table_like(), item) {
            (Some(table), _) => leaves(table, Some(&key), found),
            (None, Item::Value(value)) => {
                let value = value.clone().decorated("", "");
                found.insert(key.to_string(), value.to_string());
            }
            _ => {}
        }
    }
}

/// The values of a text, by key.
fn values(text: &str) -> BTreeMap<String, String> {
    let document: DocumentMut = text
        .parse()
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    let mut found = BTreeMap::new();
    leaves(document.as_table(), None, &mut found);
    found
}

/// The numbered comments of a text, in order.
fn comments(text: &str) -> Vec<&str> {
    let comments = text
        .lines()
        .filter_map(|line| Some(&line[line.find('#')?..]));
    comments
        .filter(|comment| comment.ends_with(|c: char| c.is_ascii_digit()))
        .collect()
}

fn files() -> impl Strategy<Value = String> {
    let tables = prop::sample::subsequence(TABLES, 0..=TABLES.len()).prop_shuffle();
    (prop::sample::select(TOPS), tables, any::<bool>()).prop_map(|(top, tables, windows)| {
        let mut number = 0;
        let text: String = std::iter::once(top).chain(tables).collect();
        let parts: Vec<&str> = text.split('@').collect();
        let mut numbered = String::new();
        for part in &parts[..parts.len() - 1] {
            number += 1;
            numbered.push_str(&format!("{part}{number}"));
        }
        numbered.push_str(parts.last().unwrap_or(&""));
        if windows {
            numbered.replace('\n', "\r\n")
        } else {
            numbered
        }
    })
}

proptest! {
    #[test]
    fn a_value_put_in_is_the_only_change(text in files(), key in prop::sample::select(KEYS)) {
        let key = DottedKey::parse(key).unwrap();
        let mut document: DocumentMut = text.parse().unwrap();
        put(&mut document, &key, "new".into()).unwrap();
        let edited = document.to_string();
        let mut expected = values(&text);
        expected.insert(key.to_string(), "\"new\"".to_owned());
        prop_assert_eq!(values(&edited), expected, "{}", edited);
        let mut kept = comments(&edited);
        kept.sort_unstable();
        let mut all = comments(&text);
        // A list that is replaced takes the comments in it along.
        all.retain(|comment| !comment.starts_with("# in ") || key.to_string() != "policy.forbid");
        all.sort_unstable();
        prop_assert_eq!(kept, all, "{}", edited);
        // The same once more changes nothing.
        put(&mut document, &key, "new".into()).unwrap();
        prop_assert_eq!(document.to_string(), edited);
    }

    #[test]
    fn a_value_taken_out_takes_only_its_own_comments(text in files(), at in any::<prop::sample::Index>()) {
        let before = values(&text);
        prop_assume!(!before.is_empty());
        let name = before.keys().nth(at.index(before.len())).unwrap().clone();
        let mut document: DocumentMut = text.parse().unwrap();
        prop_assert!(take(&mut document, &DottedKey::parse(&name).unwrap()).is_some());
        let edited = document.to_string();
        let mut expected = before;
        expected.remove(&name);
        prop_assert_eq!(values(&edited), expected, "{}", edited);
        let kept = comments(&edited);
        for comment in comments(&text) {
            let may_go = ["# beside", "# of gom", "# of goarch", "# why", "# in"];
            let may_go = may_go.iter().any(|start| comment.starts_with(start));
            prop_assert!(may_go || kept.contains(&comment), "{comment} is lost\n{text}\n---\n{edited}");
        }
        prop_assert!(comments(&text).len() - kept.len() <= 2, "{}", edited);
    }

    #[test]
    fn a_table_taken_out_takes_only_its_own(text in files(), name in prop::sample::select(&["toolchain", "target", "targets.pi", "profile", "policy", "windows"][..])) {
        let mut document: DocumentMut = text.parse().unwrap();
        let taken = take(&mut document, &DottedKey::parse(name).unwrap());
        let edited = document.to_string();
        let below = format!("{name}.");
        let mut expected = values(&text);
        expected.retain(|key, _| !key.starts_with(&below));
        prop_assert_eq!(values(&edited), expected, "{}", edited);
        prop_assert_eq!(edited.starts_with("#:schema"), text.starts_with("#:schema"));
        let kept = comments(&edited);
        for comment in comments(&text).into_iter().filter(|comment| comment.starts_with("# top") || comment.starts_with("# far")) {
            prop_assert!(kept.contains(&comment), "{comment} is lost with {name}\n{text}\n---\n{edited}");
        }
        if taken.is_none() {
            let plain = |text: &str| text.replace("\r\n", "\n");
            prop_assert_eq!(plain(&edited), plain(&text));
        }
    }
}

//! A validator for the part of JSON Schema (draft-07) that gom's schema uses. A keyword that it does
//! not know fails the test: nothing is judged by half.

use regex_lite::Regex;
use serde_json::{Map, Value};

/// Everything that is wrong with `value`, each with the path to it; empty for a good one.
pub(crate) fn mistakes(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Validator { root: schema }.check(schema, value, "", &mut found);
    found
}

/// A value of TOML as editors' validators see it; a time, which JSON has no word for, is an object.
pub(crate) fn from_toml(item: &toml_edit::Item) -> Value {
    use toml_edit::{Item, Value as Toml};
    match item {
        Item::None => Value::Null,
        Item::Table(table) => table_from(table),
        Item::ArrayOfTables(tables) => tables.iter().map(|table| table_from(table)).collect(),
        Item::Value(Toml::InlineTable(table)) => table_from(table),
        Item::Value(Toml::String(text)) => text.value().clone().into(),
        Item::Value(Toml::Integer(number)) => (*number.value()).into(),
        Item::Value(Toml::Float(number)) => (*number.value()).into(),
        Item::Value(Toml::Boolean(on)) => (*on.value()).into(),
        Item::Value(Toml::Datetime(_)) => Value::Object(Map::new()),
        Item::Value(Toml::Array(items)) => {
            let items = items.iter().cloned().map(Item::Value);
            items.map(|item| from_toml(&item)).collect()
        }
    }
}

fn table_from(table: &dyn toml_edit::TableLike) -> Value {
    let entries = table
        .iter()
        .map(|(name, item)| (name.to_owned(), from_toml(item)));
    Value::Object(entries.collect())
}

struct Validator<'a> {
    root: &'a Value,
}

impl Validator<'_> {
    fn check(&self, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
        let keywords = match schema {
            Value::Bool(true) => return,
            Value::Bool(false) => return found.push(format!("{path} is not allowed")),
            Value::Object(keywords) => keywords,
            other => panic!("no schema: {other}"),
        };
        if let Some(reference) = keywords.get("$ref") {
            let pointer = reference.as_str().unwrap().strip_prefix('#').unwrap();
            let target = self
                .root
                .pointer(pointer)
                .unwrap_or_else(|| panic!("no {pointer}"));
            return self.check(target, value, path, found);
        }
        for (keyword, argument) in keywords {
            self.keyword(keyword, argument, keywords, (value, path), found);
        }
    }

    fn is_valid(&self, schema: &Value, value: &Value) -> bool {
        let mut found = Vec::new();
        self.check(schema, value, "", &mut found);
        found.is_empty()
    }

    fn keyword(
        &self,
        keyword: &str,
        argument: &Value,
        keywords: &Map<String, Value>,
        (value, path): (&Value, &str),
        found: &mut Vec<String>,
    ) {
        let mut wrong = |holds: bool| {
            if !holds {
                found.push(format!("{path}: {keyword} {argument}"));
            }
        };
        match keyword {
            "$schema" | "title" | "description" | "definitions" | "examples" => {}
            "type" => match argument {
                Value::Array(types) => wrong(types.iter().any(|name| is_of(name, value))),
                name => wrong(is_of(name, value)),
            },
            "enum" => wrong(argument.as_array().unwrap().contains(value)),
            "const" => wrong(argument == value),
            "minimum" => wrong(
                value
                    .as_f64()
                    .is_none_or(|value| value >= argument.as_f64().unwrap()),
            ),
            "pattern" => {
                let regex = Regex::new(argument.as_str().unwrap()).unwrap();
                wrong(value.as_str().is_none_or(|text| regex.is_match(text)));
            }
            "not" => wrong(!self.is_valid(argument, value)),
            "anyOf" => {
                let schemas = argument.as_array().unwrap();
                wrong(schemas.iter().any(|schema| self.is_valid(schema, value)));
            }
            "allOf" => {
                for schema in argument.as_array().unwrap() {
                    self.check(schema, value, path, found);
                }
            }
            "items" => {
                for item in value.as_array().into_iter().flatten() {
                    self.check(argument, item, path, found);
                }
            }
            "properties" => {
                for (name, schema) in argument.as_object().unwrap() {
                    if let Some(value) = value.get(name) {
                        self.check(schema, value, &format!("{path}/{name}"), found);
                    }
                }
            }
            "additionalProperties" => {
                let known = keywords.get("properties");
                for (name, value) in value.as_object().into_iter().flatten() {
                    if known.is_none_or(|known| known.get(name).is_none()) {
                        self.check(argument, value, &format!("{path}/{name}"), found);
                    }
                }
            }
            "propertyNames" => {
                for (name, _) in value.as_object().into_iter().flatten() {
                    self.check(
                        argument,
                        &name.clone().into(),
                        &format!("{path}/{name}"),
                        found,
                    );
                }
            }
            "dependencies" => {
                for (name, schema) in argument.as_object().unwrap() {
                    if value.get(name).is_some() {
                        self.check(schema, value, path, found);
                    }
                }
            }
            other => panic!("the validator does not know {other}"),
        }
    }
}

fn is_of(name: &Value, value: &Value) -> bool {
    match name.as_str().unwrap() {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        other => panic!("the validator does not know the type {other}"),
    }
}

//! The tables of a TOML document in the order in which their headers stand in the text.

use toml_edit::{Item, Table};

/// True for a table that has a header, or for several of one name.
pub(crate) fn has_header(item: &Item) -> bool {
    match item {
        Item::Table(table) => !table.is_dotted(),
        Item::ArrayOfTables(_) => true,
        _ => false,
    }
}

/// The table with a header that stands first among a table and those in it.
pub(crate) fn first_of(table: &Table) -> Option<&Table> {
    let below = table.iter().filter_map(|(_, item)| item.as_table());
    let own = (!table.is_implicit()).then_some(table);
    let all = own.into_iter().chain(below.filter_map(first_of));
    all.min_by_key(|table| table.position().unwrap_or(isize::MAX))
}

/// The table with the header that comes first behind a place.
pub(crate) fn next_table(table: &mut Table, place: isize) -> Option<&mut Table> {
    let next = places(table).into_iter().filter(|own| *own > place).min()?;
    at_place(table, next)
}

/// The tables in a table, those of lists too.
fn inner(table: &Table) -> impl Iterator<Item = &Table> {
    table.iter().flat_map(|(_, item)| {
        let several = item.as_array_of_tables().map(|tables| tables.iter());
        item.as_table()
            .into_iter()
            .chain(several.into_iter().flatten())
    })
}

/// Where the headers below a table stand.
fn places(table: &Table) -> Vec<isize> {
    let below = inner(table).flat_map(|table| {
        let own = table
            .position()
            .filter(|_| !table.is_implicit() && !table.is_dotted());
        own.into_iter().chain(places(table))
    });
    below.collect()
}

/// The table below this one whose header stands there.
fn at_place(table: &mut Table, place: isize) -> Option<&mut Table> {
    for (_, item) in table.iter_mut() {
        let tables: Vec<&mut Table> = match item {
            Item::Table(table) => vec![table],
            Item::ArrayOfTables(tables) => tables.iter_mut().collect(),
            _ => Vec::new(),
        };
        for table in tables {
            if table.position() == Some(place) {
                return Some(table);
            }
            if let Some(found) = at_place(table, place) {
                return Some(found);
            }
        }
    }
    None
}

//! GOEXPERIMENT and GOFIPS140: what may be named.

use std::collections::BTreeSet;

use gom_shim::experiments;

use super::{agree, real_or_skip};
use crate::support::world::World;

#[test]
fn experiments_are_those_that_go_knows() {
    let world = World::new();
    let all = real_or_skip!(&world, since 1);
    // The names of every release are tried with every other one.
    let mut values: BTreeSet<String> = all
        .iter()
        .flat_map(|go| experiments::names(&go.root))
        .collect();
    assert!(
        values.contains("regabi") && values.contains("fieldtrack"),
        "{values:?}"
    );
    values.extend(values.clone().iter().map(|name| format!("no{name}")));
    values.extend(
        [
            "none",
            "no",
            "nonone",
            "lopvar",
            "LoopVar",
            "all",
            "regabig",
            " fieldtrack",
            ",",
            "none,,fieldtrack",
            "fieldtrack,bogus",
            "bool",
            "flags",
            "goexperiment.fieldtrack",
        ]
        .map(str::to_owned),
    );
    for go in &all {
        assert!(go.minor < 17 || experiments::names(&go.root).len() > 5);
        for value in &values {
            let call = go.call(&world, &["list", "errors"]);
            let said = call.env("GOEXPERIMENT", value).run();
            let unknown = said.stderr.contains("unknown GOEXPERIMENT");
            assert!(
                said.code == 0 || unknown || said.stderr.contains("requires"),
                "{said:?}"
            );
            let gom = go.check("GOEXPERIMENT", value);
            agree(&go.root, value, &gom, !unknown, &said.stderr);
            if let Err(rejected) = gom {
                // The same word, too.
                let word = format!("unknown GOEXPERIMENT {}\n", rejected.word);
                assert!(said.stderr.contains(&word) || value == "no", "{said:?}");
            }
        }
    }
}

#[test]
fn fips140_modules_are_those_that_go_has() {
    let world = World::new();
    for go in real_or_skip!(&world, since 1) {
        for value in [
            "off",
            "latest",
            "inprocess",
            "certified",
            "v1.0.0",
            "v1.26.0",
            "v1.0.0-c2097c7c",
            "v1.0.1",
            "on",
            "only",
            "v1",
            "fips140",
            "README",
            "../fips140/inprocess",
            "",
        ] {
            let call = go.call(&world, &["list", "errors"]);
            let said = call.env("GOFIPS140", value).run();
            let gom = go.check("GOFIPS140", value);
            agree(&go.root, value, &gom, said.code == 0, &said.stderr);
        }
    }
}

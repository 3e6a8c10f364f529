//! A GOPATH of a toolchain's or a project's own.

use std::collections::BTreeMap;

use super::{add_config, environment_of};
use crate::support::call::Call;
use crate::support::world::World;

fn seen(call: Call<'_>) -> BTreeMap<String, String> {
    environment_of(&call.env("FAKE_GO_SHOW", "*"))
}

#[test]
fn by_toolchain_and_by_project_with_the_module_cache_shared() {
    let world = World::with_default("1.22.6");
    world.installed("1.24.4");
    world.dir("p");
    let home_cache = world.home().join("go/pkg/mod");
    let home_cache = home_cache.to_str().unwrap();
    assert!(!seen(world.go(["build"]).at("p")).contains_key("GOPATH"));

    add_config(&world, "gopath = \"toolchain\"\n");
    let old = seen(world.go(["build"]).at("p"));
    let new = seen(world.go(["+1.24", "build"]).at("p"));
    assert_ne!(old["GOPATH"], new["GOPATH"]);
    assert!(new["GOPATH"].contains("go1.24.4-"));
    for env in [&old, &new] {
        let gopath = std::path::Path::new(&env["GOPATH"]);
        assert!(gopath.is_absolute() && gopath.is_dir());
        assert!(gopath.starts_with(world.gom_home()));
        assert_eq!(env["GOMODCACHE"], home_cache);
        assert!(!env.contains_key("GOCACHE"), "Go's own place is shared");
    }
    // What the caller or the go env file says of either is said.
    let env = seen(world.go(["build"]).at("p").env("GOPATH", "/mine"));
    assert_eq!(env["GOPATH"], "/mine");
    assert!(!env.contains_key("GOMODCACHE"));
    let env = seen(world.go(["build"]).at("p").env("GOMODCACHE", "/cache"));
    assert_eq!(env["GOMODCACHE"], "/cache");
    let file = world.file("goenv", "GOPATH=/file/go:/second\n");
    let env = seen(world.go(["build"]).at("p").env("GOENV", &file));
    if cfg!(unix) {
        assert_eq!(env["GOMODCACHE"], "/file/go/pkg/mod");
    }
}

#[test]
fn a_projects_own_waits_for_trust_and_is_told_from_its_namesake() {
    let world = World::with_default("1.22.6");
    for dir in ["a/app", "b/app"] {
        world.file(
            format!("{dir}/gotoolchain.toml"),
            "[toolchain]\ngopath = \"project\"\n",
        );
        assert!(
            !seen(world.go(["build"]).at(dir)).contains_key("GOPATH"),
            "not trusted yet"
        );
        world.gom(["trust"]).at(dir).ok();
    }
    let a = seen(world.go(["build"]).at("a/app"))["GOPATH"].clone();
    let b = seen(world.go(["build"]).at("b/app"))["GOPATH"].clone();
    assert_ne!(a, b);
    assert!(a.contains("app-") && b.contains("app-"), "{a} {b}");
    assert_eq!(seen(world.go(["build"]).at("a/app"))["GOPATH"], a);
    // The home goes with everything in it, read-only module caches too.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let module = std::path::Path::new(&a).join("pkg/mod/example.com/x@v1.0.0");
        std::fs::create_dir_all(&module).unwrap();
        std::fs::write(module.join("x.go"), "package x\n").unwrap();
        std::fs::set_permissions(&module, std::fs::Permissions::from_mode(0o555)).unwrap();
        world.gom(["self", "uninstall", "-y"]).ok();
        assert!(!world.gom_home().join("gopath").exists());
    }
}

//! What Go a repository may choose: a released one, not too old, and nothing by path.

use super::{GO_CALLS, Machine};
use crate::support::dist::Dist;
use crate::support::dist_server::DistServer;

/// Files that ask for a Go, each in a way of its own.
fn files(request: &str) -> [(&'static str, String); 5] {
    [
        (
            "gotoolchain.toml",
            format!("[toolchain]\ngo = '{request}'\n"),
        ),
        (
            "gotoolchain.toml",
            format!(
                "[linux.toolchain]\ngo = '{request}'\n[macos.toolchain]\ngo = '{request}'\n[windows.toolchain]\ngo = '{request}'\n"
            ),
        ),
        (".go-version", format!("{request}\n")),
        (".tool-versions", format!("golang {request}\n")),
        (".tool-versions", format!("go {request} 1.22.6\n")),
    ]
}

/// Writes one of the files, alone.
fn only(machine: &Machine, name: &str, text: &str) {
    for other in ["gotoolchain.toml", ".go-version", ".tool-versions"] {
        let _ = std::fs::remove_file(machine.world.path("clone").join(other));
    }
    machine.world.file(format!("clone/{name}"), text);
}

#[test]
fn old_linked_and_system_ones_wait_for_trust() {
    let mut machine = Machine::new();
    machine.world.system_go("1.23.4");
    for request in [
        "system",
        "tip",
        "1.18",
        "go1.18",
        "~1.18.0",
        "<1.21",
        ">=1.2, <1.20",
        "1.18.*",
    ] {
        for (name, text) in files(request) {
            if name == ".tool-versions" && request.contains(' ') {
                continue;
            }
            only(&machine, name, &text);
            for args in GO_CALLS {
                let outcome = machine.world.go(args).at("clone").fails(126);
                assert!(
                    outcome.stderr.contains("is not trusted"),
                    "{text}: {}",
                    outcome.stderr
                );
                assert_eq!(outcome.stdout, "");
            }
            machine.world.shim("gofmt", ["-l"]).at("clone").fails(126);
            machine.world.gom(["current"]).at("clone").fails(8);
            machine.world.gom(["which"]).at("clone").fails(8);
            machine.call_gom(&[]);
        }
    }
    // Trusted, each of them runs: the refusals above are about trust.
    for request in ["system", "tip", "1.18", "<1.21"] {
        for (name, text) in files(request) {
            only(&machine, name, &text);
            machine.world.gom(["trust"]).at("clone").ok();
            machine.world.go(["version"]).at("clone").ok();
        }
    }
}

#[test]
fn paths_and_addresses_are_no_requests() {
    let machine = Machine::new();
    for request in [
        "./go",
        "../clone/go",
        "go/bin/go",
        "/bin/sh",
        "~/go",
        "file:///tmp/go",
        "http://127.0.0.1/go",
        "path:./go",
        "ref:main",
        "prefix:1.2",
        "C:\\go",
        "..\\go",
        "1.22.6/../../x",
        "go1.22.6-../x",
        "$(./evil)",
        "`./evil`",
        "1.22.6;./evil",
        "tip/../x",
        "--help",
        "+1.22",
        "%2e%2e",
    ] {
        for (name, text) in files(request) {
            only(&machine, name, &text);
            for args in GO_CALLS {
                machine.world.go(args).at("clone").fails(126);
            }
            machine.call_gom(&[]);
        }
    }
}

#[test]
fn module_files_choose_no_program_either() {
    let machine = Machine::new();
    for (name, text) in [
        ("go.mod", "module m\n\ngo 1.22.0\n\ntoolchain ../../evil\n"),
        ("go.mod", "module m\n\ntoolchain go1.22.6-/../evil\n"),
        ("go.mod", "module m\n\ntoolchain go1.22.6-..\\evil\n"),
        ("go.mod", "module m\n\ntoolchain ./go\n"),
        ("go.mod", "module m\n\ngo 1.22.6-evil\n"),
        ("go.mod", "module m\n\ntoolchain go1.99.0-evil\n"),
        ("go.work", "go 1.22.0\ntoolchain ./go\n"),
        ("go.work", "toolchain tip\n"),
        (
            "go.env",
            "GOTOOLCHAIN=go1.18\nGOFLAGS=-toolexec=./evil\nCC=./cc\n",
        ),
        (".env", "CC=./cc\nGOM_TRUST=/\n"),
        (".envrc", "export CC=./cc\n"),
        ("config.toml", "default = 'tip'\norigins = ['./dist']\n"),
        (".config/go/env", "CC=./cc\n"),
        ("side.toml", "side = 'windows'\n"),
        (".gom/config.toml", "floor = '1.0'\n"),
    ] {
        let path = machine.world.file(format!("clone/{name}"), text);
        for args in GO_CALLS {
            let outcome = machine
                .world
                .go(args)
                .at("clone")
                .env("FAKE_GO_SHOW", "*")
                .run();
            assert!(
                [0, 126, 127].contains(&outcome.code),
                "{name}: {}",
                outcome.stderr
            );
            let goroot = format!("GOROOT={}", machine.world.layout().toolchains().display());
            if outcome.code == 0 {
                assert!(
                    outcome.stdout.contains(&goroot),
                    "{name}: {}",
                    outcome.stdout
                );
                assert!(!outcome.stdout.contains("./"), "{name}: {}", outcome.stdout);
            }
        }
        machine.call_gom(&[]);
        std::fs::remove_file(path).unwrap();
        machine.world.file("clone/go.mod", "module clone\n");
    }
}

/// A range below the floor has no version to look at before something answers it.
#[test]
fn an_old_go_is_not_even_fetched() {
    let mut machine = Machine::new();
    let server = DistServer::start(Dist::new(&["1.20.14", "1.22.6"]));
    machine.world.fetch_from(&server);
    std::fs::remove_dir_all(machine.world.layout().toolchains()).unwrap();
    let always = [("GOM_AUTO_INSTALL", "always")];
    for request in ["1.20.14", "1.20", "~1.20.3", "<1.21", "1.20.*"] {
        for (name, text) in files(request) {
            if name == ".tool-versions" && request.contains(' ') {
                continue;
            }
            only(&machine, name, &text);
            let build = super::with(machine.world.go(["build"]).at("clone"), &always).run();
            let install = machine.world.gom(["install"]).at("clone").run();
            assert!([126, 127].contains(&build.code), "{}", build.stderr);
            assert_eq!(install.code, 8, "{request}: {}", install.stderr);
            let installed: Vec<_> = std::fs::read_dir(machine.world.layout().toolchains())
                .into_iter()
                .flatten()
                .collect();
            assert!(
                installed.is_empty(),
                "{request}: {installed:?} {}{}",
                build.stderr,
                install.stderr
            );
        }
    }
}

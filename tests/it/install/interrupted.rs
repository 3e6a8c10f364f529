//! Ctrl-C, SIGTERM, SIGHUP: what was unfinished is gone before gom is.
#![cfg(unix)]

use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use snapbox::str;

use super::killed::{nothing_is_left, wait_until_staged};
use super::{Visible, archive_path, runs, shop, told};
use crate::support::skip::skip;
use crate::support::terminal::Terminal;

fn stalling() -> (
    crate::support::world::World,
    crate::support::dist_server::DistServer,
) {
    let (world, server) = shop(&["1.22.6"]);
    server.fault(&archive_path("1.22.6"), |_, honest| {
        honest.stall_after(300_000, Duration::from_secs(60))
    });
    (world, server)
}

#[test]
fn signals_while_downloading() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)] {
        let (world, server) = stalling();
        let before = Visible::of(&world);
        let call = world.gom(["install", "1.22.6"]);
        let child = call.spawn();
        wait_until_staged(&world);
        let sent = Instant::now();
        kill_process(Pid::from_child(&child), signal).unwrap();
        let outcome = call.finish(child);
        outcome.code(code);
        assert!(
            sent.elapsed() < Duration::from_secs(3),
            "{:?}",
            sent.elapsed()
        );
        told(outcome, &server).stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
error: interrupted

"#]]);
        before.assert_unchanged();
        nothing_is_left(&world);
        server.mend();
        world.gom(["install", "1.22.6"]).ok();
        runs(&world, "1.22.6");
    }
}

#[test]
fn a_signal_while_waiting_for_another_process() {
    let (world, server) = stalling();
    let first = world.gom(["install", "1.22.6"]);
    let mut holder = first.spawn();
    wait_until_staged(&world);
    let second = world.gom(["install", "1.22.6"]);
    let waiting = second.spawn();
    std::thread::sleep(Duration::from_millis(1300));
    kill_process(Pid::from_child(&waiting), Signal::INT).unwrap();
    let outcome = second.finish(waiting);
    outcome.code(130);
    let outcome = super::with(
        told(outcome, &server),
        &[("[HOLDER]", &holder.id().to_string())],
    );
    outcome.stderr_eq(str![[r#"
installing go1.22.6 for [PLATFORM]
waiting for the installation of go1.22.6-[OS_ARCH] by another process (process [HOLDER])
error: interrupted

"#]]);
    assert!(
        holder.try_wait().unwrap().is_none(),
        "the other one goes on"
    );
    holder.kill().unwrap();
    holder.wait().unwrap();
}

#[test]
fn many_moments() {
    let (world, server) = shop(&["1.22.6"]);
    server.fault(&archive_path("1.22.6"), |_, honest| {
        honest.drip(32 << 10, Duration::from_millis(5))
    });
    for run in 0..12 {
        let call = world.gom(["install", "1.22.6"]);
        let child = call.spawn();
        std::thread::sleep(Duration::from_millis(30 * run));
        kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
        let outcome = call.finish(child);
        assert!(
            [0, 143].contains(&outcome.code),
            "{}: {}",
            outcome.code,
            outcome.stderr
        );
        // Only what the interruption itself took away might be missed by another thread.
        assert!(!outcome.stderr.contains("could not"), "{}", outcome.stderr);
        nothing_is_left(&world);
        world.gom(["install", "1.22.6"]).ok();
        runs(&world, "1.22.6");
        world.gom(["uninstall", "-y", "1.22.6"]).ok();
    }
}

#[test]
fn what_nohup_ignores_stays_ignored() {
    let (world, server) = shop(&["1.22.6"]);
    server.fault(&archive_path("1.22.6"), |_, honest| {
        honest.stall_after(300_000, Duration::from_millis(700))
    });
    let gom = gom_shim::layout::Layout::shim(&world.layout().bin(), "gom");
    let script = format!(
        "trap '' HUP; exec {} install 1.22.6",
        gom_shim::quote::path(&gom)
    );
    let call = world.program("/bin/sh", ["-c", &script]);
    let child = call.spawn();
    wait_until_staged(&world);
    kill_process(Pid::from_child(&child), Signal::HUP).unwrap();
    call.finish(child).code(0);
    runs(&world, "1.22.6");
}

#[test]
fn ctrl_c_on_a_terminal() {
    let (world, _server) = stalling();
    let Some(mut terminal) = Terminal::start(&world.gom(["install", "1.22.6"])) else {
        skip!("no pseudo terminals here");
    };
    wait_until_staged(&world);
    terminal.send("\x03");
    terminal.expect(" interrupted\r\n");
    terminal.end().code(130);
    nothing_is_left(&world);
}

//! `gom`, the command a person types.

fn main() -> std::process::ExitCode {
    gom::main()
}

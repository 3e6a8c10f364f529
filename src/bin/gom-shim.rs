//! The one program behind `go`, `gofmt` and `go1.X.Y`.

fn main() -> std::process::ExitCode {
    gom_shim::shim::main()
}

//! The one program behind `go`, `gofmt` and `go1.X.Y`.
fn main() {}

#!/bin/sh
# Builds gom in this checkout, places its programs, and puts them on PATH.
# Everything is in functions, so that a script cut off in the middle does nothing.

usage() {
    cat <<'EOF'
Usage: ./install.sh [VERSION] [OPTIONS]

Builds gom with cargo, places gom, go and gofmt in gom's home, and puts that one
directory on PATH in your shells' start files.

  VERSION        install this Go too and make it the default: 1.22.6, 1.22, latest

Options:
  --no-path      leave the shells' files alone
  --uninstall    remove gom and everything it ever wrote
  --build-only   build into target/dist and place nothing
  -h, --help     show this

GOM_HOME names another home than ~/.local/share/gom.
EOF
}

say() {
    printf '%s\n' "$*" >&2
}

# fail CODE MESSAGE HINT
fail() {
    say "error: $2"
    say ""
    say "hint: $3"
    exit "$1"
}

# The checkout this script lies in.
find_checkout() {
    checkout=$(CDPATH='' cd -- "$(dirname -- "$0")" 2>/dev/null && pwd) || checkout=''
    if ! grep -q '^name = "gom"$' "$checkout/Cargo.toml" 2>/dev/null; then
        fail 1 "install.sh does not lie in a checkout of gom" \
            "clone the repository, then run ./install.sh inside it"
    fi
}

# gom's home, by the rules that gom itself follows.
find_home() {
    case ${GOM_HOME-} in
    /*) home=$GOM_HOME ;;
    ?*) home=$PWD/$GOM_HOME ;;
    '')
        case ${XDG_DATA_HOME-} in
        /*) home=$XDG_DATA_HOME/gom ;;
        *)
            [ -n "${HOME-}" ] || fail 3 "HOME is not set, so there is no place for gom" "set GOM_HOME to an absolute path"
            home=$HOME/.local/share/gom
            ;;
        esac
        ;;
    esac
    # Relative, it would name another directory after each cd.
    [ -z "${GOM_HOME-}" ] || {
        GOM_HOME=$home
        export GOM_HOME
    }
}

find_cargo() {
    if command -v cargo >/dev/null 2>&1; then
        return
    fi
    if [ -x "${HOME-}/.cargo/bin/cargo" ]; then
        PATH=$HOME/.cargo/bin:$PATH
        return
    fi
    fail 1 "building gom needs cargo, and there is none on PATH" \
        "install Rust from https://rustup.rs, then run ./install.sh again"
}

# Prints the target that links the shim statically with musl, if this machine has it or can get
# it: such a program starts in a quarter of the time, which is most of what a shim costs.
static_target() {
    host=$(rustc -vV | sed -n 's/^host: //p')
    case $host in
    *-linux-gnu*) target=$(printf '%s' "$host" | sed 's/-linux-gnu/-linux-musl/') ;;
    *) return 1 ;;
    esac
    libraries=$(rustc --print sysroot)/lib/rustlib/$target/lib
    if [ ! -d "$libraries" ] && command -v rustup >/dev/null 2>&1; then
        say "adding Rust's target $target, for a shim that starts faster"
        rustup target add "$target" >/dev/null 2>&1 || true
    fi
    [ -d "$libraries" ] && printf '%s\n' "$target"
}

# Leaves gom and gom-shim in target/dist.
build() {
    find_cargo
    build=$checkout/target
    dist=$build/dist
    (
        # The checkout's own cargo settings apply, whatever directory this was started in.
        cd "$checkout"
        # A target of the caller's own would put the programs elsewhere.
        unset CARGO_BUILD_TARGET
        cargo build --release --locked --target-dir "$build" --bin gom --bin gom-shim
    )
    shim=$build/release/gom-shim
    if target=$(static_target); then
        if (
            cd "$checkout" && cargo rustc --release --locked --target-dir "$build" --target "$target" \
                -p gom-shim --bin shim -- \
                -C relocation-model=static \
                -C link-arg=-Wl,-T,"$checkout/shims/static.ld" -C link-arg=-Wl,--no-eh-frame-hdr \
                -C link-arg=-Wl,-z,noseparate-code -C link-arg=-Wl,--build-id=none
        ); then
            shim=$build/$target/release/shim
        else
            say "the static shim could not be built; the dynamic one does the same, more slowly"
        fi
    fi
    mkdir -p "$dist"
    place "$build/release/gom" "$dist/gom"
    place "$shim" "$dist/gom-shim"
}

# place FROM TO: a copy in one step, also over a program that runs.
place() {
    cp "$1" "$2.new"
    mv -f "$2.new" "$2"
}

uninstall() {
    find_home
    if [ ! -x "$home/bin/gom" ]; then
        fail 1 "there is no gom in $home" "set GOM_HOME if it is installed elsewhere"
    fi
    if [ -t 0 ]; then
        "$home/bin/gom" self uninstall
    else
        "$home/bin/gom" self uninstall -y
    fi
}

main() {
    set -eu
    version=''
    action=install
    no_path=''
    for argument in "$@"; do
        case $argument in
        -h | --help)
            usage
            exit 0
            ;;
        --no-path) no_path=--no-path ;;
        --uninstall) action=uninstall ;;
        --build-only) action=build ;;
        -*) fail 2 "install.sh has no option '$argument'" "./install.sh --help" ;;
        *)
            [ -z "$version" ] || fail 2 "more than one version is named: $version, $argument" \
                "gom install $version $argument, once gom is installed"
            version=$argument
            ;;
        esac
    done
    if [ "$action" = uninstall ]; then
        uninstall
        return
    fi
    find_checkout
    # Before two minutes of building.
    [ "$action" = build ] || find_home
    build
    if [ "$action" = build ]; then
        return
    fi
    "$dist/gom" setup ${no_path:+"$no_path"}
    if [ -n "$version" ]; then
        "$home/bin/gom" install "$version" --default
        # Not in a project, which may ask for another Go.
        cd /
        "$home/bin/go" version
    fi
}

main "$@"

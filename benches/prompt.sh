#!/usr/bin/env bash
# What a prompt costs while nothing changes: the median of 400, in microseconds, for a shell without
# anything, with gom's hook, and with the hooks of direnv and mise where those are on PATH.
#
#   benches/prompt.sh [GOM]
#
# GOM is the program to measure, target/release/gom where none is named. Everything is in a
# temporary home. The directories are eight levels below the root: one outside of all projects, where
# most names have to be looked for, and one in a project.
set -euo pipefail
gom=$(realpath -- "${1:-$(dirname "$0")/../target/release/gom}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bin=$work/gom/bin
mkdir -p "$work/home" "$bin" "$work/gom/state" "$work/gom/toolchains" "$work/run"
cp -- "$gom" "$bin/gom"
printf 'side = "linux"\n' >"$work/gom/side.toml"
printf 'default = "1.22"\n' >"$work/gom/config.toml"
# Up to eight levels, however deep the temporary directory is.
deep() {
    local dir=$1 rest
    rest=${dir//[^\/]/}
    for ((level = ${#rest}; level < 8; level++)); do dir+=/d$level; done
    mkdir -p "$dir"
    printf '%s\n' "$dir"
}
outside=$(deep "$work/home/src")
project=$(deep "$work/home/project")
printf '[toolchain]\ngo = "1.22.6"\n[env]\nGOGC = "200"\n' >"$work/home/project/gotoolchain.toml"
printf 'export FROM_DIRENV=1\n' >"$work/home/project/.envrc"
printf '[tools]\n' >"$work/home/project/mise.toml"

run() { # SHELL INIT DIRECTORY
    local args=(-f -i)
    [ "$1" = bash ] && args=(--norc --noprofile -i)
    env -i HOME="$work/home" GOM_HOME="$work/gom" XDG_RUNTIME_DIR="$work/run" TERM=dumb LANG=C.UTF-8 \
        MISE_TRUSTED_CONFIG_PATHS="$work" MISE_YES=1 PATH="$bin:$PATH" INIT="$2" DIRECTORY="$3" \
        "$1" "${args[@]}" 2>/dev/null <<<"$(script "$1")" | tail -n 1
}

# The functions that run before a prompt, run 400 times.
script() {
    if [ "$1" = bash ]; then
        # shellcheck disable=SC2016
        printf '%s\n' 'cd "$DIRECTORY"' 'PROMPT_COMMAND=:' 'eval "$INIT"' \
            'for i in 1 2 3 4 5; do for f in "${PROMPT_COMMAND[@]}"; do eval "$f" >/dev/null; done; done' \
            't=()' \
            'for ((i = 0; i < 400; i++)); do a=$EPOCHREALTIME; for f in "${PROMPT_COMMAND[@]}"; do eval "$f" >/dev/null; done; b=$EPOCHREALTIME; t+=($((${b/./} - ${a/./}))); done' \
            'printf "%s\n" "${t[@]}" | sort -n | sed -n 200p'
    else
        # shellcheck disable=SC2016
        printf '%s\n' 'zmodload zsh/datetime zsh/mathfunc' 'cd "$DIRECTORY"' 'nothing() { : }' \
            'precmd_functions=(nothing)' 'eval "$INIT"' \
            'for i in 1 2 3 4 5; do for f in $precmd_functions; do $f >/dev/null; done; done' \
            't=()' \
            'for ((i = 0; i < 400; i++)); do a=$EPOCHREALTIME; for f in $precmd_functions; do $f >/dev/null; done; b=$EPOCHREALTIME; t+=($((int((b - a) * 1000000)))); done' \
            'print -l $t | sort -n | sed -n 200p'
    fi
}

printf '%-6s %-8s %10s %10s\n' shell hook outside project
for shell in bash zsh; do
    command -v "$shell" >/dev/null || continue
    for hook in none gom direnv mise; do
        case $hook in
            none) init=: ;;
            gom) init=$(GOM_HOME=$work/gom "$bin/gom" init "$shell") ;;
            direnv)
                command -v direnv >/dev/null || continue
                (cd "$work/home/project" && HOME=$work/home direnv allow 2>/dev/null)
                init=$(direnv hook "$shell")
                ;;
            mise)
                command -v mise >/dev/null || continue
                init=$(mise activate "$shell")
                ;;
        esac
        printf '%-6s %-8s %10s %10s\n' "$shell" "$hook" "$(run "$shell" "$init" "$outside")" \
            "$(run "$shell" "$init" "$project")"
    done
done

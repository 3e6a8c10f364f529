# The hook of gom for zsh.
#
# Before each prompt, and when the directory changes, __gom_hook compares one string and looks at a
# few files. Only where something is different does it start gom, which says in zsh's own language
# what to change and what to look at next. All of this is evaluated by `emulate zsh -c`, so that
# options and aliases of the user mean nothing in it.
if [[ -o interactive && -z ${VSCODE_RESOLVING_ENVIRONMENT-} && -z ${INTELLIJ_ENVIRONMENT_READER-} ]]; then

# A subshell changes nothing in the shell around it, so it is left alone.
__gom_hook() {
    (( ZSH_SUBSHELL )) && return 0
    if [[ "${PWD-}|@KEY@" != "$__gom_key" ]] || __gom_changed; then
        __gom_ask
    fi
    return 0
}

# Asks gom what is to be done, and does it.
__gom_ask() {
    local __gom_code
    if [[ -x @GOM@ ]] && __gom_code=$(
        exec @GOM@ hook-env --shell zsh --pid $$ --pwd "${PWD-}" --eyes $__gom_eyes \
            --told "$__gom_told" </dev/null
    ); then
        builtin eval "$__gom_code"
    else
        __gom_changed() { return 1 }
    fi
    __gom_key="${PWD-}|@KEY@"
}

# True where two seconds have passed since gom was last asked.
__gom_is_due() {
    local passed=$(( ${SECONDS%.*} - __gom_since ))
    (( passed < 0 || passed > 1 )) || return 1
    __gom_since=${SECONDS%.*}
}

# The command gom: what concerns this very shell is done in it.
gom() {
    local __gom_word __gom_code
    for __gom_word in "$@"; do
        case $__gom_word in
            (-*) ;;
            (deactivate)
                (( $# == 1 )) || break
                __gom_leave
                return
                ;;
            (shell)
                __gom_session "$@"
                return
                ;;
            (*) break ;;
        esac
    done
    if [[ -x @GOM@ ]]; then
        @GOM@ "$@"
    else
        command gom "$@"
    fi
}

# gom shell: the Go of this session.
__gom_session() {
    __gom_code=$(
        export __GOM_SHELL=zsh
        exec @GOM@ "$@"
    ) || return
    case $__gom_code in
        (": gom"*)
            if [[ -z ${__gom_session_before-} ]]; then
                typeset -g __gom_session_before=${${GOM_SHELL_TOOLCHAIN+=$GOM_SHELL_TOOLCHAIN}:--}
            fi
            builtin eval "$__gom_code"
            ;;
        ("") ;;
        (*) print -r -- "$__gom_code" ;;
    esac
}

# gom deactivate: takes everything back.
__gom_leave() {
    __gom_code=$(exec @GOM@ hook-env --shell zsh --leave) || return
    builtin eval "$__gom_code"
    case ${__gom_session_before-} in
        (-) unset GOM_SHELL_TOOLCHAIN ;;
        (=*) export GOM_SHELL_TOOLCHAIN=${__gom_session_before#=} ;;
    esac
    precmd_functions=(${precmd_functions:#__gom_hook})
    chpwd_functions=(${chpwd_functions:#__gom_hook})
    # What had no such list before has none again.
    (( $#precmd_functions )) || [[ $__gom_lists != *p* ]] || unset precmd_functions
    [[ $__gom_lists != *s* ]] || zmodload -F zsh/stat -b:zstat
    (( $#chpwd_functions )) || [[ $__gom_lists != *c* ]] || unset chpwd_functions
    unset __gom_key __gom_eyes __gom_told __gom_since __gom_lists __gom_session_before
    unfunction __gom_hook __gom_ask __gom_changed __gom_is_due __gom_session __gom_leave gom
}

__gom_changed() { return 1 }
typeset -g __gom_key="" __gom_told=${__gom_told-} __gom_since=0 __gom_eyes=times
if (( ! ${+__gom_lists} )); then
    typeset -g __gom_lists=
    (( ${+precmd_functions} )) || __gom_lists+=p
    (( ${+chpwd_functions} )) || __gom_lists+=c
    whence zstat >/dev/null || __gom_lists+=s
fi
# A zsh without this module, or an old one that knows no fractions, asks gom now and then instead.
if ! { zmodload -F zsh/stat b:zstat && [[ "$(zstat -rs -F %9. +mtime -- / 2>/dev/null)" == *\([0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]\) ]] } 2>/dev/null; then
    __gom_eyes=timer
fi
if [[ ${(t)precmd_functions}${(t)chpwd_functions} == *readonly* ]]; then
    print -ru2 "gom: precmd_functions or chpwd_functions is readonly, so the variables of projects do not follow the directory in this shell"
else
    typeset -ga precmd_functions chpwd_functions
    precmd_functions=(__gom_hook ${precmd_functions:#__gom_hook})
    chpwd_functions=(__gom_hook ${chpwd_functions:#__gom_hook})
fi

fi

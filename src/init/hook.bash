# The hook of gom for bash, 3.2 and newer.
#
# Before each prompt __gom_hook compares one string and looks at a few files. Only where something
# is different does it start gom, which says in bash's own language what to change and what to look
# at next. Nothing here may fail where `set -eu` is on, expand to a user's alias, or depend on IFS,
# POSIX mode, noclobber or any other option. Names begin with __gom_: what gom sets must not meet
# a local variable of the same name.
if [[ $- == *i* && -z ${VSCODE_RESOLVING_ENVIRONMENT-} && -z ${INTELLIJ_ENVIRONMENT_READER-} ]]; then

__gom_options=$-
\builtin set +a

# Runs before each prompt; gives the former status on where others run behind it in one string.
function __gom_hook {
    # The options of a function are its own since 4.4. Traces of this would fill the screen.
    [[ $- != *[ax]* ]] || { \builtin local - && \builtin set +ax; } 2>/dev/null || \builtin :
    # Not [[ … ]]: nocasematch would take two directories for one.
    if \[ "${PWD-}|@KEY@" != "${__gom_key-}" ] || __gom_changed; then
        __gom_ask
    fi
    # Under `set -e` any other status would end the shell.
    [[ $- != *e* ]] || \builtin return 0
    \builtin return "${1-0}"
}

# Asks gom what is to be done, and does it.
function __gom_ask {
    { \builtin local - && \builtin set +aekux; } 2>/dev/null || \builtin :
    \builtin local __gom_code=
    if [[ -x @GOM@ ]] && __gom_code=$(
        \builtin exec @GOM@ hook-env --shell bash --pid "$$" --pwd "${PWD-}" --eyes "$__gom_eyes" \
            --stamps "${__gom_stamps-}" --told "${__gom_told-}" </dev/null
    ); then
        \builtin eval "$__gom_code"
    else
        function __gom_changed { [[ '' ]]; }
    fi
    __gom_key="${PWD-}|@KEY@"
}

# True where two seconds have passed since gom was last asked.
function __gom_is_due {
    if [[ $(( ${SECONDS-0} - ${__gom_since-0} )) == [01] ]]; then
        \builtin return 1
    fi
    __gom_since=${SECONDS-0}
}

# True where the shell has no variable of that name, exported or not: one of the user's that is
# not exported is not gom's to change.
function __gom_is_new {
    ! \builtin declare -p "$1" >/dev/null 2>&1
}

# True where the variable may be changed, that is where it is not readonly.
function __gom_may_change {
    \builtin unset -v "$1" 2>/dev/null
}

# The command gom: what concerns this very shell is done in it.
function gom {
    \builtin local __gom_word __gom_code
    for __gom_word in "$@"; do
        case $__gom_word in
            -*) ;;
            deactivate)
                [[ $# == 1 ]] || \builtin break
                __gom_leave
                \builtin return
                ;;
            shell)
                __gom_session "$@"
                \builtin return
                ;;
            *) \builtin break ;;
        esac
    done
    if [[ -x @GOM@ ]]; then
        @GOM@ "$@"
    else
        \builtin command gom "$@"
    fi
}

# gom shell: the Go of this session.
function __gom_session {
    __gom_code=$(
        \builtin export __GOM_SHELL=bash
        \builtin exec @GOM@ "$@"
    ) || \builtin return
    case $__gom_code in
        ': gom'*)
            if [[ -z ${__gom_session_before-} ]]; then
                __gom_session_before=${GOM_SHELL_TOOLCHAIN+=$GOM_SHELL_TOOLCHAIN}
                __gom_session_before=${__gom_session_before:--}
            fi
            \builtin eval "$__gom_code"
            ;;
        '') ;;
        *) \builtin printf '%s\n' "$__gom_code" ;;
    esac
}

# gom deactivate: takes everything back.
function __gom_leave {
    { \builtin local - && \builtin set +aekux; } 2>/dev/null || \builtin :
    __gom_code=$(
        \builtin exec @GOM@ hook-env --shell bash --pid "$$" --stamps "${__gom_stamps-}" --leave
    ) || \builtin return
    \builtin eval "$__gom_code"
    case ${__gom_session_before-} in
        -) \builtin unset -v GOM_SHELL_TOOLCHAIN ;;
        =*) \builtin export GOM_SHELL_TOOLCHAIN="${__gom_session_before#=}" ;;
    esac
    # Prompts keep the command that was there before them, each in a variable of its own.
    \builtin local IFS=$' \t\n' __gom_name
    for __gom_name in $(\builtin compgen -v); do
        case $__gom_name in
            __gom_* | BASH_* | _ | FUNCNAME | IFS) \builtin continue ;;
        esac
        \builtin eval "__gom_code=\${$__gom_name[*]-}" 2>/dev/null
        [[ $__gom_code != *__gom_hook* ]] || __gom_remove "$__gom_name"
    done
    case $__gom_prompt_command in
        string | exported)
            # It was made an array here, and is one text again.
            if [[ -z ${PROMPT_COMMAND[1]-} ]]; then
                __gom_code=${PROMPT_COMMAND-}
                \builtin unset -v PROMPT_COMMAND
                PROMPT_COMMAND=$__gom_code
                [[ $__gom_prompt_command == string ]] || \builtin export PROMPT_COMMAND
            fi
            ;;
    esac
    \builtin unset -v __gom_key __gom_eyes __gom_stamps __gom_told __gom_since __gom_session_before __gom_prompt_command
    \builtin unset -f __gom_hook __gom_ask __gom_changed __gom_is_due __gom_is_new __gom_may_change \
        __gom_session __gom_leave __gom_flags __gom_remove __gom_without __gom_install gom
}

# Gives the attributes of a variable, as letters; none where there is no such variable.
function __gom_flags {
    __gom_flags=$(\builtin declare -p "$1" 2>/dev/null) || __gom_flags=
    __gom_flags=${__gom_flags#declare -}
    __gom_flags=${__gom_flags%% *}
}

# Takes the hook out of a variable that holds commands, as a text or as an array.
function __gom_remove {
    \builtin local __gom_flags __gom_index __gom_text __gom_variable=$1
    __gom_flags "$1"
    if [[ $__gom_flags != *a* ]]; then
        \builtin eval "__gom_without \"\$$1\""
        if [[ -n $__gom_text ]]; then
            \builtin eval "$1=\$__gom_text"
        else
            \builtin unset -v "$1"
        fi
        \builtin return
    fi
    \builtin eval "\builtin set -- \"\${$1[@]}\""
    \builtin eval "$__gom_variable=()"
    for __gom_index in "$@"; do
        __gom_text=$__gom_index
        [[ $__gom_text != *__gom_hook* ]] || __gom_without "$__gom_index"
        [[ -z $__gom_text ]] || \builtin eval "$__gom_variable+=(\"\$__gom_text\")"
    done
    # An array without elements was not there before.
    \builtin eval "\builtin set -- \${$__gom_variable[@]+\"\${$__gom_variable[@]}\"}"
    [[ $# != 0 ]] || \builtin unset -v "$__gom_variable"
}

# Gives a command without the hook in it.
function __gom_without {
    __gom_text=${1//'__gom_hook "$?"'$'\n'/}
    __gom_text=${__gom_text//'__gom_hook "$?"'/:}
    __gom_text=${__gom_text//__gom_hook/:}
    [[ $__gom_text == *[!:]* ]] || __gom_text=
}

# Puts the hook before everything else that runs before a prompt, so that what draws the prompt
# finds the variables set. In an array each element sees the status of the last command, all of a
# pipeline's; so a text becomes an array where bash runs all of one (5.1).
function __gom_install {
    \builtin local __gom_flags __gom_text
    # Also where a prompt keeps it that took it over.
    case "${PROMPT_COMMAND[*]-} ${precmd_functions[*]-} ${STARSHIP_PROMPT_COMMAND-} ${__vsc_original_prompt_command[*]-}" in
        *__gom_hook*) \builtin return 0 ;;
    esac
    __gom_prompt_command=
    if [[ -n ${bash_preexec_imported-}${__bp_imported-} ]]; then
        precmd_functions=(__gom_hook ${precmd_functions[@]+"${precmd_functions[@]}"})
        \builtin return 0
    fi
    __gom_flags PROMPT_COMMAND
    if [[ $__gom_flags == *r* ]]; then
        \builtin printf '%s\n' 'gom: PROMPT_COMMAND is readonly, so the variables of projects do not follow the directory in this shell' >&2
        \builtin return 0
    fi
    if (( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 501 )) || [[ ${PROMPT_COMMAND-} == *__bp_install* ]]; then
        PROMPT_COMMAND='__gom_hook "$?"'${PROMPT_COMMAND:+$'\n'$PROMPT_COMMAND}
        \builtin return 0
    fi
    if [[ $__gom_flags != *a* && -n $__gom_flags ]]; then
        __gom_prompt_command=string
        [[ $__gom_flags != *x* ]] || __gom_prompt_command=exported
        __gom_text=${PROMPT_COMMAND-}
        \builtin unset -v PROMPT_COMMAND
        PROMPT_COMMAND=(${__gom_text:+"$__gom_text"})
    fi
    PROMPT_COMMAND=(__gom_hook ${PROMPT_COMMAND[@]+"${PROMPT_COMMAND[@]}"})
}

function __gom_changed { [[ '' ]]; }
__gom_key= __gom_told=${__gom_told-} __gom_stamps=${__gom_stamps-} __gom_since=0 __gom_eyes=stamps
# Older ones compare the times of files in whole seconds.
(( BASH_VERSINFO[0] >= 5 )) || __gom_eyes=coarse
[[ -n ${__gom_prompt_command+x} ]] || __gom_prompt_command=
__gom_install
[[ $__gom_options != *a* ]] || \builtin set -a
\builtin unset -v __gom_options

fi

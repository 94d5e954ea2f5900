# Bash completion of entente: commands and options are those that --help tells.
_entente_commands() { entente --help 2>/dev/null | sed -n 's/^  \([a-z][a-z]*\)   *.*/\1/p'; }
_entente_options() { entente "$1" --help 2>/dev/null | sed -n 's/^  \(-[a-zA-Z],\)\{0,1\}\(--[a-z-]*\).*/\2/p'; }
_entente() {
    local current=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]:-}
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "$(_entente_commands) --help --version" -- "$current"))
        return
    fi
    case ${COMP_WORDS[COMP_CWORD - 1]} in
        --sampling) COMPREPLY=($(compgen -W "mc lhs sobol" -- "$current")) && return ;;
        --format) COMPREPLY=($(compgen -W "csv xlsx html csv,xlsx,html" -- "$current")) && return ;;
        --csv-dialect) COMPREPLY=($(compgen -W "rfc4180 eu" -- "$current")) && return ;;
        --range) COMPREPLY=($(compgen -W "P10-P90 P5-P95 ends" -- "$current")) && return ;;
        --charts) COMPREPLY=($(compgen -d -- "$current")) && return ;;
        -o | --output) COMPREPLY=($(compgen -d -- "$current")) && return ;;
    esac
    if [ "$command" = examples ]; then
        COMPREPLY=($(compgen -W "$(entente examples 2>/dev/null | awk '{ print $1 }')" -- "$current"))
    elif [[ $current == -* ]]; then
        COMPREPLY=($(compgen -W "$(_entente_options "$command")" -- "$current"))
    elif [ "$command" = import ]; then
        COMPREPLY=($(compgen -f -X '!*.@(csv|xlsx)' -- "$current") $(compgen -d -- "$current"))
    elif [ "$command" = fit ]; then
        COMPREPLY=($(compgen -f -X '!*.csv' -- "$current") $(compgen -d -- "$current"))
    elif [ "$command" = report ]; then
        COMPREPLY=($(compgen -d -- "$current"))
    else
        COMPREPLY=($(compgen -f -X '!*.toml' -- "$current") $(compgen -d -- "$current"))
    fi
}
complete -o filenames -F _entente entente

# Bash completion of entente.
_entente() {
    local current=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]:-} run="--worlds --seed --threads --sampling --set --quiet --output"
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "run check explain share clauses fair sensitivity sweep fit report selftest schema examples --help --version" -- "$current"))
        return
    fi
    case ${COMP_WORDS[COMP_CWORD - 1]} in
        --sampling) COMPREPLY=($(compgen -W "mc lhs sobol" -- "$current")) && return ;;
        --format) COMPREPLY=($(compgen -W "csv xlsx html csv,xlsx,html" -- "$current")) && return ;;
        --csv-dialect) COMPREPLY=($(compgen -W "rfc4180 eu" -- "$current")) && return ;;
        -o | --output) COMPREPLY=($(compgen -d -- "$current")) && return ;;
    esac
    if [ "$command" = examples ]; then
        COMPREPLY=($(compgen -W "$(entente examples 2>/dev/null | awk '{ print $1 }')" -- "$current"))
    elif [[ $current == -* ]]; then
        case $command in
            run) COMPREPLY=($(compgen -W "$run --precision --format --csv-dialect --csv-bom --world --samples --json --memory --checkpoint --checkpoint-every --resume" -- "$current")) ;;
            sweep) COMPREPLY=($(compgen -W "$run --over --lhs --checkpoint --checkpoint-every --resume" -- "$current")) ;;
            clauses) COMPREPLY=($(compgen -W "$run --alternative" -- "$current")) ;;
            fair) COMPREPLY=($(compgen -W "$run --solve --for --between --alternative" -- "$current")) ;;
            sensitivity) COMPREPLY=($(compgen -W "$run --metric --alternative" -- "$current")) ;;
            fit) COMPREPLY=($(compgen -W "--column --weights --families --bootstrap --output --json --quiet" -- "$current")) ;;
            report) COMPREPLY=($(compgen -W "--threads --quiet" -- "$current")) ;;
            share) COMPREPLY=($(compgen -W "--game --set --output --json" -- "$current")) ;;
            check | explain) COMPREPLY=($(compgen -W "--set" -- "$current")) ;;
            schema) COMPREPLY=($(compgen -W "--results" -- "$current")) ;;
            selftest) COMPREPLY=($(compgen -W "--worlds" -- "$current")) ;;
        esac
    elif [ "$command" = fit ]; then
        COMPREPLY=($(compgen -f -X '!*.csv' -- "$current") $(compgen -d -- "$current"))
    elif [ "$command" = report ]; then
        COMPREPLY=($(compgen -d -- "$current"))
    else
        COMPREPLY=($(compgen -f -X '!*.toml' -- "$current") $(compgen -d -- "$current"))
    fi
}
complete -o filenames -F _entente entente

# Fish completion of entente.
set -l commands (entente --help 2>/dev/null | string match -rg '^  ([a-z]+)   *\S')
complete -c entente -n "not __fish_seen_subcommand_from $commands" -f -a "$commands"
complete -c entente -n "__fish_seen_subcommand_from run sweep clauses fair voi diff sensitivity audit" -l worlds -x -d "number of worlds"
complete -c entente -n "__fish_seen_subcommand_from run sweep clauses fair voi diff sensitivity audit" -l seed -x -d "seed of every stream"
complete -c entente -n "__fish_seen_subcommand_from run sweep clauses fair voi diff sensitivity audit report" -l threads -x -d threads
complete -c entente -n "__fish_seen_subcommand_from run sweep clauses fair" -l sampling -x -a "mc lhs sobol" -d "how worlds are laid out"
complete -c entente -n "__fish_seen_subcommand_from run sweep clauses fair voi diff sensitivity audit" -s o -l output -x -a "(__fish_complete_directories)" -d "folder for the results"
complete -c entente -n "__fish_seen_subcommand_from run sweep clauses fair voi diff sensitivity audit check explain share" -l set -x -d "KEY=VALUE"
complete -c entente -n "__fish_seen_subcommand_from run" -l precision -x -d "when to stop"
complete -c entente -n "__fish_seen_subcommand_from run" -l format -x -a "csv xlsx html csv,xlsx,html" -d "what is written"
complete -c entente -n "__fish_seen_subcommand_from run" -l csv-dialect -x -a "rfc4180 eu"
complete -c entente -n "__fish_seen_subcommand_from run" -l keep-going -d "past files at fault"
complete -c entente -n "__fish_seen_subcommand_from run" -l csv-bom -d "mark UTF-8"
complete -c entente -n "__fish_seen_subcommand_from run" -l memory -x -d "bytes before columns give way to histograms"
complete -c entente -n "__fish_seen_subcommand_from run sweep" -l checkpoint -d "keep finished worlds from the start"
complete -c entente -n "__fish_seen_subcommand_from run sweep" -l checkpoint-every -x -d "seconds between checkpoints"
complete -c entente -n "__fish_seen_subcommand_from run sweep" -l resume -d "go on from a checkpoint"
complete -c entente -n "__fish_seen_subcommand_from run" -l world -x -d "replay one world"
complete -c entente -n "__fish_seen_subcommand_from run" -l samples -d "every world"
complete -c entente -n "__fish_seen_subcommand_from run" -l audit -d "what could be held against it, in the report"
complete -c entente -n "__fish_seen_subcommand_from sweep" -l over -x -d "KEY=a,b,c or KEY=low:high:steps"
complete -c entente -n "__fish_seen_subcommand_from sweep" -l lhs -x -d points
complete -c entente -n "__fish_seen_subcommand_from clauses fair sensitivity diff" -l alternative -x
complete -c entente -n "__fish_seen_subcommand_from fair" -l solve -x -d key
complete -c entente -n "__fish_seen_subcommand_from fair" -l for -x -d "METRIC.FIRM = NUMBER"
complete -c entente -n "__fish_seen_subcommand_from fair" -l between -x -d "low:high"
complete -c entente -n "__fish_seen_subcommand_from sensitivity diff" -l metric -x -d METRIC.FIRM
complete -c entente -n "__fish_seen_subcommand_from audit" -l strict -d "status 1 where a finding is serious"
complete -c entente -n "__fish_seen_subcommand_from audit" -l json -d "as JSON"
complete -c entente -n "__fish_seen_subcommand_from fit" -l column -x -d "header of the data"
complete -c entente -n "__fish_seen_subcommand_from fit" -l weights -x -d "header of their weights"
complete -c entente -n "__fish_seen_subcommand_from fit" -l families -x -d "families to fit"
complete -c entente -n "__fish_seen_subcommand_from fit" -l bootstrap -x -d "samples behind each chance"
complete -c entente -n "__fish_seen_subcommand_from fit" -l json -d "as JSON"
complete -c entente -n "__fish_seen_subcommand_from fit" -l quiet -d "no progress"
complete -c entente -n "__fish_seen_subcommand_from schema" -l results -d "metrics and columns of result files"
complete -c entente -n "__fish_seen_subcommand_from report" -x -a "(__fish_complete_directories)"
complete -c entente -n "__fish_seen_subcommand_from share" -l game -r
complete -c entente -n "__fish_seen_subcommand_from voi" -l firm -x -d "who decides"
complete -c entente -n "__fish_seen_subcommand_from voi" -l between -x -d "alternatives to choose among"
complete -c entente -n "__fish_seen_subcommand_from voi" -l group -x -d "NAME=PATTERN: found out together"
complete -c entente -n "__fish_seen_subcommand_from voi" -l cost -x -d "of finding out, in millions"

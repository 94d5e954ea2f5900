#!/usr/bin/env bash
# Starts a Slurm of one node on this machine, runs scripts/entente.slurm in it with two ranks and compares the bytes with one process's;
# tasks without a common MPI are refused.
# Usage: slurm.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
root=$(cd "$(dirname "$0")/../.." && pwd)
if [ "$(id -u)" -ne 0 ]; then echo "slurm.sh: only root can start slurmd"; exit 1; fi
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
work=$(mktemp -d)
chmod 755 "$work"
cleanup() {
  scontrol shutdown 2>/dev/null || true
  [ -f "$work/munge.pid" ] && kill "$(cat "$work/munge.pid")" 2>/dev/null || true
  sleep 1
  rm -rf "$work"
}
trap cleanup EXIT
dd if=/dev/urandom of="$work/munge.key" bs=128 count=1 2>/dev/null
chmod 400 "$work/munge.key"
munged --force --key-file="$work/munge.key" --socket="$work/munge.socket" --pid-file="$work/munge.pid" --log-file="$work/munge.log" \
  --seed-file="$work/munge.seed"
cat > "$work/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
CredType=cred/munge
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
NodeName=localhost NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=localhost Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$work/slurm.conf
mkdir -p "$work/state" "$work/spool"
slurmctld -c
slurmd -N localhost
for _ in $(seq 30); do sinfo -h -o %t 2>/dev/null | grep -q idle && break; sleep 1; done
scenario=$root/scenarios/two-carmakers.toml
arguments=("$scenario" --worlds 20000 --seed 5 --format csv)
"$program" run "${arguments[@]}" -o "$work/one" --quiet
ENTENTE=$program sbatch --wait --nodes=1 --ntasks=2 --ntasks-per-node=2 --output="$work/job.log" "$root/scripts/entente.slurm" "${arguments[@]}" -o "$work/two" \
  || { cat "$work/job.log"; exit 1; }
for file in "$work"/one/two-carmakers/*.csv; do cmp "$file" "$work/two/two-carmakers/$(basename "$file")"; done
ranks=$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["ranks"])' "$work/two/two-carmakers/manifest.json")
[ "$ranks" = 2 ] || { echo "FAILED: $ranks ranks, expected 2"; cat "$work/job.log"; exit 1; }
# Tasks that do not find each other are refused, and nothing is written; the job's script and a task alone are one process.
cat > "$work/apart.sh" <<JOB
#!/usr/bin/env bash
srun -n2 --mpi=none "$program" run ${arguments[*]} -o "$work/apart" --quiet && exit 3
[ -e "$work/apart" ] && exit 4
"$program" run ${arguments[*]} -o "$work/script" --quiet || exit 5
srun -n1 --mpi=none "$program" run ${arguments[*]} -o "$work/alone" --quiet || exit 6
JOB
sbatch --wait --ntasks=2 --output="$work/apart.log" "$work/apart.sh" || { echo "FAILED: $?"; cat "$work/apart.log"; exit 1; }
grep -q "each finds itself alone" "$work/apart.log" || { echo "FAILED: tasks apart are not refused"; cat "$work/apart.log"; exit 1; }
for folder in script alone; do cmp "$work/one/two-carmakers/summary.csv" "$work/$folder/two-carmakers/summary.csv"; done
echo "a Slurm job of two ranks gives the bytes of one process; tasks that do not find each other are refused"

#!/bin/bash
# All of khabar over many files of pages (see ../step.sh) with Slurm:
#
#	submit.sh DIR [option of sbatch ...]
#	submit.sh news --partition long --time 4:00:00
#
# Prints the number of the last job; when that has COMPLETED, all is done.  A
# task whose host is lost is started again by Slurm.  Where one has failed,
# those that wait for it are cancelled; submit again, and what is missing is
# done.
set -euo pipefail

here=$(dirname "$(realpath "$0")")
step=$(realpath "$here/../step.sh")
dir=$(realpath "$1")
options=(--parsable --requeue --kill-on-invalid-dep yes --chdir "$dir"
    --output "$dir/log/%x-%A-%a" --open-mode append "${@:2}")

mkdir -p "$dir/log"
n=$("$step" "$dir" start)
# Slurm's MaxArraySize is 1001 where nobody has set it; a task of more than
# 1000 files of pages does several.
tasks=1-$((n < 1000 ? n : 1000))

submit() { # FILE [DEPENDENCY] OPTION...
	sbatch "${options[@]}" "${@:2}" "$here/$1.sbatch" "$step" "$dir" "$n"
}

map=$(submit map --array "$tasks")
reduce=$(submit reduce --array 0-15 --dependency "afterok:$map")
union=$(submit union --dependency "afterok:$reduce")
submit drop --array "$tasks" --dependency "afterok:$union"

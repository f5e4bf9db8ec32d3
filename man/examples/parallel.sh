#!/bin/bash
# All of khabar over many files of pages (see step.sh) with GNU parallel, on
# this machine or on others:
#
#	parallel.sh DIR [option of parallel ...]
#	parallel.sh news --jobs 8
#	parallel.sh news --retries 3 --sshlogin 8/alpha,8/beta
#
# The first error ends it; run again, it goes on from there.
set -euo pipefail

step=$(dirname "$(realpath "$0")")/step.sh
dir=$(realpath "$1")
options=(--halt 'now,fail=1' "${@:2}")

n=$("$step" "$dir" start)
parallel "${options[@]}" "$step" "$dir" map < <(seq "$n")
parallel "${options[@]}" "$step" "$dir" reduce < <(seq 0 15)
"$step" "$dir" union
parallel "${options[@]}" "$step" "$dir" drop < <(seq "$n")

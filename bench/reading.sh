#!/usr/bin/env bash
# How fast plans are read, beside jionlp, on one core in one run. usage: bench/reading.sh [FILE...]
# Without files: the source texts of ../shared/plans where they are at hand, else our own example plans.
# Method: both programs get the same files and the same core (taskset). Luodi reads each file whole and finds everything (documents,
# outline, units, limits, targets, tables, findings); the best of 20 rounds counts, the first round, which builds the patterns, is
# shown apart. Seconds are those of the processor, so that other work on the machine is not counted. jionlp is given each line and finds times only; its dictionaries are loaded before the clock starts.
set -euo pipefail
. "$(dirname "$0")/../scripts/lib.sh"
cd "$root"
work=${LUODI_BENCH_DIR:-$HOME/.cache/luodi-bench}
python=$work/reading/bin/python
if [ ! -x "$python" ]; then
    mkdir -p "$work"
    python3 -m venv "$work/reading"
    "$work/reading/bin/pip" install -q --disable-pip-version-check jionlp
fi
if [ $# -eq 0 ]; then
    if [ -d ../shared/plans ]; then set -- ../shared/plans/*.txt; else set -- examples/plans/*.txt; fi
fi
cargo build -q --release --locked -p luodi-reading --example reading_speed
core=$(($(nproc) - 1))
echo "load before: $(cut -d' ' -f1-3 /proc/loadavg)"
taskset -c "$core" "$target/release/examples/reading_speed" 20 "$@"
taskset -c "$core" env PYTHONDONTWRITEBYTECODE=1 "$python" bench/reading_peer.py "$@" 2>"$work/reading.log"
echo "load after: $(cut -d' ' -f1-3 /proc/loadavg)"

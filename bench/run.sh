#!/usr/bin/env bash
# Measures Luodi beside its peers on this machine, in one run. usage: bench/run.sh [peers] [product] [--records N] [--quick]
# Everything made here lies in LUODI_BENCH_DIR (default: ~/.cache/luodi-bench), on the disk that is to be measured.
set -euo pipefail
. "$(dirname "$0")/../scripts/lib.sh"
cd "$root"
export LUODI_BENCH_DIR=${LUODI_BENCH_DIR:-$HOME/.cache/luodi-bench}
export PYTHONDONTWRITEBYTECODE=1
mkdir -p "$LUODI_BENCH_DIR"
scripts/ensure.sh test

python=$LUODI_BENCH_DIR/venv/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv "$LUODI_BENCH_DIR/venv"
    "$LUODI_BENCH_DIR/venv/bin/pip" install -q --disable-pip-version-check numpy duckdb 'psycopg[binary]'
fi
cargo build -q --release --locked -p luodi-acceptance --example load
case " $* " in *" peers "*) ;; *) cargo build -q --release --locked -p luodi-cli ;; esac

# A PostgreSQL of its own for the peers; it is gone with its data when the run ends.
exec bench/with-postgres.sh env TARGET="$target" "$python" bench/run.py "$@"

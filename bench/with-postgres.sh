#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server of its own: `with-postgres.sh COMMAND…` sets LUODI_BENCH_POSTGRES to the address
# of an empty database, and LUODI_BENCH_POSTGRES_PID. The server listens on loopback only, flushes to disk as it comes, and is
# gone, with its files, when the command ends.
set -euo pipefail
. "$(dirname "$0")/../scripts/lib.sh"

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || stop "缺少 PostgreSQL：请安装 postgresql 软件包。" "PostgreSQL is missing: install the package postgresql."

# On a disk, not in memory, and where the package's own user may go.
dir=$(mktemp -d -p /var/tmp)
# PostgreSQL refuses to run as root: then it runs as that user.
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then
    chown postgres "$dir"
    as_owner() { (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@"); }
fi
clean() {
    as_owner "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$dir"
}
trap clean EXIT
trap 'exit 130' INT TERM

as_owner "$bin/initdb" -D "$dir/data" -U luodi -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
port=$(free_port)
# What a person who tunes it for this machine would set; everything that durability rests on stays on.
settings="-c max_connections=200 -c shared_buffers=2GB -c work_mem=256MB -c maintenance_work_mem=1GB -c max_wal_size=8GB"
as_owner "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" \
    -o "-h 127.0.0.1 -p $port -k $dir $settings" start >/dev/null ||
    { cat "$dir/log" >&2; stop "PostgreSQL 未能启动。" "PostgreSQL did not start."; }
as_owner "$bin/createdb" -h 127.0.0.1 -p "$port" -U luodi bench
export LUODI_BENCH_POSTGRES="postgres://luodi@127.0.0.1:$port/bench"
LUODI_BENCH_POSTGRES_PID=$(head -n 1 "$dir/data/postmaster.pid")
export LUODI_BENCH_POSTGRES_PID
"$@"

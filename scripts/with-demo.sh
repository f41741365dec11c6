#!/usr/bin/env bash
# Runs a command beside the demo: `with-demo.sh COMMAND…` starts the program with a database of its own, sets LUODI_URL to
# its address and stops it when the command ends. LUODI_BIN names another binary than the debug one.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

luodi=${LUODI_BIN:-$target/debug/luodi}
[ -x "$luodi" ] || stop "还没有构建程序：$luodi" "The program is not built yet: $luodi"
dir=$(mktemp -d)
server=
clean() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    rm -rf "$dir"
}
trap clean EXIT
trap 'exit 130' INT TERM

port=$(free_port)
"$luodi" demo --db "$dir/luodi.db" --port "$port" >"$dir/log" 2>&1 &
server=$!
for _ in $(seq 1500); do
    kill -0 "$server" 2>/dev/null || break
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
    sleep 0.2
done
if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    cat "$dir/log" >&2
    stop "演示没有启动，见上面的输出。" "The demo did not start: see the lines above."
fi
export LUODI_URL="http://127.0.0.1:$port"
"$@"

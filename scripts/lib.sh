# Shared by the scripts beside it; sourced, never run.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
web=$root/web
cargo_home=${CARGO_HOME:-$HOME/.cargo}
PATH=$cargo_home/bin:$PATH
target=${CARGO_TARGET_DIR:-$root/target}

# What a person reads: one sentence in Chinese, the same in English.
say() { printf '%s\n%s\n' "$1" "$2"; }
stop() {
    say "$1" "$2" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root: as it is, or through sudo where that asks no password. Fails (3) where neither works.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif have sudo && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 3
    fi
}

# Fingerprint of files and folders: their names and contents. What does not exist adds nothing.
fingerprint() {
    local path
    for path in "$@"; do
        [ -e "$path" ] && find "$path" -type f -print0
    done | LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -c1-64
}

# A TCP port of the loopback interface that nobody listens on now.
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 20000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    echo "$port"
}

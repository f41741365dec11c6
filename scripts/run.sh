#!/usr/bin/env bash
# Builds everything, makes the database if there is none, loads the demo and opens the port. Arguments go to `luodi demo`.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"
scripts/ensure.sh run
say "一、构建网页界面" "1. Building the web interface"
scripts/web.sh build
say "二、构建程序（首次需十分钟左右）" "2. Building the program (about ten minutes the first time)"
cargo build --release --locked -q -p luodi-cli
say "三、启动演示" "3. Starting the demo"
exec "$target/release/luodi" demo "$@"

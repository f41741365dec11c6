#!/usr/bin/env bash
# Pictures of the running demo for the documents, into docs/img. What is photographed stands in web/scripts.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"
scripts/ensure.sh test
scripts/web.sh build
cargo build -q --locked -p luodi-cli
mkdir -p docs/img
exec scripts/with-demo.sh env "LUODI_IMAGES=$root/docs/img" npm --prefix web run --silent screenshots

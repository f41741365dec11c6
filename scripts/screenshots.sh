#!/usr/bin/env bash
# Pictures of the running demo for the documents, into docs/images. What is photographed stands in web/scripts.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root"
scripts/ensure.sh test
scripts/web.sh build
cargo build -q --locked -p luodi-cli
exec scripts/with-demo.sh npm --prefix web run --silent screenshots

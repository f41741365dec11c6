#!/usr/bin/env bash
# The web UI: `web.sh install` fetches its packages, `web.sh build` makes web/dist; both only when their inputs changed.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
what=${1:?install or build}
[ -f "$web/package.json" ] || exit 0
cd "$web"

# The marks lie in node_modules, so that they go when it goes.
packages_mark=node_modules/.luodi-packages
build_mark=node_modules/.luodi-build

packages=$(fingerprint package.json package-lock.json)
if [ "$(cat $packages_mark 2>/dev/null)" != "$packages" ]; then
    npm ci --no-audit --no-fund --loglevel=error
    echo "$packages" >$packages_mark
fi
[ "$what" = build ] || exit 0

inputs=$(fingerprint package.json package-lock.json scripts/divisions.mjs index.html public src vite vite.config.* tsconfig*.json)
if [ "$(cat $build_mark 2>/dev/null)" != "$inputs" ] || [ ! -f dist/index.html ]; then
    npm run build --silent
    echo "$inputs" >$build_mark
fi

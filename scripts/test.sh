#!/usr/bin/env bash
# All checks and tests, one after another; every step runs, also after one that failed. Closes with the sum over all of them.
set -uo pipefail
. "$(dirname "$0")/lib.sh"
cd "$root" || exit 1
export NO_COLOR=1 CARGO_TERM_COLOR=never
# A clean build is faster without; a developer's next build is faster with.
[ -z "${CI:-}" ] || export CARGO_INCREMENTAL=0
scripts/ensure.sh test || exit 1

passed=0
failed=0
failures=()
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# The sum of the numbers that stand before a word ("12 passed") in the closing lines that a runner printed.
count() { # count WORD CLOSING-LINE-PATTERN
    grep -E "$2" "$log" | grep -oE "[0-9]+ $1" | awk '{n += $1} END {print n + 0}'
}

# step HOW TITLE COMMAND…: HOW says which lines of the output count: `check` is one check, passed or failed as a whole.
step() {
    local how=$1 title=$2 code good=0 bad=0 begin=$SECONDS
    shift 2
    printf '\n== %s ==\n' "$title"
    "$@" 2>&1 </dev/null | tee "$log"
    code=${PIPESTATUS[0]}
    case $how in
    nextest) good=$(count passed '^ +Summary '); bad=$(($(count failed '^ +Summary ') + $(count 'timed out' '^ +Summary '))) ;;
    cargo) good=$(count passed '^test result: '); bad=$(count failed '^test result: ') ;;
    vitest) good=$(count passed '^ +Tests '); bad=$(count failed '^ +Tests ') ;;
    playwright) good=$(count passed '^ +[0-9]+ passed'); bad=$(count failed '^ +[0-9]+ failed') ;;
    check) [ "$code" = 0 ] && good=1 ;;
    esac
    [ "$code" != 0 ] && [ "$bad" = 0 ] && bad=1
    passed=$((passed + good)) failed=$((failed + bad))
    [ "$bad" = 0 ] || failures+=("$title")
    printf -- '-- %s: %s, %d s\n' "$title" "$([ "$bad" = 0 ] && echo ok || echo FAILED)" $((SECONDS - begin))
}
client_types() { "$target/debug/examples/openapi" | npm --prefix web run --silent api -- --check -; }
in_web() { (cd "$web" && "$@"); }

step check "格式 formatting" cargo fmt --all --check
step check "拼写 spelling" typos
step check "许可证与来源 licences and sources" cargo deny --locked check bans licenses sources
if [ -f web/package.json ]; then
    step check "网页依赖与构建 web packages and build" scripts/web.sh build
    step check "网页规则 eslint" in_web npm run --silent lint
    step vitest "网页单元测试 vitest" in_web npm test --silent
fi
step check "静态检查 clippy" cargo clippy -q --workspace --all-targets --locked -- -D warnings
# Everything in one go, so that tests, examples and the binary are built once and with the same features.
step check "构建 build" cargo build -q --workspace --all-targets --locked
[ ! -f web/package.json ] || step check "网页接口类型 types of the web client" client_types
if cargo nextest --version >/dev/null 2>&1; then
    step nextest "测试 tests" cargo nextest run --workspace --locked --no-fail-fast --status-level fail
    step cargo "文档中的例子 examples in comments" cargo test -q --workspace --locked --doc --no-fail-fast
else
    step cargo "测试 tests" cargo test -q --workspace --locked --no-fail-fast
fi
# The same test binaries over PostgreSQL, in one process each, so that one server is enough for all their tests.
step cargo "验收（PostgreSQL）acceptance on PostgreSQL" env LUODI_ACCEPTANCE_POSTGRES=1 \
    cargo test -q -p luodi-acceptance --locked --no-fail-fast --test accounts --test systems
if [ -d web/e2e ]; then
    step playwright "浏览器测试 browser tests" scripts/with-demo.sh env -C web npx playwright test --reporter=list
fi

if [ ${#failures[@]} -gt 0 ]; then
    printf '\n'
    printf 'FAILED: %s\n' "${failures[@]}"
fi
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]

#!/usr/bin/env bash
# Installs what the commands of the README need and this machine lacks, or says what is missing.
# usage: ensure.sh run|test       (test needs what run needs, and the tools of the checks)
set -euo pipefail
. "$(dirname "$0")/lib.sh"
for_what=${1:?run or test}

missing_rust() { stop "缺少 Rust（cargo 1.95 或更新）：请先安装，再重新运行。" "Rust (cargo 1.95 or newer) is missing: install it, then run this again."; }
missing_node() { stop "缺少 Node.js 20 或更新（含 npm）：请先安装，再重新运行。" "Node.js 20 or newer (with npm) is missing: install it, then run this again."; }

have cargo || missing_rust
if [ -f "$web/package.json" ]; then
    have node && have npm || missing_node
    [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || missing_node
fi

# Debian packages: name by name, what is asked for and not there.
packages=()
want() { # want PACKAGE: with a test that tells whether it is there already
    "${@:2}" >/dev/null 2>&1 || packages+=("$1")
}
any_postgres() { have initdb || ls /usr/lib/postgresql/*/bin/initdb; }
cjk_fonts() { have fc-list && fc-list :lang=zh | grep -q .; }
want gcc have cc
if [ "$for_what" = test ]; then
    want postgresql any_postgres
    want poppler-utils have pdftotext
    want python3-venv python3 -c 'import ensurepip'
    if [ -d "$web/e2e" ]; then
        want chromium have chromium
        want fonts-noto-cjk cjk_fonts
    fi
fi

install_packages() {
    say "安装 Debian 软件包：${packages[*]}" "Installing Debian packages: ${packages[*]}"
    as_root apt-get update -qq || return
    case " ${packages[*]} " in
    *" postgresql "*)
        # The tests start a server of their own: the package is not to create and start one.
        as_root apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null || return
        as_root mkdir -p /etc/postgresql-common/createcluster.d || return
        echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.d/luodi.conf >/dev/null || return
        ;;
    esac
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
}
if [ ${#packages[@]} -gt 0 ]; then
    have apt-get && install_packages ||
        stop "请用管理员身份安装：${packages[*]}，再重新运行。" "Install as administrator, then run this again: ${packages[*]}"
fi

if [ "$for_what" = test ]; then
    if ! have typos; then
        # The wheel carries the binary; a venv of its own keeps Python's packages as they are.
        say "安装拼写检查 typos" "Installing the spelling checker typos"
        python3 -m venv "$cargo_home/luodi-typos"
        "$cargo_home/luodi-typos/bin/pip" install -q --disable-pip-version-check typos
        mkdir -p "$cargo_home/bin"
        ln -sf "$cargo_home/luodi-typos/bin/typos" "$cargo_home/bin/typos"
    fi
    if ! have cargo-deny; then
        # It runs for a second: built without optimisation it is there in half the time.
        say "安装许可证检查 cargo-deny（首次约两分钟）" "Installing the licence checker cargo-deny (about two minutes, once)"
        CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_DEBUG=false \
            CARGO_TARGET_DIR=$target/tools cargo install -q --locked cargo-deny
        rm -rf "$target/tools"
    fi
fi

#!/usr/bin/env bash
# Chromium, a font, PostgreSQL and nginx for the tests that need them.
# As root on Debian or Ubuntu they are installed where they are missing; elsewhere what is there is used, and
# each thing that is missing is named with what is skipped for it. Only with CI set is a missing one an error.
set -euo pipefail

has_chromium() {
    [ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ] && return
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
        [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] ||
        [ -x "/Applications/Chromium.app/Contents/MacOS/Chromium" ]
}
has_postgresql() {
    command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}
has_nginx() { command -v nginx >/dev/null || [ -x /usr/sbin/nginx ]; }
# Without fontconfig nobody can say; Chromium on macOS brings its own.
has_font() { ! command -v fc-list >/dev/null || [ -n "$(fc-list 'Noto Sans' 2>/dev/null)" ]; }

can_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && [ -f /etc/debian_version ]
}

install_packages() {
    local log
    log=$(mktemp)
    # The package would create a cluster and start it; the tests make their own and throw it away.
    local no_cluster=/etc/postgresql-common/createcluster.d/rembuk-tests.conf
    mkdir -p "${no_cluster%/*}"
    echo "create_main_cluster = false" >"$no_cluster"
    # nginx's would start a server on port 80; a test starts its own.
    local no_start=/usr/sbin/policy-rc.d
    if [ -e "$no_start" ]; then no_start=; else
        printf '#!/bin/sh\nexit 101\n' >"$no_start"
        chmod +x "$no_start"
    fi
    echo "installing for the tests: $*"
    if { apt-get update &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } \
        >"$log" 2>&1 </dev/null; then
        rm -f "$log"
    else
        echo "apt-get could not install $*; its last lines (all of it: $log):" >&2
        tail -n 15 "$log" >&2
    fi
    rm -f "$no_cluster" ${no_start:+"$no_start"}
    rmdir --ignore-fail-on-non-empty "${no_cluster%/*}"
}

wanted=()
has_chromium || wanted+=(chromium fontconfig)
has_chromium && has_font || wanted+=(fonts-noto-core)
has_postgresql || wanted+=(postgresql)
has_nginx || wanted+=(nginx-light)
if [ "${#wanted[@]}" -gt 0 ] && can_install; then install_packages "${wanted[@]}"; fi

missing=0
report() { echo "missing: $1. Skipped for it: $2." >&2; missing=1; }
has_chromium || report "Chromium (or name one in CHROMIUM)" "the browser tests"
has_postgresql || report "PostgreSQL's initdb and postgres" "the database tests on PostgreSQL; SQLite is tested"
has_nginx || report "nginx" "the test of several processes behind it"
has_font || echo "missing: the font Noto Sans. Pictures of pages may differ; nothing is skipped." >&2

if [ "$missing" = 1 ] && [ -n "${CI:-}" ]; then
    echo "CI is set: nothing may be skipped there." >&2
    exit 1
fi

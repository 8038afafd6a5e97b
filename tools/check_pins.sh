#!/usr/bin/env bash
# Prove that the pins resolve on every platform and Python that Rembuk promises, one line each.
# Needs the package index, therefore not part of `make test`. Installs nothing.
# Exit 0: all resolve and nothing is missing from the lock. Exit 1: a line starts with FAILED.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-.venv/bin/python}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

linux() { echo "manylinux2014_$1 manylinux_2_17_$1 manylinux_2_24_$1 manylinux_2_26_$1 manylinux_2_27_$1 manylinux_2_28_$1"; }

# Name as printed | sys_platform | platform tags of its wheels | Python versions
targets="linux-x86_64|linux|$(linux x86_64)|3.11 3.12 3.13
linux-aarch64|linux|$(linux aarch64)|3.11 3.13
macos-arm64|darwin|macosx_14_0_arm64|3.11 3.13
windows-amd64|win32|win_amd64|3.11 3.12 3.13"

check() { # name, sys_platform, tags, python version
    local name=$1 system=$2 tags=$3 version=$4 options=() tag
    for tag in $tags; do options+=(--platform "$tag"); done
    # pip judges markers by the machine that it runs on, so they are resolved here for the target.
    # docopt never had a wheel; it is one pure Python file and builds anywhere.
    "$python" tools/lock.py select --system "$system" --python "$version" requirements-dev.txt >"$work/lock.txt" &&
        "$python" -m pip install --quiet --dry-run --ignore-installed --no-deps --target "$work/none" \
        --python-version "$version" "${options[@]}" --only-binary=:all: --no-binary=docopt \
        --report "$work/report.json" --requirement "$work/lock.txt" &&
        "$python" tools/lock.py complete --system "$system" --python "$version" "$work/report.json"
}

failed=0
while IFS='|' read -r name system tags versions; do
    for version in $versions; do
        if check "$name" "$system" "$tags" "$version" >"$work/log" 2>&1 </dev/null; then
            echo "ok      $name, Python $version: $(tail -n 1 "$work/log")"
        else
            failed=1
            echo "FAILED  $name, Python $version"
            grep -v '^WARNING' "$work/log" | sed 's/^/        /'
        fi
    done
done <<<"$targets"
exit "$failed"

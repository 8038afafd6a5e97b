#!/usr/bin/env bash
# Make .venv/ in this folder out of the wheels that came along, without a network. Run it where the program is to stay.
#   ./install.sh                      then: make run
#   PYTHON=python3.12 ./install.sh    with another Python than python3
set -euo pipefail
cd "$(dirname "$0")"

python=${PYTHON:-python3}
wanted=$(cat wheels/made-for.txt)
found=$("$python" -c 'import platform, sys; print("Python %d.%d" % sys.version_info[:2], platform.system(), platform.machine())') || {
    echo "$python does not run. Name a Python: PYTHON=/path/to/python ./install.sh" >&2
    exit 1
}
if [ "$found" != "$wanted" ]; then
    echo "This bundle is for $wanted; $python is $found. Name another with PYTHON=..., or make a bundle on such a machine." >&2
    exit 1
fi

# What a half or another installation left would be mixed with this one.
rm -rf .venv
"$python" -m venv .venv || {
    echo "$python cannot make a .venv. On Debian and Ubuntu install python3-venv first." >&2
    exit 1
}
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-index -f wheels --requirement requirements.txt
# make asks pip again when the requirements are newer than the stamp; the clock here may be behind the bundle's.
touch requirements.txt .venv/.requirements.stamp
.venv/bin/python -c 'import streamlit, sqlalchemy, typst'

echo "Installed. Start with: make run"
echo "Without make: .venv/bin/python -m streamlit run app.py"

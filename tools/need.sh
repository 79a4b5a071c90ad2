#!/bin/sh
# Stop at once, with one sentence that says what to install, instead of failing later with a riddle.
#   tools/need.sh python PYTHON | tools/need.sh node
set -eu

stop() {
    printf '%s\n' "$1" >&2
    exit 1
}

case "$1" in
python)
    "$2" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
        stop "Fagvei needs Python 3.11 or newer, and \"$2\" is not that: install python3, or say which one with make PYTHON=python3.12."
    "$2" -m pip --version >/dev/null 2>&1 ||
        stop "Fagvei needs pip for $2: install it (on Debian: apt install python3-pip)."
    ;;
node)
    major=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p')
    [ "${major:-0}" -ge 20 ] ||
        stop "Fagvei needs Node.js 20 or newer to fetch its style sheets and icons (found: ${major:-none}): install it from your system or from nodejs.org."
    npm --version >/dev/null 2>&1 ||
        stop "Fagvei needs npm beside Node.js: install it (on Debian: apt install npm)."
    ;;
*)
    stop "Usage: tools/need.sh python PYTHON | node"
    ;;
esac

#!/bin/sh
# Run the uv of .tools, pointed where this machine's pip is pointed.
# uv does not read pip's configuration; in a closed health network pip is set to a mirror, and uv must follow.
set -eu

python=${PYTHON:-python3}
if [ -z "${UV_DEFAULT_INDEX:-}" ]; then
    index=${PIP_INDEX_URL:-$("$python" -m pip config get global.index-url 2>/dev/null || true)}
    if [ -n "$index" ]; then
        export UV_DEFAULT_INDEX="$index"
    fi
fi
# Without this uv may fetch a Python of its own.
export UV_PYTHON_DOWNLOADS=never
exec "$(dirname "$0")/../.tools/bin/uv" "$@"

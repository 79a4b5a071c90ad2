#!/bin/sh
# Install what the tests need from the system and no registry of Python packages has.
# As root on Debian it installs; elsewhere it says in one sentence what to install, and fails. Nothing is skipped.
set -eu

# Program that must be there, then the Debian packages that bring it.
list='
chromium chromium fonts-liberation
'

missing=
packages=
while read -r program wanted; do
    [ -n "$program" ] || continue
    command -v "$program" >/dev/null 2>&1 && continue
    missing="$missing $program"
    packages="$packages $wanted"
done <<END
$list
END

[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing from Debian:$packages"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 -- a list of words
    # One dead source among many is no reason to stop; the install below tells whether it mattered.
    apt-get -qq update || true
    if apt-get -qq install --yes --no-install-recommends $packages >/dev/null; then
        exit 0
    fi
fi
echo "The tests need$missing: install it (on Debian, as root: apt install$packages)." >&2
exit 1

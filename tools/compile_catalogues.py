#!/usr/bin/env python3
"""Compile every .po under src/fagvei to the .mo beside it. Babel does it, since a bare machine has no gettext."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "fagvei"


def compile_catalogue(po):
    """Write the .mo and return what is wrong with the .po, as sentences with file and line."""
    locale = po.parent.parent.name
    try:
        with po.open("rb") as file:
            catalogue = read_po(file, locale=locale, abort_invalid=True)
    except PoFileError as error:
        return [f"{po}: {error}"]
    # A lost %(name)s in a translation is an error on the page of the one who reads that language.
    faults = [
        f"{po}:{message.lineno}: {fault}" for message, found in catalogue.check() for fault in found if message.string
    ]
    if not faults:
        with po.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    return faults


def compile_all(source):
    """Compile what is missing or older than its source."""
    faults = []
    for po in sorted(source.rglob("locale/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            faults += compile_catalogue(po)
    return faults


if __name__ == "__main__":
    sys.exit("\n".join(compile_all(SOURCE)) or 0)

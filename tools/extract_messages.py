#!/usr/bin/env python3
"""Bring the catalogues up to date with the texts in Python and templates. Needs no gettext on the machine.

    tools/extract_messages.py            write src/fagvei/locale/{nn,en}/LC_MESSAGES/django.po
    tools/extract_messages.py --missing  only tell how many texts lack a translation, by language and room

The text in the source is bokmål and is the key. Translations that are there are kept; texts that are gone are dropped.
The bokmål catalogue is written by hand: it holds only what we say otherwise than Django does.
"""

import ast
import io
import re
import sys
from collections import Counter
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src" / "fagvei"
LANGUAGES = ("nn", "en")
# Django's own sentences that we say otherwise, in every language.
SAID_OTHERWISE = ("This field is required.",)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# Dates, tool versions and unfilled names: without them, a run without news changes nothing.
HEADERS_NOBODY_READS = re.compile(
    rb'^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator'
    rb"|Language-Team|Generated-By): .*\n",
    re.MULTILINE,
)
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
# What Django's own `templatize` makes of translate and blocktranslate: calls with literals.
CALL = re.compile(rf"(?<!\w)(_|gettext|ngettext|pgettext)\(\s*({LITERAL})(?:\s*,\s*({LITERAL}))?")


def messages_of_python(path):
    for _line, message, _comments, context in extract_from_file("python", path, keywords=KEYWORDS):
        yield message, context


def messages_of_template(path):
    for name, first, second in CALL.findall(templatize(path.read_text(), origin=str(path))):
        texts = [ast.literal_eval(literal) for literal in (first, second) if literal]
        if name == "ngettext":
            yield tuple(texts), None
        elif name == "pgettext":
            yield texts[1], texts[0]
        else:
            yield texts[0], None


def extract(source=SOURCE):
    """Everything that is to be translated, with the files it stands in."""
    template = Catalog(project="Fagvei", charset="utf-8")
    for path in sorted(
        [*source.rglob("*.py"), *source.rglob("templates/**/*.html"), *source.rglob("templates/**/*.txt")]
    ):
        if {"tests", "migrations", "content"} & set(path.relative_to(source).parts):
            continue
        read = messages_of_python if path.suffix == ".py" else messages_of_template
        for message, context in read(path):
            place = (str(path.relative_to(source)), 0)
            flags = ["python-format"] if re.search(r"%\(\w+\)[sd]", str(message)) else []
            template.add(message, locations=[place], flags=flags, context=context)
    for message in SAID_OTHERWISE:
        template.add(message, locations=[("django", 0)])
    return template


def catalogue_file(language, source=SOURCE):
    return source / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language, source=SOURCE):
    path = catalogue_file(language, source)
    if path.exists():
        with path.open("rb") as file:
            return read_po(file, locale=language)
    header = "# The keys are bokmål, as in the source. Brought up to date by tools/extract_messages.py."
    return Catalog(locale=language, header_comment=header, charset="utf-8", fuzzy=False)


def update(language, template, source=SOURCE):
    catalogue = read_catalogue(language, source)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    path = catalogue_file(language, source)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalogue, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)
    path.write_bytes(HEADERS_NOBODY_READS.sub(b"", text.getvalue()))


def missing(language, template, source=SOURCE):
    """Texts without a translation, as (text, room)."""
    catalogue = read_catalogue(language, source)
    for message in template:
        if message.id:
            known = catalogue.get(message.id, message.context)
            if known is None or not all([known.string] if isinstance(known.string, str) else known.string):
                yield message.id, message.locations[0][0].split("/")[0]


def main(arguments):
    settings.configure()
    django.setup()
    template = extract()
    for language in LANGUAGES:
        if "--missing" not in arguments:
            update(language, template)
        rooms = Counter(room for _text, room in missing(language, template))
        told = ", ".join(f"{room} {number}" for room, number in sorted(rooms.items())) or "none"
        print(f"{language}: {sum(rooms.values())} of {len(template)} texts lack a translation ({told})")


if __name__ == "__main__":
    main(sys.argv[1:])

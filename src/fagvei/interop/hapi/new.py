"""What stands only in the file: where it would stand here, under which code, and what its first draft would say."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from fagvei.guideline.models import Chapter, Guideline, NormativeUnit
from fagvei.guideline.rules.new_units import LOCAL_PREFIX, next_code, prefix_of
from fagvei.interop.hapi.reading import ReadUnit
from fagvei.interop.hapi.shape import KIND_OF_TYPE, STRENGTHS, Kind, id_of

# What somebody writes here. Mandate, goals and principles are the guideline's own words about itself.
TAKEN_IN = frozenset({Kind.RECOMMENDATION, Kind.EXPLANATION, Kind.LEGAL_DUTY, Kind.PATHWAY, Kind.DEFINITION})


class Places:
    """Chapters by all the names a file can have for them, and codes handed out one after the other. Two questions."""

    def __init__(self, guideline: Guideline, units: Iterable[NormativeUnit]):
        self.by_name: dict[str, Chapter] = {}
        self.codes_in: dict[int, list[str]] = {}
        self._taken: list[str] | None = None
        for chapter in guideline.chapters.order_by("-position", "-pk"):
            for name in (id_of(f"{guideline.slug}-{chapter.slug}"), chapter.title, chapter.official_url):
                if name:
                    self.by_name[_plain(name)] = chapter
        for unit in units:
            self.codes_in.setdefault(unit.chapter_id, []).append(unit.code)

    def chapter_of(self, read: ReadUnit) -> Chapter | None:
        return next(
            (self.by_name[name] for each in sorted(read.chapter) if (name := _plain(each)) in self.by_name), None
        )

    def code_in(self, chapter: Chapter) -> str:
        """Of the local layer our own series; of the national text the series of the chapter."""
        if self._taken is None:
            self._taken = list(NormativeUnit.objects.values_list("code", flat=True))
        prefix = LOCAL_PREFIX if settings.FAGVEI_DEMO else prefix_of(self.codes_in.get(chapter.pk, []))
        code = next_code(self._taken, prefix)
        self._taken.append(code)
        return code


def why_not(read: ReadUnit, chapter: Chapter | None) -> str:
    """A sentence, or nothing."""
    if KIND_OF_TYPE.get(read.kind) not in TAKEN_IN:
        return _("Tekster av typen «%s» tas ikke inn som nye.") % read.kind
    if not read.words.get("quote") and not read.words.get("short_text"):
        return _("Den har ingen tekst.")
    if chapter is None:
        return _("Kapittelet den står i, finnes ikke her. Skriv den i kapittelet den hører til.")
    return ""


def content_of(read: ReadUnit) -> dict[str, Any]:
    """What the first draft would say. Our own short text is written by us, where the file does not have one of ours."""
    words = dict(read.words)
    source = read.url[:500] if read.url.startswith("https://") else _("Lagret fil uten adresse til kilden")
    return {
        "short_text": "",
        **words,
        "kind": str(KIND_OF_TYPE[read.kind]),
        "strength": str(STRENGTHS.get(words.get("strength_words", "").lower(), "")),
        "source": source,
    }


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()

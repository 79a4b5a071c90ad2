"""Search within the guideline: words, nothing clever. In Python, since the two databases fold æ, ø and å differently."""

from fagvei.guideline.models import UnitVersion
from fagvei.guideline.rules.words import SUBSTANCES, TOPICS, words_of

AT_MOST = 60


def text_of(version: UnitVersion) -> str:
    chapter = version.unit.chapter
    parts = (
        version.unit.code,
        version.short_text,
        version.short_text_en,
        version.quote,
        version.rationale,
        version.practical_advice,
        chapter.title,
        words_of([version.topic], TOPICS),
        words_of(version.substances, SUBSTANCES),
        version.get_kind_display(),
    )
    return " ".join(str(part) for part in parts).casefold()


def matches(version: UnitVersion, search: str) -> bool:
    """Every word somewhere."""
    text = text_of(version)
    return all(word in text for word in search.casefold().split())


def find_units(search: str) -> list[UnitVersion]:
    """Texts in force that hold every word, in the order of the guideline: the national one, or a local one without it."""
    rows = UnitVersion.objects.in_force().select_related("unit__chapter__guideline")
    shown: dict[int, UnitVersion] = {}
    for version in rows.order_by("unit__position", "unit_id", "-layer"):
        shown.setdefault(version.unit_id, version)
    found = [each for each in shown.values() if each.label != UnitVersion.Label.DELETED and matches(each, search)]
    return found[:AT_MOST]

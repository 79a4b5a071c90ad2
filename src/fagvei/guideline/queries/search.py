"""Search within the guideline: words, nothing clever. In Python, since the two databases fold æ, ø and å differently."""

from fagvei.guideline.models import Chapter, UnitVersion
from fagvei.guideline.rules.words import SUBSTANCES, TOPICS, words_of

AT_MOST = 60
KINDS = dict(UnitVersion.Kind.choices)


def kind_of(version: UnitVersion) -> str:
    """As `get_kind_display`, which looks through all choices: where there are hundreds."""
    return str(KINDS.get(version.kind, version.kind))


def text_of(version: UnitVersion) -> str:
    chapter = version.unit.chapter
    parts = (
        version.unit.code,
        version.short_text,
        version.short_text_en,
        version.quote,
        version.rationale,
        version.practical_advice,
        version.benefits_and_harms,
        version.values_and_preferences,
        version.note,
        chapter.title,
        words_of([version.topic], TOPICS),
        words_of(version.substances, SUBSTANCES),
        kind_of(version),
    )
    return " ".join(str(part) for part in parts).casefold()


def text_of_chapter(chapter: Chapter) -> str:
    """What is known of a chapter whose texts may not be in our sources."""
    terms = [f"{each['term']} {each['words']}" for each in chapter.terms]
    parts = (chapter.title, words_of(chapter.substances, SUBSTANCES), *chapter.sections, *terms)
    return " ".join(str(part) for part in parts).casefold()


def matches(version: UnitVersion, search: str) -> bool:
    """Every word somewhere."""
    return _holds(text_of(version), search)


def matches_chapter(chapter: Chapter, search: str) -> bool:
    return _holds(text_of_chapter(chapter), search)


def find_units(search: str) -> list[UnitVersion]:
    """Texts in force that hold every word, in the order of the guideline: the national one, or a local one without it."""
    rows = UnitVersion.objects.in_force().select_related("unit__chapter__guideline")
    shown: dict[int, UnitVersion] = {}
    for version in rows.order_by("unit__position", "unit_id", "-layer"):
        shown.setdefault(version.unit_id, version)
    found = [each for each in shown.values() if each.label != UnitVersion.Label.DELETED and matches(each, search)]
    return found[:AT_MOST]


def find_missing_chapters(search: str) -> list[Chapter]:
    """Chapters that are about what is searched for and are not in our sources: nobody may take silence for an answer."""
    rows = Chapter.objects.filter(found=Chapter.Found.MISSING).select_related("guideline").order_by("position", "pk")
    return [chapter for chapter in rows if matches_chapter(chapter, search)]


def _holds(text: str, search: str) -> bool:
    return all(word in text for word in search.casefold().split())

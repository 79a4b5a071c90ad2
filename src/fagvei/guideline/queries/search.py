"""Search within the guideline: words, nothing clever. In Python, since the two databases fold æ, ø and å differently."""

from collections.abc import Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fagvei.guideline.models import Chapter, UnitVersion
from fagvei.guideline.rules.words import SUBSTANCES, TOPICS, words_of

AT_MOST = 60
KINDS = dict(UnitVersion.Kind.choices)
LAYERS = (
    ("quote", _("sitat fra kilden")),
    ("rationale", _("begrunnelse for anbefalingen")),
    ("practical_advice", _("praktiske råd")),
    ("benefits_and_harms", _("fordeler og ulemper")),
    ("values_and_preferences", _("verdier og preferanser")),
    ("note", _("merknad")),
)


def kind_of(version: UnitVersion) -> str:
    """As `get_kind_display`, which looks through all choices: where there are hundreds."""
    return str(KINDS.get(version.kind, version.kind))


def _seen_at_once(version: UnitVersion) -> Iterator[str]:
    """What a line in a list tells, or what it is filed under."""
    yield version.unit.code
    yield version.shown
    yield version.unit.chapter.title
    yield words_of([version.topic], TOPICS)
    yield words_of(version.substances, SUBSTANCES)
    yield kind_of(version)


def _deeper(version: UnitVersion) -> Iterator[tuple[str | Promise, str]]:
    """What no list shows, by the name of the layer: the short text of the other language, and what the page holds."""
    if version.shown != version.short_text:
        yield _("kort tekst på bokmål"), version.short_text
    elif version.short_text_en:
        yield _("kort tekst på engelsk"), version.short_text_en
    for name, title in LAYERS:
        if words := getattr(version, name):
            yield title, words
    if version.references:
        yield _("referanser"), " ".join(str(part) for each in version.references for part in each.values())
    if version.pico:
        yield "PICO", " ".join(["PICO", *(f"{name} {words}" for name, words in version.pico.items())])


def where_found(version: UnitVersion, search: str) -> str | None:
    """The layers that hold a word which the line in a list does not.

    "" when the line holds them all, None when a word stands nowhere.
    """
    seen = in_one(_seen_at_once(version))
    unseen = {word for word in search.casefold().split() if word not in seen}
    if not unseen:
        return ""
    held = [(title, {word for word in unseen if word in words.casefold()}) for title, words in _deeper(version)]
    if unseen - set().union(*(words for _title, words in held)):
        return None
    return ", ".join(str(title) for title, words in held if words)


def text_of_chapter(chapter: Chapter) -> str:
    """What is known of a chapter whose texts may not be in our sources."""
    terms = [f"{each['term']} {each['words']}" for each in chapter.terms]
    parts = (chapter.title, words_of(chapter.substances, SUBSTANCES), *chapter.sections, *terms)
    return in_one(parts)


def matches_chapter(chapter: Chapter, search: str) -> bool:
    return holds(text_of_chapter(chapter), search)


def find_units(search: str) -> list[tuple[UnitVersion, str]]:
    """Texts in force that hold every word, in the order of the guideline, and in which layers.

    The national text, or a local one without it.
    """
    rows = UnitVersion.objects.in_force().select_related("unit__chapter__guideline")
    shown: dict[int, UnitVersion] = {}
    for version in rows.order_by("unit__position", "unit_id", "-layer"):
        shown.setdefault(version.unit_id, version)
    standing = [each for each in shown.values() if each.label != UnitVersion.Label.DELETED]
    found = [(each, layers) for each in standing if (layers := where_found(each, search)) is not None]
    return found[:AT_MOST]


def find_missing_chapters(search: str) -> list[Chapter]:
    """Chapters that are about what is searched for and are not in our sources: nobody may take silence for an answer."""
    rows = Chapter.objects.filter(found=Chapter.Found.MISSING).select_related("guideline").order_by("position", "pk")
    return [chapter for chapter in rows if matches_chapter(chapter, search)]


def in_one(parts: Iterable[str]) -> str:
    return " ".join(parts).casefold()


def holds(text: str, search: str) -> bool:
    return all(word in text for word in search.casefold().split())

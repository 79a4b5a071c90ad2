"""Search over what is open to all: goals, courses, the guideline, specialties and pages. Small, and the same on both databases."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fagvei.common import text
from fagvei.curriculum.models import GoalRevision, LearningActivity
from fagvei.guideline.models import UnitVersion
from fagvei.guideline.queries import find_about_any, find_missing_chapters, find_units
from fagvei.handbook.models import HandbookPage
from fagvei.organisations.models import Specialty
from fagvei.web.navigation import is_there

MAX_QUERY = 200
MAX_HITS = 20


@dataclass(frozen=True)
class Hit:
    title: str
    path: str = ""
    meta: str = ""


@dataclass
class Group:
    title: str | Promise
    hits: list[Hit] = field(default_factory=list)
    has_more: bool = False


def clean_query(raw: str) -> str:
    """What somebody typed, storable and short; whatever else comes is no search."""
    return text.tidy(raw[:MAX_QUERY]) if text.is_storable(raw) else ""


def find(query: str) -> list[Group]:
    """Groups with hits; exact codes first."""
    groups = [
        _goals(query),
        _courses(query),
        _guideline(query),
        _missing_chapters(query),
        _about_guideline(query),
        _specialties(query),
        _pages(query),
    ]
    return [group for group in groups if group.hits]


def _goals(query: str) -> Group:
    rows = (
        GoalRevision.objects.in_force()
        .filter(_holds(query, "goal__code", "name"))
        .select_related("goal__goal_set")
        .order_by("goal__code", "-number")
    )
    return _group(
        _("Læringsmål"),
        rows,
        lambda row: Hit(f"{row.goal.code} {row.shown_name}", row.goal.get_absolute_url(), row.goal.goal_set.name),
    )


def _courses(query: str) -> Group:
    rows = (
        LearningActivity.objects.filter(kind=LearningActivity.Kind.COURSE)
        .filter(_holds(query, "name", "code", "former_names__name"))
        .distinct()
        .order_by("position", "code")
    )
    return _group(_("Kurs"), rows, lambda row: Hit(row.name, _if_there(f"/kurs/{row.code}/")))


def _guideline(query: str) -> Group:
    found = find_units(query)
    hits = [
        Hit(f"{row.unit.code} {row.shown}", row.unit.get_absolute_url(), _place(row, layers)) for row, layers in found
    ]
    return Group(_("Retningslinje"), hits[:MAX_HITS], has_more=len(hits) > MAX_HITS)


def _missing_chapters(query: str) -> Group:
    """Under a heading of their own and none left out, however much else is found: their silence is no answer."""
    hits = [
        Hit(str(each), each.get_absolute_url(), str(_("Ikke i våre kilder"))) for each in find_missing_chapters(query)
    ]
    return Group(_("Kapitler i retningslinjen som ikke er i våre kilder"), hits)


def _place(row: UnitVersion, layers: str) -> str:
    """The chapter, and the layers when the words do not stand in the line itself."""
    return f"{row.unit.chapter.title} · {gettext('treff i %s') % layers}" if layers else row.unit.chapter.title


def _about_guideline(query: str) -> Group:
    hits = [Hit(each.title, each.path, each.kind) for each in find_about_any(query)]
    return Group(_("Om retningslinjen"), hits[:MAX_HITS], has_more=len(hits) > MAX_HITS)


def _specialties(query: str) -> Group:
    rows = Specialty.objects.filter(_holds(query, "name", "prefix")).order_by("sort_key")
    return _group(_("Spesialiteter"), rows, lambda row: Hit(row.name, _if_there(f"/spesialiteter/{row.slug}/")))


def _pages(query: str) -> Group:
    rows = HandbookPage.objects.filter(_holds(query, "title", "body")).order_by("position", "slug")
    return _group(_("Sider"), rows, lambda row: Hit(row.title, _if_there(f"/handbok/{row.slug}/")))


def _group(title: str | Promise, rows: QuerySet, as_hit: Any) -> Group:
    found = list(rows[: MAX_HITS + 1])
    return Group(title, [as_hit(row) for row in found[:MAX_HITS]], has_more=len(found) > MAX_HITS)


def _holds(query: str, *fields: str) -> Q:
    """Every word somewhere in the fields. SQLite folds only a–z, so the usual spellings of æ, ø and å are tried too."""
    condition = Q()
    for word in query.split()[:8]:
        spellings = {word, word.lower(), word.upper(), word.capitalize()}
        any_field = Q()
        for name in fields:
            for spelling in spellings:
                any_field |= Q(**{f"{name}__icontains": spelling})
        condition &= any_field
    return condition


def _if_there(path: str) -> str:
    return path if is_there(path) else ""

"""What is wrong with a plan, in sentences: gaps, too few seats, dates that are late, two courses on the same days."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.courses.models import PlanSlot
from fagvei.courses.rules.deadlines import ANNOUNCE_MONTHS_BEFORE, NEVER, months_before
from fagvei.courses.rules.halfyears import AUTUMN, pattern_years

AUTUMN_BEGINS = 7


def warnings_of(block: Any, years: list[int], today: dt.date) -> list[str]:
    standing = [mark for mark in block.marks if mark.counts]
    return [
        *_gaps(standing, years),
        *_rarer_than_normal(block, standing, years),
        *_too_few_seats(block, standing),
        *_late(standing, today),
        *_without_round(standing),
        *_deviating(standing),
    ]


def _gaps(standing: list[Any], years: list[int]) -> list[str]:
    if not standing:
        return [_("Kurset står ikke i planen de neste seks årene.")]
    covered = {mark.slot.year for mark in standing}
    empty = [year for year in years[1:] if year not in covered]
    runs = [year for year in empty if year + 1 in empty]
    if runs:
        return [
            _("Ingen kjøringer er planlagt i %(years)s.")
            % {"years": ", ".join(str(year) for year in sorted(set(runs) | {year + 1 for year in runs}))}
        ]
    return []


def _rarer_than_normal(block: Any, standing: list[Any], years: list[int]) -> list[str]:
    """A pattern with one step needs no first year; the others are judged only when the source says where they begin."""
    found = []
    for pattern in block.course.patterns.all():
        first = pattern.first_year or (years[0] if len(pattern.pattern) == 1 else None)
        if first is None:
            continue
        there = [mark.slot.year for mark in standing if mark.slot.host_centre.region_id == pattern.region_id]
        wanted = pattern_years(pattern.pattern, first, years)
        missing = [year for year in years[1:] if there.count(year) < wanted.get(year, 0)]
        if missing:
            found.append(
                _("%(region)s: sjeldnere enn normalfrekvensen («%(sentence)s») i %(years)s.")
                % {
                    "region": pattern.region.name,
                    "sentence": pattern.words,
                    "years": ", ".join(str(year) for year in missing),
                }
            )
    return found


def _too_few_seats(block: Any, standing: list[Any]) -> list[str]:
    coming = [mark for mark in standing if mark.slot.state != PlanSlot.State.HELD]
    if not block.demand.is_shown or not coming:
        return []
    seats, unknown = sum(mark.seats or 0 for mark in coming), sum(not mark.seats for mark in coming)
    if block.demand.total <= seats:
        return []
    text = _("%(doctors)s leger mangler kurset, og planen har %(seats)s plasser.")
    if unknown:
        text = ngettext(
            "%(doctors)s leger mangler kurset. Planen har %(seats)s plasser, og %(unknown)s kjøring har ikke fått et antall ennå.",
            "%(doctors)s leger mangler kurset. Planen har %(seats)s plasser, og %(unknown)s kjøringer har ikke fått et antall ennå.",
            unknown,
        )
    return [text % {"doctors": block.demand.total, "seats": seats, "unknown": unknown}]


def _late(standing: list[Any], today: dt.date) -> list[str]:
    """Without dates, and so near that the earliest day of the half-year is less than six months away (R13)."""
    found = []
    for mark in standing:
        first_day = dt.date(mark.slot.year, AUTUMN_BEGINS if mark.slot.half == AUTUMN else 1, 1)
        if mark.slot.state == PlanSlot.State.PLANNED and months_before(first_day, ANNOUNCE_MONTHS_BEFORE) <= today:
            found.append(
                _("%(half)s %(year)s, %(centre)s: dato skulle vært kunngjort senest seks måneder før start.")
                % {
                    "half": mark.slot.get_half_display().capitalize(),
                    "year": mark.slot.year,
                    "centre": mark.slot.host_centre,
                }
            )
    return found


def _without_round(standing: list[Any]) -> list[str]:
    return [
        _("%(centre)s %(day)s: søknadsfristen gikk ut uten søknadsrunde, så ingen kunne søke.")
        % {"centre": mark.slot.host_centre, "day": norwegian_date(mark.run.starts_on)}
        for mark in standing
        if mark.run and mark.went.answered_on == NEVER
    ]


def _deviating(standing: list[Any]) -> list[str]:
    return [
        _("%(centre)s %(day)s: fristene avviker fra reglene.")
        % {"centre": mark.slot.host_centre, "day": norwegian_date(mark.run.starts_on)}
        for mark in standing
        if mark.flags
    ]

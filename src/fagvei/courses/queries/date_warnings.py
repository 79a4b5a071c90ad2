"""Dates that collide: holidays on the days of a run, and another course for the same doctors in the same region and week."""

import datetime as dt
from collections.abc import Iterable
from itertools import combinations

from django.db.models import Q
from django.utils.translation import gettext as _

from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.courses.models import CourseRun
from fagvei.courses.queries.national import differs_from_common
from fagvei.courses.rules.holidays import holidays_between

WEEK = dt.timedelta(days=7)


def on_holidays(run: CourseRun) -> list[str]:
    return [
        _("%(centre)s %(day)s: kursdagene går over %(holiday)s.")
        % {
            "centre": run.host_centre,
            "day": norwegian_date(run.starts_on),
            "holiday": f"{name} ({norwegian_date(day)})",
        }
        for day, name in holidays_between(run.starts_on, run.ends_on)
    ]


def weeks_of(run: CourseRun) -> set[tuple[int, int]]:
    """(year, week) of every day."""
    days = range((run.ends_on - run.starts_on).days + 1)
    return {(run.starts_on + dt.timedelta(days=number)).isocalendar()[:2] for number in days}


def in_the_same_week(runs: Iterable[CourseRun]) -> dict[int, list[str]]:
    """{run: sentences} for pairs of different courses in one region that share a week. Each of the two is told."""
    found: dict[int, list[str]] = {}
    for one, other in combinations(list(runs), 2):
        if one.course_id == other.course_id or one.host_centre.region_id != other.host_centre.region_id:
            continue
        if weeks_of(one) & weeks_of(other):
            found.setdefault(one.pk, []).append(_sentence(one, other))
            found.setdefault(other.pk, []).append(_sentence(other, one))
    return found


def _sentence(run: CourseRun, other: CourseRun) -> str:
    return _("%(centre)s %(day)s: samme uke og region som %(course)s, som spesialiteten også har.") % {
        "centre": run.host_centre,
        "day": norwegian_date(run.starts_on),
        "course": other.course,
    }


def warnings_of_run(run: CourseRun) -> list[str]:
    """For the host on the page of a run, before it is announced and after."""
    near = CourseRun.objects.filter(
        state__in=CourseRun.STANDING,
        host_centre__region=run.host_centre.region_id,
        starts_on__lte=run.ends_on + WEEK,
        ends_on__gte=run.starts_on - WEEK,
    ).exclude(course=run.course_id)
    shared = Q(course__activity__specialties__in=run.course.activity.specialties.all())
    others = near.filter(shared | Q(course__activity__is_for_all_specialties=True)).distinct()
    rows = list(others.select_related("course__activity", "host_centre").order_by("starts_on", "pk"))
    return [*on_holidays(run), *in_the_same_week([run, *rows]).get(run.pk, []), *_another_deadline(run)]


def _another_deadline(run: CourseRun) -> list[str]:
    """Of a course with one national application: those of the half-year who share another deadline."""
    return [
        _("%(centre)s %(day)s: den nasjonale søknaden i halvåret har søknadsfrist %(deadline)s, ikke %(own)s.")
        % {
            "centre": other.host_centre,
            "day": norwegian_date(other.starts_on),
            "deadline": norwegian_date(other.deadline_on),
            "own": norwegian_date(run.deadline_on),
        }
        for other in differs_from_common(run)[:1]
    ]

"""What waits for somebody in mentoring: prepare, write minutes, close, agree on the next time, do what was promised."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.people.models import User
from fagvei.people.queries import Circle
from fagvei.training import rules
from fagvei.training.models import GroupMember, MentoringAction, MentoringSeries, MentoringSession, MentoringText
from fagvei.training.models.mentoring import MentoringSeriesQuerySet
from fagvei.training.queries.mentoring_page import day_of

State = MentoringSession.State
# Our choice: that near, a talk is worth preparing for, and a promise worth a reminder.
SOON = dt.timedelta(days=14)
REMIND_BEFORE = dt.timedelta(days=7)


def is_in_mentoring(user: User) -> bool:
    return bool(_one_series(user=user.pk))


@prepared
def _one_series(user: int) -> QuerySet:
    return _series_of(user).values_list("pk", flat=True)[:1]


def mentoring_tasks(user: User) -> Iterator[Task]:
    """Three questions, and only for those who are in mentoring."""
    series = _with_dates(_series_of(user).running())
    by_pk = {row.pk: row for row in series}
    yield from (_agree_on_time(row, user) for row in by_pk.values() if _is_late(row))
    prepared = MentoringText.objects.filter(session_id=OuterRef("pk"), author=user, kind=MentoringText.Kind.PREPARATION)
    sessions = MentoringSession.objects.visible_to(user).open().filter(series__in=by_pk)
    for session in sessions.annotate(is_prepared=Exists(prepared)).order_by("starts_at", "pk"):
        if (task := _task_of(session, by_pk[session.series_id], user)) is not None:
            yield task
    yield from _promised(user)


def talks_not_closed(circle: Circle) -> QuerySet[MentoringSession]:
    """Begun, and the minutes not written or not closed: with the doctors one mentors, not the talks of a group."""
    series = MentoringSeries.objects.filter(mentor=circle.user, doctor_id__in=circle.mentors, ended_at__isnull=True)
    running = series.running().order_by().values("pk")
    return MentoringSession.objects.open().filter(series__in=running, starts_at__lte=clock.now())


def _series_of(user: Any) -> MentoringSeriesQuerySet:
    groups = GroupMember.objects.present().filter(doctor=user).values("series_id")
    return MentoringSeries.objects.filter(
        Q(doctor=user) | Q(mentor=user) | Q(pk__in=groups), ended_at__isnull=True
    ).order_by()


def _with_dates(series: QuerySet[MentoringSeries]) -> QuerySet[MentoringSeries]:
    sessions = MentoringSession.objects.filter(series_id=OuterRef("pk"))
    newest = sessions.took_place().order_by("-starts_at").values("starts_at")[:1]
    return (
        series.annotate(last_at=Subquery(newest), has_appointment=Exists(sessions.ahead()))
        .select_related("doctor", "mentor")
        .order_by("pk")
    )


def _is_late(row: MentoringSeries) -> bool:
    return rules.is_overdue(
        last_on=day_of(row.last_at or row.started_at),  # type: ignore[attr-defined]
        weeks=row.interval_weeks,
        today=clock.today(),
        has_appointment=row.has_appointment,  # type: ignore[attr-defined]
    )


def _agree_on_time(row: MentoringSeries, user: User) -> Task:
    since = row.last_at or row.started_at  # type: ignore[attr-defined]
    return Task(
        kind="mentoring_late",
        title=_("Veiledningen er forsinket: avtal ny samtale (%(with)s)") % {"with": _with(row, user)},
        url=row.get_absolute_url(),
        act_label=_("Avtal tid"),
        waiting_since=since,
        due_on=rules.due_on(last_on=day_of(since), weeks=row.interval_weeks),
    )


def _task_of(session: MentoringSession, series: MentoringSeries, user: User) -> Task | None:
    is_mentor = series.mentor_id == user.pk
    writes = is_mentor or not series.is_group
    if session.state in MentoringSession.BEFORE and not session.has_begun:
        near = session.starts_at - clock.now() <= SOON
        return _prepare(session, series, user) if near and not session.is_prepared else None  # type: ignore[attr-defined]
    if session.state == State.MINUTED:
        return _close(session, series, user) if is_mentor else None
    return _write(session, series, user) if writes else None


def _prepare(session: MentoringSession, series: MentoringSeries, user: User) -> Task:
    return Task(
        kind="prepare_mentoring",
        title=_("Forbered veiledning %(day)s (%(with)s)") % _words(session, series, user),
        url=reverse("training:prepare_mentoring", args=[session.public_id]),
        act_label=_("Forbered"),
        waiting_since=session.created_at,
        due_on=day_of(session.starts_at),
    )


def _write(session: MentoringSession, series: MentoringSeries, user: User) -> Task:
    return Task(
        kind="write_minutes",
        title=_("Skriv referat etter veiledning %(day)s (%(with)s)") % _words(session, series, user),
        url=reverse("training:write_minutes", args=[session.public_id]),
        act_label=_("Skriv referat"),
        waiting_since=session.starts_at,
    )


def _close(session: MentoringSession, series: MentoringSeries, user: User) -> Task:
    return Task(
        kind="close_mentoring",
        title=_("Ferdigstill veiledning %(day)s (%(with)s)") % _words(session, series, user),
        url=session.get_absolute_url(),
        act_label=_("Les og ferdigstill"),
        waiting_since=session.since,
    )


def _promised(user: User) -> Iterator[Task]:
    soon = clock.today() + REMIND_BEFORE
    actions = MentoringAction.objects.visible_to(user).open().filter(owner=user, due_on__lte=soon)
    for action in actions.select_related("session").order_by("due_on", "pk"):
        yield Task(
            kind="mentoring_action",
            title=_("Gjør ferdig et tiltak fra veiledning %(day)s")
            % {"day": date_format(day_of(action.session.starts_at), "j. F")},
            url=action.get_absolute_url(),
            act_label=_("Se tiltaket"),
            waiting_since=action.created_at,
            due_on=action.due_on,
        )


def _words(session: MentoringSession, series: MentoringSeries, user: User) -> dict[str, str]:
    return {"day": date_format(day_of(session.starts_at), "j. F"), "with": _with(series, user)}


def _with(series: MentoringSeries, user: User) -> str:
    if series.is_group:
        return series.name
    return str(series.doctor if series.mentor_id == user.pk else series.mentor)

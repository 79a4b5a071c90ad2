"""What stands in a doctor's own calendar: courses, deadlines, talks and lessons. When and where, never with whom."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.courses.models import CourseAttendance, CourseRun, SeatOffer
from fagvei.courses.rules.calendar_entries import Entry
from fagvei.people.models import User
from fagvei.people.queries import institution_of
from fagvei.training.models import MentoringSession, TeachingSession

BACK = dt.timedelta(days=180)
AHEAD = dt.timedelta(days=400)


def entries_of(doctor: User) -> list[Entry]:
    """Four questions, however much there is."""
    since = clock.now() - BACK
    return [*_seats(doctor, since), *_attended(doctor, since), *_talks(doctor, since), *_lessons(doctor, since)]


def _seats(doctor: User, since: dt.datetime) -> Iterator[Entry]:
    offers = SeatOffer.objects.filter(
        doctor=doctor, state__in=SeatOffer.HOLDING, round_run__run__ends_on__gte=since.date()
    )
    for offer in offers.select_related("round_run__run__course__activity", "application").order_by("pk"):
        run, address = offer.round_run.run, offer.application.get_absolute_url()
        is_cancelled = run.state == CourseRun.State.CANCELLED
        is_offered = offer.state == SeatOffer.State.OFFERED
        title = _("Tilbud om kursplass: %(course)s") if is_offered else "%(course)s"
        yield _of_run(run, address, title, offer.since, is_tentative=is_offered, is_cancelled=is_cancelled)
        if not is_cancelled:
            yield _deadline(offer, run, address, is_offered=is_offered)


def _of_run(
    run: CourseRun,
    address: str,
    title: str,
    changed_at: dt.datetime,
    *,
    is_tentative: bool = False,
    is_cancelled: bool = False,
) -> Entry:
    return Entry(
        uid=f"{run.public_id}-egen",
        title=title % {"course": run.course},
        first=run.starts_on,
        last=run.ends_on,
        place=run.where,
        path=address,
        changed_at=max(run.since, changed_at),
        is_busy=True,
        is_tentative=is_tentative,
        is_cancelled=is_cancelled,
    )


def _deadline(offer: SeatOffer, run: CourseRun, address: str, *, is_offered: bool) -> Entry:
    title = _("Svarfrist for kursplass: %(course)s") if is_offered else _("Avmeldingsfrist: %(course)s")
    day = offer.answer_by_on if is_offered else run.withdraw_by_on
    return Entry(
        uid=f"{run.public_id}-frist-egen",
        title=title % {"course": run.course},
        first=day,
        last=day,
        path=address,
        changed_at=max(run.since, offer.since),
    )


def _attended(doctor: User, since: dt.datetime) -> Iterator[Entry]:
    """Those one was at without a seat given here; the others stand already."""
    held = SeatOffer.objects.filter(doctor=doctor, state__in=SeatOffer.HOLDING).values("round_run__run_id")
    rows = CourseAttendance.objects.standing().filter(doctor=doctor, run__ends_on__gte=since.date())
    for row in rows.exclude(run__in=held).select_related("run__course__activity").order_by("pk"):
        yield _of_run(row.run, row.get_absolute_url(), "%(course)s", row.at)


def _talks(doctor: User, since: dt.datetime) -> Iterator[Entry]:
    rows = MentoringSession.objects.filter(doctors=doctor, starts_at__gte=since)
    for row in rows.order_by("starts_at", "pk"):
        yield Entry(
            uid=f"{row.public_id}",
            title=_("Veiledning"),
            starts_at=row.starts_at,
            place=row.place,
            path=row.get_absolute_url(),
            changed_at=row.since,
            is_cancelled=row.state == MentoringSession.State.CANCELLED,
        )


def _lessons(doctor: User, since: dt.datetime) -> Iterator[Entry]:
    """Of one's own institution. The title may name who teaches, so it stays in Fagvei."""
    home = institution_of(doctor)
    rows = TeachingSession.objects.filter(institution=home, starts_at__gte=since, starts_at__lt=clock.now() + AHEAD)
    for row in rows.order_by("starts_at", "pk") if home else []:
        yield Entry(
            uid=f"{row.public_id}",
            title=_("Internundervisning"),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=row.place,
            path=row.get_absolute_url(),
            changed_at=row.cancelled_at or row.created_at,
            is_cancelled=row.cancelled_at is not None,
        )

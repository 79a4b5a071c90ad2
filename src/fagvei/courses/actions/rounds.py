"""A round of applications: opened with a promise about the lottery, one lock for all that happens in it."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.db.sharing import keep_as_it_is
from fagvei.common.prepared import prepared
from fagvei.common.sealed import new_key, seal
from fagvei.courses.actions.joint_refusals import HostNotJoined, NationalRoundIsOpen, NationalRunsMissing
from fagvei.courses.actions.seat_refusals import (
    AlreadyInRound,
    CriteriaDiffer,
    DeadlineWentOut,
    LateReasonMissing,
    RunsMissing,
)
from fagvei.courses.actions.standing import host_capacity
from fagvei.courses.models import ApplicationRound, CourseRun, RoundRun
from fagvei.courses.queries.criteria import rank_alike
from fagvei.courses.queries.joint import joined_runs, officers_of
from fagvei.courses.queries.national import open_national_round, opens_nationally, runs_that_belong
from fagvei.courses.queries.reserves import standing_reserves
from fagvei.people.actions import notify
from fagvei.people.models import User
from fagvei.planning.seats import lottery


@transaction.atomic
def open_round(
    *, runs: Iterable[CourseRun], by: User, public_value_source: str = "", late_reason: str = ""
) -> ApplicationRound:
    """Runs that serve the same need are applied for together. The secret of the lottery is drawn and promised now.

    The host of the first run leads the round; another host's run is in it when that host has said yes. Of a course with one
    national application all that belong to it are in, but those whose host has said no.
    Later than the day that was announced needs a reason, which stands on the pages of the runs that are late.
    """
    ids = [run.pk for run in runs]
    locked = CourseRun.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    rows = list(locked.select_related("course", "host_centre").order_by("starts_on", "pk"))
    if not rows or len({(row.course_id, row.deadline_at) for row in rows}) > 1:
        raise RunsMissing
    leading = next(row for row in rows if row.pk == ids[0])
    acting_as = host_capacity(by, leading)
    if any(row.state != CourseRun.State.ANNOUNCED for row in rows):
        raise RunsMissing
    if RoundRun.objects.standing().filter(run__in=ids).exists():
        raise AlreadyInRound
    if any(row.deadline_at <= clock.now() for row in rows):
        raise DeadlineWentOut
    if not rank_alike(rows):
        raise CriteriaDiffer
    reasons = {row.pk: why_late(row, late_reason) for row in rows}
    is_national = opens_nationally(leading)
    _check_hosts(rows, leading, is_national=is_national)
    secret, key = lottery.new_secret(), new_key()
    found = ApplicationRound.objects.create(
        course=rows[0].course,
        host_centre=leading.host_centre,
        opens_at=min(row.opens_at for row in rows),
        deadline_at=rows[0].deadline_at,
        commitment=lottery.commitment(secret),
        secret_key=key,
        sealed_secret=seal(key, secret).ciphertext,
        public_value_source=public_value_source,
    )
    reserves = {pk: decided.reserves for pk, decided in standing_reserves(rows).items()}
    parts = [
        RoundRun.objects.create(
            round=found,
            run=row,
            seats=row.seats,
            reserves=reserves.get(row.pk, {}),
            opened_at=clock.now(),
            late_reason=reasons[row.pk],
        )
        for row in rows
    ]
    audit.record(
        "round_opened",
        target=found,
        by=by,
        acting_as=acting_as,
        controller=found.host_centre,
        details={
            "commitment": found.commitment,
            "runs": len(rows),
            "hosts": len({row.host_centre_id for row in rows}),
            "late": sum(bool(reason) for reason in reasons.values()),
        },
        facts=[found, *parts],
    )
    if is_national:
        _tell_hosts(found, rows)
    return found


def why_late(run: CourseRun, reason: str) -> str:
    """The reason, where the day its page promised has gone; else there is nothing to explain."""
    if clock.today() <= run.opens_on:
        return ""
    if not reason.strip():
        raise LateReasonMissing
    return reason.strip()


def _check_hosts(rows: list[CourseRun], leading: CourseRun, *, is_national: bool) -> None:
    others = [row for row in rows if row.host_centre_id != leading.host_centre_id]
    if is_national:
        _check_national(rows, others, leading)
    elif others and joined_runs(others, leading.host_centre_id) != {row.pk for row in others}:
        raise HostNotJoined


def _check_national(rows: list[CourseRun], others: list[CourseRun], leading: CourseRun) -> None:
    """Whoever opens leaves nobody out, and takes nobody in against a no. The same application is not opened twice."""
    belonging = {run.pk for run in runs_that_belong(leading)}
    if {row.pk for row in others} - belonging:
        raise HostNotJoined
    if belonging - {row.pk for row in rows}:
        raise NationalRunsMissing
    if open_national_round(leading) is not None:
        raise NationalRoundIsOpen


def _tell_hosts(found: ApplicationRound, rows: list[CourseRun]) -> None:
    for centre in sorted({row.host_centre_id for row in rows} - {found.host_centre_id}):
        for officer in officers_of(centre):
            notify(
                user=officer,
                kind="national_round_opened",
                text=_("Den nasjonale søknaden er åpnet, og kjøringen deres er med."),
                path=found.get_absolute_url(),
            )


def locked_round(found: ApplicationRound) -> ApplicationRound:
    """What moves a round or its seats waits for this row: nobody applies while seats are counted, no seat goes twice."""
    (row,) = _locked(pk=found.pk)
    return row


def kept_round(found: ApplicationRound) -> ApplicationRound:
    """For those who apply: thousands in the same second, who do not wait for each other, but for whoever moves the round.

    What moves it waits for all of them in turn (decision 0017).
    """
    keep_as_it_is(ApplicationRound, found.pk)
    (row,) = _read(pk=found.pk)
    return row


@prepared
def _locked(pk: int) -> QuerySet[ApplicationRound]:
    rows = ApplicationRound.objects.select_related("course__activity", "host_centre")
    return rows.select_for_update(of=("self",)).filter(pk=pk)


@prepared
def _read(pk: int) -> QuerySet[ApplicationRound]:
    return ApplicationRound.objects.select_related("course__activity", "host_centre").filter(pk=pk)

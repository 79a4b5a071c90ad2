"""One national application (S33): a run that is announced after it opened joins it."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.courses.actions.joint_refusals import NotInNationalRound
from fagvei.courses.actions.rounds import locked_round, why_late
from fagvei.courses.actions.runs import locked_run
from fagvei.courses.actions.seat_refusals import CriteriaDiffer, RoundNotOpen
from fagvei.courses.actions.standing import host_capacity
from fagvei.courses.models import ApplicationRound, CourseApplication, CourseRun, RoundRun
from fagvei.courses.queries.criteria import rank_alike
from fagvei.courses.queries.joint import officers_of
from fagvei.courses.queries.national import open_national_round
from fagvei.courses.queries.reserves import standing_reserves
from fagvei.people.actions import notify
from fagvei.people.models import User


@transaction.atomic
def join_national_round(*, run: CourseRun, by: User, late_reason: str = "") -> RoundRun:
    """A run that was announced after the national application opened. What has been sent stands, and may be changed to have it."""
    asked = open_national_round(run)
    if asked is None:
        raise NotInNationalRound
    found = locked_round(asked)
    row = locked_run(run)
    acting_as = host_capacity(by, row)
    if not found.is_open:
        raise RoundNotOpen
    if (
        row.state != CourseRun.State.ANNOUNCED
        or row.deadline_at != found.deadline_at
        or row.in_round.filter(round=found).exists()
        or row.in_round.standing().exists()
    ):
        raise NotInNationalRound
    if not rank_alike([row, *(each.run for each in found.round_runs.standing().select_related("run"))]):
        raise CriteriaDiffer
    decided = standing_reserves([row]).get(row.pk)
    part = RoundRun.objects.create(
        round=found,
        run=row,
        seats=row.seats,
        reserves=decided.reserves if decided is not None else {},
        opened_at=clock.now(),
        late_reason=why_late(row, late_reason),
    )
    audit.record(
        "national_round_joined",
        target=part,
        by=by,
        acting_as=acting_as,
        controller=row.host_centre,
        details={"course": row.course.code},
        facts=[part],
    )
    _tell(found, row)
    return part


def _tell(found: ApplicationRound, run: CourseRun) -> None:
    if run.host_centre_id != found.host_centre_id:
        for officer in officers_of(found.host_centre_id):
            notify(
                user=officer,
                kind="national_run_joined",
                text=_("En RegUt har tatt en kjøring med i den nasjonale søknaden dere leder."),
                path=found.get_absolute_url(),
            )
    for each in found.applications.filter(state__in=CourseApplication.BEFORE_DEADLINE).select_related("doctor"):
        notify(
            user=each.doctor,
            kind="national_run_added",
            text=_("En ny kjøring er med i en søknad du har sendt. Søknaden står; du kan legge den til."),
            path=reverse("courses:application", args=[each.public_id]),
        )

"""What waits for somebody about assessments and rounds: asked to assess, to vouch for an assessor, to approve or read a round."""

from collections.abc import Collection, Iterator

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.people.queries import Circle, blank_circle
from fagvei.training.models import Assessment, MultisourceRound
from fagvei.training.queries.multisource_page import rounds_waiting_for

State = Assessment.State


def assessment_tasks(circle: Circle) -> Iterator[Task]:
    """At most two questions."""
    if circle.related or circle.leads:
        yield from _assessments(circle)
    if circle.mentors:
        yield from assessment_rounds(circle)


def assessments_waiting_for(circle: Circle) -> QuerySet[Assessment]:
    """To answer, and for a leader or a deputy outside assessors to vouch for."""
    waiting = Q(assessor=circle.user, state=State.ASKED, doctor_id__in=circle.related)
    if circle.leads:
        waiting |= Q(doctor_id__in=circle.leads, state=State.IDENTIFIED)
    return Assessment.objects.filter(waiting)


def _assessments(circle: Circle) -> Iterator[Task]:
    for row in _waiting(user=circle.user.pk, related=circle.related, leads=circle.leads):
        yield _to_answer(row) if row.state == State.ASKED else _to_vouch_for(row)


@prepared
def _waiting(user: int, related: Collection[int], leads: Collection[int]) -> QuerySet[Assessment]:
    circle = blank_circle(user=user, related=related, leads=leads)
    rows = assessments_waiting_for(circle).select_related("doctor").order_by("since", "pk")
    return rows.only("public_id", "state", "title", "since", "expires_at", "doctor__full_name")


def _to_answer(row: Assessment) -> Task:
    return Task(
        kind="answer_assessment",
        title=_("Vurder %(name)s: %(title)s") % {"name": row.doctor.full_name, "title": row.title},
        url=row.get_absolute_url(),
        act_label=_("Vurder"),
        waiting_since=row.since,
        due_on=timezone.localdate(row.expires_at),
    )


def _to_vouch_for(row: Assessment) -> Task:
    return Task(
        kind="vouch_for_assessor",
        title=_("Bekreft ekstern vurderer (%(name)s)") % {"name": row.doctor.full_name},
        url=row.get_absolute_url(),
        act_label=_("Bekreft"),
        waiting_since=row.since,
    )


def assessment_rounds(circle: Circle) -> Iterator[Task]:
    for row in rounds_waiting_for(circle.mentors):
        is_new = row.state == MultisourceRound.State.PROPOSED
        title = _("Godkjenn hvem som svarer om %(name)s") if is_new else _("Les 360-graders vurdering av %(name)s")
        yield Task(
            kind="approve_round" if is_new else "read_round",
            title=title % {"name": row.doctor.full_name},
            url=row.get_absolute_url(),
            act_label=_("Se hvem") if is_new else _("Les"),
            waiting_since=row.since,
        )

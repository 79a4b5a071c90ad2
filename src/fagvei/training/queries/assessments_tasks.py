"""What waits for somebody about assessments and rounds: asked to assess, to vouch for an assessor, to approve or read a round."""

from collections.abc import Collection, Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fagvei.common.tasks import Task
from fagvei.people.models import Relation, User
from fagvei.people.queries import doctor_ids_decided_by, doctor_ids_related_to
from fagvei.training.models import Assessment, MultisourceRound
from fagvei.training.queries.multisource_page import rounds_waiting_for

Relations, State = Relation.Kind, Assessment.State


def assessment_tasks(user: User, kinds: Collection[str]) -> Iterator[Task]:
    """`kinds` is in which capacities something can wait for the user at all. At most two questions."""
    if set(Relations.values) & set(kinds):
        yield from _assessments(user, vouches=Relations.LEADER in kinds)
    if Relations.MENTOR in kinds:
        yield from _rounds(user)


def _assessments(user: User, *, vouches: bool) -> Iterator[Task]:
    """To answer, and for a leader outside assessors to vouch for, in one question."""
    near = doctor_ids_related_to(user, list(Relations.values))
    waiting = Q(assessor=user, state=State.ASKED, doctor_id__in=near)
    if vouches:
        waiting |= Q(doctor_ids_decided_by(user), state=State.IDENTIFIED)
    for row in Assessment.objects.filter(waiting).select_related("doctor").order_by("since", "pk"):
        yield _to_answer(row) if row.state == State.ASKED else _to_vouch_for(row)


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


def _rounds(user: User) -> Iterator[Task]:
    for row in rounds_waiting_for(user, doctor_ids_related_to(user, [Relations.MENTOR])):
        is_new = row.state == MultisourceRound.State.PROPOSED
        title = _("Godkjenn hvem som svarer om %(name)s") if is_new else _("Les 360-graders vurdering av %(name)s")
        yield Task(
            kind="approve_round" if is_new else "read_round",
            title=title % {"name": row.doctor.full_name},
            url=row.get_absolute_url(),
            act_label=_("Se hvem") if is_new else _("Les"),
            waiting_since=row.since,
        )

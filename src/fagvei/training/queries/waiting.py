"""What waits for whom in the records: the rows of the one inbox, and the querysets behind them."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.common.addresses import address_of
from fagvei.common.prepared import prepared
from fagvei.common.tasks import Act, Task
from fagvei.people.models import User
from fagvei.people.queries import Circle, blank_circle, circle_of, role_keys_of
from fagvei.training.models import Opinion, OpinionRequest, PlanActivity, PlanGoal
from fagvei.training.queries.assessments_tasks import assessment_tasks
from fagvei.training.queries.deadlines import with_due_dates
from fagvei.training.queries.halfyear_tasks import halfyear_tasks
from fagvei.training.queries.mentoring_tasks import is_in_mentoring, mentoring_tasks
from fagvei.training.queries.panel_tasks import panel_tasks
from fagvei.training.queries.service_tasks import certificates_to_sign, returned_service, service_to_confirm
from fagvei.training.queries.transfer_tasks import transfer_tasks

# Also a leader who leads no doctor now may owe one that earlier service is certified.
SIGNS_CERTIFICATES = frozenset({"leader", "medical_head"})
STANDING = "mentoring"


def tasks_for(user: User) -> list[Task]:
    """What waits for this person in the records, oldest first.

    At most twenty-three queries, nine for who guides nobody; one less when the roles are known (`looked_up_once`).
    """
    circle, standings = circle_of(user), standings_of(user)
    tasks = [*_own(user), *returned_service(user)]
    if circle.supervises:
        tasks += _to_sign(circle)
    if circle.supervises or circle.mentors:
        tasks += _opinions_to_give(circle)
    if circle.decides:
        tasks += _goals_to_decide(circle)
    if circle.leads:
        tasks += [*_objections(circle), *service_to_confirm(circle), *transfer_tasks(circle)]
    if circle.leads or circle.acts_for or standings & SIGNS_CERTIFICATES:
        tasks += certificates_to_sign(circle)
    tasks += panel_tasks(circle)
    tasks += halfyear_tasks(circle)
    if STANDING in standings:
        tasks += mentoring_tasks(user)
    tasks += assessment_tasks(circle)
    return sorted(with_due_dates(tasks), key=lambda task: task.waiting_since)


def activities_to_sign(circle: Circle) -> QuerySet[PlanActivity]:
    """Sent to this supervisor, who still supervises the doctor."""
    return PlanActivity.objects.filter(
        supervisor=circle.user,
        state=PlanActivity.State.SENT,
        doctor_id__in=circle.supervises,
    )


def goals_awaiting_opinion_of(circle: Circle) -> QuerySet[PlanGoal]:
    """Completed goals this person has not said anything about, as the doctor's mentor now or as an asked supervisor."""
    given = Opinion.objects.filter(completion_id=OuterRef("completion_id"), by=circle.user)
    asked = OpinionRequest.objects.unanswered().filter(
        plan_goal=OuterRef("pk"), person=circle.user, as_role=Opinion.Role.SUPERVISOR
    )
    as_mentor = Q(doctor_id__in=circle.mentors, state=PlanGoal.State.COMPLETED) & ~Exists(given)
    as_supervisor = Q(doctor_id__in=circle.supervises) & Exists(asked)
    return PlanGoal.objects.filter(as_mentor | as_supervisor).in_current_plan()


def goals_to_decide(circle: Circle) -> QuerySet[PlanGoal]:
    return PlanGoal.objects.filter(doctor_id__in=circle.decides, state=PlanGoal.State.SENT).in_current_plan()


def objections_to_answer(circle: Circle) -> QuerySet[PlanActivity]:
    return PlanActivity.objects.with_open_objection().filter(doctor_id__in=circle.leads)


def standings_of(user: User) -> set[str]:
    """What else than relations to doctors lets something wait for somebody."""
    holds = role_keys_of(user) & SIGNS_CERTIFICATES
    return holds | {STANDING} if is_in_mentoring(user) else holds


def returned_activities(user: Any) -> QuerySet[PlanActivity]:
    return PlanActivity.objects.filter(doctor=user, state=PlanActivity.State.RETURNED)


def own_goals_waiting(user: Any) -> QuerySet[PlanGoal]:
    """Returned, or ready to send."""
    return PlanGoal.objects.filter(doctor=user, waiting_on=user).in_current_plan()


def _to_sign(circle: Circle) -> Iterator[Task]:
    """A link also for a single one: it is signed with the doctor's words, attachments and goals in sight (§ 26), never from a row."""
    by_doctor: dict[tuple[int, uuid.UUID, str], list[dt.datetime]] = {}
    for *doctor, since in _activities(user=circle.user.pk, supervises=circle.supervises):
        by_doctor.setdefault(tuple(doctor), []).append(since)
    for (doctor, public_id, name), instants in by_doctor.items():
        number = len(instants)
        title = ngettext(
            "Signer %(number)s aktivitet fra %(name)s", "Signer %(number)s aktiviteter fra %(name)s", number
        )
        yield Task(
            kind="sign_activities",
            title=title % {"number": number, "name": name},
            url=f"{reverse('training:sign_series')}?lege={public_id}",
            act_label=_("Se én og én"),
            waiting_since=instants[0],
            count=number,
            about=doctor,
            instants=tuple(instants),
        )


def _opinions_to_give(circle: Circle) -> Iterator[Task]:
    title, label = _("Uttalelse om %(code)s (%(name)s)"), _("Gi uttalelse")
    for row in _awaiting_opinion(user=circle.user.pk, supervises=circle.supervises, mentors=circle.mentors):
        goal = GoalLine(*row)
        yield Task(
            kind="give_opinion",
            title=title % {"code": goal.code, "name": goal.doctor},
            url=address_of("training:goal", goal.public_id),
            act_label=label,
            waiting_since=goal.completed_at or goal.since,
            about=goal.doctor_id,
        )


def _goals_to_decide(circle: Circle) -> Iterator[Task]:
    title, label = _("Avgjør %(code)s (%(name)s)"), _("Avgjør")
    for row in _to_decide(decides=circle.decides):
        goal = GoalLine(*row)
        yield Task(
            kind="decide_goal",
            title=title % {"code": goal.code, "name": goal.doctor},
            url=address_of("training:decide_goal", goal.public_id),
            act_label=label,
            waiting_since=goal.since,
            for_whom=_leader_for(circle.user, goal.waiting_on_id, goal.waiting_on),
            about=goal.doctor_id,
        )


def _objections(circle: Circle) -> Iterator[Task]:
    for activity in _with_objection(leads=circle.leads):
        yield Task(
            kind="answer_objection",
            title=_("Svar på innsigelse fra %(name)s") % {"name": activity.doctor.full_name},
            url=activity.get_absolute_url(),
            act_label=_("Svar"),
            waiting_since=activity.since,
            for_whom=_leader_for(circle.user, activity.waiting_on_id, str(activity.waiting_on or "")),
        )


def _own(user: User) -> Iterator[Task]:
    """The doctor's own: returned activities and goals, goals that are ready to send."""
    for activity in _returned(user=user.pk):
        yield Task(
            kind="returned_activity",
            title=_("Se på en returnert aktivitet: %(title)s") % {"title": activity.title},
            url=activity.get_absolute_url(),
            act_label=_("Se kommentaren"),
            waiting_since=activity.since,
        )
    for row in _own_goals(user=user.pk):
        goal = GoalLine(*row)
        is_ready = goal.state == PlanGoal.State.COMPLETED
        title = _("Send %(code)s til godkjenning") if is_ready else _("%(code)s er returnert til deg")
        send = Act(address_of("training:send_goal", goal.public_id), _("Send"))
        yield Task(
            kind="send_goal" if is_ready else "returned_goal",
            title=title % {"code": goal.code},
            url=address_of("training:goal", goal.public_id),
            act_label=_("Se målet") if is_ready else _("Se begrunnelsen"),
            waiting_since=goal.since,
            said=_("Du har satt målet som fullført, og uttalelsene er gitt. Lederen avgjør det.") if is_ready else "",
            act=send if is_ready else None,
        )


# --- The rows of the lines, with the words of a line and no more: most of what a page costs is columns nobody reads ---


@prepared
def _activities(user: int, supervises: Collection[int]) -> QuerySet:
    rows = activities_to_sign(blank_circle(user=user, supervises=supervises)).order_by("since", "pk")
    return rows.values_list("doctor_id", "doctor__public_id", "doctor__full_name", "since")


@prepared
def _awaiting_opinion(user: int, supervises: Collection[int], mentors: Collection[int]) -> QuerySet:
    return _for_titles(goals_awaiting_opinion_of(blank_circle(user=user, supervises=supervises, mentors=mentors)))


@prepared
def _to_decide(decides: Collection[int]) -> QuerySet:
    return _for_titles(goals_to_decide(blank_circle(decides=decides)))


@prepared
def _with_objection(leads: Collection[int]) -> QuerySet[PlanActivity]:
    rows = objections_to_answer(blank_circle(leads=leads)).select_related("doctor", "waiting_on")
    return rows.only("public_id", "since", "doctor__full_name", "waiting_on__full_name").order_by("since")


@prepared
def _returned(user: int) -> QuerySet[PlanActivity]:
    return returned_activities(user).only("public_id", "title", "since").order_by("since")


@prepared
def _own_goals(user: int) -> QuerySet:
    return _for_titles(own_goals_waiting(user))


class GoalLine(NamedTuple):
    """What the line of a goal says: there can be a hundred of them."""

    public_id: uuid.UUID
    state: str
    since: dt.datetime
    completed_at: dt.datetime | None
    code: str
    doctor_id: int
    doctor: str
    waiting_on_id: int | None
    waiting_on: str | None


def _for_titles(goals: QuerySet[PlanGoal]) -> QuerySet:
    words = ("public_id", "state", "since", "completed_at", "goal__code", "doctor_id", "doctor__full_name")
    return goals.order_by("since", "pk").values_list(*words, "waiting_on_id", "waiting_on__full_name")


def _leader_for(user: User, waiting_on_id: int | None, name: str | None) -> str:
    """Whose task it is, when somebody else does it."""
    return "" if waiting_on_id is None or waiting_on_id == user.pk else name or ""

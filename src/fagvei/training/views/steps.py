"""Who has the ball, in words, and the one thing the viewer can do next, or the sentence that says why not."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from fagvei.people import queries as people
from fagvei.people.models import User
from fagvei.training import access
from fagvei.training.actions.refusals import LeaderMissing
from fagvei.training.models import PlanActivity, PlanGoal
from fagvei.training.queries.activity_page import ActivityPage
from fagvei.training.queries.goal_page import GoalPage
from fagvei.training.queries.plan_words import and_words

State = PlanGoal.State


@dataclass(frozen=True)
class Status:
    """For `components/status.html`. `kind` is mine, waiting, done or stopped."""

    words: str
    since: Any
    kind: str


@dataclass(frozen=True)
class Step:
    """`act` is the verb on the button: a link to `url`, or a press when `is_post`. Without an act, `sentence` says why not;
    it is only a note when nothing is wrong and others have the ball."""

    sentence: str = ""
    act: str = ""
    url: str = ""
    is_post: bool = False
    is_log: bool = False
    is_complete: bool = False
    is_note: bool = False


# --- A goal ---


def goal_status(page: GoalPage, viewer: User) -> Status:
    goal = page.plan_goal
    if goal.state == State.NOT_BEGUN:
        return Status(_("Ikke påbegynt"), None, "waiting")
    if goal.state == State.APPROVED:
        return Status(_("Godkjent"), goal.since, "done")
    if goal.state == State.COMPLETED and page.given.basis is None and page.waiting_names:
        is_mine = any(each.person == viewer and not each.has_answered for each in page.asked)
        names = and_words(page.waiting_names)
        return Status(
            _("Venter på uttalelse fra %(names)s") % {"names": names},
            goal.completed_at,
            "mine" if is_mine else "waiting",
        )
    if goal.waiting_on is None:
        return Status(_("Påbegynt"), goal.since, "waiting")
    if goal.waiting_on == viewer:
        return Status(_("Venter på deg"), goal.since, "mine")
    return Status(_("Venter på %(name)s") % {"name": goal.waiting_on}, goal.since, "waiting")


def next_step(page: GoalPage, viewer: User, relations: Collection[str]) -> Step:
    if "doctor" in relations:
        return _doctors_step(page)
    if set(relations) & access.DECIDERS and page.plan_goal.state == State.SENT:
        return Step(act=_("Avgjør målet"), url=_to("decide_goal", page))
    if (step := _advisers_step(page, viewer, relations)) is not None:
        return step
    if set(relations) & access.DECIDERS and page.plan_goal.state not in (State.SENT, State.APPROVED):
        return Step(not_sent(page.plan_goal), is_note=True)
    return Step()


def quiet_verb(page: GoalPage, step: Step) -> str:
    """What the doctor may do with the goal besides the main button; nothing when that is the same thing."""
    state = page.plan_goal.state
    if state in (State.NOT_BEGUN, State.BEGUN):
        return "" if step.is_complete else "complete"
    return {str(State.COMPLETED): "reopen", str(State.SENT): "recall"}.get(state, "")


def not_sent(goal: PlanGoal) -> str:
    words = _("Målet er ikke sendt til godkjenning. %(name)s sender det når uttalelsene er gitt.")
    return words % {"name": goal.doctor}


def _to(name: str, page: GoalPage) -> str:
    return reverse(f"training:{name}", args=[page.plan_goal.public_id])


def _doctors_step(page: GoalPage) -> Step:
    state = page.plan_goal.state
    if state in (State.NOT_BEGUN, State.BEGUN):
        if page.counted and not page.unmet:
            return Step(act=_("Fullfør målet"), url=_to("complete_goal", page), is_complete=True)
        address = f"{reverse('training:log_activity')}?mal={page.plan_goal.public_id}"
        return Step(act=_("Logg aktivitet"), url=address, is_log=True)
    if state == State.COMPLETED:
        return _sending_step(page)
    if state == State.SENT:
        words = _("%(name)s har målet til avgjørelse. Du kan kalle det tilbake til det er avgjort.")
        return Step(words % {"name": page.plan_goal.waiting_on}, is_note=True)
    return Step()


ASKED = _lazy("Målet kan sendes når veileder og supervisør har uttalt seg. %(names)s er spurt og har ikke svart ennå.")
NOBODY_LEFT = _lazy(
    "Målet kan ikke sendes: en uttalelse mangler, og ingen flere er spurt. Åpne målet igjen og spør en til."
)


def _sending_step(page: GoalPage) -> Step:
    if page.given.basis is None and page.waiting_names:
        return Step(ASKED % {"names": and_words(page.waiting_names)}, is_note=True)
    if page.given.basis is None:
        return Step(str(NOBODY_LEFT))
    if people.leader_of(page.plan_goal.doctor) is None:
        return Step(str(LeaderMissing.message))
    return Step(act=_("Send til godkjenning"), url=_to("send_goal", page), is_post=True)


def _advisers_step(page: GoalPage, viewer: User, relations: Collection[str]) -> Step | None:
    """None for those who are not asked."""
    is_asked = any(each.person == viewer for each in page.asked)
    if not is_asked and "mentor" not in relations:
        return None
    if any(each.by == viewer for each in page.given.opinions):
        return Step(_("Du har uttalt deg. Legen får lese det når målet er avgjort."), is_note=True)
    if page.plan_goal.state in (State.COMPLETED, State.SENT):
        return Step(act=_("Gi uttalelse"), url=_to("give_opinion", page))
    if page.plan_goal.state == State.APPROVED:
        return None
    return Step(_("Du kan uttale deg når %(name)s har fullført målet.") % {"name": page.plan_goal.doctor}, is_note=True)


# --- An activity ---


def activity_status(page: ActivityPage, viewer: User) -> Status:
    activity = page.activity
    states = PlanActivity.State
    if activity.state in (states.SIGNED, states.FULFILLED) and not activity.has_open_objection:
        return Status(activity.get_state_display().capitalize(), activity.since, "done")
    if activity.state == states.ANNULLED:
        return Status(_("Annullert"), activity.since, "stopped")
    if activity.waiting_on is not None:
        if activity.waiting_on == viewer:
            return Status(_("Venter på deg"), activity.since, "mine")
        return Status(_("Venter på %(name)s") % {"name": activity.waiting_on}, activity.since, "waiting")
    words = _("Planlagt") if activity.state == states.PLANNED else _("Kladd, bare du ser den")
    return Status(words, activity.since, "waiting")

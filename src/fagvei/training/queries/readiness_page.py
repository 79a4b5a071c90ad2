"""Ready to apply? What the rules of readiness say of one doctor, with what is missing, who can mend it, and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.common import clock
from fagvei.curriculum.models import GoalSet
from fagvei.people.models import User
from fagvei.people.queries import institution_of, leader_of
from fagvei.training import rules
from fagvei.training.models import Absence, Employment, Placement, PlanActivity, PlanGoal, ServiceCertificate
from fagvei.training.models.goals import PART_1
from fagvei.training.models.service import ServiceState
from fagvei.training.queries.certificates import workplaces_of
from fagvei.training.queries.progress import SetProgress, progress_for
from fagvei.training.queries.service import countable_time, part_1_confirmation_of
from fagvei.training.rules import readiness
from fagvei.training.rules.readiness import Condition, Facts
from fagvei.training.rules.time_words import number

MOST_NAMED = 12
State = PlanGoal.State


@dataclass(frozen=True)
class Item:
    """Something that is missing: what it is, who can mend it, and where that is done."""

    text: str
    who: str
    url: str = ""
    act: str = ""


@dataclass(frozen=True)
class Paths:
    """Where things are mended: the doctor's own pages, or the leader's pages of the doctor."""

    service: str
    plan: str
    certificate: str

    @classmethod
    def of(cls, doctor: User, viewer: User) -> "Paths":
        if doctor == viewer:
            return cls(*map(reverse, ("training:my_service", "training:my_plan", "training:ask_for_certificate")))
        names = ("training:service", "training:plan", "training:prepare_certificate")
        return cls(*(reverse(name, args=[doctor.public_id]) for name in names))


@dataclass
class ReadinessPage:
    doctor: User
    conditions: list[Condition]
    is_practice: bool
    has_plan: bool

    @property
    def is_ready(self) -> bool:
        return self.has_plan and readiness.is_ready(self.conditions)

    @property
    def met(self) -> int:
        return sum(each.state != readiness.MISSING for each in self.conditions)


def readiness_page(doctor: User, viewer: User | None = None) -> ReadinessPage:
    """A fixed number of questions, whatever the number of goals. `viewer` is the doctor, or the leader or the deputy."""
    facts = facts_of(doctor, viewer or doctor)
    has_plan = bool(doctor.education_plans.current().exists())
    return ReadinessPage(doctor, readiness.conditions(facts), facts.is_practice, has_plan)


def facts_of(doctor: User, viewer: User) -> Facts:
    paths = Paths.of(doctor, viewer)
    institution = institution_of(doctor)
    is_practice = doctor.is_demo and institution is not None and institution.is_demo
    leader = str(leader_of(doctor) or _("lederen"))
    part_1 = part_1_confirmation_of(doctor)
    account = countable_time(doctor, clock.today())
    goals = list(_goals(doctor))
    is_open = [goal for goal in goals if goal.state != State.APPROVED]
    carried = [goal for goal in is_open if _is_of_part_1(goal)]
    counted = [goal for goal in goals if part_1 is None or not _is_of_part_1(goal)]
    return Facts(
        open_part_1=tuple(_named([_goal(goal, doctor) for goal in carried], doctor, paths)),
        open_goals=tuple(_named([_goal(goal, doctor) for goal in is_open if goal not in carried], doctor, paths)),
        is_carried_on=part_1 is not None,
        sets_not_loaded=tuple(_not_loaded(progress_for(doctor).sets, part_1 is not None)),
        texts_missing=sum(not goal.revision.has_official_text for goal in counted),
        is_practice=is_practice,
        confirmed_months=account.total,
        time_missing=tuple(_time(account, part_1 is not None, leader, paths)),
        certificates_missing=tuple(_certificates(doctor, leader, paths, is_own=doctor == viewer)),
        open_items=tuple(_open(doctor, paths, is_own=doctor == viewer)),
    )


def _goals(doctor: User) -> QuerySet[PlanGoal]:
    rows = PlanGoal.objects.filter(doctor=doctor).in_current_plan()
    return rows.select_related("goal__goal_set", "revision", "waiting_on").order_by(
        "goal__goal_set__position", "goal__code"
    )


def _is_of_part_1(goal: PlanGoal) -> bool:
    """The set of part 1, and the common goals that belong to part 1: approved once, carried on."""
    goal_set = goal.goal.goal_set
    if goal_set.kind == GoalSet.Kind.PART_1:
        return True
    return goal_set.kind == GoalSet.Kind.COMMON and goal.goal.part == PART_1


def _goal(goal: PlanGoal, doctor: User) -> Item:
    who = str(goal.waiting_on or doctor)
    text = _("%(code)s er %(state)s") % {"code": goal.goal.code, "state": goal.get_state_display()}
    return Item(text, who, goal.get_absolute_url(), _("Åpne målet"))


def _named(items: list[Item], doctor: User, paths: Paths) -> list[Item]:
    """The first ones by name, the rest as a number."""
    rest = len(items) - MOST_NAMED
    if rest <= 0:
        return items
    words = ngettext("og %(n)s mål til", "og %(n)s mål til", rest) % {"n": rest}
    return [*items[:MOST_NAMED], Item(words, str(doctor), paths.plan, _("Se alle"))]


def _not_loaded(sets: list[SetProgress], is_carried_on: bool) -> Iterator[Item]:
    for each in sets:
        goal_set = each.goal_set
        if goal_set is None or (is_carried_on and goal_set.kind == GoalSet.Kind.PART_1):
            continue
        if each.is_incomplete or not each.has_content:
            words = _("%(set)s: %(total)s av %(expected)s mål er lastet inn")
            values = {"set": goal_set.short_name, "total": each.total, "expected": each.expected or _("ukjent antall")}
            yield Item(words % values, _("den som holder læringsmålene oppdatert"))


def _time(account: rules.Account, is_part_1_confirmed: bool, leader: str, paths: Paths) -> Iterator[Item]:
    service = paths.service
    if not is_part_1_confirmed:
        yield Item(_("Del 1 er ikke bekreftet"), leader, service, _("Se tjeneste og tid"))
    if not account.is_enough:
        left = {"total": number(account.total), "left": ceil(account.remaining)}
        text = _("%(total)s av 78 måneder er bekreftet, minst %(left)s gjenstår") % left
        yield Item(text, leader if account.unconfirmed else "", service, _("Se tjeneste og tid"))


def _certificates(doctor: User, leader: str, paths: Paths, *, is_own: bool) -> Iterator[Item]:
    for place in workplaces_of(doctor):
        found = place.certificate
        if found is None:
            act = paths.certificate if place.institution else ""
            label = (_("Be om den") if is_own else _("Lag den")) if act else ""
            yield Item(_("%(place)s: ikke laget") % {"place": place}, leader, act, label)
        elif found.state != ServiceCertificate.State.SIGNED:
            text = _("%(place)s: %(state)s") % {"place": place, "state": found.get_state_display()}
            yield Item(text, str(found.waiting_on or leader), found.get_absolute_url(), _("Åpne bekreftelsen"))


def _open(doctor: User, paths: Paths, *, is_own: bool) -> Iterator[Item]:
    sent = PlanActivity.State.SENT
    for activity in (
        PlanActivity.objects.filter(doctor=doctor, state=sent).select_related("waiting_on").order_by("since")
    ):
        text = _("«%(title)s» venter på signering") % {"title": activity.title}
        yield Item(text, str(activity.waiting_on or doctor), activity.get_absolute_url(), _("Åpne aktiviteten"))
    for activity in PlanActivity.objects.filter(doctor=doctor).with_open_objection().order_by("since"):
        text = _("Innsigelse mot «%(title)s» er ikke besvart") % {"title": activity.title}
        yield Item(text, str(leader_of(doctor) or ""), activity.get_absolute_url(), _("Åpne aktiviteten"))
    waiting = [ServiceState.SENT, ServiceState.RETURNED] if is_own else [ServiceState.SENT]
    for model in (Employment, Placement, Absence):
        rows: Any = model._default_manager.filter(doctor=doctor, state__in=waiting).select_related("waiting_on")
        for row in rows.order_by("starts_on", "pk"):
            name = str(row._meta.verbose_name)
            text = _("En registrering av %(name)s er %(state)s") % {"name": name, "state": row.get_state_display()}
            yield Item(text, str(row.waiting_on or ""), paths.service, _("Se tjeneste og tid"))

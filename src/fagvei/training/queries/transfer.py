"""Every line of a report judged against the doctor's plan, and the standing confirmations of what was transferred."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from fagvei.common import clock, text
from fagvei.common.models import content_digest
from fagvei.curriculum.models import GoalCoverage, LearningActivity, Requirement
from fagvei.people.models import User
from fagvei.people.queries import institution_of
from fagvei.training import rules
from fagvei.training.models import PlanGoal, TransferDecision, TransferredItem
from fagvei.training.rules import transfer
from fagvei.training.rules.transfer import ReportLine

Kind = TransferredItem.Kind
LONGEST = 200


@dataclass(frozen=True)
class Judged:
    """One line: taken in (`is_new`), left out with a word why (`note`), or a fault that stops all of it."""

    line: ReportLine
    fault: str = ""
    note: str = ""
    kind: str = ""
    goals: tuple[PlanGoal, ...] = ()
    activity: LearningActivity | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return not self.fault and not self.note


def judge(doctor: User, lines: Iterable[ReportLine]) -> list[Judged]:
    """In the order of the report. A fixed number of questions whatever the number of lines."""
    judge_of = _Judge(doctor)
    return [judge_of.judged(line) for line in lines]


def digest_of(judged: Iterable[Judged]) -> str:
    """What was shown: each line with what would happen to it."""
    return content_digest({"lines": [[each.line.source, each.fault, each.note, each.kind] for each in judged]})


class _Judge:
    def __init__(self, doctor: User):
        goals = PlanGoal.objects.filter(doctor=doctor).in_current_plan().select_related("goal", "revision")
        self.goals = {goal.goal.code.casefold(): goal for goal in goals}
        # The catalogue of the country and that of the doctor's own institution: another's local activities are not taken in.
        shared = Q(institution=None) | Q(institution=institution_of(doctor))
        self.activities = {row.code.casefold(): row for row in LearningActivity.objects.filter(shared).order_by("pk")}
        self.goals_of = _goals_of_activities(self.goals.values())
        self.today = clock.today()
        rows = TransferredItem.objects.filter(doctor=doctor).prefetch_related("goals__goal").order_by("pk")
        self.known = {_key(row.kind, row.title, row.done_on, row.signed_by, row.goal_ids) for row in rows}

    def judged(self, line: ReportLine) -> Judged:
        if fault := _fault_of_words(line):
            return Judged(line, fault)
        done_on = transfer.date_in(line.date)
        if done_on is None:
            return Judged(
                line, _("Datoen «%(date)s» kan ikke leses. Skriv den som 24.12.2022.") % {"date": line.date[:20]}
            )
        if rules.date_fault(done_on, today=self.today, is_done=True):
            return Judged(line, _("Datoen kan ikke stemme: den er før 1950 eller fram i tid."))
        times = transfer.times_in(line.times)
        if times is None:
            return Judged(line, _("Antallet «%(times)s» er ikke et helt tall.") % {"times": line.times[:20]})
        fields = {"done_on": done_on, "signed_by": line.signer, "stated": line.state, "repetitions": times}
        code = line.code.casefold()
        kind = transfer.kind_in(line.type) or (transfer.GOAL if code in self.goals else transfer.ACTIVITY)
        if kind == transfer.GOAL:
            return self._goal(line, code, fields)
        return self._activity(line, code, fields)

    def _goal(self, line: ReportLine, code: str, fields: dict[str, Any]) -> Judged:
        goal = self.goals.get(code)
        if goal is None:
            return Judged(line, _("Koden «%(code)s» finnes ikke i legens plan.") % {"code": line.code[:40]})
        if line.state.casefold() not in transfer.APPROVED_WORDS:
            return Judged(line, note=_("Målet var ikke godkjent der, og tas opp her som vanlig."))
        if goal.state == PlanGoal.State.APPROVED:
            return Judged(line, note=_("Målet er allerede godkjent her."))
        return self._new(line, Kind.GOAL, (goal,), None, fields | {"title": line.title or goal.revision.shown_name})

    def _activity(self, line: ReportLine, code: str, fields: dict[str, Any]) -> Judged:
        named = [each.strip().casefold() for each in line.goals.replace("|", ",").split(",") if each.strip()]
        unknown = [each for each in named if each not in self.goals]
        activity = self.activities.get(code)
        if unknown or (code and activity is None and code not in self.goals):
            wrong = ", ".join(each.upper()[:40] for each in (unknown or [line.code]))
            return Judged(line, _("Koden «%(code)s» finnes ikke i legens plan.") % {"code": wrong})
        if line.state.casefold() not in transfer.DONE_WORDS:
            return Judged(line, note=_("Aktiviteten var ikke ferdig der, og tas opp her som vanlig."))
        goals = [self.goals[each] for each in named]
        if code in self.goals and activity is None:
            goals = goals or [self.goals[code]]
        if activity is not None and not goals:
            goals = self.goals_of.get(activity.pk, [])
        if not goals:
            return Judged(line, _("Linjen sier ikke hvilke mål aktiviteten hører til. Skriv dem i kolonnen «mål»."))
        title = line.title or (activity.name if activity else "")
        return self._new(line, Kind.ACTIVITY, tuple(goals), activity, fields | {"title": title})

    def _new(
        self,
        line: ReportLine,
        kind: str,
        goals: tuple[PlanGoal, ...],
        activity: LearningActivity | None,
        fields: dict[str, Any],
    ) -> Judged:
        fields["title"] = fields["title"][:LONGEST]
        key = _key(kind, fields["title"], fields["done_on"], fields["signed_by"], sorted(each.pk for each in goals))
        if key in self.known:
            return Judged(line, note=_("Står her fra før."))
        self.known.add(key)
        return Judged(line, "", "", kind, goals, activity, fields)


def _key(*parts: Any) -> str:
    return content_digest({"parts": parts})


def _fault_of_words(line: ReportLine) -> str:
    if not line.state:
        return _("Linjen har for få felter. Den må ha kode, tittel, dato, signert av og tilstand.")
    words = line.state.casefold()
    if words not in transfer.APPROVED_WORDS | transfer.DONE_WORDS | transfer.OPEN_WORDS:
        return _("Tilstanden «%(state)s» er ukjent.") % {"state": line.state[:40]}
    if not line.signer and words not in transfer.OPEN_WORDS:
        return _("Linjen sier ikke hvem som signerte.")
    if not line.code and not line.title:
        return _("Linjen har verken kode eller tittel.")
    if max(len(line.signer), len(line.state)) > LONGEST or len(line.source) > 2_000:
        return _("Linjen er for lang.")
    if not text.is_storable(line.source):
        return _("Linjen har tegn som ikke kan lagres.")
    return ""


def _goals_of_activities(goals: Iterable[PlanGoal]) -> dict[int, list[PlanGoal]]:
    """Per learning activity the goals of the plan that ask for it or that it is said to contribute to."""
    by_goal = {goal.goal_id: goal for goal in goals}
    pairs = [
        *Requirement.objects.current().filter(goal_id__in=by_goal, activity__isnull=False).values_list("activity_id", "goal_id"),
        *GoalCoverage.objects.current().filter(goal_id__in=by_goal, activity__isnull=False).values_list("activity_id", "goal_id"),
    ]  # fmt: skip
    found: dict[int, dict[int, PlanGoal]] = {}
    for activity_id, goal_id in sorted(pairs):
        found.setdefault(activity_id, {})[goal_id] = by_goal[goal_id]
    return {activity_id: list(each.values()) for activity_id, each in found.items()}


def lines_of(stored: Iterable[dict[str, Any]]) -> list[ReportLine]:
    return [ReportLine(**each) for each in stored]


# --- Confirmed goals ---


def standing_confirmation(plan_goal: PlanGoal) -> TransferDecision | None:
    """The confirmation by which the goal counts as approved, if it is one. One query."""
    newest = (
        TransferDecision.objects.filter(item__goals=plan_goal, item__kind=Kind.GOAL)
        .select_related("by", "item__report")
        .order_by("pk")
        .last()
    )
    return newest if newest and newest.verdict == TransferDecision.Verdict.CONFIRMED else None


def items_to_confirm(led: Collection[int]) -> QuerySet[TransferredItem]:
    """Waiting for the leader or deputy of these doctors."""
    return TransferredItem.objects.undecided().filter(doctor_id__in=led)

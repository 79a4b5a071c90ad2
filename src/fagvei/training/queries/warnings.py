"""Which warnings hold for which doctors now: the same sentences and numbers for the leader and for the doctor."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.addresses import address_of
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import Relation, RoleAssignment, User
from fagvei.training.models import (
    EducationPlan,
    MentoringSeries,
    MentoringSession,
    PlanActivity,
    PlanGoal,
    WarningThreshold,
)
from fagvei.training.models.goals import reached
from fagvei.training.queries.halfyear import Kept, kept_by_doctor
from fagvei.training.queries.team_page import months_between
from fagvei.training.rules import due_on
from fagvei.training.rules import warnings as rules
from fagvei.training.rules.warnings import WARNING_RULES, WarningRule


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning: the rule, the numbers in words, from which number on, and where it can be mended."""

    rule: WarningRule
    words: str
    threshold: int | None
    url: str = ""

    @property
    def about(self) -> str:
        """The rule in words, from which number on it warns, and where the number is from."""
        return _about(self.rule, self.threshold, get_language())


@lru_cache(maxsize=256)
def _about(rule: WarningRule, threshold: int | None, language: str | None) -> str:
    warned_from = _("Varsles fra %(n)s %(unit)s.") % {"n": threshold, "unit": rule.unit} if threshold else ""
    source = f"{_('Kilde:')} {rule.source}{'' if str(rule.source).endswith('.') else '.'}"
    return " ".join(filter(None, (str(rule.sentence), warned_from, source)))


@dataclass(slots=True)
class DoctorWarnings:
    doctor: User
    warnings: list[Warned] = field(default_factory=list)


@dataclass
class _Case:
    """What the rules are asked about one doctor."""

    doctor: User
    institution_id: int | None = None
    since: dt.datetime | None = None
    approved: int = 0
    whole: int = 0
    sent: int = 0
    sent_since: dt.datetime | None = None
    unsigned: int = 0
    unsigned_since: dt.datetime | None = None
    newest: dt.date | None = None
    has_mentor: bool = False
    mentor_since: dt.datetime | None = None
    last_talk: dt.datetime | None = None
    has_appointment: bool = False
    interval_weeks: int | None = None
    kept: Kept | None = None
    unconfirmed_since: dt.datetime | None = None


def warnings_for(doctors: Iterable[User]) -> list[DoctorWarnings]:
    """Those with the most warnings first, doctors without any left out. Nine questions, whatever the number of doctors."""
    cases = _cases(doctors)
    thresholds = _thresholds({case.institution_id for case in cases if case.institution_id})
    in_words = {rule.key: _in_words(rule) for rule in WARNING_RULES.values()}
    found = [
        DoctorWarnings(case.doctor, list(_judge(case, thresholds.get(case.institution_id or 0, {}), in_words)))
        for case in cases
    ]
    return sorted((row for row in found if row.warnings), key=lambda row: (-len(row.warnings), row.doctor.sort_key))


def threshold_at(institution: TrainingInstitution) -> dict[str, int | None]:
    """What holds at the institution, rule by rule."""
    own = _thresholds({institution.pk}).get(institution.pk, {})
    return {rule.key: own.get(rule.key, rule.threshold) for rule in WARNING_RULES.values()}


def _thresholds(institutions: set[int]) -> dict[int, dict[str, int]]:
    held: dict[int, dict[str, int]] = {}
    rows = WarningThreshold.objects.filter(institution__in=institutions).order_by("pk")
    for institution, rule, threshold in rows.values_list("institution_id", "rule", "threshold"):
        held.setdefault(institution, {})[rule] = threshold
    return held


def _cases(doctors: Iterable[User]) -> list[_Case]:
    cases = {doctor.pk: _Case(doctor) for doctor in doctors}
    ids = list(cases)
    homes = RoleAssignment.objects.active().filter(user__in=ids, role="doctor", institution__isnull=False)
    for doctor, institution in homes.order_by("-pk").values_list("user_id", "institution_id"):
        cases[doctor].institution_id = institution
    current = EducationPlan.objects.current().filter(doctor__in=ids)
    goal_plans: set[int | None] = set()
    for doctor, since, goal_plan in current.values_list("doctor_id", "assigned_at", "goal_plans").order_by(
        "-assigned_at"
    ):
        cases[doctor].since = since
        goal_plans.add(goal_plan)
    _count_goals(cases, goal_plans)
    activities = PlanActivity.objects.filter(doctor__in=ids).values_list("doctor_id").order_by()
    sent, counting = Q(state=PlanActivity.State.SENT), Q(state__in=PlanActivity.COUNTING)
    for doctor, number, since, newest in activities.annotate(
        number=Count("pk", filter=sent), oldest=Min("since", filter=sent), newest=Max("done_on", filter=counting)
    ):
        cases[doctor].unsigned, cases[doctor].unsigned_since, cases[doctor].newest = number, since, newest
    around = Relation.objects.active().filter(doctor__in=ids).exclude(kind=Relation.Kind.LEADER)
    for doctor, since, oldest in (
        around.values_list("doctor_id")
        .annotate(since=Max("starts_at", filter=Q(kind=Relation.Kind.MENTOR)), oldest=Min("confirmed_at"))
        .order_by()
    ):
        case = cases[doctor]
        case.has_mentor, case.mentor_since, case.unconfirmed_since = since is not None, since, oldest
    _add_talks(cases, ids)
    for doctor, kept in kept_by_doctor(ids).items():
        cases[doctor].kept = kept
    return list(cases.values())


def _add_talks(cases: dict[int, _Case], ids: list[int]) -> None:
    """When the doctor and a mentor last met, whether they will, and how often they have agreed to. Never what about."""
    took_place, ahead = Q(state__in=MentoringSession.TOOK_PLACE), Q(state__in=MentoringSession.BEFORE)
    talks = MentoringSession.objects.filter(series__doctor__in=ids).values_list("series__doctor_id").order_by()
    for doctor, last, coming in talks.annotate(
        last=Max("starts_at", filter=took_place),
        coming=Count("pk", filter=ahead & Q(starts_at__gt=clock.now())),
    ):
        cases[doctor].last_talk, cases[doctor].has_appointment = last, coming > 0
    running = MentoringSeries.objects.running().filter(doctor__in=ids).order_by("pk")
    for doctor, weeks in running.values_list("doctor_id", "interval_weeks"):
        cases[doctor].interval_weeks = weeks


def _count_goals(cases: dict[int, _Case], goal_plans: set[int | None]) -> None:
    """Those that stand in current plans."""
    approved, sent = reached(), Q(state=PlanGoal.State.SENT)
    goals = PlanGoal.objects.filter(goal_plan__in=goal_plans).asked_for().values_list("doctor_id").order_by()
    for doctor, whole, done, waiting, since in goals.annotate(
        whole=Count("pk"),
        done=Count("pk", filter=approved),
        waiting=Count("pk", filter=sent),
        oldest=Min("since", filter=sent),
    ):
        case = cases[doctor]
        case.whole, case.approved, case.sent, case.sent_since = whole, done, waiting, since


def _in_words(rule: WarningRule) -> WarningRule:
    """The same in the reader's language: looked up once, not for each of hundreds of warnings."""
    return replace(rule, name=str(rule.name), sentence=str(rule.sentence), unit=str(rule.unit), source=str(rule.source))


def _judge(case: _Case, own: dict[str, int], in_words: dict[str, WarningRule]) -> Iterator[Warned]:
    doctor = case.doctor.public_id
    told = {
        rules.NO_NEW_EVIDENCE: (_evidence(case), "training:plan", True),
        rules.UNDECIDED: (_waiting(case.sent, case.sent_since, _undecided), "training:plan", True),
        rules.UNSIGNED: (_waiting(case.unsigned, case.unsigned_since, _unsigned), "training:plan", True),
        rules.NO_MENTOR: (
            None if case.has_mentor else (1, _("Ingen veileder er registrert.")),
            "people:relations",
            False,
        ),
        rules.UNCONFIRMED: (_unconfirmed(case), "people:relations", False),
        rules.MENTORING_LATE: (_late_mentoring(case), "training:mentoring_overview", False),
        rules.BEHIND: (_behind(case), "training:halfyears", True),
    }
    for rule, (found, page, about) in told.items():
        threshold = own.get(rule.key, rule.threshold)
        if found is not None and rule.is_reached(found[0], threshold):
            yield Warned(in_words[rule.key], found[1], threshold, address_of(page, doctor) if about else reverse(page))


def _evidence(case: _Case) -> tuple[int, str] | None:
    if case.since is None or case.approved == case.whole:
        return None
    last = case.newest or case.since.astimezone(clock.OSLO).date()
    months, day = months_between(last, clock.today()), norwegian_date(last)
    if case.newest is None:
        return months, _("Ingenting er signert eller innfridd siden planen ble tildelt %(day)s.") % {"day": day}
    return months, _("Siste som teller, ble gjort %(day)s.") % {"day": day}


def _waiting(number: int, since: dt.datetime | None, words: "object") -> tuple[int, str] | None:
    if not number or since is None:
        return None
    days = (clock.today() - since.astimezone(clock.OSLO).date()).days
    return days, words(number, norwegian_date(since.astimezone(clock.OSLO)), days)  # type: ignore[operator]


def _undecided(number: int, day: str, days: int) -> str:
    return ngettext(
        "%(n)s mål venter, siden %(day)s (%(days)s dager).",
        "%(n)s mål venter, det eldste siden %(day)s (%(days)s dager).",
        number,
    ) % {"n": number, "day": day, "days": days}


def _unsigned(number: int, day: str, days: int) -> str:
    return ngettext(
        "%(n)s aktivitet venter, siden %(day)s (%(days)s dager).",
        "%(n)s aktiviteter venter, den eldste siden %(day)s (%(days)s dager).",
        number,
    ) % {"n": number, "day": day, "days": days}


def _unconfirmed(case: _Case) -> tuple[int, str] | None:
    if case.unconfirmed_since is None:
        return None
    day = case.unconfirmed_since.astimezone(clock.OSLO).date()
    return months_between(day, clock.today()), _("Sist bekreftet %(day)s.") % {"day": norwegian_date(day)}


def _late_mentoring(case: _Case) -> tuple[int, str] | None:
    """A doctor without mentor is told of by a rule of its own; what the two have agreed to holds when it is longer."""
    if case.mentor_since is None or case.since is None or case.has_appointment:
        return None
    since = case.last_talk or max(case.mentor_since, case.since)
    last = since.astimezone(clock.OSLO).date()
    due = due_on(last_on=last, weeks=case.interval_weeks)
    if due is not None and clock.today() <= due:
        return None
    weeks, day = (clock.today() - last).days // 7, norwegian_date(last)
    if case.last_talk is None:
        return weeks, _("Ingen samtale er holdt siden %(day)s, da veileder og plan var på plass.") % {"day": day}
    return weeks, _("Siste samtale var %(day)s.") % {"day": day}


def _behind(case: _Case) -> tuple[int, str] | None:
    if case.since is None or not case.whole:
        return None
    if case.kept is not None:
        words = _("%(missed)s av %(due)s mål som var lagt til halvår som er forbi, er ikke godkjent.")
        points = rules.points_behind_own_plan(missed=case.kept.missed, whole=case.whole)
        return points, words % {"missed": case.kept.missed, "due": case.kept.due}
    months = months_between(case.since.astimezone(clock.OSLO).date(), clock.today())
    points = rules.points_behind(approved=case.approved, whole=case.whole, months=months)
    words = _("%(approved)s av %(whole)s mål er godkjent %(months)s måneder etter at planen ble tildelt.")
    return points, words % {"approved": case.approved, "whole": case.whole, "months": months}

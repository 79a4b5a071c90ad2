"""Which warnings hold for which doctors now: the same sentences and numbers for the leader and for the doctor."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.addresses import address_of
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import User
from fagvei.training.queries import team_rows
from fagvei.training.queries.deadlines import Deadlines, Kind, deadlines_of
from fagvei.training.queries.halfyear import Kept, kept_by_doctor
from fagvei.training.queries.team_page import months_between
from fagvei.training.rules import due_on
from fagvei.training.rules import warnings as rules
from fagvei.training.rules.warnings import WARNING_RULES, WarningRule

# The pages that are about all of one's doctors; the others are about one.
RELATIONS, TALKS = "people:relations", "training:mentoring_overview"


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


# By the key of a rule: from which number on, and the rule with whose number that is.
_OwnNumbers = dict[str, tuple[int, WarningRule]]


@dataclass(slots=True)
class DoctorWarnings:
    doctor: User
    warnings: list[Warned] = field(default_factory=list)


@dataclass
class _Case:
    """What the rules are asked about one doctor."""

    doctor: User
    today: dt.date
    institution_id: int | None = None
    since: dt.datetime | None = None
    is_of_part_1: bool = False
    approved: int = 0
    loaded: int = 0
    sent: list[dt.datetime] = field(default_factory=list)
    unsigned: list[dt.datetime] = field(default_factory=list)
    newest: dt.date | None = None
    has_mentor: bool = False
    mentor_since: dt.datetime | None = None
    last_talk: dt.datetime | None = None
    has_appointment: bool = False
    interval_weeks: int | None = None
    kept: Kept | None = None
    unconfirmed_since: dt.datetime | None = None


def warnings_for(doctors: Iterable[User]) -> list[DoctorWarnings]:
    """Those with the most warnings first, doctors without any left out. Fifteen questions, whatever the number of doctors."""
    cases = _cases(doctors)
    thresholds = _thresholds({case.institution_id for case in cases if case.institution_id})
    in_words = {rule.key: _in_words(rule) for rule in WARNING_RULES.values()}
    address = {page: reverse(page) for page in (RELATIONS, TALKS)}
    held = deadlines_of([case.doctor.pk for case in cases])
    found = [
        DoctorWarnings(case.doctor, list(_judge(case, _own(case, thresholds, in_words), held, in_words, address)))
        for case in cases
    ]
    return sorted((row for row in found if row.warnings), key=lambda row: (-len(row.warnings), row.doctor.sort_key))


def threshold_at(institution: TrainingInstitution) -> dict[str, int | None]:
    """What holds at the institution, rule by rule."""
    own = _thresholds({institution.pk}).get(institution.pk, {})
    return {rule.key: own.get(rule.key, rule.threshold) for rule in WARNING_RULES.values()}


def _thresholds(institutions: set[int]) -> dict[int, dict[str, int]]:
    held: dict[int, dict[str, int]] = {}
    for institution, rule, threshold in team_rows.thresholds_of(institutions=institutions):
        held.setdefault(institution, {})[rule] = threshold
    return held


def _cases(doctors: Iterable[User]) -> list[_Case]:
    now, today = clock.now(), clock.today()
    cases = {doctor.pk: _Case(doctor, today) for doctor in doctors}
    ids = frozenset(cases)
    for doctor, institution in team_rows.homes(doctors=ids, now=now):
        cases[doctor].institution_id = institution
    _count_goals(cases, team_rows.current_plans(doctors=ids), today)
    for doctor, *days in team_rows.newest_by_doctor(doctors=ids):
        cases[doctor].newest = max(filter(None, days), default=None)
    for doctor, since, oldest in team_rows.people_around(doctors=ids, now=now):
        case = cases[doctor]
        case.has_mentor, case.mentor_since, case.unconfirmed_since = since is not None, since, oldest
    # When the doctor and a mentor last met, whether they will, and how often they have agreed to. Never what about.
    for doctor, last, coming in team_rows.talks_by_doctor(doctors=ids, now=now):
        cases[doctor].last_talk, cases[doctor].has_appointment = last, coming > 0
    for doctor, weeks in team_rows.intervals_agreed(doctors=ids, now=now):
        cases[doctor].interval_weeks = weeks
    for doctor, kept in kept_by_doctor(ids).items():
        cases[doctor].kept = kept
    return list(cases.values())


def _count_goals(cases: dict[int, _Case], plans: Iterable[tuple], today: dt.date) -> None:
    """Those that stand in current plans and are asked for, and what is sent: nobody is late with what is not loaded.

    Since when is told by the first of the plans.
    """
    doctor_of: dict[int, int] = {}
    for doctor, since, specialty, goal_plan, *_set in plans:
        cases[doctor].since = cases[doctor].since or since
        cases[doctor].is_of_part_1 = specialty is None
        if goal_plan is not None:
            doctor_of[goal_plan] = doctor
    goal_plans = frozenset(doctor_of)
    exceptions = team_rows.exceptions(goal_plans, frozenset(cases), today)
    for goal_plan, loaded, done in team_rows.counted_by_plan(goal_plans=goal_plans, **exceptions):
        case = cases[doctor_of[goal_plan]]
        case.loaded, case.approved = case.loaded + loaded, case.approved + done
    for doctor, is_goal, since in team_rows.sent_rows(doctors=frozenset(cases), goal_plans=goal_plans, **exceptions):
        (cases[doctor].sent if is_goal else cases[doctor].unsigned).append(since)


def _in_words(rule: WarningRule) -> WarningRule:
    """The same in the reader's language: looked up once, not for each of hundreds of warnings."""
    return replace(rule, name=str(rule.name), sentence=str(rule.sentence), unit=str(rule.unit), source=str(rule.source))


def _own(case: _Case, thresholds: dict[int, dict[str, int]], in_words: dict[str, WarningRule]) -> _OwnNumbers:
    """The thresholds that the institution has settled, in place of our own numbers."""
    return {key: (number, in_words[key]) for key, number in thresholds.get(case.institution_id or 0, {}).items()}


def _measured(
    case: _Case, rule: WarningRule, kind: str, instants: list[dt.datetime], own: _OwnNumbers, held: Deadlines
) -> tuple[dt.datetime | None, _OwnNumbers]:
    """Since when that waits which is warned about first, and `own` with the day after its deadline when it had no threshold.

    That is what is late first by a deadline; what came before there was any has none, and is measured by our own number.
    """
    if not instants or rule.key in own:
        return min(instants, default=None), own
    first = held.first_due(case.doctor.pk, kind, instants)
    without = min((since for since in instants if held.due(case.doctor.pk, kind, since) is None), default=None)
    if first is None or (without is not None and not first[0].is_late):
        return without, own
    due, since = first
    source = _("fristen på %(n)s dager, satt av %(name)s") % {"n": due.days, "name": due.institution}
    return since, own | {rule.key: (due.days + 1, replace(rule, source=source))}


def _judge(
    case: _Case, own: _OwnNumbers, held: Deadlines, in_words: dict[str, WarningRule], address: dict[str, str]
) -> Iterator[Warned]:
    about = case.doctor.public_id
    undecided, own = _measured(case, in_words[rules.UNDECIDED.key], Kind.DECISION, case.sent, own, held)
    unsigned, own = _measured(case, in_words[rules.UNSIGNED.key], Kind.SIGNING, case.unsigned, own, held)
    for rule, found, page in (
        (rules.NO_NEW_EVIDENCE, _evidence(case), "training:plan"),
        (rules.UNDECIDED, _waiting(case, case.sent, undecided, _undecided), "training:plan"),
        (rules.UNSIGNED, _waiting(case, case.unsigned, unsigned, _unsigned), "training:plan"),
        (rules.NO_MENTOR, None if case.has_mentor else (1, _("Ingen veileder er registrert.")), RELATIONS),
        (rules.UNCONFIRMED, _unconfirmed(case), RELATIONS),
        (rules.MENTORING_LATE, _late_mentoring(case), TALKS),
        (rules.BEHIND, _behind(case), "training:halfyears"),
    ):
        threshold, said = own.get(rule.key, (rule.threshold, in_words[rule.key]))
        if found is not None and rule.is_reached(found[0], threshold):
            yield Warned(said, found[1], threshold, address.get(page) or address_of(page, about))


def _evidence(case: _Case) -> tuple[int, str] | None:
    if case.since is None or case.approved == case.loaded:
        return None
    last = case.newest or case.since.astimezone(clock.OSLO).date()
    months, day = months_between(last, case.today), norwegian_date(last)
    if case.newest is None:
        return months, _("Ingenting er signert eller innfridd siden planen ble tildelt %(day)s.") % {"day": day}
    return months, _("Siste som teller, ble gjort %(day)s.") % {"day": day}


def _waiting(
    case: _Case, instants: list[dt.datetime], measured: dt.datetime | None, words: Callable[[int, str, int], str]
) -> tuple[int, str] | None:
    """The oldest in words, with the days of what is measured, which is told of when it is another."""
    if measured is None:
        return None
    oldest, day = (each.astimezone(clock.OSLO).date() for each in (min(instants), measured))
    days = (case.today - day).days
    said = words(len(instants), norwegian_date(oldest), (case.today - oldest).days)
    if day == oldest:
        return days, said
    first = _("Varselet gjelder det som kom %(day)s (%(days)s dager).")
    return days, f"{said} {first % {'day': norwegian_date(day), 'days': days}}"


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
    return months_between(day, case.today), _("Sist bekreftet %(day)s.") % {"day": norwegian_date(day)}


def _late_mentoring(case: _Case) -> tuple[int, str] | None:
    """A doctor without mentor is told of by a rule of its own; what the two have agreed to holds when it is longer."""
    if case.mentor_since is None or case.since is None or case.has_appointment:
        return None
    since = case.last_talk or max(case.mentor_since, case.since)
    last = since.astimezone(clock.OSLO).date()
    due = due_on(last_on=last, weeks=case.interval_weeks)
    if due is not None and case.today <= due:
        return None
    weeks, day = (case.today - last).days // 7, norwegian_date(last)
    if case.last_talk is None:
        return weeks, _("Ingen samtale er holdt siden %(day)s, da veileder og plan var på plass.") % {"day": day}
    return weeks, _("Siste samtale var %(day)s.") % {"day": day}


def _behind(case: _Case) -> tuple[int, str] | None:
    if case.since is None or not case.loaded:
        return None
    if case.kept is not None:
        words = _("%(missed)s av %(due)s mål som var lagt til halvår som er forbi, er ikke godkjent.")
        points = rules.points_behind_own_plan(missed=case.kept.missed, whole=case.loaded)
        return points, words % {"missed": case.kept.missed, "due": case.kept.due}
    months = months_between(case.since.astimezone(clock.OSLO).date(), case.today)
    points = rules.points_behind(
        approved=case.approved, whole=case.loaded, months=months, is_of_part_1=case.is_of_part_1
    )
    words = _("%(approved)s av %(whole)s mål i planen er godkjent %(months)s måneder etter at planen ble tildelt.")
    return points, words % {"approved": case.approved, "whole": case.loaded, "months": months}

"""Ready to apply? What the rules of readiness say of one doctor, with what is missing, who can mend it, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.common import clock
from fagvei.curriculum.models import GoalSet, LearningGoal
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import User
from fagvei.people.queries import institution_of, leader_of
from fagvei.training import rules
from fagvei.training.models import (
    Absence,
    Assessment,
    AssessmentPanel,
    Employment,
    Placement,
    PlanActivity,
    PlanGoal,
    ServiceCertificate,
    SetChoice,
    TransferredItem,
)
from fagvei.training.models.goals import PART_1
from fagvei.training.models.service import ServiceState
from fagvei.training.queries.certificates import Workplace, turn_of, workplaces_of
from fagvei.training.queries.progress import SetProgress, progress_of
from fagvei.training.queries.rollover import ended, kept_sets, new_goals
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
class Reader:
    """Who reads: what people are called, and where things are mended, on the doctor's own pages or the leader's of the doctor."""

    doctor: User
    viewer: User
    leader: User | None
    home: TrainingInstitution | None
    service: str
    plan: str
    changes: str
    certificate: str

    @classmethod
    def of(cls, doctor: User, viewer: User) -> "Reader":
        who = (doctor, viewer, leader_of(doctor), institution_of(doctor))
        if doctor == viewer:
            names = ("training:my_service", "training:my_plan", "training:my_rollover", "training:ask_for_certificate")
            return cls(*who, *map(reverse, names))
        names = ("training:service", "training:plan", "training:rollover", "training:prepare_certificate")
        return cls(*who, *(reverse(name, args=[doctor.public_id]) for name in names))

    @property
    def is_own(self) -> bool:
        return self.doctor == self.viewer

    def name(self, person: Any) -> str:
        return _("deg") if person == self.viewer else str(person)


@dataclass
class ReadinessPage:
    doctor: User
    conditions: list[Condition]
    is_practice: bool
    has_plan: bool
    kept: list[SetChoice] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        return self.has_plan and readiness.is_ready(self.conditions)

    @property
    def met(self) -> int:
        return sum(each.state != readiness.MISSING for each in self.conditions)


def readiness_page(doctor: User, viewer: User | None = None) -> ReadinessPage:
    """A fixed number of questions, whatever the number of goals. `viewer` is the doctor, or the leader or the deputy."""
    kept = kept_sets(doctor)
    has_plan = bool(doctor.education_plans.current().in_a_specialty().exists())
    facts = facts_of(doctor, viewer or doctor, kept, has_plan=has_plan)
    return ReadinessPage(doctor, readiness.conditions(facts), facts.is_practice, has_plan, kept)


def facts_of(doctor: User, viewer: User, kept: Sequence[SetChoice], *, has_plan: bool) -> Facts:
    reader = Reader.of(doctor, viewer)
    is_practice = doctor.is_demo and reader.home is not None and reader.home.is_demo
    leader = reader.name(reader.leader or _("lederen"))
    part_1 = part_1_confirmation_of(doctor)
    account = countable_time(doctor, clock.today())
    planned = list(_goals(doctor))
    no_longer_asked = ended(planned)
    # What the regulation asks for on the day of the application (R21), beside what is approved already.
    goals = [goal for goal in planned if goal.pk not in no_longer_asked or goal.state == State.APPROVED]
    new = [row.goal for row in new_goals(doctor, planned, kept)]
    is_open = [goal for goal in goals if goal.state != State.APPROVED]
    counted = [goal for goal in goals if part_1 is None or not _is_of_part_1(goal.goal)]
    return Facts(
        open_part_1=tuple(_open_goals(is_open, new, leader, reader, of_part_1=True)),
        open_goals=(
            *(() if has_plan else [Item(_("Det er ikke tildelt noen plan i en spesialitet"), leader)]),
            *_open_goals(is_open, new, leader, reader, of_part_1=False),
        ),
        is_carried_on=part_1 is not None,
        sets_not_loaded=tuple(_not_loaded(progress_of([doctor.pk]).get(doctor.pk, []))),
        texts_missing=sum(not goal.revision.has_official_text for goal in counted),
        is_practice=is_practice,
        confirmed_months=account.total,
        time_missing=tuple(_time(account, part_1 is not None, leader, reader)),
        certificates_missing=tuple(_certificates(account, leader, reader)),
        open_items=tuple(_open(leader, reader)),
    )


def _goals(doctor: User) -> QuerySet[PlanGoal]:
    rows = PlanGoal.objects.filter(doctor=doctor).in_current_plan()
    return rows.select_related("goal__goal_set", "revision", "waiting_on").order_by(
        "goal__goal_set__position", "goal__code"
    )


def _is_of_part_1(goal: LearningGoal) -> bool:
    """The set of part 1, and the common goals that belong to part 1: approved once, carried on."""
    if goal.goal_set.kind == GoalSet.Kind.PART_1:
        return True
    return goal.goal_set.kind == GoalSet.Kind.COMMON and goal.part == PART_1


def _open_goals(
    planned: list[PlanGoal], new: list[LearningGoal], leader: str, reader: Reader, *, of_part_1: bool
) -> list[Item]:
    """The first ones by name, the rest as a number; those the regulation has got and the plan has not stand first."""
    items = [_new_goal(goal, leader, reader) for goal in new if _is_of_part_1(goal) == of_part_1]
    items += [_goal(goal, reader) for goal in planned if _is_of_part_1(goal.goal) == of_part_1]
    rest = len(items) - MOST_NAMED
    if rest <= 0:
        return items
    words = ngettext("og %(n)s mål til", "og %(n)s mål til", rest) % {"n": rest}
    return [*items[:MOST_NAMED], Item(words, reader.name(reader.doctor), reader.plan, _("Se alle"))]


def _goal(goal: PlanGoal, reader: Reader) -> Item:
    text = _("%(code)s er %(state)s") % {"code": goal.goal.code, "state": goal.get_state_display()}
    return Item(text, reader.name(goal.waiting_on or reader.doctor), goal.get_absolute_url(), _("Åpne målet"))


def _new_goal(goal: LearningGoal, leader: str, reader: Reader) -> Item:
    text = _("%(code)s er nytt i forskriften og ikke tatt inn i planen") % {"code": goal.code}
    return Item(text, leader, reader.changes, _("Se endringene"))


def _not_loaded(sets: list[SetProgress]) -> Iterator[Item]:
    for each in sets:
        counted = each.counted
        if counted.not_loaded or (counted.is_unknown and not each.is_carried_on):
            words = _("%(set)s: %(total)s av %(expected)s mål er lastet inn")
            expected = _("ukjent antall") if counted.is_unknown else counted.whole
            values = {"set": each.short_name, "total": counted.loaded, "expected": expected}
            yield Item(words % values, _("den som holder læringsmålene oppdatert"))


def _time(account: rules.Account, is_part_1_confirmed: bool, leader: str, reader: Reader) -> Iterator[Item]:
    service, label = reader.service, _("Se tjeneste og tid")
    if not is_part_1_confirmed:
        yield Item(_("Del 1 er ikke bekreftet"), leader, service, label)
    if not account.is_enough:
        left = {"total": number(account.total), "left": ceil(account.remaining)}
        text = _("%(total)s av 78 måneder er bekreftet, minst %(left)s gjenstår") % left
        yield Item(text, leader if account.unconfirmed else "", service, label)
    if is_part_1_confirmed and not rules.part_1_time_is_enough(account):
        text = _(
            "Del 1 er bekreftet, men bare %(hospital)s av 12 måneder i sykehus og %(municipality)s av 6 i kommune er "
            "registrert som tjeneste. Registrer periodene."
        )
        hospital, municipality = account.counted_in("part_1_hospital"), account.counted_in("part_1_municipality")
        found = {"hospital": number(hospital), "municipality": number(municipality)}
        yield Item(text % found, reader.name(reader.doctor), service, label)


def _certificates(account: rules.Account, leader: str, reader: Reader) -> Iterator[Item]:
    places = [(place, place.months_after(account.on)) for place in workplaces_of(reader.doctor)]
    # Time that no certificate tells about stops nobody who has enough without it.
    left = account.total - sum((months for _place, months in places), Fraction(0))
    needs_all = account.is_enough and left < rules.TOTAL_TIME.months
    for place, after in places:
        found = place.certificate
        if place.institution is None and place.specialty is None:
            text = _(
                "%(place)s: arbeidsgiveren er ikke en utdanningsvirksomhet i Fagvei, så bekreftelsen kan ikke skrives her. "
                "Legg ved en bekreftelse signert av arbeidsgiveren i søknaden. Fagvei kan ikke se om den er skaffet, så "
                "dette står så lenge tjenesten teller. Helsedirektoratet avgjør om den godtas."
            )
            yield Item(text % {"place": place}, reader.name(reader.doctor), reader.service, _("Se tjeneste og tid"))
        elif place.institution is None:
            text = _("%(place)s: arbeidsgiveren er ikke en utdanningsvirksomhet i Fagvei, så ingen kan signere her")
            yield Item(text % {"place": place}, _("den som holder virksomhetene oppdatert"))
        elif found is None:
            label = _("Be om den") if reader.is_own else _("Lag den")
            yield Item(_("%(place)s: ikke laget") % {"place": place}, leader, reader.certificate, label)
        elif text := _lacks(found, place, needs_all=needs_all and after > 0):
            turn = turn_of(found, leader=reader.leader, home=reader.home)
            who = reader.name(turn) if turn else leader
            yield Item(text, who, found.get_absolute_url(), _("Åpne bekreftelsen"))


def _lacks(found: ServiceCertificate, place: Workplace, *, needs_all: bool) -> str:
    """What is wrong with a certificate that is there; empty when nothing is."""
    if found.state != ServiceCertificate.State.SIGNED:
        return _("%(place)s: %(state)s") % {"place": place, "state": found.get_state_display()}
    if found.satisfactory != ServiceCertificate.Satisfactory.YES:
        text = _("%(place)s: bekreftelsen sier at tjenesten ikke er utført tilfredsstillende")
    elif place.is_outdated:
        text = _("%(place)s: tjenesten er endret etter signeringen, så bekreftelsen må annulleres og lages på nytt")
    elif needs_all:
        text = _("%(place)s: tiden etter %(day)s trengs, så bekreftelsen må annulleres og lages på nytt")
    else:
        return ""
    return text % {"place": place, "day": date_format(found.ends_on, "j. F Y")}


def _open(leader: str, reader: Reader) -> Iterator[Item]:
    doctor, name = reader.doctor, reader.name
    sent = PlanActivity.objects.filter(doctor=doctor, state=PlanActivity.State.SENT)
    for activity in sent.select_related("waiting_on").order_by("since"):
        text = _("«%(title)s» venter på signering") % {"title": activity.title}
        yield Item(text, name(activity.waiting_on or doctor), activity.get_absolute_url(), _("Åpne aktiviteten"))
    for activity in PlanActivity.objects.filter(doctor=doctor).with_open_objection().order_by("since"):
        text = _("Innsigelse mot «%(title)s» er ikke besvart") % {"title": activity.title}
        yield Item(text, leader, activity.get_absolute_url(), _("Åpne aktiviteten"))
    waiting = [ServiceState.SENT, ServiceState.RETURNED] if reader.is_own else [ServiceState.SENT]
    for model in (Employment, Placement, Absence):
        rows: Any = model._default_manager.filter(doctor=doctor, state__in=waiting)
        for row in rows.order_by("starts_on", "pk"):
            kind = str(row._meta.verbose_name)
            text = _("En registrering av %(name)s er %(state)s") % {"name": kind, "state": row.get_state_display()}
            who = leader if row.state == ServiceState.SENT else name(doctor)
            yield Item(text, who, reader.service, _("Se tjeneste og tid"))
    yield from _undecided(leader, reader)


def _undecided(leader: str, reader: Reader) -> Iterator[Item]:
    """What was brought from elsewhere, assessments that are answered and do not count yet, and panels that are called."""
    doctor = reader.doctor
    for item in TransferredItem.objects.undecided().filter(doctor=doctor).select_related("report").order_by("pk"):
        text = _("«%(title)s» er overført og ikke avgjort") % {"title": item.title}
        yield Item(text, leader, item.report.get_absolute_url(), _("Se overføringen"))
    answered = Assessment.objects.filter(
        doctor=doctor, state__in=[Assessment.State.ANSWERED, Assessment.State.IDENTIFIED]
    )
    for row in answered.select_related("assessor", "outside_assessor").order_by("since", "pk"):
        text = _("«%(title)s» er %(state)s") % {"title": row.title, "state": row.get_state_display()}
        who = leader if row.state == Assessment.State.IDENTIFIED else reader.name(row.assessor or row.assessor_name)
        yield Item(text, who, row.get_absolute_url(), _("Åpne vurderingen"))
    panels = AssessmentPanel.objects.filter(doctor=doctor, state__in=AssessmentPanel.OPEN)
    for panel in panels.select_related("waiting_on").order_by("meets_at", "pk"):
        text = _("Evalueringskollegium: %(state)s") % {"state": panel.get_state_display()}
        yield Item(text, reader.name(panel.waiting_on or leader), panel.get_absolute_url(), _("Åpne kollegiet"))

"""Numbers about the doctors of an institution, for those who keep its plan. No name, and nothing below five."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F
from django.utils.translation import gettext as _

from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import RoleAssignment, User
from fagvei.training.models import PlanActivity, PlanGoal
from fagvei.training.queries.progress import progress_of
from fagvei.training.queries.warnings import warnings_for
from fagvei.training.rules.counts import FEWEST, shown, shown_alone, shown_of
from fagvei.training.rules.warnings import WARNING_RULES

# Share of goals approved, as upper bounds in percent.
BANDS = (25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Count_:
    """One line: what is counted, and the number or None when it is withheld."""

    words: str
    number: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NumbersPage:
    """`doctors` is None below five; then nothing else is shown either."""

    institution: TrainingInstitution
    doctors: int | None
    bands: list[Count_]
    warnings: list[Count_]
    waiting: list[Count_]
    fewest: int = FEWEST


def numbers_page(institution: TrainingInstitution) -> NumbersPage:
    """Doctors who have the role of doctor at the institution now. Ten questions, whatever their number."""
    roles = RoleAssignment.objects.active().filter(role="doctor", institution=institution)
    doctors = list(User.objects.filter(pk__in=roles.values("user_id"), is_active=True))
    if len(doctors) < FEWEST:
        return NumbersPage(institution, None, [], [], [])
    return NumbersPage(institution, len(doctors), _bands(doctors), _warnings(doctors), _waiting(doctors))


def _bands(doctors: list[User]) -> list[Count_]:
    percents = []
    for sets in progress_of([doctor.pk for doctor in doctors]).values():
        if all(each.counted.is_unknown for each in sets):
            continue  # nothing is loaded and no source tells a number: that is no hundred percent
        done, whole = (sum(getattr(each.counted, name) for each in sets) for name in ("approved", "whole"))
        percents.append(done * 100 // whole if whole else 100)
    counts = [sum(low <= each < high for each in percents) for low, high in zip((0, *BANDS), BANDS, strict=False)]
    counts += [sum(each == 100 for each in percents), len(doctors) - len(percents)]
    words = [
        _("under 25 prosent godkjent"),
        _("25 til 49 prosent"),
        _("50 til 74 prosent"),
        _("75 til 99 prosent"),
        _("alle mål godkjent"),
        _("ingen plan ennå, eller ukjent antall mål"),
    ]
    return [Count_(word, number) for word, number in zip(words, shown(counts), strict=True)]


def _warnings(doctors: list[User]) -> list[Count_]:
    held = Counter(warned.rule.key for row in warnings_for(doctors) for warned in row.warnings)
    return [
        Count_(str(rule.name), shown_of(held[rule.key], len(doctors)), str(rule.sentence))
        for rule in WARNING_RULES.values()
    ]


def _waiting(doctors: list[User]) -> list[Count_]:
    """How many things wait, when they are of five doctors or more: the same that wait in somebody's inbox."""
    lines = []
    current = PlanGoal.objects.in_current_plan()
    for words, rows in (
        (_("aktiviteter venter på signatur"), PlanActivity.objects.filter(state=PlanActivity.State.SENT)),
        (
            _("mål venter på uttalelser"),
            current.filter(state=PlanGoal.State.COMPLETED).exclude(waiting_on_id=F("doctor_id")),
        ),
        (_("mål venter på avgjørelse"), current.filter(state=PlanGoal.State.SENT)),
    ):
        found = rows.filter(doctor__in=doctors).aggregate(number=Count("pk"), of=Count(F("doctor_id"), distinct=True))
        lines.append(Count_(words, found["number"] if shown_alone(found["of"]) else None))
    return lines

"""The doctors a person leads, mentors or supervises: progress and what is most urgent, in a fixed number of questions."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fagvei.curriculum.models import GoalSet
from fagvei.organisations.models import Specialty
from fagvei.people.models import Relation, User
from fagvei.people.queries import circle_of, doctor_ids_decided_by
from fagvei.training.models import EducationPlan
from fagvei.training.models.goals import of_part_1
from fagvei.training.models.plans import plan_name
from fagvei.training.queries.progress import progress_of
from fagvei.training.queries.waiting import (
    activities_to_sign,
    goals_awaiting_opinion_of,
    goals_to_decide,
    objections_to_answer,
)


@dataclass(frozen=True)
class Urgent:
    """Something that waits for the viewer with this doctor, and where it is done."""

    words: str
    url: str


@dataclass
class DoctorRow:
    """`may_open` is false for those one only supervises: their plan is not one's to read."""

    doctor: User
    relations: list[str]
    may_open: bool
    may_assign: bool
    is_mentored: bool = False
    is_led: bool = False
    specialties: list[str] = field(default_factory=list)
    approved: int = 0
    whole: int = 0
    not_loaded: int = 0
    sees_progress: bool = False
    urgent: list[Urgent] = field(default_factory=list)
    oldest: dt.datetime | None = None

    @property
    def url(self) -> str:
        return reverse("training:plan", args=[self.doctor.public_id])

    @property
    def assign_url(self) -> str:
        return reverse("training:assign_plan", args=[self.doctor.public_id])

    @property
    def standing_words(self) -> str:
        return ", ".join(str(STANDING[kind]) for kind in self.relations)


STANDING = {
    "leader": _("du er leder"), "acting": _("du handler for lederen"),
    Relation.Kind.MENTOR: _("du er veileder"), Relation.Kind.SUPERVISOR: _("du er supervisør"),
}  # fmt: skip


def doctors_of(user: User) -> list[DoctorRow]:
    """What waits the longest first, then by name. Progress only for those who may see the whole record."""
    relations = Relation.objects.active().filter(person=user).values_list("doctor_id", "kind").order_by("kind", "pk")
    decided = set(
        Relation.objects.active().filter(doctor_ids_decided_by(user)).values_list("doctor_id", flat=True).order_by("pk")
    )
    kinds: dict[int, list[str]] = {}
    for doctor_id, kind in relations:
        kinds.setdefault(doctor_id, []).append(kind)
    for doctor_id in decided:
        if Relation.Kind.LEADER not in kinds.get(doctor_id, []):
            kinds.setdefault(doctor_id, []).insert(0, "acting")
    doctors = User.objects.filter(pk__in=list(kinds), is_active=True)
    wide = {pk for pk, held in kinds.items() if pk in decided or Relation.Kind.MENTOR in held}
    rows = {
        doctor.pk: DoctorRow(
            doctor,
            list(dict.fromkeys(kinds[doctor.pk])),
            may_open=doctor.pk in wide,
            may_assign=Relation.Kind.LEADER in kinds[doctor.pk],
            is_mentored=Relation.Kind.MENTOR in kinds[doctor.pk],
            is_led=doctor.pk in decided,
        )
        for doctor in doctors
    }
    _add_progress(rows, sorted(wide & rows.keys()))
    _add_urgent(rows, user)
    last = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(rows.values(), key=lambda row: (row.oldest or last, row.doctor.sort_key))


def _add_progress(rows: dict[int, DoctorRow], wide: list[int]) -> None:
    plans = EducationPlan.objects.current().filter(doctor_id__in=wide).order_by("pk")
    for doctor_id, specialty in plans.values_list("doctor_id", "specialty__name"):
        rows[doctor_id].specialties.append(plan_name(specialty))
    for doctor_id, sets in progress_of(wide).items():
        row = rows[doctor_id]
        row.sees_progress = True
        row.approved = sum(each.counted.approved for each in sets)
        row.whole = sum(each.counted.whole for each in sets)
        row.not_loaded = sum(each.counted.not_loaded for each in sets)


def _add_urgent(rows: dict[int, DoctorRow], user: User) -> None:
    """One question per kind; a single thing has its own address, several have the doctor's page or the series."""
    circle = circle_of(user)
    for queryset, since_when, name, say in (
        (goals_to_decide(circle), "since", "decide_goal", _to_decide),
        (activities_to_sign(circle), "since", "sign_series", _to_sign),
        (goals_awaiting_opinion_of(circle), "completed_at", "give_opinion", _to_say),
        (objections_to_answer(circle), "since", "activity", _to_answer),
    ):
        found: dict[int, list[tuple]] = {}
        for doctor_id, public_id, since in queryset.order_by(since_when, "pk").values_list(
            "doctor_id", "public_id", since_when
        ):
            found.setdefault(doctor_id, []).append((public_id, since))
        for doctor_id, items in found.items():
            if (row := rows.get(doctor_id)) is not None:
                oldest_id, oldest = items[0]
                target = row.doctor.public_id if name == "sign_series" else oldest_id
                row.urgent.append(Urgent(say(len(items)), reverse(f"training:{name}", args=[target])))
                row.oldest = min(row.oldest or oldest, oldest)


def _to_decide(n: int) -> str:
    return ngettext("%(n)s mål å avgjøre", "%(n)s mål å avgjøre", n) % {"n": n}


def _to_sign(n: int) -> str:
    return ngettext("%(n)s aktivitet å signere", "%(n)s aktiviteter å signere", n) % {"n": n}


def _to_say(n: int) -> str:
    return ngettext("%(n)s uttalelse å gi", "%(n)s uttalelser å gi", n) % {"n": n}


def _to_answer(n: int) -> str:
    return ngettext("%(n)s innsigelse å svare på", "%(n)s innsigelser å svare på", n) % {"n": n}


def sets_by_specialty(specialties: Iterable[Specialty]) -> list[tuple[Specialty, list[GoalSet]]]:
    """Which sets a plan in each specialty would get, with how many goals are loaded."""
    sets = GoalSet.objects.asked_of(list(specialties)).annotate(loaded=Count("goals")).order_by("position", "code")
    return [(each, [row for row in sets if row.specialty_id in (None, each.pk)]) for each in specialties]


def sets_of_part_1() -> list[GoalSet]:
    """The same for the plan of part 1. How many goals a whole set has says nothing of the part that is taken."""
    taken = Count("goals", filter=Q(goals__in=of_part_1().values("pk")))
    sets = list(GoalSet.objects.asked_of([]).annotate(loaded=taken).order_by("position", "code"))
    for each in sets:
        each.expected_goals = each.expected_goals if each.kind == GoalSet.Kind.PART_1 else None
    return sets

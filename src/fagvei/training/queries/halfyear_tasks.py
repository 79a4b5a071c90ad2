"""The next half-year waits for the doctor and the mentor until both have agreed to the same content."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.people.models import User
from fagvei.people.queries import Circle
from fagvei.training.models import HalfYearAgreement, PlannedItem, PlanRevision
from fagvei.training.queries import halfyear as core
from fagvei.training.rules import halfyear as rules


def halfyear_tasks(circle: Circle) -> Iterator[Task]:
    """One question when nothing stands in the next half-year of anybody it concerns, else three."""
    half = core.next_halfyear()
    concerned = circle.mentors | {circle.user.pk}
    items: dict[User, list[PlannedItem]] = defaultdict(list)
    for item in _placed(doctors=concerned, half=half.key):
        items[item.doctor].append(item)
    if not items:
        return
    agreements = list(HalfYearAgreement.objects.filter(doctor__in=list(items), half_year=half.key).order_by("pk"))
    changed = dict(
        PlanRevision.objects.filter(doctor__in=list(items)).order_by("number").values_list("doctor_id", "at")
    )
    for doctor, own in items.items():
        given = [row for row in agreements if row.doctor_id == doctor.pk]
        standing = core.standing_of(half.key, own, given)
        role = "doctor" if doctor == circle.user else "mentor"
        is_asked = bool(standing.by_doctor or standing.by_mentor)
        if role in standing.missing and (is_asked or rules.asks_for_agreement(half, clock.today())):
            other = standing.by_mentor if role == "doctor" else standing.by_doctor
            yield Task(
                kind="agree_on_halfyear",
                title=_title(role, doctor, str(half)),
                url=_url(role, doctor),
                act_label=_("Les og avtal"),
                waiting_since=other.at if other else changed[doctor.pk],
                due_on=half.first_day,
                about=doctor.pk,
            )


@prepared
def _placed(doctors: Collection[int], half: str) -> QuerySet[PlannedItem]:
    return PlannedItem.objects.filter(doctor_id__in=doctors, half_year=half).select_related("doctor").order_by("pk")


def _title(role: str, doctor: User, half: str) -> str:
    if role == "doctor":
        return _("Avtal %(half)s med veilederen din") % {"half": half}
    return _("Avtal %(half)s med %(name)s") % {"half": half, "name": doctor.full_name}


def _url(role: str, doctor: User) -> str:
    if role == "doctor":
        return reverse("training:my_halfyears")
    return reverse("training:halfyears", args=[doctor.public_id])

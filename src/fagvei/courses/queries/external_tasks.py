"""What waits for somebody about proofs of external courses: the liaison RegUt decides, the doctor mends."""

from collections.abc import Collection, Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.courses.models import ExternalCertificate
from fagvei.people.models import User

State = ExternalCertificate.State
LINE = ("public_id", "state", "since", "doctor__full_name", "course__activity__name")


@prepared
def _waiting(user: int, centres: Collection[int]) -> QuerySet[ExternalCertificate]:
    waits = Q(doctor_id=user, state=State.RETURNED)
    if centres:
        waits |= Q(course__centre_id__in=centres, state=State.SENT) & ~Q(doctor_id=user)
    rows = ExternalCertificate.objects.filter(waits).select_related("doctor", "course__activity").only(*LINE)
    return rows.order_by("since", "pk")


def external_tasks_for(user: User, centres: set[int]) -> Iterator[Task]:
    """One question, for officers and doctors alike."""
    for row in _waiting(user=user.pk, centres=centres):
        words = {"name": row.doctor, "course": row.course}
        is_mine = row.state == State.RETURNED
        yield Task(
            "external_returned" if is_mine else "external_to_check",
            _("Rett beviset for %(course)s") % words
            if is_mine
            else _("Se på beviset fra %(name)s: %(course)s") % words,
            row.get_absolute_url(),
            _("Rett og send") if is_mine else _("Se beviset"),
            row.since,
            due_on=None,
        )

"""What was brought from the old portal waits for the leader, as one task per doctor."""

from collections.abc import Collection, Iterator

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.people.queries import Circle
from fagvei.training.queries.transfer import items_to_confirm


@prepared
def _by_report(leads: Collection[int]) -> QuerySet:
    rows = items_to_confirm(leads).values_list("report__public_id", "doctor__full_name")
    return rows.annotate(number=Count("pk"), oldest=Min("report__imported_at")).order_by("oldest")


def transfer_tasks(circle: Circle) -> Iterator[Task]:
    for public_id, name, number, oldest in _by_report(leads=circle.leads):
        title = ngettext("Bekreft %(n)s overføring fra %(name)s", "Bekreft %(n)s overføringer fra %(name)s", number)
        yield Task(
            kind="confirm_transfers",
            title=title % {"n": number, "name": name},
            url=reverse("training:transfer", args=[public_id]),
            act_label=_("Se én og én"),
            waiting_since=oldest,
            count=number,
        )

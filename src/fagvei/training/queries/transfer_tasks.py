"""What was brought from the old portal waits for the leader, as one task per doctor."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagvei.common.tasks import Task
from fagvei.people.queries import Circle
from fagvei.training.queries.transfer import items_to_confirm


def transfer_tasks(circle: Circle) -> Iterator[Task]:
    rows = (
        items_to_confirm(circle.leads)
        .values_list("report__public_id", "doctor__full_name")
        .annotate(number=Count("pk"), oldest=Min("report__imported_at"))
        .order_by("oldest")
    )
    for public_id, name, number, oldest in rows:
        title = ngettext("Bekreft %(n)s overføring fra %(name)s", "Bekreft %(n)s overføringer fra %(name)s", number)
        yield Task(
            kind="confirm_transfers",
            title=title % {"n": number, "name": name},
            url=reverse("training:transfer", args=[public_id]),
            act_label=_("Se én og én"),
            waiting_since=oldest,
            count=number,
        )

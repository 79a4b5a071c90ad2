"""What waits for those who make the guideline: texts to judge, and texts to go on with."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.guideline.models import UnitVersion, VersionEvent
from fagvei.people.models import User

State = UnitVersion.State
OWNER, REVIEWER = "guideline_owner", "clinical_reviewer"


def version_tasks(user: User, roles: set[str]) -> list[Task]:
    """Two questions to the database."""
    held = {"is_owner": OWNER in roles, "is_reviewer": REVIEWER in roles}
    own = set(_written(user=user.pk, **held))
    return [task for version in _waiting(**held) if (task := _task(version, user, version.pk in own))]


@prepared
def _waiting(is_owner: bool, is_reviewer: bool) -> QuerySet[UnitVersion]:
    states = [State.IN_REVIEW] if is_reviewer else []
    states += [State.DRAFT, State.APPROVED] if is_owner else []
    rows = UnitVersion.objects.filter(state__in=states).select_related("unit__chapter__guideline")
    return rows.order_by("since", "pk")


@prepared
def _written(user: int, is_owner: bool, is_reviewer: bool) -> QuerySet:
    rows = _waiting.build(is_owner, is_reviewer).order_by()
    events = VersionEvent.objects.filter(version__in=rows, by_id=user, kind__in=["started", "edited"])
    return events.order_by().values_list("version_id", flat=True)


def _task(version: UnitVersion, user: User, has_written: bool) -> Task | None:
    """Whoever wrote in a text does not judge it; a draft waits for its author alone."""
    if version.state == State.IN_REVIEW:
        return None if has_written else _row(version, "review", _("Vurder ny versjon av %s"), _("Vurder"))
    if version.state == State.APPROVED:
        return _row(version, "publish", _("Publiser godkjent versjon av %s"), _("Publiser"))
    if version.author_id == user.pk:
        return _row(version, "draft", _("Skriv ferdig ny versjon av %s"), _("Fortsett"))
    return None


def _row(version: UnitVersion, kind: str, title: str, act: str) -> Task:
    unit = version.unit
    address = reverse("guideline:version", args=[unit.chapter.guideline.slug, unit.code, version.number])
    return Task(f"guideline_{kind}", title % unit.code, address, act, version.since)

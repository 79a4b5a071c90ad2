"""What waits for those who make the guideline: texts to judge, and texts to go on with."""

from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.common.tasks import Task
from fagvei.guideline.models import UnitVersion, VersionEvent
from fagvei.people.models import User

State = UnitVersion.State
OWNER, REVIEWER = "guideline_owner", "clinical_reviewer"


def version_tasks(user: User, roles: set[str]) -> list[Task]:
    states = [State.IN_REVIEW] if REVIEWER in roles else []
    states += [State.DRAFT, State.APPROVED] if OWNER in roles else []
    rows = UnitVersion.objects.filter(state__in=states).select_related("unit__chapter__guideline")
    own = {
        event.version_id
        for event in VersionEvent.objects.filter(version__in=rows, by=user, kind__in=["started", "edited"])
    }
    return [task for version in rows.order_by("since", "pk") if (task := _task(version, user, version.pk in own))]


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

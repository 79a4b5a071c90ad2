"""Plain texts that wait: those to judge for a reviewer who did not write in them, own drafts for their author."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fagvei.common.prepared import prepared
from fagvei.common.tasks import Task
from fagvei.guideline.models import PlainText, PlainTextEvent
from fagvei.people.models import User

State = PlainText.State
OWNER, REVIEWER = "guideline_owner", "clinical_reviewer"


def plain_text_tasks(user: User, roles: set[str]) -> list[Task]:
    """Two questions to the database."""
    held = {"is_owner": OWNER in roles, "is_reviewer": REVIEWER in roles}
    own = set(_written(user=user.pk, **held))
    return [task for plain in _waiting(**held) if (task := _task(plain, user, plain.pk in own))]


@prepared
def _waiting(is_owner: bool, is_reviewer: bool) -> QuerySet[PlainText]:
    states = [State.IN_REVIEW] if is_reviewer else []
    states += [State.DRAFT] if is_owner else []
    rows = PlainText.objects.filter(state__in=states).select_related("unit__chapter__guideline")
    return rows.order_by("since", "pk")


@prepared
def _written(user: int, is_owner: bool, is_reviewer: bool) -> QuerySet:
    rows = _waiting.build(is_owner, is_reviewer).order_by()
    events = PlainTextEvent.objects.filter(plain_text__in=rows, by_id=user, kind__in=["started", "edited"])
    return events.order_by().values_list("plain_text_id", flat=True)


def _task(plain: PlainText, user: User, has_written: bool) -> Task | None:
    code, address = plain.unit.code, plain.get_absolute_url()
    if plain.state == State.IN_REVIEW:
        if has_written:
            return None
        return Task("plain_text_review", _("Vurder klarspråk for %s") % code, address, _("Vurder"), plain.since)
    if plain.author_id == user.pk:
        return Task("plain_text_draft", _("Skriv ferdig klarspråk for %s") % code, address, _("Fortsett"), plain.since)
    return None

"""Plain texts that wait: those to judge for a reviewer who did not write in them, own drafts for their author."""

from django.utils.translation import gettext as _

from fagvei.common.tasks import Task
from fagvei.guideline.models import PlainText, PlainTextEvent
from fagvei.people.models import User

State = PlainText.State
OWNER, REVIEWER = "guideline_owner", "clinical_reviewer"


def plain_text_tasks(user: User, roles: set[str]) -> list[Task]:
    states = [State.IN_REVIEW] if REVIEWER in roles else []
    states += [State.DRAFT] if OWNER in roles else []
    rows = PlainText.objects.filter(state__in=states)
    rows = rows.select_related("unit__chapter__guideline").order_by("since", "pk")
    written = set(
        PlainTextEvent.objects.filter(plain_text__in=rows, by=user, kind__in=["started", "edited"]).values_list(
            "plain_text_id", flat=True
        )
    )
    return [task for plain in rows if (task := _task(plain, user, plain.pk in written))]


def _task(plain: PlainText, user: User, has_written: bool) -> Task | None:
    code, address = plain.unit.code, plain.get_absolute_url()
    if plain.state == State.IN_REVIEW:
        if has_written:
            return None
        return Task("plain_text_review", _("Vurder klarspråk for %s") % code, address, _("Vurder"), plain.since)
    if plain.author_id == user.pk:
        return Task("plain_text_draft", _("Skriv ferdig klarspråk for %s") % code, address, _("Fortsett"), plain.since)
    return None

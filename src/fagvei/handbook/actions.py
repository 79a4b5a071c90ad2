"""Write pages, note which content was loaded, take feedback and follow it up."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.refusal import Refusal
from fagvei.handbook.models import ContentFile, Feedback, FeedbackEvent, HandbookPage, PageItem
from fagvei.handbook.targets import Target
from fagvei.people.actions import notify

# Against floods: a person reports a few errors a day, and all readers together some hundred.
MOST_PER_VISITOR = 20
MOST_ANONYMOUS_PER_DAY = 500


class TooMuchFeedback(Refusal):
    code = "too_much_feedback"
    message = gettext_lazy("Det er kommet uvanlig mange meldinger i dag. Prøv igjen i morgen, eller skriv til RegUt.")


class MoveNotAllowed(Refusal):
    code = "move_not_allowed"
    message = gettext_lazy("Meldingen kan ikke flyttes dit fra der den er nå. Åpne den på nytt og se hva som er gjort.")


class CommentMissing(Refusal):
    code = "comment_missing"
    message = gettext_lazy("Skriv hvorfor, så den som meldte fra, forstår svaret.")


class AnswerMissing(Refusal):
    code = "answer_missing"
    message = gettext_lazy("Skriv svaret, så den som spurte, kan lese det.")


@transaction.atomic
def save_page(*, slug: str, items: Iterable[Mapping[str, Any]] = (), by: Any, **fields: Any) -> HandbookPage:
    """Save a page with exactly the items given, each under its own key."""
    page, _created = HandbookPage.objects.update_or_create(slug=slug, defaults={**fields, "updated_on": clock.today()})
    keys = []
    for position, item in enumerate(items, 1):
        values = {**item, "position": position}
        key = values.pop("key")
        PageItem.objects.update_or_create(page=page, key=key, defaults=values)
        keys.append(key)
    page.items.exclude(key__in=keys).delete()
    audit.record("page_saved", target=page, by=by, details={"slug": slug})
    return page


@transaction.atomic
def note_content_file(*, path: str, digest: str, items: int, counts: Mapping[str, int], by: Any) -> ContentFile:
    """A file of a content pack was loaded with this content; the counts say what it changed."""
    file, _created = ContentFile.objects.update_or_create(
        path=path, defaults={"digest": digest, "items": items, "loaded_at": clock.now()}
    )
    audit.record("content_file_loaded", target=file, by=by, details={"path": path, "digest": digest, **counts})
    return file


@transaction.atomic
def send_feedback(
    *, kind: str, target: Target, by: Any, text: str = "", contact: str = "", sent_before: int = 0
) -> Feedback:
    """A reader tells. `by` is None for somebody not logged in; `sent_before` counts today's messages of this visitor."""
    if sent_before >= MOST_PER_VISITOR or (by is None and _anonymous_today() >= MOST_ANONYMOUS_PER_DAY):
        raise TooMuchFeedback
    feedback = Feedback.objects.create(
        kind=kind,
        target_type=target.type,
        target_id=target.id,
        target_title=target.title,
        target_path=target.path,
        text=text,
        contact=contact,
        owner=target.owner,
        sent_by=by,
    )
    audit.record(
        "feedback_sent",
        target=feedback,
        by=by,
        controller=target.owner or "",
        details={"kind": kind, "about": target.type},
        facts=[feedback],
    )
    return feedback


def _anonymous_today() -> int:
    start = clock.now().astimezone(clock.OSLO).replace(hour=0, minute=0, second=0, microsecond=0)
    return Feedback.objects.filter(sent_by__isnull=True, created_at__gte=start).count()


@transaction.atomic
def move_feedback(*, feedback: Feedback, to: str, comment: str = "", by: Any) -> Feedback:
    """Take up, correct, turn down or reopen. Who sent it while logged in gets a notice."""
    feedback = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    if to not in Feedback.MOVES[Feedback.State(feedback.state)]:
        raise MoveNotAllowed
    if to == Feedback.State.REJECTED and not comment:
        raise CommentMissing
    if to == Feedback.State.CORRECTED and feedback.is_question and not comment:
        raise AnswerMissing
    event = FeedbackEvent.objects.create(feedback=feedback, state=to, comment=comment, by=by)
    _move(feedback, event)
    audit.record(
        "feedback_moved",
        target=feedback,
        by=by,
        controller=feedback.owner or "",
        details={"state": to},
        facts=[event],
    )
    if feedback.sent_by is not None and feedback.sent_by != by:
        text = str(_("Meldingen din er nå: %s") % feedback.state_words)
        notify(user=feedback.sent_by, kind="feedback_moved", text=text, path=feedback.get_absolute_url())
    return feedback


@transaction.atomic
def forget_senders(*, feedback: QuerySet[Feedback], by: Any) -> int:
    """Retention: erase the addresses that readers left to be answered at. What they reported stays."""
    count = feedback.update(contact="")
    if count:
        audit.record("senders_forgotten", target=Feedback._meta.label, by=by, details={"rows": count})
    return count


def _move(feedback: Feedback, event: FeedbackEvent) -> None:
    feedback.state, feedback.since = event.state, event.at
    feedback.save(update_fields=["state", "since"])

"""What was written in a wave: drawn when it closes, hidden by the owner with a reason, erased when its time is out."""

from django.db import transaction
from django.db.models import QuerySet

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.disclosure import shuffle
from fagvei.people.models import User
from fagvei.surveys.actions.report_refusals import AlreadyHidden, HidingReasonMissing, NotHidden, WordsErased
from fagvei.surveys.actions.standing import require_owner
from fagvei.surveys.models import FreeText, FreeTextEvent, SurveyRound
from fagvei.surveys.rules.free_text import may_be_told

Kind = FreeTextEvent.Kind


def told_texts(round_: SurveyRound, *, is_told: bool = True) -> list[FreeText]:
    """At closing, once: what may be told in drawn order, and the table that was written in is emptied."""
    is_told = is_told and may_be_told(round_.sheets or 0)
    written = list(round_.free_answers.values_list("words", flat=True)) if is_told else []
    shuffle(written)
    round_.free_answers.all().delete()
    return [
        FreeText.objects.create(round=round_, position=position, words=words)
        for position, words in enumerate(written, 1)
    ]


@transaction.atomic
def hide_free_text(*, text: FreeText, reason: str, by: User) -> FreeTextEvent:
    return _turn(text, Kind.HIDDEN, reason, "free_text_hidden", by)


@transaction.atomic
def show_free_text(*, text: FreeText, reason: str, by: User) -> FreeTextEvent:
    """Hidden by mistake: the earlier step stays in the history."""
    return _turn(text, Kind.SHOWN, reason, "free_text_shown", by)


@transaction.atomic
def forget_free_texts(*, texts: QuerySet[FreeText], by: None = None) -> int:
    """The clock's: the words go, that something was written stays. Sealed anew, so that no other change passes for this one."""
    rows = list(texts.select_for_update(of=("self",)).order_by("pk"))
    for text in rows:
        text.words = ""
        text.save(update_fields=["words"])
    if rows:
        label = FreeText._meta.label
        audit.record("free_texts_forgotten", target=label, by=by, details={"rows": len(rows)}, facts=rows)
    return len(rows)


def _turn(text: FreeText, kind: str, reason: str, name: str, by: User) -> FreeTextEvent:
    rows = FreeText.objects.select_for_update(of=("self",)).select_related("round__survey__institution")
    text = rows.get(pk=text.pk)
    institution = text.round.survey.institution
    acting_as = require_owner(by, institution)
    if not text.words:
        raise WordsErased
    newest = text.events.order_by("-pk").first()
    is_hidden = newest is not None and newest.kind == Kind.HIDDEN
    if is_hidden == (kind == Kind.HIDDEN):
        raise AlreadyHidden if is_hidden else NotHidden
    if not reason.strip():
        raise HidingReasonMissing
    event = FreeTextEvent.objects.create(
        text=text, kind=kind, reason=reason.strip(), by=by, acting_as=acting_as, at=clock.now()
    )
    audit.record(
        name,
        target=text,
        by=by,
        acting_as=acting_as,
        controller=institution,
        details={"round": text.round.number, "position": text.position},
        facts=[event],
    )
    return event

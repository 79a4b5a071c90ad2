"""A plain text's way to the reader: written by an owner, approved by a reviewer who did not write in it."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.common.models import content_digest
from fagvei.guideline.actions.refusals import (
    AuthorCannotApprove,
    ChangedSinceRead,
    CommentMissing,
    MoveNotAllowed,
    NumberAdded,
    ReasonMissing,
    RecommendationChanged,
)
from fagvei.guideline.actions.standing import REVIEWER, require_owner, require_reviewer
from fagvei.guideline.actions.versions import holders
from fagvei.guideline.models import NormativeUnit, PlainText, PlainTextEvent, UnitVersion
from fagvei.guideline.rules.plain_language import added_numbers
from fagvei.people.actions import notify
from fagvei.people.models import User

State, Kind = PlainText.State, PlainTextEvent.Kind
LEADS_TO = {
    Kind.STARTED: State.DRAFT,
    Kind.EDITED: State.DRAFT,
    Kind.SENT: State.IN_REVIEW,
    Kind.RETURNED: State.DRAFT,
    Kind.APPROVED: State.APPROVED,
    Kind.SUPERSEDED: State.SUPERSEDED,
    Kind.WITHDRAWN: State.WITHDRAWN,
}


@transaction.atomic
def write_plain_text(
    *, unit: NormativeUnit, text: str, by: User, language: str = PlainText.Language.BOKMAL
) -> PlainText:
    """Go on with the draft in that language, or begin one. It restates the national text in force, with no number of its own."""
    acting_as = require_owner(by)
    unit = NormativeUnit.objects.select_for_update().get(pk=unit.pk)
    version = restated(unit)
    if version is None:
        raise RecommendationChanged
    _require_no_added_numbers(text, version, language)
    plain = unit.plain_texts.filter(state__in=PlainText.UNDER_WORK, language=language).first()
    if plain is None:
        number = unit.plain_texts.count() + 1
        plain = PlainText(unit=unit, number=number, language=language, author=by, is_demo=settings.FAGVEI_DEMO)
        kind = Kind.STARTED
    else:
        kind = Kind.EDITED
    if plain.state != State.DRAFT:
        raise MoveNotAllowed
    plain.version, plain.text = version, text
    plain.save()
    event = _move(plain, kind, by=by, acting_as=acting_as)
    _record("plain_text_written", plain, by, acting_as, [event])
    return plain


@transaction.atomic
def send_plain_text(*, plain_text: PlainText, by: User) -> PlainText:
    acting_as = require_owner(by)
    plain = _locked(plain_text)
    _require_current(plain)
    event = _move(plain, Kind.SENT, by=by, acting_as=acting_as)
    _record("plain_text_sent", plain, by, acting_as, [event])
    for reviewer in holders(REVIEWER):
        if reviewer != by:
            _tell(reviewer, "plain_text_sent", _("Klarspråk for %s venter på klinisk vurdering."), plain)
    return plain


@transaction.atomic
def return_plain_text(*, plain_text: PlainText, comment: str, by: User) -> PlainText:
    acting_as = require_reviewer(by)
    plain = _locked(plain_text)
    if plain.state != State.IN_REVIEW:
        raise MoveNotAllowed
    if not comment:
        raise CommentMissing
    event = _move(plain, Kind.RETURNED, by=by, acting_as=acting_as, comment=comment)
    _record("plain_text_returned", plain, by, acting_as, [event])
    if plain.author != by:
        _tell(plain.author, "plain_text_returned", _("Klarspråket for %s kom tilbake med en kommentar."), plain)
    return plain


@transaction.atomic
def approve_plain_text(*, plain_text: PlainText, shown: str, by: User) -> PlainText:
    """It is shown from now on. `shown` is the print of the text the reviewer has read: another text is not approved."""
    acting_as = require_reviewer(by)
    NormativeUnit.objects.select_for_update().get(pk=plain_text.unit_id)
    plain = _locked(plain_text)
    if plain.state != State.IN_REVIEW:
        raise MoveNotAllowed
    if plain.events.filter(kind__in=[Kind.STARTED, Kind.EDITED], by=by).exists():
        raise AuthorCannotApprove
    if shown != print_of(plain):
        raise ChangedSinceRead
    _require_current(plain)
    before = plain.unit.plain_texts.filter(state=State.APPROVED, language=plain.language).first()
    events = [_move(before, Kind.SUPERSEDED, by=by, acting_as=acting_as)] if before else []
    events.append(_move(plain, Kind.APPROVED, by=by, acting_as=acting_as))
    _record("plain_text_approved", plain, by, acting_as, events)
    _tell(plain.author, "plain_text_approved", _("Klarspråket for %s er godkjent og vises for alle."), plain)
    return plain


@transaction.atomic
def withdraw_plain_text(*, plain_text: PlainText, reason: str, by: User) -> PlainText:
    acting_as = require_owner(by)
    plain = _locked(plain_text)
    if not reason:
        raise ReasonMissing
    event = _move(plain, Kind.WITHDRAWN, by=by, acting_as=acting_as, comment=reason)
    _record("plain_text_withdrawn", plain, by, acting_as, [event])
    return plain


def restated(unit: NormativeUnit) -> UnitVersion | None:
    """The national text in force. The local layer is a ward's own and is not told the country in plain words."""
    version = unit.versions.national().in_force().first()
    return None if version is None or version.label == UnitVersion.Label.DELETED else version


def print_of(plain: PlainText) -> str:
    return content_digest({name: getattr(plain, name) for name in ("text", "language", "version_id")})


def _require_no_added_numbers(text: str, version: UnitVersion, language: str) -> None:
    said = " ".join([version.quote, version.short_text, version.practical_advice, version.rationale, version.note])
    if added := added_numbers(text, said, language):
        message = _(
            "Teksten har «%(numbers)s», som anbefalingen ikke nevner. Ta det ut, eller skriv det på en annen måte."
        )
        raise NumberAdded(message % {"numbers": ", ".join(added)})


def _require_current(plain: PlainText) -> None:
    version = restated(plain.unit)
    if version is None or version.pk != plain.version_id:
        raise RecommendationChanged


def _move(plain: PlainText, kind: str, *, by: User, acting_as: str, comment: str = "") -> PlainTextEvent:
    """Add the event and let the row follow it. The only place that changes the state of a plain text."""
    to = LEADS_TO[Kind(kind)]
    stays_a_draft = kind in {Kind.STARTED, Kind.EDITED} and plain.state == State.DRAFT
    if not stays_a_draft and to not in PlainText.MOVES[plain.state]:
        raise MoveNotAllowed
    event = PlainTextEvent.objects.create(
        plain_text=plain,
        kind=kind,
        state_after=to,
        acting_as=acting_as,
        content_digest=print_of(plain),
        comment=comment,
        by=by,
        at=clock.now(),
    )
    plain.state, plain.since = to, event.at
    if kind == Kind.APPROVED:
        plain.approved_on = clock.today()
    plain.save(update_fields=["state", "since", "approved_on"])
    return event


def _locked(plain: PlainText) -> PlainText:
    rows = PlainText.objects.select_for_update(of=("self",)).select_related("unit__chapter__guideline", "author")
    return rows.get(pk=plain.pk)


def _tell(user: User, kind: str, text: str, plain: PlainText) -> None:
    notify(user=user, kind=kind, text=str(text % plain.unit.code), path=plain.get_absolute_url())


def _record(name: str, plain: PlainText, by: User, acting_as: str, events: list[PlainTextEvent]) -> None:
    details: dict[str, Any] = {"code": plain.unit.code, "number": plain.number, "language": plain.language}
    audit.record(name, target=plain, by=by, acting_as=acting_as, details=details, facts=[plain, *events])

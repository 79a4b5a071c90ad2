"""A new version's way to the reader: written by an owner, judged by a reviewer who did not write in it, published.

Where real content is read-only (the demo), what is written is a local layer with the demo mark, beside the national text.
"""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.guideline.actions.new_unit_refusals import OnlyNew, ShortTextMissing
from fagvei.guideline.actions.refusals import (
    AuthorCannotApprove,
    ChangedSinceRead,
    CommentMissing,
    DraftIsOpen,
    MoveNotAllowed,
    NothingChanged,
    ReasonMissing,
    SomethingChanged,
    SourcesMissing,
)
from fagvei.guideline.actions.standing import (
    OWNER,
    REVIEWER,
    Kind,
    State,
    digest_of,
    holders,
    locked,
    move,
    require_no_open_round,
    require_owner,
    require_reviewer,
)
from fagvei.guideline.models import NormativeUnit, UnitVersion, VersionEvent
from fagvei.people import queries as people
from fagvei.people.actions import notify
from fagvei.people.models import User

Label = UnitVersion.Label
# What an owner writes, or takes in from a file of the publisher; the rest follows from the version it builds on.
WRITTEN = (
    "strength", "strength_words", "quote", "short_text", "rationale", "practical_advice", "benefits_and_harms",
    "values_and_preferences", "references", "pico", "note", "source", "review_due_on",
)  # fmt: skip
# A text that builds on none has no kind and no grade to take over.
WRITTEN_NEW = (*WRITTEN, "kind", "grade")
# Sent or approved, and not published.
RETAKEN = UnitVersion.UNDER_WORK - {State.DRAFT}


@transaction.atomic
def start_version(*, unit: NormativeUnit, by: User) -> UnitVersion:
    """A draft that says what the text in force says, ready to be changed."""
    acting_as = require_owner(by)
    unit = NormativeUnit.objects.select_for_update().get(pk=unit.pk)
    layer = local_or_national()
    if unit.versions.filter(layer=layer, state__in=UnitVersion.UNDER_WORK).exists():
        raise DraftIsOpen
    in_force = {version.layer: version for version in unit.versions.in_force()}
    before = in_force.get(layer) or in_force.get(UnitVersion.Layer.NATIONAL)
    if before is None:
        raise MoveNotAllowed
    content = {name: getattr(before, name) for name in UnitVersion.CONTENT}
    version = UnitVersion.objects.create(
        unit=unit,
        number=unit.versions.count() + 1,
        layer=layer,
        based_on=before,
        label=Label.NOT_REVIEWED,
        author=by,
        is_demo=settings.FAGVEI_DEMO,
        **content,
    )
    event = move(version, Kind.STARTED, by=by, acting_as=acting_as)
    _record("unit_version_started", version, by, acting_as, [event])
    return version


@transaction.atomic
def edit_version(*, version: UnitVersion, label: str, reason: str, by: User, **content: Any) -> UnitVersion:
    """Write in a draft. Where our own short text changes, the English one no longer follows it and is left out."""
    acting_as = require_owner(by)
    version = locked(version)
    if version.state != State.DRAFT:
        raise MoveNotAllowed
    require_no_open_round(version)
    if not content.get("source", version.source):
        raise SourcesMissing
    if content.get("short_text", version.short_text) != version.short_text:
        version.short_text_en = ""
    for name in WRITTEN if version.based_on_id else WRITTEN_NEW:
        setattr(version, name, content.get(name, getattr(version, name)))
    version.label, version.reason = label, reason
    _check_label(version)
    if version.label == Label.AMENDED:
        # Our own words are not read first-hand, whatever the text they build on was.
        version.verification = UnitVersion.Verification.DEMO if version.is_demo else UnitVersion.Verification.IMPORTED
        version.retrieved_on = clock.today()
    version.save()
    event = move(version, Kind.EDITED, by=by, acting_as=acting_as)
    _record("unit_version_edited", version, by, acting_as, [event])
    return version


@transaction.atomic
def send_version(*, version: UnitVersion, by: User) -> UnitVersion:
    acting_as = require_owner(by)
    version = locked(version)
    _check_label(version)
    if version.label == Label.NOT_REVIEWED:
        raise ReasonMissing
    if not version.short_text:
        raise ShortTextMissing
    event = move(version, Kind.SENT, by=by, acting_as=acting_as)
    _record("unit_version_sent", version, by, acting_as, [event])
    for reviewer in holders(REVIEWER):
        if reviewer != by:
            _tell(reviewer, "unit_version_sent", _("En versjon av %s venter på klinisk vurdering."), version)
    return version


@transaction.atomic
def return_version(*, version: UnitVersion, comment: str, by: User) -> UnitVersion:
    acting_as = require_reviewer(by)
    version = locked(version)
    if version.state != State.IN_REVIEW:
        raise MoveNotAllowed
    if not comment:
        raise CommentMissing
    event = move(version, Kind.RETURNED, by=by, acting_as=acting_as, comment=comment)
    _record("unit_version_returned", version, by, acting_as, [event])
    if version.author and version.author != by:
        _tell(version.author, "unit_version_returned", _("Versjonen av %s kom tilbake med en kommentar."), version)
    return version


@transaction.atomic
def approve_version(*, version: UnitVersion, shown: str, comment: str = "", by: User) -> UnitVersion:
    """`shown` is the print of the text the reviewer has read: another text is not approved."""
    acting_as = require_reviewer(by)
    version = locked(version)
    if version.state != State.IN_REVIEW:
        raise MoveNotAllowed
    if version.events.filter(kind__in=[Kind.STARTED, Kind.EDITED], by=by).exists():
        raise AuthorCannotApprove
    if shown != digest_of(version):
        raise ChangedSinceRead
    require_no_open_round(version)
    event = move(version, Kind.APPROVED, by=by, acting_as=acting_as, comment=comment)
    _record("unit_version_approved", version, by, acting_as, [event])
    if version.author:
        _tell(version.author, "unit_version_approved", _("Versjonen av %s er godkjent og kan publiseres."), version)
    return version


@transaction.atomic
def reopen_version(*, version: UnitVersion, comment: str, by: User) -> UnitVersion:
    """Take back what was sent or approved and is not published: an error that is found then is mended in the draft."""
    acting_as = OWNER if people.has_role(by, OWNER) else require_reviewer(by)
    version = locked(version)
    if version.state not in RETAKEN:
        raise MoveNotAllowed
    if not comment:
        raise CommentMissing
    event = move(version, Kind.REOPENED, by=by, acting_as=acting_as, comment=comment)
    _record("unit_version_reopened", version, by, acting_as, [event])
    if version.author and version.author != by:
        _tell(version.author, "unit_version_reopened", _("Versjonen av %s er hentet tilbake til utkast."), version)
    return version


@transaction.atomic
def publish_version(*, version: UnitVersion, by: User) -> UnitVersion:
    """What was in force in the same layer is superseded, and stays readable at its own address."""
    acting_as = OWNER if people.has_role(by, OWNER) else require_reviewer(by)
    NormativeUnit.objects.select_for_update().get(pk=version.unit_id)
    version = locked(version)
    if version.state != State.APPROVED:
        raise MoveNotAllowed
    before = version.unit.versions.in_force().filter(layer=version.layer).first()
    events = [move(before, Kind.SUPERSEDED, by=by, acting_as=acting_as)] if before else []
    events.append(move(version, Kind.PUBLISHED, by=by, acting_as=acting_as))
    _record("unit_version_published", version, by, acting_as, events)
    return version


@transaction.atomic
def withdraw_version(*, version: UnitVersion, reason: str, by: User) -> UnitVersion:
    """Take a draft or a published text out of use. A national text from the source is not ours to withdraw in the demo."""
    acting_as = require_owner(by)
    version = locked(version)
    if not reason:
        raise ReasonMissing
    if is_read_only(version):
        raise MoveNotAllowed
    require_no_open_round(version)
    event = move(version, Kind.WITHDRAWN, by=by, acting_as=acting_as, comment=reason)
    _record("unit_version_withdrawn", version, by, acting_as, [event])
    return version


def local_or_national() -> UnitVersion.Layer:
    """The layer in which one writes here."""
    return UnitVersion.Layer.LOCAL if settings.FAGVEI_DEMO else UnitVersion.Layer.NATIONAL


def is_read_only(version: UnitVersion) -> bool:
    """The national text is not ours to change in the demo."""
    return settings.FAGVEI_DEMO and version.layer == UnitVersion.Layer.NATIONAL


def _check_label(version: UnitVersion) -> None:
    if version.label == Label.NOT_REVIEWED:
        return
    if not version.reason:
        raise ReasonMissing
    if (version.based_on_id is None) != (version.label == Label.NEW):
        raise OnlyNew
    changed = _changed(version)
    if version.label == Label.AMENDED and not changed:
        raise NothingChanged
    # A text that was reviewed and left as it was gets a new date for the next review, and nothing else.
    if version.label in {Label.UNCHANGED, Label.DELETED} and changed - {"review_due_on"}:
        raise SomethingChanged


def _changed(version: UnitVersion) -> set[str]:
    """What an owner has written otherwise than it stood."""
    before = version.based_on
    return {name for name in WRITTEN if before is None or getattr(version, name) != getattr(before, name)}


def _tell(user: User, kind: str, text: str, version: UnitVersion) -> None:
    notify(user=user, kind=kind, text=str(text % version.unit.code), path=version.get_absolute_url())


def _record(name: str, version: UnitVersion, by: Any, acting_as: str, events: list[VersionEvent]) -> None:
    details = {"code": version.unit.code, "number": version.number, "label": version.label}
    audit.record(name, target=version, by=by, acting_as=acting_as, details=details, facts=[version, *events])

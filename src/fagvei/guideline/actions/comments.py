"""A reader comments; an owner asks for more, takes it into a draft, declines it or finds that it was said before.

The sender is kept nowhere: not in the row, not in the log. What the reader follows it by is a link with a secret code.
Who is logged in may ask to be told as well (`comment_followers`), and is then known there alone.
"""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from fagvei.audit import actions as audit
from fagvei.common import clock
from fagvei.guideline.actions.comment_followers import follow, forget_followers, tell_follower
from fagvei.guideline.actions.comment_refusals import (
    AnswerMissing,
    CommentMoveNotAllowed,
    MoreNotAsked,
    NotTheSameUnit,
    TextStandsStill,
    TooManyComments,
)
from fagvei.guideline.actions.standing import require_owner
from fagvei.guideline.actions.versions import local_or_national, start_version
from fagvei.guideline.models import CommentEvent, NormativeUnit, UnitComment, UnitVersion
from fagvei.guideline.rules.comments import MOST_PER_DAY, MOST_PER_VISITOR, code_of, print_of
from fagvei.people.models import User

State, Kind, Shows = UnitComment.State, CommentEvent.Kind, UnitComment.Shows
LEADS_TO = {
    Kind.RECEIVED: State.RECEIVED,
    Kind.ASKED: State.NEEDS_MORE,
    Kind.ADDED: State.RECEIVED,
    Kind.ACCEPTED: State.ACCEPTED,
    Kind.DECLINED: State.DECLINED,
    Kind.DUPLICATE: State.DUPLICATE,
    Kind.REOPENED: State.RECEIVED,
}


@transaction.atomic
def send_comment(
    *, unit: NormativeUnit, kind: str, text: str, sent_before: int = 0, tell: User | None = None, by: None = None
) -> UnitComment:
    """Whoever sends it is nobody: `by` is always None. `sent_before` counts today's comments of this visitor.

    `tell` is a reader who is logged in and wants to be told what happens to it.
    """
    if sent_before >= MOST_PER_VISITOR or _sent_today() >= MOST_PER_DAY:
        raise TooManyComments
    public_id = uuid.uuid4()
    in_force = {version.layer: version for version in unit.versions.in_force()}
    comment = UnitComment.objects.create(
        public_id=public_id,
        unit=unit,
        version=in_force.get(UnitVersion.Layer.LOCAL) or in_force.get(UnitVersion.Layer.NATIONAL),
        kind=kind,
        text=text,
        token_hash=print_of(code_of(public_id)),
        created_at=clock.now(),
    )
    event = CommentEvent.objects.create(comment=comment, kind=Kind.RECEIVED, state_after=State.RECEIVED, at=clock.now())
    comment.since = event.at
    comment.save(update_fields=["since"])
    if tell is not None:
        follow(comment, tell)
    _record("unit_comment_sent", comment, None, "", comment, event)
    return comment


@transaction.atomic
def add_to_comment(*, comment: UnitComment, text: str, by: None = None) -> UnitComment:
    """The sender answers what was asked, by the link of the receipt."""
    comment = _locked(comment)
    if comment.state != State.NEEDS_MORE:
        raise MoreNotAsked
    comment.more = f"{comment.more}\n\n{text}".strip()
    comment.save(update_fields=["more"])
    event = _move(comment, Kind.ADDED)
    _record("unit_comment_added_to", comment, None, "", event)
    return comment


@transaction.atomic
def ask_for_more(*, comment: UnitComment, answer: str, by: User) -> UnitComment:
    return _answer(comment, Kind.ASKED, by, answer=answer)


@transaction.atomic
def accept_comment(*, comment: UnitComment, answer: str = "", shows: str = Shows.NOTHING, by: User) -> UnitComment:
    """Linked to the draft that is open, or to one that is begun now. What is sent or approved can no longer answer anything."""
    require_owner(by)
    unit = NormativeUnit.objects.select_for_update().get(pk=comment.unit_id)
    # The unit first and then the version, as whoever publishes: a draft is not sent while a comment goes into it.
    drafts = unit.versions.select_for_update(of=("self",)).filter(state__in=UnitVersion.UNDER_WORK)
    draft = drafts.filter(layer=local_or_national()).first()
    if State.ACCEPTED not in UnitComment.MOVES[_locked(comment).state]:
        raise CommentMoveNotAllowed
    if draft and draft.state != UnitVersion.State.DRAFT:
        raise TextStandsStill
    version = draft or start_version(unit=unit, by=by)
    return _answer(comment, Kind.ACCEPTED, by, answer=answer, shows=shows, version=version)


@transaction.atomic
def decline_comment(*, comment: UnitComment, answer: str, shows: str = Shows.NOTHING, by: User) -> UnitComment:
    return _answer(comment, Kind.DECLINED, by, answer=answer, shows=shows)


@transaction.atomic
def mark_duplicate(*, comment: UnitComment, duplicate_of: UnitComment, answer: str = "", by: User) -> UnitComment:
    """Said before, about the same unit, in a comment that is no duplicate itself."""
    first = UnitComment.objects.get(pk=duplicate_of.pk)
    if first.pk == comment.pk or first.unit_id != comment.unit_id or first.state == State.DUPLICATE:
        raise NotTheSameUnit
    return _answer(comment, Kind.DUPLICATE, by, answer=answer, duplicate_of=first)


@transaction.atomic
def reopen_comment(*, comment: UnitComment, answer: str = "", by: User) -> UnitComment:
    """Look at it again. What was shown of it is taken down until it is answered anew."""
    return _answer(comment, Kind.REOPENED, by, answer=answer)


@transaction.atomic
def forget_comments(*, comments: QuerySet[UnitComment], by: Any) -> int:
    """Retention: erase what readers wrote. What was answered, and that something was sent, stays."""
    forget_followers(comments)
    count = comments.update(text="", more="")
    if count:
        audit.record("unit_comments_forgotten", target=UnitComment._meta.label, by=by, details={"rows": count})
    return count


NEEDS_WORDS = {Kind.ASKED, Kind.DECLINED}


def _answer(
    comment: UnitComment, kind: CommentEvent.Kind, by: User, *, answer: str, shows: str = Shows.NOTHING, **more: Any
) -> UnitComment:
    acting_as = require_owner(by)
    comment = _locked(comment)
    if kind == Kind.REOPENED and comment.is_open:
        raise CommentMoveNotAllowed
    if not answer and (kind in NEEDS_WORDS or shows != Shows.NOTHING):
        raise AnswerMissing
    event = _move(comment, kind, answer=answer, shows=shows, acting_as=acting_as, by=by, **more)
    _record(f"unit_comment_{kind}", comment, by, acting_as, event)
    tell_follower(comment, kind)
    return comment


def _move(comment: UnitComment, kind: CommentEvent.Kind, **fields: Any) -> CommentEvent:
    """Add the event and let the row follow it. The only place that changes a comment's state."""
    to = LEADS_TO[kind]
    if to not in UnitComment.MOVES[comment.state]:
        raise CommentMoveNotAllowed
    event = CommentEvent.objects.create(comment=comment, kind=kind, state_after=to, at=clock.now(), **fields)
    comment.state, comment.since, comment.shows = to, event.at, event.shows
    comment.save(update_fields=["state", "since", "shows"])
    return event


def _sent_today() -> int:
    start = clock.now().astimezone(clock.OSLO).replace(hour=0, minute=0, second=0, microsecond=0)
    return UnitComment.objects.filter(created_at__gte=start).count()


def _locked(comment: UnitComment) -> UnitComment:
    rows = UnitComment.objects.select_for_update(of=("self",)).select_related("unit__chapter__guideline")
    return rows.get(pk=comment.pk)


def _record(name: str, comment: UnitComment, by: Any, acting_as: str, *facts: Any) -> None:
    details = {"code": comment.unit.code, "kind": comment.kind}
    audit.record(name, target=comment, by=by, acting_as=acting_as, details=details, facts=facts)

"""Readers' comments: the list owners work through, one comment, its receipt, and what is shown to all."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.guideline.models import CommentEvent, NormativeUnit, UnitComment, UnitVersion
from fagvei.guideline.rules.comments import answer_due_on

State, Kind, Shows = UnitComment.State, CommentEvent.Kind, UnitComment.Shows
WAITING, ALL = "waiting", "all"
AT_MOST_OTHERS = 50


def comment_list(rows: QuerySet[UnitComment], state: str) -> QuerySet[UnitComment]:
    """The oldest first of those that wait; otherwise the newest."""
    if state == WAITING:
        return rows.filter(state=State.RECEIVED).order_by("created_at", "pk")
    chosen = rows.filter(state=state) if state in State.values else rows
    return chosen.order_by("-created_at", "-pk")


@dataclass
class PublicAnswer:
    """What an owner shows on the page of the recommendation. An erased comment leaves its answer behind."""

    event: CommentEvent

    @property
    def comment(self) -> UnitComment:
        return self.event.comment

    @property
    def text(self) -> str:
        return self.comment.text if self.event.shows == Shows.BOTH else ""

    @property
    def published(self) -> UnitVersion | None:
        """The change that came of it, once readers may see it."""
        version = self.event.version
        return version if version is not None and version.published_on is not None else None


def public_answers(unit: NormativeUnit) -> list[PublicAnswer]:
    """The newest answer of each comment that is closed, in one question."""
    events = CommentEvent.objects.filter(
        comment__unit=unit,
        comment__state__in=UnitComment.CLOSED,
        kind__in=[Kind.ACCEPTED, Kind.DECLINED],
        comment__shows__in=[Shows.ANSWER, Shows.BOTH],
    ).select_related("comment", "version__unit__chapter__guideline")
    newest: dict[int, CommentEvent] = {event.comment_id: event for event in events.order_by("at", "pk")}
    return [PublicAnswer(event) for event in sorted(newest.values(), key=lambda event: event.at, reverse=True)]


@dataclass
class CommentPage:
    comment: UnitComment
    events: list[CommentEvent]
    others: list[UnitComment]

    @property
    def due_on(self) -> dt.date:
        return answer_due_on(self.comment.created_at, clock.OSLO)

    @property
    def newest(self) -> CommentEvent:
        return self.events[-1]

    @property
    def steps(self) -> list[dict[str, Any]]:
        return [_step(event) for event in self.events]


def comment_page(comment: UnitComment) -> CommentPage:
    others = UnitComment.objects.filter(unit=comment.unit).exclude(pk=comment.pk).exclude(state=State.DUPLICATE)
    return CommentPage(comment, _events(comment), list(others.order_by("-created_at", "-pk")[:AT_MOST_OTHERS]))


@dataclass
class Receipt:
    """What the sender sees: where it is, and what was answered. Never who answered."""

    comment: UnitComment
    events: list[CommentEvent]
    first: CommentEvent | None

    @property
    def due_on(self) -> dt.date:
        return answer_due_on(self.comment.created_at, clock.OSLO)

    @property
    def newest(self) -> CommentEvent:
        return self.events[-1]

    @property
    def published(self) -> UnitVersion | None:
        return PublicAnswer(self.newest).published

    @property
    def steps(self) -> list[dict[str, Any]]:
        return [{**_step(event), "who": _who(event)} for event in self.events]


def receipt(comment: UnitComment) -> Receipt:
    """With the newest step of the comment that said it before, when there is one."""
    events = _events(comment)
    first = events[-1].duplicate_of if comment.state == State.DUPLICATE else None
    return Receipt(comment, events, _events(first)[-1] if first else None)


def _events(comment: UnitComment) -> list[CommentEvent]:
    rows = comment.events.select_related("by", "version__unit__chapter__guideline", "duplicate_of")
    return list(rows.order_by("at", "pk"))


def _who(event: CommentEvent) -> str:
    return _("du") if event.kind in {Kind.RECEIVED, Kind.ADDED} else _("retningslinjeeier")


def _step(event: CommentEvent) -> dict[str, Any]:
    return {
        "at": event.at,
        "who": event.by or _("en leser"),
        "what": event.get_kind_display().capitalize(),
        "text": event.answer,
    }

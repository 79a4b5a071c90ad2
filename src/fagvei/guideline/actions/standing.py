"""What the versions have in common: the one move, the print of what was read, who may."""

from typing import Any

from fagvei.common import clock
from fagvei.common.models import content_digest
from fagvei.guideline.actions.refusals import MoveNotAllowed, OwnersOnly, ReviewersOnly, RoundIsOpen
from fagvei.guideline.models import UnitVersion, VersionEvent
from fagvei.people import queries as people
from fagvei.people.models import User

State, Kind = UnitVersion.State, VersionEvent.Kind
OWNER, REVIEWER, PEER = "guideline_owner", "clinical_reviewer", "guideline_peer"
# Where each step leads.
LEADS_TO = {
    Kind.STARTED: State.DRAFT,
    Kind.EDITED: State.DRAFT,
    Kind.SENT: State.IN_REVIEW,
    Kind.RETURNED: State.DRAFT,
    Kind.APPROVED: State.APPROVED,
    Kind.REOPENED: State.DRAFT,
    Kind.PUBLISHED: State.PUBLISHED,
    Kind.SUPERSEDED: State.SUPERSEDED,
    Kind.WITHDRAWN: State.WITHDRAWN,
}


def move(version: UnitVersion, kind: str, *, by: Any, acting_as: str = "", comment: str = "") -> VersionEvent:
    """Add the event and let the row follow it. The only place that changes a version's state."""
    to = LEADS_TO[Kind(kind)]
    stays_a_draft = kind in {Kind.STARTED, Kind.EDITED} and version.state == State.DRAFT
    if not stays_a_draft and to not in UnitVersion.MOVES[version.state]:
        raise MoveNotAllowed
    event = VersionEvent.objects.create(
        version=version,
        kind=kind,
        state_after=to,
        acting_as=acting_as,
        content_digest=digest_of(version),
        comment=comment,
        by=by,
        at=clock.now(),
    )
    version.state, version.since = to, event.at
    if kind == Kind.PUBLISHED:
        version.published_on = clock.today()
    version.save(update_fields=["state", "since", "published_on"])
    return event


def digest_of(version: UnitVersion) -> str:
    """The print of what the version says, the same whoever reads it."""
    fields = {name: getattr(version, f"{name}_id" if name == "grade" else name) for name in UnitVersion.CONTENT}
    return content_digest(fields)


def locked(version: UnitVersion) -> UnitVersion:
    rows = UnitVersion.objects.select_for_update(of=("self",)).select_related("unit__chapter__guideline", "author")
    return rows.get(pk=version.pk)


def require_owner(user: Any) -> str:
    if not people.has_role(user, OWNER):
        raise OwnersOnly
    return OWNER


def require_reviewer(user: Any) -> str:
    if not people.has_role(user, REVIEWER):
        raise ReviewersOnly
    return REVIEWER


def require_no_open_round(version: UnitVersion) -> None:
    """What the working group votes on stands still."""
    if version.consensus_rounds.filter(state="open").exists():
        raise RoundIsOpen


def holders(role: str) -> list[User]:
    rows = User.objects.filter(is_active=True, role_assignments__role=role).distinct()
    return [user for user in rows.order_by("pk") if people.has_role(user, role)]

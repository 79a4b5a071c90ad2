"""Doors of the handbook. Pages are open to all; feedback is seen by who follows it up and by who sent it."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from fagvei.common.permissions import NotAllowed, Permission, PermissionRow
from fagvei.handbook import queries
from fagvei.handbook.models import Feedback, FeedbackQuerySet

# "owner": an officer of the RegUt that owns the feedback (the Directorate, when nobody does); "colleague": course leaders
# and committee members there.
PERMISSION_ROWS: list[PermissionRow] = [
    PermissionRow("handbook_page", Permission.SEE, frozenset({"public"}), url_names=("handbook:page",)),
    PermissionRow(
        "feedback", Permission.CREATE, frozenset({"public"}), url_names=("handbook:report", "handbook:answer")
    ),
    PermissionRow(
        "feedback",
        Permission.SEE,
        frozenset({"owner", "colleague", "sender"}),
        url_names=("handbook:feedback_list", "handbook:feedback_item"),
    ),
    PermissionRow("feedback", Permission.FOLLOW_UP, frozenset({"owner"}), url_names=("handbook:feedback_move",)),
]

SEERS = ("centre_officer", "course_leader", "committee_member")


class OwnersOnly(NotAllowed):
    message = _("Bare RegUt-en som eier innholdet, kan følge opp meldingen.")


def can(user: Any, permission: str, feedback: Feedback) -> bool:
    roles = list(user.role_assignments.active().values_list("role", "centre_id"))
    if feedback.owner_id is None:
        is_owner = any(role == "directorate_officer" for role, _centre in roles)
        is_near = False
    else:
        is_owner = ("centre_officer", feedback.owner_id) in roles
        is_near = any(role in SEERS and centre == feedback.owner_id for role, centre in roles)
    if permission == Permission.FOLLOW_UP:
        return is_owner
    return permission == Permission.SEE and (is_owner or is_near or feedback.sent_by_id == user.pk)


def visible_to(user: Any) -> FeedbackQuerySet:
    near = user.role_assignments.active().filter(role__in=SEERS, centre__isnull=False).values("centre_id")
    return Feedback.objects.filter(queries.followed_up_by(user) | Q(owner_id__in=near) | Q(sent_by=user))


def get_feedback_for(user: Any, public_id: UUID, permission: Permission) -> Feedback:
    feedback = visible_to(user).select_related("owner", "sent_by").filter(public_id=public_id).first()
    if feedback is None:
        raise Http404
    if not can(user, permission, feedback):
        raise OwnersOnly
    return feedback


def get_page(slug: str) -> queries.Section:
    section = queries.section(slug)
    if section is None:
        raise Http404
    return section

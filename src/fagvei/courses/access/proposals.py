"""Doors of changes that wait for another RegUt: seen by the two, answered by the one that is asked."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from fagvei.common.permissions import NotAllowed, Permission
from fagvei.courses.access.core import POLICIES, rows
from fagvei.courses.models import CourseProposal
from fagvei.courses.queries.proposals import is_party, may_answer, proposals
from fagvei.courses.queries.standing import centres_of_officer


class AskedOnly(NotAllowed):
    message = _("Bare RegUt-en som er spurt, kan svare, og bare den som foreslo det, kan trekke det tilbake.")


PROPOSAL_ROWS = (
    rows(
        "course",
        Permission.CREATE,
        {"liaison"},
        "share_course",
        note="a course that the RegUt has added; another's specialty waits for its yes",
    ),
    rows("course_proposal", Permission.SEE, {"proposer", "asked"}, "course_proposal"),
    rows(
        "course_proposal",
        Permission.SIGN,
        {"asked"},
        "agree_to_proposal",
        "refuse_proposal",
        note="the liaison of the other specialty; where no source names one, any RegUt but the one that proposes",
    ),
    rows("course_proposal", Permission.RECALL, {"proposer"}, "withdraw_proposal"),
)


def _may(user: Any, permission: str, row: CourseProposal) -> bool:
    own = centres_of_officer(user)
    if permission == Permission.SEE:
        return is_party(own, row)
    if permission == Permission.RECALL:
        return row.centre_id in own
    return permission == Permission.SIGN and may_answer(user, own, row)


POLICIES[CourseProposal] = _may


def get_proposal_for(user: Any, public_id: Any, permission: Permission = Permission.SEE) -> CourseProposal:
    row = proposals().filter(public_id=public_id).first()
    if row is None or not user.is_active or not _may(user, Permission.SEE, row):
        raise Http404
    if not _may(user, permission, row):
        raise AskedOnly
    return row

"""Doors of rounds of several hosts: asked by the RegUt that leads, answered by the host of the run, seen by the two."""

from typing import Any

from django.http import Http404

from fagvei.common.permissions import Permission
from fagvei.courses.access.core import POLICIES, HostOnly, rows
from fagvei.courses.models import JointInvitation
from fagvei.courses.queries.standing import centres_of_officer

JOINT_ROWS = (
    rows("course_run", Permission.CREATE, {"host"}, "ask_to_join", note="of the run that leads the round"),
    rows("course_run", Permission.CREATE, {"host"}, "join_national_round", note="that comes after it was opened"),
    rows("joint_invitation", Permission.SEE, {"host", "lead_host"}, "joint_invitation"),
    rows("joint_invitation", Permission.SIGN, {"host"}, "join_round", "refuse_joint_round"),
)


def _may(user: Any, permission: str, row: JointInvitation) -> bool:
    own = centres_of_officer(user)
    is_host = row.run.host_centre_id in own
    return is_host or (permission == Permission.SEE and row.lead_centre_id in own)


POLICIES[JointInvitation] = _may


def get_invitation_for(user: Any, public_id: Any, permission: Permission = Permission.SEE) -> JointInvitation:
    rows_ = JointInvitation.objects.select_related("run__course__activity", "run__host_centre", "lead_centre")
    row = rows_.filter(public_id=public_id).first()
    if row is None or not user.is_active or not _may(user, Permission.SEE, row):
        raise Http404
    if not _may(user, permission, row):
        raise HostOnly
    return row

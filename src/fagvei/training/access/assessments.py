"""The doors of assessments: the doctor, those who follow the doctor, whoever was asked, and the holder of a link."""

from typing import Any

from django.utils.translation import gettext as _

from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.training.access.core import LEADS, POLICIES, READERS, Policy, rows, through_door
from fagvei.training.models import Assessment, AssessmentInvitation, MultisourceRater, Opinion, OpinionRequest
from fagvei.training.models.invitations import hash_of

State = Assessment.State

# "assessor" is the supervisor, mentor or leader it was asked of, who still is one; "asked_supervisor" was asked for an
# opinion on a goal that the assessment is about, and sees it when it is signed.
ASSESSMENT_ROWS = (
    rows("education_plan", Permission.SEE, {"doctor"}, "my_assessments", "ask_assessment"),
    rows("assessment", Permission.SEE, READERS | {"assessor"}, "assessment"),
    rows("assessment", Permission.SEE, {"asked_supervisor"}, "assessment", states=frozenset({"signed"})),
    rows("assessment", Permission.EDIT, {"doctor"}, "withdraw_assessment", "invite_again"),
    rows("assessment", Permission.SIGN, {"assessor"}, "answer_assessment", "decline_assessment"),
    rows("assessment", Permission.ANNUL, LEADS | {"assessor"}, "annul_assessment"),
    rows("assessment", Permission.APPOINT, LEADS, "vouch_for_assessor", "refuse_assessor"),
)


def _may_assessment(permission: Permission, row: Assessment, user: User, relations: frozenset[str]) -> bool:
    is_assessor = row.assessor_id == user.pk and bool(relations - {"doctor"})
    leads = bool(relations & LEADS)
    return {
        Permission.SEE: bool(relations & READERS) or is_assessor or _is_asked_about(row, user, relations),
        Permission.EDIT: "doctor" in relations,
        Permission.SIGN: is_assessor,
        Permission.ANNUL: leads or is_assessor,
        Permission.APPOINT: leads,
    }.get(permission, False)


def _is_asked_about(row: Assessment, user: User, relations: frozenset[str]) -> bool:
    if "supervisor" not in relations or row.state != State.SIGNED:
        return False
    asked = OpinionRequest.objects.filter(person=user, as_role=Opinion.Role.SUPERVISOR)
    return asked.filter(plan_goal__in=row.goals.all()).exists()


POLICIES[Assessment] = Policy(_may_assessment)


def get_assessment_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> Assessment:
    rows = Assessment.objects.select_related(
        "doctor", "institution", "version__form", "arena", "assessor", "outside_assessor", "waiting_on"
    )
    return through_door(rows, user, public_id, permission, lambda row: _("en kompetansevurdering"))


def holder_of(token: str) -> AssessmentInvitation | MultisourceRater | None:
    """What a link opens; None when it never was one, was used, or was replaced by a newer letter."""
    of_token = {"token_hash": hash_of(token)}
    invitations = AssessmentInvitation.objects.select_related(
        "assessment__doctor", "assessment__version__form", "assessment__arena", "assessment__institution"
    )
    raters = MultisourceRater.objects.select_related("round__doctor", "round__version__form")
    return invitations.filter(**of_token).first() or raters.filter(**of_token).first()

"""Doors of the six-year plan: open to all, changed by the RegUt that is liaison; dates are settled by the host."""

from typing import Any

from django.http import Http404

from fagvei.common.permissions import Permission
from fagvei.courses.access.core import LiaisonOnly, opened, rows
from fagvei.courses.models import Course, PlanSlot
from fagvei.courses.queries.standing import centres_of_officer
from fagvei.organisations.models import RegionalEducationCentre, Specialty

PLAN_ROWS = (
    rows("course", Permission.SEE, {"public"}, "runs_of_course", "frequency"),
    rows(
        "course",
        Permission.SEE,
        {"public"},
        "national_application",
        note="of another course it leads to the course itself",
    ),
    rows("course", Permission.EDIT, {"liaison"}, "add_slots", "edit_course", "set_frequency"),
    rows("plan_slot", Permission.SEE, {"public"}, "slot"),
    rows("plan_slot", Permission.EDIT, {"liaison"}, "move_slot", "pause_slot", "resume_slot", "cancel_slot"),
    rows("plan_slot", Permission.CREATE, {"host"}, "settle_run", note="the run that makes the slot come true"),
)


def get_specialty(slug: str) -> Specialty:
    specialty = Specialty.objects.select_related("liaison_centre").filter(slug=slug).first()
    if specialty is None:
        raise Http404
    return specialty


def get_course_for(user: Any, code: str, permission: Permission = Permission.SEE) -> Course:
    courses = Course.objects.select_related("activity", "centre").filter(activity__code=code)
    return opened(courses.first(), user, permission)


def is_liaison_of(user: Any, specialty: Specialty) -> bool:
    return specialty.liaison_centre_id in centres_of_officer(user)


def specialties_of_liaison(user: Any) -> list[Specialty]:
    """Those whose liaison RegUt the user is an officer of; refused when there are none."""
    own = list(Specialty.objects.filter(liaison_centre__in=centres_of_officer(user)).order_by("sort_key"))
    if not own:
        raise LiaisonOnly
    return own


def get_course_to_plan_in(user: Any, code: str, region: str) -> tuple[Course, RegionalEducationCentre]:
    """A course one may plan, and the RegUt of the region. Whether one may plan there, the action says."""
    course = get_course_for(user, code, Permission.EDIT)
    centre = RegionalEducationCentre.objects.select_related("region").filter(region__code=region).first()
    if centre is None:
        raise Http404
    return course, centre


def get_slot_for(user: Any, public_id: Any, permission: Permission = Permission.SEE) -> PlanSlot:
    slots = PlanSlot.objects.select_related("course__activity", "course__centre", "host_centre__region", "run")
    return opened(slots.filter(public_id=public_id).first(), user, permission)

"""Whether somebody has done something with a plan: then it is archived, not deleted (R9)."""

import uuid

from django.db.models import Exists, OuterRef, Q

from fagvei.people.models import User
from fagvei.training.models import EducationPlan, PlanGoal


def begun_plans(doctor: User) -> set[uuid.UUID]:
    """Public ids of the current plans in which something is done with a goal that no other current plan brings.

    What was done under a plan that is archived counts: the goals were taken up again with all that belongs to them.
    """
    current = EducationPlan.objects.current().filter(doctor=doctor)
    elsewhere = current.filter(goal_plans=OuterRef("goal_plan_id")).exclude(pk=OuterRef(OuterRef("pk")))
    touched = PlanGoal.objects.filter(
        Q(events__isnull=False)
        | Q(activities__isnull=False)
        | Q(personal_requirements__isnull=False)
        | Q(planned__isnull=False),
        ~Exists(elsewhere),
        goal_plan__education_plans=OuterRef("pk"),
    )
    return set(current.filter(Exists(touched)).values_list("public_id", flat=True))

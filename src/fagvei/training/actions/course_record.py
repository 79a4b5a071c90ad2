"""A course somebody has attended is written into the record by those who arranged it; no signature is needed (R6)."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fagvei.curriculum.models import ChoiceGroup, GoalCoverage, LearningActivity
from fagvei.people.models import User
from fagvei.training.actions.activities import create_with_goals, locked, record, tell
from fagvei.training.actions.moves import begin_activity, move_activity
from fagvei.training.actions.refusals import NotAnnullable, ReasonMissing
from fagvei.training.actions.standing import home_institution
from fagvei.training.models import ActivityEvent, PlanActivity, PlanGoal

Kind, State = ActivityEvent.Kind, PlanActivity.State


@transaction.atomic
def record_attended_course(
    *, doctor: User, activity: LearningActivity, done_on: dt.date, place: str, by: User, acting_as: str
) -> PlanActivity | None:
    """For the goals of the doctor's own plans that the course contributes to (R17); None when there are none.

    The same course on the same day is written once, however often it is told. Whether `by` may say so, the room above decides.
    """
    User.objects.select_for_update().get(pk=doctor.pk)
    there = PlanActivity.objects.counting().filter(doctor=doctor, activity=activity, done_on=done_on).order_by("pk")
    if (standing := there.first()) is not None:
        return standing
    goals = _goals_of(doctor, activity)
    if not goals:
        return None
    row = PlanActivity(
        doctor=doctor,
        institution=home_institution(doctor),
        activity=activity,
        kind=activity.kind,
        title=activity.name[:200],
        done_on=done_on,
        place=place,
        state=State.FULFILLED,
    )
    begun = create_with_goals(row, goals, by=by, acting_as=acting_as, begins=True)
    event = begin_activity(row, Kind.FULFILLED, by=by, acting_as=acting_as)
    record("attended_course_recorded", row, by, acting_as, [event, *begun])
    tell(doctor, "course_recorded", _("Et kurs du har deltatt på, er ført i mappen din."), row)
    return row


@transaction.atomic
def annul_attended_course(*, plan_activity: PlanActivity, reason: str, by: User, acting_as: str) -> PlanActivity:
    """The attendance was wrong. The activity stays visible and counts no more."""
    row = locked(plan_activity)
    if row.state not in PlanActivity.COUNTING:
        raise NotAnnullable
    if not reason.strip():
        raise ReasonMissing(_("Skriv hvorfor aktiviteten annulleres."))
    event = move_activity(row, Kind.ANNULLED, to=State.ANNULLED, by=by, acting_as=acting_as, comment=reason)
    record("activity_annulled", row, by, acting_as, [event])
    tell(row.doctor, "activity_annulled", _("En aktivitet er annullert."), row)
    return row


def _goals_of(doctor: User, activity: LearningActivity) -> list[PlanGoal]:
    groups = ChoiceGroup.objects.filter(members=activity).values("pk")
    covered = GoalCoverage.objects.current().filter(Q(activity=activity) | Q(group__in=groups))
    return list(PlanGoal.objects.filter(doctor=doctor, goal__in=covered.values("goal_id")).in_current_plan())

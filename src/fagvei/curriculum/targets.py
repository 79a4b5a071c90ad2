"""What of the curriculum a reader can report an error in: goals, courses, and each link between them."""

from django.utils.translation import gettext as _

from fagvei.curriculum.models import GoalCoverage, LearningActivity, LearningGoal
from fagvei.handbook.targets import Resolver, Target, is_uuid, register
from fagvei.organisations.models import RegionalEducationCentre


def register_own() -> None:
    register(Resolver("maal", "curriculum.LearningGoal", _goal, "curriculum:goal"))
    register(Resolver("kurs", "curriculum.LearningActivity", _course, "curriculum:course"))
    register(Resolver("kobling", "curriculum.GoalCoverage", _coverage, follow_up="curriculum:correct_coverage"))


def _goal(code: str) -> Target | None:
    goal = LearningGoal.objects.select_related("goal_set__specialty__liaison_centre").filter(code=code).first()
    if goal is None:
        return None
    return Target(
        "curriculum.LearningGoal",
        code,
        _("Læringsmål %s") % code,
        goal.get_absolute_url(),
        _liaison_of(goal),
    )


def _course(code: str) -> Target | None:
    course = LearningActivity.objects.filter(code=code).first()
    if course is None:
        return None
    specialty = (
        course.specialties.select_related("liaison_centre").filter(liaison_centre__isnull=False).order_by("pk").first()
    )
    owner = specialty.liaison_centre if specialty else None
    return Target("curriculum.LearningActivity", code, course.name[:300], course.get_absolute_url(), owner)


def _coverage(public_id: str) -> Target | None:
    rows = GoalCoverage.objects.select_related("goal__goal_set__specialty__liaison_centre", "activity", "group")
    coverage = rows.filter(public_id=public_id).first() if is_uuid(public_id) else None
    if coverage is None:
        return None
    title = _("Koblingen %s") % coverage
    return Target(
        "curriculum.GoalCoverage",
        str(coverage.public_id),
        title[:300],
        coverage.goal.get_absolute_url(),
        _liaison_of(coverage.goal),
    )


def _liaison_of(goal: LearningGoal) -> RegionalEducationCentre | None:
    specialty = goal.goal_set.specialty
    return specialty.liaison_centre if specialty else None

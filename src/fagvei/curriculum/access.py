"""Doors of the curriculum. What the regulation says is open to all; changing it belongs to named roles."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from fagvei.common.permissions import NotAllowed, Permission, PermissionRow
from fagvei.curriculum.models import GoalCoverage, GoalImport, LearningActivity
from fagvei.curriculum.queries import centres_of_officer, place_of
from fagvei.curriculum.queries.contributing import specialties_to_edit
from fagvei.people import queries as people

# "liaison": an officer of the RegUt that is liaison for the goal's specialty. "directorate": an officer of the Directorate.
PERMISSION_ROWS: list[PermissionRow] = [
    PermissionRow(
        "learning_goal",
        Permission.SEE,
        frozenset({"public"}),
        url_names=(
            "curriculum:goals",
            "curriculum:goal",
            "curriculum:courses",
            "curriculum:course",
            "curriculum:goals_of_course",
        ),
    ),
    PermissionRow("transition_rule", Permission.SEE, frozenset({"public"}), url_names=("curriculum:transition_rules",)),
    PermissionRow(
        "transition_rule",
        Permission.CREATE,
        frozenset({"directorate"}),
        url_names=("curriculum:save_transition_rule",),
    ),
    PermissionRow("goal_coverage", Permission.SEE, frozenset({"public"})),
    PermissionRow(
        "goal_coverage",
        Permission.CREATE,
        frozenset({"liaison"}),
        url_names=("curriculum:add_coverage",),
        note="each for the goals of its own specialty, also where the course is shared",
    ),
    PermissionRow("goal_coverage", Permission.EDIT, frozenset({"liaison"}), url_names=("curriculum:correct_coverage",)),
    PermissionRow("procedure", Permission.SEE, frozenset({"public"}), url_names=("curriculum:procedures",)),
    PermissionRow(
        "procedure",
        Permission.EDIT,
        frozenset({"officer"}),
        states=frozenset({"unplaced"}),
        url_names=("curriculum:procedure_place",),
        note="officer: of any RegUt, as long as none is responsible",
    ),
    PermissionRow(
        "procedure",
        Permission.EDIT,
        frozenset({"responsible"}),
        states=frozenset({"placed"}),
        url_names=("curriculum:procedure_place",),
        note="responsible: an officer of the RegUt that is",
    ),
    PermissionRow("goal_import", Permission.CREATE, frozenset({"directorate"}), url_names=("curriculum:import_goals",)),
    PermissionRow("goal_import", Permission.SEE, frozenset({"directorate"}), url_names=("curriculum:import",)),
    PermissionRow("goal_import", Permission.EDIT, frozenset({"directorate"}), url_names=("curriculum:confirm_import",)),
]


class DirectorateOnly(NotAllowed):
    message = _("Bare saksbehandlere i Helsedirektoratet kan importere læringsmål og legge inn overgangsregler.")


class OfficersOnly(NotAllowed):
    message = _(
        "Bare medarbeidere ved RegUt kan oppgi sted for en prosedyre, og ved den ansvarlige når det er en. Andre kan melde feil."
    )


class LiaisonOnly(NotAllowed):
    message = _(
        "Bare RegUt-en som er fagkontakt for spesialiteten, kan endre hvilke mål kurset bidrar til. Andre kan melde feil."
    )


def may_import(user: Any) -> bool:
    return people.has_role(user, "directorate_officer")


def require_importer(user: Any) -> None:
    if not may_import(user):
        raise DirectorateOnly


def get_import_for(user: Any, public_id: UUID) -> GoalImport:
    """Whoever may import sees every import: a colleague may confirm what another uploaded. To others there is none."""
    goal_import = GoalImport.objects.select_related("uploaded_by", "confirmed_by").filter(public_id=public_id).first()
    if goal_import is None or not may_import(user):
        raise Http404
    return goal_import


def may_correct(user: Any, coverage: GoalCoverage) -> bool:
    specialty = coverage.goal.goal_set.specialty
    return specialty is not None and specialty.liaison_centre_id in centres_of_officer(user)


def get_coverage_for(user: Any, public_id: UUID) -> GoalCoverage:
    rows = GoalCoverage.objects.current().select_related("goal__goal_set__specialty", "activity", "group")
    coverage = rows.filter(public_id=public_id).first()
    if coverage is None:
        raise Http404
    if not may_correct(user, coverage):
        raise LiaisonOnly
    return coverage


def get_course(code: str) -> LearningActivity:
    course = LearningActivity.objects.filter(code=code, kind=LearningActivity.Kind.COURSE).first()
    if course is None:
        raise Http404
    return course


def get_course_to_cover(user: Any, code: str) -> LearningActivity:
    """A course for whose goals, or some of them, the user answers."""
    course = get_course(code)
    if not specialties_to_edit(course, user):
        raise LiaisonOnly
    return course


def may_place(user: Any, activity: LearningActivity) -> bool:
    """An officer of a RegUt; of the responsible one when there is one."""
    own, held = centres_of_officer(user), place_of(activity)
    return bool(own) if held is None else held.centre_id in own


def get_procedure_for(user: Any, code: str) -> LearningActivity:
    """A procedure whose place the user may say."""
    activity = LearningActivity.objects.filter(code=code, kind=LearningActivity.Kind.PROCEDURE).first()
    if activity is None:
        raise Http404
    if not may_place(user, activity):
        raise OfficersOnly
    return activity

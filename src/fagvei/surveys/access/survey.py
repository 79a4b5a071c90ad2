"""Doors of surveys and their questions: whoever answers for GAP surveys at the institution, and nobody else."""

from typing import Any

from fagvei.common.permissions import Permission
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import RoleAssignment
from fagvei.surveys.access.core import OWNER, POLICIES, SurveyOwnersOnly, answers_for, opened, rows
from fagvei.surveys.models import GapSurvey, SurveyItem

SURVEY_ROWS = (
    rows("gap_survey", Permission.SEE, {OWNER}, "survey"),
    rows("gap_survey", Permission.EDIT, {OWNER}, "choose_items", "use_template", "plan_round"),
    rows("survey_item", Permission.EDIT, {OWNER}, "drop_item"),
    rows("survey_item", Permission.SEE, {OWNER}),
)


def _may_survey(user: Any, permission: str, row: GapSurvey) -> bool:
    return permission in {Permission.SEE, Permission.EDIT} and answers_for(user, row.institution)


def _may_item(user: Any, permission: str, row: SurveyItem) -> bool:
    return _may_survey(user, permission, row.survey)


POLICIES[GapSurvey] = _may_survey
POLICIES[SurveyItem] = _may_item


def get_survey_for(user: Any, public_id: Any, permission: Permission = Permission.SEE) -> GapSurvey:
    surveys = GapSurvey.objects.select_related("guideline", "institution", "arena", "owner")
    return opened(surveys.filter(public_id=public_id).first(), user, permission)


def get_item_for(user: Any, public_id: Any, permission: Permission = Permission.EDIT) -> SurveyItem:
    items = SurveyItem.objects.select_related("survey__institution", "unit")
    return opened(items.filter(public_id=public_id).first(), user, permission)


def institutions_of_owner(user: Any) -> list[TrainingInstitution]:
    """Where the user answers for GAP surveys now."""
    roles = RoleAssignment.objects.active().filter(user_id=user.pk, role=OWNER, institution__isnull=False)
    return list(TrainingInstitution.objects.filter(pk__in=roles.values("institution_id")).prefetch_related("arenas"))


def require_survey_owner(user: Any) -> list[TrainingInstitution]:
    """Refused when nowhere."""
    own = institutions_of_owner(user)
    if not own:
        raise SurveyOwnersOnly
    return own

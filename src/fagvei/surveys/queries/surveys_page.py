"""The surveys that somebody answers for, with their newest wave."""

from dataclasses import dataclass

from fagvei.people.models import User
from fagvei.surveys.models import GapSurvey, SurveyRound


@dataclass(frozen=True)
class SurveyLine:
    survey: GapSurvey
    newest: SurveyRound | None


def surveys_page(user: User) -> list[SurveyLine]:
    surveys = GapSurvey.objects.visible_to(user).select_related("guideline", "institution", "arena")
    rows = list(surveys.order_by("-created_at", "-pk"))
    newest = {row.survey_id: row for row in SurveyRound.objects.filter(survey__in=rows).order_by("number")}
    return [SurveyLine(survey, newest.get(survey.pk)) for survey in rows]

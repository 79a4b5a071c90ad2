"""A survey of a small guideline for tests, made by the room's own actions."""

import datetime as dt
from collections.abc import Iterable, Sequence
from types import SimpleNamespace

from fagvei.common import clock
from fagvei.guideline.models import Guideline, NormativeUnit
from fagvei.guideline.tests import factories as guideline_make
from fagvei.people import actions as people
from fagvei.people.models import User
from fagvei.surveys import actions
from fagvei.surveys.models import GapSurvey, RespondentToken, SurveyItem, SurveyRound
from fagvei.surveys.rules.codes import code_of

Answer = tuple[int | str, str]


def make_owner(institution, username: str = "mona", full_name: str = "Mona Eide") -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        user = people.add_user(
            username=username, full_name=full_name, password="demo", email=f"{username}@example.org", by=None
        )
    if not user.role_assignments.active().filter(role="survey_owner").exists():
        people.assign_role(user=user, role="survey_owner", institution=institution, by=None)
    return user


def make_units(count: int = 3, code: str = "GAP") -> list[NormativeUnit]:
    guideline = Guideline.objects.filter(slug="avrusning").first() or guideline_make.make_guideline()
    chapter = guideline.chapters.filter(slug="gap").first() or guideline_make.make_chapter(guideline, "gap")
    return [guideline_make.make_unit(chapter, f"{code}-{number}") for number in range(1, count + 1)]


def make_survey(institution, owner: User, units: Sequence[NormativeUnit] = (), **fields) -> GapSurvey:
    """With a question of practice about each unit."""
    units = units or make_units()
    values = {"title": "Avrusning hos oss", "guideline": units[0].chapter.guideline, "reason": "Vi vil bli bedre."}
    survey = actions.make_survey(institution=institution, by=owner, **{**values, **fields})
    actions.choose_items(survey=survey, units=units, area="methods", reason="Viktig.", target=80, by=owner)
    return survey


def plan(survey: GapSurvey, owner: User, days: int = 14, **fields) -> SurveyRound:
    today = clock.today()
    values = {"staff": {"nurse": 15, "doctor": 5}, "opens_on": today, "closes_on": today + dt.timedelta(days=days)}
    return actions.plan_round(survey=survey, by=owner, **{**values, **fields})


def open_wave(survey: GapSurvey, owner: User, codes: int = 20, **fields) -> SurveyRound:
    return actions.open_round(round_=plan(survey, owner, **fields), codes=codes, by=owner)


def unused_codes(round_: SurveyRound) -> list[str]:
    return [
        code_of(each) for each in RespondentToken.objects.filter(round=round_, used=False).values_list("pk", flat=True)
    ]


def items_of(survey: GapSurvey) -> list[SurveyItem]:
    return list(survey.items.order_by("order"))


def answer(round_: SurveyRound, values: Iterable[int | str], code: str = "", **more: str) -> None:
    """One person: a value for each question, in order."""
    given: dict[int, Answer] = {
        item.pk: (value, "") for item, value in zip(items_of(round_.survey), values, strict=True)
    }
    actions.answer_round(code=code or unused_codes(round_)[0], answers=given, **more)


def answer_all(round_: SurveyRound, sheets: Iterable[Sequence[int | str]]) -> None:
    for code, values in zip(unused_codes(round_), sheets, strict=False):
        answer(round_, values, code)


def closed_wave(survey: GapSurvey, owner: User, sheets: Sequence[Sequence[int | str]], **fields) -> SurveyRound:
    staff = {"nurse": max(15, len(sheets)), "doctor": 5}
    round_ = open_wave(survey, owner, codes=max(len(sheets), 1), **{"staff": staff, **fields})
    answer_all(round_, sheets)
    return actions.close_round(round_=round_, by=owner)


def make_small_survey(cast: SimpleNamespace) -> SimpleNamespace:
    """Mona's survey of three questions at Fjellheim, without a wave."""
    mona = getattr(cast, "mona", None) or make_owner(cast.fjellheim)
    units = make_units()
    survey = make_survey(cast.fjellheim, mona, units)
    return SimpleNamespace(mona=mona, units=units, survey=survey, items=items_of(survey), cast=cast)

"""A goal, a recommendation and the people of both fields; pairs in every state, built through the room's actions."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from fagvei.common import clock
from fagvei.courses.models import Course
from fagvei.courses.tests import factories as courses
from fagvei.crosswalk import actions
from fagvei.crosswalk.actions.standing import print_of, texts_in_force
from fagvei.crosswalk.models import GoalRecommendationPair
from fagvei.curriculum.models import GoalSet, LearningGoal
from fagvei.curriculum.tests import factories as curriculum
from fagvei.guideline import actions as guideline_actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import NormativeUnit, UnitVersion
from fagvei.guideline.tests import factories as guideline
from fagvei.organisations import actions as organisations
from fagvei.people import actions as people
from fagvei.people.models import User
from fagvei.surveys import actions as survey_actions
from fagvei.surveys.models import SurveyRound
from fagvei.surveys.tests import factories as surveys
from fagvei.training import actions as training
from fagvei.training.models import TeachingSession

SOURCE = {"source": "https://example.no/liste", "retrieved_on": dt.date(2026, 11, 22), "verification": "inferred"}
REASON = "Målet gjelder abstinens, og teksten sier hvordan den behandles."


def make_world(cast: SimpleNamespace, slug: str = "kobling") -> SimpleNamespace:
    """The cast with Kari, Leif and Jorunn, two goals, two recommendations, and a course that covers the first goal."""
    cast.kari, cast.leif = guideline.make_pair()
    cast.jorunn = person("jorunn", "Jorunn Bakke", "education_lead", institution=cast.fjellheim)
    # A specialty of its own: the goals of the others are counted by other tests.
    specialty = organisations.save_specialty(
        slug="koblingsfag", name="Koblingsfag", liaison_centre=cast.centre, by=None
    )
    cast.goal_set = GoalSet.objects.filter(code="KOB").first() or curriculum.make_set("KOB", specialty)
    cast.goal, cast.other_goal = (curriculum.make_goal(cast.goal_set, number) for number in (1, 2))
    cast.guideline = guideline.make_guideline(slug, code=f"IS-{slug}"[:20])
    cast.chapter = guideline.make_chapter(cast.guideline)
    said = {"strength": "should", "references": [{"citation": "Amato 2010", "note": ""}]}
    cast.unit = guideline.make_unit(cast.chapter, "KOB-A", grade=guideline.make_grades()["B"], **said)
    cast.other_unit = guideline.make_unit(cast.chapter, "KOB-B")
    cast.course = make_course(cast, cast.goal)
    return cast


def person(username: str, full_name: str, role: str, **scope: Any) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        user = people.add_user(
            username=username, full_name=full_name, password="demo", email=f"{username}@example.org", by=None
        )
        people.assign_role(user=user, role=role, by=None, **scope)
    return user


def make_course(cast: SimpleNamespace, *goals: LearningGoal, code: str = "KOB-KURS") -> Course:
    course = courses.make_course(cast, code)
    for goal in goals:
        curriculum.cover(goal, course.activity)
    return course


def make_teaching(cast: SimpleNamespace, *goals: LearningGoal) -> TeachingSession:
    starts_at = clock.now() + dt.timedelta(days=7)
    return training.plan_teaching(
        institution=cast.fjellheim,
        title="Abstinens",
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=1),
        goals=goals,
        by=cast.jorunn,
    )


def propose(cast: SimpleNamespace, *, goal=None, unit=None, by: User | None = None) -> GoalRecommendationPair:
    return actions.propose_pair(goal=goal or cast.goal, unit=unit or cast.unit, reason=REASON, by=by or cast.eva)


def from_pack(cast: SimpleNamespace, *, goal=None, unit=None) -> GoalRecommendationPair:
    return actions.propose_from_pack(goal=goal or cast.goal, unit=unit or cast.unit, reason=REASON, by=None, **SOURCE)


def shown(unit: NormativeUnit) -> str:
    return print_of(texts_in_force(unit))


def approve(cast: SimpleNamespace, pair: GoalRecommendationPair, by: User | None = None) -> GoalRecommendationPair:
    return actions.approve_pair(pair=pair, shown=shown(pair.unit), by=by or cast.leif)


def approved(cast: SimpleNamespace, **ends: Any) -> GoalRecommendationPair:
    return approve(cast, propose(cast, **ends))


def touch(cast: SimpleNamespace, goal: LearningGoal, missing: str = ""):
    return actions.save_touch(goal=goal, guideline=cast.guideline, part="Kapitlet", missing=missing, by=None, **SOURCE)


def amend(cast: SimpleNamespace, unit: NormativeUnit, text: str = "En bedre tekst.") -> UnitVersion:
    """Another text, judged and published."""
    version = guideline.amend(unit, cast.kari, short_text=text)
    guideline_actions.approve_version(version=version, shown=digest_of(version), by=cast.leif)
    return guideline_actions.publish_version(version=guideline.again(version), by=cast.kari)


def review(cast: SimpleNamespace, unit: NormativeUnit, label: str = "unchanged") -> UnitVersion:
    """Another version with the same words: read again, or deleted."""
    version = guideline_actions.start_version(unit=unit, by=cast.kari)
    version = guideline_actions.edit_version(version=version, label=label, reason="Lest på nytt.", by=cast.kari)
    version = guideline_actions.send_version(version=version, by=cast.kari)
    guideline_actions.approve_version(version=version, shown=digest_of(version), by=cast.leif)
    return guideline_actions.publish_version(version=guideline.again(version), by=cast.kari)


def again(pair: GoalRecommendationPair) -> GoalRecommendationPair:
    """As it stands in the database now."""
    return GoalRecommendationPair.objects.get(pk=pair.pk)


def shared_wave(
    cast: SimpleNamespace, units: list[NormativeUnit] | None = None, *, low: int = 6, people: int = 12, **fields: Any
) -> SurveyRound:
    """So many have answered: `low` do not do what the first text says, all do what the second says. The owner has shared it."""
    institution = fields.pop("institution", cast.fjellheim)
    mona = surveys.make_owner(institution, *(() if institution == cast.fjellheim else ("mons", "Mons Eide")))
    units = units or [cast.unit, cast.other_unit]
    survey = surveys.make_survey(institution, mona, units, **fields)
    sheets = [[0 if number < low else 4, 4][: len(units)] for number in range(people)]
    wave = surveys.closed_wave(survey, mona, sheets, staff={"nurse": people + 8})
    survey_actions.release_round(survey_round=wave, by=mona)
    return wave


def count_queries(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)

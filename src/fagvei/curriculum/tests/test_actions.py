"""Revisions, coverage, requirements: what stands is dated and never edited."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from pydantic import ValidationError

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.curriculum import actions, queries
from fagvei.curriculum.loaders.packs import CoverageEntry
from fagvei.curriculum.models import CoverageCorrection, GoalCoverage, GoalRevision, Requirement
from fagvei.curriculum.tests.factories import SOURCED, START, cover, make_course, make_goal, make_group, make_set

DAY = dt.timedelta(days=1)


@pytest.fixture
def goal(specialty):
    return make_goal(make_set(specialty=specialty), 1)


def names_in_force(on):
    return list(GoalRevision.objects.in_force(on).values_list("name", flat=True))


def test_a_new_period_ends_the_old_one_the_day_before(goal):
    actions.publish_revision(goal=goal, name="Nytt", valid_from_on=dt.date(2024, 9, 1), reason="høring", by=None)

    assert names_in_force(dt.date(2024, 8, 31)) == ["Målet RUS-001"]
    assert names_in_force(dt.date(2024, 9, 1)) == ["Nytt"]
    assert goal.revisions.get(number=1).valid_to_on == dt.date(2024, 8, 31)
    event = AuditEvent.objects.filter(name="goal_revision_published").latest("pk")
    assert event.details["code"] == "RUS-001"
    assert event.details["content"] == actions.revision_digest(goal.revisions.get(number=2))


def test_a_correction_of_the_same_period_replaces_and_keeps_the_old_text(goal):
    actions.publish_revision(goal=goal, name="Rettet", valid_from_on=START, by=None)

    assert names_in_force(clock.today()) == ["Rettet"]
    old = goal.revisions.get(number=1)
    assert (old.name, old.replaced_on) == ("Målet RUS-001", clock.today())


def test_an_earlier_period_may_be_added_before(goal):
    actions.publish_revision(
        goal=goal, name="Gammelt", valid_from_on=dt.date(2017, 3, 1), valid_to_on=START - DAY, by=None
    )
    assert names_in_force(dt.date(2018, 1, 1)) == ["Gammelt"]
    assert names_in_force(START) == ["Målet RUS-001"]


def test_a_period_that_overlaps_the_beginning_of_a_later_one_is_refused(goal):
    with pytest.raises(actions.RevisionsOverlap):
        actions.publish_revision(
            goal=goal, name="Feil", valid_from_on=dt.date(2017, 3, 1), valid_to_on=START + DAY, by=None
        )
    assert goal.revisions.count() == 1


def test_a_goal_is_nobodys_before_it_is_in_force(specialty):
    goal = make_goal(make_set(specialty=specialty), 9, valid_from_on=clock.today() + DAY)
    assert goal.current is None
    assert goal.shown_name == "ikke i kraft"


def test_requirements_follow_coverage_and_keep_the_rows_that_stay(goal):
    first, second, third = (make_course(f"K-{n}", position=n) for n in (1, 2, 3))
    kept = cover(goal, first)
    root = Requirement.objects.get(goal=goal, parent=None)
    node = root.children.get()
    gone = cover(goal, make_group(second, third, first))

    assert queries.goal_page("RUS-001").requirement_words == [
        "Kurset K-1",
        "to av tre: Kurset K-1, Kurset K-2, Kurset K-3",
    ]
    actions.end_coverage(coverage=gone, by=None)
    assert list(root.children.all()) == [node]
    actions.end_coverage(coverage=kept, by=None)
    assert not goal.requirements.exists()


def test_a_course_that_nobody_recommends_contributes_and_is_not_asked_for(goal):
    course = make_course(recommended=False)
    link = cover(goal, course)
    assert list(goal.coverages.current()) == [link]
    assert not goal.requirements.exists()

    for recommended, asked in ((True, ["Kurset KURS-1"]), (False, [])):
        make_course(recommended=recommended)
        assert queries.goal_page("RUS-001").requirement_words == asked


def test_a_link_without_an_origin_is_refused_by_the_action_the_pack_and_the_database(goal):
    course, nothing = make_course(), {"goal": goal, "activity": make_course("KURS-2")}
    with pytest.raises(actions.OriginMissing, match="Si hvor koblingen mellom kurs og læringsmål kommer fra."):
        actions.add_coverage(goal=goal, activity=course, origin=" ", by=None, **SOURCED)
    with pytest.raises(ValidationError, match="origin"):
        CoverageEntry(goal=goal.code, activity=course.code, origin="")
    with pytest.raises(IntegrityError, match="coverage_says_its_origin"), transaction.atomic():
        GoalCoverage.objects.create(origin="", **nothing)
    assert not GoalCoverage.objects.exists()


def test_the_migration_lets_go_of_what_nobody_recommends_and_of_nothing_else(goal):
    other = make_goal(goal.goal_set, 2)
    asked, local = make_course(), make_course("KURS-2", recommended=False)
    for row, courses in ((goal, (asked, local)), (other, (local,))):
        for each in courses:
            cover(row, each)
            root, _ = Requirement.objects.get_or_create(goal=row, parent=None, kind="all_of")
            Requirement.objects.get_or_create(goal=row, parent=root, kind="activity", activity=each)
    step = import_module("fagvei.curriculum.migrations.0007_requirements_of_recommended_courses_alone")
    step.ask_for_recommended_courses_alone(apps, None)

    words = {code: queries.goal_page(code).requirement_words for code in ("RUS-001", "RUS-002")}
    assert words == {"RUS-001": ["Kurset KURS-1"], "RUS-002": []}
    assert not other.requirements.current().exists()


def test_repetitions_of_a_procedure_are_left_alone_by_coverage(goal):
    procedure = actions.save_activity(code="P", kind="procedure", name="Prosedyre", by=None)
    root = Requirement.objects.create(goal=goal, kind="all_of")
    Requirement.objects.create(goal=goal, parent=root, kind="repetitions", activity=procedure, repetitions=20)

    coverage = cover(goal, make_course())
    actions.end_coverage(coverage=coverage, by=None)

    assert queries.goal_page("RUS-001").requirement_words == ["Prosedyre, minst 20 ganger"]


def test_an_ended_coverage_cannot_be_ended_again(goal):
    coverage = actions.end_coverage(coverage=cover(goal, make_course()), by=None)
    with pytest.raises(actions.CoverageEnded):
        actions.end_coverage(coverage=coverage, by=None)


def test_a_new_version_of_a_coverage_ends_the_old(goal):
    course = make_course()
    old, new = cover(goal, course), cover(goal, course)
    old.refresh_from_db()
    assert (old.valid_to_on, new.version, new.valid_to_on) == (clock.today(), 2, None)


def test_in_the_demo_a_correction_of_real_content_is_kept_as_a_proposal(goal, eva):
    coverage = cover(goal, make_course())

    correction = actions.correct_coverage(coverage=coverage, kind="end", source="Møte", reason="Feil mål.", by=eva)

    assert correction.is_applied is False
    assert list(GoalCoverage.objects.current()) == [coverage]
    event = AuditEvent.objects.get(name="coverage_corrected")
    assert (event.actor_name, event.details["is_applied"]) == ("Eva Strand", False)
    assert correction.fact_id in event.facts


def test_in_production_a_correction_moves_the_coverage_to_the_right_goal(goal, eva, settings):
    settings.FAGVEI_DEMO = False
    right = make_goal(goal.goal_set, 2)
    course = make_course()

    actions.correct_coverage(
        coverage=cover(goal, course), kind="move", new_goal=right, source="Møte", reason="Skrivefeil.", by=eva
    )

    now = GoalCoverage.objects.current().get()
    assert (now.goal, now.activity, now.origin) == (right, course, "rettet av RegUt")
    assert not goal.requirements.exists()
    assert right.requirements.count() == 2


def test_a_correction_to_the_same_goal_is_refused(goal, eva):
    with pytest.raises(actions.SameGoal):
        actions.correct_coverage(
            coverage=cover(goal, make_course()), kind="move", new_goal=goal, source="Møte", reason="Hm.", by=eva
        )
    assert not CoverageCorrection.objects.exists()

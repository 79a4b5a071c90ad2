"""The generated nation is what the actions would have written: the log verifies, the projections agree, the seed repeats it."""

import ast
import datetime as dt
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction

import fagvei
from fagvei.audit.actions import seal_everything
from fagvei.audit.models import AuditEvent, AuditSeal
from fagvei.audit.queries import verify_database
from fagvei.common.models import content_digest
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import GoalSet
from fagvei.people import actions as people
from fagvei.people.models import Relation, User
from fagvei.people.queries import leader_of, mentor_of, supervisors_of
from fagvei.surveys import actions as surveys
from fagvei.surveys.models import AnswerSheet, GapSurvey, RoundItem, SurveyRound
from fagvei.surveys.queries.counts import comparable_rounds
from fagvei.surveys.queries.national_page import national_page
from fagvei.surveys.tests import factories as surveys_make
from fagvei.training import actions as training
from fagvei.training.models import Attachment, EducationPlan, PlanActivity, PlanGoal, SignOff
from fagvei.training.queries.projections import projection_faults
from fagvei.workshop import nation

TODAY = dt.date(2026, 11, 25)
SMALL = nation.Wish(doctors=12, on=TODAY, most_goals=25)
WITH_WARDS = nation.Wish(doctors=1, on=TODAY, most_goals=25, with_files=False, wards=5, waves=3)


@pytest.fixture
def curricula(cast, settings, tmp_path):
    """Two shared goals and six of the specialty, one of which asks for a course."""
    settings.MEDIA_ROOT = tmp_path
    course = curriculum.save_activity(code="kurs", kind="course", name="Kurs", by=None)
    for code, kind, specialty, count in (("FKM", "common", None, 2), ("RUS", "specialty", cast.specialty, 6)):
        goal_set = curriculum.save_goal_set(
            code=code, kind=kind, name=code, short_name=code, specialty=specialty, by=None
        )
        for number in range(1, count + 1):
            goal = curriculum.save_goal(code=f"{code}-{number:03}", goal_set=goal_set, by=None)
            curriculum.publish_revision(goal=goal, valid_from_on=dt.date(2019, 3, 1), name="Mål", by=None)
    curriculum.add_coverage(goal=goal, activity=course, origin="kilden", by=None)
    seal_everything()
    return cast


@pytest.fixture
def small_nation(curricula):
    nation.generate(SMALL)
    return curricula


def dump() -> dict[str, str]:
    """One digest per table, over all columns of all rows but those the builder of the test made by chance."""
    rooms = ("people", "training", "audit")
    return {
        model._meta.label: content_digest(
            {"rows": [list(row) for row in model._base_manager.order_by("pk").values_list()]}
        )
        for room in rooms
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
    }


def test_the_log_and_the_facts_of_a_generated_nation_fit_together(small_nation):
    assert verify_database() == []
    assert AuditSeal.objects.count() == AuditEvent.objects.count() > 500


def test_every_row_says_what_its_events_say(small_nation):
    assert list(projection_faults()) == []
    assert {*PlanGoal.objects.values_list("state", flat=True)} == set(PlanGoal.State)


def test_the_same_seed_gives_the_same_rows(curricula):
    dumps = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            nation.generate(nation.Wish(doctors=5, on=TODAY, most_goals=25, seed=seed))
            dumps.append(dump())
            transaction.set_rollback(True)

    assert dumps[0] == dumps[1]
    assert dumps[0]["training.GoalEvent"] != dumps[2]["training.GoalEvent"]


def test_everybody_is_marked_as_demo_data_and_nobody_can_log_in(small_nation):
    people_of_nation = User.objects.filter(username__startswith="n1-")
    assert {user.is_demo for user in people_of_nation} == {True}
    assert not any(user.check_password("") or user.has_usable_password() for user in people_of_nation)
    assert {plan.institution.is_demo for plan in EducationPlan.objects.all()} == {True}


def test_every_tenth_doctor_has_as_many_goals_as_was_asked_for(small_nation):
    counts = [plan.doctor.plan_goals.count() for plan in EducationPlan.objects.order_by("pk")]
    assert sorted(counts) == [8] * 10 + [25] * 2


def test_one_leader_may_have_a_large_team_with_the_largest_plan(curricula):
    nation.generate(nation.Wish(doctors=5, on=TODAY, most_goals=25, with_files=False, team=3))
    leaders = Counter(Relation.objects.filter(kind="leader").values_list("person_id", flat=True))
    (largest, number), *_others = leaders.most_common()
    assert number == 3
    for doctor_id in Relation.objects.filter(kind="leader", person_id=largest).values_list("doctor_id", flat=True):
        assert PlanGoal.objects.filter(doctor_id=doctor_id).count() == 25


def test_doctors_have_a_leader_a_mentor_and_two_supervisors(small_nation):
    for doctor in User.objects.filter(role_assignments__role="doctor", username__startswith="n1-"):
        supervisors = supervisors_of(doctor)
        assert len({leader_of(doctor), mentor_of(doctor), *supervisors}) == 4
        assert {row.supervisor for row in doctor.activities.filter(supervisor__isnull=False)} <= set(supervisors)


def test_an_approval_rests_on_two_people_and_has_a_reason_where_one_is_asked_for(small_nation):
    for sign_off in SignOff.objects.select_related("mentor_opinion", "supervisor_opinion"):
        mentor, supervisor = sign_off.mentor_opinion, sign_off.supervisor_opinion
        assert (mentor.as_role, supervisor.as_role) == ("mentor", "supervisor")
        assert mentor.by_id != supervisor.by_id
        is_against = "advises_against" in (mentor.verdict, supervisor.verdict)
        needs_reason = is_against or sign_off.plan_goal.goal.requirements.exists()
        assert bool(sign_off.reason) == needs_reason


def test_people_can_act_in_the_nation_afterwards(small_nation):
    """The numbers go on after the generated ones, and a new event continues the chain."""
    goal = PlanGoal.objects.filter(state="begun").first()
    doctor = goal.doctor
    people.add_user(username="ny", full_name="Ny Person", by=None)
    training.log_activity(
        doctor=doctor, by=doctor, kind="other", title="Noe nytt", done_on=TODAY, goals=[goal]
    )  # fmt: skip
    assert [finding.code for finding in verify_database()] == ["event_unsealed", "event_unsealed"]
    assert list(projection_faults()) == []


def test_wards_measured_themselves_in_waves_as_the_actions_would_have_written_it(curricula):
    """Five wards at two institutions without doctors; no answer is kept, only what may be told of it."""
    (unit, *_others) = surveys_make.make_units(6)

    nation.generate(WITH_WARDS)

    assert verify_database() == []
    assert [survey.rounds.count() for survey in GapSurvey.objects.all()] == [3] * 5
    assert {survey.is_demo for survey in GapSurvey.objects.all()} == {True}
    assert {survey.institution.is_demo for survey in GapSurvey.objects.all()} == {True}
    states = Counter(SurveyRound.objects.values_list("state", "sheets"))
    assert states == {("reported", 40): 10, ("closed", 40): 5}
    assert RoundItem.objects.count() == 5 * 3 * 6
    assert not AnswerSheet.objects.exists()
    newest = SurveyRound.objects.filter(number=3).first()
    assert {len(counts) for counts in comparable_rounds(newest).values()} == {4}
    assert national_page(unit.chapter.guideline).lines
    surveys.release_round(survey_round=newest, by=newest.survey.owner)


def test_wards_have_nothing_to_measure_themselves_against_without_a_guideline(curricula):
    with pytest.raises(nation.NothingToAsk):
        nation.generate(WITH_WARDS)
    assert not GapSurvey.objects.exists()


def test_what_waits_for_the_leader_can_be_decided(small_nation):
    goal = PlanGoal.objects.filter(state="sent").first()
    training.sign_off_goal(plan_goal=goal, by=goal.waiting_on, reason="Begrunnet.")
    goal.refresh_from_db()
    assert goal.state == "approved"


def test_courses_come_with_their_certificate_and_not_at_all_without_files(curricula):
    nation.generate(nation.Wish(doctors=3, on=TODAY, most_goals=25, seed=1))
    nation.generate(nation.Wish(doctors=3, on=TODAY, most_goals=25, seed=2, with_files=False))
    courses = PlanActivity.objects.filter(kind="course")
    assert courses.exists()
    assert all(course.attachments.count() == 1 for course in courses)
    assert Attachment.objects.count() == courses.filter(doctor__username__startswith="n1-").count()
    assert verify_database() == []


def test_a_nation_is_not_built_twice(small_nation):
    with pytest.raises(nation.AlreadyGenerated):
        nation.generate(SMALL)


def test_the_largest_plan_must_have_room_for_what_everybody_has(curricula):
    with pytest.raises(nation.TooFewGoals):
        nation.generate(nation.Wish(doctors=3, on=TODAY, most_goals=2))
    assert not User.objects.filter(username__startswith="n1-").exists()


def test_the_command_tells_what_it_wrote_and_refuses_in_a_sentence(curricula):
    assert GoalSet.objects.exists()  # so that the command does not load the packs
    output = StringIO()
    wish = {"doctors": 2, "goals": 25, "today": TODAY, "database_only": True}
    call_command("generate_nation", **wish, stdout=output, stderr=StringIO())
    assert "2 training.EducationPlan\n" in output.getvalue()
    with pytest.raises(CommandError, match="finnes allerede"):
        call_command("generate_nation", **wish, stdout=output, stderr=StringIO())
    with pytest.raises(CommandError, match="at least 1"):
        call_command("generate_nation", doctors=0, stdout=output, stderr=StringIO())


def bulk_writers(source: str) -> list[str]:
    """What a module does that only the generator may do."""
    tree = ast.parse(source)
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return sorted(names & {"executemany", "BulkWriter"})


def test_only_the_generator_writes_in_bulk():
    package = Path(fagvei.__file__).parent
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "tests" not in path.parts and bulk_writers(path.read_text(encoding="utf-8"))
    }
    writers = {
        f"workshop/nation/{name}.py" for name in ("__init__", "people", "places", "record", "records", "surveys")
    }
    assert found == {"workshop/bulk.py"} | writers


def test_the_guard_finds_a_planted_bulk_writer():
    assert bulk_writers("cursor.executemany('INSERT', rows)") == ["executemany"]
    assert bulk_writers("from fagvei.workshop.bulk import BulkWriter") == ["BulkWriter"]

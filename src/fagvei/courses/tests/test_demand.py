"""How many lack a course, from the record: who has taken it, who need not, who is gone, and in which year it is wanted."""

import pytest

from fagvei.common import clock
from fagvei.courses.queries.demand import YEARS_OF_PART_3, demand_for
from fagvei.courses.queries.plan_page import plan_page
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.curriculum import actions as curriculum
from fagvei.organisations import actions as organisations
from fagvei.training.models import EducationPlan, PlannedItem
from fagvei.training.tests.factories import make_record


@pytest.fixture
def doctors(cast):
    """Six in the specialty, the last two at an institution in the north."""
    doctors = seats.make_doctors(cast, 6)
    for doctor in doctors:
        make_record(cast, doctor=doctor, goals=1)
    north = organisations.save_region(code="helse-nord", name="Helse Nord", by=None)
    nordlys = organisations.save_institution(code="nordlys", name="Nordlys", region=north, is_demo=True, by=None)
    EducationPlan.objects.filter(doctor__in=doctors[4:]).update(institution=nordlys)
    return doctors


@pytest.fixture
def goal(doctors):
    return doctors[0].plan_goals.get(goal__code="RUS-001").goal


@pytest.fixture
def course(cast, goal):
    made = make.make_course(cast)
    curriculum.add_coverage(goal=goal, activity=made.activity, origin="kilden", by=None)
    return made


def demand(cast, *courses):
    found = demand_for(cast.specialty, [each.activity for each in courses])
    return [found[each.activity_id] for each in courses]


def last_year() -> int:
    return clock.today().year + YEARS_OF_PART_3


def test_all_who_have_not_taken_it_lack_it_by_region_and_by_the_last_year_of_part_3(cast, doctors, course):
    (found,) = demand(cast, course)
    assert found.by_place == {("Helse Sør-Øst", last_year()): 4, ("Helse Nord", last_year()): 2}
    assert (found.total, found.years, found.places) == (6, {last_year(): 6}, {})


def test_who_has_taken_it_lacks_it_no_more_until_it_is_annulled(cast, doctors, course):
    attendance = make.attend(cast, doctors[0], _held(cast, course))
    assert [each.total for each in demand(cast, course)] == [5]
    make.actions.annul_course_attendance(attendance=attendance, reason="Feil person.", by=cast.eva)
    assert [each.total for each in demand(cast, course)] == [6]


def test_whoever_was_at_a_course_that_no_goal_asks_for_lacks_it_no_more_until_it_is_annulled(cast, doctors):
    course = make.make_course(cast, "ADMLED")
    attendance = make.attend(cast, doctors[0], _held(cast, course))
    assert attendance.activity is None
    assert [each.total for each in demand(cast, course)] == [5]
    make.actions.annul_course_attendance(attendance=attendance, reason="Feil person.", by=cast.eva)
    assert [each.total for each in demand(cast, course)] == [6]


def test_who_has_left_or_is_in_another_specialty_lacks_nothing(cast, doctors, course):
    doctors[0].is_active = False
    doctors[0].save()
    other = organisations.save_specialty(slug="amm", name="Akuttmedisin", by=None)
    EducationPlan.objects.filter(doctor=doctors[1]).update(specialty=other)
    assert [each.total for each in demand(cast, course)] == [4]


def test_a_year_that_the_doctor_has_placed_it_in_goes_before_the_last_one(cast, doctors, course):
    for doctor, half_year in ((doctors[0], "2029-1"), (doctors[1], "2029-2"), (doctors[2], "")):
        PlannedItem.objects.create(
            doctor=doctor, kind=PlannedItem.Kind.ACTIVITY, activity=course.activity, half_year=half_year
        )
    (found,) = demand(cast, course)
    assert sorted(found.by_place.values()) == [2, 2, 2]
    assert (found.is_shown, found.years) == (True, {})


def test_of_a_choice_group_that_has_enough_the_rest_is_not_lacking(cast, doctors, goal):
    """Two of three: one taken leaves both others wanted, two leave none."""
    one, two, three = (make.make_course(cast, code) for code in ("RUS-A", "RUS-B", "RUS-C"))
    for each in (one, two, three):
        curriculum.add_coverage(goal=goal, activity=each.activity, origin="kilden", by=None)
    members = [each.activity for each in (one, two, three)]
    curriculum.save_choice_group(code="to-av-tre", members=members, choose=2, by=None)
    make.attend(cast, doctors[0], _held(cast, one))
    make.attend(cast, doctors[0], _held(cast, two))
    make.attend(cast, doctors[1], _held(cast, one))
    assert [each.total for each in demand(cast, one, two, three)] == [4, 5, 5]


def test_the_plan_warns_of_too_few_seats_by_the_numbers_it_has(cast, doctors, course):
    """One slot without a number hid that the others were too few."""

    def warned() -> list[str]:
        (block,) = plan_page(cast.specialty, cast.eva).blocks
        return [each for each in block.warnings if "mangler kurset" in each]

    make.make_slot(cast, course, starts_on=make.in_days(700))
    assert warned() == [
        "6 leger mangler kurset. Planen har 0 plasser, og 1 kjøring har ikke fått et antall ennå.",
    ]
    make.make_run(cast, course, seats=4)
    assert warned() == [
        "6 leger mangler kurset. Planen har 4 plasser, og 1 kjøring har ikke fått et antall ennå.",
    ]
    make.make_run(cast, course, starts_on=make.in_days(310), seats=2)
    assert warned() == []


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_questions_however_many_courses(cast, doctors, goal, django_assert_num_queries, number):
    courses = [make.make_course(cast, f"RUS-Q{each}") for each in range(number)]
    with django_assert_num_queries(5):
        demand(cast, *courses)


def _held(cast, course):
    with clock.at(clock.now() - 300 * make.DAY):
        return make.make_run(cast, course, starts_on=make.in_days(296), announced=True)

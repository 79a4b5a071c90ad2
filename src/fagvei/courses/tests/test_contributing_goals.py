"""What the liaison says of a course's goals is seen at once: on the goal, the specialty, the course and in a doctor's plan."""

import pytest

from fagvei.courses.tests import factories as make
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import GoalCoverage
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.factories import make_record

WHERE = {"source": "Møte i kurskomiteen", "reason": "Ny kursdag om dette."}


@pytest.fixture(autouse=True)
def real(settings):
    settings.FAGVEI_DEMO = False


def test_the_goal_is_shown_wherever_the_course_counts_and_gone_when_it_ends(cast):
    """In the record it is asked for because the course is recommended; on the public pages it stands in any case."""
    record = make_record(cast)
    course = make.make_course(cast)
    curriculum.save_activity(
        code="RUS-GK1", kind="course", name=course.activity.name, position=1, recommended=True, by=None
    )
    course.activity.specialties.add(cast.specialty)
    plan_goal = record.goals["RUS-001"]
    looks = {
        "/laeringsmal/RUS-001/": "Kurs RUS-GK1",
        "/kurs/RUS-GK1/": "RUS-001 Kunne dette",
        "/spesialiteter/rus/": "RUS-001 Kunne dette",
        plan_goal.get_absolute_url(): "Kurs RUS-GK1",
    }

    def shown() -> list[int]:
        return [words(as_(cast.anna).get(path)).count(sign) for path, sign in looks.items()]

    before = shown()
    assert post(cast.eva, "/kurs/RUS-GK1/laeringsmal/ny/", goal="RUS-001", **WHERE).status_code == 302
    assert all(now > then for now, then in zip(shown(), before, strict=True))

    link = GoalCoverage.objects.get()
    curriculum.correct_coverage(coverage=link, kind="end", by=cast.eva, **WHERE)
    assert shown() == before


def test_the_liaison_finds_the_page_from_the_course_and_from_a_reported_error(cast):
    make_record(cast)
    make.make_course(cast)
    page = as_(cast.eva).get("/kurs/RUS-GK1/gjennomforinger/").content.decode()
    assert 'href="/kurs/RUS-GK1/laeringsmal/"' in page
    post(cast.eva, "/kurs/RUS-GK1/laeringsmal/ny/", goal="RUS-001", **WHERE)
    link = GoalCoverage.objects.get()
    window = as_(cast.eva).get(f"/koblinger/{link.public_id}/rett/", headers={"HX-Request": "true"}).content.decode()
    assert 'href="/kurs/RUS-GK1/laeringsmal/"' in window
    answer = post(cast.eva, f"/koblinger/{link.public_id}/rett/", kind="end", **WHERE)
    assert answer.url == "/kurs/RUS-GK1/laeringsmal/#historien"

"""An application without consent at the deadline: it lapses then, and the doctor is told before anybody looks at the seats."""

import pytest

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import CourseApplication
from fagvei.courses.queries.same_need import pending_of
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import seat_factories as seats
from fagvei.people.models import Notification
from fagvei.training.tests.browsing import as_, words
from fagvei.training.tests.checks import last_event, notices

LAPSED = "Falt bort uten samtykke før fristen"


@pytest.fixture
def row(cast):
    return seats.apply(cast, seats.make_round(cast, 1), cast.anna, consent=False)


def state(row) -> str:
    return CourseApplication.objects.get(pk=row.pk).state


@pytest.mark.parametrize("is_refused", [False, True])
def test_the_timer_lets_it_lapse_and_tells_the_doctor_once(cast, row, is_refused):
    counts = seats.apply(cast, row.round, seats.make_doctors(cast, 1)[0])
    if is_refused:
        row = actions.refuse_consent(application=row, comment="Vi mangler folk.", by=cast.bo)
    before = len(notices(cast.anna))
    with clock.at(row.round.deadline_at - seats.SECOND):
        assert (actions.let_applications_lapse(dry_run=True), actions.let_applications_lapse()) == (0, 0)
    with clock.at(row.round.deadline_at):
        assert (actions.let_applications_lapse(dry_run=True), state(row)) == (1, row.state)
        assert actions.let_applications_lapse() == 1
        assert (state(row), state(counts), last_event()[0]) == ("lapsed", "sent", "course_application_lapsed")
        assert actions.let_applications_lapse() == 0
        seats.release(cast, row.round)
    assert notices(cast.anna)[before:] == ["course_application_lapsed"]
    told = Notification.objects.get(user=cast.anna, kind="course_application_lapsed")
    assert told.path == row.get_absolute_url()
    assert not any(name in told.text for name in (str(row.round.course), str(cast.bo), str(cast.anna)))


def test_from_the_deadline_on_no_page_says_that_it_waits(cast, row):
    other = seats.make_another_round(cast, row.round.course)

    def told(user) -> list[tuple[bool, bool]]:
        pages = [words(as_(user).get(path)) for path in (row.get_absolute_url(), "/mine-kurs/")]
        return [(LAPSED in page, str(cast.bo) in page) for page in pages]

    assert told(cast.anna) == [(False, True), (False, True)]
    assert pending_of(cast.anna, row.round.course, besides=other) == [row]
    with clock.at(row.round.deadline_at):
        before_the_timer = told(cast.anna)
        assert pending_of(cast.anna, row.round.course, besides=other) == []
        actions.let_applications_lapse()
        assert before_the_timer == told(cast.anna) == [(True, False), (True, False)]


def test_a_cancelled_round_has_nothing_to_lapse(cast, row):
    actions.cancel_run(run=row.round.round_runs.get().run, reason="Kurslederen er syk.", by=cast.eva)
    with clock.at(row.round.deadline_at + make.DAY):
        assert actions.let_applications_lapse() == 0

"""A round that opens later than the pages of its runs promised: a reason is asked for, and everybody sees it."""

import pytest
from django.urls import reverse

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.models import ApplicationRound
from fagvei.courses.queries.plan_page import plan_page
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import joint_factories as joint
from fagvei.courses.tests.checks import refused
from fagvei.training.tests.browsing import as_, post, words

WHY = "Lokalet var ikke klart."
RULE = "Søknaden åpner den dagen kunngjøringen sier."
REPORT = "/kursgjennomforinger/frister/?regel=R13-open"


@pytest.fixture
def run(cast):
    return make.make_run(cast, announced=True)


def minutes_before_deadline(run):
    return clock.at(run.deadline_at - make.DAY / 96)


def shown(cast, run) -> tuple[int, bool, bool]:
    """Flags in the plan; whether the page of the run and the report name the rule as broken."""
    (block,) = plan_page(cast.specialty, cast.eva).blocks
    eva = as_(cast.eva)
    report = words(eva.get(REPORT)).split("Kurs med avvik")[-1]
    return block.marks[0].flags, RULE in words(eva.get(run.get_absolute_url())), RULE in report


def test_a_round_opened_minutes_before_its_deadline_needs_a_reason_that_all_can_read(cast, run):
    address = reverse("courses:open_round", args=[run.public_id])
    assert shown(cast, run) == (0, False, False)
    with minutes_before_deadline(run):
        assert shown(cast, run) == (1, True, True)  # nobody can apply, and should be able to
        assert refused(lambda: actions.open_round(runs=[run], by=cast.eva)) == "late_reason_missing"
        assert "Skriv hvorfor den åpner først nå." in words(post(cast.eva, address))
        post(cast.eva, address, late_reason=WHY)
        assert ApplicationRound.objects.get().is_open
        row = run.in_round.get()
        assert (row.opened_at, row.late_reason) == (clock.now(), WHY)
    with clock.at(run.deadline_at + make.DAY):
        assert shown(cast, run) == (1, True, True)
        assert all(WHY in words(as_(cast.eva).get(each)) for each in (run.get_absolute_url(), REPORT))
        assert f"Her: {run.deadline_on.day}. " in words(as_(cast.anna).get(run.get_absolute_url()))


@pytest.mark.parametrize("early", [0, 10])
def test_a_round_made_in_time_opens_on_the_day_that_was_announced(cast, run, early):
    with clock.at(run.opens_at - early * make.DAY):
        assert "Grunn, hvis søknaden åpner" not in words(
            as_(cast.eva).get(reverse("courses:open_round", args=[run.public_id]))
        )
        found = actions.open_round(runs=[run], late_reason="Uten betydning.", by=cast.eva)
        assert found.is_open == (early == 0)
    with clock.at(run.opens_at):
        assert found.is_open
        assert (shown(cast, run), run.in_round.get().late_reason) == ((0, False, False), "")


def test_of_runs_in_one_round_the_late_ones_have_the_reason(cast):
    course = make.make_course(cast)
    given = {"deadline_on": make.in_days(190), "answer_by_on": make.in_days(200), "deviation_reason": "Felles frist."}
    early, late = (
        make.make_run(cast, course, starts_on=make.in_days(day), announced=True, opens_on=make.in_days(opens), **given)
        for day, opens in ((300, 0), (307, 20))
    )
    with clock.at(clock.now() + 10 * make.DAY):
        actions.open_round(runs=[early, late], late_reason=WHY, by=cast.eva)
    assert [run.in_round.get().late_reason for run in (early, late)] == [WHY, ""]


def test_a_run_that_joins_the_national_application_late_says_why(cast):
    pair = joint.make_pair(cast)
    actions.open_round(runs=pair, by=cast.eva)
    later = actions.announce_run(
        run=joint.make_dated(cast, pair[0].course, cast.eli, cast.centre_elsewhere, starts_in=314), by=cast.eli
    )
    address = reverse("courses:join_national_round", args=[later.public_id])
    with clock.at(clock.now() + 3 * make.DAY):
        page = words(as_(cast.eli).get(reverse("courses:open_round", args=[later.public_id])))
        assert "Grunn, hvis søknaden åpner senere enn kunngjort" in page
        post(cast.eli, address)
        assert not later.in_round.exists()
        post(cast.eli, address, late_reason=WHY)
    assert later.in_round.get().late_reason == WHY

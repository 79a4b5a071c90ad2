"""An announced run that nobody opens a round for: its RegUt is asked, then told everywhere that nobody could apply."""

import datetime as dt

import pytest
from django.urls import reverse

from fagvei.common import clock
from fagvei.courses import actions
from fagvei.courses.queries import tasks_for
from fagvei.courses.queries.plan_page import plan_page
from fagvei.courses.queries.round_tasks import rounds_to_open
from fagvei.courses.queries.rounds_page import admissions
from fagvei.courses.rules import deadlines_for
from fagvei.courses.tests import factories as make
from fagvei.courses.tests import joint_factories as joint
from fagvei.courses.tests import seat_factories as seats
from fagvei.courses.tests.checks import refused
from fagvei.training.tests.browsing import as_, post, words

MEND = "Flytt kurset til dager mer enn tre måneder fram, så følger søknadsfristen regelen på nytt, eller avlys det."


@pytest.fixture
def run(cast):
    return make.make_run(cast, announced=True)


def too_late(run):
    return clock.at(run.deadline_at + dt.timedelta(hours=1))


def move(cast, run, days: int):
    starts_on = run.starts_on + days * make.DAY
    return actions.move_run(
        run=run,
        starts_on=starts_on,
        ends_on=starts_on + 4 * make.DAY,
        withdraw_by_on=deadlines_for(starts_on).withdraw_by_on,
        reason="Runden ble ikke åpnet.",
        by=cast.eva,
    )


def waiting(user) -> list[tuple]:
    return [(each.kind, each.url, each.due_on) for each in tasks_for(user)]


def test_the_host_is_asked_to_open_a_round_and_told_when_the_deadline_went_out_first(cast, run):
    eli = make.make_officer_elsewhere(cast)
    address = reverse("courses:open_round", args=[run.public_id])
    assert waiting(cast.eva) == []  # it opens in months
    with clock.at(run.opens_at - 14 * make.DAY):
        assert waiting(cast.eva) == [("round_open", address, run.opens_on)]
        assert (waiting(eli), waiting(cast.anna)) == ([], [])
    with too_late(run):
        assert waiting(cast.eva) == [("round_missed", run.get_absolute_url(), run.deadline_on)]
        assert tasks_for(cast.eva)[0].title == "Søknadsfristen gikk ut uten søknadsrunde: Kurs RUS-GK1"
        actions.cancel_run(run=run, reason="Ingen kunne søke.", by=cast.eva)
        assert waiting(cast.eva) == []


def test_a_run_in_a_round_asks_for_none(cast):
    found = seats.make_round(cast, 1)
    assert waiting(cast.eva) == []
    with seats.after_deadline(found):
        page = as_(cast.eva).get(reverse("courses:open_round", args=[found.round_runs.get().run.public_id]))
        assert MEND not in words(page)
        assert [kind for kind, *_rest in waiting(cast.eva)] == ["seats_preview"]


def test_who_is_asked_into_the_round_of_another_opens_none_before_that_one_has(cast):
    lead, other = joint.make_pair(cast)
    assert [each[0] for each in waiting(cast.eli)] == ["round_open"]
    invitation = joint.asked(cast, lead, other)
    assert [each[0] for each in waiting(cast.eli)] == ["joint_round"]
    actions.join_round(invitation=invitation, by=cast.eli)
    assert waiting(cast.eli) == []
    with too_late(other):
        assert [each[0] for each in waiting(cast.eli)] == ["round_missed"]
    assert refused(lambda: actions.open_round(runs=[lead], by=cast.eva)) == "national_runs_missing"
    actions.refuse_joint_round(invitation=invitation, reason="Vi har egne planer.", by=cast.eli)
    actions.open_round(runs=[lead], by=cast.eva)
    assert [each[0] for each in waiting(cast.eli)] == ["round_open"]


def test_the_admissions_tell_both_and_the_pages_of_the_run_what_can_be_done(cast, run):
    address = reverse("courses:open_round", args=[run.public_id])

    def told() -> tuple[bool, bool]:
        page = words(as_(cast.eva).get("/kursopptak/"))
        return "Kunngjort, uten søknadsrunde" in page, "Søknadsfristen gikk ut uten søknadsrunde" in page

    assert (told(), MEND in words(as_(cast.eva).get(address))) == ((True, False), False)
    assert "Åpne søknadsrunden" in words(as_(cast.eva).get(address))
    with too_late(run):
        eva = as_(cast.eva)
        assert told() == (False, True)
        assert f'href="{run.get_absolute_url()}"' in eva.get("/kursopptak/").content.decode()
        assert all(MEND in words(eva.get(each)) for each in (address, run.get_absolute_url()))
        assert "Åpne søknadsrunden" not in words(eva.get(address))
        page = words(as_(cast.anna).get(run.get_absolute_url()))
        assert (MEND in page, "Ingen kunne søke her" in page) == (False, True)


def test_a_round_opened_after_the_deadline_is_refused_with_what_can_be_done(cast, run):
    with too_late(run):
        assert refused(lambda: actions.open_round(runs=[run], by=cast.eva)) == "deadline_went_out"
        assert MEND in words(post(cast.eva, reverse("courses:open_round", args=[run.public_id])))
    assert not run.in_round.exists()


def test_when_it_is_moved_its_deadline_follows_the_rule_again(cast, run):
    with clock.at(run.deadline_at + 20 * make.DAY):
        near = move(cast, run, 14)
        assert near.deadline_at == run.deadline_at  # by the rule it is over there too
        far = move(cast, near, 150)
        due = deadlines_for(far.starts_on)
        assert (far.deadline_on, far.answer_by_on) == (due.deadline_on, due.answer_by_on)
        assert far.events.last().content["deadline_on"] == due.deadline_on.isoformat()
        assert [each.rule.code for each in far.deviations] == []
        actions.open_round(runs=[far], late_reason="Kurset ble flyttet.", by=cast.eva)


def test_the_deadline_stands_where_one_could_apply(cast, run):
    before = move(cast, run, 150)
    assert before.deadline_at == run.deadline_at
    found = seats.make_round(cast, 1, course=make.make_course(cast, "RUS-GK2"))
    with seats.after_deadline(found):
        moved = move(cast, found.round_runs.get().run, 150)
        assert moved.deadline_at == found.deadline_at


def test_the_plan_the_run_and_the_report_say_that_nobody_had_an_answer(cast, run):
    said = "Her: Søknadsfristen gikk ut uten søknadsrunde, så ingen kunne søke."

    def shown() -> tuple[int, list[bool]]:
        (block,) = plan_page(cast.specialty, cast.eva).blocks
        eva = as_(cast.eva)
        pages = words(eva.get(run.get_absolute_url())), words(eva.get("/kursgjennomforinger/frister/?regel=R13-answer"))
        warned = any("så ingen kunne søke" in each for each in block.warnings)
        return block.marks[0].flags, [warned, *(said in page for page in pages)]

    assert shown() == (0, [False, False, False])
    with too_late(run):
        assert shown() == (2, [True, True, True])  # neither opened nor answered
    with clock.at(clock.start_of(run.ends_on)):
        actions.hold_run(run=run, by=cast.eva)
        assert shown()[0] == 0


@pytest.mark.parametrize("number", [1, 3])
def test_one_run_and_three_take_as_many_queries(cast, django_assert_num_queries, number):
    for each in range(number):
        make.make_run(cast, make.make_course(cast, f"RUS-Q{each}"), announced=True)
    with clock.at(clock.start_of(make.in_days(250))):
        with django_assert_num_queries(1):
            assert len(list(rounds_to_open([cast.centre.pk]))) == number
        with django_assert_num_queries(3):
            assert len(admissions([cast.centre.pk], []).missed) == number

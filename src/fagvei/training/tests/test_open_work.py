"""What is open at a hand-over is what the inbox has: of the leader, of the mentor, of the supervisor, and of that doctor alone."""

import datetime as dt

import pytest
from django.urls import reverse

from fagvei.training import actions
from fagvei.training.queries.halfyear import next_halfyear
from fagvei.training.queries.handover import open_work
from fagvei.training.tests import factories_of_assessments as assessments
from fagvei.training.tests.browsing import as_, words
from fagvei.training.tests.factories import bring_goal, say
from fagvei.training.tests.halfyear_factories import agree, make_plan, move
from fagvei.training.tests.mentoring_factories import MINUTES, make_doctor, make_series, make_session
from fagvei.training.tests.service_factories import (
    confirm_part_1,
    make_absence,
    make_certificate,
    make_employment,
    make_placement,
)
from fagvei.training.tests.test_panel import call, hold
from fagvei.training.tests.transfer_factories import take_in


def told(record, person, kind) -> list[str]:
    return [line.words for line in open_work(record.anna, person, kind).more]


def test_nothing_waits_when_nothing_does(record):
    for person, kind in ((record.bo, "leader"), (record.cecilie, "mentor"), (record.siri, "supervisor")):
        assert open_work(record.anna, person, kind).is_nothing
    read = words(as_(record.bo).get(reverse("training:hand_over_leader", args=[record.anna.public_id])))
    assert "Ingenting venter." in read


def test_of_a_leader(record):
    confirm_part_1(record)
    employment = make_employment(record)
    placement = make_placement(record, employment)
    make_certificate(record, to="draft")
    make_absence(record, placement, to="sent")
    take_in(record)
    call(record)

    assert [line.split(" ", 1)[1] for line in told(record, record.bo, "leader")] == [
        "registrering av tjeneste venter på bekreftelse",
        "tjenestebekreftelse venter på å bli skrevet og signert",
        "overføringer fra den gamle portalen venter på bekreftelse",
        "evalueringskollegium venter på å bli holdt",
    ]
    assert told(record, record.siri, "supervisor") == []


def test_an_opinion_that_is_given_waits_no_more(record):
    bring_goal(record, "RUS-001", "completed")
    goal = record.goals["RUS-001"]
    people_asked = ((record.cecilie, "mentor"), (record.siri, "supervisor"))
    assert [open_work(record.anna, *each).opinions[0].words for each in people_asked] == ["RUS-001", "RUS-001"]
    for person, kind in people_asked:
        goal.refresh_from_db()
        say(goal, person)
        assert open_work(record.anna, person, kind).opinions == []


def test_what_a_panel_advised_is_not_told_before_the_mentor_has(record):
    panel = call(record, doctor_takes_part=False)
    assert told(record, record.cecilie, "mentor") == ["1 evalueringskollegium venter på at veilederen orienterer legen"]
    panel = actions.tell_doctor_of_panel(panel=panel, by=record.cecilie)
    panel = hold(record, panel)
    assert told(record, record.bo, "leader") == []
    actions.tell_doctor_of_panel(panel=panel, by=record.cecilie)
    assert told(record, record.bo, "leader") == ["1 mål venter på oppfølging etter evalueringskollegiet"]


def test_of_a_mentor_and_nothing_of_what_was_said(record):
    make_session(make_series(record), "minuted")
    assessments.propose(record)

    assert told(record, record.cecilie, "mentor") == [
        "1 360-graders vurdering venter på godkjenning",
        "1 veiledningssamtale venter på å bli ferdigstilt",
    ]
    read = words(as_(record.bo).get(reverse("training:hand_over_mentor", args=[record.anna.public_id])))
    assert "1 veiledningssamtale venter på å bli ferdigstilt siden" in read
    assert MINUTES not in read


def test_of_a_mentor_the_halfyear_and_a_talk_without_minutes_until_they_are_done(record):
    make_plan(record)
    move(record, "RUS-001", next_halfyear().key)
    agree(record, record.anna)
    make_session(make_series(record), "held")
    waits = ["1 halvår venter på avtale", "1 veiledningssamtale venter på å bli ferdigstilt"]
    assert told(record, record.cecilie, "mentor") == waits

    agree(record, record.cecilie)

    assert told(record, record.cecilie, "mentor") == waits[1:]


def test_an_outside_assessor_waits_for_the_leader_and_another_doctor_is_no_part_of_it(record):
    other = make_doctor(record, "nina", "Nina Berg")
    assessments.sign_outside(assessments.invite(record))

    assert told(record, record.bo, "leader") == ["1 ekstern vurderer venter på bekreftelse"]
    assert open_work(other, record.bo, "leader").is_nothing


def test_of_a_supervisor(record):
    assessments.ask(record)
    assessments.ask(record, title="Hemmelig tittel")

    [line] = open_work(record.anna, record.siri, "supervisor").more
    assert (line.words, line.count) == ("2 vurderinger venter på svar", 2)


@pytest.mark.parametrize("number", [1, 3])
def test_a_fixed_number_of_questions(record, number, django_assert_num_queries):
    confirm_part_1(record)
    placement = make_placement(record, make_employment(record))
    for position in range(number):
        day = placement.starts_on + dt.timedelta(days=30 * position)
        make_absence(record, placement, to="sent", starts_on=day, ends_on=day)
        assessments.ask(record)
    with django_assert_num_queries(8):
        open_work(record.anna, record.bo, "leader")
    with django_assert_num_queries(3):
        open_work(record.anna, record.siri, "supervisor")

"""What closed waves told is kept in the process. Every page here is read twice before something happens, and once after."""

import re
from pathlib import Path

import pytest
from django.test import Client

import fagvei
from fagvei.common import clock
from fagvei.people import actions as people
from fagvei.people.tests.cast import make_cast
from fagvei.surveys import actions
from fagvei.surveys.actions.rounds import close_round
from fagvei.surveys.models import FreeText, RoundItem, SurveyRound
from fagvei.surveys.queries import comparable_rounds, task_count, tasks_for, told
from fagvei.surveys.queries.lines import reached_in
from fagvei.surveys.queries.national_page import national_page
from fagvei.surveys.rules.shares import Reached
from fagvei.surveys.tests import factories
from fagvei.surveys.tests import report_factories as make
from fagvei.surveys.tests.test_report_pages import amend, read_again

State = SurveyRound.State


@pytest.fixture
def ward(db, settings):
    """Mona's ward, and five others that answered as hers did."""
    settings.FAGVEI_DEMO = False
    told._kept.clear()
    found = make.make_ward(make_cast(), [make.MIDDLE])
    found.others = make.make_wards(make.make_places(found.cast, 5), found.units, [make.MIDDLE])
    return found


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def report(wave) -> str:
    return f"/gap/malinger/{wave.public_id}/rapport/"


def nation(ward) -> str:
    return f"/gap/nasjonalt/{ward.survey.guideline.slug}/"


def others_told(ward) -> list[Reached]:
    return comparable_rounds(ward.wave)[ward.items[0].pk]


def country_told(ward) -> list[tuple[int, Reached]]:
    return [(line.found.units, line.found.reached) for line in national_page(ward.survey.guideline).lines]


def looked(ward) -> None:
    for _time in range(2):
        assert others_told(ward) == [Reached(6, 6, 12)] * 5
        assert country_told(ward) == [(6, Reached(36, 36, 72))]


def test_the_second_time_it_is_not_read_again(ward, django_assert_num_queries):
    for questions in (3, 2):
        with django_assert_num_queries(questions):
            others_told(ward)
    with django_assert_num_queries(2):
        country_told(ward)


def test_a_newly_closed_wave_takes_the_place_of_the_one_before_at_once(ward):
    looked(ward)
    make.make_wave(ward.others[0].survey, [make.MANY], days_ago=1)
    assert sorted(others_told(ward), key=lambda each: each.answered)[4:] == [Reached(10, 10, 25)]
    assert country_told(ward) == [(6, Reached(40, 40, 85))]


def test_a_ward_that_measures_itself_for_the_first_time_is_there_at_once(ward):
    looked(ward)
    [place] = make.make_places(ward.cast, 6)[5:]
    make.make_wards([place], ward.units, [make.MANY])
    assert len(others_told(ward)) == 6
    assert country_told(ward) == [(7, Reached(46, 46, 97))]


def test_a_wave_that_is_taken_up_again_is_gone_at_once_and_counted_anew(ward):
    """No action does this today; what is kept must not depend on that."""
    looked(ward)
    wave = ward.others[0]
    SurveyRound.objects.filter(pk=wave.pk).update(state=State.OPEN, sheets=None)
    assert others_told(ward) == [Reached(6, 6, 12)] * 4
    assert country_told(ward) == [(5, Reached(30, 30, 60))]

    wave.refresh_from_db()
    close_round(round_=wave, by=wave.survey.owner)  # nobody answered this time
    assert others_told(ward) == [Reached(6, 6, 12)] * 4
    assert country_told(ward) == [(5, Reached(30, 30, 60))]


def test_fewer_than_five_wards_are_no_country_any_more_at_once(ward):
    looked(ward)
    gone = [wave.pk for wave in ward.others[:2]]
    SurveyRound.objects.filter(pk__in=gone).update(state=State.OPEN, sheets=None)
    assert country_told(ward) == []
    assert national_page(ward.survey.guideline).hidden == 1


def test_a_ward_that_moves_is_another_ward_at_once(ward):
    looked(ward)
    survey = ward.others[0].survey
    survey.institution = ward.survey.institution
    survey.save()
    assert len(others_told(ward)) == 4
    assert [units for units, _reached in country_told(ward)] == [5]


def measured(institution, units, answers, arena=None):
    owner = factories.make_owner(institution, f"mona-{institution.code}", f"Mona {institution}")
    return make.make_wave(factories.make_survey(institution, owner, units, arena=arena), [answers])


def test_a_ward_is_held_against_wards_alone_and_an_institution_against_institutions(ward):
    own = ward.survey.institution
    inside = measured(own, ward.units, make.MANY, own.arenas.create(name="Døgn"))
    beside = measured(own, ward.units, make.HIGH, own.arenas.create(name="Dag"))
    assert others_told(ward) == [Reached(6, 6, 12)] * 5
    for wave, other in ((inside, beside), (beside, inside)):
        [item] = factories.items_of(wave.survey)
        [asked] = RoundItem.objects.filter(round=other)
        assert comparable_rounds(wave)[item.pk] == [reached_in(asked.counts)]


def test_like_is_held_against_like(ward):
    """One of the five is no health trust; Mona's survey is of one."""
    other = ward.others[0].survey.institution
    other.kind = "private_institution"
    other.save()
    assert others_told(ward) == [Reached(6, 6, 12)] * 4
    assert comparable_rounds(ward.others[0]) == {}
    assert country_told(ward) == [(6, Reached(36, 36, 72))], "the country is all of them"


def test_nobody_is_counted_twice_where_a_ward_and_the_whole_institution_have_measured_themselves(ward):
    """The whole of Sted 0 has measured itself; then a ward of it does."""
    place = ward.others[0].survey.institution
    measured(place, ward.units, make.MANY, place.arenas.create(name="Døgn"))
    assert others_told(ward) == [Reached(6, 6, 12)] * 5
    assert country_told(ward) == [(6, Reached(40, 40, 85))]


def test_four_institutions_and_the_ward_of_one_are_no_five_units(ward):
    gone = [wave.pk for wave in ward.others[:2]]
    SurveyRound.objects.filter(pk__in=gone).update(state=State.OPEN, sheets=None)
    place = ward.others[2].survey.institution
    measured(place, ward.units, make.MANY, place.arenas.create(name="Døgn"))
    assert country_told(ward) == []
    assert national_page(ward.survey.guideline).hidden == 1


def test_an_answer_about_another_text_is_neither_compared_nor_pooled(ward):
    """Seven were asked, and one of them about the new words: that one stands alone, and may not be told of."""
    amend(ward.units[0])
    [place] = make.make_places(ward.cast, 6)[5:]
    later = measured(place, ward.units, make.MANY)
    [item] = factories.items_of(later.survey)
    assert others_told(ward) == [Reached(6, 6, 12)] * 5
    assert comparable_rounds(later) == {}
    assert item.unit == ward.units[0]
    page = national_page(ward.survey.guideline)
    assert (page.lines, page.hidden) == ([], 1)


def test_a_text_that_was_only_read_again_is_the_same_text(ward):
    read_again(ward.units[0])
    [place] = make.make_places(ward.cast, 6)[5:]
    measured(place, ward.units, make.MANY)
    assert others_told(ward) == [*[Reached(6, 6, 12)] * 5, Reached(10, 10, 25)]
    assert country_told(ward) == [(7, Reached(46, 46, 97))]


def test_nothing_of_an_open_wave_is_kept(ward):
    wave = factories.open_wave(ward.survey, ward.mona, codes=12)
    factories.answer_all(wave, [(4,)] * 12)
    looked(ward)
    assert {each.state for each in told._kept} == {State.CLOSED}
    assert wave.pk not in {each.pk for each in told._kept}


def test_those_who_may_not_read_it_may_not_after_somebody_else_has(ward):
    owner = factories.make_owner(ward.survey.institution, "kari", "Kari Owner")
    people.assign_role(user=owner, role="guideline_owner", by=None)
    for _time in range(2):
        assert logged_in(ward.mona).get(report(ward.wave)).status_code == 200
        assert logged_in(owner).get(nation(ward)).status_code == 200
    elsewhere = ward.others[0].survey.owner
    for reader in (elsewhere, ward.bo):
        assert logged_in(reader).get(report(ward.wave)).status_code == 404
        assert logged_in(reader).get(nation(ward)).status_code == 404
    assert logged_in(ward.mona).get(nation(ward)).status_code == 404


def test_taking_back_what_was_shared_shows_at_once(ward):
    client = logged_in(ward.mona)
    actions.release_round(survey_round=ward.wave, by=ward.mona)
    for _time in range(2):
        assert "Slutt å dele" in client.get(report(ward.wave)).content.decode()
    actions.withdraw_release(survey_round=ward.wave, by=ward.mona)
    assert "Slutt å dele" not in client.get(report(ward.wave)).content.decode()


def test_erased_words_are_gone_at_once(ward):
    client = logged_in(ward.mona)
    SurveyRound.objects.filter(pk=ward.wave.pk).update(free_question="hinders")
    FreeText.objects.create(round=ward.wave, position=1, words="Vi mangler tid.")
    for _time in range(2):
        assert "Vi mangler tid." in client.get(report(ward.wave)).content.decode()
    actions.forget_free_texts(texts=FreeText.objects.all(), by=None)
    assert "Vi mangler tid." not in client.get(report(ward.wave)).content.decode()


@pytest.mark.parametrize("most", [1, 4, 6])
def test_what_is_kept_has_a_bound_and_the_numbers_do_not_depend_on_it(ward, monkeypatch, most):
    monkeypatch.setattr(told, "WAVES_KEPT", most)
    looked(ward)
    assert len(told._kept) <= most
    make.make_wave(ward.others[0].survey, [make.MANY], days_ago=1)
    assert country_told(ward) == [(6, Reached(40, 40, 85))]
    assert len(told._kept) <= most


def test_numbers_are_written_where_a_wave_closes_and_nowhere_else():
    """What is kept holds because of this. The generator writes whole waves, each with an id of its own."""
    source = Path(fagvei.__file__).parent
    writes = re.compile(rf"{RoundItem.__name__}(\.objects\.(create|bulk|update)|\()|\.counts = stored")
    found = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if "tests" not in path.parts and writes.search(path.read_text("utf-8"))
    }
    assert found == {"surveys/actions/rounds.py", "workshop/nation/surveys.py", "surveys/models/rounds.py"}


def test_as_many_things_wait_as_are_listed(ward):
    elsewhere = ward.others[0].survey.owner
    values = {"what": "Sjekkliste", "responsible": "Anne", "strategy": "reminders", "measured_by": "Ti journaler."}
    actions.plan_measure(survey_round=ward.wave, item=ward.items[0], due_on=clock.today(), by=ward.mona, **values)
    factories.plan(ward.survey, ward.mona)
    counted = {user.username: (task_count(user), len(tasks_for(user))) for user in (ward.mona, elsewhere, ward.bo)}
    assert counted == {"mona": (3, 3), elsewhere.username: (1, 1), "bo": (0, 0)}

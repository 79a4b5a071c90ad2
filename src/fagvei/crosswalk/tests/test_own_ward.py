"""Whose gap stands first: that of the ward where Anna has service today, then the institution's, then other wards'."""

import datetime as dt
import re

import pytest

from fagvei.common import clock
from fagvei.crosswalk.queries.gap_page import gap_lines
from fagvei.crosswalk.queries.places import places_of
from fagvei.crosswalk.queries.windows import goal_window
from fagvei.crosswalk.tests import factories as make
from fagvei.organisations.models import LearningArena
from fagvei.surveys import actions as survey_actions
from fagvei.surveys.queries.released import Nearness
from fagvei.training import actions as training
from fagvei.training.tests import service_factories as service

GOAL = "/laeringsmal/KOB-001/anbefalinger/"
PRACTICE = "/laeringsmal/KOB-001/fra-maal-til-praksis/"
GAPS = "/maal-og-anbefalinger/gap/"
NEAREST = re.compile(
    r"<strong> ?(Egen avdeling|Avdeling med leger du leder|Hele virksomheten|En annen avdeling|En avdeling):"
)
NONE_HERE = "ikke noe tall som kan vises"


def ward(institution, name: str) -> LearningArena:
    return LearningArena.objects.get_or_create(institution=institution, name=name)[0]


@pytest.fixture
def wards(world):
    """Three have measured KOB-A and shared it: the ward "Egen", another one, and the whole of Fjellheim."""
    make.approved(world)
    world.own, world.another = ward(world.fjellheim, "Egen post"), ward(world.fjellheim, "Nabopost")
    world.waves = [
        make.shared_wave(world, [world.unit], low=5, arena=world.own),
        make.shared_wave(world, [world.unit], low=7, arena=world.another),
        # So many that the numbers of the wards do not follow from it, nor the other way (decision 0015).
        make.shared_wave(world, [world.unit], low=20, people=40),
    ]
    return world


def serves(cast, arena, **changes):
    """Anna has service there since ten days; her leader has confirmed it."""
    starts_on = clock.today() - dt.timedelta(days=10)
    service.confirm_part_1(cast)
    employment = service.make_employment(cast, starts_on=starts_on)
    fields = {"institution": arena.institution, "arena": arena, "starts_on": starts_on, **changes}
    return service.make_placement(cast, employment, **fields)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def read(client, path: str, person) -> str:
    client.force_login(person)
    return text(client.get(path))


@pytest.mark.parametrize("path", [GOAL, PRACTICE])
def test_the_own_ward_stands_first_and_each_gap_says_whose_it_is(wards, client, path):
    serves(wards, wards.own)
    page = read(client, path, wards.anna)
    assert NEAREST.findall(page) == ["Egen avdeling", "Hele virksomheten", "En annen avdeling"]
    places = [page.index(words) for words in ("Egen post, Fjellheim", "Nabopost, Fjellheim")]
    assert places == sorted(places)
    assert NONE_HERE not in page


def test_the_page_of_gaps_has_the_own_ward_first_too(wards):
    serves(wards, wards.another)
    near = [line.gap.nearness for line in gap_lines(places_of(wards.anna))]
    assert near == [Nearness.OWN_WARD, Nearness.INSTITUTION, Nearness.ANOTHER_WARD]


@pytest.mark.parametrize("path", [GOAL, PRACTICE, GAPS])
def test_a_ward_that_has_shared_nothing_is_said_to_and_the_institution_is_shown(wards, client, path):
    serves(wards, ward(wards.fjellheim, "Uten måling"))
    page = read(client, path, wards.anna)
    assert f"Egen avdeling (Uten måling): {NONE_HERE}." in page
    assert NEAREST.findall(page)[0] == "Hele virksomheten"
    assert "Under står det andre ved virksomheten har delt." in page


def test_what_is_no_longer_shared_is_gone_from_the_own_ward(wards, client):
    serves(wards, wards.own)
    survey_actions.withdraw_release(survey_round=wards.waves[0], by=wards.waves[0].survey.owner)
    page = read(client, GOAL, wards.anna)
    assert f"Egen avdeling (Egen post): {NONE_HERE}." in page
    assert NEAREST.findall(page) == ["Hele virksomheten", "En annen avdeling"]


def test_a_recommendation_that_the_own_ward_has_not_measured_says_so_beside_the_others(wards, client):
    serves(wards, wards.own)
    make.approved(wards, unit=wards.other_unit)
    make.shared_wave(wards, [wards.other_unit], arena=wards.another)
    page = read(client, GOAL, wards.anna)
    assert page.index("KOB-A") < page.index("KOB-B")
    assert page.count(NONE_HERE) == 1
    assert page.index("KOB-B") < page.index(NONE_HERE)


def test_a_doctor_without_service_today_is_told_that_the_ward_is_not_known(wards, client):
    serves(wards, wards.own, ends_on=clock.today() - dt.timedelta(days=1))
    page = read(client, GOAL, wards.anna)
    assert "så vi vet ikke hvilken avdeling som er din" in page
    assert "Egen avdeling:" not in page


def test_service_that_is_sent_is_the_own_ward_and_a_draft_is_not(wards):
    row = serves(wards, wards.own, to="draft")
    assert places_of(wards.anna).wards == {}
    training.send_service(row=row, by=wards.anna)
    assert places_of(wards.anna).wards == {wards.own.pk: "Egen post"}


def test_the_leader_sees_first_the_wards_where_the_doctors_serve_and_reads_that_they_are_theirs(wards, client):
    serves(wards, wards.own)
    page = read(client, GOAL, wards.bo)
    assert NEAREST.findall(page) == ["Avdeling med leger du leder", "Hele virksomheten", "En annen avdeling"]
    survey_actions.withdraw_release(survey_round=wards.waves[0], by=wards.waves[0].survey.owner)
    page = read(client, GOAL, wards.bo)
    assert f"Avdelinger med leger du leder (Egen post): {NONE_HERE}." in page
    assert "Egen avdeling" not in page
    assert places_of(wards.dag).wards == {}
    assert "selvvurdert" not in read(client, GOAL, wards.dag)


@pytest.mark.parametrize("path", [GOAL, PRACTICE, GAPS])
def test_to_whom_has_no_ward_none_is_another_than_theirs(wards, client, path):
    """The owner of the survey, a mentor, the education lead."""
    page = read(client, path, wards.jorunn)
    assert NEAREST.findall(page) == ["Hele virksomheten", "En avdeling", "En avdeling"]


def test_confirmed_service_elsewhere_opens_what_is_shared_there_and_sent_service_does_not(wards, client):
    away = ward(wards.kystbyen, "Avrusning vest")
    survey = make.shared_wave(wards, [wards.unit], low=5, institution=wards.kystbyen, arena=away).survey
    assert survey.institution == wards.kystbyen
    row = serves(wards, away, to="sent")
    assert "Avrusning vest, " not in read(client, GOAL, wards.anna)
    training.confirm_service(row=row, by=wards.bo)
    page = read(client, GOAL, wards.anna)
    assert NEAREST.findall(page)[0] == "Egen avdeling"
    assert "Avrusning vest, " in page
    # The leader at home gains nothing by it.
    assert "Avrusning vest, " not in read(client, GOAL, wards.bo)


def test_the_window_of_a_goal_costs_the_same_with_one_ward_or_three(wards):
    def ask():
        return goal_window(wards.goal, places_of(wards.anna))

    before = make.count_queries(ask)
    serves(wards, wards.own)
    assert make.count_queries(ask) == before
    make.shared_wave(wards, [wards.unit], arena=ward(wards.fjellheim, "Fjerde post"))
    assert make.count_queries(ask) == before

"""Practice by profession: told of large groups alone, of practice alone, and only where the wave asks for a profession."""

import uuid
from types import SimpleNamespace

import pytest

from fagvei.interop.export.gap_report import _paper
from fagvei.surveys import actions
from fagvei.surveys.models import AnswerSheet, RoundItem
from fagvei.surveys.queries.report_page import report_page
from fagvei.surveys.tests import factories as make


@pytest.fixture
def small(db, cast, settings):
    settings.FAGVEI_DEMO = False
    return make.make_small_survey(cast)


def closed(small, groups, **fields):
    """{profession: (upper, people)}; each answers all three questions alike."""
    staff = {profession or "other": people for profession, (_upper, people) in groups.items()}
    wave = make.open_wave(small.survey, small.mona, codes=1, staff=staff, **{"mode": "profession", **fields})
    AnswerSheet.objects.bulk_create(
        AnswerSheet(
            pk=uuid.uuid4(),
            round=wave,
            profession=profession,
            answers={str(item.pk): [4 if person < upper else 1, ""] for item in small.items},
        )
        for profession, (upper, people) in groups.items()
        for person in range(people)
    )
    return actions.close_round(round_=wave, by=small.mona)


def report(client, small, wave) -> str:
    client.force_login(small.mona)
    return " ".join(client.get(f"/gap/malinger/{wave.public_id}/rapport/").content.decode().split())


def test_two_large_groups_are_told_on_the_page_and_on_paper(small, client):
    wave = closed(small, {"nurse": (12, 25), "doctor": (10, 21)})
    page = report(client, small, wave)
    for words in ("Praksis etter yrkesgruppe, selvvurdert", "<td>12 av 25</td>", "<td>10 av 21</td>"):
        assert words in page
    (section,) = [
        each for each in _paper(report_page(wave), None)["sections"] if "yrkesgruppe (selvvurdert)" in each["title"]
    ]
    assert section["table"]["head"] == ["Anbefaling", "Lege", "Sykepleier"]
    assert section["table"]["rows"][0] == ["GAP-1", "10 av 21", "12 av 25"]


def test_a_small_group_takes_the_smallest_large_one_with_it(small, client):
    wave = closed(small, {"nurse": (12, 25), "doctor": (10, 21), "psychologist": (1, 2)})
    page = report(client, small, wave)
    assert "<td>12 av 25</td>" in page
    assert "10 av 21" not in page
    assert "1 av 2<" not in page


def test_of_small_groups_nothing_is_told_and_the_page_says_why(small, client):
    page = report(client, small, closed(small, {"nurse": (9, 19), "doctor": (10, 18)}))
    assert "Ingen yrkesgruppe kan vises" in page


def test_where_nobody_is_asked_for_a_profession_there_is_no_table(small, client):
    wave = closed(small, {"nurse": (12, 25), "doctor": (10, 21)}, mode="anonymous")
    assert "Praksis etter yrkesgruppe" not in report(client, small, wave)


def test_the_same_people_in_the_next_wave_are_not_told_of_again(small):
    closed(small, {"nurse": (12, 25), "doctor": (10, 21)})
    second = closed(small, {"nurse": (15, 25), "doctor": (15, 26)})
    assert [line.count.rows for line in report_page(second).lines] == [{}, {}, {}]
    assert all(line.reached.is_exact for line in report_page(second).lines)


def test_a_table_is_told_of_the_institution_or_of_its_wards(small):
    closed(small, {"nurse": (12, 25), "doctor": (10, 21)})
    arena = small.cast.fjellheim.arenas.create(name="Avrusning")
    survey = make.make_survey(small.cast.fjellheim, small.mona, small.units, title="Avrusning", arena=arena)
    ward = SimpleNamespace(survey=survey, mona=small.mona, items=make.items_of(survey))
    told = report_page(closed(ward, {"nurse": (30, 60), "doctor": (40, 80)})).lines
    assert [line.count.rows for line in told] == [{}, {}, {}]
    assert all(line.reached.is_exact for line in told)


def test_attitude_is_not_told_by_profession(small):
    actions.choose_items(
        survey=small.survey, units=small.units[:1], area="target_group", reason="Viktig.", target=80, by=small.mona
    )
    small.items = make.items_of(small.survey)
    wave = closed(small, {"nurse": (12, 25), "doctor": (10, 21)})
    told = {row.item.kind: bool(row.counts["rows"]) for row in RoundItem.objects.filter(round=wave)}
    assert told == {"practice": True, "attitude": False}


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        ({"nurse": (4, 8), "doctor": (3, 6), "": (1, 1)}, {"nurse": 8}),
        ({"nurse": (4, 8), "doctor": (3, 6), "": (3, 5)}, {"nurse": 8, "doctor": 6}),
    ],
)
def test_those_who_did_not_say_are_never_a_few_that_follow_by_subtraction(small, answered, told):
    assert closed(small, answered).professions == told


def test_one_nurse_who_came_is_told_nowhere(small, client):
    first = closed(small, {"nurse": (3, 6), "": (7, 14)})
    second = closed(small, {"nurse": (4, 7), "": (7, 14)})
    assert (first.professions, second.professions) == ({"nurse": 6}, {})
    page = report(client, small, second)
    assert "Hvor mange av en yrkesgruppe som svarte, vises når" in page
    assert "7 av 15" not in page
    paper = str(_paper(report_page(second), None)["sections"])
    assert "Sykepleier: vises ikke" in paper
    assert "Hvor mange av en yrkesgruppe som svarte, vises når" in paper


def test_one_nurse_outside_the_wards_is_told_nowhere(small):
    for number, nurses in enumerate([6, 5], 1):
        arena = small.cast.fjellheim.arenas.create(name=f"Post {number}")
        survey = make.make_survey(small.cast.fjellheim, small.mona, small.units, title=arena.name, arena=arena)
        ward = SimpleNamespace(survey=survey, mona=small.mona, items=make.items_of(survey))
        assert closed(ward, {"nurse": (3, nurses), "": (5, 10)}).professions == {"nurse": nurses}
    assert closed(small, {"nurse": (6, 12), "": (10, 20)}).professions == {}

"""The public page of a specialty: composed from the rooms, and honest about what is missing."""

import pytest

from fagvei.common import clock
from fagvei.curriculum.models import LevelWords
from fagvei.curriculum.tests.factories import cover, make_course, make_goal, make_group, make_set
from fagvei.handbook import actions as handbook
from fagvei.organisations import actions as organisations

PATH = "/spesialiteter/rus/"


@pytest.fixture
def rus(specialty, centre):
    """A small addiction medicine: one goal, a level, a page of the handbook."""
    LevelWords.objects.create(
        level="lowest", name="Laveste kompetansenivå", position=1, knowledge_words=["Kjenne til"], source="kilden"
    )
    make_set("PART1", kind="part_1", expected_goals=101, categories=[], position=1)
    goal_set = make_set(specialty=specialty, expected_goals=71, position=3)
    handbook.save_page(
        slug="rus-roller-og-ansvar",
        title="Roller og ansvar",
        body="Fire parter.",
        owner=centre,
        source="https://example.org",
        items=[{"key": "D-1", "group": "Helsedirektoratet", "text": "Følge med.", "modality": "skal"}],
        by=None,
    )
    make_goal(goal_set, 1, name="Øyeblikkelig hjelp")
    return goal_set


def text(response):
    return " ".join(response.content.decode().split())


def test_the_page_is_composed_from_the_rooms(client, rus, specialty):
    course = make_course(specialties=[specialty], former_names=["Gammelt navn"])
    cover(make_goal(rus, 2, name=None), course)

    page = text(client.get(PATH))

    for door in ("Jeg skal bli spesialist", "Jeg veileder eller leder", "Jeg leter etter et kurs"):
        assert door in page
    assert '<span class="soft">skal:</span> Følge med.' in page
    assert "0 av 101 mål er lastet inn." in page
    assert "2 av 71 mål er lastet inn. Navnet er kjent for 1" in page
    assert '<th scope="row">Laveste kompetansenivå</th>' in page
    assert "navn ikke innhentet" in page
    assert page.count('hx-get="/spesialiteter/rus/kurs/"') == 1
    assert "Før: Gammelt navn. Bidrar til RUS-002." in page
    assert "/meld-feil/?type=side&amp;id=rus-roller-og-ansvar" in page


def test_a_course_that_is_not_recommended_says_so_among_those_that_are(client, rus, specialty):
    make_course(specialties=[specialty])
    assert "Ikke anbefalt av Helsedirektoratet." not in text(client.get(PATH))
    make_course("K-2", specialties=[specialty], recommended=False)
    page = text(client.get(PATH))
    assert "Der ikke annet står, er kursene anbefalt av Helsedirektoratet" in page
    assert page.count("Ikke anbefalt av Helsedirektoratet.") == 1


def test_goals_of_a_group_are_said_to_be_the_groups(client, rus, specialty):
    courses = [make_course(f"K-{n}", specialties=[specialty]) for n in (1, 2, 3)]
    cover(make_goal(rus, 25), make_group(*courses))
    page = text(client.get(PATH))
    assert page.count("To av tre. Gruppen bidrar til RUS-025.") == 3
    assert "Av en valgfri gruppe tas bare så mange som navnet sier: To av tre." in page


def test_goals_are_searched_in_place(client, rus):
    make_goal(rus, 2, name="Noe annet")

    whole = client.get(PATH, {"q": "øyeblikk"})
    part = client.get(PATH, {"q": "øyeblikk"}, headers={"hx-request": "true"})

    assert "1 av 2 mål passer til søket." in text(part)
    assert "RUS-002" not in text(part)
    assert text(part) in text(whole)


def test_a_specialty_without_pages_says_what_is_missing(client, rus):
    organisations.save_specialty(slug="psykiatri", name="Psykiatri", source="kodeverk", by=None)
    page = text(client.get("/spesialiteter/psykiatri/"))
    assert "Siden er ikke bygget ut ennå." in page
    assert "Spesialitetens egne læringsmål</li>" in page
    assert "Hvilken RegUt som er fagkontakt</li>" in page
    assert "RUS-001" not in page


def test_the_list_has_all_specialties_in_norwegian_order(client, specialty):
    for slug, name in (("oye", "Øyesykdommer"), ("are", "Åreknuter"), ("akutt", "Akuttmedisin")):
        organisations.save_specialty(slug=slug, name=name, by=None)
    response = client.get("/spesialiteter/")
    assert [s.name for s in response.context["specialties"]] == [
        "Akuttmedisin",
        "Rus- og avhengighetsmedisin",
        "Øyesykdommer",
        "Åreknuter",
    ]


def test_an_unknown_specialty_is_not_found(client, db):
    assert client.get("/spesialiteter/finnes-ikke/").status_code == 404


def test_the_page_asks_as_often_with_three_rows_as_with_one(client, rus, specialty, django_assert_num_queries):
    for number in (2, 3, 4):
        course = make_course(f"K-{number}", specialties=[specialty], outcomes=number, former_names=[f"Før {number}"])
        cover(make_goal(rus, number), course)
        if number == 2:
            cover(make_goal(rus, 9), make_group(course, choose=1))
        if number in (2, 4):
            with clock.at(clock.now()), django_assert_num_queries(QUERIES):
                client.get(PATH)


QUERIES = 21


@pytest.mark.parametrize("nasty", ["\x00", "<script>alert(1)</script>", "%", "{{ 1 }}", "\u202e", "a" * 3000])
def test_the_search_takes_anything(client, rus, nasty):
    response = client.get(PATH, {"q": nasty})
    assert response.status_code == 200
    assert "<script>alert(1)" not in response.content.decode()

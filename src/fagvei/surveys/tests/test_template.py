"""A survey begun from the seven areas: what is offered, what begins chosen, how it is asked and answered."""

import pytest
from django.test import Client

from fagvei.audit.models import AuditEvent
from fagvei.guideline.tests import factories as guideline_make
from fagvei.surveys import actions
from fagvei.surveys.actions.refusals import AlreadyAsked, NothingChosen, OwnersOnly, TooManyItems
from fagvei.surveys.models import AnswerSheet, SurveyItem
from fagvei.surveys.queries.counts import counts_of
from fagvei.surveys.queries.survey_page import template_of
from fagvei.surveys.rules.areas import AREAS, MOST_ITEMS, QUESTIONS, STEPS, kind_of
from fagvei.surveys.rules.template import BY_AREA, CHOSEN, offered
from fagvei.surveys.tests import factories as make
from fagvei.surveys.tests.test_survey_pages import key_in, press, text

# ../shared/domain/gap.md section 6.
SOURCE_SAFE = {
    *("BRUK-1", "BRUK-2", "BRUK-3", "FENG-1", "FENG-2"),
    *("OVERD-2", "OVERD-3", "OVERD-4", "OVERD-5", "OVERD-6", "OVERD-7"),
    *("ALK-NIVA-1", "ALK-NIVA-2", "ALK-NIVA-3", "OPI-LM-1", "OPI-LM-2", "OPI-LM-3"),
    *("BZD-1", "BZD-3", "BZD-5", "BZD-7", "BZD-8"),
}
CODES = ("ALK-TRYGG", "BRUK-2", "BZD-5", "BZD-8", "OPI-LM-1")


@pytest.fixture
def begun(db, cast):
    """A survey without a question, of a guideline that has some of the recommendations of the template."""
    mona = make.make_owner(cast.fjellheim)
    chapter = make.make_units(1)[0].chapter
    units = {code: guideline_make.make_unit(chapter, code) for code in CODES}
    survey = actions.make_survey(
        title="Ny", guideline=chapter.guideline, institution=cast.fjellheim, reason="Vi er usikre.", by=mona
    )
    client = Client()
    client.force_login(mona)
    return make.SimpleNamespace(mona=mona, survey=survey, units=units, client=client, cast=cast)


def test_the_template_offers_what_it_says_it_does():
    assert {code for codes in BY_AREA.values() for code in codes} == SOURCE_SAFE - {"OVERD-4"} | {"ALK-TRYGG"}


def areas_of(survey) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in survey.items.select_related("unit").order_by("order"):
        found.setdefault(item.area, []).append(item.unit.code)
    return found


# --- The template itself ---


def test_the_template_has_the_seven_areas_and_begins_with_few_questions():
    assert list(BY_AREA) == list(CHOSEN) == [area.code for area in AREAS]
    assert all(set(CHOSEN[area]) <= set(BY_AREA[area]) for area in BY_AREA)
    assert sum(map(len, CHOSEN.values())) < MOST_ITEMS


def test_no_recommendation_is_asked_twice_with_the_same_kind_of_question():
    for chosen in (BY_AREA, CHOSEN):
        asked = [(kind_of(area), code) for area, codes in chosen.items() for code in codes]
        assert len(asked) == len(set(asked))


def test_attitude_competence_and_guideline_are_asked_apart_each_with_its_own_question():
    kinds = [area.kind for area in AREAS]
    assert set(kinds) == {"practice", "attitude", "competence", "guideline"}
    assert len(set(map(str, QUESTIONS.values()))) == 4
    assert STEPS["attitude"] != STEPS["practice"] != STEPS["competence"]


def test_only_what_has_a_text_is_offered_and_no_more_begins_chosen_than_there_is_room_for():
    assert [(each.area, each.codes) for each in offered(["BZD-8"])] == [
        ("integrated", ["BZD-8"]), ("competence", ["BZD-8"]), ("guidelines", ["BZD-8"]),
    ]  # fmt: skip
    assert offered(["BZD-8"], [("integrated", "BZD-8"), ("competence", "BZD-8"), ("guidelines", "BZD-8")]) == []
    everything = [code for codes in BY_AREA.values() for code in codes]
    assert sum(len(each.chosen) for each in offered(everything, room=3)) == 3


# --- Mona ---


def test_mona_begins_with_the_template(begun):
    page = text(begun.client.get(begun.survey.get_absolute_url()))
    assert "Begynn med malen for de sju områdene" in page

    address = f"{begun.survey.get_absolute_url()}mal/"
    shown = text(begun.client.get(address))
    assert "ordlyden i spørsmålene er vår egen" in shown
    assert "Hvor enig er du i at denne anbefalingen er til hjelp i arbeidet ditt?" in shown
    chosen = {f"omrade_{each.area.code}": each.chosen for each in template_of(begun.survey)}
    made = text(press(begun.client, address, **chosen, reason="Vi vil se helheten.", target="75"))

    assert "Spørsmålene er lagt til." in made
    assert areas_of(begun.survey) == {
        "target_group": ["ALK-TRYGG", "BRUK-2"],
        "assessment": ["BZD-5"],
        "methods": ["OPI-LM-1"],
        "integrated": ["BZD-8"],
        "cooperation": ["BRUK-2"],
        "competence": ["BZD-5", "BZD-8"],
        "guidelines": ["OPI-LM-1"],
    }
    assert set(begun.survey.items.values_list("reason", "target")) == {("Vi vil se helheten.", 75)}
    assert AuditEvent.objects.filter(name="gap_items_chosen").count() == 7
    assert "Begynn med malen" not in made


def test_nothing_chosen_is_said_and_nothing_is_made(begun):
    address = f"{begun.survey.get_absolute_url()}mal/"
    answer = begun.client.post(
        address, {"idempotency_key": key_in(begun.client.get(address)), "reason": "Derfor.", "target": "80"}
    )
    assert str(NothingChosen().message) in text(answer)
    assert not SurveyItem.objects.exists()


def test_a_code_that_is_not_offered_in_its_area_is_refused(begun):
    answer = press(
        begun.client, f"{begun.survey.get_absolute_url()}mal/", omrade_integrated=["BZD-5"], reason="X.", target="80"
    )
    assert "Velg et av alternativene." in text(answer)
    assert not SurveyItem.objects.exists()


def test_all_areas_are_chosen_or_none(begun):
    more = {"survey": begun.survey, "reason": "Derfor.", "target": 80}
    units = make.make_units(MOST_ITEMS, code="MYE")
    with pytest.raises(TooManyItems):
        actions.choose_by_area(**more, chosen={"integrated": [begun.units["BZD-8"]], "methods": units}, by=begun.mona)
    with pytest.raises(OwnersOnly):
        actions.choose_by_area(**more, chosen={"integrated": [begun.units["BZD-8"]]}, by=begun.cast.anna)
    assert not SurveyItem.objects.exists()


def test_what_has_been_asked_is_not_changed_by_the_template(begun):
    chosen = {"integrated": [begun.units["BZD-8"]]}
    more = {"survey": begun.survey, "reason": "Derfor.", "target": 80, "by": begun.mona}
    actions.choose_by_area(**more, chosen=chosen)
    make.open_wave(begun.survey, begun.mona)
    with pytest.raises(AlreadyAsked):
        actions.choose_by_area(**more, chosen={"methods": [begun.units["OPI-LM-1"]]})


def test_no_template_where_the_guideline_has_none_of_its_recommendations(db, cast):
    small = make.make_small_survey(cast)
    assert template_of(small.survey) == []


# --- Those who answer, and the report ---


@pytest.fixture
def asked(begun):
    """In another order than the areas, so that somebody must sort them."""
    more = {"survey": begun.survey, "reason": "Derfor.", "target": 80, "by": begun.mona}
    for area in ("guidelines", "competence", "integrated", "target_group"):
        actions.choose_items(units=[begun.units["BZD-8"]], area=area, **more)
    begun.round = make.open_wave(begun.survey, begun.mona)
    return begun


def test_questions_stand_under_their_areas_on_the_phone_and_on_paper_with_the_same_numbers(asked):
    code = make.unused_codes(asked.round)[0]
    page = text(Client().post("/gap/svar/", {"code": code, "idempotency_key": key_in(Client().get("/gap/svar/"))}))
    paper = text(asked.client.get(f"{asked.round.get_absolute_url()}papir/"))
    names = [str(area.name).capitalize() for area in AREAS if area.code in areas_of(asked.survey)]
    for shown in (page, paper):
        places = [shown.index(f">{name}</h2>") for name in names]
        assert len(places) == 4
        assert places == sorted(places)
    for number, question in enumerate(("attitude", "practice", "competence", "guideline"), 1):
        assert page.index(f">{number}. ") < page.index(str(QUESTIONS[question]))
    assert [f'start="{number}"' in paper for number in (1, 2, 3, 4, 5)] == [True] * 4 + [False]


def test_what_is_sent_without_javascript_is_kept_by_question_and_told_by_area(asked):
    items = {item.area: item for item in asked.survey.items.all()}
    values = {"target_group": "4", "integrated": "1", "competence": "2", "guidelines": "0"}
    for code in make.unused_codes(asked.round)[:12]:
        shown = Client().post("/gap/svar/", {"code": code, "idempotency_key": key_in(Client().get("/gap/svar/"))})
        data = {f"svar_{items[area].public_id}": value for area, value in values.items()}
        sent = {**data, "code": code, "send": "yes", "idempotency_key": key_in(shown)}
        assert Client().post("/gap/svar/", sent).status_code == 302
    assert AnswerSheet.objects.count() == 12

    closed = actions.close_round(round_=asked.round, by=asked.mona)

    counts = counts_of(closed)
    # Below five only a span is told.
    assert [counts[items[area].pk].reached.high for area in values] == [12, 4, 4, 4]
    report = text(asked.client.get(f"{asked.round.get_absolute_url()}rapport/"))
    assert report.index("Holdninger til målgruppen</h3>") < report.index("Integrert behandling</h3>")
    assert report.index("Behov for kompetanse</h3>") < report.index("Holdninger til retningslinjer</h3>")


def test_a_fault_on_the_sheet_is_named_with_a_link_to_its_question(asked):
    code = make.unused_codes(asked.round)[0]
    shown = Client().post("/gap/svar/", {"code": code, "idempotency_key": key_in(Client().get("/gap/svar/"))})
    page = text(Client().post("/gap/svar/", {"code": code, "send": "yes", "idempotency_key": key_in(shown)}))
    assert "Dette må rettes før det kan lagres" in page
    first = asked.survey.items.get(area="target_group")
    assert f'href="#id_svar_{first.public_id}_0"' in page

"""Mona's pages: a survey made, recommendations chosen, a wave planned, opened, handed out and closed."""

import datetime as dt

import pytest
from django.test import Client

from fagvei.common import clock
from fagvei.guideline.tests import factories as guideline_make
from fagvei.surveys import actions
from fagvei.surveys.models import GapSurvey, SurveyRound
from fagvei.surveys.queries import tasks_for
from fagvei.surveys.queries.counts import count_of
from fagvei.surveys.queries.round_page import sentence
from fagvei.surveys.tests import factories as make


@pytest.fixture
def small(db, cast):
    found = make.make_small_survey(cast)
    found.client = Client()
    found.client.force_login(found.mona)
    return found


def text(response) -> str:
    return " ".join(response.content.decode().split())


def key_in(response) -> str:
    return response.content.decode().split('name="idempotency_key" value="')[1].split('"')[0]


def press(client: Client, page: str, address: str = "", **data):
    """Send what stands on a page, with its key."""
    shown = client.get(page)
    body = shown.content.decode()
    marker = 'name="idempotency_key"'
    key = body.split(marker)[1].split('value="')[1].split('"')[0]
    return client.post(address or page, {"idempotency_key": key, **data}, follow=True)


def test_mona_makes_a_survey_chooses_and_plans(small, cast):
    made = press(
        small.client,
        "/gap/ny/",
        title="Abstinens",
        guideline="avrusning",
        ward=str(cast.fjellheim.public_id),
        reason="Vi er usikre.",
    )
    survey = GapSurvey.objects.get(title="Abstinens")
    assert "Undersøkelsen er laget. Velg nå anbefalingene det skal spørres om." in text(made)

    address = survey.get_absolute_url()
    chosen = press(
        small.client, f"{address}sporsmal/", area="methods", units=["GAP-1", "GAP-3"], reason="Ofte glemt.", target="70"
    )
    assert "Spørsmålene er lagt til." in text(chosen)
    assert "Spørsmål (2 av høyst 25)" in text(chosen)
    assert "mål 70 %" in text(chosen)

    today = clock.today()
    planned = press(
        small.client,
        f"{address}maling/",
        opens_on=str(today),
        closes_on=str(today + dt.timedelta(days=14)),
        mode="anonymous",
        staff_nurse="12",
    )
    assert "Målingen venter på at du åpner den." in text(planned)
    assert SurveyRound.objects.get(survey=survey).staff.get().count == 12


def test_only_recommendations_with_a_text_are_offered(small):
    missing = guideline_make.make_unit(small.units[0].chapter, "UTEN-1", verification="missing")
    page = text(small.client.get(f"{small.survey.get_absolute_url()}sporsmal/"))
    assert 'value="GAP-1"' in page
    assert f'value="{missing.code}"' not in page
    assert "Spørsmålsområdene er fra den opprinnelige GAP-undersøkelsen." in page


def test_what_is_no_recommendation_is_said_to_be_something_else(small):
    guideline_make.make_unit(small.units[0].chapter, "FORK-1", kind="explanation", short_text="Gir ro.")
    page = text(small.client.get(f"{small.survey.get_absolute_url()}sporsmal/"))
    assert "FORK-1: Gir ro. (forklaring)" in page
    assert "(anbefaling)" not in page


def test_an_open_wave_shows_a_coarse_count_and_no_numbers(small):
    round_ = make.open_wave(small.survey, small.mona)
    make.answer_all(round_, [(4, 4, 4)] * 7)
    page = text(small.client.get(round_.get_absolute_url()))
    assert "mellom 5 og 9" in page
    assert "Ingen tall vises før målingen er lukket." in page
    assert "av 7" not in page


def test_the_sheet_of_codes_has_them_all_and_the_paper_the_questions(small):
    round_ = make.open_wave(small.survey, small.mona, codes=3)
    codes = make.unused_codes(round_)
    make.answer(round_, (4, 4, 4), codes[0])
    page = text(small.client.get(f"{round_.get_absolute_url()}koder/"))
    assert all(code in page for code in codes)
    assert all(f'svar/#{code}"' in page for code in codes)
    assert page.count("<svg") >= 3
    paper = text(small.client.get(f"{round_.get_absolute_url()}papir/"))
    assert "Gi GAP-2 til den som trenger det." in paper
    assert "vet ikke" in paper
    actions.close_round(round_=round_, by=small.mona)
    assert small.client.get(f"{round_.get_absolute_url()}koder/").status_code == 302


def test_a_need_for_competence_has_no_target_and_nothing_that_hinders(small):
    more = {"area": "competence", "reason": "Trenger vi undervisning?", "target": 80}
    actions.choose_items(survey=small.survey, units=small.units[:1], by=small.mona, **more)
    assert text(small.client.get(small.survey.get_absolute_url())).count("mål 80 %") == 3
    round_ = make.open_wave(small.survey, small.mona)
    assert text(small.client.get(round_.get_absolute_url())).count("mål 80 %") == 3
    paper = text(small.client.get(f"{round_.get_absolute_url()}papir/"))
    assert paper.count("Hvor ofte følges dette hos dere i dag?") == paper.count("Hva hindrer? Nummer:") == 3


def test_a_count_near_an_earlier_wave_is_said_to_be_so(small):
    round_ = make.closed_wave(small.survey, small.mona, [(4, 1, 2)] * 12)
    row = round_.asked.order_by("pk")[0]
    row.counts = {**row.counts, "reached": [4, 8], "is_as_before": True}
    assert sentence(count_of(row)) == "mellom 4 og 8 av 12, nær en tidligere måling"


def test_a_closed_wave_tells_what_may_be_told(small):
    round_ = make.closed_wave(small.survey, small.mona, [(4, 1, 2)] * 6 + [(1, 4, 2)] * 6)
    page = text(small.client.get(round_.get_absolute_url()))
    assert "6 av 12" in page
    assert "færre enn 5 av 12" in page
    assert "Selvvurdert" in page


def test_a_wave_with_few_sheets_tells_no_number(small):
    round_ = make.closed_wave(small.survey, small.mona, [(4, 1, 2)] * 4)
    page = text(small.client.get(round_.get_absolute_url()))
    assert "færre enn fem, ingen tall vises" in page
    assert "Vises ikke" in page


def test_pressing_through_the_states(small):
    address = make.plan(small.survey, small.mona).get_absolute_url()
    later = clock.today() + dt.timedelta(days=30)
    moved = press(small.client, address, f"{address}datoer/", opens_on=str(clock.today()), closes_on=str(later))
    assert "Målingen har fått nye datoer." in text(moved)
    assert "Målingen er åpen." in text(press(small.client, address, f"{address}apne/", codes="5"))
    assert "Målingen er lukket og talt opp." in text(press(small.client, address, f"{address}lukk/"))
    assert SurveyRound.objects.get().state == "closed"


def test_a_refusal_is_told_where_the_button_stood(small):
    round_ = make.open_wave(small.survey, small.mona)
    address = round_.get_absolute_url()
    refused = press(small.client, address, f"{address}avlys/", reason="Avdelingen flytter.")
    assert "Målingen kan ikke flyttes dit fra der den er nå." in text(refused)


def test_strangers_see_no_survey(small, cast):
    round_ = make.open_wave(small.survey, small.mona)
    for person in (cast.bo, make.make_owner(cast.kystbyen, "nils", "Nils Dal")):
        client = Client()
        client.force_login(person)
        assert "Avrusning hos oss" not in text(client.get("/gap/"))
        for address in (
            small.survey.get_absolute_url(),
            round_.get_absolute_url(),
            f"{round_.get_absolute_url()}koder/",
        ):
            assert client.get(address).status_code == 404


def test_the_inbox_asks_to_open_and_to_close_in_time(small):
    round_ = make.plan(small.survey, small.mona)
    assert [task.act_label for task in tasks_for(small.mona)] == ["Åpne"]
    actions.open_round(round_=round_, codes=5, by=small.mona)
    assert tasks_for(small.mona) == []
    with clock.at(clock.now() + dt.timedelta(days=14)):
        assert [task.act_label for task in tasks_for(small.mona)] == ["Lukk"]
    assert tasks_for(small.cast.bo) == []


def test_pages_ask_the_same_number_of_questions_for_one_and_for_three(small, django_assert_num_queries):
    addresses = ["/gap/", small.survey.get_absolute_url(), f"{small.survey.get_absolute_url()}sporsmal/"]
    before = [queries_of(small.client, address) for address in addresses]
    for number in range(2):
        other = make.make_survey(small.cast.fjellheim, small.mona, small.units, title=f"Nr. {number}")
        make.plan(other, small.mona)
    actions.choose_items(
        survey=small.survey, units=small.units, area="competence", reason="Ja.", target=50, by=small.mona
    )
    assert [queries_of(small.client, address) for address in addresses] == before


def queries_of(client: Client, address: str) -> int:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client.get(address)
    with CaptureQueriesContext(connection) as context:
        assert client.get(address).status_code == 200
    return len(context)

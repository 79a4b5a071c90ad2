"""One question in own words: opened by choice, written apart from every other answer, told from ten on, hidden with a reason."""

import datetime as dt
import json
import uuid

import pytest
from django.db import connection
from django.test import Client

from fagvei.audit.actions import seal_events
from fagvei.audit.models import AuditEvent
from fagvei.audit.queries import verify_database
from fagvei.audit.verification import tampering
from fagvei.common import clock
from fagvei.common.patients import HoldsNationalId
from fagvei.config import due
from fagvei.surveys import actions
from fagvei.surveys.actions import answers as answering
from fagvei.surveys.models import AnswerSheet, FreeAnswer, FreeText, RespondentToken
from fagvei.surveys.queries.counts import RoundStillOpen
from fagvei.surveys.queries.free_texts import free_texts_of
from fagvei.surveys.tests import factories as make

ANSWER = "/gap/svar/"
# A synthetic number with valid control digits.
NATIONAL_ID = "13097248022"


@pytest.fixture
def small(db, cast, settings):
    settings.FAGVEI_DEMO = False
    return make.make_small_survey(cast)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def opened(small, **fields):
    return make.open_wave(small.survey, small.mona, codes=12, **{"free_question": "hinders", **fields})


def closed(small, words: list[str], sheets: int = 10):
    """So many answer, the first of them in own words."""
    wave = opened(small)
    for place in range(sheets):
        make.answer(wave, (4, 1, 2), words=words[place] if place < len(words) else "")
    return actions.close_round(round_=wave, by=small.mona)


def sheet_of(small, wave, **more) -> dict[str, str]:
    data = {"code": make.unused_codes(wave)[0], "send": "yes", "idempotency_key": str(uuid.uuid4())}
    return data | {f"svar_{item.public_id}": "3" for item in small.items} | more


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def report_of(wave) -> str:
    return f"/gap/malinger/{wave.public_id}/rapport/"


def press(client, path, **data):
    return client.post(path, {"idempotency_key": str(uuid.uuid4()), **data}, follow=True)


def told(small, wave) -> str:
    return text(logged_in(small.mona).get(report_of(wave)))


# --- Opened by choice, written apart ---


def test_it_is_off_until_the_owner_opens_it(small):
    wave = make.open_wave(small.survey, small.mona)
    asked = Client().post(ANSWER, {"code": make.unused_codes(wave)[0], "idempotency_key": str(uuid.uuid4())})
    assert 'name="words"' not in text(asked)
    make.answer(wave, (3, 3, 3), words="Dette ble ingen spurt om.")
    assert (AnswerSheet.objects.count(), FreeAnswer.objects.count()) == (1, 0)


def test_a_question_that_is_not_on_the_list_is_not_opened(small):
    with pytest.raises(ValueError, match="gossip"):
        make.plan(small.survey, small.mona, free_question="gossip")


def test_the_owner_opens_one_and_it_is_on_the_phone_and_on_paper(small):
    wave = opened(small)
    asked = text(Client().post(ANSWER, {"code": make.unused_codes(wave)[0], "idempotency_key": str(uuid.uuid4())}))
    assert "Hva hindrer dere?" in asked
    assert "Skriv aldri navn eller noe om pasienter" in asked
    paper = text(logged_in(small.mona).get(f"/gap/malinger/{wave.public_id}/papir/"))
    assert "Hva hindrer dere? (valgfritt)" in paper
    assert "Skriv aldri navn eller noe om pasienter" in paper


def test_the_words_are_stored_apart_from_the_sheet(small):
    wave = opened(small)
    sent = Client().post(ANSWER, sheet_of(small, wave, words="Vi mangler folk."), follow=True)
    assert "Takk for svaret" in text(sent)
    assert FreeAnswer.objects.get().words == "Vi mangler folk."
    assert "folk" not in json.dumps(AnswerSheet.objects.get().answers)
    assert RespondentToken.objects.filter(used=True).count() == 1


def test_a_national_identity_number_is_refused_in_a_sentence_and_the_code_is_kept(small):
    wave = opened(small)
    page = text(Client().post(ANSWER, sheet_of(small, wave, words=f"Hun med {NATIONAL_ID}")))
    assert "Teksten ser ut til å ha et fødselsnummer." in page
    with pytest.raises(HoldsNationalId):
        make.answer(wave, (3, 3, 3), words=NATIONAL_ID)
    assert not RespondentToken.objects.filter(used=True).exists()
    assert not AnswerSheet.objects.exists()
    assert not FreeAnswer.objects.exists()


def test_initials_with_a_date_are_asked_about_once(small):
    wave, client = opened(small), Client()
    data = sheet_of(small, wave, words="Som med A.B. 01.02.1990 i vår.")
    asked = text(client.post(ANSWER, data))
    assert "Teksten ser ut til å ha initialer og en dato." in asked
    assert '<input type="hidden" name="send" value="yes">' in asked
    assert not FreeAnswer.objects.exists()
    client.post(ANSWER, data | {"not_patient_data": "yes"})
    assert FreeAnswer.objects.count() == 1


def test_the_place_of_the_words_in_the_file_tells_nothing_of_the_order(small, monkeypatch):
    """Every answer rewrites them all; turned around, what came last lies first."""
    wave = opened(small)
    monkeypatch.setattr(answering, "shuffle", lambda rows: rows.reverse())
    for words in ("først", "så", "sist"):
        make.answer(wave, (0, 0, 0), words=words)
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT words FROM surveys_freeanswer ORDER BY {place}")  # noqa: S608
        assert cursor.fetchone()[0] == "sist"


@pytest.mark.postgres_only
def test_the_number_of_the_transaction_leads_from_words_to_all_sheets_or_to_none(small):
    wave = opened(small)
    for words in ("En.", "", "To.", ""):
        make.answer(wave, (3, 1, 0), words=words)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.id, count(*) FROM surveys_freeanswer f JOIN surveys_answersheet s ON s.xmin = f.xmin GROUP BY f.id"
        )
        assert {count for _words, count in cursor.fetchall()} == {4}


# --- Told from ten on, after closing ---


def test_nothing_is_told_while_the_wave_is_open(small):
    wave = opened(small)
    for place in range(11):
        make.answer(wave, (4, 1, 2), words=f"Hemmelig {place}.")
    with pytest.raises(RoundStillOpen):
        free_texts_of(wave)
    assert "Hemmelig" not in text(logged_in(small.mona).get(wave.get_absolute_url()))
    assert not FreeText.objects.exists()


def test_with_nine_answers_the_words_are_deleted_unread(small):
    wave = closed(small, ["Vi mangler folk."], sheets=9)
    assert not FreeText.objects.exists()
    assert not FreeAnswer.objects.exists()
    page = told(small, wave)
    assert "Færre enn ti svarte, så det som ble skrevet, er slettet ulest." in page
    assert "Vi mangler folk." not in page


def test_with_ten_they_are_told_in_drawn_order_and_sealed(small, monkeypatch):
    monkeypatch.setattr("fagvei.surveys.actions.free_texts.shuffle", lambda rows: rows.sort())
    wave = closed(small, ["C tid.", "A rom.", "B rutiner."])
    assert [row.words for row in wave.free_texts.all()] == ["A rom.", "B rutiner.", "C tid."]
    assert not FreeAnswer.objects.exists()
    page = told(small, wave)
    assert page.index("A rom.") < page.index("B rutiner.") < page.index("C tid.")
    assert page.index("Anbefaling for anbefaling") < page.index("A rom.")
    assert "Tekstene hører ikke sammen med tallene over." in page
    assert AuditEvent.objects.filter(name="gap_round_closed").count() == 1
    FreeText.objects.filter(position=1).update(words="Noe annet.")
    assert [finding.code for finding in tampering(verify_database())] == ["fact_changed"]


def test_the_next_wave_asks_the_same(small):
    wave = closed(small, [])
    assert "Ingen skrev noe." in told(small, wave)
    dates = {"opens_on": clock.today(), "closes_on": clock.today() + dt.timedelta(days=14)}
    assert actions.book_next_round(survey_round=wave, by=small.mona, **dates).free_question == "hinders"


# --- The moderator's door ---


def test_the_owner_hides_a_text_with_a_reason_and_shows_it_again(small):
    wave = closed(small, ["Per på natt gjør det ikke.", "Vi mangler rom."])
    row, client = FreeText.objects.get(words__startswith="Per"), logged_in(small.mona)
    door = f"/gap/fritekst/{row.public_id}/"
    assert door in told(small, wave)

    assert press(client, f"{door}skjul/", reason="").status_code == 422
    hidden = press(client, f"{door}skjul/", reason="Nevner en kollega.")

    assert "Teksten er skjult i rapporten." in text(hidden)
    page = told(small, wave)
    assert "Per på natt" not in page
    assert "Skjult av den som er ansvarlig for undersøkelsen: Nevner en kollega." in page
    assert "Vi mangler rom." in page
    assert row.events.get().acting_as == "survey_owner"
    assert "Per på natt" in text(client.get(door))

    press(client, f"{door}vis/", reason="Feil tekst.")
    assert "Per på natt" in told(small, wave)
    names = list(AuditEvent.objects.order_by("-pk").values_list("name", flat=True)[:2])
    assert names == ["free_text_shown", "free_text_hidden"]
    assert list(tampering(verify_database())) == []


def test_twice_or_without_reason_or_by_somebody_else_is_refused(small, cast):
    closed(small, ["Vi mangler rom."])
    row = FreeText.objects.get()
    with pytest.raises(actions.NotHidden):
        actions.show_free_text(text=row, reason="Vis.", by=small.mona)
    with pytest.raises(actions.HidingReasonMissing):
        actions.hide_free_text(text=row, reason=" ", by=small.mona)
    with pytest.raises(actions.OwnersOnly):
        actions.hide_free_text(text=row, reason="Skjul.", by=cast.bo)
    actions.hide_free_text(text=row, reason="Skjul.", by=small.mona)
    with pytest.raises(actions.AlreadyHidden):
        actions.hide_free_text(text=row, reason="Skjul.", by=small.mona)
    assert row.events.count() == 1
    assert logged_in(cast.bo).get(f"/gap/fritekst/{row.public_id}/").status_code == 404


def test_half_a_year_later_the_words_are_gone_and_the_log_still_holds(small):
    wave = closed(small, ["Vi mangler rom.", "Vi mangler tid."])
    row = FreeText.objects.first()
    job = next(job for job in due.JOBS if job.name == "forget_free_texts_of_surveys")
    with clock.at(clock.now() + dt.timedelta(days=179)):
        assert job.perform(False) == 0
    with clock.at(clock.now() + dt.timedelta(days=181)):
        assert (job.perform(True), job.perform(False), job.perform(False)) == (2, 2, 0)
        page = told(small, wave)
    assert set(FreeText.objects.values_list("words", flat=True)) == {""}
    assert "Det som ble skrevet, er slettet seks måneder etter at målingen ble lukket." in page
    assert AuditEvent.objects.get(name="free_texts_forgotten").details == {"rows": 2}
    seal_events(limit=1_000)
    assert list(tampering(verify_database())) == []
    with pytest.raises(actions.WordsErased):
        actions.hide_free_text(text=row, reason="Skjul.", by=small.mona)


def test_one_text_or_three_cost_the_same(small, django_assert_num_queries, cast):
    one = closed(small, ["En."])
    three = closed(small, ["En.", "To.", "Tre."])
    for row in FreeText.objects.filter(round=three):
        actions.hide_free_text(text=row, reason="Skjul.", by=small.mona)
    with django_assert_num_queries(2):
        assert len(free_texts_of(one).texts) == 1
    with django_assert_num_queries(2):
        assert len(free_texts_of(three).hidden) == 3

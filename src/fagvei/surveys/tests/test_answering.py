"""Whoever has a code answers once, without login; and no table, log or address says who answered what."""

import datetime as dt
import inspect
import json
import logging
import re

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext, isolate_apps

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.models import IdempotencyKey
from fagvei.surveys import actions
from fagvei.surveys.actions import answers as answering
from fagvei.surveys.models import AnswerSheet, FreeAnswer, RespondentToken, SurveyRound
from fagvei.surveys.rules import codes
from fagvei.surveys.tests import factories as make

PAGE = "/gap/svar/"


@pytest.fixture
def wave(db, cast):
    cache.clear()  # what was guessed before
    small = make.make_small_survey(cast)
    small.round = make.open_wave(small.survey, small.mona, codes=4)
    small.codes = make.unused_codes(small.round)
    return small


def text(response) -> str:
    return " ".join(response.content.decode().split())


def sheet_of(wave, value: str = "3", **more) -> dict[str, str]:
    data = {"code": wave.codes[0], "send": "yes", "idempotency_key": "6d6d8b7e-0000-4000-8000-000000000001"}
    return data | {f"svar_{item.public_id}": value for item in wave.items} | more


def with_code(client, code: str):
    return client.post(PAGE, {"code": code, "idempotency_key": "6d6d8b7e-0000-4000-8000-000000000002"})


def test_a_code_opens_the_questions_and_one_piece_is_sent(wave):
    client = Client()
    asked = with_code(client, wave.codes[0].lower().replace("-", " "))
    assert "Gi GAP-1 til den som trenger det." in text(asked)
    assert text(asked).count("vet ikke") >= 3

    first = wave.items[0].public_id
    sent = client.post(PAGE, sheet_of(wave, **{f"hinder_{first}": "time"}), follow=True)

    assert "Takk for svaret" in text(sent)
    answers = AnswerSheet.objects.get().answers
    assert answers[str(wave.items[0].pk)] == [3, "time"]
    assert RespondentToken.objects.filter(used=True).count() == 1


def test_a_code_is_burnt(wave):
    client = Client()
    client.post(PAGE, sheet_of(wave))
    assert "Koden er brukt eller finnes ikke" in text(client.post(PAGE, sheet_of(wave, "1")))
    assert [sheet.answers[str(wave.items[0].pk)] for sheet in AnswerSheet.objects.all()] == [[3, ""]]


def without_key(response) -> str:
    """The page without what is drawn anew each time, and without the code that was typed."""
    drawn = r'"(?:[A-Za-z0-9]{64}|[0-9a-f-]{36})"|[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}'
    return re.sub(drawn, "", text(response))


def test_trying_all_codes_does_not_tell_which_are_used(wave, django_assert_num_queries):
    Client().post(PAGE, sheet_of(wave))
    owner = Client()
    with CaptureQueriesContext(connection) as used:
        tried = with_code(owner, wave.codes[0])
    with django_assert_num_queries(len(used)):
        other = with_code(owner, wave.codes[1])
    assert tried.status_code == other.status_code == 200
    assert "Gi GAP-1 til den som trenger det." in text(tried)
    assert without_key(tried) == without_key(other)


def test_sending_with_a_used_code_says_what_an_unknown_one_says_and_is_a_miss(wave, settings):
    settings.FAGVEI_MISSES_ALLOWED = 2
    client = Client()
    client.post(PAGE, sheet_of(wave))
    unknown = client.post(PAGE, sheet_of(wave, code="AAAA-AAAA-AAAA"))
    used = client.post(PAGE, sheet_of(wave))
    assert without_key(used) == without_key(unknown)
    assert client.post(PAGE, sheet_of(wave)).status_code == 429


def test_nothing_is_stored_and_no_code_burnt_when_the_sheet_is_not(wave, monkeypatch):
    def fail(*_):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(answering, "_rewrite", fail)
    with pytest.raises(RuntimeError):
        make.answer(wave.round, (3, 3, 3), wave.codes[0])
    assert not RespondentToken.objects.filter(used=True).exists()


def test_a_question_without_an_answer_is_pointed_out_and_the_code_is_kept(wave):
    data = sheet_of(wave)
    del data[f"svar_{wave.items[1].public_id}"]
    page = text(Client().post(PAGE, data))
    assert "«Vet ikke» og «gjelder ikke oss» er også svar." in page
    assert wave.codes[0] in page
    assert not AnswerSheet.objects.exists()


@pytest.mark.parametrize("value", ["5", "-1", "ja", "\x00", "2.0"])
def test_an_answer_that_was_not_offered_is_refused(wave, value):
    assert "Velg et av alternativene." in text(Client().post(PAGE, sheet_of(wave, value)))
    assert not AnswerSheet.objects.exists()


def test_a_wrong_code_is_told_and_guessing_is_stopped(wave, settings):
    settings.FAGVEI_MISSES_ALLOWED = 2
    client = Client()
    for _time in range(2):
        assert "Koden er brukt eller finnes ikke, eller målingen er lukket." in text(
            with_code(client, "ABCD-EFGH-JKLM")
        )
    assert with_code(client, "ABCD-EFGH-JKLM").status_code == 429


def test_nobody_answers_after_the_last_day_or_after_closing(wave):
    with clock.at(clock.now() + dt.timedelta(days=15)):
        assert "Målingen tar ikke imot svar nå." in text(with_code(Client(), wave.codes[0]))
        assert "Målingen tar ikke imot svar nå." in text(Client().post(PAGE, sheet_of(wave)))
    actions.close_round(round_=wave.round, by=wave.mona)
    assert "Koden er brukt eller finnes ikke, eller målingen er lukket." in text(with_code(Client(), wave.codes[0]))


def test_a_profession_is_kept_only_where_the_wave_asks(wave, cast):
    make.answer(wave.round, (3, 3, 3), wave.codes[0], profession="nurse")
    assert AnswerSheet.objects.get().profession == ""
    other = make.make_survey(cast.fjellheim, wave.mona, wave.units, title="Med yrke")
    asking = make.open_wave(other, wave.mona, mode="profession")
    make.answer(asking, (3, 3, 3), profession="nurse")
    assert AnswerSheet.objects.get(round=asking).profession == "nurse"


def test_how_it_is_answered_is_fixed_when_the_wave_is_made():
    """No action takes the mode but the one that makes the wave, and it is part of what is sealed."""
    verbs = {name: getattr(actions, name) for name in actions.__all__ if name.islower()}
    takes = {name for name, act in verbs.items() if "mode" in inspect.signature(act).parameters}
    assert takes == {"plan_round"}
    assert "mode" in SurveyRound.digest_fields
    takes = {name for name, act in verbs.items() if "free_question" in inspect.signature(act).parameters}
    assert takes == {"plan_round"}
    assert "free_question" in SurveyRound.later_digest_fields


# --- Who answered what is nowhere ---

TELLS_WHEN = (models.DateField, models.TimeField, models.AutoField)
TELLS_WHO = (models.GenericIPAddressField, models.EmailField)


TOGETHER = frozenset({"round"})


def traces(sheet: type[models.Model], token: type[models.Model], together: frozenset[str] = TOGETHER) -> list[str]:
    """Every column by which a sheet could be joined to a token, to a person or to an instant."""
    found = []
    for model in (sheet, token):
        for field in model._meta.concrete_fields:
            is_counted = field.primary_key and not isinstance(field, models.UUIDField)
            leads_on = field.is_relation and field.name not in together
            if is_counted or leads_on or isinstance(field, (*TELLS_WHEN, *TELLS_WHO)):
                found.append(f"{model.__name__}.{field.name}")
    columns = [{field.name for field in model._meta.concrete_fields} for model in (sheet, token)]
    found += sorted((columns[0] & columns[1]) - together - {"id"})
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model in {sheet, token}:
                found.append(f"{model._meta.label}.{field.name}")
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [(AnswerSheet, RespondentToken), (FreeAnswer, AnswerSheet), (FreeAnswer, RespondentToken)],
)
def test_no_column_joins_sheets_codes_and_words(one, other):
    assert traces(one, other) == []


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ({"at": models.DateTimeField(null=True)}, ["Leak.at"]),
        ({"day": models.DateField(null=True)}, ["Leak.day"]),
        ({"id": models.BigAutoField(primary_key=True)}, ["Leak.id"]),
        ({"used": models.BooleanField()}, ["used"]),
        ({"address": models.GenericIPAddressField(null=True)}, ["Leak.address"]),
        ({"token": models.ForeignKey(RespondentToken, on_delete=models.CASCADE, related_name="+")}, ["Leak.token"]),
    ],
)
@isolate_apps("fagvei.surveys")
def test_a_column_that_joins_is_caught(planted, found):
    key = {"id": models.UUIDField(primary_key=True)}
    meta = type("Meta", (), {"app_label": "surveys"})
    leak = type("Leak", (models.Model,), {"__module__": __name__, "Meta": meta, **key, **planted})
    assert traces(leak, RespondentToken) == found


def test_the_database_has_no_other_columns_than_the_models(db):
    with connection.cursor() as cursor:
        told = {
            model: {column.name for column in connection.introspection.get_table_description(cursor, table)}
            for model, table in (
                ("sheet", AnswerSheet._meta.db_table),
                ("token", RespondentToken._meta.db_table),
                ("words", FreeAnswer._meta.db_table),
            )
        }
    assert told == {
        "sheet": {"id", "round_id", "profession", "answers"},
        "token": {"id", "round_id", "token_hash", "used"},
        "words": {"id", "round_id", "words"},
    }


def test_no_value_is_shared_between_the_tables_but_the_wave(wave):
    for code in wave.codes:
        make.answer(wave.round, (3, 1, 0), code)
    sheets = {json.dumps(value) for row in AnswerSheet.objects.values_list("id", "answers") for value in map(str, row)}
    tokens = {
        json.dumps(str(value)) for row in RespondentToken.objects.values_list("id", "token_hash") for value in row
    }
    assert sheets & tokens == set()


def test_the_place_in_the_file_tells_nothing_of_the_order(wave, monkeypatch):
    """Every sheet rewrites them all; turned around, what came last lies first."""
    monkeypatch.setattr(answering, "shuffle", lambda rows: rows.reverse())
    for code, value in zip(wave.codes, (0, 1, 2, 3), strict=True):
        make.answer(wave.round, (value, 0, 0), code)
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT answers FROM surveys_answersheet ORDER BY {place}")  # noqa: S608
        rows = [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]
    assert rows[0][str(wave.items[0].pk)][0] == 3


@pytest.mark.postgres_only
def test_the_number_of_the_transaction_leads_from_a_token_to_all_sheets_or_to_none(wave):
    for code in wave.codes:
        make.answer(wave.round, (3, 1, 0), code)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.id, count(*) FROM surveys_respondenttoken t JOIN surveys_answersheet s ON s.xmin = t.xmin GROUP BY t.id"
        )
        assert {count for _token, count in cursor.fetchall()} <= {4}


def test_neither_log_nor_key_nor_session_learns_of_an_answer(wave, caplog):
    before = AuditEvent.objects.count()
    caplog.set_level(logging.DEBUG)
    client = Client()
    with_code(client, wave.codes[0])
    sent = client.post(PAGE, sheet_of(wave))
    assert (sent.status_code, sent.url) == (302, "/gap/svar/takk/")
    assert AuditEvent.objects.count() == before
    assert (IdempotencyKey.objects.filter(scope__startswith="surveys:answer").count(), Session.objects.count()) == (
        0,
        0,
    )
    assert wave.codes[0] not in caplog.text
    assert codes.plain(wave.codes[0]) not in caplog.text
    assert "no-store" in sent["Cache-Control"]


def test_codes_are_long_enough_and_only_their_print_is_stored(wave):
    code = wave.codes[0]
    assert len(codes.plain(code)) == 12
    assert len(codes.SIGNS) ** 12 > 2**58
    assert not RespondentToken.objects.filter(token_hash__in=[code, codes.plain(code)]).exists()
    assert RespondentToken.objects.filter(token_hash=codes.print_of(code.lower())).exists()

"""Pages of assessments: the doctor, the supervisor on the ward, somebody outside with a link, the education lead."""

import re
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fagvei.common import clock
from fagvei.common.clock import DATABASE_CLOCK_SQL
from fagvei.people import actions as people
from fagvei.training import actions
from fagvei.training.models import Assessment, AssessmentForm, MultisourceRound
from fagvei.training.tests import factories_of_assessments as make
from fagvei.training.tests.browsing import as_, hidden, post, words
from fagvei.training.tests.factories import bring_goal
from fagvei.training.tests.inbox import tasks_of

MINE = "/min-utdanning/vurderinger/"
State = Assessment.State


@pytest.fixture(autouse=True)
def own_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def lead(cast):
    user = people.add_user(username="jorunn", full_name="Jorunn Bakke", by=None)
    people.assign_role(user=user, role="education_lead", institution=cast.fjellheim, by=None)
    return user


def fields(record, **changes) -> dict:
    return {
        "version": str(make.make_form().public_id),
        "title": "Samtale",
        "held_on": f"{clock.today():%Y-%m-%d}",
        "arena": "",
        "place": "Posten",
        "assessor": str(record.siri.public_id),
        "name": "",
        "email": "",
        "goals": [str(record.goals["RUS-001"].public_id), str(record.goals["RUS-002"].public_id)],
        **changes,
    }


SVAR = {f"svar_{key}": value for key, value in make.ANSWERS.items()}


def write(client: Client, url: str, **data):
    return client.post(url, {"idempotency_key": str(uuid.uuid4()), **data})


# --- With an account ---


def test_the_doctor_asks_and_the_supervisor_finds_it_in_the_inbox_and_signs(record):
    response = post(record.anna, reverse("training:ask_assessment"), **fields(record))
    asked = Assessment.objects.get()
    assert response["Location"] == asked.get_absolute_url()
    [task] = [task for task in tasks_of(record.siri) if task.kind == "answer_assessment"]
    assert task.url == asked.get_absolute_url()

    page = as_(record.siri).get(task.url)
    text = page.content.decode()
    assert text.index("Hva gikk bra?") < text.index("Hvilket nivå?")
    post(record.siri, reverse("training:answer_assessment", args=[asked.public_id]), **SVAR)

    asked.refresh_from_db()
    assert asked.state == State.SIGNED
    assert "Rolig og tydelig." in words(as_(record.anna).get(asked.get_absolute_url()))
    assert not [task for task in tasks_of(record.siri) if task.kind == "answer_assessment"]


def test_a_comment_that_is_missing_is_said_beside_the_field_and_nothing_is_lost(record):
    asked = make.ask(record)
    response = post(
        record.siri, reverse("training:answer_assessment", args=[asked.public_id]), **SVAR | {"svar_bedre": ""}
    )

    assert response.status_code == 200
    assert "Skriv noe her." in words(response)
    assert "Rolig og tydelig." in response.content.decode()


def test_it_is_evidence_on_each_of_its_goals_for_those_who_decide_and_advise(record):
    signed = make.assess(record)
    bring_goal(record, "RUS-001", "ready")
    for code in ("RUS-001", "RUS-002"):
        goal = record.goals[code]
        assert signed.get_absolute_url() in as_(record.bo).get(goal.get_absolute_url()).content.decode()
    actions.send_goal(plan_goal=record.goals["RUS-001"], by=record.anna)
    decide = as_(record.bo).get(reverse("training:decide_goal", args=[record.goals["RUS-001"].public_id]))
    assert "1 vurdering" in words(decide)


def test_an_asked_supervisor_reads_what_another_has_signed_about_the_goal(record):
    by_stian = make.assess(record, assessor=record.stian)
    assert as_(record.siri).get(by_stian.get_absolute_url()).status_code == 404
    bring_goal(record, "RUS-001", "completed")

    assert "Rolig og tydelig." in words(as_(record.siri).get(by_stian.get_absolute_url()))
    opinion = as_(record.siri).get(reverse("training:give_opinion", args=[record.goals["RUS-001"].public_id]))
    assert by_stian.get_absolute_url() in opinion.content.decode()


def test_who_assesses_unasked_first_says_whom_and_what(record):
    choose = as_(record.cecilie).get(reverse("training:start_assessment"))
    assert f"?lege={record.anna.public_id}" in choose.content.decode()
    address = f"{reverse('training:start_assessment')}?lege={record.anna.public_id}"
    response = post(record.cecilie, address, **fields(record))

    started = Assessment.objects.get()
    assert (response["Location"], started.assessor) == (started.get_absolute_url(), record.cecilie)
    assert as_(record.dag).get(address).status_code == 404


def test_unsigned_words_are_read_by_the_doctor_alone_and_marked(record):
    answered = make.answer_outside(make.invite(record))
    mine = words(as_(record.anna).get(answered.get_absolute_url()))
    assert "Ikke signert" in mine
    assert "Rolig og tydelig." in mine
    for reader in (record.bo, record.cecilie):
        assert "Rolig og tydelig." not in words(as_(reader).get(answered.get_absolute_url()))
    assert "Rolig" not in words(as_(record.bo).get(record.goals["RUS-001"].get_absolute_url()))


def test_the_list_and_the_page_ask_a_fixed_number_of_questions(record):
    def questions(url):
        client = as_(record.anna)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return sum(query["sql"] != DATABASE_CLOCK_SQL for query in captured.captured_queries)

    first = make.assess(record)
    one = [questions(url) for url in (MINE, first.get_absolute_url())]
    for _number in range(2):
        make.assess(record)
        make.invite(record)

    assert [questions(url) for url in (MINE, first.get_absolute_url())] == one


# --- By link ---


def test_opening_a_link_changes_nothing(record):
    token = make.token_of(make.invite(record))
    before = list(Assessment.objects.values())
    response = Client().get(f"/svar/{token}/")

    assert response.status_code == 200
    assert "Vurdering av Anna Berg" in words(response)
    assert list(Assessment.objects.values()) == before


def test_somebody_outside_answers_identifies_and_signs_and_the_leader_vouches(record):
    token = make.token_of(make.invite(record))
    client, address = Client(), f"/svar/{token}/"
    write(client, address, **SVAR)
    assessment = Assessment.objects.get()
    assert assessment.state == State.ANSWERED
    page = client.get(address)
    assert "teller ikke før du har vist hvem du er" in words(page)
    assert "Signer vurderingen" not in words(page)

    refused = write(client, f"{address}signer/", seen_digest=assessment.given_answers.last().digest())
    assert "Vis hvem du er før du signerer" in words(refused)
    write(client, f"{reverse('people:identify_demo')}?neste={address}", hpr_number="9800001", name="Ragnhild Foss")
    page = client.get(address)
    assert "identifisert som Ragnhild Foss" in words(page)
    write(client, f"{address}signer/", seen_digest=hidden(page, "seen_digest"))

    assessment.refresh_from_db()
    assert assessment.state == State.IDENTIFIED
    assert "Takk for svaret" in words(client.get(address))
    assert Client().get(address).status_code == 404
    [task] = [task for task in tasks_of(record.bo) if task.kind == "vouch_for_assessor"]
    assert "Ragnhild Foss" in words(as_(record.bo).get(task.url))
    post(record.bo, reverse("training:vouch_for_assessor", args=[assessment.public_id]))
    assessment.refresh_from_db()
    assert assessment.state == State.SIGNED


def test_without_a_provider_nothing_can_be_signed_and_the_page_says_so(record, settings):
    token = make.token_of(make.invite(record))
    client = Client()
    write(client, f"/svar/{token}/", **SVAR)
    settings.FAGVEI_DEMO = False

    assert "ingen innlogging for helsepersonell er koblet til" in words(client.get(f"/svar/{token}/"))


def test_saying_no_by_link_ends_it(record):
    token = make.token_of(make.invite(record))
    client = Client()
    write(client, f"/svar/{token}/avsla/", comment="Er bortreist.")

    assert Assessment.objects.get().state == State.DECLINED
    assert "Er bortreist." in words(as_(record.anna).get(Assessment.objects.get().get_absolute_url()))
    assert Client().get(f"/svar/{token}/").status_code == 404


def test_guessing_at_links_is_shut_out(record, settings):
    settings.FAGVEI_MISSES_ALLOWED = 3
    token = make.token_of(make.invite(record))
    client = Client()
    assert [client.get(f"/svar/{number}/").status_code for number in range(4)] == [404, 404, 404, 429]
    assert client.get(f"/svar/{token}/").status_code == 429


def test_a_rater_answers_once_and_the_page_keeps_nothing(record):
    rater = make.make_round(record).raters.first()
    token = make.token_of_rater(rater)
    client = Client()
    page = client.get(f"/svar/{token}/")
    assert "360-graders vurdering av Anna Berg" in words(page)
    answers = {f"svar_{key}": value for key, value in make.rater_answers(1).items()}
    write(client, f"/svar/{token}/", **answers)

    assert MultisourceRound.objects.get().answers.count() == 1
    assert "Takk for svaret" in words(client.get(f"/svar/{token}/"))
    assert "Godt samarbeid" not in client.get(f"/svar/{token}/").content.decode()


# --- 360 degrees ---


def test_the_doctor_proposes_by_lines_and_a_bad_line_is_named(record):
    version = str(make.make_form("multisource").public_id)
    lines = "\n".join(f"{name}, {email}" for name, email in make.RATERS)
    bad = post(record.anna, reverse("training:propose_round"), version=version, raters=lines + "\nUten adresse")
    assert "Linje 8 må ha navn, komma og e-post." in words(bad)
    post(record.anna, reverse("training:propose_round"), version=version, raters=lines)

    assert MultisourceRound.objects.get().raters.count() == 7
    assert [task.kind for task in tasks_of(record.cecilie) if "round" in task.kind] == ["approve_round"]


def test_neither_doctor_nor_mentor_sees_who_answered_or_how_many_below_five(record):
    round_ = make.make_round(record, answered=4)
    for reader in (record.anna, record.cecilie):
        text = words(as_(reader).get(round_.get_absolute_url()))
        assert "Færre enn fem har svart" in text
        assert not re.search(r"\b4 har svart", text)
        assert "Godt samarbeid" not in text
    assert as_(record.bo).get(round_.get_absolute_url()).status_code == 404


def test_the_mentor_walks_through_the_round(record):
    round_ = make.make_round(record, answered=5)
    for name in ("close_round", "read_result"):
        assert "Godt samarbeid" not in words(as_(record.cecilie).get(round_.get_absolute_url()))
        post(record.cecilie, reverse(f"training:{name}", args=[round_.public_id]))
    assert "Godt samarbeid" in words(as_(record.cecilie).get(round_.get_absolute_url()))
    assert "Godt samarbeid" not in words(as_(record.anna).get(round_.get_absolute_url()))
    post(record.cecilie, reverse("training:release_result", args=[round_.public_id]), comment="")
    text = words(as_(record.anna).get(round_.get_absolute_url()))
    assert "Godt samarbeid" in text
    assert "2 av 5" in text


# --- Local forms ---


def test_the_education_lead_publishes_a_form_and_its_next_version(record, lead):
    data = {
        "name": "Visitt",
        "intro": "",
        "comments": "Hva så du?\nHva nå?",
        "scales": "Forberedt: nei / ja",
        "with_level": "on",
    }
    post(lead, reverse("training:new_assessment_form"), **data)
    form = AssessmentForm.objects.get(kind="local")
    assert [question.kind for question in form.versions.get().asked] == ["comment", "comment", "choice", "level"]
    old = make.ask(record, version=form.versions.get())
    post(lead, reverse("training:change_assessment_form", args=[form.public_id]), **data | {"name": "Visitt 2"})

    assert [version.name for version in form.versions.order_by("number")] == ["Visitt", "Visitt 2"]
    old.refresh_from_db()
    assert old.version.name == "Visitt"
    post(lead, reverse("training:retire_assessment_form", args=[form.public_id]))
    assert "tatt ut av bruk" in words(as_(lead).get(reverse("training:assessment_forms")))
    assert form not in AssessmentForm.objects.offered_at(record.fjellheim)


def test_a_scale_without_answers_is_named_by_its_line(record, lead):
    data = {"name": "Visitt", "comments": "Hva så du?", "scales": "Forberedt: ja / nei\nUten svar"}
    response = post(lead, reverse("training:new_assessment_form"), **data)

    assert "Linje 2 må ha spørsmål" in words(response)
    assert not AssessmentForm.objects.exists()


@pytest.mark.parametrize("who", ["anna", "bo", "siri", "trond"])
def test_only_the_education_lead_makes_forms(record, who):
    assert as_(getattr(record, who)).get(reverse("training:assessment_forms")).status_code == 403
    with pytest.raises(actions.NotEducationLead):
        actions.publish_local_form(
            institution=record.fjellheim, name="X", intro="", questions=make.COMMENTS, by=getattr(record, who)
        )


def test_somebody_without_an_account_needs_a_name_and_an_address(record):
    address = reverse("training:ask_assessment")
    assert "Velg hvem som skal vurdere." in words(post(record.anna, address, **fields(record, assessor="")))
    bare = words(post(record.anna, address, **fields(record, assessor="outside")))
    assert "Skriv navnet, eller velg en fra listen." in bare
    assert "Skriv e-posten, eller velg en fra listen." in bare

    post(record.anna, address, **fields(record, assessor="outside", name="Ragnhild Foss", email="r@example.org"))

    assert (Assessment.objects.get().assessor, Assessment.objects.get().invited_name) == (None, "Ragnhild Foss")

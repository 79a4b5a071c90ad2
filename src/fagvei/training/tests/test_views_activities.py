"""Logging on a phone, the page of an activity, the supervisor's series, attachments."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from fagvei.common import clock
from fagvei.training.models import Attachment, PlanActivity
from fagvei.training.tests.browsing import HTMX, as_, hidden, post, words
from fagvei.training.tests.factories import (
    certificate,
    make_activity,
    make_learning_activity,
    mark_on_behalf,
    require,
    upload,
)
from fagvei.training.tests.service_factories import HIRED_ON, make_employment

LOG = "/aktiviteter/ny/"


def filled(record, **changes) -> dict:
    return {
        "what": "k:service",
        "title": "Samtale",
        "when": "today",
        "goals": [str(record.goals["RUS-001"].public_id)],
        "supervisor": str(record.siri.public_id),
        "repetitions": "1",
        "then": "finish",
        **changes,
    }


def url_of(name: str, activity) -> str:
    return reverse(f"training:{name}", args=[activity.public_id])


def test_an_activity_is_logged_and_sent_in_one_press(record):
    response = post(record.anna, LOG, **filled(record, when="yesterday", reflection="Lærte mye."))

    logged = PlanActivity.objects.get()
    assert response.url == logged.get_absolute_url()
    assert (logged.state, logged.waiting_on, logged.kind) == ("sent", record.siri, "service")
    assert logged.done_on == clock.today() - dt.timedelta(days=1)
    assert list(logged.goals.all()) == [record.goals["RUS-001"]]


def test_pressing_twice_logs_once(record):
    key = uuid.uuid4()

    first, second = (post(record.anna, LOG, key=key, **filled(record)) for _ in range(2))

    assert first.url == second.url
    assert PlanActivity.objects.count() == 1


def test_a_draft_needs_no_supervisor_and_a_date_ahead_makes_it_a_plan(record):
    ahead = clock.today() + dt.timedelta(days=30)

    post(record.anna, LOG, **filled(record, then="draft", supervisor=""))
    post(record.anna, LOG, **filled(record, then="draft", supervisor="", when="date", done_on=ahead.isoformat()))

    assert list(PlanActivity.objects.order_by("pk").values_list("state", flat=True)) == ["done", "planned"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"goals": []}, "Velg minst ett mål aktiviteten hører til."),
        ({"what": ""}, "Velg hva du gjorde."),
        ({"title": ""}, "Skriv med egne ord hva som ble gjort."),
        ({"supervisor": ""}, "Velg hvem som skal signere, eller lagre en kladd."),
        ({"when": "date", "done_on": ""}, "Velg datoen."),
        ({"when": "date", "done_on": "2090-01-01"}, "Datoen er ikke kommet ennå."),
        ({"repetitions": "0"}, "Antallet må være minst 1."),
        ({"what": "k:course", "title": "Kurs"}, "Legg ved kursbeviset"),
        ({"goals": ["x\x00", "1' OR 1=1"]}, "Valget finnes ikke lenger."),
        ({"supervisor": "00000000-0000-0000-0000-000000000000"}, "Valget finnes ikke lenger."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_half_saved(record, changes, sentence):
    response = post(record.anna, LOG, **filled(record, **changes))

    assert response.status_code == 200
    assert sentence in words(response)
    assert not PlanActivity.objects.exists()


@pytest.mark.parametrize(
    ("changes", "stand_open"),
    [
        ({}, {"own_words": True, "seldom": False}),
        ({"title": ""}, {"own_words": True, "seldom": False}),
        ({"title": "", "what": ""}, {"own_words": False, "seldom": False}),
        ({"repetitions": "0"}, {"own_words": True, "seldom": True}),
        ({"reflection": "Lærte mye."}, {"own_words": True, "seldom": True}),
        ({"independence": "x"}, {"own_words": True, "seldom": True}),
    ],
)
def test_what_is_wrong_or_written_does_not_stand_folded(record, changes, stand_open):
    response = post(record.anna, LOG, **filled(record, **{"goals": [], **changes}))

    assert response.context["opened"] == stand_open
    assert response.content.decode().count("open>") == sum(stand_open.values()) + 1  # and the goals to choose among


def test_a_new_form_has_everything_seldom_folded(record):
    make_activity(record, sent=True)

    page = as_(record.anna).get(LOG)

    assert page.content.decode().count("<details") >= 4
    assert " open>" not in page.content.decode()


def test_goals_and_supervisors_of_others_cannot_be_chosen(record):
    response = post(record.anna, LOG, **filled(record, supervisor=str(record.dag.public_id)))

    assert "Valget finnes ikke lenger." in words(response)
    assert "Dag Nes" not in words(response)


def test_a_course_with_its_certificate_is_fulfilled_without_a_signature(record):
    fields = filled(record, what="k:course", title="Grunnkurs I", supervisor="", upload=certificate())

    post(record.anna, LOG, **fields)

    assert PlanActivity.objects.get().state == "fulfilled"


def test_an_earlier_activity_fills_the_form_but_not_the_reflection(record):
    earlier = make_activity(record, sent=True, title="MI-samtale", reflection="Privat tanke.", supervisor=record.stian)

    page = as_(record.anna).get(LOG, {"som": earlier.public_id})

    initial = page.context["form"].initial
    assert (initial["title"], initial["supervisor"]) == ("MI-samtale", str(record.stian.public_id))
    assert [option.code for option in page.context["suggested"] if option.is_chosen] == ["RUS-001"]
    assert "Privat tanke." not in words(page)
    assert f"?som={earlier.public_id}" in page.content.decode()


def test_a_goal_fills_the_form(record):
    page = as_(record.anna).get(LOG, {"mal": record.goals["RUS-002"].public_id})

    assert [option.code for option in page.context["suggested"] if option.is_chosen] == ["RUS-002"]


def test_choosing_an_activity_suggests_its_goals_and_keeps_what_was_ticked(record):
    activity = make_learning_activity("mi")
    require(record.goals["RUS-003"].goal, activity)
    query = {"what": f"a:{activity.public_id}", "goals": str(record.goals["RUS-001"].public_id)}

    fragment = as_(record.anna).get(LOG, query, **HTMX)

    assert [option.code for option in fragment.context["suggested"] if option.is_chosen] == ["RUS-001", "RUS-003"]
    assert "<html" not in fragment.content.decode()


def test_what_is_chosen_is_seen_and_what_is_only_likely_takes_no_room_from_it(record):
    codes = ["RUS-001", "RUS-002", "RUS-003", "FKM-01", "FKM-02"]
    make_activity(record, goals=[record.goals[code] for code in codes])
    chosen = [str(record.goals[code].public_id) for code in codes]

    likely = as_(record.anna).get(LOG).context["suggested"]
    ticked = as_(record.anna).get(LOG, {"what": "", "goals": chosen}, **HTMX).context["suggested"]

    assert [option.is_chosen for option in likely] == [False] * 3
    assert [option.is_chosen for option in ticked] == [True] * 5


def test_a_returned_activity_is_changed_and_sent_again(record):
    activity = make_activity(record, returned=True)
    page = as_(record.anna).get(activity.get_absolute_url())

    post(record.anna, url_of("change_activity", activity), **filled(record, title="Samtale på posten"))

    activity.refresh_from_db()
    assert "Skriv hvor det var. Siri Dahl" in words(page)
    assert words(page).index("Rett og send") < words(page).index("Legg ved")
    assert (activity.title, activity.state) == ("Samtale på posten", "sent")


def test_recall_takes_it_back_and_send_gives_it_to_another(record):
    activity = make_activity(record, sent=True)

    post(record.anna, url_of("recall_activity", activity))
    post(record.anna, url_of("send_activity", activity), supervisor=str(record.stian.public_id))

    activity.refresh_from_db()
    assert (activity.state, activity.waiting_on) == ("sent", record.stian)


# --- The series ---


def test_the_series_shows_one_at_a_time_and_counts(record):
    for number in range(3):
        make_activity(record, sent=True, title=f"Visitt {number}", reflection="Alt står her.")
    client = as_(record.siri)

    page = client.get(reverse("training:sign_series", args=[record.anna.public_id]))
    fields = {
        name: hidden(page, name) for name in ("idempotency_key", "seen_digest", "serie", "lege", "antall", "hopp")
    }
    after = client.post(url_of("sign_activity", page.context["activity"]), fields, follow=True)
    skipped = client.get(after.context["skip_url"])
    end = client.get(skipped.context["skip_url"])

    assert "1 av 3" in words(page)
    assert "Visitt 0" in words(page)
    assert "Visitt 1" not in words(page)
    assert "2 av 3" in words(after)
    assert "3 av 3" in words(skipped)
    assert "Du hoppet over 2 aktiviteter." in words(end)
    assert PlanActivity.objects.filter(state="signed").count() == 1


def test_nothing_is_signed_that_was_not_seen(record):
    activity = make_activity(record, sent=True)

    without = post(record.siri, url_of("sign_activity", activity))
    changed = post(record.siri, url_of("sign_activity", activity), seen_digest="0" * 64)

    assert "Åpne aktiviteten og les den før du signerer." in words(without)
    assert "Innholdet er endret siden du så det." in words(changed)
    activity.refresh_from_db()
    assert activity.state == "sent"


def test_a_return_needs_a_comment(record):
    activity = make_activity(record, sent=True)

    empty = post(record.siri, url_of("return_activity", activity), comment="")
    post(record.siri, url_of("return_activity", activity), comment="Skriv hvilken post.")

    activity.refresh_from_db()
    assert "Skriv hva legen må endre." in words(empty)
    assert activity.state == "returned"


# --- On behalf, and objections ---


def test_the_leader_marks_on_behalf_and_the_doctor_objects(record):
    fields = {"what": "k:service", "title": "Akuttjeneste", "done_on": "2026-01-10", "reason": "Gjort før."}
    goals = [str(record.goals["RUS-001"].public_id)]

    post(record.bo, reverse("training:mark_on_behalf", args=[record.anna.public_id]), goals=goals, **fields)
    marked = PlanActivity.objects.get()
    post(record.anna, url_of("object", marked), reason="Jeg var ikke der.")
    seen = words(as_(record.bo).get(marked.get_absolute_url()))
    post(record.bo, url_of("answer_objection", marked), answer="accept", reason="Du har rett.")

    marked.refresh_from_db()
    assert "Jeg var ikke der." in seen
    assert marked.state == "annulled"


def test_what_counts_is_annulled_with_a_reason_and_stays_to_be_seen(record):
    marked = mark_on_behalf(record)

    empty = post(record.bo, url_of("annul_activity", marked), reason="")
    post(record.bo, url_of("annul_activity", marked), reason="Feil lege.")

    assert "Skriv hvorfor." in words(empty)
    assert "Feil lege." in words(as_(record.anna).get(marked.get_absolute_url()))


# --- Attachments ---


def test_an_attachment_is_a_download_that_the_browser_cannot_run(record):
    attachment = make_activity(record, fulfilled=True).attachments.get()

    response = as_(record.anna).get(url_of("attachment", attachment))

    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "private, no-store"


def test_a_file_is_attached_refused_and_taken_away_again(record):
    activity = make_activity(record)
    client = as_(record.anna)
    attach = url_of("attach", activity)

    refused = client.post(
        attach, {"idempotency_key": uuid.uuid4(), "upload": upload(b"MZ not a pdf", "x.pdf")}, follow=True
    )
    client.post(attach, {"idempotency_key": uuid.uuid4(), "upload": certificate()})
    kept = Attachment.objects.get()
    post(record.anna, url_of("remove_attachment", kept))

    assert "PDF, PNG eller JPEG" in words(refused)
    assert not Attachment.objects.exists()


OUTSIDE = "det er ikke ført noen stilling for denne dagen"


def test_a_day_outside_every_position_is_said_to_doctor_and_supervisor(record):
    before, after = HIRED_ON - dt.timedelta(days=1), HIRED_ON
    outside, inside = (make_activity(record, sent=True, done_on=day) for day in (before, after))
    assert OUTSIDE not in words(as_(record.anna).get(outside.get_absolute_url()))

    make_employment(record)

    assert OUTSIDE in words(as_(record.anna).get(outside.get_absolute_url()))
    assert OUTSIDE in words(as_(record.siri).get("/oppgaver/signer/"))
    assert OUTSIDE not in words(as_(record.anna).get(inside.get_absolute_url()))


def test_a_course_may_be_taken_between_two_positions(record):
    make_employment(record)
    course = make_activity(record, kind="course", done_on=HIRED_ON - dt.timedelta(days=1))
    assert OUTSIDE not in words(as_(record.anna).get(course.get_absolute_url()))

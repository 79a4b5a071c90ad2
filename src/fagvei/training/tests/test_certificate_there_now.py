"""Nobody is left of those who led the doctor at a workplace: who leads there now signs, and the certificate says so."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.urls import reverse

from fagvei.audit.models import AccessLog
from fagvei.common import clock
from fagvei.interop.export.certificate import _paper as paper_of
from fagvei.people import actions as people
from fagvei.people.models import Relation
from fagvei.training import actions, queries
from fagvei.training.models import ServiceCertificate
from fagvei.training.queries.certificate_page import certificate_page
from fagvei.training.queries.certificates import workplaces_of
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused
from fagvei.training.tests.service_factories import (
    WRITTEN,
    confirm_part_1,
    make_certificate,
    make_employment,
    make_head,
    make_placement,
)

BASIS = "Tjenesteplanene, og samtale med overlegen som var supervisør."


@pytest.fixture
def left(cast) -> SimpleNamespace:
    """Anna has gone to Dag at Kystbyen; Bo, who led her at Fjellheim, has left the role. Hans is leader there now."""
    cast.mari = make_head(cast)
    confirm_part_1(cast)
    make_placement(cast, make_employment(cast), ends_on=dt.date(2025, 2, 28))
    cast.hans = people.add_user(username="hans", full_name="Hans Moen", by=None)
    people.assign_role(user=cast.hans, role="leader", institution=cast.fjellheim, by=None)
    return cast


def leave(left) -> None:
    now = clock.now()
    people.end_relation(relation=Relation.objects.get(doctor=left.anna, kind="leader"), by=None, at=now)
    people.relate(doctor=left.anna, person=left.dag, kind="leader", institution=left.kystbyen, starts_at=now, by=None)
    people.end_role(assignment=left.bo.role_assignments.get(role="leader"), by=None)


def ask(left, **more) -> ServiceCertificate:
    return actions.prepare_certificate(
        doctor=left.anna, institution=left.fjellheim, specialty=left.specialty, by=left.anna, **more
    )


def status(person, certificate) -> int:
    return as_(person).get(certificate.get_absolute_url()).status_code


def test_who_leads_there_now_signs_and_the_certificate_says_what_it_builds_on(left):
    leave(left)
    made = ask(left)
    assert (made.waiting_on, notices(left.hans)[-1]) == (left.hans, "certificate_asked_for")
    made = actions.write_certificate(certificate=made, by=left.hans, **WRITTEN)
    with refused(actions.BasisMissing, words="ledet ikke legen"):
        actions.sign_certificate(certificate=made, by=left.hans, basis=" ")

    made = actions.sign_certificate(certificate=made, by=left.hans, basis=BASIS)
    assert last_event() == ("certificate_signed", "Hans Moen", "leader_there_now")
    made = actions.sign_certificate(certificate=made, by=left.mari)

    signature = certificate_page(made).signatures[0]
    said = "Leder ved virksomheten nå, og har ikke ledet legen i perioden."
    assert (signature.standing_words, signature.comment) == (said, BASIS)
    assert f"{said} Bekreftelsen bygger på: {BASIS}" in words(as_(left.anna).get(made.get_absolute_url()))
    assert f"{said} Bekreftelsen bygger på: {BASIS}" in paper_of(certificate_page(made))["sections"][-1]["text"]
    assert_sound()


def test_who_led_signs_as_before_and_says_nothing_of_it(left):
    made = make_certificate(left)
    assert [each.standing_words for each in certificate_page(made).signatures] == ["", ""]


def test_a_deputy_of_that_leader_signs_and_a_return_waits_for_the_leader(left):
    leave(left)
    ends_at = clock.now() + dt.timedelta(days=9)
    people.delegate(
        leader=left.hans, person=left.siri, kind="deputy", institution=left.fjellheim, ends_at=ends_at, by=left.hans
    )
    made = actions.write_certificate(certificate=ask(left), by=left.siri, **WRITTEN)
    made = actions.sign_certificate(certificate=made, by=left.siri, basis=BASIS)
    assert last_event() == ("certificate_signed", "Siri Dahl", "deputy_there_now")
    assert "Stedfortreder for den som er leder" in certificate_page(made).signatures[0].standing_words
    assert [status(each, made) for each in (left.siri, left.hans)] == [200, 404]

    made = actions.return_certificate(certificate=made, comment="Skriv om vaktene.", by=left.mari)
    assert made.waiting_on == left.hans
    with clock.at(ends_at + dt.timedelta(hours=1)):
        assert not ServiceCertificate.objects.visible_to(left.siri).exists()
        with refused(actions.NotLeader):
            actions.write_certificate(certificate=made, by=left.siri, **WRITTEN)
    assert_sound()


def test_only_the_one_who_is_asked_sees_it_and_nothing_else_of_the_doctor(left):
    leave(left)
    other = people.add_user(username="odd", full_name="Odd Vik", by=None)
    people.assign_role(user=other, role="leader", institution=left.fjellheim, by=None)
    with refused(actions.ChooseLeader):
        ask(left)
    with refused(actions.ChooseLeader):
        ask(left, leader=left.dag)
    made = ask(left, leader=left.hans)

    assert [status(each, made) for each in (left.hans, other, left.bo, left.dag)] == [200, 404, 404, 200]
    assert list(ServiceCertificate.objects.visible_to(left.hans)) == [made]
    assert not ServiceCertificate.objects.visible_to(other).exists()
    with refused(actions.NotLeader):
        actions.write_certificate(certificate=made, by=other, **WRITTEN)
    for name in ("plan", "service", "prepare_certificate"):
        address = reverse(f"training:{name}", args=[left.anna.public_id])
        assert as_(left.hans).get(address).status_code == 404
    read = AccessLog.objects.filter(subject_id=str(left.anna.public_id), reader_name="Hans Moen").last()
    assert (read.reader_role, read.what) == ("leder ved virksomheten nå", "tjenestebekreftelse")


def test_nobody_there_is_asked_while_one_who_led_still_leads(left):
    now = clock.now()
    people.end_relation(relation=Relation.objects.get(doctor=left.anna, kind="leader"), by=None, at=now)
    made = ask(left, leader=left.hans)
    assert (made.waiting_on, status(left.hans, made)) == (left.bo, 404)


def test_without_any_leader_there_the_sentence_says_who_can_mend_it(left):
    leave(left)
    people.end_role(assignment=left.hans.role_assignments.get(), by=None)
    with refused(actions.NobodyLeadsThere, words="Administratoren"):
        ask(left)
    with refused(actions.CertificateElsewhere):
        actions.prepare_certificate(doctor=left.anna, institution=left.fjellheim, specialty=left.specialty, by=left.dag)


def test_a_draft_that_waited_for_one_who_left_is_asked_for_anew_in_the_browser(left):
    made = make_certificate(left, to="written")
    leave(left)
    assert "Bo Lund er ikke lenger leder der." in words(as_(left.anna).get(made.get_absolute_url()))
    assert status(left.hans, made) == 404
    (place,) = workplaces_of(left.anna)
    page = as_(left.anna).get("/min-utdanning/be-om-tjenestebekreftelse/")
    assert "Hans Moen, Fjellheim sykehus HF" in words(page)

    asked = post(
        left.anna,
        "/min-utdanning/be-om-tjenestebekreftelse/",
        workplace=place.public_id,
        leader=str(left.hans.public_id),
    )

    made.refresh_from_db()
    assert (asked.url, made.state, made.waiting_on) == (made.get_absolute_url(), "draft", left.hans)
    (task,) = queries.tasks_for(left.hans)
    assert task.title == "Skriv tjenestebekreftelse for Anna Berg"
    page = words(as_(left.hans).get(task.url))
    assert "Hva bygger bekreftelsen på?" in page
    signing = reverse("training:sign_certificate", args=[made.public_id])
    post(left.hans, signing, seen_digest=made.content_digest(), basis="")
    made.refresh_from_db()
    assert made.state == "draft"
    post(left.hans, signing, seen_digest=made.content_digest(), basis=BASIS)
    made.refresh_from_db()
    assert (made.state, made.waiting_on) == ("leader_signed", left.mari)
    assert_sound()

"""The service certificate: made from what is confirmed, complete before it is signed, by two people, never changed after."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import translation

from fagvei.audit.models import AccessLog
from fagvei.common import clock
from fagvei.interop.export.certificate import certificate_pdf
from fagvei.people import actions as people
from fagvei.people.models import Relation
from fagvei.training import actions
from fagvei.training.models import CertificateEvent, ServiceCertificate
from fagvei.training.queries import projection_faults
from fagvei.training.queries.certificate_page import certificate_page
from fagvei.training.queries.certificates import workplaces_of
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import assert_sound, last_event, notices, refused
from fagvei.training.tests.inbox import tasks_of
from fagvei.training.tests.service_factories import (
    WRITTEN,
    confirm_part_1,
    make_absence,
    make_certificate,
    make_employment,
    make_head,
    make_placement,
)


@pytest.fixture
def served(cast) -> SimpleNamespace:
    cast.mari = make_head(cast)
    cast.part_1 = confirm_part_1(cast)
    cast.employment = make_employment(cast)
    cast.placement = make_placement(cast, cast.employment, ends_on=dt.date(2025, 2, 28))
    make_absence(cast, cast.placement, starts_on=dt.date(2024, 4, 1), ends_on=dt.date(2024, 6, 30))
    return cast


def digest(certificate):
    return certificate.content_digest()


def test_it_is_filled_with_confirmed_service_and_absence_without_its_cause(served):
    certificate = make_certificate(served, to="draft")

    assert certificate.service == [
        {"part": "part_3", "where": "Fjellheim sykehus HF", "percent": 100, "starts_on": "2024-03-01",
         "ends_on": "2025-02-28", "counted": "10.2"}
    ]  # fmt: skip
    assert certificate.absences == [{"group": "other", "months": "3"}]
    assert (certificate.starts_on, certificate.ends_on) == (dt.date(2024, 3, 1), dt.date(2025, 2, 28))
    assert (certificate.state, certificate.waiting_on) == ("draft", served.bo)
    assert (last_event(), notices(served.bo)[-1]) == (
        ("certificate_prepared", "Anna Berg", "doctor"),
        "certificate_asked_for",
    )
    with refused(actions.CertificateExists):
        make_certificate(served, to="draft")


def test_leader_and_medical_head_sign_in_turn(served):
    certificate = make_certificate(served, to="written")
    certificate = actions.sign_certificate(certificate=certificate, by=served.bo, seen_digest=digest(certificate))
    assert (certificate.state, certificate.waiting_on) == ("leader_signed", served.mari)
    assert (last_event(), notices(served.mari)[-1]) == (
        ("certificate_signed", "Bo Lund", "leader"),
        "certificate_to_sign",
    )

    certificate = actions.sign_certificate(certificate=certificate, by=served.mari, seen_digest=digest(certificate))
    assert (certificate.state, certificate.waiting_on) == ("signed", None)
    assert last_event() == ("certificate_signed", "Mari Foss", "medical_head")
    assert notices(served.anna)[-1] == "certificate_signed"
    signed = CertificateEvent.objects.filter(kind__in=CertificateEvent.SIGNATURES).values_list(
        "content_digest", flat=True
    )
    assert set(signed) == {digest(certificate)}
    assert_sound()


@pytest.mark.parametrize(("field", "name"), [
    ("content", "innholdet i tjenesten"), ("supervision", "supervisjon og veiledning"), ("teaching", "undervisning"),
    ("duty", "vakt"), ("satisfactory", "tilfredsstillende utført"),
])  # fmt: skip
def test_an_empty_field_is_named_and_stops_the_signature(served, field, name):
    certificate = make_certificate(served, to="draft")
    certificate = actions.write_certificate(certificate=certificate, by=served.bo, **WRITTEN | {field: ""})
    with refused(actions.CertificateIncomplete, words=f"Fyll ut dette før du signerer: {name}."):
        actions.sign_certificate(certificate=certificate, by=served.bo)


def test_nobody_else_signs_and_never_the_same_person_twice(served):
    certificate = make_certificate(served, to="written")
    for name in ("dag", "cecilie", "siri", "trond"):
        with refused(actions.NotLeader):
            actions.sign_certificate(certificate=certificate, by=getattr(served, name))
    with refused(actions.LeaderSignsFirst):
        actions.sign_certificate(certificate=certificate, by=served.mari)
    with refused(actions.OwnCase):
        actions.sign_certificate(certificate=certificate, by=served.anna)
    people.assign_role(user=served.bo, role="medical_head", institution=served.fjellheim, by=None)
    certificate = actions.sign_certificate(certificate=certificate, by=served.bo)
    with refused(actions.TwoSignatures):
        actions.sign_certificate(certificate=certificate, by=served.bo)
    for name in ("dag", "cecilie"):
        with refused(actions.NotMedicalHead):
            actions.sign_certificate(certificate=certificate, by=getattr(served, name))


def test_without_a_medical_head_the_sentence_says_who_can_mend_it(served):
    certificate = make_certificate(served, to="written")
    people.end_role(assignment=served.mari.role_assignments.get(), by=None)
    with refused(actions.MedicalHeadMissing, words="Administratoren"):
        actions.sign_certificate(certificate=certificate, by=served.bo)


def test_what_is_signed_is_what_was_shown_and_what_is_confirmed(served):
    certificate = make_certificate(served, to="written")
    with refused(actions.CertificateChanged):
        actions.sign_certificate(certificate=certificate, by=served.bo, seen_digest="0" * 64)
    actions.end_service(row=served.placement, ends_on=dt.date(2025, 1, 31), reason="Sluttet.", by=served.bo)
    with refused(actions.CertificateOutdated):
        actions.sign_certificate(certificate=certificate, by=served.bo)
    certificate = actions.write_certificate(certificate=certificate, by=served.bo, **WRITTEN)
    assert certificate.ends_on == dt.date(2025, 1, 31)
    with translation.override("en"):  # numbers are written down without a language
        assert actions.sign_certificate(certificate=certificate, by=served.bo).state == "leader_signed"


def test_a_signed_one_is_never_changed_but_annulled_by_a_new_fact(served):
    certificate = make_certificate(served)
    with refused(actions.CertificateSigned):
        actions.write_certificate(certificate=certificate, by=served.bo, **WRITTEN)
    with refused(actions.CertificateSigned):
        actions.sign_certificate(certificate=certificate, by=served.bo)
    with refused(actions.ReasonMissing):
        actions.annul_certificate(certificate=certificate, reason=" ", by=served.bo)
    annulled = actions.annul_certificate(certificate=certificate, reason="Feil periode.", by=served.bo)
    assert (annulled.state, last_event()) == ("annulled", ("certificate_annulled", "Bo Lund", "leader"))
    assert certificate_page(annulled).signatures == []
    with refused(actions.AlreadyAnnulled):
        actions.annul_certificate(certificate=certificate, reason="Igjen.", by=served.bo)
    assert make_certificate(served).state == "signed"
    assert_sound()


def test_a_change_behind_the_back_loses_the_signatures_and_is_found(served):
    certificate = make_certificate(served)
    ServiceCertificate.objects.filter(pk=certificate.pk).update(duty="Ingen vakt.", waiting_on=served.bo)
    certificate.refresh_from_db()
    assert certificate_page(certificate).signatures == []
    assert [fault.row for fault in projection_faults()] == [certificate.fact_id]


def test_the_head_returns_and_the_leader_signs_anew(served):
    certificate = make_certificate(served, to="leader_signed")
    with refused(actions.NotMedicalHead):
        actions.return_certificate(certificate=certificate, comment="Skriv om vaktene.", by=served.dag)
    certificate = actions.return_certificate(certificate=certificate, comment="Skriv om vaktene.", by=served.mari)
    assert (certificate.state, certificate.waiting_on) == ("draft", served.bo)
    assert (last_event(), notices(served.bo)[-1]) == (
        ("certificate_returned", "Mari Foss", "medical_head"),
        "certificate_returned",
    )
    assert certificate_page(certificate).signatures == []
    certificate = actions.sign_certificate(certificate=certificate, by=served.bo)
    assert [each.by for each in certificate_page(certificate).signatures] == [served.bo]
    assert_sound()


def test_one_is_due_for_each_employer_and_made_by_the_leader_there(served):
    dates = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 3, 31)}
    actions.end_service(row=served.employment, ends_on=dt.date(2025, 12, 31), reason="Ny jobb.", by=served.bo)
    make_placement(served, make_employment(served, institution=served.kystbyen, **dates))
    assert [place.name for place in workplaces_of(served.anna)] == ["Fjellheim sykehus HF", "Kystbyen sykehus HF"]
    with refused(actions.CertificateElsewhere):
        actions.prepare_certificate(
            doctor=served.anna, institution=served.kystbyen, specialty=served.specialty, by=served.bo
        )


# --- When the doctor has gone to another employer ---


def change_employer(served):
    """Anna leaves Bo at Fjellheim for Dag at Kystbyen, after the service she has there."""
    now = clock.now()
    (led,) = Relation.objects.filter(doctor=served.anna, person=served.bo, kind="leader")
    people.end_relation(relation=led, by=None, at=now)
    people.relate(
        doctor=served.anna, person=served.dag, kind="leader", institution=served.kystbyen, starts_at=now, by=None
    )


def test_the_former_leader_keeps_the_certificate_and_nothing_else(served):
    change_employer(served)

    made = actions.prepare_certificate(
        doctor=served.anna, institution=served.fjellheim, specialty=served.specialty, by=served.anna
    )

    assert (made.waiting_on, notices(served.bo)[-1]) == (served.bo, "certificate_asked_for")
    with refused(actions.CertificateElsewhere):
        actions.write_certificate(certificate=made, by=served.dag, **WRITTEN)
    made = actions.write_certificate(certificate=made, by=served.bo, **WRITTEN)
    made = actions.sign_certificate(certificate=made, by=served.bo)
    assert last_event() == ("certificate_signed", "Bo Lund", "former_leader")
    actions.return_certificate(certificate=made, comment="Skriv om vaktene.", by=served.mari)
    made = actions.sign_certificate(certificate=made, by=served.bo)
    actions.sign_certificate(certificate=made, by=served.mari)
    assert_sound()
    client = as_(served.bo)
    assert client.get(made.get_absolute_url()).status_code == 200
    for name in ("plan", "service", "halfyears", "doctor_readiness", "prepare_certificate"):
        assert client.get(reverse(f"training:{name}", args=[served.anna.public_id])).status_code == 404
    assert client.get(reverse("interop:certificate", args=[made.public_id])).status_code == 200
    read = AccessLog.objects.filter(subject_id=str(served.anna.public_id), reader_name="Bo Lund").last()
    assert (read.reader_role, read.what) == ("tidligere leder", "tjenestebekreftelse")


def test_only_whoever_led_in_the_period_and_still_leads_there(served):
    certificate = make_certificate(served, to="signed")
    change_employer(served)
    hans = people.add_user(username="hans", full_name="Hans Moen", by=None)
    people.assign_role(user=hans, role="leader", institution=served.fjellheim, by=None)
    seen = [as_(person).get(certificate.get_absolute_url()).status_code for person in (served.bo, hans)]
    assert seen == [200, 404]
    assert list(ServiceCertificate.objects.visible_to(served.bo)) == [certificate]

    (role,) = served.bo.role_assignments.filter(role="leader")
    people.end_role(assignment=role, by=None)

    assert as_(served.bo).get(certificate.get_absolute_url()).status_code == 404
    assert not ServiceCertificate.objects.visible_to(served.bo).exists()


def test_nothing_confirmed_gives_nothing_to_certify(cast):
    make_head(cast)
    with refused(actions.NothingToCertify):
        actions.prepare_certificate(doctor=cast.anna, institution=cast.fjellheim, specialty=cast.specialty, by=cast.bo)


# --- Pages ---


def url(name, certificate):
    return reverse(f"training:{name}", args=[certificate.public_id])


def test_asked_for_written_and_signed_in_the_browser(served):
    (place,) = workplaces_of(served.anna)
    asked = post(served.anna, "/min-utdanning/be-om-tjenestebekreftelse/", workplace=place.public_id)
    certificate = ServiceCertificate.objects.get()
    assert asked.url == certificate.get_absolute_url()
    (task,) = tasks_of(served.bo)
    assert (task.kind, task.title) == ("write_certificate", "Skriv tjenestebekreftelse for Anna Berg")
    read = words(as_(served.bo).get(task.url))
    assert "Venter på deg" in read
    assert "Fyll ut dette før du signerer: innholdet i tjenesten" in read
    assert read.index("Skriv bekreftelsen") < read.index("Bekreftet tjeneste")

    post(served.bo, url("write_certificate", certificate), **WRITTEN)
    certificate.refresh_from_db()
    page = as_(served.bo).get(certificate.get_absolute_url())
    assert digest(certificate) in page.content.decode()
    post(served.bo, url("sign_certificate", certificate), seen_digest=digest(certificate))
    (task,) = tasks_of(served.mari)
    assert (task.kind, task.title) == ("sign_certificate", "Signer tjenestebekreftelse for Anna Berg")
    assert "10,2" in words(as_(served.mari).get(task.url))
    post(served.mari, url("sign_certificate", certificate), seen_digest=digest(certificate))
    certificate.refresh_from_db()
    assert certificate.state == "signed"
    assert "Signert av leder og medisinsk ansvarlig overlege" in words(
        as_(served.anna).get(certificate.get_absolute_url())
    )


def test_signing_asks_once_more_who_it_is(served, client):
    certificate = make_certificate(served, to="written")
    client.force_login(served.bo)
    assert "/konto/bekreft/" in client.get(certificate.get_absolute_url()).url
    answer = client.post(url("sign_certificate", certificate), {"seen_digest": digest(certificate)})
    assert (answer.status_code, ServiceCertificate.objects.get().state) == (403, "draft")


@pytest.mark.parametrize(("to", "statuses"), [
    ("written", (200, 200, 404, 404, 404, 404)), ("signed", (200, 200, 200, 404, 404, 404)),
])  # fmt: skip
def test_who_reads_it_on_the_page_and_on_paper(served, to, statuses):
    certificate = make_certificate(served, to=to)
    for address in (certificate.get_absolute_url(), reverse("interop:certificate", args=[certificate.public_id])):
        people_ = ("anna", "bo", "mari", "cecilie", "dag", "trond")
        assert tuple(as_(getattr(served, who)).get(address).status_code for who in people_) == statuses


def test_the_paper_is_a_pdf_that_says_when_it_is_not_valid(served):
    for to in ("draft", "signed"):
        ServiceCertificate.objects.exclude(state="annulled").update(state="annulled")
        content = certificate_pdf(make_certificate(served, to=to))
        assert content.startswith(b"%PDF-1.")

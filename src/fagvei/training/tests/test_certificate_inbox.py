"""Whom a service certificate waits for in the inbox: the leader there now, and whoever is deputy for that leader."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.urls import reverse

from fagvei.common import clock
from fagvei.interop.export.certificate import _paper as paper_of
from fagvei.people import actions as people
from fagvei.people.models import Relation
from fagvei.training import actions, queries
from fagvei.training.models import ServiceCertificate
from fagvei.training.queries.certificate_page import certificate_page
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import assert_sound, last_event, refused
from fagvei.training.tests.inbox import tasks_of
from fagvei.training.tests.service_factories import (
    WRITTEN,
    confirm_part_1,
    make_certificate,
    make_employment,
    make_head,
    make_placement,
)
from fagvei.web import inbox

DAYS = dt.timedelta(days=9)


@pytest.fixture
def served(cast) -> SimpleNamespace:
    cast.mari = make_head(cast)
    confirm_part_1(cast)
    make_placement(cast, make_employment(cast), ends_on=dt.date(2025, 2, 28))
    return cast


def deputise(served, person, leader=None, kind="deputy", **more) -> None:
    leader = leader or served.bo
    people.delegate(
        leader=leader, person=person, kind=kind, institution=served.fjellheim,
        ends_at=clock.now() + DAYS, by=leader, **more,
    )  # fmt: skip


def lines(person) -> list[tuple[str, str]]:
    """Kind and whose task it is; also the head of the page and the digest mail count them."""
    tasks = [task for task in tasks_of(person) if task.kind.endswith("_certificate")]
    assert inbox.task_count(person) == sum(task.count for task in inbox.tasks_for(person))
    return [(task.kind, task.for_whom) for task in tasks]


def test_a_deputy_writes_and_signs_from_the_inbox_within_the_time(served):
    made = make_certificate(served, to="draft")
    deputise(served, served.stian)
    assert (lines(served.bo), lines(served.stian)) == (
        [("write_certificate", "")],
        [("write_certificate", "Bo Lund")],
    )
    (task,) = tasks_of(served.stian)
    assert "Fyll ut dette før du signerer" in words(as_(served.stian).get(task.url))

    post(served.stian, reverse("training:write_certificate", args=[made.public_id]), **WRITTEN)
    made.refresh_from_db()
    signing = reverse("training:sign_certificate", args=[made.public_id])
    post(served.stian, signing, seen_digest=made.content_digest())

    made.refresh_from_db()
    assert (made.state, last_event()) == ("leader_signed", ("certificate_signed", "Stian Moe", "deputy"))
    assert (lines(served.bo), lines(served.stian), lines(served.mari)) == ([], [], [("sign_certificate", "")])
    assert_sound()


def test_not_after_the_time_not_as_a_delegate_and_not_for_another_doctor(served):
    make_certificate(served, to="draft")
    deputise(served, served.stian)
    deputise(served, served.siri, kind="delegate")
    deputise(served, served.cecilie, doctor=served.trond)
    assert [lines(each) for each in (served.siri, served.cecilie)] == [[], []]
    with clock.at(clock.now() + DAYS + dt.timedelta(minutes=1)):
        assert (lines(served.stian), lines(served.bo)) == ([], [("write_certificate", "")])


def test_nobody_is_deputy_in_the_own_case(served):
    make_certificate(served, to="draft")
    deputise(served, served.anna)
    assert lines(served.anna) == []


def test_a_deputy_who_is_medical_head_there_signs_as_deputy_and_another_as_head(served):
    made = make_certificate(served, to="written")
    deputise(served, served.mari)
    stand_in = people.add_user(username="ola", full_name="Ola Vik", by=None)
    people.assign_role(user=stand_in, role="medical_head", institution=served.fjellheim, by=None)

    made = actions.sign_certificate(certificate=made, by=served.mari)

    assert (last_event(), made.waiting_on) == (("certificate_signed", "Mari Foss", "deputy"), stand_in)
    assert (lines(served.mari), lines(stand_in)) == ([], [("sign_certificate", "")])
    assert_sound()


def test_a_deputy_of_the_leader_who_was_asked_without_having_led_has_it_too(served):
    """Bo has left, Hans leads there now and no doctor at all: his deputy has nothing but this."""
    hans = people.add_user(username="hans", full_name="Hans Moen", by=None)
    people.assign_role(user=hans, role="leader", institution=served.fjellheim, by=None)
    now = clock.now()
    people.end_relation(relation=Relation.objects.get(doctor=served.anna, kind="leader"), by=None, at=now)
    people.end_role(assignment=served.bo.role_assignments.get(role="leader"), by=None)
    make_certificate(served, to="draft")
    deputise(served, served.stian, leader=hans)
    assert (lines(hans), lines(served.stian)) == ([("write_certificate", "")], [("write_certificate", "Hans Moen")])


def test_a_draft_follows_the_doctor_to_a_new_leader_at_the_same_place(served):
    made = make_certificate(served, to="draft")
    people.assign_role(user=served.dag, role="leader", institution=served.fjellheim, by=None)
    people.relate(
        doctor=served.anna, person=served.dag, kind="leader", institution=served.fjellheim, by=None, replace=True
    )
    deputise(served, served.stian, leader=served.dag)
    assert [lines(each) for each in (served.bo, served.dag, served.stian)] == [
        [], [("write_certificate", "")], [("write_certificate", "")],
    ]  # fmt: skip
    assert as_(served.bo).get(made.get_absolute_url()).status_code == 404
    assert as_(served.stian).get(made.get_absolute_url()).status_code == 200
    pages = (made.get_absolute_url(), "/min-utdanning/tjeneste/", "/min-utdanning/klar/")
    shown = [words(as_(served.anna).get(page)) for page in pages]
    assert all("Dag Nes" in page for page in shown)
    assert "Venter på Bo" not in shown[0]
    assert "venter på Bo" not in shown[1]


@pytest.mark.parametrize("number", [1, 3])
def test_the_questions_are_as_many_for_one_as_for_three(served, number, django_assert_num_queries):
    made = make_certificate(served, to="draft")
    for _each in range(number - 1):
        ServiceCertificate.objects.filter(pk=made.pk).update(state="annulled")
        made = make_certificate(served, to="draft")
    ServiceCertificate.objects.update(state="draft")
    deputise(served, served.stian)
    with django_assert_num_queries(21):
        assert len([task for task in queries.tasks_for(served.stian) if task.kind == "write_certificate"]) == number
    with django_assert_num_queries(7):
        assert queries.task_count(served.stian) == number


# --- Deputies of who led earlier, and of the medically responsible consultant ---


def move_to_dag(served) -> None:
    """Anna has gone to Dag at Kystbyen; Bo still leads at Fjellheim."""
    now = clock.now()
    people.end_relation(relation=Relation.objects.get(doctor=served.anna, kind="leader"), by=None, at=now)
    people.relate(
        doctor=served.anna, person=served.dag, kind="leader", institution=served.kystbyen, starts_at=now, by=None
    )


def status(person, certificate) -> int:
    return as_(person).get(certificate.get_absolute_url()).status_code


def test_the_deputy_of_who_led_earlier_writes_and_signs_and_sees_nothing_else(served):
    move_to_dag(served)
    made = make_certificate(served, to="draft")
    deputise(served, served.stian)
    deputise(served, served.siri, kind="delegate")
    deputise(served, served.cecilie, doctor=served.trond)
    assert (lines(served.bo), lines(served.stian)) == ([("write_certificate", "")], [("write_certificate", "Bo Lund")])
    assert [status(each, made) for each in (served.stian, served.siri, served.cecilie)] == [200, 404, 404]
    assert list(ServiceCertificate.objects.visible_to(served.stian)) == [made]
    assert not ServiceCertificate.objects.visible_to(served.siri).exists()

    post(served.stian, reverse("training:write_certificate", args=[made.public_id]), **WRITTEN)
    made.refresh_from_db()
    post(
        served.stian,
        reverse("training:sign_certificate", args=[made.public_id]),
        seen_digest=made.content_digest(),
    )

    made.refresh_from_db()
    assert last_event() == ("certificate_signed", "Stian Moe", "deputy_of_former_leader")
    assert "Stedfortreder for den som ledet legen i perioden." in words(as_(served.mari).get(made.get_absolute_url()))
    for name in ("plan", "service", "prepare_certificate"):
        assert as_(served.stian).get(reverse(f"training:{name}", args=[served.anna.public_id])).status_code == 404
    with clock.at(clock.now() + DAYS + dt.timedelta(minutes=1)):
        assert not ServiceCertificate.objects.visible_to(served.stian).exists()
        with refused(actions.NotLeader):
            actions.annul_certificate(certificate=made, reason="Feil periode.", by=served.stian)
    assert_sound()


def test_the_deputy_of_the_head_signs_within_the_time_and_page_and_paper_say_so(served):
    made = make_certificate(served, to="written")
    deputise(served, served.siri, leader=served.mari)
    assert status(served.siri, made) == 404

    made = actions.sign_certificate(certificate=made, by=served.bo)

    assert (lines(served.mari), lines(served.siri)) == (
        [("sign_certificate", "")],
        [("sign_certificate", "Mari Foss")],
    )
    with clock.at(clock.now() + DAYS + dt.timedelta(minutes=1)):
        assert lines(served.siri) == []
        assert not ServiceCertificate.objects.visible_to(served.siri).exists()
        with refused(actions.NotMedicalHead):
            actions.sign_certificate(certificate=made, by=served.siri)
    (task,) = [each for each in tasks_of(served.siri) if each.kind == "sign_certificate"]
    post(served.siri, reverse("training:sign_certificate", args=[made.public_id]), seen_digest=made.content_digest())

    made.refresh_from_db()
    assert (made.state, last_event()) == ("signed", ("certificate_signed", "Siri Dahl", "deputy_of_medical_head"))
    said = "Stedfortreder for medisinsk ansvarlig overlege."
    assert said in words(as_(served.anna).get(task.url))
    (signatures,) = [
        each["text"] for each in paper_of(certificate_page(made))["sections"] if each["title"] == "Signaturer"
    ]
    assert said in signatures
    assert [lines(each) for each in (served.mari, served.siri)] == [[], []]
    assert_sound()


def test_the_deputy_of_the_head_returns_it_too(served):
    made = make_certificate(served, to="leader_signed")
    deputise(served, served.siri, leader=served.mari)
    actions.return_certificate(certificate=made, comment="Skriv om vaktene.", by=served.siri)
    assert last_event() == ("certificate_returned", "Siri Dahl", "deputy_of_medical_head")


def test_who_signed_as_deputy_of_the_leader_does_not_sign_for_the_head(served):
    made = make_certificate(served, to="written")
    deputise(served, served.stian)
    deputise(served, served.stian, leader=served.mari)
    made = actions.sign_certificate(certificate=made, by=served.stian)
    assert (lines(served.stian), lines(served.mari)) == ([], [("sign_certificate", "")])
    with refused(actions.TwoSignatures):
        actions.sign_certificate(certificate=made, by=served.stian)


def test_a_deputy_of_the_head_is_nothing_to_the_record_and_never_signs_the_own(served):
    make_certificate(served, to="leader_signed")
    deputise(served, served.siri, leader=served.mari)
    deputise(served, served.anna, leader=served.mari)
    assert lines(served.anna) == []
    people.end_relation(relation=Relation.objects.get(doctor=served.anna, person=served.siri), by=None)
    address = reverse("training:plan", args=[served.anna.public_id])
    assert as_(served.siri).get(address).status_code == 404


def test_when_the_head_leaves_the_role_it_stands_with_the_others_who_hold_it(served):
    made = make_certificate(served, to="leader_signed")
    other = people.add_user(username="ola", full_name="Ola Vik", by=None)
    people.assign_role(user=other, role="medical_head", institution=served.fjellheim, by=None)
    assert (lines(served.mari), lines(other)) == ([("sign_certificate", "")], [])

    people.end_role(assignment=served.mari.role_assignments.get(role="medical_head"), by=None)

    assert (lines(served.mari), lines(other)) == ([], [("sign_certificate", "")])
    assert actions.sign_certificate(certificate=made, by=other).state == "signed"


def test_the_leader_chooses_which_head_signs_when_there_are_several(served):
    made = make_certificate(served, to="written")
    assert "Hvem signerer etter deg?" not in words(as_(served.bo).get(made.get_absolute_url()))
    other = people.add_user(username="ola", full_name="Ola Vik", by=None)
    people.assign_role(user=other, role="medical_head", institution=served.fjellheim, by=None)
    assert "Hvem signerer etter deg?" in words(as_(served.bo).get(made.get_absolute_url()))
    signing = reverse("training:sign_certificate", args=[made.public_id])
    post(served.bo, signing, seen_digest=made.content_digest(), head="")
    made.refresh_from_db()
    assert made.state == "draft"

    post(served.bo, signing, seen_digest=made.content_digest(), head=str(other.public_id))

    made.refresh_from_db()
    assert (made.state, made.waiting_on) == ("leader_signed", other)
    assert (lines(served.mari), lines(other)) == ([], [("sign_certificate", "")])


def test_a_chosen_head_who_left_the_role_meanwhile_is_not_replaced_by_another(served):
    made = make_certificate(served, to="written")
    other = people.add_user(username="ola", full_name="Ola Vik", by=None)
    held = people.assign_role(user=other, role="medical_head", institution=served.fjellheim, by=None)
    people.end_role(assignment=held, by=None)

    with refused(actions.ChosenHeadGone):
        actions.sign_certificate(certificate=made, by=served.bo, head=other)
    signing = reverse("training:sign_certificate", args=[made.public_id])
    post(served.bo, signing, seen_digest=made.content_digest(), head=str(other.public_id))

    made.refresh_from_db()
    assert made.state == "draft"
    assert lines(served.mari) == []

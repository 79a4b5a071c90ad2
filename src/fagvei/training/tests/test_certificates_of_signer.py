"""The page of who signs certificates: what waits, what has one's signature, and nobody else's."""

import pytest

from fagvei.people import actions as people
from fagvei.training.tests.browsing import as_, words
from fagvei.training.tests.mentoring_factories import make_doctor
from fagvei.training.tests.service_factories import (
    confirm_part_1,
    make_certificate,
    make_employment,
    make_head,
    make_placement,
)

PAGE = "/tjenestebekreftelser/"


@pytest.fixture
def served(cast):
    """Anna and Nora have served at Fjellheim under Bo."""
    cast.mari = make_head(cast)
    cast.nora = make_doctor(cast, "nora", "Nora Hagen")
    people.relate(doctor=cast.nora, person=cast.bo, kind="leader", institution=cast.fjellheim, by=None)
    for doctor in (cast.anna, cast.nora):
        confirm_part_1(cast, doctor)
        make_placement(cast, make_employment(cast, doctor=doctor))
    return cast


def test_mari_sees_what_waits_and_what_she_has_signed(served):
    signed = make_certificate(served)
    waiting = make_certificate(served, to="leader_signed", doctor=served.nora)

    answer = as_(served.mari).get(PAGE)

    page = answer.context["page"]
    assert (page.waiting, page.signed) == ([waiting], [signed])
    assert "Nora Hagen, Fjellheim sykehus HF" in words(answer)
    assert "signert av deg" in words(answer)
    assert f'href="{signed.get_absolute_url()}"' in answer.content.decode()
    assert "/tjenestebekreftelser/" in as_(served.mari).get("/oppgaver/").content.decode()


def test_the_leader_has_the_same_page_and_others_an_empty_one(served):
    signed = make_certificate(served)
    draft = make_certificate(served, to="draft", doctor=served.nora)

    bo = as_(served.bo).get(PAGE).context["page"]
    assert (bo.waiting, bo.signed) == ([draft], [signed])
    for person in (served.anna, served.cecilie, served.dag):
        page = as_(person).get(PAGE)
        assert (page.context["page"].waiting, page.context["page"].signed) == ([], [])
        assert "Du har ikke signert noen tjenestebekreftelse" in words(page)


def test_who_has_left_the_role_sees_none_of_them(served):
    make_certificate(served)
    role = served.mari.role_assignments.get(role="medical_head")
    people.end_role(assignment=role, by=None)

    assert as_(served.mari).get(PAGE).context["page"].signed == []


def test_one_and_two_take_as_many_questions(served, django_assert_max_num_queries):
    make_certificate(served)
    client = as_(served.mari)
    client.get(PAGE)
    with django_assert_max_num_queries(60) as few:
        client.get(PAGE)
    make_certificate(served, doctor=served.nora)
    with django_assert_max_num_queries(len(few)):
        assert len(client.get(PAGE).context["page"].signed) == 2

"""Other service that the leader lets count: never before part 1 (R2), and never without somebody who certifies it (K-5)."""

import datetime as dt

import pytest

from fagvei.common import clock
from fagvei.training import actions
from fagvei.training.actions import service_steps
from fagvei.training.models import Employment, Placement
from fagvei.training.queries.certificates import workplaces_of
from fagvei.training.queries.service import countable_time
from fagvei.training.rules import readiness
from fagvei.training.rules import time as rules
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import assert_sound, refused
from fagvei.training.tests.service_factories import (
    HIRED_ON,
    WRITTEN,
    confirm_part_1,
    make_employment,
    make_head,
    make_placement,
)
from fagvei.training.tests.test_readiness import PAGE, missing

d = dt.date.fromisoformat
DAY = dt.timedelta(days=1)
LAST_DAY = d("2025-02-28")
SERVICE = "/min-utdanning/tjeneste/"


def make_other(record, *, counts=True, starts_on=HIRED_ON, ends_on=LAST_DAY, **where):
    """Confirmed service that is none of the parts; by the leader's judgement it counts."""
    employment = make_employment(record, starts_on=starts_on, ends_on=ends_on, **where)
    row = make_placement(record, employment, kind="other")
    return let_it_count(record, row) if counts else row


def let_it_count(record, row, counts=True):
    return actions.set_counting(placement=row, counts=counts, reason="Vurdert som relevant.", by=record.bo)


# --- Whether it may count (R2) ---


@pytest.mark.parametrize(
    ("part", "starts", "completed", "may"),
    [
        ("other", "2024-03-01", "2024-03-01", True),
        ("other", "2024-02-29", "2024-03-01", False),
        ("other", "2024-03-01", None, False),
        ("other", "2019-03-01", "2024-03-01", False),
        ("other", "2019-02-28", "2024-03-01", True),
        ("other", "2019-02-28", None, True),
        ("part_1_hospital", "2024-02-29", None, True),
    ],
)
def test_it_counts_from_part_1_on_and_earlier_under_the_old_scheme(part, starts, completed, may):
    assert rules.may_count(part, d(starts), completed and d(completed)) is may


def test_other_service_before_part_1_cannot_be_let_count(cast):
    confirm_part_1(cast)
    row = make_other(cast, counts=False, starts_on=HIRED_ON - DAY)
    with refused(actions.CountsBeforePart1, words="1. mars 2019"):
        let_it_count(cast, row)
    assert let_it_count(cast, row, counts=False).counts is False


def test_without_part_1_it_cannot_be_let_count(cast):
    row = make_other(cast, counts=False)
    with refused(actions.CountsBeforePart1):
        let_it_count(cast, row)


def test_what_was_let_count_before_it_was_refused_is_not_counted(record, monkeypatch):
    """As it stands in records from before 27 November 2026: the rule decides when it is read."""
    row = make_other(record, counts=False)
    with monkeypatch.context() as before:
        before.setattr(service_steps, "check_may_count", lambda row: None)
        let_it_count(record, row)
    client = as_(record.anna)

    assert countable_time(record.anna, clock.today()).total == 0
    assert (missing(record.anna, "K-5"), workplaces_of(record.anna)) == ((), [])
    assert "teller ikke: annen tjeneste teller først fra del 1 er fullført" in words(client.get(SERVICE))

    confirm_part_1(record)

    assert countable_time(record.anna, clock.today()).total == 12
    assert [str(each) for each in workplaces_of(record.anna)] == ["Fjellheim sykehus HF, annen tjeneste"]


def test_service_from_the_old_scheme_can_with_the_leaders_reason(cast):
    confirm_part_1(cast)
    row = make_other(cast, starts_on=d("2018-03-01"), ends_on=d("2019-02-28"))
    assert (row.counts, row.counts_reason) == (True, "Vurdert som relevant.")


def test_part_1_cannot_be_annulled_while_other_service_that_counts_rests_on_it(cast):
    part_1 = confirm_part_1(cast)
    make_other(cast, starts_on=d("2018-03-01"), ends_on=d("2019-02-28"))
    row = make_other(cast)
    with refused(actions.Part1InUse):
        actions.annul_part_1(confirmation=part_1, reason="Feil dato.", by=cast.bo)
    let_it_count(cast, row, counts=False)
    actions.annul_part_1(confirmation=part_1, reason="Feil dato.", by=cast.bo)
    assert_sound()


# --- Who certifies it (K-5) ---


def test_a_certificate_is_asked_for_written_and_signed_at_an_institution(record):
    head = make_head(record)
    confirm_part_1(record)
    row = make_other(record, counts=False)
    assert (missing(record.anna, "K-5"), workplaces_of(record.anna)) == ((), [])
    let_it_count(record, row)
    (item,) = missing(record.anna, "K-5")
    assert (item.text, item.who) == ("Fjellheim sykehus HF, annen tjeneste: ikke laget", "Bo Lund")
    assert "eller annen tjeneste som teller, skal ha en." in words(as_(record.anna).get(SERVICE))

    (place,) = workplaces_of(record.anna)
    post(record.anna, "/min-utdanning/be-om-tjenestebekreftelse/", workplace=place.public_id)
    made = record.anna.service_certificates.get()
    mine = words(as_(record.anna).get(SERVICE))
    assert "Fjellheim sykehus HF, annen tjeneste" in mine
    assert "None" not in mine
    assert (made.specialty, made.service[0]["part"], made.service[0]["counted"]) == (None, "other", "12")
    actions.write_certificate(certificate=made, by=record.bo, **WRITTEN)
    for signer in (record.bo, head):
        actions.sign_certificate(certificate=made, by=signer)

    assert missing(record.anna, "K-5") == ()
    read = words(as_(record.anna).get(made.get_absolute_url()))
    assert "Annen tjeneste" in read
    assert "None" not in read
    assert_sound()


def test_it_is_no_part_of_the_certificate_of_a_specialty(record):
    confirm_part_1(record)
    make_other(record)
    make_placement(record, make_employment(record, starts_on=d("2025-03-01")))
    assert [str(place) for place in workplaces_of(record.anna)] == [
        "Fjellheim sykehus HF, annen tjeneste",
        f"Fjellheim sykehus HF, {record.specialty}",
    ]


def test_at_an_employer_that_is_no_institution_it_says_what_to_attach_and_stays_missing(record):
    confirm_part_1(record)
    row = make_other(record, employer="Avtalespesialisten på hjørnet")
    (item,) = missing(record.anna, "K-5")
    assert "Legg ved en bekreftelse signert av arbeidsgiveren i søknaden" in item.text
    assert "Fagvei kan ikke se om den er skaffet" in item.text
    assert (item.who, item.url) == ("deg", SERVICE)
    assert as_(record.anna).get(item.url).status_code == 200
    let_it_count(record, row, counts=False)
    assert missing(record.anna, "K-5") == ()


def test_the_page_names_the_form_of_part_1_with_its_source(record):
    page = as_(record.anna).get(PAGE)
    assert "Søknaden skal også ha Helsedirektoratets skjema for del 1." in words(page)
    assert f'href="{readiness.APPLICATION_PAGE}"' in page.content.decode()


# --- What stands from before part 3 outside the institutions was refused ---


def test_part_3_outside_the_institutions_from_before_can_be_ended(cast):
    confirm_part_1(cast)
    employment = make_employment(cast)
    row = make_placement(cast, employment)
    Employment.objects.filter(pk=employment.pk).update(institution=None, employer="Avtalespesialisten på hjørnet")
    Placement.objects.filter(pk=row.pk).update(institution=None, place="Avtalespesialisten på hjørnet")
    for each in (row, employment):
        ended = actions.end_service(row=each, ends_on=LAST_DAY, reason="Sluttet.", by=cast.bo)
        assert ended.ends_on == LAST_DAY


def test_and_is_still_refused_when_it_is_sent_with_what_it_would_take(cast):
    confirm_part_1(cast)
    row = make_placement(
        cast, make_employment(cast, employer="Avtalespesialisten på hjørnet"), kind="other", to="draft"
    )
    Placement.objects.filter(pk=row.pk).update(kind="part_3", specialty=cast.specialty)
    with refused(actions.EmployerIsNoInstitution, words="en bekreftelse signert av arbeidsgiveren, utenom Fagvei"):
        actions.send_service(row=row, by=cast.anna)

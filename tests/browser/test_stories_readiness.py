"""Nora's last months: from two open goals, a period nobody has confirmed and no certificate, to ready to apply.

Everything is done in the browser by the people it takes: Nora, Cecilie her mentor, Siri her supervisor, Bo her leader and
Mari, the medically responsible consultant. Told on a phone and on a desktop; no approval is made by anything but a press.
"""

import datetime as dt
import re

import pytest
from hand import main
from playwright.sync_api import expect

from fagvei.people import actions as people
from fagvei.people.tests.cast import PASSWORD
from fagvei.training.models import Placement, PlanGoal, ServiceCertificate, SignOff
from fagvei.training.tests import factories as make
from fagvei.training.tests.service_factories import (
    confirm_part_1,
    make_absence,
    make_certificate,
    make_employment,
    make_head,
    make_part_1,
    make_placement,
    today_less,
)

READY = "/min-utdanning/klar/"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
MODES = {"phone": (PHONE, {"has_touch": True}), "desktop": (DESKTOP, {})}
OPEN = ("RUS-002", "RUS-003")


@pytest.fixture
def nora(cast, settings, tmp_path):
    """A doctor of Bo's with all goals but two, and six years and more of which the last part is not sent."""
    settings.MEDIA_ROOT = tmp_path
    cast.nora = people.add_user(username="nora", full_name="Nora Hagen", password=PASSWORD, is_demo=True, by=None)
    people.assign_role(user=cast.nora, role="doctor", institution=cast.fjellheim, by=None)
    for person, kind in ((cast.bo, "leader"), (cast.cecilie, "mentor"), (cast.siri, "supervisor")):
        people.relate(doctor=cast.nora, person=person, kind=kind, institution=cast.fjellheim, by=None)
    cast.mari = make_head(cast)
    cast.mari.set_password(PASSWORD)
    cast.mari.save()
    record = make.make_record(cast, doctor=cast.nora)
    for code in record.goals:
        make.make_activity(record, signed=True, goals=[record.goals[code]])
        if code not in OPEN:
            make.bring_goal(record, code, "approved")
    record.starts_on = (today_less(1) - dt.timedelta(days=2_500)).replace(day=1)
    record.until = record.starts_on + dt.timedelta(days=2_200)
    record.starts_on = make_part_1(record, record.starts_on, cast.nora)
    confirm_part_1(record, cast.nora, completed_on=record.starts_on)
    employment = make_employment(record, doctor=cast.nora, starts_on=record.starts_on)
    served = make_placement(record, employment, ends_on=record.until)
    make_absence(record, served)
    return record


@pytest.fixture(params=list(MODES))
def as_person(request, open_page, log_in, cast):
    viewport, options = MODES[request.param]
    pages = {}

    def of(username: str):
        if username not in pages:
            pages[username] = log_in(open_page(viewport, **options), getattr(cast, username))
        return pages[username]

    of.mode = request.param
    return of


def press(page, name: str):
    main(page).get_by_role("button", name=re.compile(f"^{name}")).first.click()


def identified(page, address: str) -> None:
    """Open the page, and say who one is once more when asked."""
    page.goto(address)
    if "/konto/bekreft/" in page.url:
        page.get_by_label("Passord").fill(PASSWORD)
        press(page, "Bekreft")
        page.wait_for_url(f"**{address}")


def test_nora_reaches_ready_without_a_step_outside(as_person, look, nora):
    doctor, mentor, supervisor, leader, head = map(as_person, ("nora", "cecilie", "siri", "bo", "mari"))
    mode = as_person.mode

    # Given that Nora reads what is missing, who can mend it and where
    doctor.goto("/min-utdanning/")
    main(doctor).get_by_role("link", name="Klar til å søke?").click()
    expect(main(doctor).get_by_text("RUS-002 er påbegynt").first).to_be_visible()
    assert main(doctor).get_by_text("Du er klar til å søke").count() == 0
    look(doctor, f"{mode}-klar-mangler")

    # When she registers her last period and asks for the certificate
    doctor.goto("/min-utdanning/tjeneste/")
    look(doctor, f"{mode}-tjeneste")
    main(doctor).get_by_role("link", name="Ny tjenesteperiode").click()
    doctor.get_by_label("Del av utdanningen").select_option("part_3")
    doctor.locator("#id_specialty").select_option(label="Rus- og avhengighetsmedisin")
    doctor.get_by_label("Første dag").fill(f"{nora.until + dt.timedelta(days=1):%Y-%m-%d}")
    look(doctor, f"{mode}-ny-periode")
    press(doctor, "Send til bekreftelse")
    expect(main(doctor).get_by_text("Venter på Bo Lund").first).to_be_visible()

    # And Bo confirms it from the inbox
    leader.goto("/oppgaver/")
    main(leader).get_by_role("link", name=re.compile("Se og bekreft")).first.click()
    look(leader, f"{mode}-bekreft-tjeneste")
    press(leader, "Bekreft")
    expect(leader.get_by_text("Bekreftet. Nora Hagen har fått beskjed.").first).to_be_visible()
    assert Placement.objects.filter(doctor=nora.nora, state="confirmed").count() == 4

    doctor.goto(READY)
    main(doctor).get_by_role("link", name=re.compile("^Be om den")).click()
    look(doctor, f"{mode}-be-om-bekreftelse")
    doctor.get_by_label("Arbeidssted").select_option(index=0)
    press(doctor, "Be lederen om bekreftelsen")
    expect(main(doctor).get_by_text("Venter på Bo Lund").first).to_be_visible()
    certificate = ServiceCertificate.objects.get()
    address = certificate.get_absolute_url()

    # And Bo cannot sign while something is empty: the field is named
    identified(leader, address)
    expect(main(leader).get_by_text("Fyll ut dette før du signerer: innholdet i tjenesten").first).to_be_visible()
    assert main(leader).get_by_role("button", name="Signer", exact=True).count() == 0
    main(leader).get_by_role("link", name="Skriv", exact=True).click()
    look(leader, f"{mode}-skriv-bekreftelse")
    for label in ("Innholdet i tjenesten", "Supervisjon og veiledning", "Undervisning", "Vakt"):
        leader.get_by_label(label).fill(f"{label}: slik det var ved Fjellheim.")
    leader.get_by_label("Ja, tjenesten er utført tilfredsstillende").check()
    press(leader, "Lagre")
    leader.wait_for_url(re.compile(f"{address}$|bekreft"))
    identified(leader, address)
    look(leader, f"{mode}-signer-leder")
    press(leader, "Signer")
    expect(leader.get_by_text("Signert. Nå venter den på Mari Foss.").first).to_be_visible()

    # And Mari, who finds it in her inbox, signs what she reads
    head.goto("/oppgaver/")
    expect(main(head).get_by_text("Signer tjenestebekreftelse for Nora Hagen").first).to_be_visible()
    identified(head, address)
    look(head, f"{mode}-signer-overlege")
    press(head, "Signer")
    expect(head.get_by_text("Signert av begge.").first).to_be_visible()

    # And the two goals go their ordinary way
    for code in OPEN:
        take_goal(nora.goals[code], doctor, mentor, supervisor, leader)

    # Then Nora is ready, and the certificate is hers to read
    doctor.goto(READY)
    expect(main(doctor).get_by_text("Du er klar til å søke spesialistgodkjenning.").first).to_be_visible()
    look(doctor, f"{mode}-klar")
    assert set(SignOff.objects.filter(doctor=nora.nora).values_list("by__username", flat=True)) == {"bo"}
    assert PlanGoal.objects.filter(doctor=nora.nora).remaining().count() == 0
    doctor.goto(address)
    expect(main(doctor).get_by_text("Mari Foss, signert av medisinsk ansvarlig overlege").first).to_be_visible()
    look(doctor, f"{mode}-bekreftelse")


def take_goal(goal: PlanGoal, doctor, mentor, supervisor, leader) -> None:
    doctor.goto(f"{goal.get_absolute_url()}fullfor/")
    doctor.get_by_label("Siri Dahl").check()
    press(doctor, "Fullfør og be om uttalelser")
    expect(main(doctor).get_by_text("Venter på uttalelse fra Cecilie Vik og Siri Dahl").first).to_be_visible()
    for page in (mentor, supervisor):
        page.goto(f"{goal.get_absolute_url()}uttalelse/")
        page.get_by_label("Jeg anbefaler at målet godkjennes").check()
        page.get_by_label("Begrunnelse").fill("Sett i arbeid.")
        press(page, "Gi uttalelse")
        expect(main(page).get_by_text("Du har uttalt deg").first).to_be_visible()
    doctor.goto(goal.get_absolute_url())
    press(doctor, "Send til godkjenning")
    expect(main(doctor).get_by_text("Venter på Bo Lund").first).to_be_visible()
    identified(leader, f"{goal.get_absolute_url()}avgjor/")
    press(leader, "Godkjenn målet")
    expect(main(leader).locator(".status").get_by_text(re.compile("^Godkjent")).first).to_be_visible()


def test_mari_is_away_and_her_deputy_signs(as_person, look, nora):
    certificate = make_certificate(nora, to="leader_signed", doctor=nora.nora)
    head, deputy, mode = as_person("mari"), as_person("stian"), as_person.mode

    # Given that Mari names Stian for some days
    head.goto("/relasjoner/")
    look(head, f"{mode}-har-stedfortreder")
    main(head).get_by_role("link", name="Gi stedfortreder").click()
    head.get_by_label("Søk etter person").fill("Stian")
    press(head, "Søk")
    look(head, f"{mode}-gi-stedfortreder")
    head.get_by_label("Til og med").fill(f"{today_less(-9):%Y-%m-%d}")
    press(head, "Gi delegeringen")
    expect(main(head).get_by_text("Stian Moe").first).to_be_visible()

    # When he finds it in his inbox as hers, and signs
    deputy.goto("/oppgaver/")
    expect(main(deputy).get_by_text("for Mari Foss").first).to_be_visible()
    identified(deputy, certificate.get_absolute_url())
    press(deputy, "Signer")

    # Then the certificate says who signed for whom
    expect(deputy.get_by_text("Signert av begge.").first).to_be_visible()
    expect(main(deputy).get_by_text("Stedfortreder for medisinsk ansvarlig overlege.").first).to_be_visible()
    look(deputy, f"{mode}-signert-av-stedfortreder")


def test_a_leader_elsewhere_finds_nothing_of_her_service(page, log_in, nora):
    log_in(page, nora.dag)
    for address in (f"/leger/{nora.nora.public_id}/tjeneste/", f"/leger/{nora.nora.public_id}/bekreft-del-1/"):
        page.goto(address)
        assert "Nora Hagen" not in page.content()

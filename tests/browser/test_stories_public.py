"""What is open to all, and the corrections that come of it: read, report, follow up, import."""

import re

import pytest
from django.core.management import call_command
from hand import main
from playwright.sync_api import expect

from fagvei.curriculum.models import GoalRevision
from fagvei.handbook.models import Feedback
from fagvei.organisations.models import RegionalEducationCentre
from fagvei.people import actions as people
from fagvei.training.tests import factories as make

TABLE = """code;set;category;name;official_text;valid_from;legal_basis;source
RUS-001;rus;Behandling;Kunne dette enda bedre;Skal kunne dette bedre.;2027-01-01;§ 3;Demodata
"""


@pytest.fixture
def content(cast):
    """The packs that the house is furnished with. Eva follows up for the RegUt that they name."""
    call_command("load_content", yes=True, verbosity=0)
    centre = RegionalEducationCentre.objects.get(region__code="helse-sor-ost")
    if centre != cast.centre:
        people.assign_role(user=cast.eva, role="centre_officer", centre=centre, by=None)
    return cast


PUBLIC = {
    "/spesialiteter/": "spesialiteter",
    "/spesialiteter/rus/": "spesialitet",
    "/spesialiteter/rus/kurs/": "spesialitet-kurs",
    "/laeringsmal/": "laeringsmal",
    "/laeringsmal/RUS-032/": "mal",
    "/laeringsmal/RUS-032/kurs/": "mal-kurs",
    "/kurs/": "kurs",
    "/kurs/RUS-GK1/": "ett-kurs",
}


def test_public_pages_are_read_without_login(page, look_at, content):
    look_at(page, PUBLIC)


def test_the_specialty_page_is_read_without_javascript(no_js, look, content):
    no_js.goto("/spesialiteter/rus/")

    expect(main(no_js).get_by_text("RUS-001").first).to_be_visible()
    look(no_js, "spesialitet-no-js")


def test_an_error_that_a_reader_reports_reaches_eva(page, look, open_page, log_in, content):
    page.goto("/laeringsmal/RUS-001/")

    main(page).get_by_role("link", name=re.compile("^Meld feil")).first.click()
    page.get_by_label(re.compile("^Hva er feil")).fill("Kurset bidrar ikke til dette målet.")
    look(page, "meld-feil")
    main(page).get_by_role("button", name="Send melding").click()

    expect(page.get_by_text("Meldingen er sendt")).to_be_visible()
    eva = log_in(open_page(page.viewport_size), content.eva)
    eva.goto("/tilbakemeldinger/")
    look(eva, "meldte-feil")
    main(eva).get_by_role("link").filter(has_text="RUS-001").first.click()
    expect(main(eva).get_by_text("Kurset bidrar ikke til dette målet.")).to_be_visible()
    look(eva, "en-meldt-feil")
    eva.get_by_label("Under arbeid").check()
    main(eva).get_by_role("button", name="Lagre").click()
    expect(main(eva).get_by_text("Under arbeid").first).to_be_visible()
    assert Feedback.objects.get().state == Feedback.State.IN_PROGRESS


def test_hilde_imports_goals_after_seeing_what_would_change(page, look, log_in, cast):
    make.make_record(cast)
    log_in(page, cast.hilde).goto("/laeringsmal/importer/")

    look(page, "importer")
    page.get_by_role("button", name="Fil").set_input_files(
        {"name": "mal.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    main(page).get_by_role("button", name="Vis forskjellene").click()
    expect(main(page).get_by_text("Kunne dette enda bedre").first).to_be_visible()
    look(page, "importer-forskjeller")
    assert not GoalRevision.objects.filter(name="Kunne dette enda bedre").exists()
    main(page).get_by_role("button", name="Importer dette").click()

    expect(page.get_by_text("Læringsmålene er importert.")).to_be_visible()
    revision = GoalRevision.objects.get(name="Kunne dette enda bedre")
    assert (revision.goal.code, revision.number) == ("RUS-001", 2)


def test_a_newcomer_chooses_a_person_in_the_demo(page, look, cast):
    make.make_record(cast)
    page.goto("/logg-inn/")

    look(page, "demo-velg-person")
    main(page).get_by_role("button", name="Bli Anna").click()

    page.wait_for_url(re.compile("/min-utdanning/$"))
    expect(page.locator("header").get_by_text("Anna Berg").first).to_be_visible()

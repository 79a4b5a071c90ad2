"""The guideline as data: a visitor finds the files; Kari takes a saved file in, and gets drafts that another must judge."""

import json

import pytest
from playwright.sync_api import expect

from fagvei.guideline.models import UnitVersion
from fagvei.guideline.tests import factories as make


@pytest.fixture
def small(cast):
    found = make.make_small_guideline()
    found.kari, found.leif = make.make_pair()
    return found


def test_kari_takes_in_a_saved_file_as_drafts(page, look, log_in, small):
    page.goto("/retningslinjer/avrusning/")
    page.get_by_role("link", name="Hva filene holder, og hvordan de brukes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("IS-0000 som data")
    look(page, "retningslinje-data")
    tree = page.request.get("/retningslinjer/avrusning/data/retningslinje.json").json()
    tree["children"][0]["children"][0]["kortIntro"] = "Gi PRO-1 til alle som trenger det."
    tree["children"][0]["children"][1]["ukjent"] = "x"

    log_in(page, small.kari)
    page.goto("/retningslinjer/avrusning/data/importer/")
    look(page, "retningslinje-import")
    file = {"name": "tre.json", "mimeType": "application/json", "buffer": json.dumps(tree).encode()}
    page.get_by_label("Fil").set_input_files(file)
    page.get_by_role("button", name="Vis forskjellene").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Se gjennom importen")
    look(page, "retningslinje-import-forskjeller")
    page.get_by_label("Begrunnelse for endringene").fill("Ny utgave.")
    page.get_by_role("button", name="Lag 1 utkast").click()

    expect(page.get_by_text("1 utkast er laget.")).to_be_visible()
    draft = UnitVersion.objects.get(state="draft")
    assert (draft.unit.code, draft.layer, draft.is_demo) == ("PRO-1", "local", True)

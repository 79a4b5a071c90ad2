"""After the course: Anna proves an external one and says what she thought of another, Eva accepts, counts and invoices."""

import pytest
from hand import main
from playwright.sync_api import expect

from fagvei.courses import actions
from fagvei.courses.models import EvaluationSheet, ExternalCertificate
from fagvei.courses.rules.evaluation import QUESTIONS
from fagvei.courses.tests import evaluation_factories as evaluation
from fagvei.courses.tests import external_factories as external
from fagvei.training.tests.factories import make_record, pdf


@pytest.fixture
def run(cast, settings, tmp_path):
    settings.FAGVEI_DEMO = False
    settings.MEDIA_ROOT = tmp_path
    make_record(cast, goals=1)
    external.make_external(cast, "EXT-1")
    found = evaluation.make_held(cast, [cast.anna])
    actions.open_evaluation(run=found, by=cast.eva)
    return found


def press(page, name):
    main(page).get_by_role("button", name=name).click()


def test_anna_proves_and_evaluates_and_eva_accepts_and_invoices(page, look, open_page, log_in, cast, run):
    anna = log_in(page, cast.anna)
    anna.goto("/kurs/EXT-1/gjennomforinger/")
    main(anna).get_by_role("link", name="Send kursbevis").click()
    main(anna).get_by_label("Siste kursdag").fill("2026-01-15")
    main(anna).get_by_label("Kursbeviset").set_input_files(
        {"name": "bevis.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    look(anna, "eksternt-bevis-send")
    press(anna, "Send til RegUt")
    expect(main(anna).get_by_text("Venter på RegUt Helse Sør-Øst")).to_be_visible()

    eva = log_in(open_page(page.viewport_size), cast.eva)
    eva.goto("/oppgaver/")
    main(eva).get_by_role("link", name="Se beviset").click()
    look(eva, "eksternt-bevis-avgjor")
    press(eva, "Godta og før i mappen")
    expect(main(eva).get_by_text("Godtatt og ført i mappen")).to_be_visible()
    assert ExternalCertificate.objects.get().state == "approved"

    anna.goto("/oppgaver/")
    main(anna).get_by_role("link", name="Svar : Evaluer").click()
    for question in QUESTIONS:
        main(anna).locator(f'input[name="{question.code}"][value="4"]').check()
    look(anna, "kursevaluering-svar")
    press(anna, "Send svaret")
    expect(main(anna).get_by_text("Du har svart.")).to_be_visible()
    assert EvaluationSheet.objects.get().answers == evaluation.everything(4)

    eva.goto(f"{run.get_absolute_url()}evaluering/")
    press(eva, "Lukk evalueringen")
    expect(main(eva).get_by_text("Færre enn fem svarte")).to_be_visible()
    look(eva, "kursevaluering")
    eva.goto(f"{run.get_absolute_url()}ikke-mott/")
    look(eva, "ikke-mott")
    eva.goto(f"{run.get_absolute_url()}fakturagrunnlag/")
    look(eva, "fakturagrunnlag")

"""The virus scanner stands before everything that is brought into the record."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fagvei.common.tests.clamd import CLEAN, FOUND, clamd
from fagvei.training.models import Attachment, PlanActivity, TransferReport
from fagvei.training.tests.browsing import as_, post, words
from fagvei.training.tests.checks import snapshot
from fagvei.training.tests.factories import certificate, make_activity

LOG = "/aktiviteter/ny/"
TABLE = "kode;tittel;dato;signert av;tilstand\nRUS-001;Kunne dette;03.05.2022;Kari Nordlie;Godkjent\n"
FOUND_WORDS = "Filen ser ut til å inneholde skadelig programvare og er ikke lagret."
DOWN_WORDS = "Filen kan ikke kontrolleres for skadelig programvare nå, og er ikke lagret. Det du har skrevet, står."


@pytest.fixture(params=[FOUND, None], ids=["found", "not there"])
def sentence(request, settings):
    """What a person is told by a scanner that has found something, and when there is no scanner at the address."""
    if request.param is None:
        settings.FAGVEI_CLAMD = "/nobody.sock"
        yield DOWN_WORDS
        return
    with clamd(request.param) as scanner:
        settings.FAGVEI_CLAMD = scanner.address
        yield FOUND_WORDS


def logged(record, **changes) -> dict:
    return {
        "what": "k:course", "title": "Grunnkurs I", "when": "today", "goals": [str(record.goals["RUS-001"].public_id)],
        "supervisor": "", "repetitions": "1", "reflection": "Det jeg lærte.", "then": "finish", "upload": certificate(),
        **changes,
    }  # fmt: skip


def files(settings) -> list:
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] if settings.MEDIA_ROOT.exists() else []


def test_an_activity_with_a_file_is_not_logged_and_the_words_stand(record, settings, sentence):
    answer = post(record.anna, LOG, **logged(record))

    assert sentence in words(answer)
    assert "Det jeg lærte." in answer.content.decode()
    assert (PlanActivity.objects.exists(), files(settings)) == (False, [])


def test_a_file_for_a_draft_is_not_kept_and_the_draft_stands(record, settings, sentence):
    draft = make_activity(record)
    before = snapshot()

    attach = reverse("training:attach", args=[draft.public_id])
    answer = as_(record.anna).post(attach, {"idempotency_key": uuid.uuid4(), "upload": certificate()}, follow=True)

    assert sentence in words(answer)
    assert (snapshot(), files(settings)) == (before, [])


@pytest.mark.parametrize(
    "brought",
    [
        {"kind": "report", "file": SimpleUploadedFile("rapport.csv", TABLE.encode())},
        {"kind": "papers", "file": certificate()},
    ],
    ids=["table", "papers"],
)
def test_a_report_of_the_old_portal_is_not_kept(record, settings, sentence, brought):
    address = reverse("training:bring_transfer", args=[record.anna.public_id])
    brought["file"].seek(0)
    answer = post(record.anna, address, title="Rapport", pasted="", **brought)

    assert sentence in words(answer)
    assert (TransferReport.objects.exists(), files(settings)) == (False, [])


def test_what_is_clean_is_kept_as_it_was_shown(record, settings):
    with clamd(CLEAN) as scanner:
        settings.FAGVEI_CLAMD = scanner.address
        post(record.anna, LOG, **logged(record))
    with Attachment.objects.get().file.open() as kept:
        assert kept.read() == scanner.files[0] == certificate().read()

"""The ward card on paper: danger first, marked up for screen readers, with a code that can be asked."""

import io
from unittest.mock import patch

import pikepdf
import pytest
import typst
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from fagvei.common import clock
from fagvei.guideline.tests import factories as make
from fagvei.interop.export import ward_card
from fagvei.interop.tests.test_pdf import roles_in, text_of

PDF = "/retningslinjer/avrusning/avdelingskort/pdf/"


@pytest.fixture
def answer(client, db):
    ward_card._set.cache_clear()
    make.make_small_guideline()
    return client.get(f"{PDF}?kapittel=kapittel")


def test_danger_comes_first_and_what_was_chosen_last(answer):
    text = text_of(answer.content)
    places = [text.index(words) for words in ("Fare for liv: ring 113.", "Ingen gyldighetsdato", "Gi PRO-1", "PRO-2")]

    assert places == sorted(places)
    assert "SIGN B" in text
    assert "Kilde (lest i primærkilden): https://example.no/side" in text
    assert answer["Content-Disposition"].endswith(f'avdelingskort-avrusning-{clock.today():%Y-%m-%d}.pdf"')


def test_a_text_that_stands_only_here_is_marked_before_its_words(client, db, settings):
    settings.FAGVEI_DEMO = True
    ward_card._set.cache_clear()
    make.make_local_unit(make.make_small_guideline())
    text = text_of(client.get(f"{PDF}?anbefaling=LOK-1").content)

    places = [
        text.index(words) for words in ("Lokalt lag (demodata): skrevet her", "Ring når", "Rutine ved avdelingen")
    ]
    assert places == sorted(places)


def test_it_is_marked_up_for_screen_readers_and_the_code_is_explained(answer):
    with pikepdf.open(io.BytesIO(answer.content)) as opened:
        root = opened.Root
        roles = roles_in(root.StructTreeRoot.K, [])
        meta = opened.open_metadata()
        assert (meta["pdfuaid:part"], str(root.Lang)) == ("1", "nb")
    assert (roles.count("/H1"), roles.count("/H3"), roles.count("/Figure")) == (1, 2, 1)


def test_a_camera_reads_the_address_on_the_paper(client, db, monkeypatch):
    """Drawn by typst as a picture instead of a PDF, and read by another library than the one that made the code."""
    ward_card._set.cache_clear()
    make.make_small_guideline()

    def draw(template, *, pdf_standards, **options):
        return typst_compile(template, **{**options, "format": "png", "ppi": 150})

    typst_compile = typst.compile
    monkeypatch.setattr(typst, "compile", draw)
    picture = Image.open(io.BytesIO(client.get(f"{PDF}?kapittel=kapittel").content))
    ward_card._set.cache_clear()

    [code] = zxingcpp.read_barcodes(picture.convert("L"))
    page = client.get(f"{PDF.removesuffix('pdf/')}?kapittel=kapittel")
    assert code.text == page.context["card"].check_address


def test_the_foot_of_every_page_says_when_it_was_made(answer):
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert all("ingen gyldighetsdato" in page.extract_text() for page in pages)


def test_the_same_card_is_set_once(client, answer):
    with patch.object(ward_card, "render_paper") as render:
        client.get(f"{PDF}?kapittel=kapittel")
        assert not render.called
        render.return_value = b"%PDF-"
        client.get(f"{PDF}?anbefaling=PRO-1")
        assert render.call_count == 1

"""The PDF: for screen readers and archives, with every Norwegian letter, and deaf to what people write."""

import hashlib
import io
import re

import pikepdf
import pytest
from pypdf import PdfReader

from fagvei.interop.export.document import build_document
from fagvei.interop.export.pdf import DRAWABLE, printable, render_pdf
from fagvei.interop.tests.conftest import PANEL_SECRET
from fagvei.training.tests.factories import make_activity

MARKUP = [
    '#panic("fagvei")',
    '#read("/etc/passwd")',
    '#import "@preview/x:1.0.0"',
    "#set page(width: 1cm)",
    "$ sum_(i=0)^n $",
    "*fet* _kursiv_ `kode` <merke> @merke",
    "= Overskrift\n== Under\n- punkt\n+ punkt\n/ ord: forklaring",
    "] #lower[ ] \\ ~ -- --- ... // bort /* bort */",
    '"; #eval("1") "',
    '{"is_demo": false}',
]
STRANGE = [
    "漢字",
    "👩🏽‍⚕️",
    "\u202eabc",
    "a\x00b",
    "a" + "\u0301" * 60,
    "\ue000",
    "\u2028",
    "\ud83d",
    "ﷺ",
    "\u200b\ufeff",
    "\x07",
]


def pdf_of(doctor) -> bytes:
    return render_pdf(build_document(doctor))


def text_of(content: bytes) -> str:
    """The words with single spaces, as a reader copies them."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


@pytest.fixture
def pdf(record) -> bytes:
    return pdf_of(record.anna)


def test_it_is_marked_up_for_screen_readers_and_says_so(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        root = opened.Root
        assert bool(root.MarkInfo.Marked)
        assert root.StructTreeRoot.K is not None
        assert str(root.Lang) == "nb"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        meta = opened.open_metadata()
        assert meta["dc:title"] == "Utdanningsmappen til Anna Berg"
        assert meta["pdfuaid:part"] == "1"
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")


def roles_in(node, found):
    """All structure roles of the tree, in reading order."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            roles_in(each, found)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append(str(node.S))
        if "/K" in node:
            roles_in(node.K, found)
    return found


def test_headings_and_table_heads_are_what_they_look_like(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        roles = roles_in(opened.Root.StructTreeRoot.K, [])
    assert roles.count("/H1") == 1
    assert roles.count("/H2") == 19
    assert roles.count("/Table") == 18
    assert roles.count("/TH") == 5 + 5 + 5 + 4 + 5 + 5 + 5 + 5 + 5 + 5 + 5 + 5 + 4 + 4 + 4 + 5 + 5 + 5


def test_the_letters_of_norway_can_be_read(record, django_user_model):
    django_user_model.objects.filter(pk=record.anna.pk).update(full_name="Ánne Šørås Ŋáhkká-Čáŋŧe")
    record.anna.refresh_from_db()
    make_activity(record, title="Førstegangssamtale på Øya: «ærlig» – åpent …")
    text = text_of(pdf_of(record.anna))
    assert "Ánne Šørås Ŋáhkká-Čáŋŧe" in text
    assert "Førstegangssamtale på Øya: «ærlig» – åpent …" in text


@pytest.mark.parametrize("nasty", MARKUP)
def test_what_people_write_is_never_markup(record, nasty):
    """The very signs stand in the text: nothing is run, made fat, left out or read from a file."""
    make_activity(record, title=nasty[:200])
    text = text_of(pdf_of(record.anna))
    assert " ".join(nasty.split()) in text
    assert "root:" not in text


@pytest.mark.parametrize("strange", STRANGE)
def test_a_sign_that_no_font_has_becomes_a_box_and_not_a_fault(record, strange):
    document = build_document(record.anna)
    document["record"]["activities"][0]["title"] = f"Før {strange} etter"
    document["record"]["doctor"]["name"] = strange
    assert re.search(r"Før .* ?etter", text_of(render_pdf(document)))


def test_all_signs_we_call_drawable_are_drawn(record):
    document = build_document(record.anna)
    document["record"]["plans"][0]["specialty"] = " ".join(
        chr(code) for first, last in DRAWABLE for code in range(first, last + 1)
    )
    assert render_pdf(document).startswith(b"%PDF-")


def test_only_signs_are_replaced_and_line_breaks_become_spaces():
    assert printable({"a": ["å\nb", 1, None], "b": "漢x"}) == {"a": ["å b", 1, None], "b": "□x"}


def test_the_demo_mark_stands_on_every_page(record):
    for number in range(45):
        make_activity(record, title=f"Aktivitet {number}")
    reader = PdfReader(io.BytesIO(pdf_of(record.anna)))
    assert len(reader.pages) > 2
    assert all("Demodata: personene er oppdiktet." in page.extract_text() for page in reader.pages)


def test_a_real_record_carries_no_demo_mark(record, django_user_model):
    django_user_model.objects.filter(pk=record.anna.pk).update(is_demo=False)
    record.anna.refresh_from_db()
    assert "Demodata" not in text_of(pdf_of(record.anna))


def test_the_same_record_gives_the_same_bytes(record):
    document = build_document(record.anna)
    first, second = (hashlib.sha256(render_pdf(document)).hexdigest() for _time in range(2))
    assert first == second


def test_what_is_held_back_is_not_printed(record):
    text = text_of(pdf_of(record.anna))
    assert "Innholdet vises etter avgjørelsen." in text
    assert "Cecilie Vik" in text


def test_panels_assessments_handovers_and_confirmed_service_are_printed_as_the_doctor_may_read_them(record):
    text = text_of(pdf_of(record.anna))
    for heading in ("Evalueringskollegium", "Vurderinger", "360-graders vurderinger", "Overleveringer"):
        assert heading in text
    assert "Vises når du er orientert." in text
    assert PANEL_SECRET not in text
    assert "bekreftet av Bo Lund" in text
    document = build_document(record.anna)["record"]
    comment = next(
        answer for row in document["assessments"] for given in row["answers"] for answer in given["answers"].values()
    )
    assert " ".join(comment.split()) in text
    (former,) = {row["former"] for row in document["handovers"]}
    assert former in text


def test_a_goal_that_was_replaced_names_the_one_that_took_its_place(record):
    old, new = record.goals["RUS-001"].goal, record.goals["RUS-002"].goal
    old.replaced_by = new
    old.save()

    document = build_document(record.anna)

    named = {each["code"]: each["replaced_by"] for each in document["record"]["goals"]}
    assert (named[old.code], named[new.code]) == (new.code, None)
    assert f"(erstattet av {new.code})" in text_of(render_pdf(document))

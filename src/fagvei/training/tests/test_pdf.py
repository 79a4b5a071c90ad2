"""A PDF may open on one of its own pages; nothing else may happen when it is opened."""

import io
import random
import zlib

import pikepdf
import pytest
import typst
from pikepdf import Array, Dictionary, Name, ObjectStreamMode

from fagvei.training import pdf as reading
from fagvei.training.tests.factories import pdf
from fagvei.training.tests.test_uploads import code_of, judged

URI = b"<< /S /URI /URI (https://example.no) >>"
GOTO = b"<< /S /GoTo /D [1 0 R /XYZ 0 792 null] >>"
LINK = b"<< /Subtype /Link /A<</Type/Action/S/URI/URI(https://example.no/\\(a\\))>> /H /I >>"


def stream(text: bytes, told: bytes = b"", number: int = 9) -> bytes:
    packed = zlib.compress(text)
    about = b"%d 0 obj << /Filter /FlateDecode /Length %d %s >> stream\n" % (number, len(packed), told)
    return about + packed + b"\nendstream endobj\n"


def packed(**objects: bytes) -> bytes:
    """A stream of objects, each under its number: `packed(_5=GOTO)`."""
    header, body = b"", b""
    for name, each in objects.items():
        header, body = header + b"%s %d " % (name[1:].encode(), len(body)), body + each + b" "
    return stream(header + body, b"/Type /ObjStm /N %d /First %d" % (len(objects), len(header)))


@pytest.mark.parametrize("body", [
    b"3 0 obj << /OpenAction [1 0 R /FitH 700] >> endobj",
    b"3 0 obj <</OpenAction<</Type/Action/S/GoTo/D(chapter.1)>>>> endobj",
    b"3 0 obj << /OpenAction 5 0 R >> endobj 5 0 obj << /S /GoTo /D [1 0 R /Fit] >> endobj",
    b"3 0 obj << /OpenAction 5 0 R >> endobj 5 0 obj [1 0 R /Fit] endobj 6 0 obj " + LINK + b" endobj",
    b"3 0 obj << /Subtype /Link /A << /S /URI /URI (https://example.no) >> >> endobj",
    packed(_3=b"<< /OpenAction [1 0 R /Fit] >>"),
    packed(_3=b"<< /OpenAction 5 0 R >>", _5=GOTO, _6=LINK),
    b"5 0 obj " + GOTO + b" endobj " + packed(_3=b"<< /OpenAction 5 0 R >>", _6=LINK),
    b"3 0 obj << /OpenAction 5 0 R >> endobj " + packed(_6=LINK, _5=GOTO),
])  # fmt: skip
def test_it_may_open_on_a_page_and_hold_links_to_press(body):
    assert judged(pdf(body)).content_type == "application/pdf"


@pytest.mark.parametrize("body", [
    b"3 0 obj << /OpenAction << /Type /Action /S /URI /URI (https://example.no) >> >> endobj",
    b"3 0 obj << /Open#41ction 5 0 R >> endobj 5 0 obj << /S /U#52I /URI (https://example.no) >> endobj",
    # Not found, neither an action nor a reference, or written as nobody writes it.
    b"3 0 obj << /OpenAction 5 0 R >> endobj",
    b"3 0 obj << /OpenAction (x) >> endobj",
    b"3 0 obj << /OpenAction %x\n" + URI + b" >> endobj",
    b"3 0 obj << /OpenAction 5 0 R >> endobj 5 0 obj " + GOTO + b" endobj 5 %x\n0 obj " + URI + b" endobj",
    b"".join(b"3 0 obj << /OpenAction %d 0 R >> endobj %d 0 obj [1 0 R /Fit] endobj " % (n, n) for n in range(20, 40)),
    # In an updated file the last one counts.
    b"3 0 obj << /OpenAction 5 0 R >> endobj 5 0 obj " + GOTO + b" endobj 5 0 obj " + URI + b" endobj",
    b"3 0 obj << /OpenAction 5 0 R >> endobj 5 0 obj " + GOTO + b" endobj 5 0 obj << /S /Named /N /Print >> endobj",
    # Behind the first end of a dictionary, and another action after it.
    b"3 0 obj << /OpenAction << /D << /X 1 >> /S /URI /URI (https://example.no) >> >> endobj",
    b"3 0 obj << /OpenAction << /S /GoTo /D [1 0 R /Fit] /Next 6 0 R >> >> endobj 6 0 obj " + URI + b" endobj",
    b"3 0 obj << /OpenAction 5 0 R >> endobj 5 0 obj << /S /GoTo /D [1 0 R /Fit] /Next 6 0 R >> endobj",
    b"3 0 obj << /OpenAction << /S /GoTo /D " + b"(x)" * 2000 + b" >> >> endobj",
    # Packed: the catalog, the action, or both; one found in both places; one whose number is made up.
    packed(_3=b"<< /OpenAction " + URI + b" >>"),
    packed(_3=b"<< /OpenAction 5 0 R >>", _5=URI),
    packed(_3=b"<< /OpenAction 5 0 R >>") + b"5 0 obj " + URI + b" endobj",
    packed(_3=b"<< /OpenAction 5 0 R >>", _6=LINK),
    b"3 0 obj << /OpenAction 5 0 R >> endobj 5 0 obj " + GOTO + b" endobj " + packed(_5=URI),
    packed(_3=b"<< /OpenAction 5 0 R >>", _7=URI, _5=GOTO),
    packed(_3=b"<< /OpenAction 5 0 R >>", _5=GOTO, _7=b"/A", _8=URI),
    b"3 0 obj << /OpenAction 5 0 R >> endobj " + packed(_5=GOTO).replace(b"/First", b"/First 0 /First"),
    b"3 0 obj << /OpenAction 5 0 R >> endobj " + packed(_5=GOTO).replace(b"/First 4", b"/First 4 0 R"),
    b"3 0 obj << /OpenAction 5 0 R >> endobj " + stream(b"5 0 6 0 " + GOTO, b"/Type /ObjStm /N 2 /First 8"),
])  # fmt: skip
def test_it_may_open_with_nothing_else(body):
    assert code_of(pdf(body)) == "active_content"


@pytest.mark.parametrize("before", range(-40, 3))
def test_what_lies_where_two_pieces_meet_is_seen_whole(before, monkeypatch):
    monkeypatch.setattr(reading, "PIECE", 4096)
    opening = b"<< /OpenAction " + URI + b" >>"
    text = b"5 0 " + b" " * (4096 + before - 4) + opening + b" " * 5000
    assert code_of(pdf(stream(text, b"/Type /ObjStm /N 1 /First 4"))) == "active_content"
    allowed = text.replace(URI, b"[1 0 R /Fit]")
    assert judged(pdf(stream(allowed, b"/Type /ObjStm /N 1 /First 4"))).content_type == "application/pdf"


@pytest.mark.parametrize("damage", ["checksum", "middle"])
def test_what_comes_before_a_damage_in_a_stream_is_seen_too(damage):
    packer = zlib.compressobj()
    text = packer.compress(b"3 0 << /OpenAction " + URI + b" >>") + packer.flush(zlib.Z_SYNC_FLUSH)
    text += b"\xff\xff\xff" if damage == "middle" else packer.flush()[:-1] + b"x"
    body = b"9 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >> stream\n" + text + b"\nendstream endobj"
    assert code_of(pdf(body)) == "active_content"


def test_a_stream_with_too_many_objects_to_look_through_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_OBJECTS", 40)
    assert code_of(pdf(b"3 0 obj << /OpenAction 5 0 R >> endobj " + packed(_5=GOTO))) == "active_content"


# --- What the programs write ---


def written(*, opens: str, mode: ObjectStreamMode, leads_out: bool = False) -> bytes:
    """As LaTeX and others write it: with pages, a link, and what the file opens with there or in an object of its own."""
    made = pikepdf.new()
    page = made.add_blank_page()
    address = Dictionary(Type=Name.Action, S=Name.URI, URI="https://example.no/a_(b)")
    page.Annots = Array([made.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, A=address))])
    place = Array([page.obj, Name.Fit])
    goes = address if leads_out else Dictionary(S=Name.GoTo, D=place)
    made.Root.OpenAction = {"page": place, "there": goes, "apart": made.make_indirect(goes)}[opens]
    sent = io.BytesIO()
    made.save(sent, object_stream_mode=mode)
    return sent.getvalue()


@pytest.mark.parametrize("mode", [ObjectStreamMode.generate, ObjectStreamMode.disable])
@pytest.mark.parametrize("opens", ["page", "there", "apart"])
def test_what_ordinary_programs_write_is_taken_in(opens, mode):
    assert judged(written(opens=opens, mode=mode)).content_type == "application/pdf"
    if opens != "page":
        assert code_of(written(opens=opens, mode=mode, leads_out=True)) == "active_content"


def test_what_typst_writes_is_taken_in():
    assert judged(typst.compile(b'= Bevis\n#link("https://example.no")[Kurs]')).content_type == "application/pdf"


# --- Short names ---


@pytest.mark.parametrize("value", [b"<< /O 4 0 R >>", b"4 0 R", b"%x\n4 0 R", b"4 %x\n0 R", b"4 0 %x\nR"])
def test_what_acts_on_an_event_is_refused(value):
    assert code_of(pdf(b"3 0 obj << /AA " + value + b" >> endobj")) == "active_content"
    assert code_of(pdf(b"3 0 obj <</AA\n" + value + b">> endobj")) == "active_content"


def test_numbers_without_an_end_are_read_once():
    """Ten megabytes of digits after the name took hours: each digit was tried as the end of the first number."""
    digits = b"1" * 1_000_000
    assert reading.followed("AA").search(b"/AA " + digits) is None
    assert reading.followed("AA").search(b"/AA 12 0 R") is not None


def test_three_letters_that_stand_in_a_picture_by_chance_do_no_harm():
    """With a sign after them that ends a name."""
    noise = random.Random(5).randbytes(100_000)
    for sign in (b" ", b"(", b"<", b"[", b"/"):
        picture = noise[:1000] + b"/AA" + sign + noise[1000:]
        body = b"9 0 obj << /Subtype /Image >> stream\n" + picture + b"\nendstream endobj"
        assert judged(pdf(body)).content_type == "application/pdf"

"""What is kept of a file, and what is not let in."""

import io
import random
import zlib

import pytest
from PIL import Image, PngImagePlugin

from fagvei.audit.models import AuditEvent
from fagvei.training import actions, uploads
from fagvei.training.models import Attachment
from fagvei.training.tests.checks import assert_sound, last_event, refused
from fagvei.training.tests.factories import certificate, make_activity, pdf, picture, upload


def judged(content, name="bevis.pdf"):
    return uploads.check(upload(content, name))


def code_of(content, name="bevis.pdf"):
    with pytest.raises(uploads.Unsafe) as caught:
        judged(content, name)
    assert caught.value.sentence.endswith(".")
    return caught.value.code


# --- What is taken in ---


def test_the_content_decides_the_kind_and_the_name_follows():
    checked = judged(picture("PNG"), "C:\\bilder\\..\\..\\bevis.pdf.exe")
    assert (checked.content_type, checked.name) == ("image/png", "bevis.pdf.png")
    assert judged(pdf()).content == pdf()


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("kurs\u202efdp.exe", "kursfdp.pdf"),
        ("<script>.pdf", "script.pdf"),
        ("Kursbevis – Grunnkurs I (2027).PDF", "Kursbevis  Grunnkurs I (2027).pdf"),
        ("", "vedlegg.pdf"),
        ("...", "vedlegg.pdf"),
        ("a\x00b.pdf", "vedlegg.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_names_are_tidied(name, tidy):
    assert uploads._tidy_name(name, "application/pdf") == tidy


def test_a_name_with_a_national_id_is_refused():
    with pytest.raises(uploads.Unsafe) as caught:
        uploads._tidy_name("bevis 13097248022.pdf", "application/pdf")
    assert caught.value.code == "national_id"


def test_a_picture_is_drawn_anew_without_position_and_comment():
    exif = Image.Exif()
    exif[0x0110] = "Camera of Anna"
    exif[0x8825] = {2: (59.0, 54.0, 0.0)}
    with_position = picture("JPEG", exif=exif)
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "secret")
    with_notes = picture("PNG", pnginfo=notes) + b"tail: another file"
    assert b"Camera of Anna" in with_position
    assert b"secret" in with_notes

    jpeg, png = judged(with_position), judged(with_notes)

    assert b"Camera of Anna" not in jpeg.content
    assert not Image.open(io.BytesIO(jpeg.content)).getexif()
    assert b"secret" not in png.content
    assert b"tail" not in png.content


def test_a_picture_that_lies_is_set_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(io.BytesIO(judged(picture("JPEG", size=(20, 10), exif=exif)).content)) as drawn:
        assert drawn.size == (10, 20)


# --- What is not ---


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"MZ\x90",
        b"<html><script>alert(1)</script>",
        b"PK\x03\x04",
        b"%!PS",
        b"\x00" * 100,
        b" %PDF-1.7",
        b"RIFF1234WEBP",
    ],
)
def test_other_kinds_are_refused(content):
    assert code_of(content) == "wrong_kind"


def test_eleven_megabytes_are_refused_and_not_read_further():
    class Endless(io.BytesIO):
        name = "stor.pdf"
        asked = 0

        def read(self, size=-1):
            self.asked += size
            return b"%PDF-" + b"x" * size

    endless = Endless()
    with pytest.raises(uploads.Unsafe) as caught:
        uploads.check(endless)
    assert caught.value.code == "too_large"
    assert endless.asked == uploads.MAX_BYTES + 1


def test_the_test_virus_is_refused_wherever_it_lies():
    assert code_of(pdf(uploads._EICAR)) == "malware"
    assert code_of(picture("PNG") + uploads._EICAR) == "malware"


def png_header(width, height):
    body = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    chunk = len(body[4:]).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    data = b"IDAT" + zlib.compress(b"")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk + (len(data) - 4).to_bytes(4, "big") + data + zlib.crc32(data).to_bytes(4, "big")
    )


@pytest.mark.parametrize("size", [(10_000, 5_000), (20_000, 20_000), (2_000_000, 2_000_000)])
def test_a_pixel_bomb_is_refused_before_it_is_unpacked(size):
    assert code_of(png_header(*size)) == "too_many_pixels"


def test_a_damaged_picture_is_refused():
    assert code_of(picture("JPEG")[:200]) == "damaged"
    assert code_of(b"\x89PNG\r\n\x1a\n" + b"x" * 50) == "damaged"


@pytest.mark.parametrize(
    "body",
    [
        b"3 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj",
        b"3 0 obj << /S /J#61vaScript /JS (x) >> endobj",
        b"3 0 obj << /S/Launch /F (cmd.exe) >> endobj",
        b"3 0 obj << /Type /EmbeddedFile >> stream\nx\nendstream endobj",
        b"3 0 obj << /Names << /EmbeddedFiles 4 0 R >> >> endobj",
        b"3 0 obj << /XFA 5 0 R >> endobj",
        b"3 0 obj << /S /SubmitForm /F (https://example.no) >> endobj",
        b"3 0 obj << /Subtype /RichMedia >> endobj",
        b"3 0 obj << /OpenAction << /S /GoToR /F (//192.0.2.1/share/x.pdf) >> >> endobj",
        b"3 0 obj << /AA << /O 4 0 R >> >> endobj",
    ],
)
def test_a_pdf_that_acts_by_itself_is_refused(body):
    assert code_of(pdf(body)) == "active_content"
    packed = zlib.compress(body)
    stream = b"4 0 obj << /Type /ObjStm /Filter /FlateDecode /N 1 /First 0 /Length %d >> stream\n" % len(packed)
    assert code_of(pdf(stream + packed + b"\nendstream endobj")) == "active_content"


def test_a_stream_that_hides_behind_another_is_looked_into():
    """The dictionary holds a text that looks like a stream of its own."""
    decoy, evil = zlib.compress(b"<< /Type /Font >>"), zlib.compress(b"<< /S /JavaScript /JS (x) >>")
    body = b"4 0 obj << /Type /ObjStm /X (stream\n" + decoy + b") >> stream\n" + evil + b"\nendstream endobj"
    assert code_of(pdf(body)) == "active_content"


def test_a_harmless_packed_object_is_fine():
    packed = zlib.compress(b"3 0 obj << /Type /Font >> endobj")
    stream = b"4 0 obj << /Type /ObjStm /Filter /FlateDecode /Length %d >> stream\r\n" % len(packed)
    assert judged(pdf(stream + packed + b"\nendstream endobj")).content_type == "application/pdf"


@pytest.mark.parametrize(
    "body",
    [
        b"4 0 obj << /Encrypt 5 0 R >> endobj",
        b"4 0 obj << /Type /ObjStm /Filter /LZWDecode >> stream\nxyz\nendstream endobj",
        b"4 0 obj << /Type /ObjStm >> no stream here",
        b"4 0 obj << /Type /ObjS#74m /Filter /FlateDecode /DecodeParms << /Predictor 12 >> >> stream\nxyz\nendstream endobj",
    ],
)
def test_what_cannot_be_looked_into_is_refused(body):
    assert code_of(pdf(body)) == "locked"


def test_a_packed_bomb_is_refused_without_unpacking_it_all():
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b" " * 1024 * 1024) for _ in range(140)) + packer.flush()
    stream = b"4 0 obj << /Type /ObjStm /Filter /FlateDecode /Length %d >> stream\n" % len(bomb)
    assert code_of(pdf(stream + bomb + b"\nendstream endobj")) == "locked"


ANOTHER_FACE = [b"PK\x05\x06" + b"\x00" * 18, b"<html>", b"MZ\x90\x00", b"GIF89a", b"\xff\xd8\xff\xe0", b"#!/bin/sh\n"]


@pytest.mark.parametrize(
    ("place", "tail"), [*(("after", each) for each in ANOTHER_FACE), *(("inside", each) for each in ANOTHER_FACE[:2])]
)
def test_two_hundred_files_with_two_faces_are_refused(tail, place):
    """T-17. Behind the end everything is refused; inside, what a browser or an unzipper would look for."""
    chance = random.Random(7)
    for _ in range(25):
        padding = bytes(chance.choices(b"abcdefgh \n", k=chance.randint(0, 40)))
        both = pdf(after=b"x" + padding + tail + padding) if place == "after" else pdf(padding + tail + padding)
        assert code_of(both) == "polyglot"


def test_a_picture_with_two_faces_loses_the_second():
    assert b"<script>" not in judged(picture("PNG") + b"<script>alert(1)</script>").content


def test_a_pdf_without_its_end_is_refused():
    assert code_of(b"%PDF-1.7 nothing more") == "damaged"


# --- Attachments ---


def test_an_attachment_is_stored_by_its_content_and_proved_by_it(record):
    activity = make_activity(record)

    attachment = actions.attach(plan_activity=activity, upload=upload(pdf(), "Bevis.pdf"), by=record.anna)

    assert (attachment.name, attachment.size, attachment.content_type) == ("Bevis.pdf", len(pdf()), "application/pdf")
    assert attachment.sha256 in attachment.file.name
    assert "Bevis" not in attachment.file.name
    assert attachment.verify_content() == attachment.sha256
    assert last_event() == ("attachment_added", "Anna Berg", "doctor")
    assert_sound()


def test_a_changed_or_lost_file_is_noticed(record):
    attachment = actions.attach(plan_activity=make_activity(record), upload=certificate(), by=record.anna)
    path = attachment.file.storage.path(attachment.file.name)
    with open(path, "ab") as file:
        file.write(b" ")
    assert attachment.verify_content() != attachment.sha256
    attachment.file.storage.delete(attachment.file.name)
    assert attachment.verify_content() is None


def test_a_refused_file_changes_nothing(record):
    activity = make_activity(record)
    with refused(actions.UploadRefused, code="wrong_kind"):
        actions.attach(plan_activity=activity, upload=upload(b"MZ"), by=record.anna)
    with refused(actions.UploadRefused, code="wrong_kind"):
        make_activity(record, files=[certificate(), upload(b"MZ")])
    with refused(actions.NotOwnRecord):
        actions.attach(plan_activity=activity, upload=certificate(), by=record.bo)


def test_the_eleventh_file_is_refused(record):
    activity = make_activity(record, files=[certificate() for _ in range(10)])
    with refused(actions.UploadRefused, code="too_many_files"):
        actions.attach(plan_activity=activity, upload=certificate(), by=record.anna)


def test_a_wrong_file_goes_with_its_content_while_the_activity_is_a_draft(record, django_capture_on_commit_callbacks):
    activity = make_activity(record)
    attachment = actions.attach(plan_activity=activity, upload=certificate(), by=record.anna)
    storage, name = attachment.file.storage, attachment.file.name
    with refused(actions.NotOwnRecord):
        actions.remove_attachment(attachment=attachment, by=record.bo)

    with django_capture_on_commit_callbacks() as callbacks:
        actions.remove_attachment(attachment=attachment, by=record.anna)
    assert storage.exists(name)  # until the transaction is through
    for callback in callbacks:
        callback()

    assert not storage.exists(name)
    assert not Attachment.objects.exists()
    assert AuditEvent.objects.last().details["erased"]
    assert_sound()


def test_an_attachment_of_something_sent_stays(record):
    activity = make_activity(record, files=[certificate()])
    actions.send_activity(plan_activity=activity, supervisor=record.siri, by=record.anna)
    with refused(actions.ActivityNotDraft):
        actions.remove_attachment(attachment=activity.attachments.get(), by=record.anna)

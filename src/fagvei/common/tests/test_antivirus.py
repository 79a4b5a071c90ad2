"""The virus scanner: asked over a real socket, and every answer but a plain OK refuses the file."""

import os
import socket
import time

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from fagvei.common import antivirus
from fagvei.common.forms import FagveiForm, UploadField
from fagvei.common.tests.clamd import CLEAN, FOUND, clamd

CONTENT = os.urandom(300_000)  # more than one piece
NAME = "hemmelig-navn.pdf"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(antivirus, "SECONDS", 0.6)


def upload(content: bytes = CONTENT) -> SimpleUploadedFile:
    return SimpleUploadedFile(NAME, content)


def test_without_a_scanner_nobody_is_asked(settings, monkeypatch):
    monkeypatch.setattr(antivirus, "_connect", None)
    settings.FAGVEI_CLAMD = ""
    antivirus.scan(upload())


def test_the_whole_file_is_shown_and_stands_at_its_beginning_afterwards(settings, tmp_path):
    for path in (None, tmp_path / "clamd.sock"):
        file = upload()
        file.read(1000)
        with clamd(CLEAN, path=path) as scanner:
            settings.FAGVEI_CLAMD = scanner.address
            antivirus.scan(file)
        assert (scanner.files, file.tell()) == ([CONTENT], 0)


def test_an_answer_may_come_in_pieces(settings):
    with clamd(b"stream", b": O", b"K\0", pause=0.02) as scanner:
        settings.FAGVEI_CLAMD = scanner.address
        antivirus.scan(upload())


def test_what_is_found_is_refused_and_the_log_says_nothing_of_the_file(settings, caplog):
    with clamd(FOUND) as scanner:
        settings.FAGVEI_CLAMD = scanner.address
        with pytest.raises(antivirus.MalwareFound, match="skadelig programvare og er ikke lagret"):
            antivirus.scan(upload())
    assert caplog.messages == ["A file was refused: the virus scanner found something in it."]


@pytest.mark.parametrize(
    "answer",
    [
        b"",  # hung up without a word
        b"stream: OK",  # half an answer
        b"stream: O",
        b"stream: Eicar-Test-Signature FOUND",
        b"stream: OK\0stream: Eicar-Test-Signature FOUND\0",
        b"stream: Eicar-Test-Signature FOUND\0stream: OK\0",
        b" stream: OK\0",
        b"STREAM: OK\0",
        b"stream: OK\n\0",
        b"stream:  FOUND\0",
        b"OK\0",
        b"\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: OK" + b" " * 5000,
        b"\xff\xfe" * 40,
        b"HTTP/1.1 200 OK\r\n\r\n",
    ],
)
def test_every_other_answer_refuses_the_file(settings, caplog, answer):
    with clamd(answer) as scanner:
        settings.FAGVEI_CLAMD = scanner.address
        with pytest.raises(antivirus.NotScanned, match="kan ikke kontrolleres"):
            antivirus.scan(upload())
    (said,) = caplog.messages
    assert NAME not in said
    assert "stream" not in said


def silent():
    return clamd(CLEAN, pause=30)


def dripping():
    """A sign now and then, so that no single wait is long."""
    return clamd(*(bytes([sign]) for sign in b"stream: OK" * 20), pause=0.1)


def hanging_up():
    return clamd(hangs_up=True)


@pytest.mark.parametrize("scanner", [silent, dripping, hanging_up])
def test_no_answer_in_time_refuses_the_file(settings, caplog, scanner):
    began = time.monotonic()
    with scanner() as there:
        settings.FAGVEI_CLAMD = there.address
        with pytest.raises(antivirus.NotScanned):
            antivirus.scan(upload(os.urandom(3_000_000)))
        assert time.monotonic() - began < 5
    (said,) = caplog.messages
    assert said.startswith("A file was refused: the virus scanner gave no answer (")
    assert NAME not in said


def test_nobody_at_the_address_refuses_the_file(settings, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody else can take the port meanwhile
        for address in (taken.getsockname(), str(tmp_path / "nobody.sock"), "/" + "x" * 300):
            settings.FAGVEI_CLAMD = address
            with pytest.raises(antivirus.NotScanned):
                antivirus.scan(upload())


def test_a_file_larger_than_any_form_takes_is_not_sent(settings):
    file = upload(b"")
    file.size = antivirus.MOST_BYTES + 1
    with clamd(CLEAN) as scanner:
        settings.FAGVEI_CLAMD = scanner.address
        with pytest.raises(antivirus.TooLargeToScan):
            antivirus.scan(file)
    assert scanner.files == []


class SendForm(FagveiForm):
    word = forms.CharField()
    file = UploadField(required=False, allow_empty_file=True)


def test_a_form_tells_it_beside_the_field_and_keeps_the_words(settings):
    settings.FAGVEI_CLAMD = "/nobody.sock"
    form = SendForm({"word": "står"}, {"file": upload()})
    assert form.errors["file"] == [str(antivirus.NotScanned.message)]
    assert (form.errors.as_data()["file"][0].code, form["word"].value()) == ("not_scanned", "står")
    assert "file" not in SendForm({"word": "uten fil"}).errors


# --- Set up ---


def test_the_check_before_a_start_says_whether_files_are_looked_at(settings):
    settings.FAGVEI_CLAMD = ""
    assert [each.id for each in antivirus.scanner_is_there()] == ["fagvei.W001"]
    settings.FAGVEI_CLAMD = "/nobody.sock"
    assert [each.id for each in antivirus.scanner_is_there()] == ["fagvei.E001"]
    with clamd(b"PONG\0") as scanner:
        settings.FAGVEI_CLAMD = scanner.address
        assert antivirus.scanner_is_there() == []

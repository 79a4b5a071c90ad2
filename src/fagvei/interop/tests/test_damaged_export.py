"""Bytes that changed on the way are told of, whichever they are, and never end in an error of the program."""

import io
import zipfile

import pytest

from fagvei.interop import verify_export


@pytest.fixture
def content():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(verify_export.DOCUMENT, '{"format": "fagvei-record", "version": 1}' * 3)
        archive.writestr("vedlegg/a.pdf", b"%PDF-1.7 \n" * 20)
    return file.getvalue()


def test_no_changed_byte_of_an_archive_ends_in_an_error(content, tmp_path):
    path = tmp_path / "mappe.zip"
    for at in range(len(content)):
        path.write_bytes(bytes([*content[:at], content[at] ^ 0xFF, *content[at + 1 :]]))
        with pytest.raises(verify_export.Unreadable):
            verify_export.verify_file(str(path))


def test_an_attachment_that_cannot_be_unpacked_is_damaged(content, tmp_path):
    at = content.index(b"vedlegg/a.pdf") + len(b"vedlegg/a.pdf")
    digests = set()
    for place in range(at, at + 12):
        path = tmp_path / f"{place}.zip"
        path.write_bytes(bytes([*content[:place], content[place] ^ 0xFF, *content[place + 1 :]]))
        with zipfile.ZipFile(path) as archive:
            digests.add(verify_export.file_digest(archive, "vedlegg/a.pdf"))
    assert digests == {"damaged"}

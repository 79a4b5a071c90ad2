"""Is it safe to keep this file and to hand it out again? Judged by content, never by the name or what the browser claims.

Pictures are drawn anew, so that nothing hides in them and no camera tells where it was. A PDF cannot be drawn anew here;
one that could act by itself, hide a second file or be read as something else is refused.
"""

import hashlib
import io
import os
import re
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from fagvei.common import text
from fagvei.common.files import SUFFIXES_OF_PROOFS
from fagvei.training import pdf

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000  # an A4 page at 600 dots per inch is 35 million
MAX_UNPACKED = 128 * 1024 * 1024
MAX_NAME = 120

WRONG_KIND = gettext_lazy("Filen er ikke en PDF, PNG eller JPEG. Lagre den på nytt i et av formatene.")
TOO_LARGE = gettext_lazy("Filen er større enn 10 MB. Lagre den i en mindre utgave.")
DAMAGED = gettext_lazy("Filen er skadet eller ufullstendig. Åpne den på maskinen din og lagre den på nytt.")
ACTIVE = gettext_lazy(
    "PDF-en har innhold som kan kjøre av seg selv, eller filer inni seg. Skriv den ut til PDF på nytt."
)
LOCKED = gettext_lazy("PDF-en er låst eller kan ikke leses. Skriv den ut til PDF på nytt uten passord.")
TWO_FACES = gettext_lazy("Filen kan leses som en annen filtype også. Skriv den ut til PDF på nytt.")
MALWARE = gettext_lazy("Filen ser ut til å inneholde skadelig programvare og er ikke lagret.")
NATIONAL_ID = gettext_lazy("Filnavnet ser ut til å ha et fødselsnummer. Gi filen et annet navn.")

# Put together here, so that no virus scanner takes this file for one.
_EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


_ACTIVE = pdf.names(
    "JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA", "SubmitForm", "ImportData", "Rendition", "GoToE",
    "GoToR", "Movie", "Sound",
)  # fmt: skip
# So short a name stands in one of twenty large pictures by chance, so it is asked for with its value.
_ACTS_ON_EVENTS = pdf.followed("AA")
_ENCRYPTED = pdf.names("Encrypt")
_OBJECT_STREAM = pdf.names("ObjStm")
_NOT_UNPACKED_HERE = pdf.names("LZWDecode", "ASCIIHexDecode", "ASCII85Decode", "RunLengthDecode", "Crypt")
_TRANSFORMED = pdf.names("DecodeParms", "DP", "FFilter")
_WEB_PAGE = re.compile(rb"<\s*(script|html|svg|iframe|!doctype|\?php)", re.I)


class Unsafe(Exception):
    def __init__(self, code: str, sentence: str | Promise):
        self.code, self.sentence = code, str(sentence)
        super().__init__(self.sentence)


@dataclass(frozen=True)
class CheckedFile:
    """What may be kept: for pictures the one drawn anew, not the one sent."""

    name: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def check(upload: Any) -> CheckedFile:
    """Judge an upload (anything with `name`, `seek` and `read`). Raises Unsafe with a sentence for the person."""
    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Unsafe("too_large", TOO_LARGE)
    if _EICAR in content:
        raise Unsafe("malware", MALWARE)
    if content.startswith(b"%PDF-"):
        content_type = "application/pdf"
        _check_pdf(content)
    elif content.startswith(b"\x89PNG\r\n\x1a\n"):
        content_type, content = "image/png", _drawn_anew(content, "PNG")
    elif content.startswith(b"\xff\xd8\xff"):
        content_type, content = "image/jpeg", _drawn_anew(content, "JPEG")
    else:
        raise Unsafe("wrong_kind", WRONG_KIND)
    return CheckedFile(_tidy_name(upload.name or "", content_type), content_type, content)


def store(field_file: Any, checked: CheckedFile) -> None:
    """Write the file so that it is whole on disk before the row commits: temp, fsync, rename, fsync of the folder."""
    name = field_file.field.generate_filename(field_file.instance, checked.name)
    storage = field_file.storage
    if not isinstance(storage, FileSystemStorage):
        field_file.save(checked.name, io.BytesIO(checked.content), save=False)
        return
    target = Path(storage.path(name))
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".upload-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(checked.content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    field_file.name = name


def too_many_sentence(most: int) -> str:
    return _("En aktivitet kan ha høyst %(most)s vedlegg. Ta bort et du ikke trenger.") % {"most": most}


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _tidy_name(name: str, content_type: str) -> str:
    """The last part of the name without paths and odd signs, ending as its content says."""
    if not text.is_storable(name):
        name = ""
    base = text.tidy(re.split(r"[/\\]", name)[-1])
    stem = re.sub(r"[^\w .()+-]", "", base.rsplit(".", 1)[0] if "." in base else base).strip(" .")
    if text.holds_national_id(stem):
        raise Unsafe("national_id", NATIONAL_ID)
    return f"{stem[:MAX_NAME].strip(' .') or 'vedlegg'}{SUFFIXES_OF_PROOFS[content_type]}"


# --- Pictures ---


def _drawn_anew(content: bytes, kind: str) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[kind]) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise Unsafe(
                        "too_many_pixels", _("Bildet har for mange bildepunkter. Lagre det i en mindre utgave.")
                    )
                picture.load()
                upright = ImageOps.exif_transpose(picture)
                clean = _pixels_alone(upright)
    except Unsafe:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unsafe(
            "too_many_pixels", _("Bildet har for mange bildepunkter. Lagre det i en mindre utgave.")
        ) from error
    except Exception as error:  # Pillow raises many kinds for a damaged file
        raise Unsafe("damaged", DAMAGED) from error
    drawn = io.BytesIO()
    if kind == "JPEG":
        clean.convert("RGB").save(drawn, "JPEG", quality=90)
    else:
        clean.save(drawn, "PNG")
    if drawn.tell() > MAX_BYTES:
        raise Unsafe("too_large", TOO_LARGE)
    return drawn.getvalue()


def _pixels_alone(picture: Image.Image) -> Image.Image:
    """A picture without comments, position, thumbnails or colour profile."""
    mode = "RGBA" if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info else "RGB"
    if picture.mode == "L":
        mode = "L"
    plain = picture.convert(mode)
    clean = Image.new(mode, plain.size)
    clean.paste(plain)
    return clean


# --- PDF ---


def _check_pdf(content: bytes) -> None:
    end = content.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in content:
        raise Unsafe("damaged", DAMAGED)
    # Something after the end, a zip directory or a page of HTML: another program would read another file.
    if content[end + 5 :].strip(b"\x00\t\n\r ") or b"PK\x05\x06" in content[-66_000:] or _WEB_PAGE.search(content):
        raise Unsafe("polyglot", TWO_FACES)
    if _ENCRYPTED.search(content):
        raise Unsafe("locked", LOCKED)
    opened = _check_text(content)
    if _OBJECT_STREAM.search(content):
        opened |= _check_packed_objects(content)
    try:
        pdf.check_objects(content, opened)
    except pdf.OpensElsewhere as error:
        raise Unsafe("active_content", ACTIVE) from error


def _check_text(text: bytes, *, is_whole: bool = True) -> set[int]:
    """Returns the numbers of the objects that the file opens with."""
    if _ACTIVE.search(text) or _ACTS_ON_EVENTS.search(text):
        raise Unsafe("active_content", ACTIVE)
    try:
        return pdf.opened_objects(text, is_whole=is_whole)
    except pdf.OpensElsewhere as error:
        raise Unsafe("active_content", ACTIVE) from error


def _check_packed_objects(content: bytes) -> set[int]:
    """Objects may lie packed in streams. Which stream is one of them could be lied about, so all are looked into.

    What is packed in a way we do not unpack is refused, not trusted.
    """
    if _NOT_UNPACKED_HERE.search(content):
        raise Unsafe("locked", LOCKED)
    for found in _OBJECT_STREAM.finditer(content):
        begin, end = content.rfind(b"obj", 0, found.start()), content.find(b"endstream", found.end())
        if end < 0 or _TRANSFORMED.search(content, max(begin, 0), end):
            raise Unsafe("locked", LOCKED)
    left = MAX_UNPACKED
    opened: set[int] = set()
    for start in pdf.STREAM.finditer(content):
        unpacked, numbers = _check_stream(memoryview(content)[start.end() :], left)
        left, opened = left - unpacked, opened | numbers
    return opened


def _check_stream(packed: memoryview, most: int) -> tuple[int, set[int]]:
    """Look into one stream piece by piece; returns how much came out. What is not packed was looked at already."""
    tail, unpacked = b"", 0
    opened: set[int] = set()
    for piece in pdf.pieces(packed):
        unpacked += len(piece)
        if unpacked > most:
            raise Unsafe("locked", LOCKED)
        text = tail + piece
        opened |= _check_text(text, is_whole=False)
        tail = text[-pdf.LONGEST :]
    return unpacked, opened | _check_text(tail)

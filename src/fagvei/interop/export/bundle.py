"""From the record to a file: gathered, bound to the log by an event that holds its digest, and packed."""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from fagvei.audit.models import AuditEvent
from fagvei.common import clock
from fagvei.common.models import content_digest
from fagvei.interop import actions, verify_export
from fagvei.interop.export.activities import attachments_of
from fagvei.interop.export.badge_keys import badge_keys
from fagvei.interop.export.document import build_document
from fagvei.interop.export.external_courses import proofs_of
from fagvei.interop.export.facts import event_with_seal
from fagvei.interop.export.pdf import render_pdf
from fagvei.interop.export.transfer import originals_of
from fagvei.people.models import User

KINDS = ("json", "pdf", "zip")
CONTENT_TYPES = {"json": "application/json", "pdf": "application/pdf", "zip": "application/zip"}
PDF, DOCUMENT, READ_ME, VERIFIER = "mappe.pdf", verify_export.DOCUMENT, "LES-MEG.txt", "verify_export.py"
IN_MEMORY = 8 * 1024 * 1024


@dataclass(frozen=True)
class Export:
    """A file to be handed over. Its name says nothing about the person."""

    name: str
    content_type: str
    file: IO[bytes]


def export_record(*, doctor: User, kind: str, by: User) -> Export:
    if kind not in KINDS:
        raise ValueError(f"A record is not exported as {kind}.")
    actions.seal_until()
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the answer closes it
    try:
        {"json": _write_json, "pdf": _write_pdf, "zip": _write_archive}[kind](file, doctor, by)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Export(f"fagvei-mappe-{clock.today()}.{kind}", CONTENT_TYPES[kind], file)


def _write_json(file: IO[bytes], doctor: User, by: User) -> None:
    file.write(as_bytes(_sealed(build_document(doctor), doctor, by, "json")))


def _write_pdf(file: IO[bytes], doctor: User, by: User) -> None:
    content = render_pdf(build_document(doctor))
    actions.record_export(doctor=doctor, kind="pdf", digest=hashlib.sha256(content).hexdigest(), by=by)
    file.write(content)


def _write_archive(file: IO[bytes], doctor: User, by: User) -> None:
    document = build_document(doctor)
    files = {
        PDF: render_pdf(document),
        READ_ME: read_me().encode(),
        VERIFIER: Path(verify_export.__file__).read_bytes(),
    }
    document["files"] = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    files = {DOCUMENT: as_bytes(_sealed(document, doctor, by, "zip")), **files}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        for name, content in _attachments(doctor):
            archive.writestr(name, content, zipfile.ZIP_STORED)


def _attachments(doctor: User) -> Iterator[tuple[str, bytes]]:
    """A file that is gone from the disk is left out here; whoever verifies the archive is told."""
    files = [
        *((path, row.file) for path, row in attachments_of(doctor)),
        *((path, row.file) for path, row in originals_of(doctor)),
        *((path, row.file) for path, row in proofs_of(doctor)),
    ]
    for path, file in files:
        try:
            with file.open("rb") as stored:
                yield path, stored.read()
        except FileNotFoundError:
            continue


def _sealed(document: dict[str, Any], doctor: User, by: User, kind: str) -> dict[str, Any]:
    """The document with what binds it to the log: its digest, the event that holds it, and the newest seal."""
    digest = content_digest(document)
    signer = next(iter(badge_keys()), None)
    event = actions.record_export(
        doctor=doctor, kind=kind, digest=digest, by=by, signed_by=signer.did if signer else ""
    )
    seal = actions.seal_until(event)
    head = {"seq": seal.seq, "hash": seal.hash} if seal else None
    written = AuditEvent.objects.get(pk=event.pk)
    sealed = {"digest": digest, "event": event_with_seal(written, seal), "head": head}
    # By the key that others know from the installation's own page; an installation without a key signs nothing.
    signature = {"key": signer.did, "value": signer.sign(verify_export.signed_text(sealed))} if signer else None
    return {**document, "seal": {**sealed, "signature": signature}}


def as_bytes(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def read_me() -> str:
    return "\n".join([_what_is_here(), *([_how_it_is_proven()] if badge_keys() else [])])


def _what_is_here() -> str:
    return _(
        "Dette er utdanningsmappen din fra Fagvei.\n\n"
        "mappe.pdf          til å lese og skrive ut\n"
        "mappe.json         alle opplysninger med beviser (formatet står i docs/export-format.md i Fagvei)\n"
        "vedlegg/           filene du har lagt ved; navnene står i mappe.json\n"
        "verify_export.py   kontrollerer alt sammen, uten Fagvei og uten nett\n\n"
        "Slik kontrollerer du at ingenting er endret:\n\n"
        "    python3 verify_export.py DENNE-FILEN.zip\n\n"
        "Mottakere bør hente programmet fra Fagvei selv (fagvei verify_export), ikke fra denne filen. Har noen utenfor\n"
        "tatt vare på et segl fra loggen etter at mappen ble hentet ut, kan det gis med --head.\n"
    )


def _how_it_is_proven() -> str:
    return _(
        "Den som skriver alt om igjen, kan lage en fil som henger sammen. Derfor er mappen signert. Mottakeren henter\n"
        "nøkkelen til Fagvei-installasjonen på denne adressen, og gir den til programmet:\n\n"
        "    %(keys)s\n"
        "    python3 verify_export.py DENNE-FILEN.zip --key did:key:...\n"
    ) % {"keys": f"{settings.FAGVEI_BASE_URL}{reverse('interop:badge_keys')}"}

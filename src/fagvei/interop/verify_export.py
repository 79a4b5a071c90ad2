#!/usr/bin/env python3
"""Check a record that was exported from Fagvei, without Fagvei and without its database. Needs Python 3.9, nothing else.

    python3 verify_export.py mappe.zip [--key did:key:z6Mk...] [--head 2027-05-03.json]

The document is checked against the digest that the log holds of it, each fact against its digest and the latest event
about it, each event against its hash, the seals against each other, each file against its digest.
Who rewrites everything can make a file that fits together. So it proves something only with what did not come with the file:
the key of the installation (`--key`, as it publishes it), or a head of its log that others have kept (`--head`).
"""

import argparse
import base64
import hashlib
import json
import sys
import zipfile
import zlib
from typing import Any, NamedTuple

FORMAT, VERSION = "fagvei-record", 1
DOCUMENT, LARGEST_FILE = "mappe.json", 200 * 1024 * 1024
HASHED_FIELDS = (
    "public_id", "name", "happened_at", "actor_id", "actor_name", "acting_as", "target", "subject_id", "controller",
    "details", "facts",
)  # fmt: skip
SEAL_FIELDS = {"seq", "previous", "hash", "sealed_at"}
SIGNED_FOR = b"fagvei-record 1\n"  # so that no other text the key has signed can stand for this
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)  # what zipfile raises for bytes that changed


class Finding(NamedTuple):
    code: str
    position: str
    sentence: str
    is_notice: bool = False  # nothing wrong, but worth knowing


class Unreadable(Exception):
    """The file is no export, or nothing can be said about it."""


def digest(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def verify_file(path: str, head: Any = None, keys: "tuple[str, ...]" = ()) -> "list[Finding]":
    try:
        if not zipfile.is_zipfile(path):
            with open(path, "rb") as file:
                return verify(read_json(file.read()), None, head, keys)
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if len(set(names)) < len(names) or max(each.file_size for each in archive.infolist()) > LARGEST_FILE:
                raise ValueError("a file stands twice, or is larger than any file of an export")
            document = read_json(archive.read(DOCUMENT))
            return verify(document, {name: file_digest(archive, name) for name in names}, head, keys)
    except (*DAMAGED, OSError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise Unreadable(f"This is no whole export: {type(error).__name__}: {error}") from error


def read_json(content: bytes) -> Any:
    return json.loads(content.decode("utf-8"), object_pairs_hook=without_doubles)


def without_doubles(pairs: "list[tuple[str, Any]]") -> "dict[str, Any]":
    """Two values under one name would let one program read another thing than the next."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def file_digest(archive: zipfile.ZipFile, name: str) -> str:
    try:
        return hashlib.sha256(archive.read(name)).hexdigest()
    except DAMAGED:
        return "damaged"


def verify(
    document: Any, files: "dict[str, str] | None", head: Any = None, keys: "tuple[str, ...]" = ()
) -> "list[Finding]":
    if document["format"] != FORMAT or document["version"] != VERSION:
        raise Unreadable("This is another format, or a version that this program does not know.")
    seal, body = document["seal"], {name: value for name, value in document.items() if name != "seal"}
    events = [*body["events"], seal["event"]]
    return [
        *check_document(body, seal),
        *check_events(events),
        *check_chain([event["seal"] for event in events if event["seal"]]),
        *check_head(seal, events, head),
        *check_signature(seal, keys, head),
        *check_facts(body, events),
        *(check_files(body, files) if files is not None else ()),
    ]


def check_document(body: Any, seal: Any) -> Any:
    told, event, doctor = digest(body), seal["event"], body["record"]["doctor"]
    if told != seal["digest"] or set(seal) != {"digest", "event", "head", "signature"}:
        yield Finding("document_changed", "document", "The document does not have the digest of its content.")
    if (event["name"], event["details"].get("digest"), event["subject_id"]) != ("record_exported", told, doctor["id"]):
        yield Finding("export_not_logged", "document", "The event of the log is not about this document.")


def check_events(events: "list[Any]") -> Any:
    for event in events:
        name, seal = str(event["public_id"]), event["seal"]
        hashed = {field: value for field, value in event.items() if field not in ("content_hash", "seal")}
        if set(hashed) != set(HASHED_FIELDS) or digest(hashed) != event["content_hash"]:
            yield Finding("event_changed", name, f"Event {name} does not have the hash of its content.")
        if seal is None:
            yield Finding("event_unsealed", name, f"Event {name} had no seal yet.", is_notice=True)
        elif set(seal) != SEAL_FIELDS or seal["hash"] != seal_hash(event, seal):
            yield Finding("seal_changed", str(seal.get("seq")), f"The seal of event {name} is not of this event.")


def seal_hash(event: Any, seal: Any) -> str:
    parts = {"seq": seal["seq"], "event": event["public_id"].replace("-", ""), "content": event["content_hash"]}
    return digest({**parts, "previous": seal["previous"], "sealed_at": seal["sealed_at"]})


def check_chain(seals: "list[Any]") -> Any:
    """Seals of others lie between ours, so only neighbours can be compared."""
    before = {"seq": -1}
    for seal in sorted(seals, key=lambda seal: seal["seq"]):
        if before["seq"] == seal["seq"]:
            yield Finding("seal_twice", str(seal["seq"]), f"Seal {seal['seq']} stands twice.")
        elif before["seq"] + 1 == seal["seq"] and seal["previous"] != before["hash"]:
            yield Finding("seal_broken_link", str(seal["seq"]), f"Seal {seal['seq']} does not continue the one before.")
        before = seal


def check_head(seal: Any, events: "list[Any]", outside: Any) -> Any:
    """The newest seal of the log when the record was exported; and one that somebody outside has kept."""
    known = {event["seal"]["seq"]: event["seal"]["hash"] for event in events if event["seal"]}
    if not (own := seal["event"]["seal"]):
        yield Finding("head_missing", "head", "The export itself had no seal yet: the digest is not bound to the log.")
    elif digest(seal["head"]) != digest({"seq": own["seq"], "hash": own["hash"]}) or own["seq"] < max(known):
        yield Finding("head_differs", "head", "The head is not the newest seal in the document.")
    if outside and outside["seq"] not in known:
        yield Finding(
            "head_unknown", str(outside["seq"]), "The outside head is of a seal not in here: it proves nothing."
        )
    elif outside and known[outside["seq"]] != outside["hash"]:
        yield Finding("head_differs", str(outside["seq"]), "The outside head differs: the log was rewritten.")


def check_signature(seal: Any, keys: "tuple[str, ...]", outside: Any) -> Any:
    """By whom the digest and the seal of the export were signed. A key that came with the file says nothing of who made it."""
    signed = seal["signature"] or {"key": None, "value": None}
    if set(signed) != {"key", "value"} or signed["key"] != seal["event"]["details"].get("signed_by"):
        yield Finding("signature_differs", "signature", "The signature is not by the key that the log tells of.")
    elif signed["key"] is not None and not is_signed(signed["key"], signed_text(seal), signed["value"]):
        yield Finding("signature_differs", "signature", f"The signature of {signed['key']} is not of this export.")
    elif keys and signed["key"] not in keys:
        yield Finding(
            "other_key", "signature", f"The export is signed by {signed['key'] or 'nobody'}, not by the given key."
        )
    if not keys and not outside:
        text = "Nothing from outside the file was given to prove it with (--key, --head). It says that it is signed by "
        yield Finding("not_proven", "signature", f"{text}{signed['key'] or 'nobody'}.", is_notice=True)


def signed_text(seal: Any) -> bytes:
    event = seal["event"]
    return (
        SIGNED_FOR + digest({"digest": seal["digest"], "event": event["content_hash"], "head": seal["head"]}).encode()
    )


def check_facts(body: Any, events: "list[Any]") -> Any:
    facts, latest, erased = body["facts"], {}, set()
    # In the order of the seals: the last word about each fact stays.
    for event in sorted(events, key=lambda event: event["seal"]["seq"] if event["seal"] else float("inf")):
        latest.update(event["facts"])
        erased.update(event["details"].get("erased", ()))
    for name, fact in facts.items():
        if "withheld" in fact:
            yield Finding("fact_withheld", name, f"{name}: shown to the doctor after the decision.", is_notice=True)
        elif digest(fact["content"]) != fact["digest"]:
            yield Finding("fact_changed", name, f"{name} does not have the digest of its content.")
        if latest.get(name) != fact["digest"]:
            yield Finding("fact_changed", name, f"{name} is not what the latest event about it says.")
    for name in {*latest, *named_in(body["record"])} - set(facts) - erased:
        yield Finding("fact_missing", name, f"{name} is told of, but is not here.")


def named_in(record: Any) -> Any:
    """The facts that the words of the record refer to."""
    if isinstance(record, dict) and "fact" in record:
        yield record["fact"]
    for part in record.values() if isinstance(record, dict) else record if isinstance(record, list) else ():
        yield from named_in(part)


def check_files(body: Any, files: "dict[str, str]") -> Any:
    told = dict(body["files"])
    attached = [each for activity in body["record"]["activities"] for each in activity["attachments"]]
    proofs = [each["proof"] for each in body["record"].get("external_certificates", []) if each["proof"]]
    for each in [*attached, *body["record"].get("transfers", []), *proofs]:
        told[each["file"]] = body["facts"][each["fact"]]["content"]["sha256"]
    for name in sorted({*told, *files} - {DOCUMENT}):
        if files.get(name) != told.get(name):
            what = "is missing" if name not in files else "is not told of" if name not in told else "was changed"
            yield Finding("file_changed", name, f"The file {name} {what}.")


# --- Ed25519, as RFC 8032 section 5.1 has it. Only to check: nothing here is secret, so nothing has to be hidden by time. ---

PRIME, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME
ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# A point is x, y, z and t of extended coordinates: it lies at x/z and y/z, and t = xy/z.


def is_signed(did: str, text: bytes, value: str) -> bool:
    """`value` is the signature in base64 for addresses, written in the one way there is."""
    public, signature = public_key_in(did), base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    if len(public) != 32 or len(signature) != 64 or base64.urlsafe_b64encode(signature).decode().rstrip("=") != value:
        return False
    key, point, number = point_in(public), point_in(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or point is None or number >= ORDER:
        return False
    told = int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % ORDER
    left, right = times(number, BASE), add(point, times(told, key))
    return (left[0] * right[2] - right[0] * left[2]) % PRIME == 0 == (left[1] * right[2] - right[1] * left[2]) % PRIME


def public_key_in(did: str) -> bytes:
    """did:key:z and then, in base58, the bytes 0xed 0x01 and the 32 of the key. Nothing for another kind of key."""
    number = 0
    for sign in did[len("did:key:z") :]:
        number = number * 58 + BASE58.index(sign)
    content = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return content[2:] if did.startswith("did:key:z") and content[:2] == b"\xed\x01" else b""


def point_in(content: bytes) -> Any:
    """The point with this y, and the x whose last bit stands uppermost; None when there is none."""
    number = int.from_bytes(content, "little")
    y, is_odd = number & (2**255 - 1), number >> 255
    if y >= PRIME:
        return None
    square = (y * y - 1) * pow(CURVE * y * y + 1, PRIME - 2, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * ROOT_OF_MINUS_ONE % PRIME
    if (x * x - square) % PRIME or (x == 0 and is_odd):
        return None
    x = x if x & 1 == is_odd else PRIME - x
    return x, y, 1, x * y % PRIME


def add(left: Any, right: Any) -> Any:
    a, b = (left[1] - left[0]) * (right[1] - right[0]), (left[1] + left[0]) * (right[1] + right[0])
    c, d = 2 * left[3] * right[3] * CURVE, 2 * left[2] * right[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def times(number: int, point: Any) -> Any:
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point, number = add(point, point), number >> 1
    return result


BASE = point_in((4 * pow(5, PRIME - 2, PRIME) % PRIME).to_bytes(32, "little"))


def main() -> int:
    parser = argparse.ArgumentParser(description="Check a record that was exported from Fagvei.")
    parser.add_argument("file", help="mappe.zip or mappe.json")
    parser.add_argument(
        "--key", action="append", default=[], help="a key of the installation, as it publishes it (may be repeated)"
    )
    parser.add_argument("--head", help="a head of the log that somebody outside has kept")
    options = parser.parse_args()
    try:
        head = read_json(open(options.head, "rb").read()) if options.head else None  # noqa: SIM115 -- ends at once
        findings = verify_file(options.file, head, tuple(options.key))
    except (Unreadable, OSError, ValueError) as error:
        sys.stdout.write(f"{error}\n")
        return 2
    for finding in findings:
        sys.stdout.write(f"{'notice' if finding.is_notice else 'WRONG'}: {finding.code}: {finding.sentence}\n")
    wrong = sum(not finding.is_notice for finding in findings)
    sys.stdout.write(f"{wrong} things do not fit.\n" if wrong else f"{verdict(findings)}\n")
    return 1 if wrong else 0


def verdict(findings: "list[Finding]") -> str:
    """When nothing is wrong."""
    if any(finding.code == "not_proven" for finding in findings):
        return "The export fits together. That alone does not prove where it comes from."
    return "The export fits together, and with what was given from outside."


if __name__ == "__main__":
    sys.exit(main())

"""An export can be checked without us: what was changed is told, and what proves where it comes from."""

import base64
import copy
import json
import random
import subprocess
import sys
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from fagvei.audit.heads import export_head
from fagvei.interop import verify_export
from fagvei.interop.export.badge_keys import ED25519_CODE, badge_keys, base58, unpadded
from fagvei.interop.tests.conftest import judged, taken, wrong
from fagvei.training.models import Attachment

NOT_PROVEN = "The export fits together. That alone does not prove where it comes from."
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
PROVEN = "The export fits together, and with what was given from outside."


def test_a_fresh_export_fits_together(record, document, archive):
    assert judged(document) == []
    assert wrong(verify_export.verify_file(str(archive))) == []


def test_the_archive_holds_all_files_under_names_that_say_nothing(archive):
    names = zipfile.ZipFile(archive).namelist()
    assert names == [
        "mappe.json",
        "mappe.pdf",
        "LES-MEG.txt",
        "verify_export.py",
        "vedlegg/0001.pdf",
        "overforinger/0001.txt",
        "kursbevis/0001.pdf",
    ]


def test_the_verifier_in_the_archive_runs_alone(archive, tmp_path):
    """-I and -S: no packages, no environment, another folder."""
    zipfile.ZipFile(archive).extract("verify_export.py", tmp_path / "elsewhere")
    command = [sys.executable, "-I", "-S", "elsewhere/verify_export.py", "mappe.zip"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout.splitlines()[-1], result.stderr) == (0, NOT_PROVEN, "")
    result = subprocess.run(
        [*command, "--key", badge_keys()[0].did], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout.splitlines()[-1], result.stderr) == (0, PROVEN, "")


def test_the_verifier_is_short_enough_to_be_read():
    """A third of it is the arithmetic of a published standard."""
    with open(verify_export.__file__, encoding="utf-8") as file:
        assert len(file.readlines()) < 310


def leaves(value, path=()):
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, (*path, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from leaves(each, (*path, number))
    yield path


def changed(value, draw: random.Random):
    """Another value of the same kind, as small a change as can be."""
    if isinstance(value, bool) or value is None:
        return "x" if value is None else not value
    if isinstance(value, int):
        return value + draw.choice((-1, 1))
    if isinstance(value, str):
        if not value:
            return "x"
        place = draw.randrange(len(value))
        return value[:place] + draw.choice([sign for sign in "0aå" if sign != value[place]]) + value[place + 1 :]
    if isinstance(value, list):
        return value[1:] if value and draw.random() < 0.5 else [*value, "x"]
    return {**value, "x": 1} if draw.random() < 0.5 or not value else dict(list(value.items())[1:])


def test_five_hundred_random_changes_are_all_found(document):
    """Anywhere in the document: words, facts, events, seals, the digest itself."""
    draw = random.Random(500)
    assert judged(document) == []
    paths = [path for path in leaves(document) if path]
    tops = sorted({path[0] for path in paths})
    missed = []
    for number in range(500):
        # By turns, so that the small parts are changed as often as the large ones.
        top = tops[number % len(tops)]
        path = draw.choice([each for each in paths if each[0] == top])
        tampered = copy.deepcopy(document)
        place = tampered
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = changed(place[path[-1]], draw)
        if not is_found(tampered):
            missed.append(path)
    assert missed == []


def is_found(tampered) -> bool:
    try:
        return judged(tampered) != []
    except (verify_export.Unreadable, KeyError, TypeError, ValueError, AttributeError):
        return True  # `verify_file` says that this is no export


def test_every_change_of_a_file_in_the_archive_is_found(archive, tmp_path):
    with zipfile.ZipFile(archive) as source:
        contents = {name: source.read(name) for name in source.namelist()}
    for name in contents:
        for what in ("changed", "dropped", "added"):
            tampered = dict(contents)
            if what == "dropped":
                del tampered[name]
            else:
                tampered[f"{name}.2" if what == "added" else name] = contents[name].replace(b"e", b"o", 1)
            path = tmp_path / "tampered.zip"
            with zipfile.ZipFile(path, "w") as target:
                for each, content in tampered.items():
                    target.writestr(each, content)
            try:
                assert wrong(verify_export.verify_file(str(path))), (name, what)
            except verify_export.Unreadable:
                assert name == "mappe.json"


def test_two_values_under_one_name_are_refused(record, tmp_path):
    path = tmp_path / "mappe.json"
    path.write_bytes(taken(record).replace(b'"version": 1,', b'"version": 2, "version": 1,', 1))
    with pytest.raises(verify_export.Unreadable, match="a name stands twice"):
        verify_export.verify_file(str(path))


AS_IT_WAS = object()


def rewritten(document, signer=AS_IT_WAS):
    """What somebody with this program can do: change a reason and make everything fit again.

    The signature is left as it was, taken away, or made with another key.
    """
    forged = copy.deepcopy(document)
    name, fact = next((n, f) for n, f in forged["facts"].items() if n.startswith("training.SignOff:"))
    fact["content"]["reason"] = "Helt fint."
    fact["digest"] = verify_export.digest(fact["content"])
    for event in forged["events"]:
        if name in event["facts"]:
            event["facts"][name] = fact["digest"]
    body = {key: value for key, value in forged.items() if key != "seal"}
    previous = None
    for event in [*forged["events"], forged["seal"]["event"]]:
        if event["name"] == "record_exported":
            event["details"]["digest"] = forged["seal"]["digest"] = verify_export.digest(body)
            if signer is not AS_IT_WAS:
                event["details"].pop("signed_by")
                event["details"] |= {"signed_by": signer.did} if signer else {}
        event["content_hash"] = verify_export.digest({key: event[key] for key in verify_export.HASHED_FIELDS})
        seal = event["seal"]
        if previous and previous["seq"] + 1 == seal["seq"]:
            seal["previous"] = previous["hash"]
        seal["hash"] = verify_export.seal_hash(event, seal)
        previous = seal
    forged["seal"]["head"]["hash"] = previous["hash"]
    if signer is not AS_IT_WAS:
        text = verify_export.signed_text(forged["seal"])
        forged["seal"]["signature"] = {"key": signer.did, "value": signer.sign(text)} if signer else None
    return forged


def test_a_head_kept_outside_shows_even_who_rewrote_everything(document, tmp_path):
    head = json.loads(export_head(tmp_path).read_text(encoding="utf-8"))
    assert judged(document, head=head) == []

    forged = rewritten(document, None)
    assert judged(forged) == []
    assert judged(forged, head=head) == ["head_differs"]


def test_a_head_of_a_seal_that_is_not_in_the_file_proves_nothing_and_says_so(document, tmp_path):
    head = json.loads(export_head(tmp_path).read_text(encoding="utf-8")) | {"seq": 10_000}
    assert judged(document, head=head) == ["head_unknown"]


def test_the_key_shows_who_rewrote_everything(document):
    """Also who took the signature away, or signed with a key of their own."""
    ours = (badge_keys()[0].did,)
    assert judged(document, keys=ours) == []
    assert judged(document, keys=("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp", *ours)) == []

    assert judged(rewritten(document)) == ["signature_differs"]
    unsigned = rewritten(document, None)
    assert (judged(unsigned), judged(unsigned, keys=ours)) == ([], ["other_key"])
    with override_settings(FAGVEI_BADGE_KEY="somebody else's secret"):
        stranger = badge_keys()[0]
    foreign = rewritten(document, stranger)
    assert (judged(foreign), judged(foreign, keys=ours)) == ([], ["other_key"])
    removed = copy.deepcopy(document)
    removed["seal"]["signature"] = None
    assert judged(removed) == ["signature_differs"]


def test_what_is_not_proven_by_anything_from_outside_says_so(document):
    notices = [finding.code for finding in verify_export.verify(document, None) if finding.code == "not_proven"]
    assert notices == ["not_proven"]
    proven = verify_export.verify(document, None, None, (badge_keys()[0].did,))
    assert [finding.code for finding in proven if finding.code == "not_proven"] == []


def test_without_a_key_an_installation_signs_nothing(record, settings):
    settings.FAGVEI_BADGE_KEY = ""
    unsigned = json.loads(taken(record))
    assert unsigned["seal"]["signature"] is None
    assert judged(unsigned) == []
    assert judged(unsigned, keys=("did:key:z6Mk",)) == ["other_key"]


def test_an_export_whose_event_was_not_sealed_says_so(record, monkeypatch):
    monkeypatch.setattr("fagvei.audit.actions.seal_events", lambda: 0)
    assert judged(json.loads(taken(record))) == ["head_missing"]


def test_a_file_that_is_gone_from_the_disk_is_told(record, tmp_path):
    attachment = Attachment.objects.get(activity__doctor=record.anna)
    attachment.file.storage.delete(attachment.file_name)
    path = tmp_path / "mappe.zip"
    path.write_bytes(taken(record, "zip"))
    assert wrong(verify_export.verify_file(str(path))) == ["file_changed"]


def test_the_command_tells_in_sentences_and_by_its_exit_code(archive, tmp_path, capsys):
    call_command("verify_export", str(archive))
    assert NOT_PROVEN in capsys.readouterr().out
    call_command("verify_export", str(archive), "--key", badge_keys()[0].did)
    assert PROVEN in capsys.readouterr().out
    broken = tmp_path / "broken.json"
    with zipfile.ZipFile(archive) as source:
        broken.write_bytes(source.read("mappe.json").replace(b"Bo Lund", b"Bo Land", 1))
    with pytest.raises(CommandError, match="not as it left Fagvei") as error:
        call_command("verify_export", str(broken))
    assert error.value.returncode == 1
    assert "document_changed" in capsys.readouterr().out
    broken.write_text("{}")
    with pytest.raises(CommandError, match="no whole export") as error:
        call_command("verify_export", str(broken))
    assert error.value.returncode == 2


# --- The arithmetic of signatures ---


def test_a_signature_is_judged_as_another_library_judges_it():
    draw = random.Random(8032)
    with override_settings(FAGVEI_BADGE_KEY="one,two"):
        first, second = badge_keys()
    for number in range(12):
        text = draw.randbytes(number * 7)
        value = first.sign(text)
        assert verify_export.is_signed(first.did, text, value)
        assert not verify_export.is_signed(second.did, text, value)
        assert not verify_export.is_signed(first.did, text + b"x", value)
        raw = bytearray(base64.urlsafe_b64decode(value + "=="))
        raw[draw.randrange(64)] ^= 1 << draw.randrange(8)
        assert not verify_export.is_signed(first.did, text, unpadded(bytes(raw)))


def test_one_signature_is_written_in_one_way():
    """The order of the group added to its number, or other spare bits of the last sign, would be the same signature again."""
    key = badge_keys()[0]
    value = key.sign(b"x")
    raw = base64.urlsafe_b64decode(value + "==")
    again = raw[:32] + (int.from_bytes(raw[32:], "little") + verify_export.ORDER).to_bytes(32, "little")
    others = [value[:-1] + sign for sign in BASE64 if sign != value[-1]]
    spare = [each for each in others if base64.urlsafe_b64decode(each + "==") == raw]
    assert spare
    assert not any(verify_export.is_signed(key.did, b"x", written) for written in (unpadded(again), spare[0]))


def test_the_first_vector_of_the_standard():
    """RFC 8032, section 7.1, TEST 1: no text at all."""
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    did = f"did:key:z{base58(ED25519_CODE + public)}"
    assert verify_export.is_signed(did, b"", unpadded(signature))
    assert not verify_export.is_signed(did, b"x", unpadded(signature))

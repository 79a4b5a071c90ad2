"""A badge is checked here as a stranger would: with the text of the file and a library for signatures, and nothing of ours."""

import base64
import hashlib
import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client

from fagvei.courses import actions
from fagvei.courses.tests import factories as make
from fagvei.curriculum import actions as curriculum
from fagvei.training.tests.browsing import as_, words
from fagvei.training.tests.factories import make_record

SIGNS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def from_base64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def key_in(did: str) -> Ed25519PublicKey:
    """did:key:z… is base58 of 0xed 0x01 and the 32 bytes of the key."""
    number = 0
    for sign in did.removeprefix("did:key:z"):
        number = number * 58 + SIGNS.index(sign)
    content = number.to_bytes(34)
    assert content[:2] == b"\xed\x01"
    return Ed25519PublicKey.from_public_bytes(content[2:])


def verified(token: str) -> dict:
    """What the badge says, when its signature holds."""
    head, body, signature = token.split(".")
    claims = json.loads(from_base64(body))
    assert json.loads(from_base64(head))["alg"] == "EdDSA"
    key_in(claims["iss"]).verify(from_base64(signature), f"{head}.{body}".encode())
    return claims


@pytest.fixture
def attendance(cast):
    record = make_record(cast, goals=1)
    course = make.make_course(cast, "HELD-1")
    curriculum.add_coverage(goal=record.goals["RUS-001"].goal, activity=course.activity, by=None)
    with make.clock.at(make.clock.now() - 300 * make.DAY):
        run = make.make_run(cast, course, starts_on=make.in_days(296), announced=True)
    return make.attend(cast, cast.anna, run)


def badge_of(attendance, user=None):
    return as_(user or attendance.doctor).get(f"/kursbevis/{attendance.public_id}/merke/")


def test_a_stranger_verifies_it_without_us(attendance):
    answer = badge_of(attendance)

    claims = verified(answer.content.decode())

    assert answer["Content-Type"] == "application/vc+jwt"
    assert answer["Content-Disposition"].startswith("attachment")
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert claims["iss"] == claims["issuer"]["id"]
    assert claims["jti"] == claims["id"] == f"urn:uuid:{attendance.public_id}"
    assert claims["issuer"]["name"] == "RegUt Helse Sør-Øst"
    achievement = claims["credentialSubject"]["achievement"]
    assert (achievement["humanCode"], achievement["achievementType"]) == ("HELD-1", "Course")
    assert [each["targetCode"] for each in achievement["alignment"]] == ["RUS-001"]


def test_a_changed_badge_fails(attendance):
    head, body, signature = badge_of(attendance).content.decode().split(".")
    claims = json.loads(from_base64(body)) | {"name": "Et annet kurs"}
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    with pytest.raises(InvalidSignature):
        verified(f"{head}.{forged}.{signature}")


@pytest.mark.parametrize(("email", "kind"), [("anna@example.org", "emailAddress"), ("", "name")])
def test_the_doctor_is_a_salted_hash_and_nothing_else(attendance, email, kind):
    anna = attendance.doctor
    anna.email, anna.hpr_number = email, "1234567"
    anna.save()
    token = badge_of(attendance).content.decode()

    (identity,) = verified(token)["credentialSubject"]["identifier"]

    expected = hashlib.sha256(f"{email or 'Anna Berg'}{identity['salt']}".encode()).hexdigest()
    assert (identity["identityHash"], identity["identityType"]) == (f"sha256${expected}", kind)
    told = from_base64(token.split(".")[1]).decode()
    assert [word for word in ("Anna", "Berg", "1234567", "anna@example.org", anna.username) if word in told] == []


def test_a_new_secret_signs_and_the_old_key_is_still_published_as_ours(attendance, settings):
    before = verified(badge_of(attendance).content.decode())["iss"]
    settings.FAGVEI_BADGE_KEY = f"en ny hemmelighet,{settings.FAGVEI_BADGE_KEY}"
    after = verified(badge_of(attendance).content.decode())["iss"]

    published = Client().get("/kursbevis/nokler/").json()["keys"]

    assert before != after
    assert published == [{"id": after, "signs": True}, {"id": before, "signs": False}]


def test_only_the_doctor_takes_it_and_only_while_it_holds(attendance, cast, settings):
    assert "Hent som digitalt merke" in words(as_(cast.anna).get(attendance.get_absolute_url()))
    assert badge_of(attendance, cast.eva).status_code == 403
    assert badge_of(attendance, cast.bo).status_code == 404
    key, settings.FAGVEI_BADGE_KEY = settings.FAGVEI_BADGE_KEY, ""
    assert badge_of(attendance).status_code == 404
    assert "Hent som digitalt merke" not in words(as_(cast.anna).get(attendance.get_absolute_url()))
    settings.FAGVEI_BADGE_KEY = key
    actions.annul_course_attendance(attendance=attendance, reason="Var ikke der.", by=cast.eva)
    assert badge_of(attendance).status_code == 403

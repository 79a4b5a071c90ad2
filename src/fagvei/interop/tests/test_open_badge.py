"""A badge is checked here as a stranger would: with the text of the file and a library for signatures, and nothing of ours."""

import base64
import datetime as dt
import gzip
import hashlib
import json
import uuid
from urllib.parse import urlsplit

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import Client

from fagvei.common import clock
from fagvei.common.templatetags.fagvei import norwegian_date
from fagvei.courses import actions
from fagvei.courses.actions import attendance as attendance_actions
from fagvei.courses.tests import factories as make
from fagvei.curriculum import actions as curriculum
from fagvei.interop.export.badge_check import check_badge
from fagvei.interop.export.badge_keys import badge_keys
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
    curriculum.add_coverage(goal=record.goals["RUS-001"].goal, activity=course.activity, origin="kilden", by=None)
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


def status_of(claims: dict) -> int:
    """As a stranger reads it: fetch the list, verify it by the key it names, which must be the badge's own, and look at one bit."""
    entry = claims["credentialStatus"]
    answer = Client().get(urlsplit(entry["statusListCredential"]).path)
    listed = verified(answer.content.decode())
    assert listed["iss"] == listed["issuer"] == claims["iss"]
    assert listed["id"] == entry["statusListCredential"]
    subject = listed["credentialSubject"]
    assert (subject["type"], subject["statusPurpose"]) == ("BitstringStatusList", entry["statusPurpose"])
    assert subject["encodedList"].startswith("u")
    bits = gzip.decompress(from_base64(subject["encodedList"][1:]))
    assert len(bits) * 8 == 131_072
    place = int(entry["statusListIndex"])
    return bits[place // 8] >> (7 - place % 8) & 1


@pytest.mark.parametrize("verb", [actions.annul_course_attendance, actions.withdraw_certificate])
def test_what_is_taken_back_is_set_in_the_list_and_nothing_else(attendance, cast, verb):
    other = make.attend(cast, cast.bo, attendance.run)
    claims, theirs = (verified(badge_of(each).content.decode()) for each in (attendance, other))
    assert (status_of(claims), status_of(theirs)) == (0, 0)

    verb(attendance=attendance, reason="Feil.", by=cast.eva)

    assert (status_of(claims), status_of(theirs)) == (1, 0)
    assert badge_of(attendance).status_code == 403


def test_the_list_is_open_may_be_kept_and_names_nobody(attendance, cast, django_assert_num_queries):
    actions.withdraw_certificate(attendance=attendance, reason="Anna Berg fikk feil bevis.", by=cast.eva)
    attendance.refresh_from_db()
    key = badge_keys()[0].did.removeprefix("did:key:")
    with django_assert_num_queries(2):
        answer = Client().get(f"/kursbevis/status/{key}/0/")
    assert (answer["Cache-Control"], answer["Content-Type"]) == ("public, max-age=300", "application/vc+jwt")
    told = from_base64(answer.content.decode().split(".")[1]).decode()
    assert [word for word in ("Anna", "Berg", str(attendance.public_id), "RegUt") if word in told] == []
    assert Client().get(f"/kursbevis/status/{key}/1/").status_code == 404
    assert Client().get("/kursbevis/status/z6MkNotOurs/0/").status_code == 404


def test_within_five_minutes_everybody_gets_the_same_text(attendance):
    key = badge_keys()[0].did.removeprefix("did:key:")
    at = dt.datetime(2027, 3, 1, 10, 0, tzinfo=dt.UTC)
    texts = []
    for seconds in (0, 299, 300):
        with clock.at(at + dt.timedelta(seconds=seconds)):
            texts.append(Client().get(f"/kursbevis/status/{key}/0/").content)
    assert texts[0] == texts[1] != texts[2]


def test_a_badge_of_an_old_key_still_finds_its_list(attendance, cast, settings):
    claims = verified(badge_of(attendance).content.decode())
    settings.FAGVEI_BADGE_KEY = f"en ny hemmelighet,{settings.FAGVEI_BADGE_KEY}"
    actions.annul_course_attendance(attendance=attendance, reason="Var ikke der.", by=cast.eva)
    assert status_of(claims) == 1


def test_numbers_are_drawn_each_once_and_the_next_list_begins_when_half_is_drawn(cast, monkeypatch):
    drawn = iter([7, 7, 8, 2])
    monkeypatch.setattr(attendance_actions.secrets, "randbelow", lambda size: next(drawn))
    first = make.attend(cast, cast.anna)
    second = make.attend(cast, cast.bo, first.run)
    assert (first.badge_number, second.badge_number) == (7, 8)
    monkeypatch.setattr(attendance_actions, "LIST_SIZE", 4)
    assert make.attend(cast, cast.dag, first.run).badge_number == 4 + 2


def verdict_on(token: str) -> str:
    return words(Client().post("/kursbevis/kontroll/", {"badge": token, "idempotency_key": str(uuid.uuid4())}))


def test_our_own_check_tells_what_was_taken_back_and_the_day(attendance, cast):
    token = badge_of(attendance).content.decode()
    text = verdict_on(f"  {token}\n")
    assert ("uendret og gjelder" in text, "RegUt Helse Sør-Øst" in text, "Anna" in text) == (True, True, False)
    with clock.at(clock.now() + make.DAY):
        actions.withdraw_certificate(attendance=attendance, reason="Feil navn på kurset.", by=cast.eva)
        day = norwegian_date(clock.today())
    text = verdict_on(token)
    assert (f"Trukket tilbake {day}" in text, "Feil navn" in text, "Anna" in text) == (True, False, False)


def test_an_old_badge_has_no_status_and_our_check_knows_it_all_the_same(attendance, cast):
    type(attendance).objects.filter(pk=attendance.pk).update(badge_number=None)
    token = badge_of(attendance).content.decode()
    assert "credentialStatus" not in verified(token)
    assert "Merket er fra før det fantes en åpen liste" in verdict_on(token)
    attendance.refresh_from_db()
    actions.annul_course_attendance(attendance=attendance, reason="Var ikke der.", by=cast.eva)
    assert "Trukket tilbake" in verdict_on(token)
    key = badge_keys()[0].did.removeprefix("did:key:")
    assert Client().get(f"/kursbevis/status/{key}/0/").status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-4],
        lambda token: "a.b.c",
        lambda token: token.replace(token.split(".")[1], token.split(".")[1][:-8] + "AAAAAAAA"),
        lambda token: f"{token.split('.')[0]}.W10.{token.split('.')[2]}",
    ],
)
def test_what_is_none_of_ours_is_told_so(attendance, change):
    assert "er ikke utstedt her" in verdict_on(change(badge_of(attendance).content.decode()))


@pytest.mark.parametrize("pasted", ["hei", "æ.ø.å", "a.b.c.d", "a..c", "Anna har tatt kurset."])
def test_what_is_no_badge_at_all_is_told_so(db, pasted):
    assert "Dette er ikke teksten i et merke." in verdict_on(pasted)
    assert check_badge(pasted) is None


def test_the_list_itself_is_no_badge(attendance):
    key = badge_keys()[0].did.removeprefix("did:key:")
    listed = Client().get(f"/kursbevis/status/{key}/0/").content.decode()
    assert "er ikke utstedt her" in verdict_on(listed)


def test_the_check_asks_for_something_and_not_too_much(attendance):
    assert "Lim inn teksten i merket" in verdict_on("")
    assert "for lang" in verdict_on("a" * 20_001)


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

"""A verifier that others made (npm jose) accepts our badges and their list of status, and refuses what was changed."""

import base64
import json
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from fagvei.common import clock
from fagvei.courses.tests import factories as make
from fagvei.curriculum import actions as curriculum
from fagvei.training.tests.browsing import as_
from fagvei.training.tests.factories import make_record

pytestmark = pytest.mark.same_on_both

HERE = Path(__file__).parent


def said_of(*tokens: str) -> list[dict]:
    asked = json.dumps(tokens)
    done = subprocess.run(
        ["node", HERE / "badges.mjs"], input=asked, capture_output=True, text=True, cwd=HERE, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def badge_of(attendance) -> str:
    return as_(attendance.doctor).get(f"/kursbevis/{attendance.public_id}/merke/").content.decode()


def decoded(part: str) -> dict:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def encoded(content: dict) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@pytest.fixture
def attendance(cast):
    record = make_record(cast, goals=1)
    course = make.make_course(cast, "HELD-1")
    curriculum.add_coverage(goal=record.goals["RUS-001"].goal, activity=course.activity, origin="testen", by=None)
    with clock.at(clock.now() - 300 * make.DAY):
        run = make.make_run(cast, course, starts_on=make.in_days(296), announced=True)
    return make.attend(cast, cast.anna, run)


def test_others_accept_a_badge_and_its_list_and_refuse_what_was_changed(attendance, settings):
    badge = badge_of(attendance)
    head, body, signature = badge.split(".")
    claims = decoded(body)
    listed = Client().get(urlsplit(claims["credentialStatus"]["statusListCredential"]).path).content.decode()
    settings.FAGVEI_BADGE_KEY = f"en ny hemmelighet,{settings.FAGVEI_BADGE_KEY}"
    by_another_key = badge_of(attendance)
    changed = {
        "another name": f"{head}.{encoded(claims | {'name': 'Et annet kurs'})}.{signature}",
        "another issuer": f"{head}.{encoded(claims | {'iss': decoded(by_another_key.split('.')[1])['iss']})}.{signature}",
        "the signature of another": f"{head}.{body}.{by_another_key.split('.')[2]}",
        "no algorithm": f"{encoded(decoded(head) | {'alg': 'none'})}.{body}.",
    }

    accepted = said_of(badge, listed, by_another_key)
    refused = said_of(*changed.values())

    assert accepted[0] == {"header": decoded(head), "claims": claims}
    assert accepted[0]["header"]["alg"] == "EdDSA"
    assert accepted[1]["claims"]["iss"] == claims["iss"] != accepted[2]["claims"]["iss"]
    assert {name: "refused" in each for name, each in zip(changed, refused, strict=True)} == dict.fromkeys(
        changed, True
    )
    assert {each["refused"] for each in refused[:3]} == {"ERR_JWS_SIGNATURE_VERIFICATION_FAILED"}

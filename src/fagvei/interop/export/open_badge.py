"""A course certificate as an Open Badge 3.0: a verifiable credential in a signed JWT, checked without us and without a network.

The public key stands in the file as did:key. The doctor is named by a salted hash of the e-mail address, or of the name when
there is none: never a national identity number. Whether it still holds stands in a list of numbers; see docs/open-badges.md.
"""

import datetime as dt
import hashlib
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from fagvei.common import clock
from fagvei.courses.models import CourseAttendance
from fagvei.interop.export.badge_keys import BadgeKey
from fagvei.interop.export.badge_status import status_entry
from fagvei.interop.export.jws import signed_credential
from fagvei.people.models import User

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


def open_badge(attendance: CourseAttendance, key: BadgeKey) -> str:
    return signed_credential(_credential(attendance, key), key)


def _credential(found: CourseAttendance, key: BadgeKey) -> dict[str, Any]:
    run, activity = found.run, found.run.course.activity
    ended_at = dt.datetime.combine(run.ends_on, dt.time(), tzinfo=clock.OSLO).astimezone(dt.UTC)
    return {
        "@context": CONTEXT,
        "id": f"urn:uuid:{found.public_id}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": activity.name,
        "issuer": {
            "id": key.did,
            "type": ["Profile"],
            "name": str(run.host_centre),
            "url": f"{settings.FAGVEI_BASE_URL}/",
        },
        "validFrom": ended_at.isoformat(),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [_identity(found)],
            "activityStartDate": _midnight(run.starts_on),
            "activityEndDate": _midnight(run.ends_on),
            "achievement": _achievement(found),
        },
        **status_entry(found.badge_number, key),
    }


def _achievement(found: CourseAttendance) -> dict[str, Any]:
    run, activity = found.run, found.run.course.activity
    words = _("Kurs, %(days)d kursdager, %(dates)s, %(where)s.") % {
        "days": run.days,
        "dates": run.dates,
        "where": run.where,
    }
    demo = " " + _("Demodata: personene er oppdiktet.") if found.doctor.is_demo or run.slot.is_demo else ""
    return {
        "id": f"{settings.FAGVEI_BASE_URL}{run.course.get_absolute_url()}",
        "type": ["Achievement"],
        "achievementType": "Course",
        "humanCode": activity.code,
        "name": activity.name,
        "description": words + demo,
        "criteria": {"narrative": _("Har deltatt på hele kurset, registrert av arrangøren siste kursdag.")},
        **({"alignment": alignments} if (alignments := _alignments(found)) else {}),
    }


def _alignments(found: CourseAttendance) -> list[dict[str, Any]]:
    """The learning goals that it was recorded for."""
    goals = found.activity.goals.select_related("goal").order_by("goal__code") if found.activity else []
    return [
        {
            "type": ["Alignment"],
            "targetCode": each.goal.code,
            "targetName": str(each.goal),
            "targetUrl": f"{settings.FAGVEI_BASE_URL}{each.goal.get_absolute_url()}",
        }
        for each in goals
    ]


def _identity(found: CourseAttendance) -> dict[str, Any]:
    """Whoever knows the address can see that the badge is about it; nobody reads it out of the file."""
    words, kind = _named(found.doctor)
    salt = salted_hmac("fagvei.badge", str(found.public_id), algorithm="sha256").hexdigest()[:32]
    digest = hashlib.sha256(f"{words}{salt}".encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": kind,
        "salt": salt,
    }


def _named(doctor: User) -> tuple[str, str]:
    return (doctor.email, "emailAddress") if doctor.email else (doctor.full_name, "name")


def _midnight(day: dt.date) -> str:
    return dt.datetime.combine(day, dt.time(), tzinfo=clock.OSLO).astimezone(dt.UTC).isoformat()

"""The doors of service certificates: the doctor, the leader, and from the leader's signature on the medically responsible consultant.

When the doctor has changed employer, "former_leader" is who led the doctor there in the period: this door and no other.
When nobody of those leads there any more, it is the leader there whom the doctor has asked. Each of them has deputies.
"""

from typing import Any

from django.utils.translation import gettext as _

from fagvei.common.permissions import Permission
from fagvei.people.models import User
from fagvei.people.queries import earlier_leading_capacity
from fagvei.training.access.core import LEADS, POLICIES, Policy, rows, through_door
from fagvei.training.models import CertificateEvent, ServiceCertificate
from fagvei.training.queries.certificates import capacity_there_now, head_capacity

HEADS = CertificateEvent.HEADS
SEEN_BY_HEAD = frozenset(map(str, ServiceCertificate.SEEN_BY_HEAD))
WRITERS = LEADS | CertificateEvent.FORMER | CertificateEvent.NOW_THERE

CERTIFICATE_ROWS = (
    rows("education_plan", Permission.CREATE, {"doctor"}, "readiness", "ask_for_certificate"),
    rows("education_plan", Permission.MARK_ON_BEHALF, LEADS, "prepare_certificate", "doctor_readiness"),
    rows("service_certificate", Permission.SEE, {"doctor", *WRITERS}, "certificate"),
    rows("service_certificate", Permission.SEE, HEADS, "certificate", states=SEEN_BY_HEAD),
    rows("service_certificate", Permission.EDIT, WRITERS, "write_certificate"),
    rows("service_certificate", Permission.SIGN, WRITERS, "sign_certificate"),
    rows("service_certificate", Permission.SIGN, HEADS, "sign_certificate", states=SEEN_BY_HEAD),
    rows("service_certificate", Permission.FOLLOW_UP, HEADS, "return_certificate", states=SEEN_BY_HEAD),
    rows("service_certificate", Permission.ANNUL, WRITERS, "annul_certificate"),
)


def _may(permission: Permission, row: ServiceCertificate, user: User, relations: frozenset[str]) -> bool:
    leads, is_head = bool(relations & WRITERS), bool(relations & HEADS)
    return {
        Permission.SEE: leads or is_head or "doctor" in relations,
        Permission.EDIT: leads,
        Permission.SIGN: leads or is_head,
        Permission.FOLLOW_UP: is_head,
        Permission.ANNUL: leads,
    }.get(permission, False)


def _standing(row: ServiceCertificate, user: User) -> frozenset[str]:
    """The role at the institution gives sight of what the leader has signed there, never of one's own."""
    if user.pk == row.doctor_id:
        return frozenset()
    found = set()
    if row.state in SEEN_BY_HEAD and (as_head := head_capacity(user, row)):
        found.add(as_head)
    if earlier := earlier_leading_capacity(user, row.doctor, row.institution, first=row.starts_on, last=row.ends_on):
        found.add(earlier)
    if now_there := capacity_there_now(user, row):
        found.add(now_there)
    return frozenset(found)


POLICIES[ServiceCertificate] = Policy(_may, more_relations=_standing)


def get_certificate_for(user: User, public_id: Any, permission: Permission = Permission.SEE) -> ServiceCertificate:
    certificates = ServiceCertificate.objects.select_related("doctor", "institution", "specialty", "waiting_on")
    return through_door(certificates, user, public_id, permission, lambda row: _("tjenestebekreftelse"))

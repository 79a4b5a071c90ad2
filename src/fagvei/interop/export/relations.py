"""Roles, relations, delegations and grants in words: who stood around the doctor, and who was let in."""

from typing import Any

from fagvei.interop.export.words import name_of
from fagvei.people.models import Delegation, Relation, User
from fagvei.training.models import RecordGrant


def relations_of(doctor: User) -> dict[str, list[dict[str, Any]]]:
    """What `record` holds of it, by the names it has there."""
    roles = doctor.role_assignments.select_related("institution", "centre", "region", "specialty")
    relations = Relation.objects.filter(doctor=doctor).select_related("person", "institution")
    delegations = Delegation.objects.filter(person=doctor).select_related("leader", "institution")
    grants = RecordGrant.objects.filter(doctor=doctor).select_related("person", "institution", "leader", "by")
    return {
        "roles": [_role(each) for each in roles.order_by("starts_at", "pk")],
        "relations": [_relation(each) for each in relations.order_by("starts_at", "pk")],
        "delegations": [_delegation(each) for each in delegations.order_by("starts_at", "pk")],
        "record_grants": [_record_grant(each) for each in grants.order_by("starts_at", "pk")],
    }


def _role(row: Any) -> dict[str, Any]:
    return {
        "role": row.role,
        "role_name": row.get_role_display(),
        "organisation": name_of(row.organisation),
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
    }


def _relation(row: Relation) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "person": row.person.full_name,
        "institution": row.institution.name,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "confirmed_at": row.confirmed_at,
        "reason": row.reason,
    }


def _delegation(row: Delegation) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "kind": row.kind,
        "kind_name": row.get_kind_display(),
        "leader": row.leader.full_name,
        "institution": row.institution.name,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
    }


def _record_grant(row: RecordGrant) -> dict[str, Any]:
    return {
        "fact": row.fact_id,
        "person": row.person.full_name,
        "institution": row.institution.name,
        "leader": row.leader.full_name,
        "given_by": row.by.full_name,
        "purpose": row.purpose,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
    }

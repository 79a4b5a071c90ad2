"""Verbs on people: users, roles, relations, delegations, notifications."""

from fagvei.people.actions.delegations import delegate, end_delegation
from fagvei.people.actions.notices import choose_digest, mark_notifications_read, notify
from fagvei.people.actions.refusals import (
    AlreadyEnded,
    EndsBeforeStart,
    LastAdministrator,
    NotInInstitution,
    OwnAccount,
    OwnRelation,
    ReasonMissing,
    RelationTaken,
    RoleNotGiven,
    SearchedEnough,
    SearchTooShort,
    TooLong,
    UsernameTaken,
    WorksElsewhere,
)
from fagvei.people.actions.relations import confirm_relations, end_relation, relate, resume_relation
from fagvei.people.actions.searching import search_people
from fagvei.people.actions.users import (
    add_user,
    assign_role,
    change_contact,
    deactivate_user,
    end_role,
    reactivate_user,
)

__all__ = [
    "AlreadyEnded",
    "EndsBeforeStart",
    "LastAdministrator",
    "NotInInstitution",
    "OwnAccount",
    "OwnRelation",
    "ReasonMissing",
    "RelationTaken",
    "RoleNotGiven",
    "SearchTooShort",
    "SearchedEnough",
    "TooLong",
    "UsernameTaken",
    "WorksElsewhere",
    "add_user",
    "assign_role",
    "change_contact",
    "choose_digest",
    "confirm_relations",
    "deactivate_user",
    "delegate",
    "end_delegation",
    "end_relation",
    "end_role",
    "mark_notifications_read",
    "notify",
    "reactivate_user",
    "relate",
    "resume_relation",
    "search_people",
]

"""What can be done to what: the words of the permission matrix.

Each room declares rows in its `access.py` and implements the policy and the queryset there, apart from each other;
`config.permission_matrix` assembles them and house tests compare table, policy, queryset and HTTP answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from fagvei.common.refusal import Refusal


class Permission(StrEnum):
    SEE = "see"
    CREATE = "create"
    EDIT = "edit"
    SEND = "send"
    RECALL = "recall"
    SIGN = "sign"
    GIVE_OPINION = "give_opinion"
    SIGN_OFF = "sign_off"
    MARK_ON_BEHALF = "mark_on_behalf"
    OBJECT = "object"
    ANNUL = "annul"
    ASSIGN = "assign"
    APPOINT = "appoint"
    EXPORT = "export"
    FOLLOW_UP = "follow_up"
    ADMINISTER = "administer"


@dataclass(frozen=True)
class PermissionRow:
    """One line of the matrix: who, by relation or role, may do what to which object in which states.

    `relations` are words the room's test world gives to its people ("doctor", "mentor", "leader", "public").
    An empty `states` means every state. `url_names` are the addresses through which it is done.
    """

    object_type: str
    permission: Permission
    relations: frozenset[str]
    states: frozenset[str] = frozenset()
    url_names: tuple[str, ...] = ()
    condition: str = ""
    note: str = field(default="", compare=False)

    def allows(self, relation: str, state: str) -> bool:
        return relation in self.relations and (not self.states or state in self.states)


@dataclass(frozen=True)
class RowsOf:
    """Makes the rows of one room: `rows = RowsOf("courses")`, then `rows("course_run", Permission.EDIT, {"host"}, "move_run")`."""

    room: str

    def __call__(
        self, object_type: str, permission: Permission, relations: Iterable[str], *url_names: str, **fields: Any
    ) -> PermissionRow:
        names = tuple(f"{self.room}:{name}" for name in url_names)
        return PermissionRow(object_type, permission, frozenset(relations), url_names=names, **fields)


class NotAllowed(Refusal):
    """Seen, but not yours to do: becomes HTTP 403 with the sentence. Unseen is 404."""

    code = "not_allowed"
    message: str | Promise = "Du kan se dette, men ikke gjøre det. Spør lederen din hvis du mener det er feil."

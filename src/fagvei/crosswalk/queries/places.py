"""Where a reader is: the institutions whose shared gaps are for them, and which of the wards there are their own."""

from dataclasses import dataclass, field
from typing import Any

from fagvei.common import clock
from fagvei.people.queries import active_roles
from fagvei.training.models.service import ServiceState
from fagvei.training.queries.service import wards_on


@dataclass(frozen=True)
class Places:
    """Arenas by their row number: `own` where the reader has service today, `led` where only doctors have whom the reader leads."""

    institutions: list[int] = field(default_factory=list)
    own: dict[int, str] = field(default_factory=dict)
    led: dict[int, str] = field(default_factory=dict)
    is_doctor: bool = False

    @property
    def wards(self) -> dict[int, str]:
        return {**self.own, **self.led}

    @property
    def own_names(self) -> str:
        return ", ".join(self.own.values())

    @property
    def led_names(self) -> str:
        return ", ".join(self.led.values())


NOWHERE = Places()


def places_of(user: Any) -> Places:
    """Two questions. What a ward has shared is for those who have a role at its institution, and for a doctor whose leader has
    confirmed service there today (docs/decisions/0016). Service that is only sent tells which ward is one's own, and opens
    nothing.
    """
    if not user.is_authenticated or not user.is_active:
        return NOWHERE
    held = list(active_roles(user).order_by().values_list("role", "institution_id"))
    service = list(wards_on(user, clock.today()))
    confirmed = {
        row.arena.institution_id
        for row in service
        if row.arena and row.doctor_id == user.pk and row.state == ServiceState.CONFIRMED
    }
    institutions = {institution for _role, institution in held if institution} | confirmed
    own = {row.arena.pk: row.arena.name for row in service if row.arena and row.doctor_id == user.pk}
    led = {row.arena.pk: row.arena.name for row in service if row.arena and row.arena.pk not in own}
    return Places(sorted(institutions), own, led, is_doctor=any(role == "doctor" for role, _institution in held))

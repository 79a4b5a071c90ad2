"""From the old portal: a report before and after it is taken in, and its items in every state."""

from types import SimpleNamespace
from typing import Any

from everybody import AROUND, World

from fagvei.training import actions
from fagvei.training.models import TransferReport
from fagvei.training.queries import transfer as queries
from fagvei.training.tests import transfer_factories as make

LINES = "".join(
    f"RUS-012; Samtaler {name}; 12.04.2022; Ola Lund; Signert; aktivitet\n"
    for name in ("waiting", "confirmed", "refused", "annulled")
)


def add_objects(world: World) -> None:
    cast = world.cast
    record = SimpleNamespace(**vars(cast) | {"doctor": cast.anna})
    preview = make.bring(record, "RUS-012; Uskrevet; 03.05.2022; Kari Nordlie; Godkjent\n")
    world.add("transfer_report", "preview", preview, _near(), "anna's, not taken in")
    report = make.take_in(record, LINES)
    world.add("transfer_report", "imported", report, _near(), "anna's, taken in")
    for item in report.items.order_by("line"):
        state = item.title.split()[-1]
        if state in {"confirmed", "annulled"}:
            make.confirm(item, cast.bo)
        if state == "annulled":
            actions.annul_transferred(item=item, reason="Feil person.", by=cast.bo)
        if state == "refused":
            actions.refuse_transferred(item=item, reason="Står ikke der.", by=cast.bo)
        world.add("transferred_item", state, item, _near(), f"anna's, {state}")


def _near() -> dict[str, Any]:
    """Neither a delegate, an administrator nor a supervisor is anybody to it."""
    return {name: word for name, word in AROUND["anna"].items() if word not in {"supervisor", "hospital_admin"}}


def lines_shown(report: TransferReport) -> str:
    return queries.digest_of(queries.judge(report.doctor, queries.lines_of(report.lines)))

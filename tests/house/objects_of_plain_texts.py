"""Recommendations in plain language, in every state. Kari writes, Leif approves, anyone reads what was approved."""

from everybody import World

from fagvei.guideline import actions
from fagvei.guideline.models import Guideline
from fagvei.guideline.tests import factories as make

MAKERS = {"kari": "owner", "leif": "reviewer"}
APPROVED_ONCE = frozenset({"approved", "superseded", "withdrawn"})


def add_objects(world: World) -> None:
    """Each of a recommendation of its own."""
    chapter = Guideline.objects.get(slug="avrusning").chapters.first()
    for state in ("draft", "in_review", "approved", "superseded", "withdrawn"):
        unit = make.make_unit(chapter, f"HUS-klar-{state.replace('_', '-')}")
        plain = _in(state, unit, world.cast)
        plain.refresh_from_db()
        fields = {"slug": chapter.guideline.slug, "code": unit.code}
        world.add("plain_text", plain.state, plain, MAKERS, f"{unit.code} {plain.state}", fields=fields)


def _in(state: str, unit, cast):
    plain = make.plain(unit, cast.kari, cast.leif if state in APPROVED_ONCE else None)
    if state == "in_review":
        actions.send_plain_text(plain_text=plain, by=cast.kari)
    elif state == "withdrawn":
        actions.withdraw_plain_text(plain_text=plain, reason="Skrives om.", by=cast.kari)
    elif state == "superseded":
        make.plain(unit, cast.kari, cast.leif, text="Du får hjelp.")
    return plain

"""Readers' comments in every state. Kari answers, Leif reads; anyone sends."""

from everybody import World
from objects_of_guideline import MAKERS

from fagvei.guideline import actions
from fagvei.guideline.models import NormativeUnit, UnitComment


def add_objects(world: World) -> None:
    cast = world.cast
    unit = NormativeUnit.objects.get(code="HUS-fri")
    drafted = NormativeUnit.objects.get(code="HUS-draft")

    def sent(about: NormativeUnit = unit, **more) -> UnitComment:
        return actions.send_comment(unit=about, kind="error", text="Datoen er feil.", **more)

    first = sent()
    _add(world, first)
    _add(world, actions.ask_for_more(comment=sent(), answer="Hvor?", by=cast.kari))
    _add(world, actions.accept_comment(comment=sent(drafted), by=cast.kari))
    _add(world, actions.decline_comment(comment=sent(), answer="Nei.", shows="both", by=cast.kari))
    followed = actions.ask_for_more(comment=sent(tell=cast.anna), answer="Hvor?", by=cast.kari)
    world.add("comment_follower", "", followed.follower, {"anna": "sender"}, "asked, followed by anna")
    _add(world, actions.mark_duplicate(comment=sent(), duplicate_of=first, by=cast.kari))


def _add(world: World, comment: UnitComment) -> None:
    fields = {"slug": comment.unit.chapter.guideline.slug, "code": comment.unit.code}
    world.add("unit_comment", comment.state, comment, MAKERS, comment.state, fields=fields)

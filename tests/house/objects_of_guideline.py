"""The guideline: a recommendation, and versions of it in every state. Kari is owner, Leif reviewer; anyone reads."""

from everybody import World

from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import NormativeUnit, UnitVersion
from fagvei.guideline.tests import factories as make

MAKERS = {"kari": "owner", "leif": "reviewer"}


def add_objects(world: World) -> None:
    cast = world.cast
    guideline = make.make_guideline()
    chapter = make.make_chapter(guideline)
    world.add("guideline", "", guideline, MAKERS, "avrusning")
    document = make.make_document(guideline)
    world.add("related_document", "", document, {"kari": "owner"}, "IS-1111", fields={"slug": guideline.slug})
    for state in ("draft", "in_review", "approved", "published"):
        unit = make.make_unit(chapter, f"HUS-{state.replace('_', '-')}")
        version = make.in_force(unit) if state == "published" else make.amend(unit, cast.kari, sent=state != "draft")
        if state == "approved":
            version = actions.approve_version(version=version, shown=digest_of(version), by=cast.leif)
        _add(world, unit, version)
    # The world is the demo's: what is written there is a local layer, and only that can be superseded or withdrawn.
    changed = make.make_unit(chapter, "HUS-endret")
    first = _published(cast, changed, "En bedre tekst.")
    _published(cast, changed, "En enda bedre tekst.")
    _add(world, changed, first)
    gone = make.make_unit(chapter, "HUS-trukket")
    local = _published(cast, gone, "En dårligere tekst.")
    _add(world, gone, actions.withdraw_version(version=local, reason="Feil.", by=cast.kari))
    free = make.make_unit(chapter, "HUS-fri")
    world.add("normative_unit", "", free, MAKERS, "without a draft", fields={"slug": guideline.slug})


def _published(cast, unit: NormativeUnit, text: str) -> UnitVersion:
    version = make.amend(unit, cast.kari, short_text=text)
    actions.approve_version(version=version, shown=digest_of(version), by=cast.leif)
    return actions.publish_version(version=make.again(version), by=cast.kari)


def _add(world: World, unit: NormativeUnit, version: UnitVersion) -> None:
    version = make.again(version)
    fields = {"slug": unit.chapter.guideline.slug, "code": unit.code}
    world.add("unit_version", version.state, version, MAKERS, f"{unit.code} {version.state}", fields=fields)

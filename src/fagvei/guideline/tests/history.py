"""A text read, changed here, judged, published and withdrawn; a document checked: for tests that need a log worth reading."""

from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.tests import factories as make


def add_history(cast) -> None:
    guideline = make.make_guideline("historie", code="IS-HIST")
    unit = make.make_unit(make.make_chapter(guideline), "HIST-1", grade=make.make_grades()["B"])
    owner, reviewer = make.make_pair()
    version = make.amend(unit, owner)
    actions.return_version(version=version, comment="Oppgi hvorfor.", by=reviewer)
    actions.edit_version(version=version, label="amended", reason="Ny kunnskap.", by=owner, short_text="Ny tekst.")
    actions.send_version(version=version, by=owner)
    actions.approve_version(version=version, shown=digest_of(make.again(version)), by=reviewer)
    actions.publish_version(version=version, by=reviewer)
    make.check(make.make_document(guideline, "IS-HIST-2"), by=owner)

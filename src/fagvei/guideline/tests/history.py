"""A text read, changed here, judged, published and withdrawn; a document checked: for tests that need a log worth reading."""

from fagvei.guideline import actions
from fagvei.guideline.actions.plain_texts import print_of
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
    actions.start_unit(
        chapter=unit.chapter,
        code="LOK-1",
        kind="recommendation",
        short_text="Ny.",
        source="Rutine",
        reason="Mangler.",
        by=owner,
    )
    peers = make.make_peers(2)
    draft = make.amend(unit, owner, short_text="Enda en tekst.")
    round_ = make.open_round(draft, owner)
    actions.vote(round_=round_, answer="disagree", comment="For bastant.", by=peers[0])
    actions.vote(round_=round_, answer="agree", by=peers[0])
    actions.close_consensus_round(round_=round_, by=owner)
    actions.reopen_version(version=draft, comment="Tallet er feil.", by=owner)
    _tell_plainly(unit, owner, reviewer)
    asked = actions.ask_for_more(comment=_sent(unit), answer="Hvor?", by=owner)
    actions.add_to_comment(comment=asked, text="På side to.")
    actions.accept_comment(comment=asked, answer="Rettes.", shows="answer", by=owner)
    actions.mark_duplicate(comment=_sent(unit), duplicate_of=asked, by=owner)
    declined = actions.decline_comment(comment=_sent(unit), answer="Nei.", by=owner)
    actions.reopen_comment(comment=declined, by=owner)


def _tell_plainly(unit, owner, reviewer):
    plain = actions.write_plain_text(unit=unit, text="Du får en ny tekst.", by=owner)
    actions.send_plain_text(plain_text=plain, by=owner)
    actions.return_plain_text(plain_text=plain, comment="Enklere.", by=reviewer)
    plain = actions.write_plain_text(unit=unit, text="Du får ny tekst.", by=owner)
    actions.send_plain_text(plain_text=plain, by=owner)
    actions.approve_plain_text(plain_text=plain, shown=print_of(plain), by=reviewer)
    actions.withdraw_plain_text(plain_text=plain, reason="Skrives om.", by=owner)


def _sent(unit):
    return actions.send_comment(unit=unit, kind="error", text="Datoen er feil.")

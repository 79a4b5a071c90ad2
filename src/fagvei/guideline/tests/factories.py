"""A small guideline for tests, made by the room's own actions."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from fagvei.common import clock
from fagvei.guideline import actions
from fagvei.guideline.actions.plain_texts import print_of
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import ConsensusRound, Guideline, NormativeUnit, UnitVersion
from fagvei.people import actions as people
from fagvei.people.models import User

SOURCE = {"source": "https://example.no/side", "retrieved_on": dt.date(2026, 11, 22), "verification": "primary"}
UPDATED = dt.date(2016, 5, 13)


def make_guideline(slug: str = "avrusning", **fields: Any) -> Guideline:
    values = {
        "code": "IS-0000",
        "title": "Retningslinje for prøver",
        "publisher": "Utgiveren",
        "official_url": "https://example.no/",
        "updated_on": UPDATED,
        "official_count": 4,
        "official_count_source": "https://example.no/antall",
    }
    return actions.save_guideline(slug=slug, by=None, **{**values, **SOURCE, **fields})


def make_chapter(guideline: Guideline, slug: str = "kapittel", **fields: Any):
    values = {"title": "Kapittelet", "found": "found", "official_url": "https://example.no/kapittel", "position": 1}
    return actions.save_chapter(guideline=guideline, slug=slug, by=None, **{**values, **SOURCE, **fields})


def make_grades():
    """Two schemes; the grades of the first, by code."""
    actions.save_scheme(
        code="GRADE", name="GRADE", words="To ord.", grades=[{"code": "svak", "words": ""}], by=None, **SOURCE
    )
    scheme = actions.save_scheme(
        code="SIGN",
        name="SIGN, A–D",
        words="Fire bokstaver.",
        grades=[{"code": "B", "words": "Minst én god studie."}, {"code": "C", "words": "Eksperter."}],
        by=None,
        **SOURCE,
    )
    return {grade.code: grade for grade in scheme.grades.all()}


def make_unit(chapter, code: str = "PRO-1", **said: Any) -> NormativeUnit:
    """A unit whose national text is in force."""
    groups = said.pop("target_groups", ())
    position = NormativeUnit.objects.count() + 1
    unit = actions.save_unit(
        code=code, chapter=chapter, number=position, position=position, target_groups=groups, by=None
    )
    values = {"kind": "recommendation", "short_text": f"Gi {code} til den som trenger det.", "topic": "emergency"}
    actions.publish_source_text(unit=unit, by=None, **{**values, **SOURCE, **said})
    return unit


def make_document(guideline: Guideline, code: str = "IS-1111", status: str = "replaced", **fields: Any):
    values = {
        "scope": "named",
        "number": code,
        "title": "Eldre retningslinje",
        "kind": "retningslinje",
        "year": 2010,
        "position": guideline.documents.count() + 1,
    }
    document = actions.save_document(guideline=guideline, code=code, by=None, **{**values, **SOURCE, **fields})
    if status:
        check(document, status=status, by=None)
    return document


def check(document, *, by: Any, **fields: Any):
    values = {
        "status": "in_force",
        "sources": ["https://example.no/na"],
        "checked_on": dt.date(2026, 11, 22),
        "checked_by": "Prøven",
    }
    return actions.add_check(document=document, by=by, **{**values, **fields})


def make_small_guideline() -> SimpleNamespace:
    """Two chapters of which one is missing, two graded recommendations, a target group, a demand, a document."""
    guideline, grades = make_guideline(), make_grades()
    chapter = make_chapter(guideline)
    missing = make_chapter(
        guideline, "mangler", title="Det som mangler", found="missing", position=2, verification="missing"
    )
    group = actions.save_target_group(guideline=guideline, code="G-1", text="Ansatte", position=1, by=None, **SOURCE)
    first = make_unit(
        chapter,
        "PRO-1",
        grade=grades["B"],
        grade_words="B",
        strength="must",
        target_groups=[group],
        note="Se IS-1111.",
    )
    second = make_unit(chapter, "PRO-2", short_text="Unngå metadon.", verification="secondary")
    demand = actions.save_demand(
        guideline=guideline, code="M-1", text="Hvor", answer="partly", position=1, units=[first], by=None, **SOURCE
    )
    document = make_document(guideline)
    return SimpleNamespace(
        guideline=guideline,
        chapter=chapter,
        missing=missing,
        group=group,
        first=first,
        second=second,
        demand=demand,
        document=document,
        grades=grades,
    )


def make_pair() -> tuple[User, User]:
    """A guideline owner and a clinical reviewer."""
    return _person("kari", "Kari Myhre", "guideline_owner"), _person("leif", "Leif Tangen", "clinical_reviewer")


def _person(username: str, full_name: str, role: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        user = people.add_user(
            username=username, full_name=full_name, password="demo", email=f"{username}@example.org", by=None
        )
    if not user.role_assignments.active().filter(role=role).exists():
        people.assign_role(user=user, role=role, by=None)
    return user


def amend(unit: NormativeUnit, owner: User, *, sent: bool = True, **content: Any) -> UnitVersion:
    """A draft with another text and a reason, sent to clinical review."""
    version = actions.start_version(unit=unit, by=owner)
    values = {"short_text": "En bedre tekst.", **content}
    version = actions.edit_version(version=version, label="amended", reason="Ny kunnskap.", by=owner, **values)
    return actions.send_version(version=version, by=owner) if sent else version


def make_local_unit(small: SimpleNamespace, *, deleted: bool = False, **words: Any) -> UnitVersion:
    """LOK-1, a text that the guideline does not have, published here; `deleted` and taken out again."""
    kari, leif = make_pair()
    values = {"short_text": "Ring når møtet flyttes.", "source": "Rutine ved avdelingen", "reason": "Den manglet."}
    kind = UnitVersion.Kind.RECOMMENDATION
    version = actions.start_unit(
        chapter=small.chapter, code="LOK-1", kind=kind, target_groups=[small.group], by=kari, **{**values, **words}
    )
    version = published(version, kari, leif)
    if deleted:
        gone = actions.start_version(unit=version.unit, by=kari)
        gone = actions.edit_version(version=gone, label="deleted", reason="Rutinen er lagt ned.", by=kari)
        version = published(gone, kari, leif)
    return version


def published(version: UnitVersion, owner: User, reviewer: User) -> UnitVersion:
    """A draft, all the way to the reader."""
    version = actions.send_version(version=version, by=owner)
    version = actions.approve_version(version=version, shown=digest_of(version), by=reviewer)
    return actions.publish_version(version=version, by=owner)


def plain(
    unit: NormativeUnit,
    owner: User,
    reviewer: User | None = None,
    text: str = "Du får hjelpen du trenger.",
    language: str = "nb",
):
    """A draft in plain language; with a reviewer, sent and approved."""
    made = actions.write_plain_text(unit=unit, text=text, language=language, by=owner)
    if reviewer is None:
        return made
    actions.send_plain_text(plain_text=made, by=owner)
    return actions.approve_plain_text(plain_text=made, shown=print_of(made), by=reviewer)


def again(version: UnitVersion) -> UnitVersion:
    """As it stands in the database now."""
    return UnitVersion.objects.get(pk=version.pk)


def in_force(unit: NormativeUnit, layer: str = "national") -> UnitVersion:
    return unit.versions.in_force().get(layer=layer)


PEERS = ("Berit Dale", "Carl Eide", "Dina Foss", "Emil Gran")


def make_peers(number: int) -> list[User]:
    """Members of the working group who vote."""
    names = PEERS[:number]
    return [_person(name.split()[0].lower() + "-fagfelle", name, "guideline_peer") for name in names]


def open_round(version: UnitVersion, owner: User, **fields: Any) -> ConsensusRound:
    closes_on = clock.today() + dt.timedelta(days=14)
    return actions.open_consensus_round(version=version, by=owner, **{"closes_on": closes_on, **fields})

"""Three programs that others made judge every FHIR resource we export, together: each misses something another finds.

The real guideline is judged, and beside it what it does not have: a quote, a grade of GRADE, a local layer, a local text
the guideline does not have. Planted
faults must be found by every judge that claims to find that kind. `docs/fhir.md` holds the tables, and they must be true.
"""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from fagvei.guideline import actions
from fagvei.guideline.actions.standing import digest_of
from fagvei.guideline.models import Chapter, GradingScheme, NormativeUnit
from fagvei.guideline.tests import factories as make

pytestmark = [pytest.mark.same_on_both, pytest.mark.heavy, pytest.mark.django_db]

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "docs/fhir.md"
JUDGES = ("fhir", "medplum", "fhircraft")
Resource = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """`found_by` are the judges that claim to find it: no more, no fewer."""

    name: str
    of: str
    plant: Callable[[Resource], Any]
    found_by: tuple[str, ...]


PLAN, STATEMENT = "PlanDefinition/BRUK-2", "CapabilityStatement/fagvei"
FAULTS = [
    Fault("unknown field", PLAN, lambda r: r.update(styrke="skal"), JUDGES),
    Fault("unknown field further in", PLAN, lambda r: r["action"][0].update(styrke="skal"), JUDGES),
    Fault("wrong code", PLAN, lambda r: r.update(status="aktiv"), ("fhir",)),
    Fault("wrong code further in", PLAN, lambda r: r["relatedArtifact"][0].update(type="kilde"), ("fhir",)),
    Fault("missing required field", PLAN, lambda r: r.pop("status"), JUDGES),
    Fault("missing required field further in", PLAN, lambda r: r["relatedArtifact"][0].pop("type"), JUDGES),
    Fault("a date that is none", PLAN, lambda r: r.update(date="26.11.2026"), ("medplum", "fhircraft")),
    Fault("null", PLAN, lambda r: r.update(purpose=None), ("medplum",)),
    Fault("no copyright, which our profile asks for", PLAN, lambda r: r.pop("copyright"), ("medplum",)),
    Fault("two actions, where our profile has one", PLAN, lambda r: r["action"].append(r["action"][0]), ("medplum",)),
    Fault("a name programs cannot use (pdf-0)", PLAN, lambda r: r.update(name="bruk 2"), ("fhircraft",)),
    Fault("a period that ends first (per-1)", PLAN, lambda r: r["effectivePeriod"].update(start="2026-11-26"), ("fhircraft",)),
    Fault("script in the narrative (txt-1)", PLAN, lambda r: _put_script(r), ("fhircraft",)),
    Fault("a grade without value (ext-1)", PLAN, lambda r: _grade(r).pop("valueCodeableConcept"), ("medplum", "fhircraft")),
    Fault("a code twice (csd-1)", "CodeSystem/gradering-sign", lambda r: r["concept"].append(r["concept"][0]), ("medplum", "fhircraft")),
    Fault("a count in quotes", "CodeSystem/gradering-sign", lambda r: r.update(count="4"), ("fhir", "medplum")),
    Fault("an instance without address (cpb-14)", STATEMENT, lambda r: r.pop("implementation"), ("medplum", "fhircraft")),
    Fault("one address twice (bdl-7)", "Bundle/avrusning", lambda r: r["entry"].append(r["entry"][0]), ("medplum", "fhircraft")),
    Fault("missing field inside a Bundle", "Bundle/avrusning", lambda r: r["entry"][3]["resource"].pop("status"), JUDGES),
    Fault("wrong code inside a Bundle", "Bundle/avrusning", lambda r: r["entry"][3]["resource"].update(status="aktiv"), ("fhir",)),
]  # fmt: skip


def _grade(plan: Resource) -> Resource:
    return plan["action"][0]["documentation"][0]["document"]["extension"][0]


def _put_script(plan: Resource) -> None:
    plan["text"]["div"] = plan["text"]["div"].replace("<p>", "<script>x</script><p>", 1)


def address_of(resource: Resource) -> str:
    return "/".join(filter(None, (resource["resourceType"], resource.get("id", ""))))


def read(path: str) -> Resource:
    return json.loads(Client().get(f"/fhir/r4/{path}").content)


def exported() -> list[Resource]:
    """As somebody outside gets them: the statement, every resource one by one, the Bundle, an answer that says no."""
    bundle = read("Bundle/avrusning")
    rows = [read(address_of(each["resource"])) for each in bundle["entry"]]
    return [read("metadata"), *rows, bundle, read("PlanDefinition/finnes-ikke")]


def add_what_the_real_guideline_lacks() -> None:
    chapter = Chapter.objects.get(slug="avrusning-fra-alkohol")
    strong = GradingScheme.objects.get(code="GRADE").grades.get(code="sterk")
    make.make_unit(
        chapter,
        "EKSTRA-1",
        quote="Et sitat & <tegn>.\n\nTo avsnitt.",
        grade=strong,
        rationale="Fordi.",
        practical_advice="Slik.",
        benefits_and_harms="Gagn.",
        references=[{"citation": "Amato 2010", "note": "64 RCT", "url": "https://example.no/a"}],
        is_complete=False,
    )
    kari, leif = make.make_pair()
    draft = make.amend(NormativeUnit.objects.get(code="BRUK-2"), kari)
    actions.approve_version(version=draft, shown=digest_of(draft), by=leif)
    actions.publish_version(version=make.again(draft), by=kari)
    group = chapter.guideline.target_groups.first()
    make.make_local_unit(SimpleNamespace(chapter=chapter, group=group), quote="Ring & si fra.")


def verdicts_on(resources: list[Resource]) -> list[dict[str, list[str]]]:
    """What each judge has against each resource. They are slow to begin, so they work side by side and once for all."""
    question = json.dumps(resources)
    commands = (["node", HERE / "judges.mjs"], [sys.executable, HERE / "judge.py"])
    programs = [subprocess.Popen(each, stdin=-1, stdout=-1, stderr=-1, text=True, cwd=HERE) for each in commands]
    for program in programs:
        program.stdin.write(question)
        program.stdin.close()
        program.stdin = None
    answers = []
    for command, program in zip(commands, programs, strict=True):
        output, errors = program.communicate(timeout=300)
        assert program.returncode == 0, f"{command}: {errors[-2000:]}"
        answers.append(json.loads(output))
    return [{**two, "fhircraft": third} for two, third in zip(*answers, strict=True)]


@pytest.fixture(scope="module")
def judged(django_db_setup, django_db_blocker):
    """{address: verdict} of the real guideline, of it with what it lacks, and {fault: verdict} of what was planted."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_content", pack="guideline", yes=True, verbosity=0)
        real = exported()
        add_what_the_real_guideline_lacks()
        more = exported()
        transaction.set_rollback(True)
    sound = {address_of(each): each for each in real}
    planted = []
    for fault in FAULTS:
        broken = copy.deepcopy(sound[fault.of])
        fault.plant(broken)
        planted.append(broken)
    verdicts = iter(verdicts_on([*real, *more, *planted]))
    return (
        [(address_of(each), next(verdicts)) for each in real],
        [(address_of(each), next(verdicts)) for each in more],
        [(fault, next(verdicts)) for fault in FAULTS],
    )


def objections(rows) -> list[str]:
    return [f"{address}, {judge}: {said}" for address, verdict in rows for judge in JUDGES for said in verdict[judge]]


def test_all_three_accept_every_resource_of_the_real_guideline(judged):
    real, _more, _planted = judged
    assert objections(real) == []
    assert sum(address.startswith("PlanDefinition/") for address, _verdict in real) == 24


def test_all_three_accept_what_the_real_guideline_does_not_have(judged):
    _real, more, _planted = judged
    assert objections(more) == []
    addresses = {address for address, _verdict in more}
    plans = {f"PlanDefinition/{code}" for code in ("EKSTRA-1", "BRUK-2.lokal", "LOK-1.lokal")}
    assert addresses >= {*plans, "CodeSystem/gradering-grade"}


def test_every_planted_fault_is_found_by_the_judges_that_claim_to(judged):
    _real, _more, planted = judged
    found = {fault.name: tuple(judge for judge in JUDGES if verdict[judge]) for fault, verdict in planted}
    assert found == {fault.name: fault.found_by for fault in FAULTS}


def test_no_judge_alone_would_do():
    for judge in JUDGES:
        assert [fault.name for fault in FAULTS if judge not in fault.found_by] != []
        assert [fault.name for fault in FAULTS if judge in fault.found_by] != []


def test_the_tables_of_the_document_are_what_was_found(judged):
    real, _more, planted = judged
    text = DOCUMENT.read_text(encoding="utf-8")
    wanted = [f"| `{address}` | {' | '.join(_word(verdict[judge]) for judge in JUDGES)} |" for address, verdict in real]
    wanted += [f"| {fault.name} | {' | '.join('found' if v[j] else '–' for j in JUDGES)} |" for fault, v in planted]
    assert [row for row in wanted if row not in text] == []


def _word(said: list[str]) -> str:
    return "nothing" if not said else f"{len(said)} objections"

"""How loading behaves: all or nothing, shown first, and a broken file is refused with file and line."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from fagvei.audit.models import AuditEvent
from fagvei.common.packs import PackRefused
from fagvei.curriculum import actions as curriculum
from fagvei.curriculum.models import GoalSet, TransitionRule
from fagvei.organisations.models import Specialty
from fagvei.workshop import content


def test_a_dry_run_shows_all_and_changes_nothing(db):
    report = content.load(content.prepare(), dry_run=True)

    assert report.counts()["goals"] == Counter(added=85)
    assert not Specialty.objects.exists()
    assert not AuditEvent.objects.exists()


# --- Broken packs ---------------------------------------------------------------------------------------------------


def broken(tmp_path, text, name="curriculum/goals-x.json"):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return tmp_path


GOAL = (
    '{"code": "RUS-001", "goal_set": "RUS", "valid_from_on": "2019-03-01", "source": "s", '
    '"retrieved_on": "2026-11-22", "verification": "primary"%s}'
)


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("{}", 1, "liste"),
        ("[\n" + GOAL % ',\n"nme": "x"' + "\n]", 3, "«nme» er ukjent"),
        ("[\n" + GOAL % "" + ",\n" + GOAL % "" + "\n]", 3, "«RUS-001» står allerede"),
        ('[\n{"code": "RUS-001"}\n]', 2, "«source» mangler"),
        ("[\n" + (GOAL % "").replace("2019-03-01", "2019-13-01") + "\n]", 2, "«valid_from_on»"),
        ("[\n" + (GOAL % "").replace("primary", "guessed") + "\n]", 2, "«verification»"),
        ("[\n" + (GOAL % "").replace('"s"', '""') + "\n]", 2, "«source»"),
        ("[\n" + (GOAL % "").replace("RUS-001", "rus 1") + "\n]", 2, "«code»"),
        ("[\n" + GOAL % ',\n"skill_level": "best"' + "\n]", 3, "«skill_level»"),
        ("[\n" + GOAL % "" + ",\n", 3, "JSON"),
        (b"[\n\xff]", 2, "UTF-8"),
        ("[\n" + GOAL % ', "name": NaN' + "]", 2, "JSON"),
    ],
)
def test_a_broken_file_is_refused_with_file_and_line(tmp_path, db, text, line, sentence):
    with pytest.raises(PackRefused) as refusal:
        content.prepare(root=broken(tmp_path, text))

    problem = refusal.value.problems[0]
    assert (problem.file, problem.line) == ("curriculum/goals-x.json", line)
    assert sentence in problem.sentence


def test_a_nested_fault_has_its_own_line(tmp_path, db):
    text = (
        '[\n{"code": "X", "kind": "course", "name": "X", "source": "s", "retrieved_on": "2026-11-22",\n'
        '"verification": "primary", "outcomes": [\n{"text": "a", "source": "s",\n"retrieved_on": "i går", '
        '"verification": "primary"}]}\n]'
    )
    with pytest.raises(PackRefused) as refusal:
        content.prepare(root=broken(tmp_path, text, "courses/activities.json"))
    assert [(p.line, p.sentence) for p in refusal.value.problems] == [
        (5, "Feltet «outcomes.0.retrieved_on» har en verdi som ikke kan brukes.")
    ]


def test_a_reference_to_nothing_is_refused_and_nothing_stays(tmp_path, db):
    goal = GOAL % ',\n"category": "Finnes ikke"'
    goal_set = (
        '[{"code": "RUS", "kind": "common", "name": "n", "short_name": "n", "source": "s", '
        '"retrieved_on": "2026-11-22", "verification": "primary"}]'
    )
    broken(tmp_path, goal_set, "curriculum/sets.json")
    broken(tmp_path, f"[\n{goal}\n]")

    with pytest.raises(PackRefused) as refusal:
        content.load(content.prepare(root=tmp_path))

    assert str(refusal.value) == "curriculum/goals-x.json, linje 3: Kategorien «Finnes ikke» finnes ikke i settet."
    assert not GoalSet.objects.exists()


def test_a_file_nobody_knows_is_refused(tmp_path, db):
    with pytest.raises(PackRefused, match="Ingen rom kjenner"):
        content.prepare(root=broken(tmp_path, "[]", "curriculum/dreams.json"))


def test_the_command_says_that_nothing_was_loaded(tmp_path, db):
    broken(tmp_path, "{}")
    with pytest.raises(CommandError, match="Ingenting er lastet inn"):
        call_command("load_content", "--from", str(tmp_path), "--yes")


@pytest.mark.parametrize(("answer", "count"), [("j", 46), ("n", 0), ("", 0)])
def test_the_command_asks_before_it_loads(db, monkeypatch, answer, count):
    monkeypatch.setattr("builtins.input", lambda question: answer)
    call_command("load_content", stdout=StringIO())
    assert Specialty.objects.count() == count


# --- Transition rules -----------------------------------------------------------------------------------------------

RULE = (
    '[{"code": "overgang-x", "goal_set": "RUS", "name": "Overgang", "sentence": "%s", "section": "§ 38", '
    '"assigned_before_on": "2027-01-01", "source": "Forskriften, lest i dag", "retrieved_on": "2026-11-25", '
    '"verification": "primary"}]'
)


def test_our_own_pack_has_no_transition_rule_since_no_source_gives_one(db):
    content.load(content.prepare())
    assert not TransitionRule.objects.exists()


def test_a_rule_of_a_pack_is_loaded_once_and_a_change_is_a_new_version(tmp_path, db):
    content.load(content.prepare())
    for sentence, versions in (("Slik.", [1]), ("Slik.", [1]), ("Annerledes.", [1, 2])):
        root = broken(tmp_path, RULE % sentence, "curriculum/transitions.json")
        content.load(content.prepare(root=root))
        assert list(TransitionRule.objects.order_by("version").values_list("version", flat=True)) == versions
    rule = TransitionRule.objects.newest().get()
    assert (rule.sentence, rule.source, rule.is_demo) == ("Annerledes.", "Forskriften, lest i dag", False)


def test_a_rule_without_paragraph_is_refused_with_its_line(tmp_path, db):
    text = (RULE % "Slik.").replace('"§ 38"', '""')
    with pytest.raises(PackRefused) as refusal:
        content.prepare(root=broken(tmp_path, text, "curriculum/transitions.json"))
    assert "«section»" in str(refusal.value)


def test_what_the_directorate_has_entered_is_not_overruled(tmp_path, db, django_user_model):
    content.load(content.prepare())
    officer = django_user_model.objects.create(username="hilde", full_name="Hilde")
    content.load(content.prepare(root=broken(tmp_path, RULE % "Slik.", "curriculum/transitions.json")))
    held = TransitionRule.objects.get()
    names = ("code", "goal_set", "name", "section", "source", "assigned_before_on", "until_on")
    curriculum.save_transition_rule(
        **{name: getattr(held, name) for name in names}, sentence="Direktoratets ord.", by=officer
    )
    content.load(content.prepare(root=broken(tmp_path, RULE % "Slik.", "curriculum/transitions.json")))
    assert TransitionRule.objects.newest().get().sentence == "Direktoratets ord."

"""How verbs, views and clocks are written: read from the syntax tree, so that no spelling gets past by chance."""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

import houseplan
import pytest
from houseplan import PACKAGE, dotted, name_of_call, place

# --- One clock ---

THE_CLOCK = PACKAGE / "common" / "clock.py"
OTHER_CLOCKS = re.compile(
    r"(^|\.)(datetime|date|timezone|dt)\.(now|today|utcnow|localdate|localtime)$"
    r"|^time\.(time|time_ns|localtime|gmtime)$|(^|\.)(Now|CurrentTimestamp)$|^(now|localdate)$"
)
# Under a name of one's own a clock is no longer known by it.
UNDER_ANOTHER_NAME = {
    "datetime": {"datetime", "date"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
    "django.utils.timezone": {"now"},
    "django.db.models.functions": {"Now"},
}


def other_clocks(tree):
    """Calls and defaults that ask another clock than `common.clock`."""
    faults = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and OTHER_CLOCKS.search(name_of_call(node)) and not converts(node):
            faults.append((node.lineno, name_of_call(node)))
        elif isinstance(node, ast.keyword):
            if node.arg in ("auto_now", "auto_now_add"):
                faults.append((node.value.lineno, node.arg))
            elif node.arg == "default" and OTHER_CLOCKS.search(dotted(node.value)):
                faults.append((node.value.lineno, dotted(node.value)))
        elif isinstance(node, ast.ImportFrom):
            clocks = UNDER_ANOTHER_NAME.get(node.module or "", set())
            faults += [(node.lineno, each.name) for each in node.names if each.name in clocks]
        elif isinstance(node, ast.Import):
            renamed = [each for each in node.names if each.name == "time" and each.asname]
            faults += [(node.lineno, each.name) for each in renamed]
    return faults


def code_of_the_package():
    left_out = {"tests", "migrations"}
    return [path for path in sorted(PACKAGE.rglob("*.py")) if not left_out & set(path.parts) and path != THE_CLOCK]


def converts(call):
    """`localdate(instant)` says which day an instant is in Norway; without an argument it asks a clock."""
    return name_of_call(call).endswith(("localdate", "localtime")) and bool(call.args)


def test_only_the_one_clock_tells_the_time():
    assert len(code_of_the_package()) > 500
    assert [
        f"{place(path, line)} {name}"
        for path in code_of_the_package()
        for line, name in other_clocks(houseplan.parse(path))
    ] == []


@pytest.mark.parametrize(
    "code",
    [
        "dt.datetime.now(dt.UTC)",
        "datetime.now()",
        "timezone.now()",
        "date.today()",
        "dt.date.today()",
        "timezone.localdate()",
        "time.time()",
        "models.DateTimeField(auto_now_add=True)",
        "models.DateTimeField(default=timezone.now)",
        "Now()",
        "functions.Now()",
        "from datetime import datetime as D",
        "from datetime import date",
        "from time import time",
        "import time as t",
        "from django.utils.timezone import now as right_now",
        "from django.db.models.functions import Now",
    ],
)
def test_another_clock_is_caught(code):
    assert len(other_clocks(ast.parse(code))) == 1


@pytest.mark.parametrize(
    "code", ["clock.now()", "clock.today()", "models.DateField(default=clock.today)", "timezone.localdate(row.at)"]
)
def test_the_clock_is_no_other_clock(code):
    assert other_clocks(ast.parse(code)) == []


# --- Views of rooms about persons go through doors ---

PERSON_ROOMS = ("people", "training", "courses", "surveys", "crosswalk", "handbook", "interop")
PAST_THE_DOOR = re.compile(r"\.(objects|_default_manager|_base_manager)(\.|$)")
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "get_model"}


# Views that stand before any door, with the reason.
BEFORE_THE_DOOR = {
    "people/views/login.py:demo_login": "nobody is logged in yet; it finds fictional people only",
    "interop/api/feedback.py:feedback": "what this very request has sent; it answers with its id and state",
}


def past_the_door(tree):
    found = {
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and PAST_THE_DOOR.search(dotted(node))
    }
    found |= {call.lineno for call in houseplan.calls(tree) if name_of_call(call).split(".")[-1] in SHORTCUTS}
    return sorted(found)


def past_the_door_in(path):
    tree = houseplan.parse(path)
    lines = past_the_door(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and f"{path.relative_to(PACKAGE)}:{node.name}" in BEFORE_THE_DOOR:
            lines = [line for line in lines if not node.lineno <= line <= node.end_lineno]
    return [place(path, line) for line in lines]


def test_views_about_persons_use_doors_and_not_managers():
    paths = [path for path in houseplan.python_files("views", "api") if houseplan.room_of(path) in PERSON_ROOMS]
    assert [fault for path in paths for fault in past_the_door_in(path)] == []


@pytest.mark.parametrize(
    "code",
    [
        "PlanGoal.objects.get(pk=1)",
        "rows = models.User._default_manager",
        "get_object_or_404(EducationPlan, pk=pk)",
        "rows = apps.get_model('training', 'PlanGoal')",
    ],
)
def test_a_view_that_goes_past_the_door_is_caught(code):
    assert past_the_door(ast.parse(code)) == [1]


# --- Actions ---

# Public functions of actions that write no event of their own, with the reason.
WITHOUT_EVENT = {
    "audit.actions.record": "it is the event",
    "audit.actions.content_of": "what the event that record writes will say",
    "interop.actions.seal_until": "a seal is no deed of a person",
    "curriculum.actions.revision_digest": "an answer, not a deed",
    "audit.actions.record_overview": "it writes the access log, which is a record of its own",
    "audit.actions.record_reading": "it writes the access log, which is a record of its own",
    "audit.actions.seal_events": "a seal is no deed of a person",
    "audit.actions.seal_everything": "a seal is no deed of a person",
    "people.actions.notify": "a notice follows from an action, which has its event",
    "courses.actions.answer_evaluation": "the log would tell when somebody answered; the closing has an event (decision 0008)",
    "surveys.actions.answer_round": "the log would tell when somebody answered; the closing has an event (decision 0008)",
    "people.actions.mark_notifications_read": "one's own inbox; nobody else is told",
}
# Public functions of actions that nobody does: the system alone calls them.
WITHOUT_ACTOR = {
    "audit.actions.record": "takes the name of the event first",
    "audit.actions.content_of": "takes the name of the event first",
    "interop.actions.seal_until": "the sealer's",
    "curriculum.actions.revision_digest": "an answer, not a deed",
    "audit.actions.seal_events": "the sealer's",
    "audit.actions.seal_everything": "the sealer's",
    "audit.actions.remove_expired_access_log": "retention is the system's",
    "people.actions.notify": "a notice is sent by an action, in its transaction",
    "guideline.actions.close_due_consensus_rounds": "the clock's: the last day to vote has passed",
    "courses.actions.close_due_evaluations": "the clock's: the last day for answers has passed",
    "surveys.actions.close_due_rounds": "the clock's: the last day of a wave has passed",
    "training.actions.move_records": "the clock's: what was agreed earlier begins to hold",
    "training.actions.settle_everything": "the clock's, as above",
    "training.actions.settle_waiting": "the clock's, as above",
    "training.actions.end_grants_without_role": "the clock's, as above",
}
# Public functions of actions that run outside a transaction of their own.
WITHOUT_TRANSACTION = {
    "audit.actions.record": "insists on the transaction of its caller",
    "audit.actions.content_of": "writes nothing",
    "interop.actions.seal_until": "as many transactions as it takes",
    "curriculum.actions.revision_digest": "an answer, not a deed",
    "audit.actions.record_overview": "opens one when somebody has no line yet, in a GET",
    "audit.actions.record_reading": "one insert, in a GET",
    "audit.actions.seal_everything": "as many transactions as it takes",
    "audit.actions.remove_expired_access_log": "opens one when there is something to remove",
    "training.actions.settle_everything": "a transaction for each doctor",
    "courses.actions.let_applications_lapse": "a transaction for each round",
    "courses.actions.settle_rounds": "a transaction for each round",
    "guideline.actions.close_due_consensus_rounds": "a transaction for each round",
    "courses.actions.close_due_evaluations": "a transaction for each evaluation",
    "surveys.actions.close_due_rounds": "a transaction for each wave",
}


@dataclass
class Verb:
    """One function of an `actions` module: what it calls, by full names where they can be told."""

    name: str
    node: ast.FunctionDef
    path: Path
    exported: frozenset[str] | None = None
    calls: set[str] = field(default_factory=set)

    @property
    def is_public(self):
        """In a folder of actions, those that its `__init__` exports; in one file, those without an underscore."""
        if self.exported is not None:
            return self.node.name in self.exported
        return not self.node.name.startswith("_")

    @property
    def short_name(self):
        """ "training.actions.sign_off_goal", whatever file of the folder it stands in."""
        parts = self.name.split(".")
        return ".".join([parts[0], "actions", parts[-1]])

    @property
    def where(self):
        return f"{place(self.path, self.node.lineno)} {self.node.name}"


def module_name(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def exported_by(folder):
    """The names in `__all__`; None for a single file."""
    if folder.name != "actions":
        return None
    for node in houseplan.parse(folder / "__init__.py").body:
        if isinstance(node, ast.Assign) and dotted(node.targets[0]) == "__all__":
            return frozenset(ast.literal_eval(node.value))
    raise AssertionError(f"{folder} has no __all__, so nobody knows its verbs")


def verbs_in(tree, module, path):
    imported = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                imported[alias.asname or alias.name] = f"{node.module}.{alias.name}".removeprefix("fagvei.")
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            verb = Verb(f"{module}.{node.name}", node, path, exported_by(path.parent))
            for call in houseplan.calls(node):
                head, _, rest = name_of_call(call).partition(".")
                base = imported.get(head, f"{module}.{head}")
                verb.calls.add(f"{base}.{rest}" if rest else base)
            yield verb


def all_verbs():
    return [
        verb
        for path in houseplan.python_files("actions")
        for verb in verbs_in(houseplan.parse(path), module_name(path), path)
    ]


def last_part(name):
    """Calls through a folder's `__init__` and through the file itself are the same call."""
    room, *_, function = name.split(".")
    return f"{room}:{function}"


def silent(verbs):
    """Public verbs that reach no `audit.record`, followed through the verbs they call."""
    speaking = {last_part("audit.actions.record")}
    while True:
        more = {
            last_part(verb.name) for verb in verbs if {last_part(call) for call in verb.calls} & speaking
        } - speaking
        if not more:
            return [verb for verb in verbs if verb.is_public and last_part(verb.name) not in speaking]
        speaking |= more


def not_spoken(verbs):
    """Public verbs that can be called by position, or do not say who acts."""
    faults = []
    for verb in verbs:
        arguments = verb.node.args
        names = {argument.arg for argument in arguments.kwonlyargs}
        if verb.is_public and (arguments.args or arguments.posonlyargs or arguments.vararg or "by" not in names):
            faults.append(verb)
    return faults


def not_atomic(verbs):
    return [
        verb
        for verb in verbs
        if verb.is_public
        and "transaction.atomic" not in {dotted(d).removesuffix("()") for d in verb.node.decorator_list}
    ]


def unexcused(faults, excuses):
    return [verb.where for verb in faults if verb.short_name not in excuses]


def test_each_public_action_writes_an_event():
    assert unexcused(silent(all_verbs()), WITHOUT_EVENT) == []


def test_each_public_action_is_keyword_only_and_says_who_acts():
    assert unexcused(not_spoken(all_verbs()), WITHOUT_ACTOR) == []


def test_each_public_action_is_one_transaction():
    assert unexcused(not_atomic(all_verbs()), WITHOUT_TRANSACTION) == []


@pytest.mark.parametrize(
    ("excuses", "judge"), [(WITHOUT_EVENT, silent), (WITHOUT_ACTOR, not_spoken), (WITHOUT_TRANSACTION, not_atomic)]
)
def test_no_excuse_outlives_its_reason(excuses, judge):
    """`record` is what the others reach, so it is never judged silent."""
    needed = {verb.short_name for verb in judge(all_verbs())} | {"audit.actions.record"}
    assert set(excuses) - needed == set()


PLANTED = """
from django.db import transaction
from fagvei.audit import actions as audit
from fagvei.people.actions import end_role

@transaction.atomic
def good(*, plan, by):
    audit.record("done", target=plan, by=by)

@transaction.atomic
def through_another(*, plan, by):
    _inner(plan, by)

def _inner(plan, by):
    good(plan=plan, by=by)

@transaction.atomic
def through_a_lower_room(*, role, by):
    end_role(assignment=role, by=by)

def bad(plan, by=None):
    plan.save()
"""


def test_a_silent_positional_loose_action_is_caught():
    verbs = list(verbs_in(ast.parse(PLANTED), "training.actions", PACKAGE / "training/actions.py"))
    lower = [verb for verb in all_verbs() if verb.name.startswith("people.")]
    for judge in (silent, not_spoken, not_atomic):
        faults = [verb.node.name for verb in judge([*verbs, *lower]) if verb in verbs]
        assert faults == ["bad"]


# --- Writes outside a transaction ---

WRITES = {
    "create", "bulk_create", "acreate", "delete", "adelete", "get_or_create", "update_or_create", "bulk_update", "save", "asave",
    "execute", "executemany",
}  # fmt: skip


def writes_in_views(tree):
    """A view changes nothing by itself: an autocommitted write would go past the write lock of SQLite.

    Whatever it is called on: a manager, rows behind a relation, a row, a cursor. `update` of a name is that of a dictionary.
    """
    return [
        call.lineno
        for call in houseplan.calls(tree)
        if isinstance(call.func, ast.Attribute)
        and (
            call.func.attr in WRITES
            or (call.func.attr in {"update", "aupdate"} and not isinstance(call.func.value, ast.Name))
        )
    ]


def test_views_write_nothing_themselves():
    assert [
        place(path, line)
        for path in houseplan.python_files("views", "api", "forms", "access", "queries")
        for line in writes_in_views(houseplan.parse(path))
    ] == []


@pytest.mark.parametrize(
    "code",
    [
        "Plan.objects.create(doctor=anna)",
        "Plan.objects.filter(pk=1).update(state='x')",
        "Plan._default_manager.create(doctor=anna)",
        "user.plan_goals.update(state='x')",
        "plan.save()",
        "plan.delete()",
        "cursor.execute('DELETE FROM training_plan')",
    ],
)
def test_a_view_that_writes_is_caught(code):
    assert writes_in_views(ast.parse(code)) == [1]


def test_a_dictionary_may_be_filled():
    assert writes_in_views(ast.parse("context.update(form=form)")) == []

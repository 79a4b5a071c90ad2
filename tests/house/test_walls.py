"""Imports, foreign keys and templates point down, and content holds no code. Each guard catches what it is shown."""

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import houseplan
import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from django.urls import NoReverseMatch, get_resolver
from houseplan import FLOOR, PACKAGE, ROOT, may_use, room_of

# --- Imports: import-linter judges a skeleton of the house, once clean and once per planted violation ---

PLANTED = {
    "a room looks up": {"people/queries.py": "import fagvei.curriculum.models"},
    "neighbours visit": {"courses/queries.py": "import fagvei.surveys"},
    "a room visits across two floors": {"audit/actions.py": "import fagvei.people.models"},
    "a wall is broken from a folder": {"training/actions/deep.py": "import fagvei.web.views"},
    "authority reaches into the guideline wing": {"authority/actions.py": "import fagvei.guideline"},
    "courses reach into the guideline wing": {"courses/actions.py": "import fagvei.guideline"},
    "surveys reach into the education wing": {"surveys/actions.py": "import fagvei.training"},
    "Django in the planner": {"planning/solver.py": "import django.db"},
    "Django in the decision engine": {"decision_support/engine/rules.py": "from django.utils import timezone"},
    "a model imports a view": {"handbook/models.py": "import fagvei.handbook.views"},
    "an action imports a form": {"people/actions/plan.py": "import fagvei.people.forms"},
    "a loader imports a planner": {
        "curriculum/loaders/odd.py": "import fagvei.curriculum.planners",
        "curriculum/planners.py": "",
    },
    "a room has no floor": {"cellar/__init__.py": ""},
    "code in the content": {"content/__init__.py": ""},
}

JUDGE = """
import contextlib, io, json, pathlib, sys
from importlinter.cli import lint_imports
results = {}
for name in json.load(sys.stdin):
    sys.path[0] = str(pathlib.Path(name).resolve())
    with contextlib.redirect_stdout(io.StringIO()) as said:
        results[name] = lint_imports(config_filename=str(pathlib.Path(name, "pyproject.toml")), no_cache=True)
    results[name] = [results[name], said.getvalue()]
json.dump(results, sys.stdout)
"""


def build_skeleton(folder: Path, planted: dict[str, str]) -> None:
    """The rooms and their files, all empty but what is planted."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    for path in PACKAGE.glob("**/*.py"):
        if not {"tests", "migrations"} & set(path.parts):
            copy = folder / "fagvei" / path.relative_to(PACKAGE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.touch()
    for name, code in planted.items():
        path = folder / "fagvei" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for part in path.relative_to(folder / "fagvei").parents:
            if part != Path() and "__init__.py" not in name and part != Path("content"):
                (folder / "fagvei" / part / "__init__.py").touch()
        path.write_text(code + "\n")


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """{name: (exit code, what was said)} of the clean skeleton and of each with its violation."""
    home = tmp_path_factory.mktemp("skeletons")
    cases = {"clean": {}, **PLANTED}
    for name, planted in cases.items():
        (home / name).mkdir()
        build_skeleton(home / name, planted)
    answer = subprocess.run(
        [sys.executable, "-c", JUDGE],
        cwd=home,
        input=json.dumps(list(cases)),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(answer.stdout)


def test_the_real_imports_go_down():
    answer = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout


def test_an_empty_skeleton_breaks_no_contract(verdicts):
    code, said = verdicts["clean"]
    assert code == 0, said


@pytest.mark.parametrize("violation", PLANTED)
def test_a_planted_import_is_caught(verdicts, violation):
    code, said = verdicts[violation]
    assert code == 1
    # Broken for what was planted, not because the tool stumbled.
    assert "BROKEN" in said or "Could not find" in said or "exhaustive" in said, said


# --- Foreign keys ---


def in_circles(imports: dict[str, set[str]]) -> set[str]:
    """Modules that import each other in a loop, and what imports only such: what is left when leaves are taken away."""
    left = dict(imports)
    while leaves := [module for module, used in left.items() if not used & left.keys()]:
        for module in leaves:
            del left[module]
    return set(left)


def test_no_files_import_each_other_in_a_circle():
    graph = grimp.build_graph("fagvei", cache_dir=None)
    assert not in_circles({module: graph.find_modules_directly_imported_by(module) for module in graph.modules})


def test_a_circle_is_caught_and_a_ladder_is_not():
    assert in_circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": set()}) == {"a", "b", "c"}
    assert in_circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == set()


def upward_keys(all_models):
    faults = []
    for model in all_models:
        room = room_of_model(model)
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            target = field.related_model
            if room and isinstance(target, type) and room_of_model(target) and not may_use(room, room_of_model(target)):
                faults.append(f"{model._meta.label}.{field.name} points up at {target._meta.label}")
    return faults


def room_of_model(model):
    root, _, rest = model.__module__.partition(".")
    return rest.split(".")[0] if root == "fagvei" else None


def test_foreign_keys_point_down():
    assert upward_keys(apps.get_models(include_auto_created=True)) == []


@isolate_apps("fagvei.people")
def test_a_foreign_key_that_points_up_is_caught():
    class Favourite(models.Model):  # noqa: DJ008 -- it lives for one test
        goal = models.ForeignKey("curriculum.LearningGoal", on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "people"

    Favourite.__module__ = "fagvei.people.models"
    Favourite._meta.get_field("goal").remote_field.model = apps.get_model("curriculum.LearningGoal")
    assert upward_keys([Favourite]) == ["people.Favourite.goal points up at curriculum.LearningGoal"]


@pytest.mark.parametrize("room", ["audit", "common"])
def test_the_ground_floor_has_no_foreign_keys(room):
    assert [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.fields
        if field.is_relation
    ] == []


# --- Templates ---

TAG = re.compile(r"{%-?\s*(include|extends|load|url|window)\s+(.*?)\s*-?%}", re.DOTALL)
QUOTED = re.compile(r"""^["']([^"']+)["']""")


def upward_tags(room: str, text: str, where: str):
    """Tags that name a room above. A window may look up: it shows nothing when that room is not there."""
    faults = []
    for match in TAG.finditer(text):
        tag, rest = match.groups()
        line = f"{where}:{text.count(chr(10), 0, match.start()) + 1}"
        if tag == "load":
            named = [word for word in re.split(r"\s+", rest.split(" from ")[-1]) if word]
            rooms = [library_room(word) for word in named]
        elif quoted := QUOTED.match(rest):
            rooms = [template_room(quoted[1]) if tag in ("include", "extends") else url_room(quoted[1])]
        elif tag in ("include", "extends") and room != "web":
            faults.append(f"{line} {tag} names no file, so nobody can see where it goes")
            continue
        else:
            continue
        if tag != "window":
            faults += [f"{line} {tag} goes up to {other}" for other in rooms if other and not may_show(room, other)]
    return faults


def may_show(room, other):
    return other == "web" or may_use(room, other)


def template_room(name):
    first = name.split("/")[0]
    if first in FLOOR:
        return first
    return next((room_of(path) for path in PACKAGE.glob(f"*/templates/{name}")), None)


def library_room(name):
    return next((room_of(path) for path in PACKAGE.glob(f"*/templatetags/{name}.py")), None)


def url_room(name):
    room = name.split(":")[0]
    return room if ":" in name and room in FLOOR else None


def upward_renders(room, tree, where):
    """Names of templates in the code of a room."""
    return [
        f"{where}:{node.lineno} renders {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[\w/-]+\.html", node.value)
        if (other := template_room(node.value)) and not may_show(room, other)
    ]


def test_templates_go_to_their_own_room_a_lower_one_or_web():
    faults = []
    for path in houseplan.templates():
        faults += upward_tags(room_of(path), path.read_text(encoding="utf-8"), str(path.relative_to(PACKAGE)))
    assert faults == []


def test_code_renders_templates_of_its_own_room_a_lower_one_or_web():
    faults = []
    for path in PACKAGE.glob("*/**/*.py"):
        if "tests" not in path.parts and room_of(path) in FLOOR:
            faults += upward_renders(room_of(path), houseplan.parse(path), str(path.relative_to(PACKAGE)))
    assert faults == []


@pytest.mark.parametrize(
    "tag",
    [
        '{% include "training/_goals.html" %}',
        "{% include 'training/_goals.html' with goal=goal only %}",
        '{%- extends "training/plan.html" -%}',
        '{% url "training:my_plan" %}',
        "{% url 'training:my_plan' as address %}",
        "{% include some_variable %}",
    ],
)
def test_a_template_that_goes_up_is_caught(tag):
    assert len(upward_tags("people", f"<p>\n{tag}</p>", "planted")) == 1


def test_a_tag_library_of_a_room_above_is_caught():
    assert upward_tags("common", "{% load handbook %}", "planted") == ["planted:1 load goes up to handbook"]


def test_code_that_renders_a_template_of_a_room_above_is_caught():
    tree = ast.parse('render(request, "training/plan.html")')
    assert upward_renders("people", tree, "planted") == ["planted:1 renders training/plan.html"]


@pytest.mark.parametrize(
    "tag",
    [
        '{% include "components/field.html" %}',
        '{% window "training:my_plan" %}',
        '{% url "organisations:x" %}',
        "{% load i18n %}",
    ],
)
def test_a_template_may_look_down_and_use_windows(tag):
    assert upward_tags("people", tag, "fine") == []


def unknown_windows(text):
    names = [QUOTED.match(rest)[1] for tag, rest in TAG.findall(text) if tag == "window" and QUOTED.match(rest)]
    known = {address.name for address in houseplan.addresses()}
    return [name for name in names if name not in known]


def test_every_window_opens_in_the_full_house():
    assert [name for path in houseplan.templates() for name in unknown_windows(path.read_text(encoding="utf-8"))] == []


def test_a_window_onto_nothing_is_caught():
    assert unknown_windows('{% window "cellar:light" %}') == ["cellar:light"]
    with pytest.raises(NoReverseMatch):
        get_resolver().reverse("cellar:light")


# --- Content ---


def code_in(folder: Path):
    return [
        str(path.relative_to(folder)) for path in folder.glob("**/*") if path.suffix in (".py", ".pyc", ".so", ".js")
    ]


def test_content_holds_data_only():
    assert code_in(PACKAGE / "content") == []


def test_code_in_content_is_caught(tmp_path):
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/rules.py").touch()
    assert code_in(tmp_path) == ["pack/rules.py"]

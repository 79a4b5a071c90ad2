"""The build: nothing of others is committed, the locks fit every mirror, and the wheel is whole.

Each guard is a function that returns what it objects to, and each is also run on a planted violation.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "src/fagvei/web/static/vendor"

# Assembled here, so that this file does not hold what it looks for.
REGISTRY_HOSTS = ["pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "deb." + "debian.org"]
MACHINE_PATHS = [r"/home/\w", "/ro" + "ot/", "/wo" + "rk/", "/fa" + "rm/"]
# A path starts where no word, dot or dash stands before it; so an address on the web is none.
FORBIDDEN = re.compile(
    "|".join([*map(re.escape, REGISTRY_HOSTS), *(rf"(?<![\w.}}/-]){path}" for path in MACHINE_PATHS)])
)


# --- The guards ---


def find_hosts_and_paths(path, text):
    return [
        f"{path}:{number}: {match[0]}"
        for number, line in enumerate(text.splitlines(), 1)
        for match in FORBIDDEN.finditer(line)
    ]


def find_committed_assets(paths):
    return [
        path
        for path in paths
        if "static/vendor/" in path
        or "node_modules/" in path
        or path.endswith((".min.js", ".min.css", ".woff", ".woff2", ".mo"))
    ]


def find_unlocked_npm(lock):
    """Entries that name a host, or that no hash protects. What lies inside the file of another has that one's hash."""
    packages = lock["packages"]
    hashed = {name for name, entry in packages.items() if str(entry.get("integrity", "")).startswith("sha512-")}

    def is_protected(name):
        keeper = name.rpartition("/node_modules/")[0]
        is_inside = packages[name].get("inBundle") and packages.get(keeper, {}).get("bundleDependencies")
        return name in hashed or (is_inside and keeper in hashed)

    return [name for name, entry in packages.items() if "resolved" in entry or (name and not is_protected(name))]


def find_unhashed_pins(text):
    """Requirements without an exact version and at least one hash, and options that could name an index."""
    entries = re.sub(r"\\\n", " ", text).splitlines()
    entries = [entry.strip() for entry in entries if entry.strip() and not entry.strip().startswith("#")]
    return [entry for entry in entries if "--hash=sha256:" not in entry or not re.match(r"[\w.\[\],-]+==\S+", entry)]


def find_stale_assets(folder, lock):
    """Where the copied files differ from their list, or the list from the lock."""
    listing = json.loads((folder / "VENDOR.json").read_text(encoding="utf-8"))
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    del there["VENDOR.json"]
    faults = [f"{name} is only on one side" for name in there.keys() ^ listing["files"].keys()]
    for name in there.keys() & listing["files"].keys():
        content = there[name].read_bytes()
        if hashlib.sha512(content).hexdigest() != listing["files"][name]["sha512"]:
            faults.append(f"{name} was changed after it was copied")
        if name.endswith((".js", ".css")) and b"sourceMappingURL" in content:
            faults.append(f"{name} points at a source map that is not there")
    for package in listing["packages"]:
        locked = lock["packages"].get(f"node_modules/{package['name']}", {})
        if not package["bundled_in"] and package["version"] != locked.get("version"):
            faults.append(f"{package['name']} {package['version']} is not the locked version")
        if package["licence_file"] not in there:
            faults.append(f"{package['name']} has no licence text")
    return faults


def find_unexplained_dependencies(block):
    """Dependencies that no comment stands above."""
    lines = [line.strip() for line in block.splitlines()]
    return [line for above, line in zip(lines, lines[1:], strict=False) if line[:1] == '"' and above[:1] != "#"]


def find_icons_outside_the_sprite(path, text, names):
    """An icon that is not in the sprite is an empty square on the page, and no error anywhere."""
    return [f"{path}: {name}" for name in re.findall(r"{%\s*icon\s+[\"'](\w+)[\"']", text) if name not in names]


def find_missing_in_wheel(names, expected):
    return sorted(expected - set(names))


# --- What they look at ---


def tracked_files():
    output = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [name for name in output.decode().split("\0") if name and (ROOT / name).is_file()]


def npm_lock(folder="assets"):
    return json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory):
    """The names of all files in a wheel built from this checkout, by the locked backend and without network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


# --- The house as it is ---


def test_no_tracked_file_names_a_registry_or_a_path_of_one_machine():
    faults = []
    for name in tracked_files():
        content = (ROOT / name).read_bytes()
        if b"\0" not in content:
            faults += find_hosts_and_paths(name, content.decode("utf-8", errors="replace"))
    assert faults == []


def test_no_file_of_others_is_committed():
    assert find_committed_assets(tracked_files()) == []


@pytest.mark.parametrize("folder", ["assets", "tests/outside"])
def test_an_npm_lock_names_no_host_and_hashes_everything(folder):
    lock = npm_lock(folder)
    assert len(lock["packages"]) > 1
    assert find_unlocked_npm(lock) == []


@pytest.mark.parametrize("name", ["bootstrap", "run", "test"])
def test_python_locks_pin_and_hash_everything(name):
    assert find_unhashed_pins((ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")) == []


def test_the_test_lock_contains_the_run_lock():
    pins = {
        name: set(re.findall(r"^([\w.-]+==\S+)", (ROOT / f"requirements/{name}.txt").read_text(), re.MULTILINE))
        for name in ("run", "test")
    }
    assert pins["run"] - pins["test"] == set()


def test_direct_dependencies_are_few_and_each_says_why():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    block = text[text.index("\ndependencies = [") : text.index("[project.scripts]")]
    assert len(project["dependencies"]) <= 25
    assert find_unexplained_dependencies(block) == []


def test_copied_assets_match_their_list_and_the_lock():
    assert find_stale_assets(VENDOR, npm_lock()) == []


def test_every_icon_of_a_template_is_in_the_sprite():
    names = set(re.findall(r'<symbol id="(\w+)"', (VENDOR / "icons.svg").read_text(encoding="utf-8")))
    faults = []
    for path in sorted((ROOT / "src/fagvei").rglob("*.html")):
        faults += find_icons_outside_the_sprite(path.relative_to(ROOT), path.read_text(encoding="utf-8"), names)
    assert faults == []


def test_the_wheel_is_whole(wheel_names):
    source = ROOT / "src"
    expected = {"fagvei/web/static/vendor/VENDOR.json"}
    expected |= {f"fagvei/web/static/vendor/{path.relative_to(VENDOR).as_posix()}" for path in VENDOR.rglob("*.*")}
    expected |= {
        path.relative_to(source).as_posix()
        for path in source.rglob("templates/**/*")
        if path.is_file() and "/tests/" not in path.as_posix()
    }
    expected |= {
        path.relative_to(source).with_suffix(".mo").as_posix() for path in source.rglob("locale/*/LC_MESSAGES/*.po")
    }
    expected |= {
        path.relative_to(source).as_posix() for path in (source / "fagvei/content").rglob("*") if path.is_file()
    }
    assert find_missing_in_wheel(wheel_names, expected) == []


def test_the_wheel_carries_licences_and_no_tests(wheel_names):
    assert [name for name in wheel_names if "/static/vendor/licences/" in name] != []
    assert [name for name in wheel_names if name.endswith(".dist-info/licenses/LICENSE")] != []
    assert [name for name in wheel_names if "/tests/" in name] == []


# --- A guard that cannot fail is decoration ---


@pytest.mark.parametrize(
    "line",
    [
        "https://" + REGISTRY_HOSTS[0] + "/simple",
        "--index-url https://" + "files." + REGISTRY_HOSTS[1],
        '"resolved": "https://registry.' + REGISTRY_HOSTS[2] + '/x"',
        "deb http://" + REGISTRY_HOSTS[4] + " bookworm main",
        "see /ho" + "me/kari/notes",
        'path = "/ro' + 'ot/x"',
        "cd /wo" + "rk/main",
        "# in /fa" + "rm/tools",
    ],
)
def test_a_planted_host_or_path_is_found(line):
    assert find_hosts_and_paths("planted", f"fine\n{line}\n") != []


def test_addresses_on_the_web_are_no_paths():
    assert find_hosts_and_paths("fine", "https://example.no/wo" + "rk/ and https://example.no/home/x") == []


@pytest.mark.parametrize(
    "path",
    [
        "src/fagvei/web/static/vendor/icons.svg",
        "assets/node_modules/x/y.js",
        "src/fagvei/web/static/web/htmx.min.js",
        "src/fagvei/web/static/web/inter.woff2",
        "src/fagvei/locale/nn/LC_MESSAGES/django.mo",
    ],
)
def test_a_planted_asset_is_found(path):
    assert find_committed_assets(["README.md", path]) == [path]


@pytest.mark.parametrize(
    "entry",
    [{"integrity": "sha512-x", "resolved": "https://example.no"}, {"version": "1.0.0"}, {"inBundle": True}],
)
def test_a_planted_npm_entry_is_found(entry):
    lock = {"packages": {"": {"name": "fagvei-assets"}, "node_modules/x": entry}}
    assert find_unlocked_npm(lock) == ["node_modules/x"]


@pytest.mark.parametrize("keeper", [{"integrity": "sha512-x"}, {"bundleDependencies": ["y"], "integrity": "md5-x"}])
def test_a_planted_npm_entry_inside_one_that_does_not_answer_for_it_is_found(keeper):
    lock = {"packages": {"node_modules/x": keeper, "node_modules/x/node_modules/y": {"inBundle": True}}}
    assert "node_modules/x/node_modules/y" in find_unlocked_npm(lock)


@pytest.mark.parametrize("line", ["django>=5.2", "django==5.2.19", "--index-url https://example.no", "-e ."])
def test_a_planted_loose_pin_is_found(line):
    assert find_unhashed_pins(f"# comment\n{line}\n") == [line]


def test_a_planted_dependency_without_a_reason_is_found():
    assert find_unexplained_dependencies('dependencies = [\n  # Why.\n  "django",\n  "x",\n') == ['"x",']


def copy_of_assets(tmp_path):
    shutil.copytree(VENDOR, tmp_path / "vendor")
    return tmp_path / "vendor"


def test_a_changed_asset_is_found(tmp_path):
    folder = copy_of_assets(tmp_path)
    with (folder / "icons.svg").open("a") as file:
        file.write("<!-- changed -->")
    assert find_stale_assets(folder, npm_lock()) == ["icons.svg was changed after it was copied"]


def test_a_foreign_asset_is_found(tmp_path):
    folder = copy_of_assets(tmp_path)
    (folder / "jquery.js").write_text("$")
    assert find_stale_assets(folder, npm_lock()) == ["jquery.js is only on one side"]


def test_an_asset_of_another_version_than_the_lock_is_found(tmp_path):
    lock = npm_lock()
    lock["packages"]["node_modules/@navikt/aksel-icons"]["version"] = "0.0.1"
    assert len(find_stale_assets(copy_of_assets(tmp_path), lock)) == 1


def test_a_missing_licence_is_found(tmp_path):
    folder = copy_of_assets(tmp_path)
    (folder / "licences/fontsource-inter.txt").unlink()
    assert "@fontsource/inter has no licence text" in find_stale_assets(folder, npm_lock())


def test_a_source_map_pointer_is_found(tmp_path):
    folder = copy_of_assets(tmp_path)
    script = folder / "designsystemet/index.js"
    script.write_bytes(script.read_bytes() + b"//# sourceMappingURL=index.js.map")
    faults = find_stale_assets(folder, npm_lock())
    assert "designsystemet/index.js points at a source map that is not there" in faults


def test_a_planted_icon_is_found():
    assert find_icons_outside_the_sprite("x.html", '{% icon "Bjelle" %}{% icon "Bell" %}', {"Bell"}) == [
        "x.html: Bjelle"
    ]


def test_a_file_missing_in_the_wheel_is_found():
    assert find_missing_in_wheel(["fagvei/a.py"], {"fagvei/a.py", "fagvei/b.mo"}) == ["fagvei/b.mo"]

"""The scripts that `make` calls: what they refuse, and what they leave behind."""

import os
import socket
import subprocess
from pathlib import Path

import compile_catalogues
import copy_assets
import pytest
import run_tests
import serve_demo
from babel.support import Translations

ROOT = Path(__file__).resolve().parents[2]

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def write_catalogue(folder, body):
    po = folder / "locale" / "nn" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(HEADER + body, encoding="utf-8")
    return po


def test_a_catalogue_is_compiled_and_read_back(tmp_path):
    po = write_catalogue(tmp_path, 'msgid "Læringsmål"\nmsgstr "Læringsmål (nn)"\n')

    faults = compile_catalogues.compile_all(tmp_path)

    assert faults == []
    with po.with_suffix(".mo").open("rb") as file:
        assert Translations(file).gettext("Læringsmål") == "Læringsmål (nn)"


def test_a_catalogue_that_has_not_changed_is_left_alone(tmp_path):
    po = write_catalogue(tmp_path, 'msgid "Plan"\nmsgstr "Plan"\n')
    compile_catalogues.compile_all(tmp_path)
    po.with_suffix(".mo").write_bytes(b"kept")

    compile_catalogues.compile_all(tmp_path)

    assert po.with_suffix(".mo").read_bytes() == b"kept"


@pytest.mark.parametrize(
    "body",
    [
        '#, python-format\nmsgid "%(count)s mål"\nmsgstr "%(antall)s mål"\n',
        'msgid "Plan"\nmsgstr "Plan"\n\n<<<<<<< a merge left behind\n',
    ],
    ids=["lost name", "merge conflict"],
)
def test_a_broken_catalogue_stops_the_build_with_its_file(tmp_path, body):
    po = write_catalogue(tmp_path, body)

    faults = compile_catalogues.compile_all(tmp_path)

    assert len(faults) == 1
    assert faults[0].startswith(f"{po}:")
    assert not po.with_suffix(".mo").exists()


def test_the_pointer_to_a_source_map_is_dropped_and_nothing_else():
    assert copy_assets.strip_source_map(b"let a = 1\n//# sourceMappingURL=a.js.map") == b"let a = 1\n"
    assert copy_assets.strip_source_map(b"a{}\n/*# sourceMappingURL=a.css.map */\n") == b"a{}\n"
    assert copy_assets.strip_source_map(b"let a = 1\n") == b"let a = 1\n"


def test_bundled_packages_are_read_from_the_source_map():
    sources = ["../src/a.ts", "../node_modules/.pnpm/@x+y@1.2.3/node_modules/@x/y/dist/index.js"]
    assert copy_assets.bundled_packages({"sources": sources}) == {"@x/y": "1.2.3"}


def test_a_bundled_file_of_unknown_origin_stops_the_build():
    with pytest.raises(copy_assets.AssetError, match="Cannot tell"):
        copy_assets.bundled_packages({"sources": ["../node_modules/x/index.js"]})


@pytest.mark.parametrize(
    ("metadata", "sentence"),
    [
        ('{"license": "SSPL-1.0"}', "nobody here has read"),
        ('{"name": "x"}', "nobody here has read"),
        ('{"license": "OFL-1.1"}', "ships no licence text"),
    ],
)
def test_a_licence_we_cannot_meet_stops_the_build(tmp_path, monkeypatch, metadata, sentence):
    monkeypatch.setattr(copy_assets, "MODULES", tmp_path)
    (tmp_path / "x").mkdir()
    (tmp_path / "x/package.json").write_text(metadata)

    with pytest.raises(copy_assets.AssetError, match=sentence):
        copy_assets.licence_text("x", "1.0.0")


def test_an_mit_package_without_a_licence_file_gets_the_text_with_its_author(tmp_path, monkeypatch):
    monkeypatch.setattr(copy_assets, "MODULES", tmp_path)
    (tmp_path / "x").mkdir()
    (tmp_path / "x/package.json").write_text('{"license": "MIT", "author": "Kari"}')

    licence, text = copy_assets.licence_text("x", "1.0.0")

    assert licence == "MIT"
    assert "Copyright (c) Kari" in text


def test_an_icon_with_an_id_of_its_own_is_refused(tmp_path):
    (tmp_path / "Bell.svg").write_text('<svg viewBox="0 0 24 24"><path id="a" d="M1 1"/></svg>')
    with pytest.raises(copy_assets.AssetError, match="Bell"):
        copy_assets.build_sprite(["Bell"], tmp_path)


def test_an_icon_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(copy_assets.AssetError, match="no Aksel icon named Bjelle"):
        copy_assets.build_sprite(["Bjelle"], tmp_path)


def test_surplus_decimals_of_icons_are_cut(tmp_path):
    (tmp_path / "Bell.svg").write_text('<svg viewBox="0 0 24 24">\n<path d="M1.23456.789 2.5"/>\n</svg>\n')
    assert '<path d="M1.23.78 2.5"/>' in copy_assets.build_sprite(["Bell"], tmp_path)


def test_each_database_leaves_out_what_is_about_the_other():
    assert run_tests.selection("sqlite", long=False) == "not long and not postgres_only"
    assert run_tests.selection("postgres", long=True) == "not sqlite_only"


def test_the_newest_complete_server_is_chosen(tmp_path):
    for version, programs in {"9.6": ["initdb", "pg_ctl"], "15": ["initdb", "pg_ctl"], "17": ["psql"]}.items():
        (tmp_path / version / "bin").mkdir(parents=True)
        for program in programs:
            (tmp_path / version / "bin" / program).touch()

    assert run_tests.find_debian_binaries(tmp_path) == tmp_path / "15" / "bin"


def test_no_server_is_found_where_there_is_none(tmp_path):
    assert run_tests.find_debian_binaries(tmp_path) is None


def test_a_taken_port_is_said_in_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert serve_demo.serve(port).startswith(f"Port {port} is taken")


def run_need(folder, *arguments):
    """tools/need.sh on a machine that has only the programs in this folder, and sed."""
    (folder / "sed").symlink_to("/usr/bin/sed" if Path("/usr/bin/sed").exists() else "/bin/sed")
    return subprocess.run(
        ["/bin/sh", str(ROOT / "tools/need.sh"), *arguments],
        env={"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def write_program(folder, name, body):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def test_an_old_node_is_refused_in_one_sentence(tmp_path):
    write_program(tmp_path, "node", "echo v18.20.4")

    result = run_need(tmp_path, "node")

    assert result.returncode == 1
    assert "needs Node.js 20 or newer" in result.stderr
    assert "(found: 18)" in result.stderr
    assert result.stderr.count("\n") == 1


def test_no_node_is_refused_in_one_sentence(tmp_path):
    result = run_need(tmp_path, "node")

    assert result.returncode == 1
    assert "(found: none)" in result.stderr


def test_node_without_npm_is_refused(tmp_path):
    write_program(tmp_path, "node", "echo v22.1.0")

    result = run_need(tmp_path, "node")

    assert result.returncode == 1
    assert "needs npm" in result.stderr


def test_an_old_python_is_refused_in_one_sentence(tmp_path):
    write_program(tmp_path, "python3", "exit 1")

    result = run_need(tmp_path, "python", "python3")

    assert result.returncode == 1
    assert "needs Python 3.11 or newer" in result.stderr


def test_a_good_machine_is_let_through(tmp_path):
    write_program(tmp_path, "node", "echo v20.20.2")
    write_program(tmp_path, "npm", "echo 11")

    assert run_need(tmp_path, "node").returncode == 0


def seen_by_a_recipe(makefile: Path, tmp_path) -> str:
    """What a recipe finds in a shell where somebody has asked Python to keep no bytecode."""
    own = tmp_path / "own.mk"
    own.write_text(f"include {makefile}\nasked:\n\t@echo kept=$$PYTHONDONTWRITEBYTECODE.\n")
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    asked = ["make", "--no-print-directory", "-C", str(ROOT), "-f", str(own), "asked"]
    done = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_what_make_starts_keeps_its_compiled_modules(tmp_path):
    assert seen_by_a_recipe(ROOT / "Makefile", tmp_path) == "kept=."


def test_a_makefile_that_lets_the_wish_through_is_found(tmp_path):
    planted = tmp_path / "Makefile"
    planted.write_text("export PYTHON\n")
    assert seen_by_a_recipe(planted, tmp_path) == "kept=1."

# `make demo` runs Fagvei, `make test` checks it. Each step leaves a stamp file, so it runs only when its lock changes.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
export FAGVEI_HOME ?= $(CURDIR)/var

export PYTHON

UV := tools/uv.sh
BIN := .venv/bin
LOCK := $(UV) pip compile --quiet --generate-hashes --no-header --universal --python-version 3.11 $(LOCK_ARGS)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-long check fix bench lock build clean catalogues

help:  ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | while IFS='	' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

# --- What make prepares by itself ---------------------------------------------------------------------------------

# pip --target needs neither root nor venv nor ensurepip, and a bare Debian has none of them.
.tools/uv.ok: requirements/bootstrap.txt
	@tools/need.sh python "$(PYTHON)"
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action=ignore \
	  --require-hashes --no-deps --target .tools --upgrade -r $<
	@touch $@

# `uv venv` needs no ensurepip either.
.venv/run.ok: .tools/uv.ok requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(UV) venv --quiet --no-python-downloads --python "$(PYTHON)" .venv
	$(UV) pip install --quiet --require-hashes --python $(BIN)/python -r requirements/run.txt
	$(UV) pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python -e .
	@touch $@

.venv/test.ok: .venv/run.ok requirements/test.txt
	$(UV) pip install --quiet --require-hashes --python $(BIN)/python -r requirements/test.txt
	@touch $@

# Style sheets, web components, icons and fonts: installed by npm from a lock with hashes, copied, never committed.
.venv/assets.ok: .venv/run.ok assets/package.json assets/package-lock.json assets/.npmrc assets/copy_assets.py
	@tools/need.sh node
	cd assets && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(BIN)/python assets/copy_assets.py
	@touch $@

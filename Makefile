# `make demo` runs Fagvei, `make test` checks it. Each step leaves a stamp file, so it runs only when its lock changes.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
export FAGVEI_HOME ?= $(CURDIR)/var

export PYTHON PORT
# Python reads its compiled modules again instead of making them in each process: a start takes half the time.
unexport PYTHONDONTWRITEBYTECODE

UV := tools/uv.sh
BIN := .venv/bin
LOCK := $(UV) pip compile --quiet --generate-hashes --no-header --universal --python-version 3.11

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help messages catalogues demo test test-long check fix bench storm lock build clean

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

.venv/test.ok: requirements/test.txt | .venv/run.ok
	$(UV) pip install --quiet --require-hashes --python $(BIN)/python -r requirements/test.txt
	@touch $@

# After the bar: what must be there first, but need not be older. A new line in pyproject.toml fetches no icons anew.
# Style sheets, web components, icons and fonts: installed by npm from a lock with hashes, copied, never committed.
.venv/npm.ok: assets/package.json assets/package-lock.json assets/.npmrc | .venv/run.ok
	@tools/need.sh node
	cd assets && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.venv/assets.ok: .venv/npm.ok assets/copy_assets.py assets/icons.txt
	$(BIN)/python assets/copy_assets.py
	@touch $@

# Programs of others that judge what we export (tests/outside): never part of the pages, never committed.
.venv/outside.ok: tests/outside/package.json tests/outside/package-lock.json tests/outside/.npmrc | .venv/run.ok
	@tools/need.sh node
	cd tests/outside && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

messages: .venv/run.ok  ## Bring the translation catalogues up to date with the source
	$(BIN)/python tools/extract_messages.py

catalogues: .venv/run.ok
	@$(BIN)/python tools/compile_catalogues.py

# --- What people type ---------------------------------------------------------------------------------------------

demo: .venv/run.ok .venv/assets.ok catalogues  ## Run Fagvei with real content and fictional people (PORT=8000)
	$(BIN)/fagvei migrate --verbosity 0
	$(BIN)/fagvei load_content --yes
	$(BIN)/fagvei load_demo
	$(BIN)/fagvei collectstatic --noinput --verbosity 0
	@exec $(BIN)/python tools/serve_demo.py $(PORT)

test: .venv/test.ok .venv/assets.ok .venv/outside.ok catalogues  ## Run every test, on SQLite and PostgreSQL (ARGS="src/fagvei/people")
	@tools/system_packages.sh
	@$(BIN)/python tools/run_tests.py $(ARGS)

test-long: export FAGVEI_LONG = 1
test-long: test  ## The same with the long tests

CHECKS := check-format check-lint check-templates check-types check-walls check-migrations
.PHONY: $(CHECKS)

check: $(CHECKS)  ## Judge everything that a tool can judge

check-format: .venv/test.ok
	$(BIN)/ruff format --check .
check-lint: .venv/test.ok
	$(BIN)/ruff check --quiet --output-format concise .
check-templates: .venv/test.ok
	$(BIN)/djlint --quiet --allow-empty-input --lint src
	$(BIN)/djlint --allow-empty-input --check src
check-types: .venv/test.ok
	$(BIN)/mypy
check-walls: .venv/test.ok
	$(BIN)/lint-imports --no-logo
check-migrations: .venv/test.ok
	$(BIN)/fagvei makemigrations --check --dry-run

fix: .venv/test.ok  ## Mend what a tool can mend
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format --quiet .
	$(BIN)/djlint --quiet --allow-empty-input --reformat src || true

bench: .venv/run.ok .venv/assets.ok catalogues  ## Measure pages and seats; STORM=10000 also so many people at once
	$(BIN)/fagvei bench $(ARGS)
	$(if $(STORM),$(MAKE) storm PEOPLE=$(STORM) ARGS=)

PEOPLE ?= 10000
storm: .venv/test.ok .venv/assets.ok catalogues  ## Measure people who apply for seats at once while servers are killed (PEOPLE=10000)
	$(BIN)/python tests/storm/storm.py --people $(PEOPLE) --write docs/performance.md $(ARGS)

# UPGRADE= keeps the pins that still fit, for when only a name was added.
UPGRADE ?= --upgrade
lock: .tools/uv.ok  ## Renew the pinned dependencies
	@tools/need.sh node
	$(LOCK) $(UPGRADE) requirements/bootstrap.in -o requirements/bootstrap.txt
	$(LOCK) $(UPGRADE) pyproject.toml --group build -o requirements/run.txt
	$(LOCK) $(UPGRADE) pyproject.toml --group build --group test -c requirements/run.txt -o requirements/test.txt
	cd assets && npm install --package-lock-only --ignore-scripts --no-audit --no-fund --loglevel=error
	cd tests/outside && npm install --package-lock-only --ignore-scripts --no-audit --no-fund --loglevel=error

build: .venv/run.ok .venv/assets.ok catalogues  ## Build a wheel that needs no node
	rm -rf dist
	$(BIN)/python -m hatchling build
	@ls -l dist

clean:  ## Remove what make made, except the data in var
	rm -rf .venv .tools dist build assets/node_modules tests/outside/node_modules src/fagvei/web/static/vendor
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src -name '*.mo' -delete
	find src tests tools assets -name __pycache__ -type d -prune -exec rm -rf {} +

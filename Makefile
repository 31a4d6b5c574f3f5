# Everything from a bare clone: `make demo` to see it, `make test` to prove it. Steps leave stamps, so that a second call is quick.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
JOBS ?= $(shell nproc 2>/dev/null || echo 1)
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet --quiet install --require-hashes
export PYTHONPATH := $(CURDIR)

MANIFEST := wobangni/static/dist/manifest.json
FRONTEND := $(shell find frontend -path frontend/node_modules -prune -o -type f -print 2>/dev/null)
CATALOGUES := $(shell find wobangni -name '*.po' 2>/dev/null)
BENCHES := bench-intake bench-pages bench-replay bench-places bench-known bench-auto-dispatch bench-triage bench-sweep

.PHONY: help setup demo test check wheel lock bench $(BENCHES) shots browser clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(VENV)/.runtime $(MANIFEST) $(VENV)/.messages ## install all that the platform needs to run
	@echo "Ready: make demo"

demo: setup ## run everything here with sample data, on PORT (8000)
	@exec $(PY) -m wobangni demo --port $(PORT)

test: $(VENV)/.dev $(MANIFEST) $(VENV)/.messages browser ## all tests, in a real database and a real browser
	@$(PY) -m pytest -n $(JOBS) -q $(TESTS)

check: $(VENV)/.dev $(VENV)/.messages frontend/node_modules/.stamp ## lint, types, layers, migrations, translations
	@$(PY) -m tools.check

wheel: $(VENV)/.dev ## dist/wobangni-….whl, with pages, translations and data
	@$(PY) -m build --wheel --no-isolation --outdir dist .

bench: $(BENCHES) ## measure; each line is one JSON object

$(BENCHES): bench-%: $(VENV)/.dev $(MANIFEST) $(VENV)/.messages
	@$(PY) -m bench.$(subst -,_,$*)

shots: $(VENV)/.dev $(MANIFEST) $(VENV)/.messages browser ## pictures of the main pages into docs/pictures
	@$(PY) -m tools.shots

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url $(UPGRADE)
lock: ## resolve dependencies anew (needs uv; UPGRADE=--upgrade takes newer ones)
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) --extra build pyproject.toml -c requirements.lock -o requirements-build.lock
	$(LOCK) --extra build --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	cd frontend && npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund

clean: ## forget everything that was built (data in var/ stays)
	rm -rf $(VENV) dist frontend/node_modules wobangni/static/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find wobangni -name '*.mo' -delete

# -- steps -------------------------------------------------------------------------------------------------------------

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (PYTHON=… names another)"; exit 1; }
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The venv module is needed: apt-get install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.runtime: requirements-build.lock | $(VENV)/.made
	@echo "Installing Python packages …"
	@$(PIP) -r requirements-build.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/.made
	@echo "Installing Python packages, tools too …"
	@$(PIP) -r requirements-dev.lock
	@touch $@ $(VENV)/.runtime

$(VENV)/.messages: $(CATALOGUES) tools/translations.py | $(VENV)/.runtime
	@$(PY) -m tools.translations compile
	@touch $@

frontend/node_modules/.stamp: frontend/package-lock.json
	@command -v npm >/dev/null || { echo "Node 20 or newer is needed to build the pages: apt-get install nodejs npm"; exit 1; }
	@echo "Installing npm packages …"
	@cd frontend && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(MANIFEST): $(FRONTEND) | frontend/node_modules/.stamp
	@echo "Building the pages' scripts and styles …"
	@cd frontend && npm run --silent build -- --logLevel warn
	@touch $@

browser:
	@if ! command -v chromium chromium-browser google-chrome >/dev/null || ! fc-list :lang=zh 2>/dev/null | grep -q .; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Chromium and a Chinese font …"; \
	    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium fonts-noto-cjk fontconfig; } >/dev/null; \
	  else echo "The tests need a browser: as root, apt-get install chromium fonts-noto-cjk fontconfig"; exit 1; fi; fi

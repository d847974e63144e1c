PYTHON ?= python3
PORT ?= 8420
DB ?= sqlite:///var/demo.db
CONFIG ?=
ONLY ?=
SEED ?=
TIMES ?= 1
SHORT ?=
PEOPLE ?= 100000
KILLS ?= 5

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUN_READY := .venv/run.ok
DEV_READY := .venv/dev.ok
CLIENTS := $(wildcard tests/platforms/*/clients)
UV = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --no-header --upgrade

.DEFAULT_GOAL := help
.PHONY: help demo run test check fmt lint types imports pytest bench chaos notice lock browser node clean

help:
	@echo "make demo    the demonstration office at http://127.0.0.1:$(PORT)/ (PORT=, DB=, SECOND=1)"
	@echo "make run     the service, with the settings file CONFIG= or the environment alone"
	@echo "make test    everything that must hold, on this machine alone"
	@echo "make check   the same, formatting first"
	@echo "make bench   the benchmarks (ONLY=name for one)"
	@echo "make chaos   dying processes and a bad platform, for minutes (SEED= repeats, TIMES=20, SHORT=1 as in make test)"
	@echo "make notice  one notice to 100,000 people, its senders killed on the way (PEOPLE= KILLS= SEED=)"
	@echo "also: fmt lint types imports lock clean"

demo: $(RUN_READY)
	@$(BIN)/xiaoban demo --port $(PORT) --db "$(DB)" $(if $(SECOND),--second)

run: $(RUN_READY)
	@$(BIN)/xiaoban run $(if $(CONFIG),-c "$(CONFIG)")

check: fmt test

test: lint types imports pytest

fmt: $(DEV_READY)
	$(BIN)/ruff check --quiet --select I --fix .
	$(BIN)/ruff format --quiet .

lint: $(DEV_READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(DEV_READY)
	$(BIN)/mypy

imports: $(DEV_READY)
	$(BIN)/lint-imports

pytest: $(DEV_READY) browser node
	$(BIN)/pytest --numprocesses 3 --dist loadfile

browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing Chromium for the browser tests." \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; } \
	|| [ -z "$$CI" ]

node:
	@! command -v npm >/dev/null || for clients in $(CLIENTS); do \
	  [ $$clients/node_modules/ok -nt $$clients/package-lock.json ] \
	  || { echo "Installing the Node clients of $$clients." \
	    && npm ci --prefix $$clients --no-audit --no-fund --loglevel=error >/dev/null && touch $$clients/node_modules/ok; } \
	  || [ -z "$$CI" ] || exit 1; \
	done

bench: $(DEV_READY)
	$(BIN)/python -m benchmarks $(ONLY)

chaos: $(DEV_READY)
	$(BIN)/python -m tests.chaos $(if $(SEED),--seed $(SEED)) --times $(TIMES) $(if $(SHORT),--short)

notice: $(DEV_READY)
	$(BIN)/python -m tests.chaos.notice --people $(PEOPLE) --kills $(KILLS) $(if $(SEED),--seed $(SEED))

lock: $(DEV_READY)
	$(PIP) install uv
	$(UV) pyproject.toml --group build --output-file requirements.lock
	$(UV) pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf .venv var .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info

# A stamp is written when everything it stands for is installed, so a second run starts at once.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "xiaoban needs Python 3.11 or later; name one with: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Making .venv and installing the requirements; the first time takes a minute or two."
	$(PYTHON) -m venv .venv

$(RUN_READY): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q adapters bot config handlers
	@touch $@

$(DEV_READY): requirements-dev.lock $(RUN_READY)
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

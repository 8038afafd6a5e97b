# `make` alone checks everything. Each target says what it does: `make help`.

PYTHON ?= python3
PORT ?= 8501
PYTEST_ARGS ?=
ROW ?=
MINUTES ?= 60

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.requirements.stamp
INSTALLED_DEV := $(VENV)/.requirements-dev.stamp
ROOMS := domain db exports services charts components pages tools
# Only what holds code; mypy refuses a path that does not.
TYPED := $(sort $(dir $(wildcard $(ROOMS:%=%/*.py)))) $(wildcard app.py router.py)

# The tests' files stand in memory where there is room; a disk waits for each of thousands of databases.
IN_MEMORY = $(shell test -w /dev/shm && df -Pk /dev/shm | awk 'NR == 2 && $$4 > 4000000 { print "/dev/shm" }')

.DEFAULT_GOAL := all
.PHONY: all help install run demo bundle test bench soak lint types format pins clean

all: lint types test ## lint, types and tests (what `make` alone does)

help: ## show the targets
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
		printf '  make %-9s %s\n' "$$name" "$$text"; done

install: $(INSTALLED) ## make .venv/ with all that `make run` needs

run: $(INSTALLED) ## start Rembuk on PORT (8501) and print the facilitator's link
	@exec $(BIN)/python -m streamlit run app.py --server.port $(PORT)

demo: $(INSTALLED) ## a rehearsal by itself on PORT: a database of its own, 29 villages that pledge over two minutes
	@exec $(BIN)/python -m tools.demo --port $(PORT)

bundle: $(INSTALLED) ## one file in artefacts/ that installs without internet on a machine like this (docs/operations.md)
	@$(BIN)/python -m tools.bundle

# Compiled once: the tests start the program more than a hundred times, also where nobody wants it compiled otherwise.
test: export PYTHONDONTWRITEBYTECODE =
test: $(INSTALLED_DEV) ## all tests, browser and PostgreSQL included where they can be had
	@tools/test-prerequisites.sh
	@PYTEST_DEBUG_TEMPROOT=$(IN_MEMORY) $(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

bench: $(INSTALLED) ## measure the speed on this machine (docs/speed.md); one row: make bench ROW=R4
	@$(BIN)/python -m bench $(ROW)

soak: $(INSTALLED) ## an hour of a full hall, and how the server's memory grows (MINUTES=10 for less)
	@$(BIN)/python -m bench.soak --minutes $(MINUTES)

lint: $(INSTALLED_DEV) ## style and likely mistakes
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(INSTALLED_DEV) ## type check: strict in domain, services, db
	@$(BIN)/mypy $(TYPED)

format: $(INSTALLED_DEV) ## lay out the code and mend what can be mended
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

pins: $(INSTALLED_DEV) ## check that the pinned versions exist on every platform
	@PYTHON=$(BIN)/python tools/check_pins.sh

clean: ## remove caches and what tests left; keeps .venv/ and data/
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage htmlcov artefacts
	@find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

# Stamps: pip is asked only when a requirements file has changed since, so that a start in the hall needs no network.
$(INSTALLED): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info[:2] < (3, 14) else \
		"Rembuk needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is %d.%d. Name another: make install PYTHON=python3.12" % sys.version_info[:2])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

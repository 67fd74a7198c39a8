# Everything Rapport needs, from a bare machine with Python 3.11+. `make` alone lists the verbs.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q

.PHONY: help
help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Rapport needs Python 3.11 or newer: make PYTHON=python3.11"; exit 1; }
	@echo "making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(RUN_READY): requirements.lock pyproject.toml | $(BIN)/python
	@echo "installing the pinned dependencies"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_READY): requirements-dev.lock $(RUN_READY)
	@echo "installing the pinned test and check tools"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

.PHONY: demo
demo: $(RUN_READY) ## run the main job on a sample year, then the whole machine once
	@$(BIN)/rapport demo --once --out out/demo

.PHONY: up
up: $(RUN_READY) ## run everything: broker, worker, beat and web door (Ctrl-C ends it)
	@$(BIN)/rapport up

.PHONY: test
test: $(DEV_READY) ## run the test suite
	@$(BIN)/python -m pytest $(ARGS)

.PHONY: check
check: $(DEV_READY) ## lint, format, types, imports, rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/rapport rules check

.PHONY: format
format: $(DEV_READY) ## put the code into its one format
	@$(BIN)/ruff check --fix-only -q .
	@$(BIN)/ruff format .

LOCK := $(BIN)/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 pyproject.toml
N ?= 10000
SEED ?= 7
.PHONY: fuzz
fuzz: $(DEV_READY) ## attack the preview with N broken calendars (N=10000 SEED=7; PLANT=1 must fail)
	@PLANT=$(PLANT) $(BIN)/python tests/fuzz/fuzz_ics.py --n $(N) --seed $(SEED)

.PHONY: bench
bench: $(DEV_READY) ## seconds and memory of a year of 2,000 events
	@$(BIN)/python tests/bench/bench_preview.py

YEARS ?= 50
.PHONY: years
years: $(DEV_READY) ## live through random years and check every limit from outside (N=500 SEED=7)
	@$(BIN)/python tests/years/run_years.py --n $(if $(filter command,$(origin N)),$(N),$(YEARS)) --seed $(SEED)

.PHONY: years-mutants
years-mutants: $(DEV_READY) ## plant faults in the planner, one at a time; every one must be caught
	@$(BIN)/python tests/years/run_mutants.py --seed $(SEED)

.PHONY: letters
letters: $(DEV_READY) ## write every letter in every wording onto one page, out/letters/index.html
	@$(BIN)/python tests/writers/show_letters.py out/letters/index.html

.PHONY: story
story: $(DEV_READY) ## drive a whole Rapport from outside, through an account's first two months
	@$(BIN)/python tests/story/run_story.py

KILLS ?= 100
.PHONY: crash
crash: $(DEV_READY) ## kill workers at every stage of drafting and count what is lost (KILLS=100 SEED=7 SABOTAGE=blind-retry)
	@SABOTAGE=$(SABOTAGE) $(BIN)/python tests/crash/run_crash.py --kills $(KILLS) --seed $(SEED)

.PHONY: upgrade-test
upgrade-test: $(DEV_READY) ## open the database of every earlier release
	@$(BIN)/python -m pytest -q tests/store/test_opening.py

.PHONY: recognition
recognition: $(DEV_READY) ## how well events are recognised, on labelled calendars (SET=dev or SET=aside)
	@$(BIN)/python tests/recognition/measure.py tests/recognition/*$(if $(SET),.$(SET)).jsonl

.PHONY: lock
lock: $(DEV_READY) ## write the lock files anew from pyproject.toml
	@$(LOCK) --extra setup -o requirements.lock
	@$(LOCK) --extra setup --extra dev -o requirements-dev.lock

.PHONY: clean
clean: ## remove what make has made
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Certobot needs Python 3.12 and make; everything else comes from the locks.
PYTHON ?= python3.12
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --quiet --disable-pip-version-check install

.DEFAULT_GOAL := help
.PHONY: help install demo test check bench bench-memory lock clean

help:  ## list what make can do
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] < (3, 12))' || \
	  { echo "O Certobot precisa do Python 3.12 ou mais novo: instale-o ou use make PYTHON=caminho/do/python"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Instalando o Certobot (só na primeira vez leva um minuto)..."
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "Instalando as ferramentas de desenvolvimento..."
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

install: $(VENV)/.runtime  ## make .venv from the lock

demo: $(VENV)/.runtime  ## start everything embedded and open a first conversation
	@$(BIN)/certobot demo

check: $(VENV)/.dev  ## format, lint, types and architecture
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check  ## everything that CI runs
	$(BIN)/pytest -n auto --maxprocesses 4 --dist worksteal --cov --cov-report=term:skip-covered --cov-fail-under=90

bench: $(VENV)/.dev  ## how fast it is on this machine; writes benchmarks/README.md (BENCH=--quick for a look)
	@$(BIN)/python -m benchmarks $(BENCH)

bench-memory: $(VENV)/.dev  ## whether memory keeps growing over 1,000 conversations
	@$(BIN)/python benchmarks/memory.py

lock: $(VENV)/.dev  ## renew the locks from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url \
	  --python-version 3.12 pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url \
	  --python-version 3.12 pyproject.toml --group build --group dev -o requirements-dev.lock

clean:  ## remove what make and the program wrote here
	rm -rf $(VENV) .certobot .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage *.egg-info

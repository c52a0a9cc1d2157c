# Everything runs in .venv, which is made from the hashed locks when it is missing, half-made or moved.
# The locks name all there is to install: nothing is resolved (--no-deps), no later release gets in.
# uv installs them; where only pip knows the way to an index, pip does.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := $(VENV)/.tools
ROOMS = $(shell $(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['tool']['mutmut']['only_mutate'], sep=',')")
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps
PIP := $(BIN)/python -m pip install -qq --retries 2 --no-deps --require-hashes -r
NO_PYTHON := kzelect needs Python 3.11 or newer: install it, or name one, such as make PYTHON=python3.12 $(MAKECMDGOALS)
NO_VENV := $(PYTHON) made no $(VENV): on Debian and Ubuntu install python3-venv, on a full disk make room, then run the same command again.
NO_PACKAGES := The packages could not be installed: see that the network and the package index answer and the disk has room, then run the same command again.

ifneq ($(filter-out help,$(MAKECMDGOALS)),)
  ifneq ($(shell test -w . && echo yes),yes)
    $(error This folder cannot be written to: copy the project to a folder of your own and run make there)
  endif
  ifneq ($(shell $(BIN)/python -c "print(open('$(READY)').read().strip())" 2>/dev/null),$(CURDIR))
    $(shell rm -f $(READY))
  endif
endif

.DEFAULT_GOAL := help
.PHONY: help report test lint unit nbval lab notebooks data browser dist tools lock clean

help:
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): requirements.lock requirements-uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo '$(NO_PYTHON)' >&2; exit 1; }
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV) || { echo '$(NO_VENV)' >&2; exit 1; }
	@$(PIP) requirements-uv.lock || { echo '$(NO_PACKAGES)' >&2; exit 1; }
	@$(UV) --require-hashes -r requirements.lock || $(PIP) requirements.lock || { echo '$(NO_PACKAGES)' >&2; exit 1; }
	@$(UV) --no-build-isolation -e .
	@pwd -P > $@

$(TOOLS): $(READY) requirements-tools.lock
	@$(UV) --require-hashes -r requirements-tools.lock || $(PIP) requirements-tools.lock || { echo '$(NO_PACKAGES)' >&2; exit 1; }
	@touch $@

report: $(READY) ## execute every notebook and write the pages to build/site
	$(BIN)/python docs/build.py --execute

test: lint unit nbval ## everything that has to hold

lint: $(READY) ## style, types, layers, spelling, metadata
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/codespell README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md noxfile.py kzelect tests docs
	$(BIN)/validate-pyproject pyproject.toml
	$(BIN)/mypy

unit: $(READY)
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --cov --cov-report=
	$(BIN)/coverage report --fail-under=95
	$(BIN)/coverage report --fail-under=98 --include='$(ROOMS)'

nbval: $(READY)
	$(BIN)/python -m pytest --nbval --nbval-current-env --nbval-cell-timeout=120 -o addopts="-ra --color=no" -o filterwarnings= notebooks

lab: $(READY) ## open JupyterLab on the notebooks
	$(BIN)/jupyter lab notebooks

notebooks: $(READY) ## execute the notebooks in place, outputs and all
	$(BIN)/python docs/build.py --in-place

data: $(READY) ## refresh the hashes in data/datapackage.json
	$(BIN)/python -c "from kzelect.io.package import refresh_hashes; print('changed:', ', '.join(refresh_hashes()) or 'nothing')"

browser: $(TOOLS) ## the notebooks in JupyterLab and the site, in a real browser; needs Chromium
	@command -v chromium >/dev/null || { echo "make browser needs Chromium: apt-get install chromium" >&2; exit 1; }
	$(BIN)/python -m pytest -o addopts="-ra --color=no" -o log_cli=true -o log_cli_level=INFO tests/browser

dist: $(TOOLS) ## wheel and sdist in dist/, with everything that looks at them and at the project
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist
	$(BIN)/sp-repo-review .
	$(BIN)/zizmor --offline --quiet .github
	$(BIN)/uvx --quiet --from cffconvert==2.0.0 cffconvert --validate -i CITATION.cff

tools: $(TOOLS)

lock: $(READY) ## write the locks anew from pyproject.toml
	rm -f uv.lock
	$(BIN)/uv export --quiet --no-emit-project --no-annotate --no-header --format requirements.txt --all-extras --group dev -o requirements.lock
	$(BIN)/uv export --quiet --no-emit-project --no-annotate --no-header --format requirements.txt --only-group uv -o requirements-uv.lock
	$(BIN)/uv export --quiet --no-emit-project --no-annotate --no-header --format requirements.txt --only-group tools -o requirements-tools.lock

clean: ## remove what the targets above made
	rm -rf $(VENV) build dist mutants .nox .coverage .mypy_cache .pytest_cache .ruff_cache uv.lock

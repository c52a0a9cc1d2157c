# Everything runs in .venv, which is made from the hashed lock when it is missing or stale. The lock
# names all there is to install, so pip resolves nothing (--no-deps) and no later release gets in.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ARITHMETIC := kzelect/apportionment/*,kzelect/measures/*,kzelect/results/*,kzelect/scenarios/*
NOTEBOOKS := $(sort $(wildcard notebooks/*.ipynb))

.DEFAULT_GOAL := help
.PHONY: help report test lint types unit notebooks browser proof fuzz mutants matrix dist data run-notebooks lab site picture lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kzelect needs Python 3.11 or newer; set PYTHON=python3.x")'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

report: $(READY) ## execute every notebook and write the pages to build/site
	$(BIN)/python docs/build.py --execute

test: $(READY) lint types unit notebooks ## everything that has to hold

lint: $(READY) ## style, spelling, metadata
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/codespell README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md noxfile.py kzelect tests docs
	$(BIN)/validate-pyproject pyproject.toml

types: $(READY) ## mypy --strict on the package
	$(BIN)/mypy

unit: $(READY) ## unit tests, doctests, README, packaging; with coverage
	$(BIN)/python -m pytest --cov --cov-report=
	$(BIN)/coverage report --fail-under=95
	$(BIN)/coverage report --fail-under=98 --include='$(ARITHMETIC)'

notebooks: $(READY) ## nbval: every output of every notebook is what it says
	$(BIN)/python -m pytest -p no:doctest --nbval --nbval-current-env --nbval-sanitize-with=tests/helpers/nbval_sanitize.cfg --nbval-cell-timeout=120 -o testpaths=notebooks -o addopts="-ra --color=no" -o filterwarnings= notebooks

proof: $(READY) ## apportionment against plain fractions, 100,000 elections a method (3 minutes)
	$(BIN)/python -m tests.helpers.proof

fuzz: $(READY) ## 10,000 broken files, each read or refused by name
	KZELECT_MUTATIONS=10000 $(BIN)/python -m pytest -q tests/test_mutations.py

mutants: $(READY) ## faults planted in the arithmetic, and which no test notices (an hour)
	rm -rf mutants
	$(BIN)/mutmut run

matrix: $(READY) ## lowest and newest versions, Python 3.11 to 3.13; the same results for each (half an hour)
	$(BIN)/nox

dist: $(READY) ## wheel and sdist in dist/, with everything that looks at them and at the project
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist
	$(BIN)/validate-pyproject pyproject.toml
	$(BIN)/sp-repo-review .
	$(BIN)/zizmor --offline --quiet .github
	$(BIN)/uvx --quiet --from cffconvert==2.0.0 cffconvert --validate -i CITATION.cff

data: $(READY) ## refresh the hashes in data/datapackage.json
	$(BIN)/python -c "from kzelect.tables import refresh_hashes; print('changed:', ', '.join(refresh_hashes()) or 'nothing')"

browser: $(READY) ## the notebooks in JupyterLab and the site, in a real browser; needs Chromium
	@command -v chromium >/dev/null || { echo "make browser needs Chromium: apt-get install chromium"; exit 1; }
	$(BIN)/python -m pytest -o addopts="-ra --color=no" -o log_cli=true -o log_cli_level=INFO tests/browser

run-notebooks: $(READY) ## execute the notebooks in place, outputs and all
	PYTHONPATH=docs $(BIN)/python -m nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False --ExecutePreprocessor.coalesce_streams=True --ExecutePreprocessor.store_widget_state=False --NotebookExporter.preprocessors=small_figures.SmallFigures $(NOTEBOOKS)

lab: $(READY) ## open JupyterLab on the notebooks
	$(BIN)/jupyter lab notebooks

site: $(READY) ## write the site to build/site from the notebooks as they are
	$(BIN)/python docs/build.py

picture: $(READY) ## draw the picture of the README anew
	$(BIN)/python docs/build.py --picture

lock: $(READY) ## write requirements.lock anew from pyproject.toml
	$(BIN)/uv export --quiet --all-extras --all-groups --no-emit-project --no-annotate --no-header --format requirements.txt -o requirements.lock

clean: ## remove what the targets above made
	rm -rf $(VENV) build dist mutants .nox .coverage .mypy_cache .pytest_cache .ruff_cache

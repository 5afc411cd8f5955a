# One command each for what a contributor does. `make` alone lists them.
PYTHON := .venv/bin/python

.PHONY: help setup test quick thorough check types lint floors docs site data notebooks screenshots benchmarks reliability mutants page faults release
help:  ## list these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup:  ## an environment in .venv, with what tests, lint and types need
	python3 -m venv .venv && .venv/bin/pip install -e '.[test,dev]'

test:  ## all tests
	$(PYTHON) -m pytest

quick:  ## the tests that need no browser
	$(PYTHON) -m pytest -m "not browser"

thorough:  ## the tests that only CI runs, as they see again, slowly, what others see
	$(PYTHON) -m pytest -m thorough

check: lint types floors page  ## style, types, floors and the page's script, as CI checks them

lint:  ## style
	.venv/bin/ruff check && .venv/bin/ruff format --check

types:  ## types
	.venv/bin/mypy

floors:  ## no import looks up
	.venv/bin/lint-imports

page: page/node_modules  ## the page's script: style, types, tests, and that it is made of its sources
	npm --prefix page run check && npm --prefix page test && npm --prefix page run fresh

page/node_modules: page/package-lock.json
	npm ci --prefix page && touch $@

faults: page/node_modules  ## plant faults in the page's script, and list those that no test sees
	npm --prefix page run faults

docs:  ## the reference and the codebook, from the code
	$(PYTHON) scripts/build_reference.py && $(PYTHON) scripts/build_codebook.py
	$(PYTHON) scripts/build_input_formats.py && $(PYTHON) scripts/build_verdicts.py
	$(PYTHON) scripts/build_rotation.py && $(PYTHON) scripts/build_citation.py
	$(PYTHON) scripts/build_page_contract.py && $(PYTHON) scripts/build_page_vectors.py

site: page/node_modules  ## the documentation as a site that needs no network, in build/site
	$(PYTHON) scripts/build_site.py

data:  ## check every table; scripts/README.md tells how outlines, capitals and cities are renewed
	.venv/bin/infmap check

notebooks:  ## run the notebooks, and keep what they show
	$(PYTHON) scripts/build_notebooks.py

screenshots:  ## the pictures of README, docs and gallery
	$(PYTHON) scripts/screenshots.py && $(PYTHON) scripts/build_gallery.py

benchmarks:  ## infmap beside its peers
	$(PYTHON) -m benchmarks

reliability:  ## try to break it, and write docs/reliability.md
	$(PYTHON) -m reliability

mutants:  ## plant 400 faults, and list those that no test sees
	$(PYTHON) scripts/mutants.py

release:  ## build sdist and wheel, and try both in clean environments
	scripts/check_release.sh

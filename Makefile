# The few commands of this project. Everything else is `wenhui --help`.
VENV   := .venv
PYTHON := $(VENV)/bin/python
PIP    := python3 -m pip --disable-pip-version-check --python $(PYTHON) -q
NPM    := $(shell command -v npm 2>/dev/null || echo $(VENV)/bin/npm)
OLDEST := /usr/lib/postgresql/15/bin
ENGLISH := wenhui/locale/en/LC_MESSAGES/django.mo

.PHONY: demo install develop peers check lint types house test test-oldest bench pins words clean

demo: install           ## start the demonstration (first run: about five minutes with downloads)
	@$(VENV)/bin/wenhui up --demo $(if $(CASEWORK),--casework "$(CASEWORK)")

install: $(VENV)/.run $(VENV)/.browser $(ENGLISH)

develop: $(VENV)/.run $(VENV)/.develop $(VENV)/.browser-develop $(ENGLISH)

$(VENV)/bin/python:
	@python3 -m venv --without-pip $(VENV)

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing Python packages (hashes checked) …"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.develop: requirements/dev.txt $(VENV)/.run
	@echo "Installing development packages (hashes checked) …"
	@$(PIP) install --no-compile --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.peers: requirements/peers.txt $(VENV)/.develop
	@echo "Installing what linkage is measured against (hashes checked) …"
	@$(PIP) install --require-hashes -r requirements/peers.txt
	@touch $@

$(ENGLISH): $(ENGLISH:.mo=.po) $(VENV)/.run
	@WENHUI_DEMO=1 $(PYTHON) -m wenhui.site.manage words compile
	@touch $@

$(VENV)/.node: requirements/node.txt | $(VENV)/bin/python
	@command -v npm >/dev/null 2>&1 || $(PIP) install --require-hashes -r requirements/node.txt
	@touch $@

# What browsers load is then laid under wenhui/kit/html/static/lib/: the icon sprite, ECharts, Leaflet.
LAID   := wenhui/kit/html/icons.py wenhui/kit/html/drawings.svg wenhui/kit/html/build.py wenhui/kit/html/sprite.py

$(VENV)/.fetched: package.json package-lock.json $(VENV)/.node
	@echo "Fetching browser packages …"
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(NPM) ci $(if $(wildcard $(VENV)/.fetched-develop),,--omit=dev) --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(VENV)/.fetched-develop: package.json package-lock.json $(VENV)/.node
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@ $(VENV)/.fetched

$(VENV)/.browser: $(VENV)/.fetched $(LAID) $(VENV)/.run
	@$(PYTHON) -m wenhui.kit.html.build
	@touch $@

$(VENV)/.browser-develop: $(VENV)/.fetched-develop $(LAID) $(VENV)/.run
	@$(PYTHON) -m wenhui.kit.html.build
	@touch $@ $(VENV)/.browser

peers: $(VENV)/.peers   ## also Spark, Splink and recordlinkage: the tests and figures of linkage then use them

check: lint types house   ## lint, types, contracts, house tests (`make -j2 check` does two at a time)

lint: develop
	@$(VENV)/bin/ruff format --check --quiet .
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/lint-imports --no-logo >/dev/null || $(VENV)/bin/lint-imports --no-logo
	@$(VENV)/bin/codespell
	@$(VENV)/bin/djlint wenhui --lint --quiet
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(NPM) run --silent lint

types: develop
	@WENHUI_DEMO=1 DATABASE_URL=postgresql:///types $(VENV)/bin/mypy --no-error-summary

house: develop
	@$(PYTHON) -m pytest -q tests/house

test: develop           ## every test, in parallel, on a throw-away PostgreSQL
	@$(PYTHON) -m pytest -n auto --dist loadfile

test-oldest: develop    ## tests of the database itself on the oldest PostgreSQL supported
	@WENHUI_TEST_BINARIES=$(OLDEST) $(PYTHON) -m pytest -q -m database $(shell grep -rl --include='test_*.py' 'mark\.database' wenhui tests) -n auto --dist loadfile

bench: develop          ## the figures, with this machine's core count and COPY time
	@$(PYTHON) -m bench

pins:                   ## compile the requirement files anew (hashes, no addresses)
	@$(PYTHON) -m tests.pins

words: $(VENV)/.run     ## collect the sentences readers see, keep their English, compile it
	@WENHUI_DEMO=1 $(PYTHON) -m wenhui.site.manage words extract
	@WENHUI_DEMO=1 $(PYTHON) -m wenhui.site.manage words compile

clean:                  ## remove what was installed and built, keep data
	rm -rf $(VENV) $(ENGLISH) node_modules build .mypy_cache .ruff_cache .pytest_cache

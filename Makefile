# Verbs of the suite. Everything that is made lies in the ignored folder .build.
PYTHON ?= python3
PROVISION = $(PYTHON) -m config.provision
MEMBERS ?= 100000
BENCH ?= run
SHAPE ?= normal
N ?= 2000
SEED ?= 1
.DEFAULT_GOAL := help
.PHONY: help run demo test test-core lint i18n i18n-export verify bench fuzz tools stop clean python

help: ## show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  ODOO_HOME=/path      use this Odoo 19 instead of Debian's package"
	@echo "  DATABASE_URL=URL     use this PostgreSQL instead of a private one"
	@echo "  HTTP_PORT=8069       port of make run"

python:
	@command -v $(PYTHON) >/dev/null || { echo "provision: no $(PYTHON) here: install Python 3.11 or newer (apt-get install python3), or call with PYTHON=/path/to/python3" >&2; exit 1; }

run: python ## demo company, served on 127.0.0.1:8069 until Ctrl-C
	@$(PROVISION) run

demo: python ## demo company, without serving
	@$(PROVISION) demo

test: python ## all tests; FILES="addons/x/tests/test_y.py" runs some
	@$(PROVISION) test $(FILES)

test-core: python ## Odoo's own tests with our modules; SUITES="sale account"
	@$(PROVISION) test-core $(SUITES)

lint: python ## code checks
	@$(PROVISION) lint

i18n: python ## fail on a text of ours without German translation
	@$(PROVISION) i18n

i18n-export: python ## write i18n/*.pot and bring de.po up to date
	@$(PROVISION) i18n-export

verify: python ## compute plan scenarios and compare: FILES="a.yaml b.yaml"
	@$(PROVISION) verify $(FILES)

bench: python ## measure a commission run, JSON: MEMBERS=100000 BENCH=run SHAPE=line
	@$(PROVISION) bench $(MEMBERS) $(BENCH) $(SHAPE)

fuzz: python ## compare the engine with the reference on N=2000 random plans from SEED=1
	@$(PROVISION) fuzz $(N) $(SEED)

tools: python ## provide the environment only
	@$(PROVISION) tools

stop: python ## stop the private PostgreSQL
	@$(PROVISION) stop

clean: python ## stop it and remove everything that was made
	@$(PROVISION) clean

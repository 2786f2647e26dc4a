# The commands of the project. Each makes what it needs first.
PYTHON := .venv/bin/python
READY := .venv/.ready
# The tests that repeat what chance, threads or a long list decides (tests/counts.py).
COUNTED = $(shell grep -rl --include='test_*.py' 'from tests.counts' tests) tests/journeys

# A command starts several Pythons: what the first compiles, the others read.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test faults check bench bench-billing verify-ledger bench-matching match-file explain-match price shots assets
run: $(READY)
	@exec $(PYTHON) -m portal.dev

test: $(READY) assets
	@sh .ci/browser
	$(PYTHON) -m pytest -n 2 --dist worksteal $(ARGS)

# All the repetitions, of which `make test` makes a few.
faults: $(READY) assets
	@sh .ci/browser
	TEST_COUNTS=full $(PYTHON) -m pytest -n 2 --dist worksteal $(or $(ARGS),$(COUNTED))

check: $(READY)
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	.venv/bin/djlint templates --lint --quiet
	$(PYTHON) -m tests.checks

bench: $(READY) assets
	$(PYTHON) -m bench

# BENCH_MONTHS=36: three years of bills instead of one.
bench-billing: $(READY)
	$(PYTHON) -m bench.billing

# SCALE=full: 5,000,000 persons too, and Splink beside it in an environment of its own.
bench-matching: .venv/.bench $(if $(filter full,$(SCALE)),.venv-yardstick/.ready)
	$(PYTHON) -m bench.matching

# Absolute paths: make match-file MEMBERS=/a/members.csv REQUESTS=/a/requests.csv OUT=/a/predictions.csv
match-file: $(READY)
	@test -n "$(MEMBERS)" -a -n "$(REQUESTS)" -a -n "$(OUT)" || { echo "give MEMBERS=, REQUESTS= and OUT=, each an absolute path" >&2; exit 2; }
	@$(PYTHON) -m portal.alone match_file --members "$(MEMBERS)" --requests "$(REQUESTS)" --out "$(OUT)"

# The ledger of fresh demonstration data with two years of bills.
verify-ledger: $(READY)
	@LOCAL=1 $(PYTHON) -m portal.alone verify_demonstration

# A file or a folder: make price SCENARIO=/a/in.json OUT=/a/out.json
price: $(READY)
	@test -n "$(SCENARIO)" -a -n "$(OUT)" || { echo "give SCENARIO= and OUT=, each an absolute path" >&2; exit 2; }
	@$(PYTHON) -m portal.alone price --scenario "$(SCENARIO)" --out "$(OUT)"

shots: $(READY) assets
	@sh .ci/browser
	$(PYTHON) -m tests.shots

assets: static/build/public-sans.woff2

static/build/public-sans.woff2: $(READY)
	@DJANGO_SETTINGS_MODULE=portal.assets $(PYTHON) manage.py build_assets
	@touch $@

# The same files and one request of them: make explain-match MEMBERS=... REQUESTS=... REQUEST=R000017
explain-match: $(READY)
	@test -n "$(MEMBERS)" -a -n "$(REQUESTS)" -a -n "$(REQUEST)" || { echo "give MEMBERS= and REQUESTS= as absolute paths, and REQUEST=" >&2; exit 2; }
	@$(PYTHON) -m portal.alone explain_match "$(REQUEST)" --members "$(MEMBERS)" --requests "$(REQUESTS)"

.venv/.bench: $(READY) requirements-bench.txt
	@sh .ci/environment .venv requirements-bench.txt --no-deps
	@touch $@

.venv-yardstick/.ready: requirements-yardstick.txt .ci/python
	@sh .ci/environment .venv-yardstick requirements-yardstick.txt
	@touch $@

$(READY): requirements-dev.txt .ci/python
	@sh .ci/environment .venv requirements-dev.txt
	@touch $@

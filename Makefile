# Everything runs in .venv, which requirements/install.sh makes and keeps up to date.

PY := .venv/bin/python -I
IN_TREE := .venv/bin/python
STAMPS := .venv/installed

.PHONY: help test test-jobs test-openapi check format docs bench bench-jobs bench-service bench-sweep eval lock clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

test: $(STAMPS)/run.txt $(STAMPS)/serve.txt $(STAMPS)/test.txt  ## every test; T="-k roots" chooses among them
	$(IN_TREE) -m pytest $(T)

test-jobs: $(STAMPS)/run.txt $(STAMPS)/serve.txt $(STAMPS)/test.txt  ## jobs of 2,000 problems while servers, nodes and disks fail
	ABACIST_TEST_JOBS=2000 $(IN_TREE) -m pytest tests/apps/jobs $(T)

test-openapi: $(STAMPS)/run.txt $(STAMPS)/serve.txt $(STAMPS)/test.txt  ## schemathesis at length: every operation, all checks and phases
	ABACIST_TEST_OPENAPI=200 $(IN_TREE) -m pytest --timeout=3600 tests/apps/http/test_openapi.py $(T)

check: $(STAMPS)/run.txt $(STAMPS)/check.txt  ## format, lint, types, floors
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m basedpyright
	$(PY) .venv/bin/lint-imports --no-cache

format: $(STAMPS)/check.txt  ## formats the code and repairs what can be repaired safely
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

docs: $(STAMPS)/docs.txt  ## the documentation as web pages, in site/
	$(PY) -m mkdocs build --strict

bench: $(STAMPS)/run.txt  ## measures the figures of docs/performance.md
	$(IN_TREE) -m benchmarks

bench-sweep: $(STAMPS)/run.txt $(STAMPS)/serve.txt $(STAMPS)/test.txt  ## sweeps beside bare NumPy and beside single requests
	$(IN_TREE) -m benchmarks.sweeps

eval: $(STAMPS)/run.txt  ## coverage, accuracy, calibration; DATA="problems.jsonl …" with known answers
	$(IN_TREE) -m benchmarks.evaluation $(DATA)

bench-service: $(STAMPS)/run.txt $(STAMPS)/serve.txt  ## measures the service beside a bare echo
	$(IN_TREE) -m benchmarks.service

bench-proxy: $(STAMPS)/run.txt $(STAMPS)/serve.txt  ## measures chats beside a LiteLLM proxy, installed in build/
	$(IN_TREE) -m venv build/proxy
	build/proxy/bin/python -m pip install --quiet --no-deps --require-hashes -r requirements/bench.txt
	$(IN_TREE) -m benchmarks.proxy

bench-jobs: $(STAMPS)/run.txt $(STAMPS)/serve.txt $(STAMPS)/test.txt  ## measures the figures of docs/scaling.md
	$(IN_TREE) -m benchmarks.jobs

$(STAMPS)/%.txt: requirements/%.txt
	@sh requirements/install.sh $*

# Writes the hash-pinned requirement files anew; UPGRADE=--upgrade takes newer versions too.
# One version of a package serves every Python ("fewest"), so that answers do not depend on it.
LOCK_VENV = build/lock
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK_VENV)/bin/uv pip compile --quiet $(UPGRADE) \
	--universal --python-version 3.11 --fork-strategy fewest --generate-hashes --strip-extras \
	--no-emit-index-url --no-emit-find-links pyproject.toml

lock: $(STAMPS)/run.txt  ## pins the requirements of pyproject.toml anew, with hashes
	$(IN_TREE) -m venv --clear $(LOCK_VENV)
	$(LOCK_VENV)/bin/python -m pip install --quiet uv
	$(COMPILE) --output-file requirements/run.txt
	$(COMPILE) --output-file requirements/serve.txt --extra serve --extra cluster \
		-c requirements/run.txt
	$(COMPILE) --output-file requirements/test.txt --extra serve --extra cluster --extra test \
		-c requirements/serve.txt
	$(COMPILE) --output-file requirements/check.txt --extra serve --extra cluster --extra test \
		--extra check \
		-c requirements/test.txt
	$(COMPILE) --output-file requirements/docs.txt --extra docs -c requirements/check.txt

clean:  ## removes what was made here, .venv apart
	rm -rf build dist site .pytest_cache .ruff_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

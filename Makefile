# Two commands: `make demo` and `make test`. Each does all its own set-up; needed before: Python 3.11 or newer, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: demo test wheel check measured lint types lock sample clean

demo: $(VENV)/.ready ## build a warehouse from data/sample and serve the dashboard
	$(BIN)/outcomes demo --no-browser --port $(PORT)

test: $(VENV)/.ready lint types ## every check
	$(BIN)/python -m pytest -n auto

bench: $(VENV)/.ready ## how fast and how true, in ratios; writes benchmarks/results
	$(BIN)/python -m benchmarks.ingest_speed
	$(BIN)/python -m benchmarks.measure_speed
	$(BIN)/python -m benchmarks.coverage
	$(BIN)/python -m benchmarks.second_opinion
	$(BIN)/python -m benchmarks.crash_safety
	$(BIN)/python -m benchmarks.taint
	$(BIN)/python -m benchmarks.attacks
	$(BIN)/python -m benchmarks.mutants

measured: $(VENV)/.ready ## every line of pipelines/measures is run by its own tests
	$(BIN)/python -m pytest -q tests/measures tests/spec --cov=pipelines.measures --cov-branch --cov-report=term-missing:skip-covered

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready
	$(BIN)/mypy

sample: $(VENV)/.ready ## write data/sample again from its seed
	$(BIN)/outcomes sample --to data/sample

# The lock is made by uv from pyproject.toml: exact versions and hashes, for every platform.
lock: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra report --universal --python-version 3.11 --generate-hashes --no-strip-extras --quiet --output-file requirements.lock

$(VENV)/.ready: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: name it with PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

wheel: $(VENV)/.ready ## one file to install from, with the sample in it
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) dist build

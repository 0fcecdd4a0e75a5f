# Needs Python 3.11 or newer, make and a C++ compiler; everything else goes into .venv.
# PYTHON=python3.12 make run   takes another Python to make .venv with.
# CMAKE_ARGS=-DGGML_CUDA=ON make llama   builds llama.cpp for an NVIDIA GPU.

PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$name; break; }; done)
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test lint browser bench install llama clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1|\2/p' Makefile | \
		while IFS='|' read -r verb text; do printf '%-14s %s\n' "$$verb" "$$text"; done

run: install ## install what is missing, fill an empty library with the samples, open the page
	@listed=$$($(BIN)/footnote documents --json) || exit 1; \
	if [ "$$listed" = "[]" ]; then \
		echo "The library is empty: ingesting data/samples"; \
		$(BIN)/footnote ingest data/samples || exit 1; \
	fi
	@exec $(BIN)/footnote ui

test: install lint ## lint, types, imports, then all tests but those in the browser
	$(BIN)/python -m pytest

lint: install ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

browser: install ## the tests that drive a real Chromium
	$(BIN)/python -m pytest -m browser

bench: install ## Footnote beside the LangChain tutorial pipeline: finding, answering, waits, scale
	$(BIN)/python -m benchmarks.find
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.scale

install: .venv/.installed ## make .venv, or bring it up to date

.venv/.installed: requirements.txt pyproject.toml
	@$(MAKE) -s python-is-fit
	@"$(PYTHON)" -m app.install

llama: ## build llama.cpp anew for this CPU, or as CMAKE_ARGS says
	@$(MAKE) -s python-is-fit
	@"$(PYTHON)" -m app.install --llama

.PHONY: python-is-fit
python-is-fit:
	@[ -n "$(PYTHON)" ] && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Footnote needs Python 3.11 or newer; install it, or name one:' \
			'PYTHON=/path/to/python3.12 make run' >&2; exit 1; }

clean: ## remove .venv and what the tools left; the library stays
	rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache *.egg-info

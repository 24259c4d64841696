# make demo   the main job on real data        make test   everything that must hold
# Each may be run again at any time: what is there already is not made again.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format bench docs

SOURCES := Package.swift Sources Tests $(wildcard Snippets Benchmarks/Package.swift Benchmarks/Sources)

help: ## What can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

setup:
	@scripts/bootstrap
	@scripts/datasets adult

demo: setup ## Learns the UCI Adult table, draws a synthetic one, reports how good it is
	swift build -c release --product lyrebird
	@mkdir -p demo
	@rm -f demo/adult-synthetic.csv demo/adult-report.html
	.build/release/lyrebird synth .datasets/adult/train.csv --target income \
	  --test .datasets/adult/test.csv \
	  --output demo/adult-synthetic.csv --report demo/adult-report.html
	@echo
	@echo "The synthetic table:  $(CURDIR)/demo/adult-synthetic.csv"
	@echo "How good it is:       $(CURDIR)/demo/adult-report.html  (open it in a browser)"

test: export CI := true
# Suites run beside each other; threads within an operator would only wait for one another.
test: export OMP_NUM_THREADS := 1
test: ## Set-up, strict format lint, build without warnings, all tests
	@scripts/bootstrap --tests
	@scripts/datasets adult
	@$(MAKE) --no-print-directory lint
	swift build --build-tests
	swift test --skip-build

lint: ## The style, strictly, and that pages quote the figures as measured
	swift format lint --strict --parallel --recursive $(SOURCES)
	@scripts/update-results --check

format: ## Puts the sources into the style
	swift format --in-place --parallel --recursive $(SOURCES)

bench: setup ## Measures speed beside PyTorch, writes docs/results
	scripts/bench

docs: ## Reference documentation of all libraries, in .build/docs
	scripts/docs

# Everything that guards the tree; .ci/run calls the same parts.
RUN = uv run --no-sync

.PHONY: check format lint types imports rules test bench catalogue schema node

check: format lint types imports rules test

format:
	$(RUN) ruff format --check src tests benchmarks

lint:
	$(RUN) ruff check src tests benchmarks

types:
	$(RUN) mypy

imports:
	$(RUN) lint-imports

rules:
	$(RUN) regelkoll lint
	$(RUN) regelkoll test
	$(RUN) regelkoll test -r tests/second_pack

test:
	$(RUN) pytest

# Times, beside other rule systems; benchmarks/README.md says how to read them. Not part of the gate.
bench:
	uv sync -q --group bench
	mkdir -p build
	$(RUN) pytest benchmarks -n 0 -s --benchmark-quiet --benchmark-json=build/bench.json
	$(RUN) python benchmarks/tables.py build/bench.json

# After a sentence was added or changed: extract, then translate what is empty in the .po, then compile.
catalogue:
	mkdir -p build
	$(RUN) pybabel -q extract -F babel.cfg -k words -k say -k n:1,2 -k N_ -k _N -k NP_:1,2 --no-location --sort-output --project regelkoll -o build/regelkoll.pot src
	$(RUN) pybabel -q update -D regelkoll -l sv -i build/regelkoll.pot -d src/regelkoll/language --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -w 120
	$(RUN) pybabel compile --statistics -D regelkoll -l sv -d src/regelkoll/language

# What is made from the rules and committed: schemas for editors, and the catalogue that a lawyer reviews.
schema:
	for name in report rule facts register parameters case waivers; do $(RUN) regelkoll schema $$name -o schema/$$name.schema.json; done
	$(RUN) regelkoll rules doc -o docs/regelkatalog.md

# What tests ask of Node's world: the editor's language server, checkers of pages, SARIF's own schema.
node:
	npm install --prefix build/node --no-audit --no-fund --silent yaml-language-server@1 axe-core@4 html-validate@10 @microsoft/sarif-multitool-linux

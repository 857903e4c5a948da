# Everything that guards the tree; .ci/run calls the same parts.
RUN = uv run --no-sync

.PHONY: check format lint types imports rules test catalogue schema

check: format lint types imports rules test

format:
	$(RUN) ruff format --check src tests

lint:
	$(RUN) ruff check src tests

types:
	$(RUN) mypy

imports:
	$(RUN) lint-imports

rules:
	$(RUN) regelkoll test
	$(RUN) regelkoll test -r tests/second_pack

test:
	$(RUN) pytest

# After a sentence was added or changed: extract, then translate what is empty in the .po, then compile.
catalogue:
	$(RUN) pybabel extract -q -k _ -k N_ -k words -k say -k n:1,2 -k NP_:1,2 --no-wrap --sort-output -o /tmp/regelkoll.pot src/regelkoll
	$(RUN) pybabel update -q --no-fuzzy-matching --no-wrap -D regelkoll -l sv -i /tmp/regelkoll.pot -d src/regelkoll/language
	$(RUN) pybabel compile -D regelkoll -d src/regelkoll/language

schema:
	$(RUN) regelkoll schema > schema/report.schema.json

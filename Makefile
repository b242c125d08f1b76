# What one types here. `make run` needs nothing but python3 (3.11 or newer) and make.
.SILENT:
.PHONY: help run test browser bench faults load lint messages screenshots lock clean
bin = .venv/bin
collected = -l ar -l ckb -l kmr -l tr --no-wrap --no-obsolete --add-location file
export DEBUG ?= 1

help:
	echo "make run          install, load the demo, serve on http://127.0.0.1:8000/ (PORT=8001 make run: another port)"
	echo "make test         every test this machine can run: SQLite, PostgreSQL, Chromium"
	echo "make browser      only the tests in a real browser"
	echo "make bench        what the checks, an article page and the search cost"
	echo "make faults       kill its processes hundreds of times and see what is lost: an hour (STEPS=10 KILLS=50 MINUTES=20)"
	echo "make load         32 readers post while four moderators decide, on both databases (SECONDS=60)"
	echo "make lint         style, types, import direction, templates, migrations"
	echo "make messages     collect sentences to translate, compile translations (needs gettext)"
	echo "make screenshots  take docs/screenshots again, from the demo"
	echo "make lock         write requirements/*.txt again from pyproject.toml (needs uv)"
	echo "make clean        remove what was made here, the demo's database included"

run:
	requirements/install base
	exec $(bin)/python manage.py run_demo

# SQLite and Chromium come last: the last line is the summary of the most tests.
test:
	requirements/install dev
	$(bin)/pytest -q -n auto -m "not browser" --database postgres
	$(bin)/pytest -q -n auto

browser:
	requirements/install dev
	$(bin)/pytest -q -m browser

bench:
	requirements/install dev
	$(bin)/python tests/benchmarks/bench_checks.py
	$(bin)/pytest -q -s tests/benchmarks/bench_article.py
	$(bin)/pytest -q -s tests/benchmarks/bench_weight.py
	$(bin)/pytest -q -s tests/benchmarks/bench_desk.py
	$(bin)/pytest -q -s tests/benchmarks/bench_desk.py --database postgres
	$(bin)/pytest -q -s tests/benchmarks/bench_search.py
	$(bin)/pytest -q -s tests/benchmarks/bench_keys.py

faults:
	requirements/install dev
	for database in $(or $(DATABASE),sqlite postgres); do \
		$(bin)/python -W ignore -m tests.faults --database $$database --rounds $(or $(ROUNDS),1) \
			--kills $(or $(KILLS),200) $(if $(STEPS),--steps $(STEPS)) $(if $(MINUTES),--minutes $(MINUTES)) || exit 1; \
	done

load:
	requirements/install dev
	for pace in 0 4; do \
		$(bin)/python -W ignore -m tests.load --seconds $(or $(SECONDS),60) --pace $$pace && \
		$(bin)/python -W ignore -m tests.load --seconds $(or $(SECONDS),60) --pace $$pace --processes 4 \
			--database postgres || exit 1; \
	done

lint:
	requirements/install dev
	$(bin)/ruff check --quiet --output-format concise
	$(bin)/ruff format --check --quiet
	$(bin)/mypy
	$(bin)/lint-imports --no-logo
	find templates comments newsroom -name "*.html" -exec $(bin)/djade --check --target-version 5.2 {} +
	$(bin)/python manage.py makemigrations --check --dry-run

# Of the app by itself, as it may stand in other sites; and of ours without it.
of_the_app = -i "evaluation/*" -i "training/*"
of_the_site = -i "comments/*" -i "tests/*" -i "docs/*" -i ".venv/*"
messages:
	requirements/install base
	cd comments && ../$(bin)/python ../manage.py makemessages $(collected) $(of_the_app)
	$(bin)/python manage.py makemessages $(collected) $(of_the_site)
	for folder in comments/locale/*/LC_MESSAGES newsroom/locale/*/LC_MESSAGES; do \
		msgfmt --check-format --output-file $$folder/django.mo $$folder/django.po || exit 1; \
	done

screenshots:
	requirements/install dev
	$(bin)/python docs/take_screenshots.py

lock:
	uv export --quiet --format requirements.txt --no-header --no-annotate --no-emit-project \
		--no-default-groups --group site --extra postgres --extra contextual --output-file requirements/base.txt
	uv export --quiet --format requirements.txt --no-header --no-annotate --no-emit-project \
		--no-default-groups --group dev --extra postgres --extra training --extra contextual --output-file requirements/dev.txt

clean:
	rm -rf .venv var staticfiles build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

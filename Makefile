# `make help` lists what there is. The flow: data/ -> build/ -> output/. Set-up is scripts/setup.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: site test serve publish verify kit deploy rollback bucket bench new check audit golden lock clean help ready ready-to-test

PY := .venv/bin/python
# Another project's modules must not be found here, and files are UTF-8 whatever the locale.
unexport PYTHONPATH PYTHONHOME
export PYTHONUTF8 := 1
# What is given by name comes to the shell by its name too, where no sign in it can mean anything.
given = $(if $($1),"$${$1}",$(error $2))

site: ready  ## set up what is missing, then data/ -> build/ -> output/
	@$(PY) -m pipeline
	@$(PY) -m pipeline.render

test: check site  ## style, types, then every test against the site just built
	@echo "==> Testing"
	@# Playwright's own Node wants a library (libatomic) that a bare Debian lacks; the locked one does not.
	@PLAYWRIGHT_NODEJS_PATH="$(CURDIR)/.venv/bin/node" $(PY) -m pytest --numprocesses auto

check: ready-to-test  ## style and types only
	@echo "==> Checking style and types"
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy --strict

serve: ready  ## preview that rebuilds on every change
	@$(PY) -m pipeline.render.serve

publish: ready  ## production build; SITEURL=https://… from the environment
	@$(PY) -m pipeline
	@$(PY) -m pipeline.render --settings publishconf.py

verify:  ## compare a site with its manifest: SITE=https://… or a folder; AGAINST=output takes the manifest from there
	@$(or $(wildcard $(PY)),python3) -m pipeline.deploy verify "$${SITE:-output}" $(if $(AGAINST),--against "$${AGAINST}")

kit: ready  ## what was published, for one kind of server: make kit FOR=nginx
	@$(PY) -m pipeline.deploy kit $(call given,FOR,no kind of server; expected make kit FOR=nginx) $(if $(ROOT),--root "$${ROOT}")

# Where the releases go is where the configuration looks for them, unless the server is told of another place.
deploy: export ROOT ?= $(lastword $(subst :, ,$(TO)))
deploy: kit  ## send a kit to a server and switch to it: make deploy FOR=nginx TO=host:/srv/zgjedhje
	@scripts/release deploy "kits/$${FOR}" $(call given,TO,no server; expected TO=host:/srv/zgjedhje)

rollback:  ## back to the release before: make rollback TO=host:/srv/zgjedhje
	@scripts/release rollback $(call given,TO,no server; expected TO=host:/srv/zgjedhje)

bucket: ready  ## make a bucket equal to the site: make bucket TO=remote:bucket, as rclone names it
	@$(PY) -m pipeline.deploy bucket $(call given,TO,no bucket; expected TO=remote:bucket)

bench: ready-to-test  ## benchmarks
	@$(PY) -m bench

new: ready  ## a dataset folder that builds as it is: make new NAME=my-dataset
	@$(PY) -m pipeline.new $(call given,NAME,no name; expected make new NAME=my-dataset)

audit: ready  ## compare all locks with the published advisories; asks the registries
	@$(PY) -m venv .venv/audit
	@.venv/audit/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements/audit.lock
	@.venv/audit/bin/pip-audit --strict --disable-pip --require-hashes $(patsubst %,-r %,$(wildcard requirements/*.lock))
	@$(PY) .venv/bin/npm audit --prefix theme

golden: ready-to-test  ## renew tests/golden and docs/codebook.md after a change of theme, format or columns; read the diff before committing it
	@RENEW_GOLDEN=1 $(PY) -m pytest -q tests/test_golden.py

lock: ready-to-test  ## renew the lock files after a change of requirements/*.in or theme/package.json; UPGRADE=1 for newest
	@for set in site test dask audit; do \
	  UV_CUSTOM_COMPILE_COMMAND="make lock" $(PY) -m uv pip compile --quiet --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade) \
	    requirements/$$set.in --output-file requirements/$$set.lock || exit; \
	done
	@$(PY) .venv/bin/npm install --package-lock-only --prefix theme --cache .venv/npm-cache

clean:  ## back to a fresh clone
	@# What an interrupted run has left has a name of 32 signs; a folder with another is not ours.
	rm -rf .build.lock .build-????????????????????????????????* .output.lock .output-????????????????????????????????*
	rm -rf .venv build output kits theme/node_modules .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

ready:
	@scripts/setup site

ready-to-test:
	@scripts/setup test

# Every command of the project; `make help` lists them. What takes more than a line is in scripts/.
.DEFAULT_GOAL := help
.PHONY: help run test quick endurance load chaos lint bench shell messages pictures

export PORT ?= 8000
export N ?= 12000
export ENGINE ?=
export TWINNINGS ?=
AREA ?=

help: ## cette liste
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: ## installe, prépare la base et sert le portail de démonstration sur http://127.0.0.1:$(PORT)
	@scripts/run

test: ## toutes les vérifications et tous les tests ; AREA=tests/… et ENGINE=sqlite, postgresql ou browser en choisissent
	@scripts/test tests.run $(AREA)

quick: ## en une minute : le style, et les tests de ce qui a changé depuis main
	@scripts/test tests.quick

endurance: ## les formes longues : mille décisions, des arrêts au milieu (sur SQLite et PostgreSQL)
	@TEST_LENGTH=long scripts/test tests.run $(shell grep -rl 'tests.length' tests --include='test_*.py')

load: ## charge : 200 personnes pendant trois minutes (PostgreSQL, nginx) ; vérifie que rien n’est perdu, donne p50 et p95
	@scripts/load test_service_under_load_loses_nothing

chaos: ## pannes : 30 arrêts brutaux sous la charge ; vérifie que rien n’est perdu ni en double
	@scripts/load test_service_killed_under_load_loses_nothing

lint: ## style du code et des gabarits, sans rien modifier
	@scripts/install requirements-dev.txt
	@scripts/lint

bench: ## mesure les pages sur N partenariats ; N=100000, ENGINE=postgresql, TWINNINGS=fichier.tsv
	@scripts/bench

shell: ## l'interpréteur de Django, sur la base de démonstration
	@scripts/install requirements.txt
	@DEMONSTRATION=true HTTPS=false .venv/bin/python manage.py shell

messages: ## relève les textes de l'interface et compile le catalogue français (demande gettext)
	@scripts/install requirements.txt
	@scripts/messages

pictures: ## refait les images du README
	@scripts/install requirements-dev.txt
	@scripts/pictures

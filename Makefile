# Обіг: усі дії однією командою. «make help» перелічує їх.
.DEFAULT_GOAL := help
.PHONY: run setup test check bench bench-full crash help
SHELL := /bin/sh

run: ## встановити, чого бракує, і запустити: база, вебсервер, фонові завдання (PORT=…, LAN=1, OBIH_EMPTY=1)
	@bin/obih-setup && exec bin/obih serve $(if $(OBIH_EMPTY),,--demo) $(if $(LAN),--lan) $(if $(PORT),--port $(PORT)) $(ARGS)

setup: ## лише встановити
	@bin/obih-setup && echo "Встановлено. Запустити: make run"

test: ## встановити потрібне для перевірок (разом із Chromium) і виконати їх усі (ARGS="шлях -k назва")
	@bin/obih-setup --dev && exec bin/obih-dev test $(ARGS)

check: ## ruff, mypy, import-linter, незроблені міграції, шаблони
	@bin/obih-setup --dev && exec bin/obih-dev check

bench: ## усі вимірювання на 100 000 документів (WRITE=1 — у таблицю load/README.md; ARGS="--seconds 5")
	@bin/obih-setup --dev && exec bin/obih-dev bench $(if $(WRITE),--write) all $(ARGS)

bench-full: ## усі вимірювання на 1 000 000 документів
	@bin/obih-setup --dev && exec bin/obih-dev bench $(if $(WRITE),--write) all --documents 1000000 $(ARGS)

crash: ## вбивати процеси під навантаженням і довести, що нічого підтвердженого не втрачено
	@bin/obih-setup --dev && exec bin/obih-dev crash $(if $(WRITE),--write) $(ARGS)

help: ## цей перелік
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

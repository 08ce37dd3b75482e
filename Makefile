# Runs dev.py with the same chore, such as `make test ARGS="-k cites"`.
PYTHON ?= python3

.PHONY: help demo test bench check fix lock
help demo test bench check fix lock:
	@$(PYTHON) dev.py $@ $(ARGS)

# Runs the chores of dev.py by the same names, such as `make test ARGS="-k cites"`.
PYTHON ?= python3

.PHONY: help demo test bench check fix lock
help demo test bench check fix lock:
	@$(PYTHON) dev.py $@ $(ARGS)

# The same as do.py, for those who have make.
PYTHON ?= python3

.PHONY: reports test lab
reports test lab:
	$(PYTHON) do.py $@

"""Upstream's own test tables, restated: one file for each Go test, which its docstring names."""

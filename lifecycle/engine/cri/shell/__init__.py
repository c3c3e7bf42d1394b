"""A shell over simulated time: dash's and busybox ash's `sh`, and bash as far as it differs.

`scanner` and `parser` read a script into the nodes of `syntax`, `compiler` turns those into
a flat list of `instructions`, and a `machine` steps through them. A machine that has to
wait freezes into a `ShellState`, a plain value, and goes on from it.
"""

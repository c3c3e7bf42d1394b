"""Upstream's end-to-end cases of a Pod's life, played through the whole engine.

A case is a Pod whose containers run small programs, some steps, and facts about the order in
which the programs start and end. The programs become shell scripts that our runtime runs;
what they log, and when hooks and probes run, is read from the trace.
"""

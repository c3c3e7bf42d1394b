"""The tape: a journal of inputs in, a trace of records out; pure, so that it can be replayed."""

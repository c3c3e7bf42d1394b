"""How much a manifest may ask of the reader. Nothing larger is read, so nothing can hang it."""

MAX_CHARACTERS = 1 << 20
"""A megabyte: twice what the largest manifest of the well-known projects needs."""

MAX_DEPTH = 100
"""Levels of nesting; Kubernetes' own objects need about twenty."""

MAX_NODES = 100_000
"""Values in one text, aliases counted as often as they are used."""

MAX_DOCUMENTS = 100
"""Documents in one text, the members of Lists included."""

MAX_COMPLAINTS = 200
"""Complaints about one text; more would only hide the first ones."""

MAX_ESCAPE_REPAIRS = 4 << 20
"""Characters that may be read again because of escapes that only kubectl understands."""

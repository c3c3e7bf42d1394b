"""What an update would change, as the lines of a diff.

Mirrors k8s.io/apimachinery/pkg/util/diff: the objects as indented JSON, three lines of
context.
"""

import json
from difflib import unified_diff
from typing import Any

from lifecycle.engine.api.validation.govalues import to_go

_MOST_LINES = 4000


def difference(old: Any, new: Any) -> str:
    """The changed lines; empty for objects too large to compare well."""
    before, after = (json.dumps(to_go(v), indent=1).split("\n") for v in (old, new))
    if len(before) + len(after) > _MOST_LINES:
        return ""
    lines = list(unified_diff(before, after, n=3, lineterm=""))[2:]
    return "".join(line + "\n" for line in lines)

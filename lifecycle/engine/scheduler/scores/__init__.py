"""How much each of the nodes that a Pod may run on is worth: a file a plugin, as upstream.

A plugin gives every node 0 to 100. Where it would give all the same it gives nothing at all,
as that changes nothing.
"""

from collections.abc import Sequence

MOST = 100

Scores = Sequence[int]
"""One for each node in order; none where all nodes are alike."""


def normalized(raw: Scores, reverse: bool) -> Scores:
    """Scores from 0 to 100 (`DefaultNormalizeScore`); nothing where all are alike."""
    most = max(raw)
    if most == min(raw):
        return ()
    shares = [score * MOST // most for score in raw]
    return [MOST - share for share in shares] if reverse else shares

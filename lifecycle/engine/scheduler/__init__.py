"""The scheduler: finds a node for each Pod that has none, or says why there is none.

It knows the API server only. A Pod waits in the queue (`queue`), is tried against every
node (`plugins`), the nodes that are left are scored (`score`), and the best is bound.

Mirrors pkg/scheduler.
"""

"""When a Job has succeeded although not all of its indexes have.

Mirrors pkg/controller/job/success_policy.go.
"""

from lightkube.models.batch_v1 import Job, SuccessPolicyRule

from lifecycle.engine.controllers.job.facts import is_indexed
from lifecycle.engine.controllers.job.indexes import parse


def matched(job: Job, done: frozenset[int]) -> str:
    """`Matched rules at index 0`, by the first rule that these indexes satisfy; else empty."""
    policy = job.spec.successPolicy
    if policy is None or not is_indexed(job) or not done:
        return ""
    for index, rule in enumerate(policy.rules or ()):
        if _is_met(rule, done, job.spec.completions or 0):
            return f"Matched rules at index {index}"
    return ""


def _is_met(rule: SuccessPolicyRule, done: frozenset[int], completions: int) -> bool:
    if rule.succeededIndexes is None:
        return rule.succeededCount is not None and len(done) >= rule.succeededCount
    wanted = frozenset(index for index in parse(rule.succeededIndexes) if index < completions)
    got = len(wanted & done)
    if not wanted:
        return False
    return got == len(wanted) or (rule.succeededCount is not None and got >= rule.succeededCount)

"""What holds for any trace, whatever it is about."""

from itertools import pairwise

from lifecycle.engine.records import InputTaken
from tests.properties.histories import History


def time_never_goes_back(history: History) -> None:
    for before, after in pairwise(history.records):
        assert before.t <= after.t, (before, after)


def ids_count_from_one(history: History) -> None:
    for number, record in enumerate(history.records, start=1):
        assert record.id == number, record


def a_cause_comes_before_its_effect(history: History) -> None:
    for record in history.records:
        assert 0 <= record.cause < record.id, record


def versions_of_objects_grow(history: History) -> None:
    last = 0
    for change in history.changes:
        version = int(_metadata(change.object).resourceVersion)
        assert version > last, change
        last = version


def an_object_is_added_then_modified_then_deleted(history: History) -> None:
    for changes in history.by_uid.values():
        verbs = [change.verb for change in changes]
        assert verbs[0] == "added", changes[0]
        assert "added" not in verbs[1:], changes
        assert "deleted" not in verbs[:-1], changes


def no_two_objects_have_one_name_at_a_time(history: History) -> None:
    present: dict[tuple[str, str, str], str] = {}
    for change in history.changes:
        key = (change.kind, change.namespace, change.name)
        assert present.get(key, change.uid) == change.uid, change
        if change.verb == "deleted":
            del present[key]
        else:
            present[key] = change.uid


def events_are_about_what_there_was(history: History) -> None:
    """A static Pod is there before its mirror is, and by another uid."""
    known: set[str] = set()
    static = {
        f"st-{taken.line.split()[2]}"
        for taken in history.records
        if isinstance(taken, InputTaken) and taken.line.startswith("kubelet static")
    }
    for change in history.changes:
        known.add(change.uid)
        if change.kind == "Event":
            involved = change.object.involvedObject
            assert involved.uid in known or involved.name in static, change


def counts_of_events_grow(history: History) -> None:
    for before, after in history.steps("Event"):
        assert (before.count or 1) <= (after.count or 1), after
        assert (before.involvedObject.uid, before.reason) == (
            after.involvedObject.uid,
            after.reason,
        )


def _metadata(obj):
    return obj.metadata


ALL = (
    time_never_goes_back,
    ids_count_from_one,
    a_cause_comes_before_its_effect,
    versions_of_objects_grow,
    an_object_is_added_then_modified_then_deleted,
    no_two_objects_have_one_name_at_a_time,
    events_are_about_what_there_was,
    counts_of_events_grow,
)

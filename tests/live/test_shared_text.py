"""What is the same for all viewers is encoded once."""

from lifecycle.live.shared_text import SharedText


def test_a_text_is_made_once_for_the_same_values_and_anew_for_others():
    made = []
    text = SharedText(lambda *values: f"{made.append(values)}{values}")
    one, other = object(), object()
    assert text.of(one, 1) == text.of(one, 1)
    text.of(other, 1)
    text.of(one, 1)
    assert made == [(one, 1), (other, 1), (one, 1)]


def test_values_that_are_equal_are_not_the_same():
    made = []
    text = SharedText(lambda value: str(made.append(value)))
    text.of([1])
    text.of([1])
    assert len(made) == 2

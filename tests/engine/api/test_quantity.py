from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lifecycle.engine.api.quantity import (
    FORMAT_WRONG,
    SUFFIX_WRONG,
    Quantity,
    QuantityError,
    canonical,
    milli_value,
    parse,
    value,
)

PRINTED = [
    ("1", "1"), ("0.5", "500m"), ("1000m", "1"), ("1500m", "1500m"), (".5", "500m"),
    ("1024Mi", "1Gi"), ("1.5Gi", "1536Mi"), ("0.5Ki", "512"), ("1023", "1023"),
    ("1e3", "1e3"), ("12e6", "12e6"), ("1E2", "100"), ("1E", "1E"), ("2k", "2k"),
    ("100M", "100M"), ("-1Mi", "-1Mi"), ("0", "0"), ("0Gi", "0"), ("1.G", "1G"),
    ("0.1n", "1n"), (2, "2"), (0.25, "250m"), ("128974848", "128974848"),
]  # fmt: skip


@pytest.mark.parametrize(["written", "printed"], PRINTED)
def test_a_quantity_has_one_printed_form(written, printed):
    assert canonical(written) == printed


@pytest.mark.parametrize("text", ["", "x", "1.2.3", "1 Gi", "10^3", True])
def test_what_has_not_the_form_of_a_quantity_is_refused(text):
    with pytest.raises(QuantityError, match="must match the regular expression") as refused:
        parse(text)
    assert str(refused.value) == FORMAT_WRONG


@pytest.mark.parametrize("text", ["1K", "1e", "1Gi2", "Gi1", "--1"])
def test_an_unknown_suffix_is_refused(text):
    with pytest.raises(QuantityError) as refused:
        parse(text)
    assert str(refused.value) == SUFFIX_WRONG


@pytest.mark.parametrize(
    ["text", "whole", "thousandths"],
    [("1500m", 2, 1500), ("1m", 1, 1), ("1u", 1, 1), ("2Ki", 2048, 2048000), ("-1500m", -2, -1500)],
)
def test_parts_are_rounded_away_from_zero(text, whole, thousandths):
    assert (value(text), milli_value(text)) == (whole, thousandths)


def test_a_sum_keeps_the_format_of_what_was_not_zero():
    assert str(parse("1Ki") + parse("1")) == "1025"
    assert str(parse("0") + parse("1Mi")) == "1Mi"
    assert str(parse("2Gi") - parse("1Gi")) == "1Gi"


def test_equal_amounts_are_equal_however_they_are_written():
    assert parse("1000m") == parse("1") and hash(parse("1000m")) == hash(parse("1"))
    assert parse("1Gi") > parse("1G") and not parse("0")


@pytest.mark.parametrize("text", ["9" * 300, "1e999999999999", "-" + "9" * 50, "9" * 500])
def test_enormous_quantities_are_capped_or_refused_at_once(text):
    try:
        assert abs(parse(text).nano) <= ((1 << 63) - 1) * 10**9
    except QuantityError as error:
        assert str(error) == FORMAT_WRONG


AMOUNTS = st.builds(
    lambda whole, part, suffix: f"{whole}.{part}{suffix}" if part else f"{whole}{suffix}",
    st.integers(0, 10**6),
    st.sampled_from(["", "5", "25", "125"]),
    st.sampled_from(["", "m", "k", "M", "G", "Ki", "Mi", "Gi", "e3"]),
)


@given(AMOUNTS)
@example("138062.5Ki")
def test_printing_loses_nothing_and_is_stable(text):
    """A broken binary amount is printed without a suffix, and so becomes a decimal one."""
    quantity = parse(text)
    once = canonical(quantity)
    twice = canonical(once)
    assert parse(once) == parse(twice) == quantity
    assert canonical(twice) == twice
    assert once == twice or ("." in text and text.endswith("i"))


@given(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15))
def test_arithmetic_is_exact(a, b):
    total = Quantity(a) + Quantity(b)
    assert Fraction(total.nano) == Fraction(a) + Fraction(b)
    assert (Quantity(a) < Quantity(b)) == (a < b)

import pytest

from kzelect.text import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Aq Jol", "Aq Jol"),
        ("two\nlines\tand  spaces ", "two lines and spaces"),
        ("\u202eright to left\u202c", "right to left"),
        ("bell\x07 and zero\u200bwidth", "bell and zerowidth"),
        ("Әділет Қазақстан Ңң", "Әділет Қазақстан Ңң"),
        (42, "42"),
    ],
)
def test_plain_keeps_letters_and_drops_what_acts(text, shown):
    assert plain(text) == shown


def test_plain_shortens_to_the_width():
    assert plain("x" * 10_000, 20) == "x" * 19 + "…"
    assert plain("x" * 20, 20) == "x" * 20
    assert len(plain("abc", 1)) == 1

"""The sentences and codes that both renderers print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.boleto.winansi import printable
from adapters.boleto.wording import copyable, tax_number


@given(code=st.text(alphabet="A1 ", min_size=1, max_size=300), columns=st.integers(2, 80))
def test_a_code_cut_into_lines_joins_again_and_no_line_is_too_long(code: str, columns: int) -> None:
    lines = copyable(code, columns)

    assert "".join(lines) == code
    assert all(0 < len(line) <= columns for line in lines)


def test_no_space_stands_at_a_cut_where_copying_would_lose_it() -> None:
    assert copyable("AAAA BBBB", 5) == ["AAA", "A BBB", "B"]


@pytest.mark.parametrize(
    ("document", "named"),
    [("11.222.333/0001-81", "CNPJ 11.222.333/0001-81"), ("529.982.247-25", "CPF 529.982.247-25")],
)
def test_a_tax_number_says_whether_it_is_of_a_company_or_of_a_person(document: str, named: str) -> None:
    assert tax_number(document) == named


@given(st.text())
def test_whatever_is_typed_can_be_printed(text: str) -> None:
    shown = printable(text)

    assert shown.encode("cp1252").decode("cp1252") == shown
    assert shown == shown.strip()


@given(st.text(alphabet="áàâãéêíóôõúüçÁÀÂÃÉÊÍÓÔÕÚÜÇªº–—“”‘’…€", min_size=1))
def test_portuguese_is_printed_as_it_is_written(text: str) -> None:
    assert printable(text) == text

"""CPF and CNPJ: read with or without mask, by their check digits, and shown no more than may be."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.shared.cnpj import Cnpj, InvalidCnpj
from domain.shared.cpf import Cpf, InvalidCpf

PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "cpf.sample.jsonl"


def is_cpf(text: str) -> bool:
    try:
        Cpf.parse(text)
    except InvalidCpf:
        return False
    return True


def is_cnpj(text: str) -> bool:
    try:
        Cnpj.parse(text)
    except InvalidCnpj:
        return False
    return True


@pytest.mark.parametrize("text", ["52998224725", "529.982.247-25", " 529 982 247 25 ", "529982247-25"])
def test_a_cpf_is_read_with_or_without_its_mask(text: str) -> None:
    assert Cpf.parse(text).digits == "52998224725"


@pytest.mark.parametrize(
    "text",
    ["", "529", "52998224726", "529982247250", "11111111111", "5299822472x", "٥٢٩٩٨٢٢٤٧٢٥", "529/982/247/25"],
)
def test_what_is_no_cpf_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(InvalidCpf) as refused:
        Cpf.parse(text)
    assert not text or text not in str(refused.value)


def test_a_cpf_is_masked_where_it_is_shown_and_whole_where_the_law_asks_for_it() -> None:
    cpf = Cpf.parse("52998224725")
    assert cpf.masked == "***.982.247-**"
    assert cpf.formatted == "529.982.247-25"
    assert repr(cpf) == "Cpf(***.982.247-**)"


@pytest.mark.parametrize(
    ("digits", "opens"),
    [("529", True), ("5299", True), ("52998224725", True), ("52", False), ("", False), ("528", False)],
)
def test_three_digits_or_more_open_a_cpf(digits: str, opens: bool) -> None:
    assert Cpf.parse("52998224725").starts_with(digits) is opens


@pytest.mark.parametrize("digits", ["529982247250", "982", "٥٢٩", "5 2 9"])
def test_nothing_else_opens_it(digits: str) -> None:
    assert not Cpf.parse("52998224725").starts_with(digits)


@given(st.integers(0, 999_999_999))
def test_each_nine_digits_have_one_pair_of_check_digits(base: int) -> None:
    valid = [check for check in range(100) if is_cpf(f"{base:09}{check:02}")]
    assert len(valid) == (0 if len(set(f"{base:09}")) == 1 else 1)


@pytest.mark.parametrize(
    ("text", "formatted"),
    [
        ("11222333000181", "11.222.333/0001-81"),
        ("11.222.333/0001-81", "11.222.333/0001-81"),
        # The example of Receita Federal's own manual of the alphanumeric CNPJ.
        ("12.ABC.345/01DE-35", "12.ABC.345/01DE-35"),
        ("12abc34501de35", "12.ABC.345/01DE-35"),
    ],
)
def test_a_cnpj_is_read_in_digits_and_in_letters(text: str, formatted: str) -> None:
    assert Cnpj.parse(text).formatted == formatted


@pytest.mark.parametrize(
    "text", ["", "11222333000182", "12ABC34501DE36", "12ABC34501DEAB", "00000000000000", "1122233300018"]
)
def test_what_is_no_cnpj_is_refused(text: str) -> None:
    with pytest.raises(InvalidCnpj) as refused:
        Cnpj.parse(text)
    assert refused.value.text == text


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published vectors are not beside this repository")
def test_published_vectors_are_read_as_their_authors_say() -> None:
    judges = {"cpf": is_cpf, "cnpj": is_cnpj}
    cases = [json.loads(line) for line in PUBLISHED.read_text(encoding="utf-8").splitlines()]
    judged = [case for case in cases if case["kind"] in judges]
    wrong = [case["text"] for case in judged if judges[case["kind"]](case["text"]) is not case["valid"]]
    assert len(judged) >= 20
    assert wrong == []

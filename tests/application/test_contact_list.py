"""Whom to contact, from what people have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.contact_list import Listed, UnreadableList, listed, read_contact_list
from domain.identity.contact_rule import ContactRule, MustNotContact
from domain.shared.cpf import Cpf

MARIA, JOAO, ZERO = Cpf.parse("529.982.247-25"), Cpf.parse("111.444.777-35"), Cpf.parse("000.000.001-91")


def read(text: str, encoding: str = "utf-8") -> list[tuple[int, str]]:
    """What is read of a list: its lines, and the CPF or what is wrong."""
    return [
        (row.line, row.refusal.detail if row.refusal else row.cpf.formatted if row.cpf else "")
        for row in read_contact_list(text.encode(encoding))
    ]


BOTH = [(2, MARIA.formatted), (3, JOAO.formatted)]


@pytest.mark.parametrize(
    "header",
    [
        "cpf",
        "CPF",
        " Cpf ",
        "CPF do devedor",
        "CPF/CNPJ",
        "nr_cpf",
        "Número do CPF",
        "documento",
        '"cpf"',
        "C.P.F. cpf",
        "C.P.F.",
        "Nº C.P.F",
        "CPF do cliente",
        "Documento do cliente",
        "Cliente (documento)",
        "Nº do documento",
        "N° Documento",
        "NÚMERO DO DOCUMENTO",
        "cpf_devedor",
        "devedor_cpf",
        "cpfDevedor",
        "CPFCliente",
        "nrcpf",
        "cpfcnpj",
        "CPF / CNPJ do Cliente",
        "Doc. do titular",
        "CPF (somente números)",
        "CPF associado",
        "identificador",
    ],
)
def test_the_column_may_have_many_names(header: str) -> None:
    assert read(f"{header}\n{MARIA.formatted}\n{JOAO.digits}\n") == BOTH


@pytest.mark.parametrize(
    ("header", "place"),
    [
        ("CPF do cônjuge;CPF", 1),
        ("CPF do cliente;CPF do avalista", 0),
        ("CPF do vendedor;Documento", 1),
        ("Nº do documento;CPF do devedor", 1),
        ("CPF;CPF do responsável", 0),
        ("CPF/CNPJ;cpf", 1),
        ("tipo de documento;documento", 1),
        ("Credor (CPF/CNPJ);contrato", 1),
    ],
)
def test_of_several_columns_the_debtors_is_found(header: str, place: int) -> None:
    cells = [ZERO.digits, ZERO.digits]
    cells[place] = MARIA.digits
    assert read(f"{header}\n{';'.join(cells)}\n") == [(2, MARIA.formatted)]


def test_what_a_column_holds_settles_what_its_name_leaves_open() -> None:
    invoice = f"Nº do documento;Documento do cliente\n90210;{MARIA.digits}\n90211;{JOAO.digits}\n"
    assert read(invoice) == BOTH
    assert read(f"Nº do documento;Identificação\n90210;{MARIA.digits}\n90211;{JOAO.digits}\n") == BOTH
    assert read(f"CPF;CPF\n{MARIA.digits};{MARIA.digits}\n") == [(2, MARIA.formatted)]


def test_titles_above_the_header_are_passed_over() -> None:
    titles = "Relatório de inadimplentes;;\nEmitido em 20/11/2026;;\n"
    assert read(f"{titles}Nome;CPF do cliente;Valor\nMaria;{MARIA.digits};9") == [(4, MARIA.formatted)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_delimiter_and_the_end_of_line_are_found_out(delimiter: str, newline: str) -> None:
    rows = [["nome", "CPF", "valor"], ["Maria", MARIA.formatted, "10"], ["João", JOAO.digits, ""]]
    assert read(newline.join(delimiter.join(row) for row in rows)) == BOTH


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_spreadsheets_save_in_many_encodings(encoding: str) -> None:
    text = f"Descrição;CPF\nCartão;{MARIA.digits}\nAção;{JOAO.digits}\n"
    assert read(text, encoding) == BOTH


def test_excel_says_its_delimiter_first() -> None:
    assert read(f"sep=;\ncpf;nome\n{MARIA.digits};Maria, a primeira\n") == [(3, MARIA.formatted)]


@pytest.mark.parametrize(
    "written",
    ["191", "00000000191", "000.000.001-91", '="00000000191"', "'00000000191", "191.0", "191,00", " 191 "],
)
def test_a_cpf_is_restored_from_what_a_spreadsheet_made_of_it(written: str) -> None:
    assert [text for _, text in read(f"cpf;x\n{written};1\n")] == [ZERO.formatted]


def test_a_plain_list_has_one_cpf_on_each_line_and_needs_no_header() -> None:
    assert read(f"# a lista de novembro\n{MARIA.formatted}\n\n{JOAO.digits}\n") == [
        (2, MARIA.formatted),
        (4, JOAO.formatted),
    ]
    assert read(f"{MARIA.digits}, {JOAO.digits}") == [(1, MARIA.formatted), (1, JOAO.formatted)]


def test_a_row_that_cannot_be_used_is_named_and_stops_no_other() -> None:
    cpfs = ["123", MARIA.digits, "", "52998224726", "abc", "11222333000181", "5,29982E+10", MARIA.formatted]

    assert read("\n".join(["cpf;nome", *(f"{cpf};Ana" for cpf in cpfs)])) == [
        (2, "são 11 dígitos, aqui há 3"),
        (3, MARIA.formatted),
        (4, "falta o CPF"),
        (5, "os dígitos verificadores não conferem"),
        (6, "não há dígitos"),
        (7, "14 dígitos são de um CNPJ"),
        (8, "a planilha trocou o CPF por um número abreviado: formate a coluna como texto"),
        (9, "já está na linha 3"),
    ]


def test_a_short_row_and_a_long_row_are_no_trouble() -> None:
    assert read(f"nome;cpf\nMaria\nMaria;{MARIA.digits};sobra;mais\n") == [
        (2, "falta o CPF"),
        (3, MARIA.formatted),
    ]


def test_a_quoted_text_may_go_on_over_lines_and_a_stray_quote_costs_nobody_else() -> None:
    text = f'obs;cpf\n"Rua A,\nfundos";{MARIA.digits}\n"aspas soltas;{JOAO.digits}\nfim;{ZERO.digits}\n'
    assert read(text) == [(2, MARIA.formatted), (4, JOAO.formatted), (5, ZERO.formatted)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "a lista está vazia"),
        (b"\n \n;;\n", "a lista está vazia"),
        (b"cpf\n", "a lista está vazia"),
        (b"nome;telefone\nMaria;11", "a lista não tem uma coluna cpf"),
        ("nome;CPF do cônjuge\nMaria;52998224725".encode(), "a lista não tem uma coluna cpf"),
        (
            b"CPF do cliente;nome;CPF do devedor\n52998224725;Maria;11144477735",
            "mais de uma coluna pode ser a do CPF (1ª e 3ª): chame de cpf a certa",
        ),
        (b"PK\x03\x04\x00\x00", "o arquivo não é um texto: salve a planilha como CSV UTF-8"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableList) as refused:
        read_contact_list(content)
    assert refused.value.reason == reason


def test_a_repeated_cpf_is_contacted_once() -> None:
    again = MustNotContact(ContactRule.REPEATED, detail="já está na linha 1")
    assert listed([(1, MARIA.digits), (2, MARIA.formatted)]) == (Listed(1, MARIA), Listed(2, MARIA, again))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_refused(content: bytes) -> None:
    try:
        rows = read_contact_list(content)
    except UnreadableList:
        return
    assert all((row.cpf is not None) or (row.refusal is not None) for row in rows)


@given(st.lists(st.sampled_from([MARIA.digits, "123", "", '"', "x;y", JOAO.formatted]), min_size=1))
def test_no_row_of_a_csv_is_lost(cells: list[str]) -> None:
    lines = [f"{cell};{number}" for number, cell in enumerate(cells)]
    rows = read_contact_list("\n".join(["cpf;n", *lines]).encode())
    assert len({row.line for row in rows}) == len(rows)
    assert sum(row.cpf == MARIA for row in rows) == cells.count(MARIA.digits)

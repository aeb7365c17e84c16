"""Files of debtors as people make them."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from adapters.crm.debtor_file import LARGEST_FILE_MB, BadRow, DebtorFile, DebtorFileUnreadable, load_debtors
from domain.identity.debt import Debt

TODAY = date(2026, 11, 20)
HEADER = "cpf,name,phone,debt_amount,due_date"
MARIA = "529.982.247-25,Maria Silva Santos,(11) 99999-9001,1000.00,2025-08-10"
JOAO = "111.444.777-35,João Batista Lima,(85) 99999-9002,150.50,29/02/2024"

type Loader = Callable[[str | bytes], DebtorFile]


@pytest.fixture
def load(tmp_path: Path) -> Loader:
    def load(content: str | bytes) -> DebtorFile:
        path = tmp_path / "devedores"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return load_debtors(path, today=TODAY, default_creditor="Lojas Aurora")

    return load


def the_debt(file: DebtorFile) -> Debt:
    assert file.bad_rows == ()
    (record,) = file.records
    (debt,) = record.debts
    return debt


def test_a_row_is_a_debtor_with_one_debt(load: Loader) -> None:
    (maria,) = load(
        "cpf,name,phone,debt_amount,due_date,original_amount,creditor,description,email,uf\n"
        '52998224725, Maria  Silva Santos ,5511999999001, "1.234,56",10/08/2025,'
        "1000,Óticas Lume,Óculos,m@example.com,sp\n"
    ).records

    assert maria.cpf.digits == "52998224725"
    assert maria.name == "Maria Silva Santos"
    assert maria.phone.digits == "5511999999001"
    assert (maria.email, maria.uf) == ("m@example.com", "SP")
    assert maria.debts == (
        Debt(Decimal("1234.56"), Decimal("1000.00"), date(2025, 8, 10), "Óticas Lume", "Óculos"),
    )


def test_what_a_row_leaves_out_has_a_default(load: Loader) -> None:
    file = load(f"{HEADER}\n{MARIA}\n")

    assert the_debt(file) == Debt(
        Decimal("1000.00"), Decimal("1000.00"), date(2025, 8, 10), "Lojas Aurora", "Débito em aberto"
    )
    assert (file.records[0].email, file.records[0].uf) == (None, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_spreadsheet_of_any_origin_keeps_its_accents(load: Loader, encoding: str, line_end: str) -> None:
    rows = (HEADER.replace(",", ";"), JOAO.replace(",", ";"), "")

    (joao,) = load(line_end.join(rows).encode(encoding)).records

    assert joao.name == "João Batista Lima"


def test_a_quotation_mark_of_windows_is_read(load: Loader) -> None:
    row = MARIA.replace("Maria Silva", "Maria D’Ávila")

    assert load(f"{HEADER}\n{row}\n".encode("cp1252")).records[0].name == "Maria D’Ávila Santos"


def test_a_byte_that_is_no_letter_in_any_encoding_costs_only_its_row(load: Loader) -> None:
    broken = JOAO.encode("latin-1").replace(b"Batista", b"Ba\x81ista")

    file = load(b"\n".join((HEADER.encode(), broken, MARIA.encode())))

    assert file.bad_rows == (BadRow(2, "name: há caracteres invisíveis"),)
    assert [record.name for record in file.records] == ["Maria Silva Santos"]


def test_headers_may_be_in_capitals_with_accents_and_in_portuguese(load: Loader) -> None:
    file = load(
        "CPF;Nome;Telefone;Valor;Vencimento;Valor Original;Credor;Descrição;E-mail;UF;Observação\n"
        "52998224725;Maria;11999999001;R$ 1.234,56;10/08/2025;;;Cartão;;;qualquer\n"
    )

    assert the_debt(file).description == "Cartão"
    assert load(f"{HEADER.upper().replace('NAME', 'Náme')}\n{MARIA}").bad_rows == ()


def test_a_bad_row_leaves_the_others_standing_and_is_named_by_its_line(load: Loader) -> None:
    file = load(f"\n{HEADER}\n{MARIA}\n\n,,,,\nlixo\n{JOAO}\n")

    assert [record.name for record in file.records] == ["Maria Silva Santos", "João Batista Lima"]
    assert [row.line for row in file.bad_rows] == [6]


def test_a_stray_quote_costs_only_its_own_row(load: Loader) -> None:
    file = load(f'{HEADER}\n111.444.777-35,"João,(85) 99999-9002,150.50,2024-02-29\n{MARIA}\n')

    assert [record.name for record in file.records] == ["Maria Silva Santos"]
    assert file.bad_rows == (BadRow(2, "aspas sem par, ou texto longo demais"),)


def test_an_amount_that_its_comma_cut_in_two_is_refused_not_guessed(load: Loader) -> None:
    file = load(f"{HEADER}\n{MARIA.replace('1000.00', '1.234,56')}\n{JOAO}, ,\n")

    assert file.bad_rows == (
        BadRow(2, "há mais valores que colunas; ponha entre aspas o valor que tem vírgula"),
    )
    assert [record.name for record in file.records] == ["João Batista Lima"]


def test_the_same_cpf_on_two_rows_is_one_debtor_with_two_debts(load: Loader) -> None:
    second = "52998224725,MARIA SILVA SÁNTOS,(21) 99999-9003,50.00,2025-09-10"

    (maria,) = load(f"{HEADER}\n{MARIA}\n{second}\n").records

    assert [str(debt.amount) for debt in maria.debts] == ["1000.00", "50.00"]
    assert maria.phone.digits == "5511999999001"


def test_the_same_cpf_under_another_name_is_refused(load: Loader) -> None:
    file = load(f"{HEADER}\n{MARIA}\n{MARIA.replace('Maria', 'Marta')}\n")

    assert file.bad_rows == (BadRow(3, "cpf: este CPF já apareceu com outro nome"),)
    assert len(file.records[0].debts) == 1


def test_the_same_debt_twice_is_owed_once(load: Loader) -> None:
    same_in_other_words = "52998224725,Maria Silva Santos,11999999001,1000,10/08/2025"

    file = load(f"{HEADER}\n{MARIA}\n{MARIA}\n{same_in_other_words}\n")

    assert [row.line for row in file.bad_rows] == [3, 4]
    assert {row.reason for row in file.bad_rows} == {"linha repetida: esta dívida já apareceu"}
    assert len(file.records[0].debts) == 1


JSON_MARIA = (
    '{"cpf": 52998224725, "name": "Maria", "phone": 5511999999001,'
    ' "debt_amount": 1234.56, "due_date": "2025-08-10"}'
)


@pytest.mark.parametrize(
    "content",
    [
        f"[{JSON_MARIA}]",
        f'{{"debtors": [{JSON_MARIA}]}}',
        f"\ufeff  [\n  {JSON_MARIA}\n]\n",
        f"{JSON_MARIA}\n",
        f"\n{JSON_MARIA}\r\n\r\n",
    ],
)
def test_json_is_read_as_a_list_an_object_or_lines(load: Loader, content: str) -> None:
    assert the_debt(load(content)).amount == Decimal("1234.56")


def test_json_lines_names_a_bad_row_by_its_line(load: Loader) -> None:
    file = load(f"{JSON_MARIA}\n\n{{quebrado\n[]\n")

    assert len(file.records) == 1
    assert file.bad_rows == (BadRow(3, "não é um objeto JSON"), BadRow(4, "não é um objeto JSON"))


def test_a_json_list_names_a_bad_row_by_its_position(load: Loader) -> None:
    assert load(f"[{JSON_MARIA},\n\n 7]").bad_rows == (BadRow(2, "não é um objeto JSON"),)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("0.125", "debt_amount: o valor tem mais de duas casas decimais"),
        ("-1", "debt_amount: o valor deve ser maior que zero"),
        ("1e400", "debt_amount: o valor é grande demais"),
        ("true", "debt_amount: não é um valor em reais, como 1.234,56"),
        ("null", "debt_amount: falta o valor"),
        ('["1"]', "debt_amount: não é um valor em reais, como 1.234,56"),
    ],
)
def test_a_json_amount_is_held_to_the_same_rules(load: Loader, number: str, reason: str) -> None:
    assert load(f"[{JSON_MARIA.replace('1234.56', number)}]").bad_rows == (BadRow(1, reason),)


def test_a_json_text_of_another_type_is_refused(load: Loader) -> None:
    assert load(f"[{JSON_MARIA.replace('"Maria"', 'true')}]").bad_rows == (
        BadRow(1, "name: escreva um texto"),
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "está vazio"),
        ("\ufeff \n\n", "está vazio"),
        (HEADER, "não tem nenhum devedor"),
        ("[]", "não tem nenhum devedor"),
        ("cpf,name,phone\n1,2,3\n", "não tem as colunas obrigatórias: debt_amount, due_date"),
        ("Prezados senhores, segue a lista.", "colunas obrigatórias"),
        (f"{HEADER},nome\n{MARIA},Maria\n", "tem duas colunas com o mesmo nome"),
        (b"PK\x03\x04\x00\x00", "não é CSV nem JSON: salve a planilha como CSV UTF-8"),
        ('"', "não é CSV nem JSON"),
        ('[{"cpf": 1,', "não é uma lista de devedores em JSON"),
        ('{"debtors": 5}', "não é uma lista de devedores em JSON"),
        ('{\n"cpf": 1\n}', "não é uma lista de devedores em JSON"),
        ("[" * 100_000, "não é uma lista de devedores em JSON"),
        ('[{"debt_amount": 1e99999999999999999999}]', "não é uma lista de devedores em JSON"),
    ],
)
def test_a_file_of_which_nothing_can_be_read_says_why_in_one_sentence(
    load: Loader, content: str | bytes, reason: str
) -> None:
    with pytest.raises(DebtorFileUnreadable) as caught:
        load(content)

    assert reason in caught.value.reason
    assert str(caught.value).startswith("O arquivo de devedores ")
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_is_a_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(DebtorFileUnreadable, match="não existe"):
        load_debtors(tmp_path / "nada.csv", today=TODAY, default_creditor="Lojas Aurora")
    with pytest.raises(DebtorFileUnreadable, match="não pôde ser lido"):
        load_debtors(tmp_path, today=TODAY, default_creditor="Lojas Aurora")


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "enorme.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE_MB * 1024 * 1024 + 1)

    with pytest.raises(DebtorFileUnreadable, match="passa de 50 MB"):
        load_debtors(path, today=TODAY, default_creditor="Lojas Aurora")


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["52998224725", "Maria", "11999999001", "1.234,56", "2025-08-10", '"', "\x85", "1e9", "٣"]
    ),
)
CSV = st.lists(st.lists(CELLS, max_size=7).map(",".join), max_size=6).map(
    lambda rows: "\n".join([HEADER, *rows]).encode("utf-8", "surrogatepass")
)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(-1e9, 1e9) | CELLS,
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)
JSON_ROWS = st.lists(
    st.fixed_dictionaries(dict.fromkeys(HEADER.split(","), JSON_VALUES)) | JSON_VALUES, min_size=1, max_size=4
)


@given(content=st.binary(max_size=200) | CSV | JSON_ROWS.map(lambda rows: json.dumps(rows).encode()))
@example(content=b'[{"cpf": ' + b"1" * 5_000 + b"}]")
@example(content=HEADER.encode() + b"\n" + b"x" * 200_000)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_read_or_refused_as_unreadable(load: Loader, content: bytes) -> None:
    try:
        file = load(content)
    except DebtorFileUnreadable:
        return
    assert file.records or file.bad_rows


@given(rows=JSON_ROWS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_row_becomes_a_debt_or_a_bad_row(load: Loader, rows: list[object]) -> None:
    good = json.loads(JSON_MARIA)

    file = load(json.dumps([*rows, good]))

    assert sum(len(record.debts) for record in file.records) + len(file.bad_rows) == len(rows) + 1

"""The creditor's account at its bank, as the `[payments]` section of `certobot.toml` gives it."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

import msgspec
from pycobranca import BancoBase, Bancos
from pycobranca.core.documentos import validar_cnpj, validar_cpf
from pycobranca.exceptions import BancoNaoRegistrado, BoletoInvalido, PyCobrancaError

from adapters.payments.banks import agreement_of, bank_with, wallet_named
from domain.payments.numbering import NumberSeries

# Our name of each field and pycobranca's. Banks differ in which ones they need.
BANK_FIELDS = {
    "agency": "agencia",
    "account": "conta",
    "wallet": "carteira",
    "agreement_number": "convenio",
    "agency_digit": "digito_agencia",
    "account_digit": "digito_conta",
    "agreement_digit": "digito_convenio",
    "variation": "variacao",
    "branch_post": "posto",
    "issue_byte": "byte_idt",
    "portfolio": "portfolio",
    "increment": "incremento",
    "contract_number": "numero_contrato",
}

# The words with which pycobranca's messages begin or name a field, the longer ones first.
_FIELD_OF_WORDS = {
    "dígito da agência": "agency_digit",
    "dígito da conta": "account_digit",
    "digito_agencia": "agency_digit",
    "número do contrato": "contract_number",
    "byte de identificação": "issue_byte",
    "byte_idt": "issue_byte",
    "código do cedente": "agreement_number",
    "incremento": "increment",
    "portfolio": "portfolio",
    "variação": "variation",
    "convênio": "agreement_number",
    "carteira": "wallet",
    "agência": "agency",
    "conta": "account",
    "posto": "branch_post",
}

# Bacen, Manual de Padrões para Iniciação do Pix, §1.4: phone, e-mail or random key. CPF and CNPJ: see below.
_PIX_KEY = re.compile(
    r"\+[1-9]\d{7,14}|(?=.{3,77}$)[^\s@A-Z]+@[^\s@A-Z]+"
    r"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
_PIX_KEY_RULE = (
    "use CPF ou CNPJ sem pontuação, telefone com +55, e-mail em minúsculas ou chave aleatória; "
    "vazio desliga o Pix"
)
_DIGITS_RULE = "use só dígitos; o dígito verificador, quando o banco o pede, tem campo próprio"
# HSBC has a wallet named CNR, and some banks a check digit X; everything else is digits.
_LETTERS_ALLOWED = {"wallet", "agency_digit", "account_digit", "agreement_digit"}
# Sicredi: the our-number begins with the year of issue, so that its five digits start again every year.
_NUMBERS_YEARLY = "748"
# Sicredi, manual de cobrança, "Nosso número": 1 is of what the cooperative numbers, 2 to 9 of its clients.
_BYTES_OF_OURS = frozenset("23456789")
_NUMBER_FIELDS = ("pix_days_after_due", "first_number", "last_number", "transmission_code", "payer_zip")
# What these banks ask for, any one of each, and pycobranca would quietly fill with zeros.
_NEEDED_TOO = {
    "745": ("portfolio",),
    "748": ("branch_post",),
    "756": ("agreement_number", "contract_number"),
}
# Banco do Brasil, manual da cobrança: what a convênio of four to eight digits leaves for the number.
_BB_NUMBER_DIGITS = {4: 7, 6: 5, 7: 10, 8: 9}
# A few banks write two figures, the others one or a letter.
_CHECK_DIGITS = ("agency_digit", "account_digit", "agreement_digit")
_CHECK_DIGIT = re.compile("[0-9]{1,2}|[XxPp]")
_ONE_FIGURE = "341"
_UF = re.compile("A[CLMP]|BA|CE|DF|ES|GO|M[AGST]|P[ABEIR]|R[JNORS]|S[CEP]|TO")
_ZIP_DIGITS = 8
_ANY_CNPJ = "11222333000181"

# Bacen, Manual de Padrões para Iniciação do Pix: tags 59 and 60 of the BR Code.
PIX_NAME_LENGTH = 25
PIX_CITY_LENGTH = 15


class InvalidPaymentsConfig(Exception):
    """A field of `[payments]` breaks a rule of the bank; `rule` says it in Portuguese."""

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(f"[payments] {field}: {rule}")
        self.field = field
        self.rule = rule


class LocalPaymentsConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the creditor is paid. `bank` is the FEBRABAN code; numbers are text, to keep their zeros.

    The check digits (`*_digit`) and the fields from `variation` to `contract_number` are for the banks
    that ask for them. An empty `pix_key` means documents without Pix. Our-numbers go from `first_number` to
    `last_number`, else from 1 as far as the bank allows. The fields from `remittance_layout` on are for the
    files that register boletos; `payer_*` stand there for debtors of whom no address is known.
    """

    bank: str
    agency: str = ""
    account: str = ""
    wallet: str = ""
    agreement_number: str = ""
    agency_digit: str = ""
    account_digit: str = ""
    agreement_digit: str = ""
    variation: str = ""
    branch_post: str = ""
    issue_byte: str = ""
    portfolio: str = ""
    increment: str = ""
    contract_number: str = ""
    pix_key: str = ""
    pix_city: str = ""
    pix_days_after_due: str = ""
    first_number: str = ""
    last_number: str = ""
    remittance_layout: str = ""
    transmission_code: str = ""
    payer_address: str = ""
    payer_district: str = ""
    payer_city: str = ""
    payer_state: str = ""
    payer_zip: str = ""


def check(config: LocalPaymentsConfig) -> None:
    """Make sure that documents can be issued with `config`, by making one.

    Raises:
        InvalidPaymentsConfig: the first field that breaks a rule of its bank or of Pix.
    """
    for field in (*BANK_FIELDS, *_NUMBER_FIELDS):
        value = getattr(config, field)
        if field not in _LETTERS_ALLOWED and value and not re.fullmatch(r"[0-9]+", value):
            raise InvalidPaymentsConfig(field, f"{_DIGITS_RULE} (veio {value!r})")
    _check_digits(config)
    _check_bank(config)
    needed = _NEEDED_TOO.get(config.bank, ())
    if needed and not any(getattr(config, field) for field in needed):
        raise InvalidPaymentsConfig(needed[0], f"é obrigatório para o banco {config.bank}")
    if config.bank == _NUMBERS_YEARLY and config.issue_byte not in _BYTES_OF_OURS:
        raise InvalidPaymentsConfig("issue_byte", "use de 2 a 9: o 1 é dos números que o próprio Sicredi dá")
    if config.pix_key:
        _check_pix(config)
    _check_numbers(config)
    _check_remittance(config)


def series_of(config: LocalPaymentsConfig, on: date) -> NumberSeries:
    """Return the series of our-numbers of the account's wallet for boletos issued `on` a day."""
    bank = config.bank.zfill(3)
    year = f"-{on:%Y}" if bank == _NUMBERS_YEARLY else ""
    last = int(config.last_number or 10 ** _our_number_digits(config) - 1)
    wallet = wallet_named(bank_with(bank), config.wallet)
    return NumberSeries(f"{bank}-{wallet}{year}", int(config.first_number or 1), last)


def slip(config: LocalPaymentsConfig, **terms: object) -> BancoBase:
    """Return pycobranca's boleto of the bank, with the account of `config` and the given terms.

    Raises:
        InvalidPaymentsConfig: the bank is unknown.
    """
    try:
        bank = bank_with(config.bank)
    except BancoNaoRegistrado:
        known = ", ".join(each.codigo for each in Bancos.todos())
        raise InvalidPaymentsConfig(
            "bank", f"banco {config.bank!r} não é conhecido; use um de: {known}"
        ) from None
    account = {theirs: getattr(config, ours) for ours, theirs in BANK_FIELDS.items()}
    account["carteira"] = wallet_named(bank, config.wallet)
    account["convenio"] = agreement_of(bank, config.agreement_number)
    return bank(**account, **terms)


def pix_text(text: str, length: int) -> str:
    """Return `text` as a BR Code holds names: ASCII, single spaces, cut at `length`.

    A double space, left where a dash was, would not survive being copied from a chat, and the CRC with it.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(plain.split())[:length].rstrip()


def _check_digits(config: LocalPaymentsConfig) -> None:
    for field in _CHECK_DIGITS:
        value = getattr(config, field)
        if value and not _CHECK_DIGIT.fullmatch(value):
            raise InvalidPaymentsConfig(field, "use o dígito verificador, como 7 ou X")
    if config.bank == _ONE_FIGURE and len(config.account_digit) > 1:
        raise InvalidPaymentsConfig("account_digit", "no Itaú o dígito da conta é um só")


def _check_bank(config: LocalPaymentsConfig) -> None:
    trial = slip(
        config,
        valor=Decimal("1.00"),
        cedente="Credor",
        cedente_documento=_ANY_CNPJ,
        nosso_numero="1",
        data_documento=date(2026, 1, 2),
        data_vencimento=date(2026, 1, 2),
    )
    try:
        trial.contexto_render()
    except BoletoInvalido as refused:
        raise InvalidPaymentsConfig(_field_named_in(refused.erros[0]), refused.erros[0]) from None
    except PyCobrancaError as refused:
        raise InvalidPaymentsConfig("bank", str(refused)) from None


def _field_named_in(rule: str) -> str:
    return next((field for words, field in _FIELD_OF_WORDS.items() if words in rule), "bank")


def _our_number_digits(config: LocalPaymentsConfig) -> int:
    """Return how many digits the bank leaves for the number of a boleto."""
    if config.bank.zfill(3) == "001":
        return _BB_NUMBER_DIGITS[len(config.agreement_number)]
    digits: int = bank_with(config.bank).regras_campos["nosso_numero"][1]
    return digits


def _check_numbers(config: LocalPaymentsConfig) -> None:
    digits = _our_number_digits(config)
    for field in ("first_number", "last_number"):
        if len(getattr(config, field).lstrip("0")) > digits:
            raise InvalidPaymentsConfig(field, f"o nosso número deste banco tem no máximo {digits} dígitos")
    series = series_of(config, date.min)
    if series.first > series.last:
        raise InvalidPaymentsConfig("last_number", f"não pode ser menor que {series.first}, o primeiro")


def _check_remittance(config: LocalPaymentsConfig) -> None:
    if config.remittance_layout not in ("", "240", "400"):
        raise InvalidPaymentsConfig("remittance_layout", "use 240 ou 400; vazio: o que o banco prefere")
    if config.payer_zip and len(config.payer_zip) != _ZIP_DIGITS:
        raise InvalidPaymentsConfig("payer_zip", "use os 8 dígitos do CEP")
    if config.payer_state and not _UF.fullmatch(config.payer_state):
        raise InvalidPaymentsConfig("payer_state", "use a sigla de um estado, como SP")


def _check_pix(config: LocalPaymentsConfig) -> None:
    if not (_PIX_KEY.fullmatch(config.pix_key) or _is_tax_number(config.pix_key)):
        raise InvalidPaymentsConfig("pix_key", _PIX_KEY_RULE)
    if not pix_text(config.pix_city, PIX_CITY_LENGTH):
        raise InvalidPaymentsConfig("pix_city", "é obrigatória quando há chave Pix")


def _is_tax_number(key: str) -> bool:
    """Tell whether `key` is a CPF or CNPJ without its mask; eleven digits may be a phone without +55."""
    return key.isalnum() and (validar_cpf(key) or validar_cnpj(key))

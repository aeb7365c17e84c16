"""The creditor's account at its bank, as the `[payments]` section of `certobot.toml` gives it."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

import msgspec
from pycobranca import BancoBase, Bancos
from pycobranca.core.documentos import validar_cnpj, validar_cpf
from pycobranca.exceptions import BancoNaoRegistrado, BoletoInvalido, PyCobrancaError

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
# What these banks ask for, any one of each, and pycobranca would quietly fill with zeros.
_NEEDED_TOO = {
    "745": ("portfolio",),
    "748": ("branch_post",),
    "756": ("agreement_number", "contract_number"),
}
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
    that ask for them. An empty `pix_key` means documents without Pix.
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


def check(config: LocalPaymentsConfig) -> None:
    """Make sure that documents can be issued with `config`, by making one.

    Raises:
        InvalidPaymentsConfig: the first field that breaks a rule of its bank or of Pix.
    """
    for field in BANK_FIELDS:
        value = getattr(config, field)
        if field not in _LETTERS_ALLOWED and value and not re.fullmatch(r"[0-9]+", value):
            raise InvalidPaymentsConfig(field, f"{_DIGITS_RULE} (veio {value!r})")
    _check_bank(config)
    needed = _NEEDED_TOO.get(config.bank, ())
    if needed and not any(getattr(config, field) for field in needed):
        raise InvalidPaymentsConfig(needed[0], f"é obrigatório para o banco {config.bank}")
    if config.pix_key:
        _check_pix(config)


def slip(config: LocalPaymentsConfig, **terms: object) -> BancoBase:
    """Return pycobranca's boleto of the bank, with the account of `config` and the given terms.

    Raises:
        InvalidPaymentsConfig: the bank is unknown.
    """
    try:
        bank = Bancos.find(config.bank)
    except BancoNaoRegistrado:
        known = ", ".join(each.codigo for each in Bancos.todos())
        raise InvalidPaymentsConfig(
            "bank", f"banco {config.bank!r} não é conhecido; use um de: {known}"
        ) from None
    account = {theirs: getattr(config, ours) for ours, theirs in BANK_FIELDS.items()}
    return bank(**account, **terms)


def pix_text(text: str, length: int) -> str:
    """Return `text` as a BR Code holds names: ASCII, single spaces, cut at `length`.

    A double space, left where a dash was, would not survive being copied from a chat, and the CRC with it.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(plain.split())[:length].rstrip()


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


def _check_pix(config: LocalPaymentsConfig) -> None:
    if not (_PIX_KEY.fullmatch(config.pix_key) or _is_tax_number(config.pix_key)):
        raise InvalidPaymentsConfig("pix_key", _PIX_KEY_RULE)
    if not pix_text(config.pix_city, PIX_CITY_LENGTH):
        raise InvalidPaymentsConfig("pix_city", "é obrigatória quando há chave Pix")


def _is_tax_number(key: str) -> bool:
    """Tell whether `key` is a CPF or CNPJ without its mask; eleven digits may be a phone without +55."""
    return key.isalnum() and (validar_cpf(key) or validar_cnpj(key))

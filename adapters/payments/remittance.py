"""CNAB remittances: the account and the boletos, as each bank's layout in pycobranca wants them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any

from pycobranca import cnab
from pycobranca.cnab import Pagamento
from pycobranca.core.documentos import so_alfanumerico
from pycobranca.exceptions import PyCobrancaError

from adapters.payments.local_config import LocalPaymentsConfig, slip
from application.ports.bank_files import RemittanceImpossible
from application.ports.registrations import Errand, KnownBoleto
from domain.payments.boleto import Boleto
from domain.shared.money import CENT

_DAYS_OF_MONTH = 30
_OCCURRENCE: dict[Errand, str] = {"register": "01", "cancel": "02"}
# Banrisul writes agency, seven digits of agreement and two of control, which people know in part or whole.
_BANRISUL_AGREEMENT, _BANRISUL_WHOLE = 7, 13
_ADDRESS_FIELDS = ("payer_address", "payer_city", "payer_state", "payer_zip")


@dataclass(frozen=True, slots=True)
class Layout:
    """One bank's layout: pycobranca's class, and what it wants to know of the account.

    `number` says how long the our-number is written, `digit` whether its check digit follows, `needs` which
    fields the file cannot do without though the boleto can, `fine` the layout's code of a fine in percent.
    Layouts without occurrences can register, and cannot cancel.
    """

    remittance: Callable[..., Any]
    account: Callable[[LocalPaymentsConfig], dict[str, str]]
    number: int
    needs: tuple[str, ...] = ()
    digit: bool = False
    fine: str = "2"
    cancels: bool = True
    name: str = "CB{bank}_{number:07d}.REM"


def _plain(config: LocalPaymentsConfig) -> dict[str, str]:
    return {
        "agencia": config.agency,
        "conta_corrente": config.account,
        "digito_conta": config.account_digit,
        "carteira": config.wallet,
    }


def _with(**more: str) -> Callable[[LocalPaymentsConfig], dict[str, str]]:
    """Return the plain account, and for each of pycobranca's names in `more` our field of that name."""
    return lambda config: _plain(config) | {theirs: getattr(config, ours) for theirs, ours in more.items()}


def _banco_do_brasil(config: LocalPaymentsConfig) -> dict[str, str]:
    return _plain(config) | {
        "agencia": config.agency.zfill(4),
        "convenio": config.agreement_number,
        "variacao_carteira": config.variation,
    }


def _inter(config: LocalPaymentsConfig) -> dict[str, str]:
    """Inter has one agency, which its boletos take for granted and its files do not."""
    return _plain(config) | {"agencia": config.agency or "0001"}


def _santander(config: LocalPaymentsConfig) -> dict[str, str]:
    return _without_wallet(config) | {"codigo_transmissao": config.transmission_code}


def _without_wallet(config: LocalPaymentsConfig) -> dict[str, str]:
    """pycobranca warns of a wallet that a layout has no place for."""
    return _plain(config) | {"carteira": ""}


def _banrisul(config: LocalPaymentsConfig) -> dict[str, str]:
    number = config.agreement_number
    if len(number) <= _BANRISUL_AGREEMENT:
        number = f"{number:0>{_BANRISUL_AGREEMENT}}{config.agreement_digit:0>2}"
    whole = number if len(number) == _BANRISUL_WHOLE else f"{config.agency:0>4}{number}"
    return _plain(config) | {"convenio": whole}


def _itau(config: LocalPaymentsConfig) -> dict[str, str]:
    digit = config.account_digit or str(slip(config, nosso_numero="1").dac_conta)
    return _plain(config) | {"agencia": config.agency.zfill(4), "digito_conta": digit}


def _safra(config: LocalPaymentsConfig) -> dict[str, str]:
    return _plain(config) | {
        "agencia": config.agency + config.agency_digit,
        "conta_corrente": config.account + config.account_digit,
    }


def _caixa(config: LocalPaymentsConfig) -> dict[str, str]:
    return _without_wallet(config) | {
        "convenio": config.agreement_number,
        "digito_agencia": config.agency_digit or "0",
        "modalidade_carteira": config.wallet,
    }


def _ailos(config: LocalPaymentsConfig) -> dict[str, str]:
    return _without_wallet(config) | {
        "convenio": config.agreement_number,
        "digito_agencia": config.agency_digit or "0",
    }


def _sicredi(config: LocalPaymentsConfig) -> dict[str, str]:
    return _without_wallet(config) | {
        "conta_corrente": config.account or config.agreement_number,
        "digito_conta": config.account_digit or "0",
    }


def _credisis(config: LocalPaymentsConfig) -> dict[str, str]:
    return _without_wallet(config) | {"codigo_cedente": config.contract_number or config.agreement_number}


def _sicoob_400(config: LocalPaymentsConfig) -> dict[str, str]:
    return _plain(config) | {
        "agencia": config.agency.zfill(4),
        "conta_corrente": config.account.zfill(8),
        "convenio": config.agreement_number or config.contract_number,
    }


# By bank and layout; the first of a bank is taken when no layout is asked for. pycobranca 1.1.2 writes no
# file for HSBC, which left the country in 2016.
LAYOUTS = {
    ("001", "240"): Layout(
        cnab.RemessaBancoBrasil240,
        _with(convenio="agreement_number", variacao="variation"),
        1,
        ("agency", "account"),
    ),
    ("001", "400"): Layout(cnab.RemessaBancoBrasil400, _banco_do_brasil, 10, ("agency", "account")),
    ("004", "400"): Layout(cnab.RemessaBancoNordeste400, _plain, 7),
    ("033", "240"): Layout(
        cnab.RemessaSantander240, _santander, 12, ("transmission_code", "agency", "account")
    ),
    ("033", "400"): Layout(
        cnab.RemessaSantander400, _santander, 7, ("transmission_code",), digit=True, fine="4"
    ),
    ("041", "400"): Layout(cnab.RemessaBanrisul400, _banrisul, 8),
    ("070", "400"): Layout(cnab.RemessaBancoBrasilia400, _plain, 6, cancels=False),
    ("077", "400"): Layout(
        cnab.RemessaInter400, _inter, 10, ("account", "account_digit"), name="CI400_001_{number:07d}.REM"
    ),
    ("085", "240"): Layout(cnab.RemessaAilos240, _ailos, 9, ("agency",)),
    ("097", "400"): Layout(
        cnab.RemessaCredisis400, _credisis, 6, ("account", "account_digit"), cancels=False
    ),
    ("104", "240"): Layout(cnab.RemessaCaixa240, _caixa, 15, ("agency",)),
    ("136", "400"): Layout(
        cnab.RemessaUnicred400, _with(codigo_beneficiario="agreement_number"), 10, ("agreement_number",)
    ),
    ("237", "400"): Layout(
        cnab.RemessaBradesco400,
        _with(codigo_empresa="agreement_number"),
        11,
        ("agreement_number", "account_digit"),
    ),
    ("336", "400"): Layout(cnab.RemessaBancoC6_400, _with(codigo_beneficiario="agreement_number"), 10),
    ("341", "400"): Layout(cnab.RemessaItau400, _itau, 8),
    ("422", "400"): Layout(cnab.RemessaSafra400, _safra, 8),
    ("745", "400"): Layout(cnab.RemessaCitibank400, _with(portfolio="portfolio"), 11, digit=True),
    ("748", "240"): Layout(cnab.RemessaSicredi240, _sicredi, 9),
    ("756", "240"): Layout(cnab.RemessaSicoob240, _without_wallet, 7, ("account",), digit=True),
    ("756", "400"): Layout(cnab.RemessaSicoob400, _sicoob_400, 7, ("account", "account_digit"), digit=True),
}


def layout_of(config: LocalPaymentsConfig) -> Layout | None:
    """Return the layout that `config` asks for, or the bank's first; None when there is none."""
    bank = config.bank.zfill(3)
    for (code, kind), layout in LAYOUTS.items():
        if code == bank and config.remittance_layout in ("", kind):
            return layout
    return None


def remittance_file(
    config: LocalPaymentsConfig, told: Sequence[tuple[Errand, KnownBoleto]], number: int, on: date
) -> tuple[str, bytes]:
    """Return the name and the content of the file.

    Raises:
        RemittanceImpossible: there is no layout, or it cannot say one of these boletos.
    """
    layout = _possible(config)
    creditor = told[0][1].boleto.beneficiary
    try:
        file = layout.remittance(
            pagamentos=[_payment(config, layout, errand, known.boleto) for errand, known in told],
            empresa_mae=creditor.name,
            documento_cedente=so_alfanumerico(creditor.document),
            sequencial_remessa=str(number),
            **layout.account(config),
        )
        _date(file, on)
        content: str = file.gera_arquivo()
    except PyCobrancaError as refused:
        raise RemittanceImpossible(f"o banco não aceita esta remessa: {refused}") from None
    return layout.name.format(bank=config.bank.zfill(3), number=number), content.encode("ascii", "replace")


def _possible(config: LocalPaymentsConfig) -> Layout:
    """Return the layout of a remittance for which everything is set."""
    layout = layout_of(config)
    if layout is None:
        kind = f"remessa {config.remittance_layout}".rstrip()
        raise RemittanceImpossible(f"não há {kind} para o banco {config.bank}")
    for field in (*layout.needs, *_ADDRESS_FIELDS):
        if not getattr(config, field):
            what = "do endereço do pagador" if field in _ADDRESS_FIELDS else "deste dado da conta"
            raise RemittanceImpossible(f"[payments] {field}: a remessa precisa {what}; preencha este campo")
    return layout


def _date(file: Any, on: date) -> None:  # noqa: ANN401 -- pycobranca's layouts share no type
    """Write the day in place of the clock, under the name that each family of layouts has for it."""
    if hasattr(file, "data_geracao_fixa"):
        file.data_geracao_fixa, file.hora_geracao_fixa = f"{on:%d%m%Y}", "000000"
    elif hasattr(file, "data_formacao"):
        file.data_formacao = f"{on:%Y%m%d}000000"
    else:
        file.data_geracao = on


def _payment(config: LocalPaymentsConfig, layout: Layout, errand: Errand, boleto: Boleto) -> Pagamento:
    reference = "".join(character for character in boleto.document_number if character.isalnum())
    return Pagamento(
        nosso_numero=_our_number(config, layout, boleto),
        data_vencimento=boleto.due_date,
        valor=float(boleto.amount),
        documento_sacado=boleto.payer.document,
        nome_sacado=boleto.payer.name,
        endereco_sacado=config.payer_address,
        bairro_sacado=config.payer_district,
        cidade_sacado=config.payer_city,
        uf_sacado=config.payer_state,
        cep_sacado=config.payer_zip,
        data_emissao=boleto.issued_on,
        numero=reference[-10:],
        documento=reference[-10:],
        identificacao_ocorrencia=_OCCURRENCE[errand],
        **_late_charges(layout, boleto),
    )


def _our_number(config: LocalPaymentsConfig, layout: Layout, boleto: Boleto) -> str:
    """Return the our-number as the layout writes it; Sicredi's has year, byte and digit in it."""
    printed = "".join(character for character in boleto.nosso_numero if character.isalnum())
    if config.bank == "748":
        return printed
    number = f"{boleto.sequence:0{layout.number}d}"
    return number + printed[-1] if layout.digit else number


def _late_charges(layout: Layout, boleto: Boleto) -> dict[str, Any]:
    """Return fine and interest from the day after the due date; interest as an amount a day."""
    late = boleto.due_date + timedelta(days=1)
    charges: dict[str, Any] = {}
    if boleto.late_fine_percent:
        charges |= {"codigo_multa": layout.fine, "percentual_multa": float(boleto.late_fine_percent)}
        charges |= {"data_multa": late}
    daily = _daily_interest(boleto)
    if daily:
        charges |= {"tipo_mora": "1", "valor_mora": float(daily), "data_mora": late}
    return charges


def _daily_interest(boleto: Boleto) -> Decimal:
    """Fractions of a cent are the debtor's: what the bank charges is never more than is owed."""
    rate = boleto.late_interest_percent / 100 / _DAYS_OF_MONTH
    return (boleto.amount * rate).quantize(CENT, ROUND_DOWN)

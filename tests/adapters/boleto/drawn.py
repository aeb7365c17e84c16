"""Both renderers, and documents for them to draw."""

from collections.abc import Callable

from adapters.boleto.borb import BorbRenderer
from adapters.boleto.pycobranca import PycobrancaRenderer
from adapters.payments.local import LocalIssuer
from adapters.payments.local_config import LocalPaymentsConfig
from application.ports.boleto_renderer import BoletoRenderer
from domain.payments.document import PaymentDocument
from domain.payments.party import Beneficiary, Payer
from tests.adapters.payments.agreement import ACCOUNT, CREDITOR, DEBTOR, a_request, installments

RENDERERS: dict[str, Callable[[], BoletoRenderer]] = {"borb": BorbRenderer, "pycobranca": PycobrancaRenderer}
WITHOUT_PIX = LocalPaymentsConfig(
    bank="001", agency="1234", account="12345678", wallet="17", agreement_number="1234567"
)


async def documents_of(
    count: int = 3,
    account: LocalPaymentsConfig = ACCOUNT,
    beneficiary: Beneficiary = CREDITOR,
    payer: Payer = DEBTOR,
) -> tuple[PaymentDocument, ...]:
    """Return documents of 1,234.56 and one real more each, as the local issuer makes them."""
    payables = installments(*[f"{1234 + index}.56" for index in range(count)])
    return await LocalIssuer(account).issue(a_request(*payables, beneficiary=beneficiary, payer=payer))

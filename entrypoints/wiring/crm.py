"""Which CRM is asked."""

from pathlib import Path

import structlog

from adapters.crm.debtor_file import DebtorFileUnreadable, load_debtors
from adapters.crm.debtor_row import RowRefused
from adapters.crm.http import HttpCrm
from adapters.crm.http_channel import HttpCrmConfig
from adapters.crm.memory import MemoryCrm
from adapters.crm.no_slips import NoSlips
from application.ports.cache import Cache
from application.ports.clock import Clock
from application.ports.slips import Slips
from domain.shared.calendar import business_date
from entrypoints.settings import Settings
from entrypoints.settings_errors import InvalidSetting

log = structlog.get_logger()

SAMPLE_DEBTORS = Path(__file__).parent.parent.parent / "adapters" / "crm" / "sample_debtors.csv"


def memory_crm(settings: Settings, clock: Clock) -> MemoryCrm:
    """Load the debtors; a bad row is reported and left out, an unreadable file stops the start."""
    path = Path(settings.crm.file) if settings.crm.file else SAMPLE_DEBTORS
    try:
        debtors = load_debtors(
            path, today=business_date(clock.now()), default_creditor=settings.creditor.name
        )
    except DebtorFileUnreadable as unreadable:
        raise InvalidSetting("CERTOBOT_CRM_FILE", path, unreadable.reason) from None
    for row in debtors.bad_rows:
        log.warning("linha de devedor ignorada", linha=row.line, motivo=row.reason)
    left_out = {row.cpf: RowRefused(row.reason) for row in debtors.bad_rows if row.cpf}
    return MemoryCrm(debtors.records, left_out)


def http_crm(settings: Settings, clock: Clock, cache: Cache) -> HttpCrm:
    """Return the CRM that answers at `CERTOBOT_CRM_URL`."""
    return HttpCrm(
        HttpCrmConfig(settings.crm.url, api_key=settings.crm.api_key),
        default_creditor=settings.creditor.name,
        today=lambda: business_date(clock.now()),
        cache=cache,
    )


def slips(settings: Settings, crm: MemoryCrm | HttpCrm) -> Slips:
    """Return who knows the slips that are not ours: the CRM, when it issues them."""
    return crm if settings.providers.payments == "crm" and isinstance(crm, HttpCrm) else NoSlips()

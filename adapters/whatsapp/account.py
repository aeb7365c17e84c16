"""What Meta tells of our own account, number and templates, as data: which of it somebody must act on."""

import re

from msgspec import Raw

from adapters.whatsapp.envelope import WireNotice, decoded
from application.ports.webhook_gate import AccountNotice

_UNNAMED = "UNNAMED"

# Source: Meta, "Webhooks reference" (2026). Of each field, the events that stop or limit our sending.
GRAVE: dict[str, frozenset[str]] = {
    "account_update": frozenset(
        {
            *("ACCOUNT_DELETED", "ACCOUNT_RESTRICTION", "ACCOUNT_VIOLATION", "DISABLED_UPDATE"),
            *("ACCOUNT_OFFBOARDED", "PARTNER_REMOVED"),
        }
    ),
    "account_review_update": frozenset({"REJECTED"}),
    "account_alerts": frozenset({"CRITICAL", "WARNING"}),
    "phone_number_quality_update": frozenset({"FLAGGED", "DOWNGRADE"}),
    "phone_number_name_update": frozenset({"REJECTED", "DECLINED"}),
    "message_template_status_update": frozenset(
        {"REJECTED", "PAUSED", "DISABLED", "FLAGGED", "PENDING_DELETION", "DELETED"}
    ),
    "message_template_quality_update": frozenset({"RED", "YELLOW"}),
    "template_category_update": frozenset(),
    # It names no event: the limits changed, and somebody must look which way.
    "business_capability_update": frozenset({_UNNAMED}),
    "business_status_update": frozenset({"COMPROMISED_NOTIFICATION"}),
    "payment_configuration_update": frozenset(),
    "security": frozenset({"PIN_RESET_REQUEST", "PIN_CHANGED"}),
}
# An event is a word of Meta's; whatever else stands there may be anything, and is not repeated.
_EVENT = re.compile(r"[A-Za-z][A-Za-z_]{0,59}")


def notice_of(field: str, value: Raw) -> AccountNotice | None:
    """Return what a change of `field` says of our account; None when the field is about something else."""
    if field not in GRAVE:
        return None
    event = _event(decoded(value, WireNotice) or WireNotice())
    return AccountNotice(field, event, event in GRAVE[field])


def _event(notice: WireNotice) -> str:
    names = (notice.event, notice.alert_severity, notice.decision, notice.new_quality_score)
    return next(
        (name.upper() for name in names if isinstance(name, str) and _EVENT.fullmatch(name)), _UNNAMED
    )

"""The slips that somebody else issued: under `payments = "crm"`, the CRM."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from domain.shared.ids import ConversationId


@dataclass(frozen=True, slots=True)
class Slip:
    """The boleto of one instalment as it was issued, in BRL; `pdf` has its page and no other."""

    amount: Decimal
    due_date: date
    linha_digitavel: str
    pix_code: str | None
    pdf: bytes = field(repr=False)


class Slips(Protocol):
    """Knows what was issued for the agreements that we only tell of."""

    async def slip(self, conversation_id: ConversationId, installment: int) -> Slip | None:
        """Return the slip of one instalment of the agreement of a conversation, if one was issued.

        Raises:
            CrmUnavailable: try again.
            CrmRejected: it will not be told.
        """

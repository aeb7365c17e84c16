"""Identities. They are made outside the domain and come in as arguments."""

from typing import NewType
from uuid import UUID, uuid5

TenantId = NewType("TenantId", str)
DebtorId = NewType("DebtorId", UUID)
ConversationId = NewType("ConversationId", UUID)
AgreementId = NewType("AgreementId", UUID)
OfferId = NewType("OfferId", UUID)
MessageId = NewType("MessageId", UUID)
CampaignId = NewType("CampaignId", UUID)


def agreement_id_of(conversation: ConversationId) -> AgreementId:
    """Return the id of the one agreement that `conversation` may reach.

    Derived, not drawn: a turn taken again after a crash names the same agreement, so documents
    allotted for it before the crash are found again.
    """
    return AgreementId(uuid5(conversation, "agreement"))

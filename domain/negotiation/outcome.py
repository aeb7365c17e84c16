"""How a conversation ends, in the creditor's words."""

from enum import StrEnum


class Outcome(StrEnum):
    """What the CRM is told."""

    SUCCESSFUL = "successful"
    PARTIALLY_SUCCESSFUL = "partially_successful"
    UNSUCCESSFUL = "unsuccessful"
    NO_CONTACT = "no_contact"

"""Once an agreement stands: the debtor is told how to pay it, as often as they ask."""

from dataclasses import replace

from domain.negotiation.events import PaymentAskedAgain
from domain.negotiation.negotiation import Decision, Negotiation, say
from domain.negotiation.reply import ReplyKind
from domain.negotiation.understanding import Intent, Understanding


def hear(negotiation: Negotiation, heard: Understanding) -> Decision:
    """Answer a debtor who agreed: with the documents when they want them, else with how the agreement stands.

    A yes is a yes to the second copy that was offered last; what was asked before the identity was proven
    again is answered now.
    """
    offered = negotiation.second_copy_offered and heard.intent is Intent.ACCEPT and heard.firm
    asks = heard.intent is Intent.ASK_PAYMENT_METHOD or offered or negotiation.payment_wanted
    answering = replace(negotiation, payment_wanted=False, second_copy_offered=False)
    terms = negotiation.current.terms if negotiation.current else None
    if asks:
        reply = say(answering, ReplyKind.PAYMENT_AGAIN, terms=terms)
        return Decision(answering, (PaymentAskedAgain(),), reply)
    if heard.intent is Intent.ALREADY_PAID:
        return Decision(answering, (), say(answering, ReplyKind.PAYMENT_AWAITED))
    offering = replace(answering, second_copy_offered=True)
    return Decision(offering, (), say(offering, ReplyKind.AFTER_AGREEMENT, terms=terms))

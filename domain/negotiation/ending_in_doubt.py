"""An end that only a doubtful reading asks for: nothing ends before the debtor was asked, once."""

from dataclasses import replace

from domain.negotiation.negotiation import Decision, Negotiation, Status, say
from domain.negotiation.reply import ReplyKind
from domain.negotiation.understanding import Intent, Understanding


def asked_first(before: Negotiation, heard: Understanding, decision: Decision) -> Decision:
    """Return `decision`, or a question in its place when it would end all on a reading that is in doubt.

    `before` is the negotiation that heard the message.
    """
    if heard.firm or decision.negotiation.status is Status.ACTIVE:
        return decision
    return asked_whether(before.with_nothing_asked(), heard.intent)


def asked_whether(negotiation: Negotiation, ending: Intent) -> Decision:
    """Ask whether the debtor means `ending`; a yes will be heard as that."""
    asking = replace(negotiation, ending_asked=ending)
    return Decision(asking, (), replace(say(asking, ReplyKind.ENDING_DOUBTED), doubted=ending))


def as_answered(negotiation: Negotiation, heard: Understanding) -> tuple[Negotiation, Understanding]:
    """Return what a message means when we have just asked whether to end, and that nothing is asked any more.

    A yes is the ending itself, a no leaves everything where it was. Who seems to want no more messages twice
    in a row is not asked twice: they are left in peace. Any other ending in doubt is not asked about again.
    """
    asked = negotiation.ending_asked
    if asked is None:
        return negotiation, heard
    told = replace(negotiation, ending_asked=None)
    means_yes = heard.intent is Intent.ACCEPT and heard.firm and not heard.names_terms
    in_peace = asked is Intent.OPT_OUT and not heard.firm and heard.intent in (Intent.OPT_OUT, Intent.ACCEPT)
    if means_yes or in_peace:
        return told, replace(heard, intent=asked, firm=True)
    if not heard.firm:
        return told, replace(heard, intent=Intent.UNKNOWN, firm=True)
    return told, replace(heard, intent=Intent.GREETING) if heard.intent is Intent.REJECT else heard

"""An entry now and the rest in instalments."""

from decimal import Decimal

from domain.negotiation.events import EndReason
from domain.negotiation.reply import Reason, ReplyKind
from domain.negotiation.understanding import Intent
from domain.shared.money import brl
from tests.domain.negotiation.builders import Conversation, a_negotiation, plan


def verified() -> Conversation:
    return a_negotiation().verified().talk()


class TestProposingAnEntry:
    def test_an_entry_and_the_rest_in_instalments_is_taken_at_the_price_in_view(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, amount="200", amount_is=None, installments=4)
        assert talk.reply.kind is ReplyKind.PROPOSAL_TAKEN
        terms = talk.reply.terms
        assert terms is not None
        assert terms.entry == Decimal("200.00")
        assert [each.amount for each in terms.installments] == [brl("200"), *[brl("175")] * 4]
        talk.says(Intent.ACCEPT)
        assert talk.negotiation.end is EndReason.AGREED

    def test_an_entry_gives_no_discount_away(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, amount="600", amount_is=None, installments=5)
        assert talk.reply.terms is not None
        assert talk.reply.terms.total == Decimal("900.00")

    def test_an_entry_without_a_number_spreads_the_rest_as_far_as_it_goes(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, amount="360", amount_is=None)
        assert talk.reply.terms is not None
        assert [each.amount for each in talk.reply.terms.installments] == [brl("360"), *[brl("54")] * 10]

    def test_an_entry_under_the_least_instalment_is_countered_with_equal_ones(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, amount="30", amount_is=None, installments=4)
        assert talk.reply.kind is ReplyKind.COUNTER_OFFER
        assert talk.reply.reason is Reason.INSTALLMENT_TOO_SMALL
        assert plan(talk.reply.terms)[:2] == ("900.00", 5)

    def test_an_entry_that_pays_everything_is_the_whole_debt_in_the_instalments_named(self) -> None:
        talk = verified()
        talk.says(Intent.PROPOSE, amount="900", amount_is=None, installments=2)
        assert plan(talk.reply.terms)[:2] == ("900.00", 3)

"""Whether the figures a debtor names are those of terms already put to them."""

from collections.abc import Sequence
from dataclasses import replace

from domain.negotiation.offer import Terms
from domain.negotiation.understanding import Understanding


def repeats(terms: Terms, heard: Understanding) -> bool:
    """Tell whether everything that `heard` names is what `terms` say; naming nothing changes nothing."""
    each = {installment.amount for installment in terms.installments}
    amounts = {"total": {terms.total}, "installment": each, None: {terms.total} | each}[heard.amount_is]
    return (
        heard.amount in {None, *amounts}
        and heard.installments in {None, len(terms.installments)}
        and heard.due_date in {None, terms.first_due}
        and heard.discount_percent in {None, terms.discount_percent}
    )


def as_choice(options: Sequence[Terms], heard: Understanding) -> Understanding:
    """Return `heard` as the number of instalments of the one option whose figures it names, if there is one.

    "A de 150" beside 3x of 300 and 6x of 150 is the second, whatever a bare 150 would mean elsewhere.
    """
    figures = replace(heard, amount_is=None, due_date=None)
    fitting = [terms for terms in options if heard.amount is not None and repeats(terms, figures)]
    if len(fitting) != 1:
        return heard
    return replace(heard, amount=None, amount_is=None, installments=len(fitting[0].installments))

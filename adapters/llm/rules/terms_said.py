"""The terms that a message names, once refused ones are out: amount, instalments, date, percentage."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adapters.llm.rules.tagged import Found, Tag, TaggedText
from application.ports.interpreter import OfferInView
from domain.negotiation.understanding import AmountIs

_CENT_OF_ROUNDING = Decimal("0.05")
_PART = r"(?:parcelas?|parcelinhas?|prestac(?:ao|oes)|mensalidades?)"
_EACH_AFTER = re.compile(
    r" (?P<name>VALOR[0-9]+)"
    r"(?: (?:PARCELAS[0-9]+|reais|conto|no maximo|ai|so|eu consigo|eu pago|consigo|certinho))*"
    r" (?:(?:por|ao|a|para|todo|cada|no|/|p|de) (?:/ )?mes(?! que)|mensal|mensais|mensalmente|cada"
    r"|todos? os mes(?:es)?|todo santo mes|todo dia [0-9]|todo DATA|mes a mes|por quinzena"
    rf"|quinzenal|quinzenais|por semana|(?:a|por|de|na|em cada|a cada|cada) {_PART})(?= )"
)
_EACH_BEFORE = re.compile(
    rf" (?:{_PART}|por mes|todo mes|ao mes|mensalmente|mensal|cada(?: uma)?|por parcela)"
    r"(?: (?:de|com|por|a|no|maximo|minimo|ate|eu|consigo|posso|pago|pagar|dar|dou|so|tem|que|ser|seja|fique"
    r"|fosse|for|fica|em|uns|cada|uma|tenho|da|fixas|iguais|mais|ou|menos|sao|para|torno|minha|ficar|ficasse"
    r"|ficando|e|ideal|seria|boa|maxima|minima|menor|dela))* (?P<name>VALOR[0-9]+)(?= )"
)
_EACH_INSTEAD = re.compile(
    rf" {_PART}(?: [a-z]{{1,9}}){{0,2}} (?:(?:alta|cara|pesada|puxada|salgada)s?|grandes?)"
    r"(?: [.,])?(?: (?:faz|fazer|faca|deixa|coloca|poe|bota|baixa|abaixa|da|dava|se|for|fosse|consigo|so|pago"
    r"|para|de|por|em|a|ser|uns))* (?P<name>VALOR[0-9]+)(?= )"
)
_EACH_OF = re.compile(
    r" (?P<parts>PARCELAS[0-9]+)"
    r"(?: (?:de|a|com|por|iguais|fixas|cada|no|maximo|uns|ate|sendo|mais|ou|menos))*"
    r" (?P<name>VALOR[0-9]+)(?= )"
)
_THE_REST = (
    r"(?:resto|restante|restantes|diferenca|que (?:sobrar|sobra|faltar|falta|restar|resta|ficar)|saldo)"
)
_WITH_ENTRY = r"(?: (?:de|com|e|uns|seria|ate|no|valor|posso|dar|dou))*"
_AS_ENTRY = r"(?: (?:reais|ai|agora|ja|hoje|so|para|de|como|na|a|com|dando|um|uma))*"
_ENTRY = re.compile(
    rf" (?:(?:entrada|sinal|entro|entrar|entrando){_WITH_ENTRY} (?P<before>VALOR[0-9]+)"
    rf"|(?P<after>VALOR[0-9]+){_AS_ENTRY} (?:entrada|sinal)"
    r"|(?P<first>VALOR[0-9]+)(?: [a-zA-Z0-9]{1,12}){0,5}(?: [.,])? (?:[a-z]{1,12} ){0,3}"
    rf"{_THE_REST})(?= )"
)
_WHEN = r"(?: (?:agora|ja|depois|na|no|para|em|so|ai|DATA[0-9]+))+"
_SPREAD = re.compile(
    r" VALOR[0-9]+(?: agora| ja| DATA[0-9]+)"
    rf"(?:(?: (?:[,e]|mais|outros?|depois|os|as))+ VALOR[0-9]+{_WHEN})+(?= )"
)


@dataclass(frozen=True, slots=True)
class TermsSaid:
    """What the message names and does not refuse."""

    amount: Decimal | None = None
    amount_is: AmountIs | None = None
    installments: int | None = None
    due_date: date | None = None
    discount_percent: Decimal | None = None

    @property
    def any(self) -> bool:
        """Whether a proposal could be made of them."""
        return self.amount is not None or self.installments is not None or self.due_date is not None

    @property
    def only_cash(self) -> bool:
        """Whether `à vista` is all that was named: with a question for a discount, no proposal yet."""
        named = (self.amount, self.due_date, self.discount_percent)
        return self.installments == 1 and named == (None, None, None)

    @property
    def say_little(self) -> bool:
        """Whether nothing but a date or `à vista` was named, which other messages name too."""
        return self.amount is None and self.installments in (None, 1)

    def repeats(self, offer: OfferInView) -> bool:
        """Tell whether every figure is the offer's own; a date never is, for an offer in view shows none."""
        if not self.any or self.due_date is not None or self.discount_percent is not None:
            return False
        if self.installments not in (None, offer.installments):
            return False
        if self.amount is None:
            return True
        each = offer.amount / offer.installments
        if self.amount_is is None:
            return False
        of_offer = each if self.amount_is == "installment" else offer.amount
        return abs(self.amount - of_offer) <= _CENT_OF_ROUNDING


def terms_said(text: TaggedText, refused: frozenset[str]) -> TermsSaid:
    """Return the terms that stand in `text` when the values named in `refused` are left out."""
    amount, entry = _amount(text, refused), _entry(text, refused)
    parts = _equal_parts(text, refused)
    several_dates = parts or (entry and len(text.all(Tag.DATE)) > 1)  # none of them is that of the whole
    return TermsSaid(
        amount=_decimal(entry or amount),
        amount_is=None if amount is None or entry else "installment" if parts else _amount_is(text, amount),
        installments=parts or _first(text, Tag.INSTALLMENTS, refused, int),
        due_date=None if several_dates else _first(text, Tag.DATE, refused, date),
        discount_percent=_first(text, Tag.PERCENT, refused, Decimal),
    )


def _first[T](text: TaggedText, tag: Tag, refused: frozenset[str], kind: type[T]) -> T | None:
    values = (found.value for found in text.all(tag) if found.name not in refused)
    return next((value for value in values if isinstance(value, kind)), None)


def _decimal(found: Found | None) -> Decimal | None:
    return found.value if found is not None and isinstance(found.value, Decimal) else None


def _amount(text: TaggedText, refused: frozenset[str]) -> Found | None:
    return next((found for found in text.all(Tag.AMOUNT) if found.name not in refused), None)


def _entry(text: TaggedText, refused: frozenset[str]) -> Found | None:
    """The amount paid first when the rest comes later: neither the total nor an instalment."""
    names = (next(filter(None, match.groups())) for match in _ENTRY.finditer(text.text))
    return next((text.found[name] for name in names if name not in refused), None)


def _equal_parts(text: TaggedText, refused: frozenset[str]) -> int | None:
    """How many times one amount is promised, each at its own time (`300 agora e 300 mês que vem`)."""
    spread = _SPREAD.search(text.text)
    names = [name for name in spread.group().split() if name.startswith(Tag.AMOUNT)] if spread else []
    alike = len({text.found[name].value for name in names}) == 1
    return len(names) if alike and refused.isdisjoint(names) else None


def _amount_is(text: TaggedText, amount: Found) -> AmountIs:
    for pattern in (_EACH_AFTER, _EACH_BEFORE, _EACH_INSTEAD):
        if any(match["name"] == amount.name for match in pattern.finditer(text.text)):
            return "installment"
    for match in _EACH_OF.finditer(text.text):
        if match["name"] == amount.name and text.found[match["parts"]].value != 1:
            return "installment"
    return "total"

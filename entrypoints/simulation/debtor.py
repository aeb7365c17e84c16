"""A debtor who writes: reads the facts of a reply as a person would, decides, and finds own words."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Self

from domain.negotiation.offer import Terms
from domain.negotiation.reply import Reply, ReplyKind
from entrypoints.simulation.debtor_case import DebtorCase
from entrypoints.simulation.persona import Persona
from entrypoints.simulation.purse import Purse

_GIVES_UP = "desiste"
_DIGITS_SPOKEN = ("zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove")
_AMOUNTS = ("{plain}", "R$ {plain}", "R${plain}", "{plain} reais", "R$ {grouped},00", "{grouped} reais")
_STATES_WHAT_IS_CONFIRMED = frozenset({ReplyKind.CONFIRM_TERMS, ReplyKind.PROPOSAL_TAKEN})
_ENDS = frozenset(
    {
        ReplyKind.VERIFICATION_FAILED, ReplyKind.WRONG_PERSON, ReplyKind.AGREEMENT_REACHED,
        ReplyKind.PROMISE_RECORDED, ReplyKind.ALREADY_PAID, ReplyKind.DISPUTED, ReplyKind.HUMAN_CALLED,
        ReplyKind.LEGAL_RIGHTS, ReplyKind.OPTED_OUT, ReplyKind.REFUSED, ReplyKind.PATIENCE_ENDED,
        ReplyKind.AFTER_AGREEMENT, ReplyKind.PAYMENT_AGAIN, ReplyKind.AFTER_END,
    }
)  # fmt: skip

# Moves that end a conversation, or that may be meant to.
MEANS_TO_END = frozenset(
    {
        "para_de_mandar", "engano", "ja_pagou", "contesta", "pede_atendente", "ameaca", "recusa_pagar",
        "xinga", _GIVES_UP,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Saying:
    """What the debtor writes, and the `move` that it means to be."""

    move: str
    text: str


@dataclass(slots=True)
class Debtor:
    """One debtor in one conversation; the same persona, case and seed always write the same.

    The lists are moves still to come; `view` are the last terms that were stated.
    """

    persona: Persona
    case: DebtorCase
    purse: Purse
    rng: Random
    patience: int
    insists: int
    vanishes_after: int | None
    amount_style: str
    before_identity: list[str]
    after_offer: list[str]
    before_yes: list[str]
    after_end: list[str]
    said: int = 0
    unfit: int = 0
    asked: int = 0
    chosen: int | None = None
    view: Terms | None = None
    last_move: str = ""
    last_lines: dict[str, str] = field(default_factory=dict)

    @classmethod
    def draw(cls, persona: Persona, case: DebtorCase, rng: Random) -> Self:
        """Draw the debtor that `persona` is in this case."""
        manner = persona.manner
        return cls(
            persona,
            case,
            Purse.draw(persona.wallet, case.debt.balance, case.at.date(), rng),
            rng,
            rng.randint(*persona.patience),
            rng.randint(*manner.insists),
            rng.randint(*manner.vanishes_after) if manner.vanishes_after else None,
            rng.choice(_AMOUNTS),
            list(manner.before_identity),
            list(manner.after_offer),
            list(manner.before_yes),
            list(manner.after_end),
        )

    def answers(self, reply: Reply | None) -> Saying | None:
        """Return what is written in answer to `reply` (None: the opening message); None is silence."""
        if self.vanishes_after is not None and self.said >= self.vanishes_after:
            return None
        move = self._move(reply)
        if move is None:
            return None
        self.said += 1
        self.last_move = move
        return Saying(move, self._words(move))

    def _move(self, reply: Reply | None) -> str | None:
        if self.last_move == _GIVES_UP:
            return None
        if reply is not None and reply.kind in _ENDS:
            return self.after_end.pop(0) if self.after_end else None
        if reply is not None and reply.kind is ReplyKind.ENDING_DOUBTED:
            return "confirma" if self.last_move in MEANS_TO_END else "nega"
        if self._wanders():
            return "divaga"
        if reply is None or reply.debt is None:
            return self._before_identity()
        return self._bargains(reply)

    def _wanders(self) -> bool:
        chance = self.persona.manner.wanders
        return bool(chance) and self.last_move != "divaga" and self.rng.randrange(100) < chance

    def _before_identity(self) -> str:
        if self.before_identity:
            return self.before_identity.pop(0)
        return "digitos" if self.said < self.patience else _GIVES_UP

    def _bargains(self, reply: Reply) -> str:
        self.view = reply.terms or self.view
        if self.after_offer:
            return self.after_offer.pop(0)
        if reply.promise is not None:
            return "aceita" if self.purse.fits_promise(reply.promise) else self._objects()
        if reply.options:
            return self._chooses(reply.options)
        if self.view is None or not self.purse.affords(self.view) or self.insists > 0:
            return self._objects()
        if not self.purse.fits(self.view):
            return "pede_data"
        return self._says_yes(asked_for_it=reply.kind in _STATES_WHAT_IS_CONFIRMED)

    def _says_yes(self, *, asked_for_it: bool) -> str:
        hesitating = asked_for_it or self.last_move in self.persona.manner.before_yes
        if hesitating and self.before_yes:
            return self.before_yes.pop(0)
        return "confirma" if asked_for_it else "aceita"

    def _chooses(self, options: tuple[Terms, ...]) -> str:
        fitting = [terms for terms in options if self.purse.affords(terms)]
        if not fitting:
            return self._objects()
        self.view = min(fitting, key=lambda terms: (terms.total, len(terms.installments)))
        self.chosen = len(self.view.installments)
        return "escolhe"

    def _objects(self) -> str:
        if self.said >= self.patience:
            return _GIVES_UP
        self.insists -= 1
        moves = self.persona.manner.when_unfit
        self.unfit += 1
        return moves[(self.unfit - 1) % len(moves)]

    def _words(self, move: str) -> str:
        lines = self.persona.lines[move]
        fresh = [line for line in lines if line != self.last_lines.get(move)] or list(lines)
        line = self.rng.choice(fresh)
        self.last_lines[move] = line
        text = line.format_map(self._figures())
        if "{total}" in line or "{parcela}" in line or "{percentual}" in line:
            self.asked += 1
        return text

    def _figures(self) -> dict[str, object]:
        digits = self.case.cpf.digits[:3]
        view = self.view.total if self.view else self.case.debt.balance
        share = self.purse.total_asked(self.asked) / self.case.debt.balance * 100
        return {
            "nome": self.case.first_name,
            "digitos": digits,
            "digitos_falados": " ".join(_DIGITS_SPOKEN[int(digit)] for digit in digits),
            "digitos_errados": self._wrong_digits(digits),
            "cpf": self.case.cpf.formatted,
            "total": self._amount(self.purse.total_asked(self.asked)),
            "parcela": self._amount(self.purse.monthly_asked(self.asked)),
            "parcelas": self.chosen or self.purse.installments_for(self.view),
            "data": _day(self.purse.earliest),
            "percentual": max(5, int((100 - share) // 5 * 5)),
            "oferta": self._amount(view),
        }

    def _wrong_digits(self, digits: str) -> str:
        wrong = (int(digits) + 1 + 7 * self.said) % 1000
        return f"{wrong:03}"

    def _amount(self, value: Decimal) -> str:
        if value != value.to_integral_value():
            return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
        grouped = f"{int(value):,}".replace(",", ".")
        return self.amount_style.format(plain=int(value), grouped=grouped)


def _day(day: date) -> str:
    return f"{day:%d/%m}"

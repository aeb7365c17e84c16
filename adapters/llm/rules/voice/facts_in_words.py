"""A reply's facts as the words that fill a phrase: amounts, dates, offers, options, codes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from string import Formatter

from adapters.llm.rules.voice.phrase_book import Section
from application.conduct import names_the_subject
from application.ports.narrator import VoiceContext
from domain.negotiation.debt_at_stake import DebtAtStake
from domain.negotiation.offer import Terms
from domain.negotiation.reply import (
    InstallmentInView,
    PaymentInstructions,
    PaymentInView,
    Promise,
    Reply,
)
from domain.shared.calendar import format_day
from domain.shared.money import format_brl

_DOUBLE_STOP = re.compile(r"(?<!\.)\.\.(?!\.)")


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return `template` with its marks replaced; a line that needs a fact that is not there is left out."""
    lines = template.split("\n")
    filled = "\n".join(line.format_map(values) for line in lines if _marks(line) <= values.keys())
    # A company's name may end in a full stop of its own ("S.A.").
    return _DOUBLE_STOP.sub(".", filled)


def _marks(line: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(line) if name is not None}


@dataclass(frozen=True, slots=True)
class FactsInWords:
    """Turns the facts of one reply into Portuguese, with the fragments of the phrase book."""

    book: Mapping[str, Section]
    context: VoiceContext

    def of(self, reply: Reply) -> dict[str, str]:
        """Return every mark that `reply` can fill; those without a fact are not there."""
        words = {"nome": reply.first_name} | self._speaker(reserved=reply.debt is None)
        if reply.debt is not None:
            words |= self._debt(reply.debt)
        if reply.terms is not None:
            words |= self._offer(reply.terms, reply.debt) | {
                "oferta": self._sentence(reply.terms, reply.debt)
            }
        if reply.options:
            words["opcoes"] = self._options(reply.options, reply.debt)
        if reply.promise is not None:
            words |= self._promise(reply.promise)
        words |= self._following(reply)
        if reply.payment is not None:
            words["pagamento"] = self._payment(reply.payment)
        if reply.documents_follow:
            words["documentos"] = self._say("pdf_a_caminho" if reply.payment else "boleto_a_caminho")
        if reply.attempts_left:
            words["tentativas"] = self._attempts(reply.attempts_left)
        if reply.reason is not None:
            words["motivo"] = self._say(reply.reason, words)
        return {name: text for name, text in words.items() if text}

    def welcome(self, reply: Reply) -> str:
        """Return the sentence that receives a hardship before anything else is said."""
        return self._say("acolhimento", {"nome": reply.first_name})

    def remark(self, reply: Reply) -> str | None:
        """Return the sentence on what came beside the words and could not be seen or heard, if one is due."""
        topic = f"junto_de_{reply.unread}"
        return self._say(topic) if topic in self.book else None

    def _say(self, topic: str, values: Mapping[str, str] | None = None) -> str:
        variants = self.book[topic].at(self.context.empathy)
        return fill(variants[self.context.turn % len(variants)], values or {})

    def _speaker(self, *, reserved: bool) -> dict[str, str]:
        card = self.context.speaker
        discreet = "" if names_the_subject(card.discreet_name) else card.discreet_name
        # A site usually carries the name: it is as discreet as the name is.
        shown = not reserved or (discreet and not names_the_subject(card.site))
        words = {"empresa_discreta": discreet, "telefone": card.phone, "site": card.site if shown else ""}
        if not reserved:
            words |= {"empresa": card.name, "cnpj": card.document}
        ways = [self._say(f"contato_{way}", words) for way in ("telefone", "site") if words[way]]
        return words | {"contato": ", ".join(ways)}

    def _debt(self, debt: DebtAtStake) -> dict[str, str]:
        return {
            "credor": debt.creditor,
            "descricao": debt.description,
            "saldo": format_brl(debt.balance),
            "valor_original": format_brl(debt.original_amount),
            "vencimento_original": f"{debt.due_date:%d/%m/%Y}",
        }

    def _offer(self, terms: Terms, debt: DebtAtStake | None) -> dict[str, str]:
        words = {
            "total": format_brl(terms.total),
            "parcelas": _installments(terms),
            "vencimento": self._day(terms.first_due),
        }
        surplus = terms.total - debt.balance if debt is not None else Decimal(0)
        if terms.interest > 0:
            words["juros"] = format_brl(terms.interest)
        # Who pays more than is owed today is not told of a discount, true as it would be.
        if terms.discount_percent > 0 and surplus <= 0:
            words["desconto"] = _percent(terms.discount_percent)
        return words | ({"economia": format_brl(-surplus)} if surplus < 0 else {})

    def _sentence(self, terms: Terms, debt: DebtAtStake | None) -> str:
        divided = "parcelado" if terms.entry is None else "com_entrada"
        shape = "a_vista" if len(terms.installments) == 1 else divided
        words = self._offer(terms, debt)
        note = _price_note(words)
        return self._say(shape, words | {"nota": self._say(note, words) if note else ""})

    def _options(self, options: tuple[Terms, ...], debt: DebtAtStake | None) -> str:
        shared = {terms.first_due for terms in options}
        lines = [self._option(terms, debt, dated=len(shared) > 1) for terms in options]
        if len(shared) == 1:
            lines.append(self._say("opcoes_vencimento", {"vencimento": self._day(shared.pop())}))
        return "\n".join(lines)

    def _option(self, terms: Terms, debt: DebtAtStake | None, *, dated: bool) -> str:
        shape = "opcao_a_vista" if len(terms.installments) == 1 else "opcao_parcelada"
        words = self._offer(terms, debt)
        due = self._say("opcao_vencimento", words) if dated else ""
        note = _price_note(words)
        return self._say(shape, words) + due + (self._say(f"opcao_{note}", words) if note else "")

    def _promise(self, promise: Promise) -> dict[str, str]:
        return {"valor_promessa": format_brl(promise.amount), "dia_promessa": self._day(promise.on)}

    def _following(self, reply: Reply) -> dict[str, str]:
        words = {} if reply.installment is None else self._installment(reply.installment)
        if reply.received is None:
            return words
        settled = self._say("acordo_quitado") if reply.received.settles else ""
        return words | _received(reply.received) | {"quitado": settled}

    def _installment(self, due: InstallmentInView) -> dict[str, str]:
        numbered = {"numero": str(due.number), "de": str(due.of)}
        charges = {"valor_encargos": format_brl(due.charges)}
        return {
            "parcela": self._say("uma_parcela") if due.of == 1 else self._say("parcela_de_varias", numbered),
            "valor_parcela": format_brl(due.amount),
            "vencimento_parcela": self._day(due.due_date),
            "encargos": self._say("com_encargos", charges) if due.charges else "",
        }

    def _payment(self, payment: PaymentInstructions) -> str:
        words = {
            "valor_pagamento": format_brl(payment.amount),
            "vencimento_pagamento": self._day(payment.due_date),
            "linha_digitavel": payment.linha_digitavel or "",
            "pix": payment.pix_code or "",
        }
        ways = []
        if payment.linha_digitavel:
            ways.append("pagamento_boleto")
        if payment.pix_code:
            ways.append("pagamento_pix" if ways else "pagamento_so_pix")
        return "\n\n".join(self._say(way, words) for way in ways)

    def _attempts(self, left: int) -> str:
        return (
            self._say("uma_tentativa")
            if left == 1
            else self._say("varias_tentativas", {"quantas": str(left)})
        )

    def _day(self, day: date) -> str:
        return format_day(day, self.context.today)


def _installments(terms: Terms) -> str:
    """Say equal instalments in one word, an entry by its name, and spare cents instalment by instalment."""
    runs = list(_runs(terms))
    said = [f"{count}x de {format_brl(amount)}" for amount, count in runs]
    if terms.entry is not None:
        return " e ".join([f"entrada de {format_brl(terms.entry)}", *said[1:]])
    if len(runs) > 1 and runs[0][1] == 1:
        return f"{len(terms.installments)}x (uma de {format_brl(runs[0][0])} e {said[1]})"
    return " e ".join(said)


def _runs(terms: Terms) -> Iterator[tuple[Decimal, int]]:
    for amount, run in groupby(terms.installments, key=lambda each: each.amount):
        yield amount, len(list(run))


def _received(payment: PaymentInView) -> dict[str, str]:
    return {
        "valor_recebido": format_brl(payment.amount),
        "falta": format_brl(payment.left) if payment.left else "",
        "a_mais": format_brl(payment.surplus) if payment.surplus else "",
    }


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",") + "%"


def _price_note(words: Mapping[str, str]) -> str | None:
    """Return which note the price of an offer needs: CDC art. 52 wants interest shown."""
    match "desconto" in words, "juros" in words:
        case True, True:
            return "com_desconto_e_juros"
        case True, False:
            return "com_desconto"
        case False, True:
            return "com_juros"
        case _:
            return None

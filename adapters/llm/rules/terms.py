"""Amounts, instalments and percentages: what a proposal is made of."""

import re
from decimal import Decimal

from adapters.llm.rules.lexicon_files import Lexicon
from adapters.llm.rules.number_words import decimal_of
from adapters.llm.rules.tagged import Tag, TaggedText
from domain.shared.money import brl

_MOST_INSTALLMENTS = 120
_NUMBER = r"(?P<number>[0-9][0-9.,]*|,[0-9]+)"
_COUNT = r"(?P<count>[0-9]{1,3})"
_TIMES = (
    r"(?:x|vezes|vez|veses|parcelas?|parcelinhas?|prestac(?:ao|oes)|pagamentos|mensalidades|boletos|cheques)"
)
_CURRENCY = (
    r"(?:reais|real|reau|reaus|contos?|pilas?|mangos?|paus?|pratas?|merreis|mirreis|dinheiros?|rs|brl|tao)"
)
_PER_CENT = r"(?:%|por cento|porcento|porcentos)"

_INTEREST = re.compile(rf" (?:juros|multa|taxa)(?: (?:de|e|ta|esta|em))* {_NUMBER} {_PER_CENT}(?= )")
_PERCENT = re.compile(
    rf" (?:(?:uns|umas|de) )?{_NUMBER} {_PER_CENT}(?P<interest> (?:de |ao |a )?(?:juros|mes|ano|multa))?(?= )"
)
_HALF = re.compile(
    r" (?:a |pela |na |por |so )?metade"
    r"(?: (?:do|da|desse|dessa) (?:preco|valor|divida|conta|total|debito))?(?= )"
)
_TWO_HALVES = re.compile(
    r" (?:a )?metade(?: [A-Za-z0-9]{1,12}){0,3}(?: [,e]){1,2}"
    r"(?: a)?(?: outra)? (?:metade|o resto|o restante)(?= )"
)

_CASH = re.compile(
    r" (?:(?:tudo |pagamento )?a vista|(?:tudo )?(?:de|em) (?:1|uma) (?:so )?vez(?: so)?"
    r"|(?:em |de )?(?:1|uma)(?: so)? parcela(?: so| unica)?"
    r"|parcela unica|pagamento unico|cota unica|quitar tudo)(?= )"
)
_SAID_TIMES = re.compile(
    r" (?:falei|disse|ligaram|mandaram|tentei|liguei|avisei|expliquei|cobraram)"
    r"(?: [a-z]{1,12}){0,2} [0-9]{1,3} vezes(?= )"
)
_COUNTED = re.compile(
    rf" (?:em |de |por |ate |umas |uns |as )?{_COUNT} (?:de )?{_TIMES}"
    r"(?! atrasad| vencid| pagas| em aberto| em atraso)(?= )"
)
_SPLIT = re.compile(
    r" (?:divid[a-z]*|parcel(?:ar|a|e|em|ado|ando|amos|aria)|quebra[a-z]*|fati[a-z]*)"
    rf"(?: (?:isso|ele|o|valor|tudo|esse|para|mim|me|eu|VALOR[0-9]+))* (?:em |por )?{_COUNT}"
    r"(?= (?:[.,?]|[A-Z]|(?:e|para|que|sem|eu|no|na|da|pode|ai|por|se|fica|entao) ))"
)
_IN_PARTS = re.compile(
    r"(?<! somos)(?<! moramos)(?<! vivemos)(?<! eramos) em (?P<count>[2-9]|[1-5][0-9])(?= [.,?]| [A-Z]"
    r"| (?:e|sim|que|da|nao|eu|para|sem|por|iguais|fica|a|ai|entao) )"
)
_MORE_PARTS = re.compile(
    r" (?:aument|sub|estic|pass|mud|muda|diminu|reduz|baix|alter|troc|coloc|bot)[a-z]{0,4}"
    r"(?: (?:as|o numero de|a quantidade de|de|essas))* (?:parcelas|prestacoes|vezes) (?:para|em) "
    r"(?P<count>[2-9]|[1-3][0-9])(?= [.,?]| (?:e|que|por|ai|sim) )"
)
_PARTS_OF = re.compile(r" (?:em )?(?P<count>[1-9]|[1-5][0-9]) de(?= (?:r\$ )?[0-9])")
_MONTHS = re.compile(rf" (?:em |por |durante )?{_COUNT} meses(?! atras| de)(?= )")

_INCOME = re.compile(
    r" (?:ganho|ganha|ganhando|salario|aluguel|beneficio|aposentadoria|pensao|renda|recebo|recebi"
    r"|bolsa familia)"
    r"(?: (?:so|de|e|por|mes|apenas|um|uns|minimo|mesmo|da|a|meu|familia))*"
    rf" (?:r\$ )?{_NUMBER}(?: {_CURRENCY})?(?= )"
)
_OUTGO = re.compile(
    rf" (?:r\$ )?{_NUMBER}(?: {_CURRENCY})? (?:de|no|do|com|so de)(?: o)?"
    r" (?:aluguel|luz|agua|gas|remedios?|pensao|condominio|mercado|escola|salario)(?= )"
)
_REDUCTION = re.compile(
    rf" (?:r\$ )?{_NUMBER}(?: {_CURRENCY})?(?= (?:de|a menos de) (?:desconto|abatimento|juros|multa) )"
)
_WITH_CENTS = re.compile(
    rf"(?: r\$)? {_NUMBER}(?: (?:de )?{_CURRENCY})? (?:e |com )?(?P<cents>[0-9]{{1,2}}) centavos?(?= )"
)
_NOTES = re.compile(
    rf" (?P<notes>[0-9]{{1,3}}|uma) (?:notas?|cedulas?) de (?:r\$ )?{_NUMBER}(?: {_CURRENCY})?(?= )"
)
_ONLY_CENTS = re.compile(r" (?P<cents>[0-9]{1,2}) centavos?(?= )")
_MARKED = re.compile(rf" r\$ {_NUMBER}(?: {_CURRENCY})?(?= )")
_MARKED_AFTER = re.compile(r" (?P<number>[0-9][0-9.,]*) r\$(?= )")
_NAMED = re.compile(rf" {_NUMBER} (?:de )?{_CURRENCY}(?= )")
_DECIMAL = re.compile(r" (?P<number>[0-9.]*[0-9][.,][0-9]{2}|[0-9]{1,3}(?:\.[0-9]{3})+)(?= )")


class TermsReader:
    """Tags what a proposal is made of."""

    def __init__(self, lexicon: Lexicon) -> None:
        never_after = "".join(f"(?<! {word})" for word in lexicon.neighbours["nunca_antes_do_valor"])
        followers = "|".join(lexicon.neighbours["depois_do_valor"])
        bare = re.compile(
            rf"{never_after}(?:(?<=[A-Z][0-9])|(?<![0-9])) (?P<number>[0-9]{{2,7}}|(?<=[.] )[0-9](?= [.] $))"
            rf"(?= (?:[.,?]|/ mes|[A-Z]|(?:{followers}) ))"
            r"(?! de (?!entrada|sinal|cara|inicio|uma|uns|parcela)| via (?!pix))"
        )
        paid = "|".join(f"(?<= {verb})" for verb in lexicon.neighbours["antes_do_valor"])
        counted = "|".join(lexicon.neighbours["coisas_contadas"])
        named = re.compile(
            rf"(?:{paid})(?: (?:so|ate|uns|com|de|a))? (?P<number>[0-9]{{2,7}})(?! (?:{counted}) )(?= )"
        )
        self._amounts = (_WITH_CENTS, _ONLY_CENTS, _MARKED, _MARKED_AFTER, _NAMED, _DECIMAL, bare, named)

    def tag(self, text: TaggedText) -> None:
        """Tag percentages, numbers of instalments and amounts, in this order."""
        _tag_percentages(text)
        _tag_installments(text)
        for pattern in (_INCOME, _OUTGO, _REDUCTION):  # neither is an amount to pay
            text.tag(Tag.ELAPSED, pattern, _words)
        text.tag(Tag.AMOUNT, _NOTES, _in_notes)
        for pattern in self._amounts:
            text.tag(Tag.AMOUNT, pattern, _amount)


def _tag_percentages(text: TaggedText) -> None:
    """Tag percentages of discount, `metade` among them; a rate of interest is not one."""
    if "%" in text.text or "cento" in text.text:
        text.tag(Tag.ELAPSED, _INTEREST, _words)
        text.tag(Tag.PERCENT, _PERCENT, _percent)
    if "metade" in text.text:
        text.tag(Tag.INSTALLMENTS, _TWO_HALVES, lambda _: 2)
        text.tag(Tag.PERCENT, _HALF, lambda _: Decimal(50))


def _tag_installments(text: TaggedText) -> None:
    """Tag numbers of instalments; paying at once (`à vista`) is 1."""
    text.tag(Tag.ELAPSED, _SAID_TIMES, _words)
    text.tag(Tag.INSTALLMENTS, _CASH, lambda _: 1)
    for pattern in (_COUNTED, _SPLIT, _IN_PARTS, _MORE_PARTS, _PARTS_OF, _MONTHS):
        text.tag(Tag.INSTALLMENTS, pattern, _count)


def _words(match: re.Match[str]) -> str:
    return match.group().strip()


def _percent(match: re.Match[str]) -> Decimal | None:
    value = decimal_of(match["number"])
    return None if match["interest"] or value is None or not 0 < value <= 100 else value


def _count(match: re.Match[str]) -> int | None:
    count = int(match["count"])
    return count if 1 <= count <= _MOST_INSTALLMENTS else None


def _in_notes(match: re.Match[str]) -> Decimal | None:
    """`6 notas de cem` are 600 reais."""
    value, notes = decimal_of(match["number"]), match["notes"]
    return None if value is None else brl(value * (1 if notes == "uma" else int(notes)))


def _amount(match: re.Match[str]) -> Decimal | None:
    groups = match.groupdict(default="0")
    whole = decimal_of(groups.get("number", "0"))
    return None if whole is None else brl(whole + Decimal(groups.get("cents", "0")) / 100)

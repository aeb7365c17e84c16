"""What holds of a message whoever read it: what a whole yes is, and when nothing is negotiated any more."""

import re
from dataclasses import replace

from application.figures import fold
from domain.negotiation.understanding import Intent, Understanding

# Folded beginnings of words. A yes beside one of them is not yet a yes: the terms are put once more.
_RESERVES = re.compile(
    r"\?|\b(?:n|nn|nao|nunca|jamais|nem|nada|negativo|cancel\w*|desist\w*|anul\w*|desfaz\w*"
    r"|depois|amanha|mais tarde|outr[oa] (?:dia|hora)|pens\w*|talvez|acho|quem sabe|deixa eu|vou ver"
    r"|preciso ver|conversar|piada|caramba|se (?:eu|der|conseguir|receber|puder))\b"
)
# The answer to whether we should end: beginnings of a yes or a no, and words of who wants to go on.
_YES_END = re.compile(
    r"\W*(?:(?:ah|entao|acho que|claro que)\W+)*(?:sim|s|ss|isso|exat\w+|correto|positivo|uhum|aham"
    r"|pode (?:parar|encerrar|sim)|(?:e|eh) (?:sim|isso|de outra)|(?:e|eh|quero|para)(?=\W*$))\b"
)
_NO_END = re.compile(
    r"\W*(?:(?:ah|pera|espera|calma|oxe|ue|eita|melhor|claro que|obvio que|acho que)\W+)*"
    r"(?:nao|n|nn|nunca|jamais|negativo|nada disso|de jeito nenhum|pera|espera|calma)\b"
)
_GOES_ON = re.compile(
    r"\b(?<!nao )(?<!nao quero )(?<!nao quero mais )(?<!nao vou )"
    r"(?:continu\w*|segu(?:ir|imos|e)\b|negoci\w*|resolv\w*|acertar|pagar|quitar|parcelar|acordo"
    r"|aceit(?:o|ar|amos)\b|topo\b|fech(?:o|ado)\b|bora\b)"
)
_ANSWERS = frozenset({Intent.ACCEPT, Intent.REJECT, Intent.UNKNOWN})
_DISTRESS = re.compile(
    r"\b(?:me mat(?:ar|o)\b(?! de (?:trabalh|rir))|suicid\w*"
    r"|(?:(?:quero|queria|prefiro|melhor|vontade de|pens\w+ em|pra que|deveria|devia) (?:era |eu )?morrer)\b"
    r"(?! de (?:rir|vergonha))"
    r"|(?:tirar|acabar com|dar (?:um )?(?:fim|cabo)(?: [nd]?a| em)?) (?:a )?minha (?:propria )?vida"
    r"|dar fim (?:n|em )?a? ?minha vida"
    r"|(?:nao|num) (?:quero|aguento|suporto|consigo) mais viver\b"
    r"(?! (?:devendo|endividad|n[oa] vermelho|com))"
    r"|(?:cansei|cansad[oa]|desisti\w*|vontade|razao|motivo|sentido) (?:de|da|pra|para|em|n[ao])"
    r" (?:viver|vida)\b(?! (?:de|dura|corrida))"
    r"|minha vida nao (?:vale|tem) mais (?:nada|sentido)|minha vida acabou"
    r"|me enforc\w+|me jogar d[aeo]\w*|(?:pular|me atirar|me jogar) d[aeo] (?:ponte|predio|viaduto|janela)"
    r"|(?:tiro|bala) na (?:minha )?cabeca|(?:tomar|beber) (?:veneno|chumbinho))\b"
)
_RECEIPT = re.compile(
    r"\b(?:comprovante\w*|comprovacao|recibo\w*|paguei|pagamos|quitei|quitad[oa]|transferi|depositei"
    r"|(?:ja|ta|esta|foi|fica|ficou|boleto|parcela|pix) (?:ta |esta |foi )?pag[oa]"
    r"|(?:fiz|feito|segue|mandei|enviei|aqui) o (?:pix|pagamento|deposito)"
    r"|(?:pix|pagamento|deposito|transferencia) (?:feit|realizad|efetuad|enviad|confirmad|agendad)[oa])\b"
)
_NOT_DIGITS = re.compile(r"[.\-\s]")
_FEWEST_DIGITS = 3


def speaks_of_receipt(text: str) -> bool:
    """Tell whether the words beside a file, its name among them, say that it proves a payment."""
    return _RECEIPT.search(fold(text).replace("_", " ")) is not None


def tells_of_despair(text: str) -> bool:
    """Tell whether somebody writes of ending their life."""
    return _DISTRESS.search(fold(text)) is not None


def heard_in_words(understanding: Understanding, text: str, ending_asked: Intent | None) -> Understanding:
    """Return what was understood, weighed by its words; `ending_asked` is what they may answer."""
    if ending_asked is None:
        return with_reserves_heard(understanding, text)
    if understanding.names_terms or (understanding.firm and understanding.intent not in _ANSWERS):
        return understanding
    said = fold(text)
    if _GOES_ON.search(said) or _NO_END.match(said):
        return replace(understanding, intent=Intent.REJECT, firm=True)
    if _YES_END.match(said):
        return replace(understanding, intent=Intent.ACCEPT, firm=True)
    return understanding


def with_reserves_heard(understanding: Understanding, text: str) -> Understanding:
    """Return what was understood, with a yes marked as doubtful when its words hold something back."""
    if understanding.intent is not Intent.ACCEPT or _RESERVES.search(fold(text)) is None:
        return understanding
    return replace(understanding, firm=False)


def digits_given_again(text: str) -> str | None:
    """Return the digits of a message that is nothing but digits, as many as prove an identity."""
    digits = _NOT_DIGITS.sub("", text)
    return digits if digits.isdecimal() and len(digits) >= _FEWEST_DIGITS else None

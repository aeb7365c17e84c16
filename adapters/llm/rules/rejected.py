"""Values that were named only to be refused, and days that are no days of payment."""

import re

from adapters.llm.rules.lexicon_files import Lexicon

_VALUE = r"(?P<name>(?:VALOR|PARCELAS|DATA|PORCENTO)[0-9]+)"
_TOO_MUCH = (
    r"(?:muito|caro|alto|salgado|puxado|pesado|demais|absurdo|dinheiro|fora|pouco|pouca|impossivel|inviavel"
    r"|ruim|dificil|complicado|pesa|aperta)"
)
_NOT_SO = (
    rf"(?<! mais de)(?<! mais que)(?<! do que)(?<! passar de)(?<! passe de) {_VALUE}"
    r"(?: (?:ai|assim|eu|tambem|para|mim|so|mesmo|ja))* (?:nao|nem)"
    r"(?= (?:da|consigo|posso|rola|tenho|quero|vou|tem|aguento|aceito|pago|serve|[.,?]))"
)
_IS_TOO_MUCH = (
    rf" {_VALUE}(?: (?:e|ta|acho|achei|ficou|fica|bem|meio|ainda|to|achando|muito))* {_TOO_MUCH}(?= )"
)
_TOO_DEAR = (
    r" (?:muito |ta |e |achei )?(?:caro|alto|salgado|puxado|absurdo)"
    rf"(?: (?:esse|esses|os|isso|demais|por|pagar|e))* {_VALUE}(?= )"
)
_INSTEAD_OF = (
    r" (?:em vez de|ao inves de|inves de|no lugar de|esquece(?: (?:os|esses|esse|o))?"
    r"|(?:baix|abaix|diminu|reduz)[a-z]{0,4} de|era|virou|custava|devia|peguei|comprei"
    r"|(?:subiu|foi|passou|aumentou) para|cobrando|cobram|cobraram)"
    rf"(?: (?:so|apenas|uns|tipo|de|a|uma|um))* {_VALUE}(?= )"
)
_CORRECTED = (
    rf" {_VALUE}(?: [,.])? (?:quer dizer|ou melhor|digo|alias|nao)(?: [,.])?"
    r"(?: (?:e|so|tenho|pago))? (?=(?:VALOR|PARCELAS|DATA)[0-9])"
)
_ASKED = re.compile(r" (?:nao|nem)(?: [a-zA-Z0-9$]{1,40}){0,12} \?")
_NOT_OF_PAYMENT = re.compile(
    r" (?:paguei|pagou|pagamos|venceu|vencia|vencido|vencida|comprei|fiz|recebi|perdi|falei|era|foi|desde"
    r"|quitei|acertei|nasci|fui|liga|ligar|chama|chamar|chame|ligue|retorna|falo|fala|falar|conversamos|respondo|vejo"
    r"|veja|chove|chover|jogo|nao consegui|nao pude|nao deu)(?: [a-z]{1,12}){0,4} (?P<name>DATA[0-9]+)(?= )"
)

# A day on which money comes, or the debt falls due, is that of the payment only when no other is named.
_OF_SOMETHING_ELSE = re.compile(
    r" (?:recebo|recebemos|receber|receberei|recebendo|meu pagamento|pagamento (?:sai|cai|chega|entra)"
    r"|salario|adiantamento|aposentadoria|beneficio|pensao|vale|ferias|cai|caem|caiu|caindo|pinga|entra"
    r"|vence|vencem|vencer|vencimento)"
    r"(?: (?:[a-z]{1,12}|r\$)){0,4} (?P<name>DATA[0-9]+)(?= )"
)
_A_DATE = re.compile(r" (?P<name>DATA[0-9]+)(?= )")


class Refusals:
    """Knows the values that a text names without offering them."""

    def __init__(self, lexicon: Lexicon) -> None:
        between = "|".join(lexicon.neighbours["entre_nao_e_valor"])
        denied = rf" (?:nao|nem|nunca)(?: (?:{between}|r\$)){{0,6}} {_VALUE}(?= )"
        self._patterns = tuple(
            re.compile(pattern)
            for pattern in (denied, _NOT_SO, _IS_TOO_MUCH, _TOO_DEAR, _INSTEAD_OF, _CORRECTED)
        )

    def find(self, text: str) -> frozenset[str]:
        """Return the names of the values in `text` that are refused, or that no payment can use.

        A negative question (`não dá pra fazer em 3x?`) asks for the value.
        """
        names = {match["name"] for match in _NOT_OF_PAYMENT.finditer(text)}
        asked = [match.span() for match in _ASKED.finditer(text)]
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                if not any(start <= match.start() < end for start, end in asked):
                    names.add(match["name"])
        return frozenset(names | _of_something_else(text, names))


def _of_something_else(text: str, refused: set[str]) -> set[str]:
    """`só recebo dia 5, pago dia 6` pays on the 6th; `só recebo dia 5` pays on the 5th."""
    others = {match["name"] for match in _OF_SOMETHING_ELSE.finditer(text)}
    dates = {match["name"] for match in _A_DATE.finditer(text)} - refused
    return others if dates - others else set()

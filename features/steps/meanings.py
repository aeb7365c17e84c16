"""What Certobot may be saying, as a stakeholder names it, and how a reader recognises it in any wording.

Each pattern is searched in the text without accents, in lower case and on one line.
"""

import re
import unicodedata

MEANINGS: dict[str, str] = {
    "pede os três primeiros dígitos do CPF": r"(3|tres) primeiros digitos|como comeca o seu cpf",
    "avisa que os dígitos não conferem": r"nao (bat\w+|confer\w+)|ainda nao bateu",
    "diz que é um assistente digital": r"assistente digital",
    "diz como conferir que o contato é verdadeiro": r"confer\w+|chec\w+|canais oficiais",
    "pede desculpas pelo engano": r"desculp",
    "promete não escrever mais": r"nao (vai|vamos|escrevo|escrevemos)\b.*\bmais|paramos de mandar",
    "conta qual é a dívida": r"saldo",
    "explica por que não pode ser menos": r"minimo|melhor condicao que|define um limite",
    "explica que as parcelas têm um limite": r"limite|mais parcelas do que",
    "explica que a parcela ficaria menor que a mínima": r"parcela\w*\b.*\b(menor|abaixo|minim)",
    "explica que a data passa do prazo": r"prazo",
    "acolhe a dificuldade": r"sinto (muito|pela)|imagino que nao esteja|momentos assim pesam|esta dificil",
    "diz que respeita a decisão": r"respeit|decisao e sua|ninguem precisa decidir|obrigado por (dizer|falar)",
    "oferece outra forma de pagar": r"outra (data|forma)",
    "repete as condições e pede um sim": r"sim\b|posso fechar|podemos fechar|esta tudo certo\?",
    "pergunta qual opção": r"\bqual\b",
    "diz que só dá para pagar de uma vez": r"nao da para parcelar|pagar de uma vez|pagamento unico",
    "confirma o acordo": r"combinado|acordo fechado",
    "diz que o acordo continua valendo": r"acordo (esta valendo|continua de pe)|tudo certo com o seu acordo",
    "diz que dá para pagar por boleto ou Pix": r"boleto.*pix|pix.*boleto",
    "diz que vai conferir o pagamento": r"confer",
    "diz que não é preciso fazer nada": r"nao (precisa|e preciso) fazer|nao precisa fazer nada|tudo parado",
    "deixa a dívida em pausa": r"conversa para aqui|em pausa|tudo parado|paro por aqui",
    "passa a conversa para uma pessoa": r"uma pessoa|nossa equipe|alguem da equipe",
    "reconhece o direito de quem reclama": r"direito",
    "avisa que só lê texto": r"(audio|imagen).*(texto|escrit|escrever)|so leio texto",
    "combina de falar depois": r"quando (for melhor|puder|voce puder)|momento mais tranquilo",
    "oferece anotar a promessa": r"anotar que|anoto assim|registrar sua intencao|registro sua intencao",
    "anota a promessa": r"anotado|registrei sua intencao|fica registrado",
    "dá as boas-vindas de volta": r"de volta|oi de novo|outra vez",
    "se despede com a porta aberta": (
        r"quando (quiser|for melhor|fizer sentido)|se (um dia |precisar|quiser|mudar)"
        r"|no seu tempo|a porta fica aberta"
    ),
    "diz que a conversa já terminou": r"encerrad|encerramos|terminamos",
    "diz que não há atendimento aberto": r"nao ha atendimento aberto",
    "diz que não entendeu": r"nao entendi|nao peguei|me perdi",
}


def means(text: str, meaning: str) -> bool:
    """Tell whether `text` says what `meaning`, a key of MEANINGS, names."""
    return re.search(MEANINGS[meaning], folded(text)) is not None


def folded(text: str) -> str:
    """Return `text` in lower case, without accents, on one line."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return re.sub(r"\s+", " ", bare).lower()

"""O que acontece na conversa"""

from domain.messaging.message import MessageType
from entrypoints.workbench import days
from entrypoints.workbench.dialogue import Row, expectations, rows, time_of
from entrypoints.workbench.folded import folded
from entrypoints.workbench.meeting import meet
from entrypoints.workbench.perform import perform
from entrypoints.workbench.problem import Misread, Unmet
from entrypoints.workbench.tables import Table
from entrypoints.workbench.vocabulary import dado, quando
from entrypoints.workbench.world import World

_WRITES = (
    "(<ja>escreve|responde|insiste|pergunta|diz|fala|manda|envia|manda a mensagem|escreve a mensagem|"
    "repete|propõe|oferece|pede|avisa|"
    "conta|reclama|confirma|comenta|explica|retruca|volta e escreve|volta a escrever|escreve de novo|"
    "responde de novo|responde com)"
)
_MEDIA: dict[str, MessageType] = {
    "audio": "audio", "foto": "image", "imagem": "image", "figurinha": "sticker", "video": "video",
    "documento": "document", "arquivo": "document", "localizacao": "location", "contato": "contacts",
}  # fmt: skip
_YES, _NO, _TAKE = "sim", "não quero", "aceito"
_OPTS_OUT, _WRONG_NUMBER = "para de me mandar mensagem", "número errado, não conheço essa pessoa"


@quando(
    "o Certobot procura Maria",
    "<bot> (procura|chama|contata|aborda|escreve para|inicia (a|uma) conversa com|abre (a|uma) "
    "conversa com|tenta falar com|entra em contato com) "
    "(a |o |){quem:pessoa}( de novo| outra vez| novamente| mais uma vez| pela primeira vez|)",
    also=("o Certobot procura Maria de novo",),
    identity=True,
)
def approaches(world: World, quem: str) -> None:
    """O Certobot abre a conversa, se as regras de contato deixarem."""
    world.approaches(quem)


@dado(
    "que o Certobot procurou Maria",
    "<que> <bot> <ja>(procurou|chamou|contatou|abordou|escreveu para|iniciou (a|uma) conversa com|"
    "abriu (a|uma) conversa com|entrou em contato com) {quem:pessoa}",
    "<que> a conversa com {quem:pessoa} (começou|foi aberta|está aberta)",
    "<que> {quem:pessoa} <ja>(recebeu a primeira mensagem|foi procurad[oa]|foi contatad[oa])( pelo "
    "Certobot| do Certobot|)",
    identity=True,
)
def approached(world: World, quem: str) -> None:
    """A primeira mensagem já saiu; ainda não se sabe com quem se fala."""
    world.approaches(quem)


@quando(
    'ela escreve "tem desconto?"',
    f"{{quem:pessoa}} {_WRITES}:? ?{{texto:texto}}",
    f"{{quem:pessoa}} {_WRITES} (que|dizendo|assim):? ?{{texto:texto}}",
    also=('ela responde "sim"', 'Maria pergunta "dá pra parcelar?"'),
)
def writes(world: World, quem: str, texto: str) -> None:
    """Uma mensagem da pessoa. Quem ainda não foi procurado é procurado antes."""
    meet(world, quem)
    world.writes(quem, texto)


@quando(
    "ela escreve:",
    "{quem:pessoa} (escreve|manda|envia|responde|diz|pergunta|insiste)( o seguinte| a mensagem| este texto|)",
)
def writes_below(world: World, quem: str, docstring: str) -> None:
    '''Uma mensagem comprida, entre três aspas (""") nas linhas de baixo.'''
    meet(world, quem)
    world.writes(quem, docstring)


@quando(
    'João escreve por conta própria "oi"',
    "{quem:pessoa} (escreve|chama|manda|diz) (por conta própria|sem ter sido procurad[oa]|do nada|"
    "espontaneamente):? ?{texto:texto}",
    identity=True,
)
def writes_unasked(world: World, quem: str, texto: str) -> None:
    """Uma mensagem de quem ninguém procurou."""
    world.writes(quem, texto)


@quando(
    "ela manda de uma vez:",
    "{quem:pessoa} (escreve|manda|envia) (de uma vez|em seguida|seguidas|várias mensagens|tudo junto|"
    "ao mesmo tempo|juntas|várias mensagens (de uma vez|juntas|seguidas|em seguida|ao mesmo tempo))( só|)",
    "{quem:pessoa} (escreve|manda|envia) (as |estas |)mensagens( seguidas| juntas| de uma vez| em seguida|)",
    table=(("oi",), ("sou eu",), ("529",)),
    identity=True,
)
def writes_a_burst(world: World, quem: str, table: Table) -> None:
    """Várias mensagens que chegam juntas, uma por linha."""
    meet(world, quem)
    world.writes(quem, *(row[0] for row in table))


@quando(
    'ela manda "oi", "tudo bem?" e "quanto eu devo?" de uma vez',
    "{quem:pessoa} (escreve|manda|envia) {textos:textos}( de uma vez| seguidas?| em seguida| juntas| ao "
    "mesmo tempo|,? uma atrás da outra|)",
)
def writes_several(world: World, quem: str, textos: tuple[str, ...]) -> None:
    """Várias mensagens curtas que chegam juntas."""
    meet(world, quem)
    world.writes(quem, *textos)


@quando(
    "o Certobot conversa com Maria",
    "<bot> (conversa|fala|negocia) com {quem:pessoa}",
    "<bot> atende {quem:pessoa}",
)
def talks(world: World, quem: str) -> None:
    """A conversa começa; se o cenário não fala de confirmar quem é, já com a primeira oferta na mesa."""
    meet(world, quem)


@quando(
    'ela insiste 8 vezes "tá caro"',
    "{quem:pessoa} (escreve|insiste|repete|responde|diz|pergunta) {vezes:quantos} vezes( seguidas|):? "
    "?{texto:texto}",
)
def writes_again_and_again(world: World, quem: str, vezes: int, texto: str) -> None:
    """A mesma mensagem, uma depois da outra, cada uma respondida."""
    meet(world, quem)
    for _ in range(vezes):
        world.writes(quem, texto)


@quando(
    "ela manda um áudio",
    "{quem:pessoa} (manda|envia|responde com|encaminha) (um|uma|a|o) {midia:livre}",
    also=("ela manda uma foto", "ele manda uma figurinha", "ela envia um documento"),
)
def sends_media(world: World, quem: str, midia: str) -> None:
    """Uma mensagem sem texto: áudio, foto, vídeo, figurinha, documento, localização ou contato."""
    kind = next((each for word, each in _MEDIA.items() if word in folded(midia)), None)
    if kind is None:
        raise Misread(f"não sei mandar “{midia}”; escreva áudio, foto, vídeo, figurinha ou documento")
    meet(world, quem)
    world.arrives((world.message(quem, "", kind),))


@quando(
    "ela aceita",
    "{quem:pessoa} (aceita|topa|concorda|concorda com)( a oferta| a proposta| o acordo| as condições|)",
)
def takes(world: World, quem: str) -> None:
    """A pessoa diz “aceito”."""
    meet(world, quem)
    world.writes(quem, _TAKE)


@quando(
    "ela confirma",
    "{quem:pessoa} (confirma|diz sim|diz que sim|responde que sim|responde sim)( o acordo| as "
    "condições| a proposta|)",
)
def says_yes(world: World, quem: str) -> None:
    """A pessoa diz “sim”."""
    meet(world, quem)
    world.writes(quem, _YES)


@quando(
    "ela recusa",
    "{quem:pessoa} (recusa|rejeita|diz não|diz que não|não aceita)( a oferta| a proposta| o acordo| as "
    "condições|)",
)
def says_no(world: World, quem: str) -> None:
    """A pessoa diz “não quero”."""
    meet(world, quem)
    world.writes(quem, _NO)


@quando(
    "acontece a conversa:",
    "(acontece|ocorre|se dá|temos|vem|segue|começa) (a|esta|a seguinte|uma) (conversa|diálogo|troca de "
    "mensagens)",
    "(a conversa|o diálogo) é",
    "{quem:pessoa} e o Certobot conversam",
    table=(
        ("quem", "mensagem"),
        ("Maria", "oi"),
        ("Certobot", "pede os três primeiros dígitos"),
        ("Maria", "529"),
        ("Certobot", "oferece R$ 900,00 à vista"),
        ("tempo", "4 minutos"),
        ("Certobot", "se despede com a porta aberta"),
    ),
)
def conversation(world: World, table: Table) -> None:
    """Uma conversa inteira. Nas linhas do Certobot vai o sentido da resposta, com as frases de “Então”."""
    told = rows(table)
    if told[0].is_certobot and not world.is_inhabited:
        world.approaches(next(row.who for row in told if not row.is_certobot and not row.is_time))
    for row in told:
        try:
            _happens(world, row)
        except Unmet as unmet:
            where = f"na linha {row.number} da conversa (“{row.who}: {row.text}”), {unmet.expected}"
            raise Unmet(where, unmet.found) from None


def _happens(world: World, row: Row) -> None:
    if row.when:
        world.stands_at(days.moment("hoje", row.when, world.today))
    if row.is_certobot:
        for said in expectations(row):
            perform(world, said)
    elif row.is_time:
        perform(world, time_of(row))
    else:
        meet(world, row.who)
        world.writes(row.who, row.text)

"""O tom do que o Certobot responde"""

import re

from entrypoints.workbench.folded import folded
from entrypoints.workbench.meanings import MEANINGS
from entrypoints.workbench.vocabulary import entao
from entrypoints.workbench.world import World

_PRESSURE = (
    "última chance", "último aviso", "urgente", "imediatamente", "só hoje", "processo", "serasa", "spc",
    "negativad", "protest", "nome sujo", "penhora", "caloteir", "vergonha", "sob pena", "providências",
)  # fmt: skip
# What is said to the person and not of the debt: being heard, thanked for trust, given time and help.
_WARMTH = (
    r"sint[oa] (muito|pel[oa]|por)", r"lament", r"\bimagino\b", r"\bentend[oi]\b", r"\bcompreendo\b",
    r"\bpuxa\b", r"(esta|momento|situacao|fase).{0,15}dificil", r"momentos assim",
    r"obrigad[oa] (por|pel[oa]).{0,6}(dizer|contar|falar|escrever|sincer|confianca|se abrir|avisar)",
    r"que bom (que|te|falar)", r"agradeco", r"no seu tempo", r"com calma", r"sem pressa", r"respeit",
    r"ficou melhor para voce", r"mais leve", r"cab(e|er|em) no (seu )?bolso", r"(estou|estamos) aqui",
    r"\b(te ouv|ouvi\b)", r"(para|quero|posso|gostaria de) (te |lhe )?ajudar", r"queria poder", r"desculp",
    r"por perto", r"vamos (achar|olhar|ver|juntos)", r"a gente (acha|olha|ve|encontra)", r"conte com",
)  # fmt: skip
_EMOJI = re.compile("[\U0001f300-\U0001faff☀-➿]")
_MOST_LINES, _MOST_LINES_OF_A_PLAIN_ANSWER = 12, 4
_TONE = (
    "(o tom (da resposta |da conversa |da mensagem |d[oa] Certobot |)(é|continua|fica|permanece)|"
    "a resposta é|a mensagem é|<bot> fala de jeito|<bot> (responde|fala|escreve) (de|em) "
    "(forma|maneira|modo|jeito|tom)|<bot> (responde|fala|escreve) com|<bot> (é|mantém o tom|mostra-se))"
)


@entao(
    "o tom da resposta é gentil",
    f"{_TONE} (gentil|gentileza|educad[oa]|educação|cordial|cordialidade|respeitos[oa]|respeito|calm[oa]|"
    "cuidados[oa]|cuidado|amigável|simpátic[oa]|leve|tranquil[oa]|sem pressão)",
    "o tom (da resposta |da conversa |)não é (agressiv[oa]|ameaçador|grosseir[oa]|rude|hostil|intimidador)",
    also=("o Certobot responde com educação",),
)
def kind_tone(world: World) -> None:
    """Sem pressão, sem gritar em maiúsculas, no máximo um emoji, e curto."""
    _spoke(world)
    no_pressure(world)
    for text in world.texts:
        shouted = [word for word in re.findall(r"\b[A-ZÀ-Ú]{4,}\b", text) if word != "CNPJ"]
        world.check(not shouted, "uma resposta sem gritos", f"apareceu “{' '.join(shouted)}”")
        world.check(len(_EMOJI.findall(text)) <= 1, "no máximo um emoji", f"em “{text}”")
        count = text.count("\n") + 1
        world.check(count <= _MOST_LINES, "uma resposta curta", f"ela tem {count} linhas")


@entao(
    "o tom da resposta é empático",
    f"{_TONE} (empátic[oa]|empatia|acolhedora?|acolhimento|human[oa]|compreensiv[oa]|compreensão|"
    "solidári[oa]|caloros[oa]|carinhos[oa]|carinho)",
    "o tom (da resposta |da conversa |)é de (acolhimento|empatia|compreensão)",
    "<bot> (mostra|demonstra|tem) empatia( com {quem:pessoa}|)",
    also=("o Certobot responde com empatia",),
)
def empathic_tone(world: World) -> None:
    """Gentil, e com algo dito à pessoa: entender, agradecer, dar tempo, ajudar."""
    kind_tone(world)
    expected = "um tom empático: algo dito à pessoa, e não só à dívida"
    world.check(_warm_words(world), expected, "a resposta só traz os fatos")


@entao(
    "o tom da resposta é direto",
    f"{_TONE} (diret[oa]|objetiv[oa]|objetividade|sóbri[oa]|neutr[oa]|formal|sec[oa]|sem rodeios)",
    also=("o Certobot responde de forma objetiva",),
)
def plain_tone(world: World) -> None:
    """Gentil e logo nos fatos: poucas linhas, sem emoji, no máximo uma palavra dita à pessoa."""
    kind_tone(world)
    warm = _warm_words(world)
    world.check(len(warm) <= 1, "um tom direto, logo nos fatos", f"ele disse “{'” e “'.join(warm)}”")
    emojis = _EMOJI.findall(" ".join(world.texts))
    world.check(not emojis, "um tom direto, sem emoji", f"apareceu {' '.join(emojis)}")
    longest, most = max(text.count("\n") + 1 for text in world.texts), _MOST_LINES_OF_A_PLAIN_ANSWER
    world.check(longest <= most, f"um tom direto, em até {most} linhas", f"são {longest}")


@entao(
    "acolhe a dificuldade antes de falar em dinheiro",
    "<bot> (acolhe|reconhece|lamenta) (a dificuldade|a situação|o problema) antes de (falar em |falar "
    "de |citar |)(dinheiro|valores|qualquer valor|números|um valor)",
)
def welcomes_first(world: World) -> None:
    """A pessoa antes do número."""
    text = folded(" ".join(world.texts))
    hardship = next(each for each in MEANINGS if each.name == "acolhe a dificuldade")
    welcome, amount = re.search(hardship.words, text), text.find("r$")
    world.check(welcome, "o acolhimento da dificuldade")
    world.check(
        welcome and (amount < 0 or welcome.start() < amount),
        "o acolhimento antes de qualquer valor",
        "o valor vem antes",
    )


@entao(
    "o Certobot não pressiona nem ameaça Maria",
    "<bot> (não|nunca) (pressiona|ameaça|constrange)( (nem|ou) (ameaça|pressiona|constrange)|) "
    "((a |o |){quem:pessoa}|ninguém)",
    "<bot> (não|nunca) (pressiona|ameaça|constrange)( (nem|ou) (ameaça|pressiona|constrange)|)",
    "em nenhum momento <bot> (não |)(pressiona|ameaça|constrange)( (nem|ou) (ameaça|pressiona)|)"
    "( (a |o |){quem:pessoa}| ninguém|)",
)
def no_pressure(world: World, quem: str = "ela") -> None:
    """Nada de pressa, medo ou vergonha, na conversa toda."""
    for text in world.everything_said_to(quem):
        found = [word for word in _PRESSURE if re.search(rf"(?<!\w){re.escape(folded(word))}", folded(text))]
        world.check(not found, "nenhuma pressão", f"apareceu “{', '.join(found)}” em “{text}”")


@entao(
    "o Certobot chama Maria pelo primeiro nome",
    "<bot> (chama|trata) {quem:pessoa} pelo( primeiro|) nome",
    "<bot> cumprimenta {quem:pessoa} pelo( primeiro|) nome",
)
def by_first_name(world: World, quem: str) -> None:
    """O primeiro nome aparece, e o sobrenome não."""
    first, *rest = world.person(quem).name.split()
    text = " ".join(world.texts)
    world.check(first.title() in text, f"“{first.title()}” na resposta")
    world.check(not any(each in text for each in rest if len(each) > 2), "só o primeiro nome, sem sobrenome")


def _warm_words(world: World) -> list[str]:
    """Return the warm words of the answer."""
    return [match[0] for text in world.texts for match in re.finditer("|".join(_WARMTH), folded(text))]


def _spoke(world: World) -> None:
    world.check(world.texts, "uma resposta", world.silence or "o Certobot não disse nada")

"""The vocabulary: each sentence means one thing, values read as written, and the page about it is current."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from entrypoints.workbench import days, said
from entrypoints.workbench.glossary import as_page
from entrypoints.workbench.meanings import MEANINGS
from entrypoints.workbench.people import cpf_beginning_with
from entrypoints.workbench.phrase import Phrase
from entrypoints.workbench.problem import Misread
from entrypoints.workbench.selection import find
from entrypoints.workbench.starter import write
from entrypoints.workbench.vocabulary import (
    AsyncStep,
    Kind,
    Sentence,
    matching,
    quando,
    sentences,
    understand,
)

ROOT = Path(__file__).parent.parent.parent.parent
MONDAY = date(2026, 11, 23)


def examples() -> list[tuple[Sentence, str]]:
    """Every example that the vocabulary teaches."""
    return [(sentence, way) for sentence in sentences() for way in (sentence.example, *sentence.also)]


def test_every_example_means_its_own_sentence_and_no_other() -> None:
    wrong = {
        way: [each.example for each in matching(way, sentence.kind)]
        for sentence, way in examples()
        if matching(way, sentence.kind) != [sentence]
    }

    assert wrong == {}
    assert len(sentences()) > 200


def test_every_sentence_says_what_it_is_and_where_it_belongs() -> None:
    assert [each.example for each in sentences() if not each.what.strip() or not each.area.strip()] == []


def test_every_line_of_every_scenario_means_exactly_one_sentence() -> None:
    lines = {(line.text, line.kind) for case in find([ROOT / "features"]).cases for line in case.lines}
    meanings = {text: [each.example for each in matching(text, kind)] for text, kind in lines}

    assert lines
    assert {text: found for text, found in meanings.items() if len(found) != 1} == {}


def test_the_page_of_the_vocabulary_is_current() -> None:
    page = (ROOT / "docs" / "vocabulario.md").read_text(encoding="utf-8")

    assert page == as_page(), "rode: certobot features --vocabulary > docs/vocabulario.md"


def test_what_the_guide_shows_can_be_written(tmp_path: Path) -> None:
    guide = (ROOT / "features" / "LEIAME.md").read_text(encoding="utf-8")
    whole, conversation = (block.partition("```")[0] for block in guide.split("```gherkin\n")[1:])
    first, second = tmp_path / "um.feature", tmp_path / "dois.feature"
    first.write_text(whole, encoding="utf-8")
    lines = f"Funcionalidade: f\n  Cenário: c\n    Dado que Maria deve R$ 1.000,00\n{conversation}"
    second.write_text(lines, encoding="utf-8")

    assert find([tmp_path]).problems == ()


def test_the_starter_is_a_file_that_can_be_played(tmp_path: Path) -> None:
    read = find([write(tmp_path / "meu")])

    assert (read.problems, len(read.cases)) == ((), 4)


def test_a_step_that_would_never_run_is_refused() -> None:
    async def never_runs() -> None:
        """Do nothing, for nobody awaits it."""

    with pytest.raises(AsyncStep, match="never_runs é async"):
        quando("ela espera para sempre", "{quem:pessoa} espera para sempre")(never_runs)  # type: ignore[arg-type]
    assert understand("ela espera para sempre", "Quando") is None


@pytest.mark.parametrize(
    ("kind", "ways"),
    [
        (
            "Dado",
            (
                "que Maria deve R$ 1.000,00",
                "a Maria deve 1.000 reais",
                "Que maria deve".replace("m", "M") + ' "R$ 1000"',
            ),
        ),
        (
            "Quando",
            ("ela escreve “oi”", 'ELA ESCREVE "oi"', 'Ela   escreve: "oi".', 'a pessoa responde "oi"'),
        ),
        (
            "Então",
            (
                "o Certobot oferece R$ 600,00 à vista",
                "Certobot oferece 600 reais a vista",
                'oferece "R$ 600,00" "à vista"',
                "o bot propõe R$ 600,00 à vista.",
                "E também mantém R$ 600,00 à vista".removeprefix("E "),
            ),
        ),
    ],
)
def test_articles_accents_quotes_and_synonyms_do_not_matter(kind: Kind, ways: tuple[str, ...]) -> None:
    found = [understand(way, kind) for way in ways]

    assert all(found)
    assert len({each.sentence.example for each in found if each}) == 1
    values = [
        {name: value for name, value in each.values.items() if name != "quem"} for each in found if each
    ]
    assert all(each == values[0] for each in values)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10/12", date(2026, 12, 10)),
        ("10/03", date(2027, 3, 10)),
        ("10/03/2026", date(2026, 3, 10)),
        ("10/03/26", date(2026, 3, 10)),
        ("10 de dezembro", date(2026, 12, 10)),
        ("sexta-feira", date(2026, 11, 27)),
        ("sexta que vem", date(2026, 11, 27)),
        ("segunda-feira", date(2026, 11, 30)),
        ("sexta-feira, 27/11", date(2026, 11, 27)),
        ("sábado", date(2026, 11, 28)),
        ("hoje", MONDAY),
        ("amanhã", date(2026, 11, 24)),
        ("dia 10", date(2026, 12, 10)),
        ("daqui a 10 dias", date(2026, 12, 3)),
        ("há 6 anos", date(2020, 11, 23)),
        ("fim do mês", date(2026, 11, 30)),
        ("29/02", date(2028, 2, 29)),
    ],
)
def test_a_day_is_the_next_one_of_that_name(written: str, meant: date) -> None:
    assert days.day(written, MONDAY) == meant


@pytest.mark.parametrize("written", ["31/02", "31/04/2026", "sexta-feira, 26/11", "32/01"])
def test_a_day_that_does_not_exist_is_explained(written: str) -> None:
    with pytest.raises(Misread, match="confira o dia"):
        days.day(written, MONDAY)


def test_a_past_day_is_the_last_one_of_that_name() -> None:
    assert days.day("10/12", MONDAY, past=True) == date(2025, 12, 10)


def test_values_are_read_as_people_write_them() -> None:
    assert [said.money(text) for text in ("R$ 1.234,56", "1.234,56", "1234,56 reais")] == [
        Decimal("1234.56")
    ] * 3
    assert [said.money(text) for text in ("R$ 2 mil", "mil reais")] == [Decimal(2000), Decimal(1000)]
    in_words = ("cem reais", "mil e duzentos reais", "dois mil, trezentos e quarenta e cinco reais")
    assert [said.money(text) for text in in_words] == [Decimal(100), Decimal(1200), Decimal(2345)]
    assert [said.percent(text) for text in ("2,5%", "2.5 %", "2,5 por cento")] == [Decimal("2.5")] * 3
    assert [said.times(text) for text in ("12x", "12 vezes", "doze parcelas", "à vista")] == [12, 12, 12, 1]
    assert said.duration("três minutos") == said.duration("180 segundos") == timedelta(minutes=3)
    assert said.duration("2 horas e 30 minutos") == timedelta(minutes=150)
    assert days.moment("24/11", "9h30", MONDAY).isoformat() == "2026-11-24T09:30:00-03:00"


@pytest.mark.parametrize("written", ["R$ 1.00,00", "R$ 1,000.00", "R$ 10.0"])
def test_an_amount_with_the_separators_of_nobody_is_explained(written: str) -> None:
    with pytest.raises(Misread, match=r"escreva como R\$ 1\.000,00"):
        said.money(written)


def test_the_same_place_may_stand_in_several_ways_of_a_sentence() -> None:
    phrase = Phrase("({quem:pessoa} paga|é {quem:pessoa} que paga) {total:dinheiro}")

    read = [phrase.read("Maria paga R$ 10,00"), phrase.read("é João que paga R$ 10,00")]
    assert read == [{"quem": "Maria", "total": Decimal(10)}, {"quem": "João", "total": Decimal(10)}]


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("Dado", "que a dívida do Pedro venceu há mais de cinco anos"),
        ("Dado", "que a pessoa tem duas tentativas para se identificar"),
        ("Dado", "que o primeiro pagamento pode ser feito em até 5 dias"),
        ("Dado", "que ela não respondeu mais"),
        ("Quando", "quem atende diz que é engano"),
        ("Quando", "ela pede para parcelar em seis vezes"),
        ("Quando", "ela manda várias mensagens de uma vez:"),
        ("Quando", "Maria fecha acordo à vista"),
        ("Quando", "ela paga a primeira parcela"),
        ("Então", "o Certobot oferece novecentos reais à vista"),
        ("Então", "o Certobot explica que o número de parcelas tem um limite"),
        ("Então", "o Certobot dá boas-vindas de volta"),
        ("Então", "nada é revelado"),
        ("Então", "as três parcelas somam R$ 900,00"),
        ("Então", "cada boleto é de R$ 300,00"),
        ("Então", "a segunda parcela está em aberto"),
        ("Então", "faltam R$ 600,00"),
        ("Então", "o Certobot agradece pelo pagamento"),
        ("Então", "o Certobot manda o Pix copia-e-cola"),
        ("Então", "o boleto mostra quem cobra e quem paga"),
        ("Então", "a primeira mensagem não sai na hora"),
        ("Então", "a promessa é para 15/12"),
        ("Quando", "Maria pergunta se tem desconto"),
        ("Quando", "no dia 10/12, às 9h"),
        ("Então", "o boleto tem código de barras válido"),
        ("Então", "todas as parcelas estão pagas"),
        ("Então", "o CRM foi avisado uma única vez"),
    ],
)
def test_what_a_stakeholder_wrote_unprompted_is_understood(kind: Kind, written: str) -> None:
    assert [each.kind for each in matching(written, kind)] == [kind]


def test_certobot_is_nobody_who_owes() -> None:
    assert Phrase("{quem:pessoa} escreve").read("Certobot escreve") is None


def test_every_beginning_has_an_invented_cpf() -> None:
    assert all(cpf_beginning_with(f"{n:03d}").digits.startswith(f"{n:03d}") for n in range(1000))


def test_every_meaning_has_words_that_are_not_found_everywhere() -> None:
    for meaning in MEANINGS:
        assert not meaning.is_in("Tudo azul na capital."), meaning.name

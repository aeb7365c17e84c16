"""The offline reader of debtors' messages: lexicon, figures, precedence; no model, no network."""

from dataclasses import dataclass
from datetime import datetime

from adapters.llm.rules.choose import ALIEN, DOUBT, ORDERS, Evidence, choose, is_weak, pays_on_date, standing
from adapters.llm.rules.dates import DATE_WORDS, DateReader
from adapters.llm.rules.digits import tag_digits
from adapters.llm.rules.explanation import explained
from adapters.llm.rules.lexicon_files import Lexicon
from adapters.llm.rules.normalize import fold
from adapters.llm.rules.number_words import NumberWords
from adapters.llm.rules.phrases import FUNCTION_WORDS, Match, PhraseBook
from adapters.llm.rules.rejected import Refusals
from adapters.llm.rules.second_opinion import Opinion, SecondOpinion
from adapters.llm.rules.spelling import Speller
from adapters.llm.rules.tagged import Tag, TaggedText
from adapters.llm.rules.terms import TermsReader
from adapters.llm.rules.terms_said import TermsSaid, terms_said
from adapters.llm.rules.weighed import Weighed, figures_written, sureness
from application.ports.interpreter import ReadingContext
from domain.negotiation.understanding import UNREADABLE, Intent, Understanding
from domain.shared.calendar import SAO_PAULO, business_date

_ANY_CONTEXT = ReadingContext(datetime(2000, 1, 1, tzinfo=SAO_PAULO))


@dataclass(frozen=True, slots=True)
class _Reading:
    """An understanding and all that led to it."""

    understanding: Understanding
    matches: tuple[Match, ...]
    text: TaggedText
    refused: frozenset[str]
    opinion: Opinion | None = None


class RulesInterpreter:
    """Reads messages by rules: deterministic, offline, within milliseconds; the lexicon is loaded once.

    Raises:
        MalformedLexicon: a line of the lexicon cannot be read.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        lexicon = lexicon or Lexicon()
        self._normalizer = lexicon.normalizer
        self._numbers = NumberWords(lexicon.number_words)
        self._dates = DateReader()
        self._phrases = PhraseBook(lexicon)
        self._terms = TermsReader(lexicon)
        self._refusals = Refusals(lexicon)
        self._date_words = frozenset(lexicon.neighbours["junto_da_data"])
        self._fillers = FUNCTION_WORDS | {
            word for line in lexicon.neighbours["recheio"] for word in line.split()
        }
        self._speller = Speller(
            self._phrases.vocabulary
            | self._numbers.known
            | lexicon.common_words
            | lexicon.normalizer.known
            | DATE_WORDS,
            self._phrases.stems,
        )

        self._second = SecondOpinion(
            (intent, text, self._tagged(text, _ANY_CONTEXT).text.split()) for intent, text in lexicon.examples
        )

    async def read(self, text: str, context: ReadingContext) -> Understanding:
        """Return what `text` means; a text that means nothing to us is `Intent.UNKNOWN`, never an error."""
        return self._read(text, context).understanding

    def explain(self, text: str, context: ReadingContext) -> tuple[str, ...]:
        """Return, in Portuguese, which words led to which intent and slot."""
        reading = self._read(text, context)
        return explained(
            reading.understanding, reading.matches, reading.text, reading.refused, reading.opinion
        )

    def weigh(self, text: str, context: ReadingContext) -> Weighed:
        """Return what `text` means, how sure that is, and every figure that it names."""
        reading = self._read(text, context)
        sure = sureness(reading.understanding, reading.matches, reading.text, self._fillers)
        written = figures_written(reading.text, reading.refused)
        # A second opinion is asked for only where the phrases leave doubts.
        return Weighed(reading.understanding, 0.0 if reading.opinion else sure, written)

    def knows(self, word: str) -> bool:
        """Tell whether `word` is an everyday one, or one that our phrases use."""
        return self._speller.knows(fold(word))

    def _read(self, text: str, context: ReadingContext) -> _Reading:
        tagged = self._tagged(text, context)
        matches = standing(self._phrases.find(tagged.text), tagged.text)
        if any(match.intent == ORDERS for match in matches):
            return _Reading(UNREADABLE, matches, tagged, frozenset())
        left_out = self._refusals.find(tagged.text)
        terms = terms_said(tagged, left_out)
        evidence = Evidence(matches, terms, tagged, self._date_words)
        intent = choose(evidence, context)
        opinion = self._opinion(intent, evidence)
        intent = opinion.intent if opinion else intent
        return _Reading(_understanding(intent, terms, matches, tagged), matches, tagged, left_out, opinion)

    def _opinion(self, intent: Intent, evidence: Evidence) -> Opinion | None:
        """Ask for a second opinion where phrases said nothing, or little."""
        words, terms = evidence.text.text.split(), evidence.terms
        if intent is Intent.UNKNOWN and evidence.says(DOUBT):
            return None  # its words are those of a yes
        if intent is Intent.UNKNOWN:
            return self._second.of_unread(words, terms=terms.any, only_like=evidence.says(ALIEN))
        if is_weak(intent, evidence):
            said = {match.intent for match in evidence.matches}
            return self._second.against(intent, words, terms=terms.any, said=said)
        return None

    def _tagged(self, text: str, context: ReadingContext) -> TaggedText:
        asked = context.phase == "identification"
        words = self._normalizer.written_out(self._speller.repair(self._normalizer.words(text)))
        tagged = TaggedText.of(self._numbers.to_digits(words, dictated=asked))
        tag_digits(tagged, asked=asked)
        self._dates.tag(tagged, business_date(context.at))
        self._terms.tag(tagged)
        return tagged


def _understanding(
    intent: Intent, terms: TermsSaid, matches: tuple[Match, ...], text: TaggedText
) -> Understanding:
    digits = next((str(found.value) for found in text.all(Tag.CPF)), None)
    return Understanding(
        intent,
        amount=terms.amount,
        amount_is=terms.amount_is,
        installments=terms.installments,
        due_date=terms.due_date if pays_on_date(intent) else None,
        discount_percent=terms.discount_percent,
        cpf_digits=digits,
        hardship=intent is Intent.HARDSHIP or any(match.intent == Intent.HARDSHIP for match in matches),
    )

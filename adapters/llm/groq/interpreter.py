"""The reader that asks a model where the rules are not sure."""

from adapters.llm.groq.asking import Answer
from adapters.llm.groq.chain import Errand, ModelChain
from adapters.llm.groq.config import GroqConfig
from adapters.llm.groq.guard import understood
from adapters.llm.groq.meaning import meaning_of
from adapters.llm.groq.prompt_files import instructions
from adapters.llm.groq.pseudonyms import Pseudonyms
from adapters.llm.groq.reading_prompt import reading_prompt
from adapters.llm.groq.turn_time import TurnTimes
from adapters.llm.rules.interpreter import RulesInterpreter
from adapters.llm.rules.weighed import Weighed
from application.ports.interpreter import ReadingContext
from application.ports.recollection import Recall, Recollection
from domain.negotiation.understanding import Understanding


class GroqInterpreter:
    """Reads with a model what the rules are not sure of, and keeps of it what the message bears out.

    When no model gives a usable answer in time, what the rules read stands.

    Raises:
        PromptNotFound: at construction, when the instructions that are set do not exist.
    """

    def __init__(
        self, config: GroqConfig, rules: RulesInterpreter, chain: ModelChain, times: TurnTimes, recall: Recall
    ) -> None:
        self._sure_from = config.sure_from
        self._version = config.reading_prompt
        self._instructions = instructions(config.reading_prompt)
        self._rules = rules
        self._chain = chain
        self._times = times
        self._recall = recall

    async def read(self, text: str, context: ReadingContext) -> Understanding:
        """Return what `text` means; a text that means nothing to us is `Intent.UNKNOWN`.

        Raises:
            StoreUnavailable: the conversation cannot be looked back on; try again.
        """
        deadline = self._times.begin(context.conversation_id, context.turn)
        weighed = self._rules.weigh(text, context)
        if weighed.sureness >= self._sure_from or not text.strip():
            self._chain.note_spared("read", self._version, context.conversation_id)
            return weighed.understanding
        known = await self._recollection(context)
        private = Pseudonyms(known, self._rules.knows)
        prompt = reading_prompt(self._version, self._instructions, text, context, known, private)
        errand = Errand("read", prompt, deadline, context.conversation_id)
        heard = await self._chain.ask(errand, lambda answer: _heard(answer, weighed, context))
        return heard or weighed.understanding

    def explain(self, text: str, context: ReadingContext) -> tuple[str, ...]:
        """Return, in Portuguese, how the rules read it and whether a model is asked."""
        sureness = self._rules.weigh(text, context).sureness
        asked = "o modelo não é consultado" if sureness >= self._sure_from else "o modelo é consultado"
        return (*self._rules.explain(text, context), f"certeza das regras: {sureness:.0%}; {asked}")

    async def _recollection(self, context: ReadingContext) -> Recollection:
        if context.conversation_id is None:
            return Recollection()
        return await self._recall(context.conversation_id, context.turn)


def _heard(answer: Answer, weighed: Weighed, context: ReadingContext) -> Understanding:
    return understood(meaning_of(answer), weighed, context)

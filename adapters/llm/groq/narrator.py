"""The narrator that lets a model find the words, and reads every one of them back."""

from adapters.llm.groq.asking import Answer, Unusable
from adapters.llm.groq.chain import Errand, ModelChain
from adapters.llm.groq.config import GroqConfig
from adapters.llm.groq.drafted_figures import undrafted
from adapters.llm.groq.liberties import liberties
from adapters.llm.groq.manners import declines, ill_manners, repeats
from adapters.llm.groq.objections import objections
from adapters.llm.groq.prompt_files import instructions, with_empathy
from adapters.llm.groq.pseudonyms import Pseudonyms
from adapters.llm.groq.speech_prompt import Marks, marked, speech_prompt
from adapters.llm.groq.thread import said_last
from adapters.llm.groq.turn_time import TurnTimes
from adapters.llm.rules.interpreter import RulesInterpreter
from adapters.llm.rules.voice.narrator import RulesNarrator
from application.fact_check import check_facts
from application.ports.model_calls import CallOutcome
from application.ports.narrator import VoiceContext
from application.ports.recollection import Recall, Recollection
from domain.negotiation.reply import Reply, ReplyKind

# Every word of these was weighed: what helps somebody in despair, what the law gives, what ends in silence
# or is asked about before it does, what we say unasked, and what was paid.
_EXACT = frozenset(
    {
        ReplyKind.CARE,
        ReplyKind.LEGAL_RIGHTS,
        ReplyKind.OPTED_OUT,
        ReplyKind.ENDING_DOUBTED,
        ReplyKind.TIMED_OUT,
        ReplyKind.PAYMENT_RECEIVED,
        ReplyKind.AGREEMENT_PAID,
        ReplyKind.OVERPAID,
        ReplyKind.INSTALLMENT_PAID,
        ReplyKind.AGREEMENT_BROKEN,
        ReplyKind.PAYMENT_AWAITED,
        ReplyKind.SECOND_COPY_LATER,
        ReplyKind.BOLETO_REFUSED,
        ReplyKind.REMINDER,
        ReplyKind.DUE_TODAY,
        ReplyKind.OVERDUE,
    }
)


class GroqNarrator:
    """Has the rules' phrase said anew by a model, for the person at hand; the rules' own when that fails.

    Before identity is proven the rules speak: nothing of the debt may be between the lines. Codes to pay with
    are put below the text by the rules.

    Raises:
        PromptNotFound: at construction, when the instructions that are set do not exist.
    """

    def __init__(
        self,
        config: GroqConfig,
        rules: RulesNarrator,
        words: RulesInterpreter,
        chain: ModelChain,
        times: TurnTimes,
        recall: Recall,
    ) -> None:
        self._version = config.speech_prompt
        self._instructions = instructions(config.speech_prompt)
        self._rules = rules
        self._words = words
        self._chain = chain
        self._times = times
        self._recall = recall

    async def phrase(self, reply: Reply, context: VoiceContext) -> str:
        """Return one text that states the reply's facts and no others.

        Raises:
            StoreUnavailable: the conversation cannot be looked back on; try again.
        """
        if reply.debt is None or reply.kind in _EXACT:
            self._chain.note_spared("phrase", self._version, context.conversation_id)
            return await self._rules.phrase(reply, context)
        return await self._by_model(reply, context) or await self._rules.phrase(reply, context)

    async def _by_model(self, reply: Reply, context: VoiceContext) -> str | None:
        deadline = self._times.go_on(context.conversation_id, context.turn)
        known = await self._recollection(context)
        private = Pseudonyms(known, self._words.knows)
        bare, veiled, marks = marked(reply, context, private)
        draft = await self._rules.phrase(bare, veiled)
        prompt = speech_prompt(
            self._version,
            with_empathy(self._instructions, context.empathy),
            draft,
            said_last(known, private),
            context,
            private,
        )
        errand = Errand("phrase", prompt, deadline, context.conversation_id)
        return await self._chain.ask(
            errand, lambda answer: self._usable(answer, draft, marks, reply, context)
        )

    def _usable(self, answer: Answer, draft: str, marks: Marks, reply: Reply, context: VoiceContext) -> str:
        """Return the whole text to be sent.

        Raises:
            Unusable: something in it must not be sent.
        """
        said = answer.text.strip(' "“”\n')
        if not said or declines(said):
            raise Unusable(CallOutcome.REFUSED)
        filled = marks.filled(said)
        text = "\n".join(filter(None, (filled, self._rules.handover(reply, context))))
        wrong = objections(
            (*ill_manners(said, draft, reply), *repeats(filled, context.last_text)),
            (*liberties(said, draft, self._words.knows), *undrafted(said, draft, context.today)),
            check_facts(text, reply, context),
        )
        if wrong:
            raise Unusable(CallOutcome.GUARDED, wrong)
        return text

    async def _recollection(self, context: VoiceContext) -> Recollection:
        if context.conversation_id is None:
            return Recollection()
        return await self._recall(context.conversation_id, context.turn)

"""Who reads and who phrases."""

from functools import cache

from adapters.llm.rules.interpreter import RulesInterpreter


@cache
def rules_interpreter() -> RulesInterpreter:
    """Learn the lexicon once in a process: it takes a second, and never changes while we run."""
    return RulesInterpreter()

"""The report for programs: one JSON object.

Shape: the whole is the object itself, the personas are a list inside it, and both carry the same figures::

    {
      "policy": "certobot", "policy_version": "2026-11",   # the first policy simulated
      "llm": "groq (openai/gpt-oss-120b)",                 # who read and phrased
      "models": {"outcomes": {"ok": 90, "spared": 400}, "tokens": 86400, "cost_usd": "0.0156",
                 "median_ms": 410, "p95_ms": 900},         # what its models did; without models all is 0
      "seeds": 20, "k": 8,                                 # k of pass_k: 8, or seeds when they are fewer
      "conversations": 740, "agreements": 420, "promises": 20,
      "agreement_rate": 0.5676,                            # 0 to 1
      "owed": "2400000.00", "recovered": "980000.00",      # BRL, decimal strings
      "recovered_percent": 40.83, "discount_percent": 18.2,  # 0 to 100; the discount is the agreements' mean
      "turns": 5.4, "max_turns": 17, "seconds": 251.0,     # means of messages by the debtor, and virtual time
      "policy_violations": 0, "fact_violations": 0, "repeated_phrases": 0, "endless": 0,   # counts
      "pass_k": 0.9987,                                    # 0 to 1; the whole: mean of those who would agree
      "violations": [{"persona": "girias", "seed": 3, "turn": 8, "rule": "below_floor"}],
      "personas": [{"name": "girias", "description": "...", "would_agree": true, ...the same figures}],
      "compared_with": [...]                  # the other providers and policies, each an object of this shape
    }
"""

import json
from collections.abc import Sequence

from entrypoints.simulation.measures import Measures, Result
from entrypoints.simulation.spending import Spending


def to_json(results: Sequence[Result]) -> str:
    """Return the report as indented JSON."""
    first, *others = (_whole(result) for result in results)
    return json.dumps({**first, "compared_with": others}, ensure_ascii=False, indent=2)


def _whole(result: Result) -> dict[str, object]:
    return {
        "policy": result.label,
        "policy_version": result.policy.version,
        "llm": result.spending.provider,
        "models": _models(result.spending),
        "seeds": result.seeds,
        "k": result.k,
        **_figures(result.whole),
        "violations": [
            {"persona": record.persona, "seed": record.seed, "turn": turn, "rule": rule}
            for record in result.records
            for turn, rule in record.violations
        ],
        "personas": [
            {
                "name": each.persona.name,
                "description": each.persona.description,
                "would_agree": each.persona.would_agree,
                **_figures(each.measures),
            }
            for each in result.personas
        ],
    }


def _models(spending: Spending) -> dict[str, object]:
    median, slow = spending.milliseconds
    return {
        "outcomes": dict(sorted(spending.outcomes.items())),
        "tokens": spending.tokens,
        "cost_usd": str(spending.cost),
        "median_ms": round(median, 1),
        "p95_ms": round(slow, 1),
    }


def _figures(measures: Measures) -> dict[str, object]:
    return {
        "conversations": measures.conversations,
        "agreements": measures.agreements,
        "promises": measures.promises,
        "agreement_rate": round(measures.agreement_rate, 4),
        "owed": str(measures.owed),
        "recovered": str(measures.recovered),
        "recovered_percent": round(measures.recovered_percent, 2),
        "discount_percent": round(measures.discount_percent, 2),
        "turns": round(measures.turns, 2),
        "max_turns": measures.most_turns,
        "seconds": round(measures.seconds, 1),
        "policy_violations": measures.policy_violations,
        "fact_violations": measures.fact_violations,
        "repeated_phrases": measures.repeated_phrases,
        "endless": measures.endless,
        "pass_k": round(measures.pass_k, 4),
    }

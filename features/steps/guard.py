"""pytest-bdd runs an async step as a no-op that passes: none is let in."""

import inspect
from collections.abc import Callable, Iterable

import pytest
from pytest_bdd.steps import step_function_context_registry


def refuse_async_steps() -> None:
    """Stop the run when a step was written with `async def`.

    Raises:
        pytest.UsageError: names the steps that would never have run.
    """
    steps = [(context.parser.name, context.step_func) for context in step_function_context_registry.values()]
    if names := async_among(steps):
        raise pytest.UsageError(f"passos assíncronos nunca rodam; escreva-os sem async: {'; '.join(names)}")


def async_among(steps: Iterable[tuple[str, Callable[..., object]]]) -> list[str]:
    """Return the sentences whose function would not run when called."""
    return [
        sentence
        for sentence, function in steps
        if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)
    ]

"""The root of every error the domain raises."""


class RuleBroken(Exception):
    """A rule of the business said no; the subclass names the rule and carries its facts."""

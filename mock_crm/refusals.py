"""Why the CRM says no; the details are Portuguese and repeat no personal data."""


class Refusal(Exception):
    """A request that is refused: the HTTP status to answer and what to tell the caller."""

    status = 400

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Unknown(Refusal):
    """There is no such thing."""

    status = 404


class Conflict(Refusal):
    """It contradicts what is already kept."""

    status = 409


class Invalid(Refusal):
    """A field breaks a rule; `field` is its name on the wire."""

    status = 422

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(f"{field}: {rule}.")

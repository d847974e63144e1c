"""What a command says when it cannot do its work."""


class Failure(Exception):
    """Sentences with their cures, for stderr; the exit code is 1."""

    def __init__(self, *faults: str) -> None:
        super().__init__(*faults)
        self.faults = faults

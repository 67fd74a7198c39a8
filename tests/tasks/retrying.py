"""A process of its own: jobs whose work goes wrong in a named way, and how often each was tried."""

from tasks.app import app
from tasks.retry import Job
from worker.domain.errors import Transient
from worker.domain.ledger import Claim, NotYours, Overtaken

FAULTS = {
    "transient": Transient("Google is busy"),
    "not yours": NotYours("somebody else has it"),
    "overtaken": Overtaken("plan again"),
    "bug": ZeroDivisionError("a bug"),
}
tried: list[str] = []


class Failing(Job):
    """Fails as the account's number says."""

    name = "tests.failing"

    def run(self, number: int, account: int, token: str) -> None:
        def begin(claim: Claim, _: object) -> Claim | None:
            return Claim(claim.id, claim.account, claim.token + "+")

        def work(_: object, claim: Claim, __: object) -> None:
            tried.append(claim.token)
            raise list(FAULTS.values())[account]

        self.do_claimed(begin, work, Claim(number, account, token))


fail = app.register_task(Failing())
for account, fault in enumerate(FAULTS):
    tried.clear()
    print(fault, fail.apply((1, account, "token")).state, *tried)

"""A cast after one request that was registered, answered and cut: the smallest review."""

from servanda.core.identifiers import Digest
from servanda.usecases.review.make_cut import make_cut
from tests.usecases.nodes import FULFILLED, REQUEST, REQUEST_BODY, Cast, agreed_cast


def answered_and_cut() -> tuple[Cast, Digest]:
    """Return the cast, and the request."""
    cast = agreed_cast()
    request = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    cast.wait(hours=1)
    desk = {"desk": "Desk of Bob", "file_number": "B-7"}
    facts = {"access": "direct", "tlp": "amber"}
    cast.bob.send("acknowledgement", facts, body=desk, ref=request)
    cast.settle()
    cast.wait(days=2)
    cast.bob.send("response", FULFILLED, body={"text": "See the file."}, ref=request)
    cast.settle()
    cast.wait(days=60)
    make_cut(until=cast.clock.now(), services=cast.alice.services)
    cast.alice.step()
    cast.settle()
    return cast, request

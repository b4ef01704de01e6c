"""What reports alone can carry: how many origins, named or not, and with which reservations.

Source: docs/spec/evidence/findings.md, "What reports cannot carry".
"""

from collections.abc import Iterator, Sequence

from servanda.evidence.findings.finding import Reason, ReportedAct, Told


def looked_at(acts: Sequence[ReportedAct]) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Return the statements, the origins and the number of documents behind `acts`."""
    keys = {key for act in acts for key in act.statements}
    origins = {origin for act in acts for origin in act.origins}
    # A content key is `kind:document:place`.
    documents = {key.split(":")[1] for key in keys}
    return tuple(sorted(keys)), tuple(sorted(origins)), len(documents)


def told_of_acts(acts: Sequence[ReportedAct]) -> Iterator[Told]:
    """Yield what is to be said of reports: nothing of it moves with the number of articles."""
    if not acts:
        yield Told(reason=Reason.NOTHING_REPORTED)
        return
    _, origins, documents = looked_at(acts)
    if len(origins) == 1:
        yield Told(reason=Reason.SINGLE_ORIGIN, parameters={"documents": str(documents)})
    if any(act.named == 0 for act in acts):
        unnamed = sum(act.named == 0 for act in acts)
        yield Told(reason=Reason.UNNAMED_ORIGIN, parameters={"claims": str(unnamed)})
    if not any(act.is_done for act in acts):
        yield Told(reason=Reason.ONLY_INTENTION)
    hedges = sorted({hedge for act in acts for hedge in act.hedges})
    if hedges:
        yield Told(reason=Reason.HEDGED, parameters={"hedges": ", ".join(hedges)})
    if not any(act.is_confirmed for act in acts):
        yield Told(reason=Reason.NOT_CONFIRMED)

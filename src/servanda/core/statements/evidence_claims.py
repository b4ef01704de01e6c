"""Graded claims as the body of a statement names them: by hash, source and grade.

Source: docs/spec/concerns.md, "Claims"; the Admiralty system, two grades set apart.
"""

from typing import Final

from servanda.core.statements.codes import INFORMATION_GRADES, SOURCE_GRADES
from servanda.core.statements.fields import Code, DigestField, ListOf, Text
from servanda.core.statements.schema import Record, Schema

MAX_CLAIMS = 200

CLAIMS: Final = ListOf(
    Record(
        Schema(
            required={
                "document": DigestField(),
                "source": Text(200),
                "source_grade": Code(SOURCE_GRADES),
                "information_grade": Code(INFORMATION_GRADES),
            },
            optional={"says": Text(4_000), "place": Text(200)},
        )
    ),
    most=MAX_CLAIMS,
)

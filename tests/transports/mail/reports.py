"""Reports as mail servers write them: what comes back of a mail that could not be handed over."""

_REPORT = """\
From: postmaster@relay.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="of-the-report"

--of-the-report
Content-Type: text/plain

I am sorry to have to inform you.

The mail system
--of-the-report
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}

--of-the-report
Content-Type: {media_type}

{returned}
--of-the-report--
"""


def report_about(
    identifier: str,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    recipient: str = "desk@southmere.example",
    whole: bytes = b"",
) -> bytes:
    """Return a report about the mail with this Message-ID.

    Args:
        identifier: As it stands in the mail that could not be handed over.
        action: What became of it.
        status: Why.
        recipient: Whom it did not reach.
        whole: The mail itself, to be attached instead of its headers.
    """
    headers = f"From: us\nMessage-ID: {identifier}\nSubject: Servanda envelope\n"
    return _REPORT.format(
        recipient=recipient,
        action=action,
        status=status,
        media_type="message/rfc822" if whole else "text/rfc822-headers",
        returned=whole.decode("ascii").replace("\r\n", "\n") if whole else headers,
    ).encode("ascii")

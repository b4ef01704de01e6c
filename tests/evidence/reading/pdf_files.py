"""Write small PDF files by hand, so that tests know every byte of what they read."""

from collections.abc import Sequence

# A page of A4; text begins at the top left and goes down by a line.
_WIDTH, _HEIGHT, _MARGIN, _LINE = 595, 842, 60, 14


def latin_pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """Return a PDF with these lines on its pages, in a font that every reader has."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    shown = [[_shown(line) for line in lines] for lines in pages]
    return _file(shown, [font])


def chinese_pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """Return a PDF in a Chinese font that is named and not embedded, as many are."""
    fonts = [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H"
        b" /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    ]
    shown = [[f"<{line.encode('utf-16-be').hex()}>".encode() for line in lines] for lines in pages]
    return _file(shown, fonts)


def mapped_pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """Return a PDF whose glyphs are told by a table alone: any script, in the order drawn."""
    letters = sorted({letter for lines in pages for line in lines for letter in line})
    numbers = {letter: number for number, letter in enumerate(letters, start=1)}
    table = "\n".join(
        f"<{number:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, number in numbers.items()
    )
    stream = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{table}\nendbfchar\nendcmap end end"
    ).encode()
    fonts = [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Mapped /Encoding /Identity-H"
        b" /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Mapped /DW 500"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream),
    ]
    shown = [
        [b"<" + "".join(f"{numbers[each]:04x}" for each in line).encode() + b">" for line in lines]
        for lines in pages
    ]
    return _file(shown, fonts)


def endless_pdf() -> bytes:
    """Return a PDF of 2 kB that draws a billion words: each of its forms draws ten of the next."""
    depth = 9
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    resources = b"/Resources << /Font << /F1 3 0 R >> /XObject << /X %d 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        font,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 5 0 R %s >>"
        % (_WIDTH, _HEIGHT, resources % 6),
        b"<< /Length 5 >> stream\n/X Do\nendstream",
    ]
    for number in range(depth):
        is_last = number == depth - 1
        drawn = b"BT /F1 10 Tf 60 700 Td (word) Tj ET" if is_last else b"/X Do " * 10
        objects.append(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 %d %d] %s /Length %d >>"
            b" stream\n%s\nendstream"
            % (_WIDTH, _HEIGHT, resources % (7 + number), len(drawn), drawn)
        )
    return _with_table(objects)


def encrypted_pdf() -> bytes:
    """Return a PDF that asks for a password before it shows anything."""
    locked = latin_pdf([["Secret"]])
    key = b"<" + b"00" * 32 + b">"
    encryption = (
        b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O %s /U %s >> "
        b"/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
    ) % (key, key)
    return locked.replace(b"/Root 1 0 R", b"/Root 1 0 R " + encryption)


def _shown(line: str) -> bytes:
    text = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"(" + text + b")"


def _file(pages: Sequence[Sequence[bytes]], fonts: Sequence[bytes]) -> bytes:
    """Return the file: catalogue, page tree, nothing, nothing, fonts from 5, then the pages."""
    first = 5 + len(fonts)
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"null",
        b"null",
        *fonts,
    ]
    for number, lines in enumerate(pages):
        drawn = b"\n".join(
            b"BT /F1 10 Tf %d %d Td %s Tj ET" % (_MARGIN, _HEIGHT - _MARGIN - _LINE * row, line)
            for row, line in enumerate(lines)
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
            % (_WIDTH, _HEIGHT, first + 2 * number + 1)
        )
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(drawn), drawn))
    return _with_table(objects)


def _with_table(objects: Sequence[bytes]) -> bytes:
    content = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    content += b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return content + b"startxref\n%d\n%%%%EOF\n" % start

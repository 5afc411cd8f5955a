"""The styles of a brief in Word: A4, sizes of type, the colours of accounts, lines of tables."""

import io
import re
import zipfile

from infmap.looks.palette import LIGHT

#: The width of A4 between the margins.
WIDTH_MM, MARGIN_MM = 176, 17
#: Twentieths of a point in a millimetre.
TWIPS = 1440 / 25.4
STYLES, DOCUMENT = "word/styles.xml", "word/document.xml"
SANS, SERIF = "Source Sans Pro", "Source Serif Pro"
#: What pandoc calls the styles of a paragraph: name, half points, points before and after, more.
PARAGRAPHS = {
    "Normal": ("Normal", 20, 0, 0, "", ""),
    "BodyText": ("Body Text", 20, 2, 3, "", ""),
    "FirstParagraph": ("First Paragraph", 20, 2, 3, "", ""),
    "Compact": ("Compact", 15, 1, 1, "", ""),
    "InfmapSmall": ("infmap small", 16, 1, 2, "", ""),
    "Heading1": ("Heading 1", 36, 0, 4, SERIF, "0"),
    "Heading2": ("Heading 2", 25, 9, 2, SERIF, "1"),
    "Heading3": ("Heading 3", 22, 8, 2, SERIF, "2"),
}
ACCOUNTS = ("operator", "opponent", "independent", "user")
LINE = f'w:val="single" w:sz="4" w:space="0" w:color="{LIGHT["line"][1:]}"'
INK = f'w:val="single" w:sz="8" w:space="0" w:color="{LIGHT["ink"][1:]}"'
TABLE = f"""<w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/>
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders><w:bottom {LINE}/><w:insideH {LINE}/>
</w:tblBorders><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>
</w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom {INK}/>
</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>"""


def reference(base: bytes) -> bytes:
    """Return pandoc's document of styles with those of a brief."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == STYLES:
                data = _styled(data.decode()).encode()
            elif name == DOCUMENT:
                data = _on_a4(data.decode()).encode()
            new.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _styled(styles: str) -> str:
    """Return a list of styles with a brief's in place of those of the same names."""
    own = {ident: _paragraph(ident) for ident in PARAGRAPHS}
    own |= {f"Infmap{account}": _account(account) for account in ACCOUNTS}
    own["Table"] = TABLE
    for ident in own:
        styles = re.sub(
            rf'<w:style [^>]*w:styleId="{ident}".*?</w:style>', "", styles, flags=re.DOTALL
        )
    return styles.replace("</w:styles>", f"{''.join(own.values())}</w:styles>")


def _paragraph(ident: str) -> str:
    name, size, before, after, face, level = PARAGRAPHS[ident]
    default = ' w:default="1"' if ident == "Normal" else ""
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    keep = "<w:keepNext/><w:keepLines/>" if level else ""
    outline = f'<w:outlineLvl w:val="{level}"/>' if level else ""
    spacing = f'<w:spacing w:before="{before * 20}" w:after="{after * 20}"/>'
    family = face or SANS
    fonts = f'<w:rFonts w:ascii="{family}" w:hAnsi="{family}" w:cs="{family}"/>'
    bold = "<w:b/>" if face else ""
    color = f'<w:color w:val="{LIGHT["ink"][1:]}"/>'
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{ident}"><w:name w:val="{name}"/>{based}'
        f"<w:qFormat/><w:pPr>{keep}{spacing}{outline}</w:pPr>"
        f'<w:rPr>{fonts}{bold}{color}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        "</w:style>"
    )


def _account(account: str) -> str:
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="Infmap{account}">'
        f'<w:name w:val="infmap {account}"/><w:rPr><w:color w:val="{LIGHT[account][1:]}"/></w:rPr>'
        "</w:style>"
    )


def _on_a4(document: str) -> str:
    margin = round(MARGIN_MM * TWIPS)
    sides = " ".join(f'w:{side}="{margin}"' for side in ("top", "right", "bottom", "left"))
    page = (
        f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar {sides} w:header="400" '
        'w:footer="400" w:gutter="0"/></w:sectPr>'
    )
    return document.replace("<w:sectPr />", page)

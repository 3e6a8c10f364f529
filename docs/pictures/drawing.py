"""Screens drawn as SVG: one window below the other, the same bytes for the same screens."""

import re
from xml.sax.saxutils import escape

from screen import PLAIN, Screen, Style

SIZE = 14
# The width of a character in most monospaced fonts, 0.6 of their size.
WIDTH = 8.43
HEIGHT = 20
MARGIN = 16
BAR = 34
GAP = 14
# Below the letters' line, as much as g and y need.
DESCENT = 6

# In columns.
NARROWEST = 72

GROUND, INK, FAINT, EDGE = "#171b24", "#d5dae3", "#8a93a5", "#323a4a"
# Black, red, green, yellow, blue, magenta, cyan, white; then the same, bright.
COLOURS = """
    #4a5264 #f0717b #7fd08a #e6c069 #6fa8f5 #cf8ee8 #5cc8d7 #d5dae3
    #6d778c #ff8f97 #9be6a5 #f5d585 #93c0ff #e2aef5 #83e0ec #ffffff
""".split()
# What is drawn as one text. What is not ASCII may come from another font, of another width, so it
# stands alone; wide gaps are left out. Every part begins where it belongs, whatever the fonts are.
WORDS = re.compile(r"[!-~]+(?: [!-~]+)*|[^\x00-\x7f]+")
LEVELS = (0, 95, 135, 175, 215, 255)


def colour(number: int) -> str:
    """The colour of a terminal's palette of 256."""
    if number < 16:
        return COLOURS[number]
    if number >= 232:
        return "#" + f"{8 + 10 * (number - 232):02x}" * 3
    number -= 16
    return "#" + "".join(f"{LEVELS[number // step % 6]:02x}" for step in (36, 6, 1))


def draw(windows: list[tuple[str, Screen]], label: str) -> str:
    """The windows, each with its title, all as wide as what is widest in them."""
    columns = max(len(line) for _, screen in windows for line in screen.lines()) + 1
    columns = max(columns, NARROWEST)
    width = round(columns * WIDTH) + 2 * MARGIN
    out = []
    top = 0
    for title, screen in windows:
        used = max(index for index, line in enumerate(screen.lines()) if line) + 1
        if screen.shows_cursor:
            used = max(used, screen.row + 1)
        height = BAR + used * HEIGHT + MARGIN
        out += window(title, screen, used, top, width, height)
        top += height + GAP
    height = top - GAP
    label = escape(label, {'"': "&quot;"})
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{label}">',
        f"<title>{label}</title>",
        f'<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, '
        f"'DejaVu Sans Mono', monospace\" font-size=\"{SIZE}\" fill=\"{INK}\">",
    ]
    return "\n".join([*head, *out, "</g>", "</svg>"]) + "\n"


def window(title: str, screen: Screen, used: int, top: int, width: int, height: int) -> list[str]:
    """One window with its title."""
    out = [
        f'<rect x="0.5" y="{top + 0.5}" width="{width - 1}" height="{height - 1}" rx="9" '
        f'fill="{GROUND}" stroke="{EDGE}"/>'
    ]
    for index, dot in enumerate((1, 3, 2)):
        out.append(f'<circle cx="{20 + 18 * index}" cy="{top + 17}" r="5" fill="{COLOURS[dot]}"/>')
    out.append(
        f'<text x="{width / 2:g}" y="{top + 22}" fill="{FAINT}" font-size="12" '
        f'text-anchor="middle">{escape(title)}</text>'
    )
    for index in range(used):
        base = top + BAR + (index + 1) * HEIGHT - DESCENT
        out += row(screen.rows[index], base)
    left = MARGIN + screen.column * WIDTH
    # A program may leave it behind blanks, further to the right than what is drawn.
    if screen.shows_cursor and left + WIDTH <= width:
        y = top + BAR + screen.row * HEIGHT + 2
        out.append(
            f'<rect x="{left:.2f}" y="{y}" width="{WIDTH - 0.43:g}" height="{HEIGHT - 3}" fill="{FAINT}"/>'
        )
    return out


def row(cells: list[tuple[str, Style]], base: int) -> list[str]:
    """A row: texts for each run of one style."""
    out = []
    start = 0
    while start < len(cells):
        style = cells[start][1]
        end = start
        while end < len(cells) and cells[end][1] == style:
            end += 1
        text = "".join(character for character, _ in cells[start:end])
        ink, ground = paint(style)
        if ground:
            left, length = MARGIN + start * WIDTH, (end - start) * WIDTH
            out.append(
                f'<rect x="{left:.2f}" y="{base - HEIGHT + DESCENT}" width="{length:.2f}" '
                f'height="{HEIGHT}" fill="{ground}"/>'
            )
        for part in WORDS.finditer(text):
            left, length = MARGIN + (start + part.start()) * WIDTH, len(part[0]) * WIDTH
            out.append(
                f'<text x="{left:.2f}" y="{base}" textLength="{length:.2f}" '
                f'lengthAdjust="spacingAndGlyphs"{ink}>{escape(part[0])}</text>'
            )
        start = end
    return out


def paint(style: Style) -> tuple[str, str | None]:
    """The attributes of a text in this style, and the colour behind it."""
    if style == PLAIN:
        return "", None
    ink = INK if style.colour is None else colour(style.colour)
    ground = None if style.behind is None else colour(style.behind)
    if style.swapped:
        ink, ground = ground or GROUND, ink
    out = "" if ink == INK else f' fill="{ink}"'
    out += ' font-weight="bold"' if style.bold else ""
    out += ' opacity="0.65"' if style.dim else ""
    out += ' text-decoration="underline"' if style.underlined else ""
    return out, ground

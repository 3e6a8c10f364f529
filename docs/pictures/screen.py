"""What a terminal shows: the characters that a program writes, interpreted into cells."""

import codecs
import re
import unicodedata
from dataclasses import dataclass, replace

# CSI and OSC sequences, escapes with one character more, single control characters, text.
TOKEN = re.compile(
    r"\x1b\[(?P<private>[?>=]?)(?P<numbers>[0-9;:]*)[ -/]*(?P<final>[@-~])"
    r"|\x1b\](?P<title>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|\x1b(?P<escape>[()][0-9A-Z]|[=>78DEMc])"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])"
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
)
# More than this without an end is no sequence that has yet to be read to its end.
LONGEST_SEQUENCE = 4096


@dataclass(frozen=True)
class Style:
    """How a cell looks. A colour is a number from 0 to 255, or None for the terminal's own."""

    colour: int | None = None
    behind: int | None = None
    bold: bool = False
    dim: bool = False
    underlined: bool = False
    swapped: bool = False


PLAIN = Style()
BLANK = (" ", PLAIN)


class Screen:
    """Rows of cells, each a character and its style. Fails on what it does not understand."""

    def __init__(self, columns: int, rows: int):
        self.columns = columns
        self.rows = [[BLANK] * columns for _ in range(rows)]
        self.row = self.column = 0
        self.style = PLAIN
        self.shows_cursor = True
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._rest = ""

    def picture(self) -> "Screen":
        """What is shown now, which stays as it is when this screen goes on."""
        picture = Screen(self.columns, 0)
        picture.rows = [row[:] for row in self.rows]
        picture.row, picture.column = self.row, self.column
        picture.shows_cursor = self.shows_cursor
        return picture

    def lines(self) -> list[str]:
        """The rows as text, without the blanks at their ends."""
        return ["".join(character for character, _ in row).rstrip() for row in self.rows]

    def before_cursor(self) -> str:
        """The text of the cursor's row up to the cursor."""
        return "".join(character for character, _ in self.rows[self.row][: self.column])

    def feed(self, data: bytes) -> None:
        """Shows what a program wrote; a sequence that is cut off waits for its end."""
        text = self._rest + self._decoder.decode(data)
        at = 0
        while at < len(text):
            token = TOKEN.match(text, at)
            if token is None:
                if text[at] != "\x1b" or len(text) - at > LONGEST_SEQUENCE:
                    raise ValueError(f"no terminal sequence: {text[at:at + 20]!r}")
                break
            at = token.end()
            if token["text"]:
                for character in token["text"]:
                    self._put(character)
            elif token["control"]:
                self._control(token["control"])
            elif token["final"]:
                self._sequence(token["private"], token["numbers"], token["final"])
        self._rest = text[at:]

    def _put(self, character: str) -> None:
        if unicodedata.east_asian_width(character) in "WF" or unicodedata.combining(character):
            raise ValueError(f"{character!r} does not take one cell")
        # A row is left only when one character more comes, as terminals do it.
        if self.column == self.columns:
            self.column = 0
            self._down()
        self.rows[self.row][self.column] = (character, self.style)
        self.column += 1

    def _down(self) -> None:
        if self.row + 1 < len(self.rows):
            self.row += 1
        else:
            self.rows = [*self.rows[1:], [BLANK] * self.columns]

    def _control(self, control: str) -> None:
        if control == "\r":
            self.column = 0
        elif control == "\n":
            self._down()
        elif control == "\b":
            self.column = max(0, min(self.column, self.columns - 1) - 1)
        elif control == "\t":
            self.column = min(self.columns - 1, (self.column // 8 + 1) * 8)
        elif control not in "\a\0":
            raise ValueError(f"control character {control!r}")

    def _sequence(self, private: str, numbers: str, final: str) -> None:
        if private:
            # Modes. Bracketed paste and the like show nothing; 25 is the cursor.
            if private == "?" and final in "hl":
                if numbers == "25":
                    self.shows_cursor = final == "h"
                return
            raise ValueError(f"terminal sequence CSI {private}{numbers}{final}")
        values = [int(number or 0) for number in re.split("[;:]", numbers)]
        first = values[0]
        count = max(1, first)
        here = min(self.column, self.columns - 1)
        row = self.rows[self.row]
        if final == "m":
            self._restyle(values)
        elif final == "A":
            self.row = max(0, self.row - count)
        elif final == "B":
            self.row = min(len(self.rows) - 1, self.row + count)
        elif final == "C":
            self.column = min(self.columns - 1, here + count)
        elif final == "D":
            self.column = max(0, here - count)
        elif final == "G":
            self.column = min(self.columns, count) - 1
        elif final in "Hf":
            self.row = min(len(self.rows), count) - 1
            self.column = min(self.columns, max(1, (values + [1])[1])) - 1
        elif final == "K":
            start, end = [(here, self.columns), (0, here + 1), (0, self.columns)][first]
            row[start:end] = [BLANK] * (end - start)
        elif final == "J":
            if first == 0:
                row[here:] = [BLANK] * (self.columns - here)
            below = self.row + 1 if first == 0 else 0
            if first == 1:
                raise ValueError("erasing above the cursor")
            for index in range(below, len(self.rows)):
                self.rows[index] = [BLANK] * self.columns
        elif final == "P":
            row[here:] = (row[here + count :] + [BLANK] * self.columns)[: self.columns - here]
        elif final == "@":
            row[here:] = ([BLANK] * count + row[here:])[: self.columns - here]
        else:
            raise ValueError(f"terminal sequence CSI {numbers}{final}")

    def _restyle(self, values: list[int]) -> None:
        style = self.style
        values = list(values)
        while values:
            value = values.pop(0)
            if value == 0:
                style = PLAIN
            elif value in (1, 2, 4, 7):
                name = {1: "bold", 2: "dim", 4: "underlined", 7: "swapped"}[value]
                style = replace(style, **{name: True})
            elif value == 22:
                style = replace(style, bold=False, dim=False)
            elif value in (24, 27):
                style = replace(style, **{{24: "underlined", 27: "swapped"}[value]: False})
            elif value in (38, 48) and values[:1] == [5] and len(values) > 1:
                style = replace(style, **{"colour" if value == 38 else "behind": values[1]})
                del values[:2]
            elif value in (39, 49):
                style = replace(style, **{"colour" if value == 39 else "behind": None})
            elif 30 <= value <= 37 or 90 <= value <= 97:
                style = replace(style, colour=value - 30 if value < 90 else value - 82)
            elif 40 <= value <= 47 or 100 <= value <= 107:
                style = replace(style, behind=value - 40 if value < 100 else value - 92)
            else:
                raise ValueError(f"style {value}")
        self.style = style

"""A program in a pseudo terminal: keys are typed into it, and what it shows is kept."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable

from screen import Screen

# Nothing that is recorded takes as long, in seconds.
PATIENCE = 180
# A program that has shown nothing for so long waits for keys, in seconds.
QUIET = 0.3


class Terminal:
    """A running program, its screen, and every screen that it showed on the way."""

    def __init__(
        self,
        command: list[str],
        environment: dict[str, str],
        directory: str,
        size: tuple[int, int],
        hidden: dict[str, str],
    ):
        columns, rows = size
        self.screen = Screen(columns, rows)
        self.shown: list[Screen] = []
        self._hidden = [(text.encode(), shown.encode()) for text, shown in hidden.items()]
        self._rest = b""
        self._child, self._master = pty.fork()
        if self._child == 0:
            try:
                os.chdir(directory)
                # The parent may set the size too late for the first prompt.
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                os.execvpe(command[0], command, environment)
            finally:
                os._exit(127)

    def run(self, line: str, prompt: str) -> None:
        """Types a line key by key, and waits until the prompt, which ends so, is there again."""
        for key in line:
            before = self.screen.before_cursor()
            os.write(self._master, key.encode())
            self._wait(lambda: self.screen.before_cursor() == before + key, f"the echo of {key!r}")
        before = self.screen.row
        os.write(self._master, b"\r")
        self.wait_for(prompt, below=before)

    def wait_for(self, prompt: str, below: int = -1) -> None:
        """Waits until the cursor stands behind this text, and nothing more comes."""
        self._wait(
            lambda: self.screen.row > below and self.screen.before_cursor().endswith(prompt),
            f"the prompt {prompt!r}",
        )
        while self._read(QUIET):
            pass

    def close(self) -> None:
        """Hangs up, as a closed window does."""
        os.close(self._master)
        os.kill(self._child, signal.SIGHUP)
        os.waitpid(self._child, 0)

    def _wait(self, is_there: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not is_there():
            if time.monotonic() > end:
                raise TimeoutError("\n".join([f"{what} did not come:", *self.screen.lines()]).rstrip())
            self._read(0.05)

    def _read(self, seconds: float) -> bool:
        """Shows what comes within this time; false where nothing does."""
        if not select.select([self._master], [], [], seconds)[0]:
            # What may have become a text to hide did not.
            was_kept = bool(self._rest)
            self._show(self._rest)
            self._rest = b""
            return was_kept
        data = self._rest + os.read(self._master, 65536)
        for text, shown in self._hidden:
            data = data.replace(text, shown)
        self._rest = self._cut(data)
        self._show(data[: len(data) - len(self._rest)])
        return True

    def _show(self, data: bytes) -> None:
        """Feeds the screen up to each return, so that no line that is soon overwritten is lost."""
        for part in re.findall(rb"\r?[^\r]+|\r", data):
            self.screen.feed(part)
            self.shown.append(self.screen.picture())

    def _cut(self, data: bytes) -> bytes:
        """The end of the data that may be the beginning of what is to be hidden."""
        for text, _ in self._hidden:
            for length in range(min(len(text) - 1, len(data)), 0, -1):
                if data.endswith(text[:length]):
                    return data[-length:]
        return b""

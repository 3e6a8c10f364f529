//! Marked blocks of lines in a text: put in, replaced in place, taken out without a trace.

/// What a block is for. A text has at most one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Puts gom's programs on PATH.
    Path,
    /// Starts the hook of an interactive shell.
    Hook,
    /// Moves gom's programs to the front of PATH, after everything else in the file.
    Last,
}

impl Mark {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Path, Self::Hook, Self::Last];

    /// The word for it in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Hook => "hook",
            Self::Last => "last",
        }
    }

    /// The line above the block.
    #[must_use]
    pub fn begin(self) -> &'static str {
        match self {
            Self::Path => "# >>> gom >>>",
            Self::Hook => "# >>> gom hook >>>",
            Self::Last => "# >>> gom last >>>",
        }
    }

    /// The line below the block.
    #[must_use]
    pub fn end(self) -> &'static str {
        match self {
            Self::Path => "# <<< gom <<<",
            Self::Hook => "# <<< gom hook <<<",
            Self::Last => "# <<< gom last <<<",
        }
    }
}

/// First line of a block before which a newline had to be added, so that taking it out can take
/// that newline too.
const NEWLINE_ADDED: &str = "# (a newline was added above)";

/// Where a text gets a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Above everything: what stands first is read also where the rest returns early.
    Top,
    /// Below everything that is there now.
    End,
    /// Below everything, and moved there again when something was added below it.
    Bottom,
}

/// A text, and the blocks in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The text as it is without any block.
    text: Vec<u8>,
    /// In the order they stand in.
    blocks: Vec<Block>,
}

/// A block, apart from its text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Block {
    mark: Mark,
    /// Where in the text it stands.
    at: usize,
    /// Its lines between the markers, each ended by `\n`.
    body: Vec<u8>,
    /// Editors may have changed the line ends of the whole file.
    carriage_returns: bool,
}

impl Marked {
    /// Takes a text apart. `None` where a block has no end, and nothing can be said about it.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut text = Vec::with_capacity(bytes.len());
        let mut blocks: Vec<Block> = Vec::new();
        let mut open = false;
        let mut newline_added = None;
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            let content = line.trim_ascii_end();
            let begins = Mark::ALL
                .into_iter()
                .find(|mark| content == mark.begin().as_bytes());
            match (begins, open) {
                (Some(_), true) => return None,
                (Some(mark), false) => {
                    open = true;
                    blocks.push(Block {
                        mark,
                        at: text.len(),
                        body: Vec::new(),
                        carriage_returns: line.ends_with(b"\r\n"),
                    });
                }
                (None, false) => text.extend(line),
                (None, true) => {
                    let block = blocks.last_mut()?;
                    if content == block.mark.end().as_bytes() {
                        open = false;
                    } else if content == NEWLINE_ADDED.as_bytes() {
                        newline_added = Some((block.at, block.carriage_returns));
                    } else if block.carriage_returns && line.ends_with(b"\r\n") {
                        block.body.extend(&line[..line.len() - 2]);
                        block.body.push(b'\n');
                    } else {
                        block.body.extend(line);
                    }
                }
            }
        }
        if open {
            return None;
        }
        // Lines added below the block since then need the newline that was added above it.
        if let Some((at, carriage_returns)) = newline_added
            && at == text.len()
            && text.pop_if(|byte| *byte == b'\n').is_some()
        {
            if carriage_returns {
                text.pop_if(|byte| *byte == b'\r');
            }
            for block in &mut blocks {
                block.at = block.at.min(text.len());
            }
        }
        Some(Self { text, blocks })
    }

    /// True where the text has this block.
    #[must_use]
    pub fn has(&self, mark: Mark) -> bool {
        self.blocks.iter().any(|block| block.mark == mark)
    }

    /// True where the text has no block.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The text as it is without any block.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Gives the block these lines; where it stands if it is there, else at `place`.
    pub fn put(&mut self, mark: Mark, body: &str, place: Place) {
        let there = self.blocks.iter().position(|block| block.mark == mark);
        let moves = |block: &Block| place == Place::Bottom && block.at != self.text.len();
        if let Some(index) = there.filter(|&index| !moves(&self.blocks[index])) {
            self.blocks[index].body = body.as_bytes().to_vec();
            // Of several the first stays.
            let mut index = 0;
            let first = there.unwrap_or_default();
            self.blocks.retain(|block| {
                index += 1;
                block.mark != mark || index - 1 == first
            });
            return;
        }
        self.remove(mark);
        let (index, at) = match place {
            Place::Top => (0, 0),
            Place::End | Place::Bottom => (self.blocks.len(), self.text.len()),
        };
        let block = Block {
            mark,
            at,
            body: body.as_bytes().to_vec(),
            carriage_returns: false,
        };
        self.blocks.insert(index, block);
    }

    /// Takes the block out, and every other of its kind.
    pub fn remove(&mut self, mark: Mark) {
        self.blocks.retain(|block| block.mark != mark);
    }

    /// The text with its blocks.
    #[must_use]
    pub fn render(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.text.len() + 512);
        let mut from = 0;
        let newline_missing = !self.text.is_empty() && !self.text.ends_with(b"\n");
        let below = self
            .blocks
            .iter()
            .position(|block| newline_missing && block.at == self.text.len());
        for (index, block) in self.blocks.iter().enumerate() {
            out.extend(&self.text[from..block.at]);
            from = block.at;
            let end = if block.carriage_returns { "\r\n" } else { "\n" };
            let mut line = |line: &[u8]| {
                out.extend(line);
                out.extend(end.as_bytes());
            };
            if below == Some(index) {
                line(b"");
            }
            line(block.mark.begin().as_bytes());
            if below == Some(index) {
                line(NEWLINE_ADDED.as_bytes());
            }
            for content in block.body.split_inclusive(|&byte| byte == b'\n') {
                line(content.strip_suffix(b"\n").unwrap_or(content));
            }
            line(block.mark.end().as_bytes());
        }
        out.extend(&self.text[from..]);
        out
    }
}

#[cfg(test)]
#[path = "block_tests.rs"]
mod tests;

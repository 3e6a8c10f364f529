//! What a loader would make of a program: which addresses come from which part of the file, and
//! where Go's linker left the build info.

/// A part of the file that has an address when the program runs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    /// Its first address.
    pub(super) address: u64,
    /// Where it lies in the file.
    pub(super) offset: u64,
    /// How much of it is in the file.
    pub(super) size: u64,
}

/// A program's parts.
#[derive(Debug)]
pub(super) struct Image {
    /// In the order of the file's table; of two that hold an address, the first one counts.
    pub(super) segments: Vec<Segment>,
    /// First address and size of what holds the build info: the section made for it, else the
    /// first one for data; `None` where there is neither.
    pub(super) data: Option<(u64, u64)>,
}

impl Image {
    /// Where in the file an address lies, and how many bytes of its segment follow from there.
    pub(super) fn place(&self, address: u64) -> Option<(u64, u64)> {
        self.segments.iter().find_map(|segment| {
            let inside = address.checked_sub(segment.address)?;
            let rest = segment.size.checked_sub(inside).filter(|&rest| rest > 0)?;
            Some((segment.offset.checked_add(inside)?, rest))
        })
    }
}

/// The text before the first zero byte of a name that fills its field.
pub(super) fn name(field: &[u8]) -> &[u8] {
    let end = field.iter().position(|&b| b == 0);
    &field[..end.unwrap_or(field.len())]
}

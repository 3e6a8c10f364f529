//! Numbers in a header, in the byte order and word size of the machine it was made for.

use super::fault::{Fault, Result};

/// Which byte comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

/// A header's bytes; `what` names it where it is too short.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) order: Order,
    pub(super) wide: bool,
    pub(super) what: &'static str,
}

impl Fields<'_> {
    fn array<const N: usize>(&self, at: usize) -> Result<[u8; N]> {
        let bytes = self.bytes.get(at..).and_then(<[u8]>::first_chunk);
        bytes.copied().ok_or(Fault::Truncated(self.what))
    }

    pub(super) fn u16(&self, at: usize) -> Result<u16> {
        let bytes = self.array(at)?;
        Ok(match self.order {
            Order::Little => u16::from_le_bytes(bytes),
            Order::Big => u16::from_be_bytes(bytes),
        })
    }

    pub(super) fn u32(&self, at: usize) -> Result<u32> {
        let bytes = self.array(at)?;
        Ok(match self.order {
            Order::Little => u32::from_le_bytes(bytes),
            Order::Big => u32::from_be_bytes(bytes),
        })
    }

    pub(super) fn u64(&self, at: usize) -> Result<u64> {
        let bytes = self.array(at)?;
        Ok(match self.order {
            Order::Little => u64::from_le_bytes(bytes),
            Order::Big => u64::from_be_bytes(bytes),
        })
    }

    /// A word of the machine: at `narrow` where it has 32 bits, at `wide` where it has 64.
    pub(super) fn word(&self, narrow: usize, wide: usize) -> Result<u64> {
        if self.wide {
            self.u64(wide)
        } else {
            self.u32(narrow).map(u64::from)
        }
    }

    /// A half word that has the same size everywhere, but not the same place.
    pub(super) fn half(&self, narrow: usize, wide: usize) -> Result<u16> {
        self.u16(if self.wide { wide } else { narrow })
    }

    /// A number of 32 bits, likewise.
    pub(super) fn number(&self, narrow: usize, wide: usize) -> Result<u32> {
        self.u32(if self.wide { wide } else { narrow })
    }
}

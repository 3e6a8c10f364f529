//! Small programs made by hand: every format, word size and byte order, and both forms of build info,
//! without any code in them. Go's own reader takes them (`handmade.rs`).

mod headers;

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Elf,
    /// Without a table of sections, so that the data must be searched.
    BareElf,
    Pe,
    MachO,
    /// Without a section for the build info.
    BareMachO,
    Plan9,
    Xcoff,
}

/// A program to be made.
#[derive(Clone, Debug)]
pub(super) struct Program {
    pub(super) format: Format,
    pub(super) wide: bool,
    pub(super) big: bool,
    /// Strings behind pointers, as Go 1.17 and older left them.
    pub(super) pointers: bool,
    /// Bytes of other data before the build info; a multiple of 16 keeps it where it must be.
    pub(super) before: usize,
    pub(super) version: Vec<u8>,
    /// Without its frame.
    pub(super) modules: Vec<u8>,
}

/// Every kind of program that there can be: format, 64 bits, big endian.
pub(super) const KINDS: [(Format, bool, bool); 18] = [
    (Format::Elf, true, false),
    (Format::Elf, true, true),
    (Format::Elf, false, false),
    (Format::Elf, false, true),
    (Format::BareElf, true, false),
    (Format::BareElf, false, true),
    (Format::Pe, true, false),
    (Format::Pe, false, false),
    (Format::MachO, true, false),
    (Format::MachO, true, true),
    (Format::MachO, false, false),
    (Format::MachO, false, true),
    (Format::BareMachO, true, false),
    (Format::BareMachO, false, true),
    (Format::Plan9, true, false),
    (Format::Plan9, false, true),
    (Format::Xcoff, true, true),
    (Format::Xcoff, false, true),
];

pub(super) const MODULES: &str = "path\texample.test/app\nmod\texample.test/app\t(devel)\t\n\
    dep\texample.test/dep\tv1.0.0\th1:abc=\nbuild\t-ldflags=\"-s -w\"\nbuild\tGOOS=linux\n";

/// Where the data starts in the file, and in memory.
const OFFSET: usize = 0x400;
const BASE: u64 = 0x40_0000;
const ADDRESS: u64 = BASE + 0x1000;

impl Program {
    /// A program of Go 1.22.6 with some modules.
    pub(super) fn new((format, wide, big): (Format, bool, bool)) -> Self {
        Self {
            format,
            wide,
            big,
            pointers: false,
            before: 64,
            version: b"go1.22.6".to_vec(),
            modules: MODULES.into(),
        }
    }

    /// The same as Go 1.17 and older left it.
    pub(super) fn old(kind: (Format, bool, bool)) -> Self {
        Self {
            pointers: true,
            version: b"go1.17.13".to_vec(),
            ..Self::new(kind)
        }
    }

    /// The file.
    pub(super) fn file(&self) -> Vec<u8> {
        let mut file = match self.format {
            Format::Elf | Format::BareElf => self.elf(),
            Format::Pe => self.pe(),
            Format::MachO | Format::BareMachO => self.mach_o(),
            Format::Plan9 => self.plan9(),
            Format::Xcoff => self.xcoff(),
        };
        file.resize(OFFSET, 0);
        file.extend(self.data());
        file
    }

    /// Where the data lies when the program runs; Plan 9's reader counts from the start of the file.
    fn address(&self) -> u64 {
        if self.format == Format::Plan9 {
            OFFSET as u64
        } else {
            ADDRESS
        }
    }

    fn framed(&self) -> Vec<u8> {
        if self.modules.is_empty() {
            return Vec::new();
        }
        [b"0123456789abcdef", &*self.modules, b"fedcba9876543210"].concat()
    }

    /// The build info, its strings, and something after it.
    fn data(&self) -> Vec<u8> {
        let mut data = vec![0xee; self.before];
        let blob = self.before;
        data.extend(b"\xff Go buildinf:");
        data.push(if self.wide { 8 } else { 4 });
        let modules = self.framed();
        if self.pointers {
            data.push(u8::from(self.big));
            let size = if self.wide { 16 } else { 8 };
            let headers = blob + 32;
            let version = headers + 2 * size;
            let text = version + self.version.len();
            for header in [headers, headers + size] {
                self.word(&mut data, self.address() + header as u64);
            }
            data.resize(headers, 0);
            for (at, len) in [(version, self.version.len()), (text, modules.len())] {
                self.word(&mut data, self.address() + at as u64);
                self.word(&mut data, len as u64);
            }
            data.extend([&*self.version, &modules].concat());
        } else {
            data.push(2 | u8::from(self.big));
            data.resize(blob + 32, 0);
            for string in [&self.version, &modules] {
                data.extend(varint(string.len()));
                data.extend(string);
            }
        }
        data.resize(data.len() + 64, 0xee);
        data
    }

    fn half(&self, out: &mut Vec<u8>, value: u16) {
        out.extend(if self.big {
            value.to_be_bytes()
        } else {
            value.to_le_bytes()
        });
    }

    fn number(&self, out: &mut Vec<u8>, value: u32) {
        out.extend(if self.big {
            value.to_be_bytes()
        } else {
            value.to_le_bytes()
        });
    }

    fn word(&self, out: &mut Vec<u8>, value: u64) {
        match (self.wide, self.big) {
            (true, true) => out.extend(value.to_be_bytes()),
            (true, false) => out.extend(value.to_le_bytes()),
            (false, _) => self.number(out, u32::try_from(value).unwrap()),
        }
    }
}

/// A universal Mach-O of these programs, with 64-bit offsets or not.
pub(super) fn fat(programs: &[Vec<u8>], wide: bool) -> Vec<u8> {
    let mut out = 0xcafe_babe_u32
        .wrapping_add(wide.into())
        .to_be_bytes()
        .to_vec();
    out.extend((programs.len() as u32).to_be_bytes());
    let mut offset = 0x200_u32;
    for (number, program) in programs.iter().enumerate() {
        let size = program.len() as u32;
        // One kind of processor each.
        out.extend((7 + number as u32).to_be_bytes());
        out.extend(3_u32.to_be_bytes());
        for value in [offset, size] {
            if wide {
                out.extend(u64::from(value).to_be_bytes());
            } else {
                out.extend(value.to_be_bytes());
            }
        }
        out.extend(4_u32.to_be_bytes());
        if wide {
            out.extend([0; 4]);
        }
        offset += size.next_multiple_of(16);
    }
    out.resize(0x200, 0);
    for program in programs {
        out.extend(program);
        out.resize(out.len().next_multiple_of(16), 0);
    }
    out
}

fn varint(mut value: usize) -> Vec<u8> {
    let mut out = Vec::new();
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
    out
}

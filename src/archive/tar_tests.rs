//! Tests of tar numbers, fields and PAX records; whole tars are tested from outside.

use super::*;

#[test]
fn numbers_are_octal_and_nothing_else() {
    for (bytes, value) in [
        (&b"0000644\0"[..], Some(0o644)),
        (b"644 \0\0\0\0", Some(0o644)),
        (b"012345\0 ", Some(0o12345)),
        (b"\0\0\0\0", None),
        (b" 644", None),
        (b"64\x004", None),
        (b"648\0", None),
        (b"-644\0", None),
        (b"+644\0", None),
        (b"\x80\0\0\0\0\0\x01", None),
    ] {
        assert_eq!(octal(bytes), value, "{bytes:?}");
    }
    assert_eq!(field(b"ab\0\0"), Some(&b"ab"[..]));
    assert_eq!(field(b"ab\0c"), None);
}

#[test]
fn pax_may_only_name() {
    assert_eq!(pax_path(b"12 path=abc\n").unwrap(), Some(b"abc".to_vec()));
    assert_eq!(pax_path(b"11 mtime=1\n").unwrap(), None);
    assert_eq!(pax_path(b"").unwrap(), None);
    for wrong in [
        &b"12 path=abc\n12 path=abc\n"[..],
        b"12 path=abcd\n",
        b"11 path=abc\n",
        b"012 path=abc\n",
        b"99 path=abc\n",
        b"0 ",
        b"3 \n",
        b"x",
        b"10 size=1\n",
        b"14 linkpath=a\n",
        b"22 GNU.sparse.major=1\n",
        b"18446744073709551616 path=a\n",
    ] {
        assert!(pax_path(wrong).is_err(), "{wrong:?}");
    }
}

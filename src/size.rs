//! A number of bytes as a person reads it.

/// `227 MB`: decimal units, as disks and downloads are sold.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a rounded number for people")]
pub fn human(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (1e3, "kB"),
        1_000_000..1_000_000_000 => (1e6, "MB"),
        _ => (1e9, "GB"),
    };
    let value = bytes as f64 / unit;
    if value < 10.0 {
        format!("{value:.1} {name}")
    } else {
        format!("{value:.0} {name}")
    }
}

#[cfg(test)]
mod tests {
    use super::human;

    #[test]
    fn sizes() {
        assert_eq!(
            [
                human(0),
                human(999),
                human(1_234),
                human(67_700_000),
                human(2_500_000_000)
            ],
            ["0 B", "999 B", "1.2 kB", "68 MB", "2.5 GB"]
        );
    }
}

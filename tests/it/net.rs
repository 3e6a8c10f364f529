//! The network and its faults, on loopback.

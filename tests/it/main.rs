//! The one integration binary.
#![allow(missing_docs, unreachable_pub)]

mod net;
mod support;

//! What `gom setup` consists of: which files, which lines, and the proof that they work.

pub mod choices;
mod command_text;
pub mod culprit;
pub mod files;
pub mod language;
pub mod lines;
pub mod machine;
pub mod nu_hook;
pub mod own_file;
pub mod places;
pub mod plan;
pub mod probe;
pub mod proof;
pub mod recipe;
pub mod removal;
pub mod script;
pub mod shell;
pub mod start;
pub mod system;
pub mod terminal;
pub mod without_shell;

//! `gom setup --for`: prints a recipe for what starts programs without a shell, or writes its file.

use gom_shim::{Error, Kind, Result, escape};
use serde_json::json;

use super::files::environment_file;
use super::lines::Lines;
use super::own_file;
use super::places::Places;
use super::plan::{self, Done};
use super::recipe::{self, Starter};
use crate::gom::Gom;
use crate::owner;
use crate::record::Record;

/// A recipe, and what it depends on.
#[derive(Debug)]
pub struct Recipe<'a> {
    /// For what.
    pub starter: Starter,
    /// Where start files are.
    pub places: &'a Places<'a>,
    /// What comes on PATH.
    pub lines: &'a Lines<'a>,
    /// What is written outside gom's home.
    pub record: &'a Record,
}

impl Recipe<'_> {
    /// Prints the lines; with `write` it writes them into the user's own file instead.
    ///
    /// # Errors
    /// `Config` where a directory cannot be on PATH, or HOME is not set; `Usage` where no such
    /// file is the user's own; `FileSystem` where gom has no home yet, or the file cannot be
    /// written.
    pub fn run(&self, gom: &Gom, write: bool, dry_run: bool) -> Result<()> {
        let text = self
            .starter
            .lines(&self.lines.on_path, self.places.home().as_deref())?;
        let mut object = json!({"schema": 1, "for": self.starter.name(), "lines": text});
        if !write {
            gom.printer.talk(self.starter.advice());
        } else {
            let done = self.write(gom, &text, dry_run)?;
            if dry_run && !gom.printer.json() {
                done.print_diff(gom);
            } else if done.is_change() {
                gom.printer
                    .talk(format_args!("wrote {}", escape::path(&done.path)));
            }
            done.warn(gom);
            object["files"] = json!([done.json()]);
        }
        if gom.printer.json() {
            gom.printer.object(&object);
        } else if !write {
            gom.printer.raw(text.as_bytes());
        }
        Ok(())
    }

    fn write(&self, gom: &Gom, text: &str, dry_run: bool) -> Result<Done> {
        let home = self.places.home().ok_or_else(|| {
            Error::new(Kind::Config, "HOME is not set").hint("set HOME to your home directory")
        })?;
        owner::check(gom.layout.home())?;
        owner::check(&home)?;
        if !gom.layout.side_file().exists() {
            let home = escape::path(gom.layout.home());
            return Err(
                Error::new(Kind::FileSystem, format!("{home} is not set up yet")).hint("gom setup"),
            );
        }
        match self.starter {
            Starter::Systemd => {
                let file = [environment_file(self.places, &home)];
                let mut plan = plan::adding(&file, self.lines, None, self.record)?;
                let planned = plan.remove(0);
                Ok(if dry_run {
                    planned.show()
                } else {
                    planned.make(self.record)
                })
            }
            Starter::Launchd => {
                let path = recipe::agent_file(&home);
                let before = std::fs::read(&path).ok();
                if !dry_run && before.as_deref() != Some(text.as_bytes()) {
                    own_file::write(&path, text, self.record)?;
                }
                Ok(Done::whole(path, before.as_deref(), text))
            }
            Starter::Cron | Starter::Docker | Starter::Ssh => Err(Error::new(
                Kind::Usage,
                format!("the lines for {} are yours to add", self.starter.name()),
            )
            .hint(format!("gom setup --for {}", self.starter.name()))),
        }
    }
}

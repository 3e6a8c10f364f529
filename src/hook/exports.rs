//! The variables of a project in a shell: set over what was there, and taken back when it is left.
//!
//! What the user changes in a project stays the user's until the project is left, also when its
//! file is edited meanwhile. So the record that is kept in the environment ([`Diff`]) has both.

use std::ffi::OsString;
use std::path::PathBuf;

use gom_shim::diff::{self, Diff, Record};
use gom_shim::project::Project;
use gom_shim::vars::Vars;

/// One change of a variable in a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The variable.
    pub name: String,
    /// Its new value; `None` where it is removed.
    pub value: Option<OsString>,
    /// True where it is in the environment at that moment: then it may be changed, as long as it is
    /// not readonly. Where it is not, a variable that the shell has under that name is not gom's.
    pub was_set: bool,
}

/// What a shell's environment is to become.
#[derive(Clone, Debug)]
pub struct Exports<'v> {
    /// The environment without what gom had set in it.
    vars: &'v Vars,
    /// What gom sets, and what it had set and the user changed since.
    diff: Diff,
}

impl<'v> Exports<'v> {
    /// The exports for a directory with this project, or without one. Where the project cannot be
    /// read, what was exported for it before stays as it is.
    #[must_use]
    pub fn here(vars: &'v Vars, project: Result<Option<&Project>, &gom_shim::Error>) -> Self {
        match project {
            Ok(Some(project)) => Self::of(vars, project),
            Ok(None) => Self::nowhere(vars),
            Err(_) => {
                let before = &vars.taken_back;
                let is_inside = |project: &PathBuf| {
                    let cwd = vars.cwd.as_ref().and_then(|cwd| cwd.canonicalize().ok());
                    cwd.is_some_and(|cwd| cwd.starts_with(project))
                };
                match &before.project {
                    Some(project) if is_inside(project) => Self {
                        vars,
                        diff: before.clone(),
                    },
                    _ => Self::nowhere(vars),
                }
            }
        }
    }

    /// Nothing is exported, and what was is taken back.
    #[must_use]
    pub fn nowhere(vars: &'v Vars) -> Self {
        Self {
            vars,
            diff: Diff::default(),
        }
    }

    fn of(vars: &'v Vars, project: &Project) -> Self {
        let directory = project.file.directory();
        let directory = directory
            .canonicalize()
            .unwrap_or_else(|_| directory.to_owned());
        let before = &vars.taken_back;
        let mut records: Vec<Record> = Vec::new();
        if before.project.as_ref() == Some(&directory) {
            let users = before.records.iter().filter(|record| !record.is_ours);
            records.extend(users.cloned());
        }
        for entry in project.accepted(vars) {
            if records.iter().all(|record| record.name != entry.name) {
                records.push(Record {
                    name: entry.name.clone(),
                    ours: entry.value.clone().into(),
                    former: vars.get(&entry.name).map(OsString::from),
                    is_ours: true,
                });
            }
        }
        let project = (!records.is_empty()).then_some(directory);
        Self {
            vars,
            diff: Diff {
                project,
                records,
                damaged: false,
            },
        }
    }

    /// The changes, in an order that leaves a shell that is interrupted between two of them with a
    /// record that is true: first everything is taken back, then the record is changed, then the
    /// new values are set. A variable without gom's value counts as the user's in each of them.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let before = &self.vars.taken_back.records;
        let ours_before = |name: &str| {
            before
                .iter()
                .find(|record| record.is_ours && record.name == name)
                .map(|record| &record.ours)
        };
        let ours = |name: &str| {
            self.diff
                .records
                .iter()
                .find(|record| record.is_ours && record.name == name)
                .map(|record| &record.ours)
        };
        let mut steps = Vec::new();
        for record in before.iter().filter(|record| record.is_ours) {
            if ours(&record.name) != Some(&record.ours) {
                steps.push(Step {
                    name: record.name.clone(),
                    value: self.vars.get(&record.name).map(OsString::from),
                    was_set: true,
                });
            }
        }
        steps.push(Step {
            name: diff::NAME.to_owned(),
            value: (!self.diff.records.is_empty()).then(|| self.diff.to_string().into()),
            was_set: true,
        });
        for record in self.diff.records.iter().filter(|record| record.is_ours) {
            if ours_before(&record.name) != Some(&record.ours) {
                steps.push(Step {
                    name: record.name.clone(),
                    value: Some(record.ours.clone()),
                    was_set: record.former.is_some(),
                });
            }
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gom_shim::project_file::ProjectFile;
    use gom_shim::side::Side;
    use std::collections::BTreeMap;
    use std::path::Path;

    type Env = BTreeMap<OsString, OsString>;

    fn project(path: &str, env: &str) -> Project {
        let text = format!("[env]\n{env}");
        let file = ProjectFile::parse(Path::new(path), text.into_bytes(), &Side::Linux).unwrap();
        Project {
            file,
            trusted: false,
        }
    }

    /// What gom sees of an environment.
    fn vars(env: &Env) -> Vars {
        let mut vars = Vars::new(env.clone().into_iter().collect(), vec![], None);
        vars.taken_back = Diff::undo(&mut vars);
        vars
    }

    fn apply(env: &mut Env, steps: &[Step]) {
        for step in steps {
            let name = OsString::from(&step.name);
            let is_set = env.contains_key(&name);
            assert!(
                step.value.is_none() || step.name == diff::NAME || is_set == step.was_set,
                "{step:?}"
            );
            match &step.value {
                Some(value) => env.insert(name, value.clone()),
                None => env.remove(&name),
            };
        }
    }

    fn enter(env: &mut Env, project: Option<&Project>) {
        let vars = vars(env);
        apply(env, &Exports::here(&vars, Ok(project)).steps());
    }

    #[test]
    fn a_change_that_is_interrupted_anywhere_is_taken_back_all_the_same() {
        let a = project(
            "/a/gotoolchain.toml",
            "GOGC = \"1\"\nGOTRACEBACK = \"all\"\n",
        );
        let b = project("/b/gotoolchain.toml", "GOGC = \"2\"\nGOMAXPROCS = \"3\"\n");
        let edited = project("/a/gotoolchain.toml", "GOGC = \"4\"\nGOMAXPROCS = \"3\"\n");
        let pair = |name: &str, value: &str| (name.into(), value.into());
        let before = Env::from([
            pair("GOGC", "mine"),
            pair("GOTRACEBACK", ""),
            pair("PATH", "/"),
        ]);
        let mut inside = before.clone();
        enter(&mut inside, Some(&a));
        assert_eq!(inside.get(&OsString::from("GOGC")), Some(&"1".into()));
        for next in [None, Some(&b), Some(&edited)] {
            let vars = vars(&inside);
            let steps = Exports::here(&vars, Ok(next)).steps();
            for done in 0..=steps.len() {
                let mut env = inside.clone();
                apply(&mut env, &steps[..done]);
                enter(&mut env, None);
                assert_eq!(env, before, "{done} of {steps:?}");
            }
        }
    }

    #[test]
    fn where_nothing_changes_only_the_record_is_written_again() {
        let a = project("/a/gotoolchain.toml", "GOGC = \"1\"\n");
        let mut env = Env::new();
        enter(&mut env, Some(&a));
        let vars = vars(&env);
        let steps = Exports::here(&vars, Ok(Some(&a))).steps();
        let names: Vec<_> = steps.iter().map(|step| step.name.as_str()).collect();
        assert_eq!(names, [diff::NAME]);
        let mut again = env.clone();
        apply(&mut again, &steps);
        assert_eq!(again, env);
    }
}

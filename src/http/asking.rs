//! One question to a server, until it is answered or given up: redirects, retries, pauses.

use std::time::{Duration, Instant};

use gom_shim::{Error, Kind};

use super::{Ask, Broken, Class, Client, Failure, Patience, Reply, Url, address, shown};

/// A question.
#[derive(Clone)]
pub(crate) struct Question {
    pub(crate) url: Url,
    /// What the answer should be, for messages: `the index of releases`.
    pub(crate) what: String,
    pub(crate) patience: Patience,
}

/// An answer worth reading.
pub(crate) struct Answer {
    pub(crate) reply: Reply,
    /// The URL it came from in the end.
    pub(crate) url: Url,
    /// True where no redirect led to another scheme, host or port.
    pub(crate) stayed: bool,
}

impl Question {
    /// A failure of this question.
    pub(crate) fn failure(&self, class: Class, cause: impl Into<String>) -> Failure {
        let kind = if class == Class::Absent {
            Kind::NoVersion
        } else {
            Kind::Network
        };
        let message = format!("could not get {} from {}", self.what, shown(&self.url));
        Failure::new(class, Error::new(kind, message).cause(cause))
    }
}

impl Client {
    /// Asks until there is an answer of 200, or 206 where a range was asked for.
    ///
    /// # Errors
    /// See `Class`.
    pub(crate) fn ask(
        &self,
        question: &Question,
        range: Option<(u64, &str)>,
    ) -> Result<Answer, Failure> {
        if let Some(reason) = &self.settings.offline {
            let failure =
                question.failure(Class::Unavailable, format!("gom is offline ({reason})"));
            return Err(failure.hint("gom list shows what is there without a network"));
        }
        let limits = self.limits();
        let begun = Instant::now();
        let mut granted = limits.retry_after;
        let mut pause = limits.backoff;
        let mut attempt = 1;
        loop {
            let (mut failure, asked_to_wait) = match self.follow(question, range) {
                Ok(answer) => return Ok(answer),
                Err(Refusal::Final(failure)) => return Err(*failure),
                Err(Refusal::Again(failure, wait)) => (*failure, wait),
            };
            let wait = asked_to_wait.unwrap_or(Duration::ZERO);
            let late = asked_to_wait.is_none() && begun.elapsed() > limits.patience;
            if attempt >= limits.attempts || wait > granted || late {
                if attempt > 1 {
                    failure = failure.cause(format!("asked {attempt} times"));
                }
                return Err(failure);
            }
            granted -= wait;
            std::thread::sleep(wait.max(pause));
            pause *= 2;
            attempt += 1;
        }
    }

    /// One attempt, along its redirects.
    fn follow(&self, question: &Question, range: Option<(u64, &str)>) -> Result<Answer, Refusal> {
        let mut url = question.url.clone();
        let mut authorization = self
            .authorization(&url)
            .map_err(|error| Refusal::Final(Box::new(Failure::new(Class::Fatal, error))))?;
        let _ = url.set_username("");
        let _ = url.set_password(None);
        let mut stayed = true;
        let begun = Instant::now();
        for _ in 0..=self.limits().redirects {
            let ask = Ask {
                url: &url,
                authorization: authorization.as_deref(),
                range,
                patience: question.patience,
            };
            let reply = self
                .exchange(&ask)
                .map_err(|broken| Refusal::broken(question, broken))?;
            if !matches!(reply.status, 301 | 302 | 303 | 307 | 308) {
                return judge(question, Answer { reply, url, stayed }, range.is_some());
            }
            let refuse = |cause: String| {
                Refusal::Final(Box::new(question.failure(Class::Unavailable, cause)))
            };
            let location = reply.header("location").unwrap_or_default();
            let next = address::redirect(&url, location).map_err(refuse)?;
            if begun.elapsed() > self.limits().patience {
                return Err(refuse("its redirects take too long".to_owned()));
            }
            // Credentials are for the host they were given for, and for no other.
            let same = next.origin() == url.origin();
            stayed &= same;
            authorization = authorization.filter(|_| same);
            url = next;
        }
        let cause = format!("more than {} redirects", self.limits().redirects);
        Err(Refusal::Final(Box::new(
            question.failure(Class::Unavailable, cause),
        )))
    }
}

/// Why one attempt failed.
enum Refusal {
    Final(Box<Failure>),
    /// Another attempt may help, after the time the server asked for.
    Again(Box<Failure>, Option<Duration>),
}

impl Refusal {
    fn broken(question: &Question, broken: Broken) -> Self {
        let class = if broken.status.is_some() {
            Class::Denied
        } else {
            Class::Unavailable
        };
        let mut failure = question.failure(class, broken.cause);
        failure.status = broken.status;
        failure.error.hint = broken.hint;
        if broken.again {
            Self::Again(Box::new(failure), None)
        } else {
            Self::Final(Box::new(failure))
        }
    }
}

/// What a status means (design §7).
fn judge(question: &Question, answer: Answer, partial: bool) -> Result<Answer, Refusal> {
    let status = answer.reply.status;
    let fail = |class: Class, cause: String| {
        let mut failure = question.failure(class, cause);
        failure.status = Some(status);
        Box::new(failure)
    };
    let host = address::authority(&answer.url);
    match status {
        200 => Ok(answer),
        206 if partial => Ok(answer),
        404 | 410 => Err(Refusal::Final(fail(
            Class::Absent,
            format!("{host} does not have it ({status})"),
        ))),
        401 | 403 | 407 => {
            let also = if status == 403 {
                "; some servers say so of what they do not have"
            } else {
                ""
            };
            let mut failure = fail(Class::Denied, format!("{host} refuses ({status}){also}"));
            failure.error.hint = Some(format!(
                "check the name and password for {host}, in the URL or in ~/.netrc"
            ));
            Err(Refusal::Final(failure))
        }
        429 | 500 | 502 | 503 | 504 => {
            let date = answer.reply.header("date");
            let wait = answer.reply.header("retry-after");
            let wait = wait.and_then(|text| retry_after(text, date));
            let cause = format!("{host} is in trouble ({status})");
            Err(Refusal::Again(fail(Class::Unavailable, cause), wait))
        }
        _ => Err(Refusal::Final(fail(
            Class::Unavailable,
            format!("{host} gave an unexpected answer ({status})"),
        ))),
    }
}

/// Seconds, or a date (RFC 9110 §10.2.3), which is held against the server's own Date: this
/// machine's clock may be wrong. What is neither counts as not said.
fn retry_after(text: &str, date: Option<&str>) -> Option<Duration> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let (then, now) = (seconds_of(text)?, seconds_of(date?.trim())?);
    Some(Duration::from_secs(then.saturating_sub(now)))
}

/// Seconds from a fixed day of `Wed, 21 Oct 2026 07:28:00 GMT`: good for differences alone.
fn seconds_of(date: &str) -> Option<u64> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let words: Vec<&str> = date.split_whitespace().collect();
    let [_, day, month, year, time, "GMT"] = words[..] else {
        return None;
    };
    let month = MONTHS
        .find(month)
        .filter(|at| month.len() == 3 && at % 3 == 0)? as u64
        / 3;
    let (day, year): (u64, u64) = (day.parse().ok()?, year.parse().ok()?);
    let mut clock = time
        .split(':')
        .map(|part| part.parse::<u64>().ok().filter(|&part| part <= 60));
    let seconds = (clock.next()?? * 60 + clock.next()??) * 60 + clock.next()??;
    ((1..=31).contains(&day) && (1970..=9999).contains(&year)).then_some(())?;
    // Years begin in March here, so that a leap day is a year's last (Euclidean month lengths).
    let (year, month) = if month < 2 {
        (year - 1, month + 10)
    } else {
        (year, month - 2)
    };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day;
    Some(days * 86_400 + seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_in_seconds_or_as_a_date() {
        let date = "Sat, 28 Feb 2026 23:59:30 GMT";
        for (text, seconds) in [
            (" 7 ", 7),
            ("99999999999999999999", u64::MAX),
            ("Sun, 01 Mar 2026 00:00:15 GMT", 45),
            ("Sat, 28 Feb 2026 23:00:00 GMT", 0),
            ("Thu, 28 Feb 2036 23:59:30 GMT", 3652 * 86_400),
        ] {
            assert_eq!(
                retry_after(text, Some(date)),
                Some(Duration::from_secs(seconds)),
                "{text}"
            );
        }
        for text in [
            "",
            "-1",
            "soon",
            "Sat, 28 XXX 2026 23:00:00 GMT",
            "Sat, 28 Feb 2026 23:00 GMT",
        ] {
            assert_eq!(retry_after(text, Some(date)), None, "{text}");
        }
        assert_eq!(retry_after(date, None), None);
    }
}

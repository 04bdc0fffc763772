//! Times of day as people and programs write them.

use jiff::civil::Time;

/// Reads a time of day as typed: `10:00`, `9.30`, `9`, `2pm`, `2:30pm`, `noon`.
///
/// # Examples
///
/// ```
/// use jiff::civil::time;
/// use rapport::domain::parse::time::parse_time_of_day;
///
/// assert_eq!(parse_time_of_day("9"), Some(time(9, 0, 0, 0)));
/// assert_eq!(parse_time_of_day("2:30pm"), Some(time(14, 30, 0, 0)));
/// assert_eq!(parse_time_of_day("25:00"), None);
/// ```
pub fn parse_time_of_day(input: &str) -> Option<Time> {
    parse_clock_time(&input.trim().to_lowercase(), true)
}

/// Reads a time of day as programs write it: also with seconds (`10:15:30.123`, `2:05:00 PM`) and
/// with spaces and dots in `2 p.m.`.
pub fn parse_exported_time(input: &str) -> Option<Time> {
    let compact: String = input.trim().to_lowercase().split_whitespace().collect();
    let compact = compact.replace("a.m.", "am").replace("p.m.", "pm");
    parse_time_of_day(&compact).or_else(|| compact.parse().ok()).or_else(|| Time::strptime("%I:%M:%S%p", &compact).ok())
}

/// Reads a time of day in lower case; a bare hour such as `9` only where `bare_hour` allows it.
pub(super) fn parse_clock_time(word: &str, bare_hour: bool) -> Option<Time> {
    if word == "noon" {
        return Time::new(12, 0, 0, 0).ok();
    }
    let (clock, half_day) = match (word.strip_suffix("am"), word.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(0)),
        (_, Some(clock)) => (clock, Some(12)),
        _ => (word, None),
    };
    let (hour, minute) = match clock.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (parse_two_digits(hour)?, parse_two_digits(minute)?),
        None if bare_hour || half_day.is_some() => (parse_two_digits(clock)?, 0),
        _ => return None,
    };
    let hour = match half_day {
        Some(offset) if (1..=12).contains(&hour) => hour % 12 + offset,
        Some(_) => return None,
        None => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}

fn parse_two_digits(digits: &str) -> Option<i8> {
    let is_number = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

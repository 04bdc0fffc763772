//! Moments: an instant, and the time zone in which something was written.
//!
//! The date follows the zone of writing: an entry of 23:30 in Tokyo stays on that date when the
//! journal is read in Lisbon. The UTC offset is stored beside the zone's name, so that a date never
//! depends on the version of the time zone database.

use jiff::{
    Timestamp, Zoned,
    civil::{Date, DateTime, Time},
    fmt::temporal::Pieces,
    tz::{Offset, TimeZone},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::parse::date::is_in_calendar;

/// An instant, to the millisecond, with the time zone of writing. Ordered by the instant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment {
    at_ms: i64,
    offset_s: i32,
    zone: String,
}

impl Moment {
    /// From milliseconds since 1970 in UTC, the offset in seconds east of UTC, and the zone's name.
    /// `None` if the instant or the offset is out of range, or the date is before the year 1.
    pub fn from_parts(at_ms: i64, offset_s: i32, zone: String) -> Option<Self> {
        Timestamp::from_millisecond(at_ms).ok()?;
        Offset::from_seconds(offset_s).ok()?;
        Some(Self { at_ms, offset_s, zone }).filter(|moment| is_in_calendar(moment.day()))
    }

    /// Milliseconds since 1970 in UTC.
    pub fn at_ms(&self) -> i64 {
        self.at_ms
    }

    /// The UTC offset, in seconds east.
    pub fn offset_s(&self) -> i32 {
        self.offset_s
    }

    /// The IANA name of the zone, such as `Europe/Lisbon`; the offset of a zone without a name.
    pub fn zone(&self) -> &str {
        &self.zone
    }

    /// The instant.
    pub fn instant(&self) -> Timestamp {
        Timestamp::from_millisecond(self.at_ms).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn civil_datetime(&self) -> DateTime {
        Offset::from_seconds(self.offset_s).unwrap_or(Offset::UTC).to_datetime(self.instant())
    }

    /// The date in the zone of writing.
    pub fn day(&self) -> Date {
        self.civil_datetime().date()
    }

    /// The time of day in the zone of writing.
    pub fn time(&self) -> Time {
        self.civil_datetime().time()
    }

    /// The time of day of another instant in the zone of writing. An unknown zone keeps its offset.
    pub fn time_of(&self, instant: Timestamp) -> Time {
        let zone = TimeZone::get(&self.zone).ok();
        let zone = zone.unwrap_or_else(|| TimeZone::fixed(Offset::from_seconds(self.offset_s).unwrap_or(Offset::UTC)));
        zone.to_datetime(instant).time()
    }

    /// The same time of day on another date, with the offset that the zone has on that date
    /// (daylight saving time). An unknown zone keeps its offset.
    #[must_use]
    pub fn with_date(&self, day: Date) -> Self {
        if day == self.day() {
            return self.clone();
        }
        let datetime = day.to_datetime(self.time());
        let offset = Offset::from_seconds(self.offset_s).unwrap_or(Offset::UTC);
        let zone = TimeZone::get(&self.zone).unwrap_or_else(|_| TimeZone::fixed(offset));
        let Ok(zoned) = zone.to_zoned(datetime) else { return self.clone() };
        let moved = Self::from(&zoned);
        Self { zone: self.zone.clone(), ..moved }
    }

    /// Another time of day on the same date, with the same offset.
    #[must_use]
    pub fn with_time(&self, time: Time) -> Self {
        let difference = time.duration_since(self.time()).as_millis();
        Self { at_ms: self.at_ms + i64::try_from(difference).unwrap_or(0), ..self.clone() }
    }

    /// Whole minutes since `earlier`; 0 if that is later.
    pub fn minutes_since(&self, earlier: &Self) -> u32 {
        u32::try_from((self.at_ms - earlier.at_ms) / 60_000).unwrap_or(0)
    }
}

impl From<&Zoned> for Moment {
    fn from(zoned: &Zoned) -> Self {
        let zone = zoned.time_zone().iana_name().map_or_else(|| zoned.offset().to_string(), str::to_owned);
        Self { at_ms: zoned.timestamp().as_millisecond(), offset_s: zoned.offset().seconds(), zone }
    }
}

/// As in RFC 9557: `2026-11-24T10:11:00.000+01:00[Europe/Berlin]`.
impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let offset = Offset::from_seconds(self.offset_s).unwrap_or(Offset::UTC);
        let pieces = Pieces::from(self.civil_datetime()).with_offset(offset);
        write!(f, "{pieces}")?;
        // A zone without a name is its offset, which is written already.
        if self.zone.starts_with(['+', '-']) { Ok(()) } else { write!(f, "[{}]", self.zone) }
    }
}

impl std::str::FromStr for Moment {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        let pieces = Pieces::parse(text)?;
        let civil = pieces.date().to_datetime(pieces.time().unwrap_or_default());
        let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
        let zone =
            text.split_once('[').map_or_else(|| offset.to_string(), |(_, rest)| rest.trim_end_matches(']').to_owned());
        Self::from_parts(offset.to_timestamp(civil)?.as_millisecond(), offset.seconds(), zone)
            .ok_or_else(|| jiff::Error::from_args(format_args!("dates can’t be before the year 1")))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn zoned(text: &str) -> Zoned {
        text.parse().expect("a zoned time")
    }

    #[test]
    fn the_day_follows_the_zone_of_writing() {
        let late = Moment::from(&zoned("2026-11-24T23:30[Asia/Tokyo]"));
        assert_eq!(late.day().to_string(), "2026-11-24");
        assert_eq!(late.instant().to_zoned(TimeZone::UTC).date().to_string(), "2026-11-24");
        let early = Moment::from(&zoned("2026-11-25T06:30[Asia/Tokyo]"));
        assert_eq!(early.day().to_string(), "2026-11-25");
        assert_eq!(early.instant().to_zoned(TimeZone::UTC).date().to_string(), "2026-11-24");
    }

    #[test]
    fn with_date_keeps_clock_time_across_dst() {
        let winter = Moment::from(&zoned("2026-11-24T10:00[Europe/Berlin]"));
        let summer = winter.with_date(date(2026, 7, 1));
        assert_eq!(summer.to_string(), "2026-07-01T10:00:00+02:00[Europe/Berlin]");
        assert_eq!(summer.with_date(winter.day()), winter);
        let skipped = Moment::from(&zoned("2026-03-28T02:30[Europe/Berlin]")).with_date(date(2026, 3, 29));
        assert_eq!(
            skipped.to_string(),
            "2026-03-29T03:30:00+02:00[Europe/Berlin]",
            "an hour that daylight saving time skips"
        );
        let unknown = Moment::from_parts(0, 3_600, "Nowhere/Land".into()).expect("a moment");
        assert_eq!(unknown.with_date(date(1970, 7, 1)).offset_s(), 3_600);
        let fixed = Moment::from(&zoned("2026-07-01T00:00-03:30[-03:30]"));
        assert_eq!(fixed.with_date(date(2026, 12, 1)).to_string(), "2026-12-01T00:00:00-03:30");
    }

    #[test]
    fn moment_round_trips_through_display() {
        for text in
            ["2026-11-24T10:11:00.250[Europe/Berlin]", "2026-07-01T00:00-03:30[-03:30]", "1969-12-31T23:00[UTC]"]
        {
            let moment = Moment::from(&zoned(text));
            assert_eq!(moment.to_string().parse::<Moment>().expect(text), moment, "{text}");
        }
    }

    #[test]
    fn from_parts_rejects_values_beyond_the_calendar() {
        assert!(Moment::from_parts(i64::MAX, 0, "UTC".into()).is_none());
        assert!(Moment::from_parts(0, 1_000_000, "UTC".into()).is_none());
        assert!(
            Moment::from_parts(-62_135_596_800_001, 0, "UTC".into()).is_none(),
            "the last millisecond of the year 0"
        );
        assert!(Moment::from_parts(-62_135_596_800_000, 0, "UTC".into()).is_some());
        assert!("0000-12-31T10:00:00Z[UTC]".parse::<Moment>().is_err());
        assert!(Moment::from_parts(0, 3600, "Europe/Berlin".into()).is_some());
    }
}

//! Conversions between domain types and column values.

use rusqlite::{
    Row, ToSql,
    types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, Type, ValueRef},
};

use crate::domain::{
    cadence::Cadence,
    entry::kind::{
        Kind,
        action::{ActionState, Party},
        check_in::Closeness,
        delegation::{DelegationState, Level},
        expectation::ExpectationState,
        feedback::Direction,
        flag::FlagState,
        goal::GoalState,
        note::NoteFocus,
        praise::PraiseState,
        topic::TopicState,
    },
    id::{ChangeId, EntryId, OneOnOneId, PersonId, Uid},
    intention::Outcome,
    moment::Moment,
    one_on_one::OneOnOneState,
    person::{Birthday, Relation},
    question::Theme,
    self_check::ScaleStep,
};

macro_rules! impl_sql_string_enum {
    ($($name:ty),+) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.as_str()))
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_str()?.parse().map_err(FromSqlError::other)
            }
        }
    )+};
}
impl_sql_string_enum!(
    Kind,
    NoteFocus,
    FlagState,
    GoalState,
    ActionState,
    Party,
    PraiseState,
    Direction,
    DelegationState,
    Level,
    ExpectationState,
    TopicState,
    OneOnOneState,
    Relation,
    Theme,
    Outcome
);

macro_rules! impl_to_sql_display {
    ($($name:ty),+) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.to_string()))
            }
        }
    )+};
}
impl_to_sql_display!(Moment, Cadence, Birthday);

impl FromSql for Moment {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(FromSqlError::other)
    }
}

impl FromSql for Cadence {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(FromSqlError::other)
    }
}

impl FromSql for Birthday {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::parse(value.as_str()?).map_err(FromSqlError::other)
    }
}

macro_rules! impl_sql_id {
    ($($name:ident),+) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.0))
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                i64::column_result(value).map($name)
            }
        }
    )+};
}
impl_sql_id!(PersonId, OneOnOneId, EntryId, ChangeId);

impl ToSql for Uid {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl FromSql for Uid {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        FromSql::column_result(value).map(Self)
    }
}

impl ToSql for Closeness {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(u8::from(*self)))
    }
}

impl FromSql for Closeness {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        u8::column_result(value)?.try_into().map_err(FromSqlError::other)
    }
}

impl ToSql for ScaleStep {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(u8::from(*self)))
    }
}

impl FromSql for ScaleStep {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        u8::column_result(value)?.try_into().map_err(FromSqlError::other)
    }
}

/// Reads a moment from three columns starting at `first`: milliseconds, offset, zone.
pub(super) fn read_moment(row: &Row<'_>, first: usize) -> rusqlite::Result<Moment> {
    Moment::from_parts(row.get(first)?, row.get(first + 1)?, row.get(first + 2)?)
        .ok_or(rusqlite::Error::IntegralValueOutOfRange(first, row.get(first)?))
}

/// The error of a column value that is not valid in the domain.
pub(super) fn conversion_error(
    column: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}

//! Days, weeks and the parts of a moment, in UTC.

pub(super) const DAY: f64 = 86_400_000.0;

/// As far as JavaScript's dates go, on both sides of 1970.
pub(super) const LAST: f64 = 8.64e15;

/// A moment taken apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub millis: f64,
    pub year: f64,
    /// From 0.
    pub month: f64,
    pub day: f64,
    /// From 0 for Sunday.
    pub weekday: f64,
}

impl Moment {
    pub fn new(millis: f64) -> Moment {
        let days = libm::floor(millis / DAY);
        let (year, month, day) = civil(days);
        let weekday = modulo(days + 4.0, 7.0);
        Moment { millis, year, month, day, weekday }
    }

    fn of_day(&self, size: f64, modulus: f64) -> f64 {
        libm::floor(modulo(self.millis, DAY * 7.0) / size) % modulus
    }

    pub fn hour(&self) -> f64 {
        self.of_day(3_600_000.0, 24.0)
    }

    pub fn minute(&self) -> f64 {
        self.of_day(60_000.0, 60.0)
    }

    pub fn second(&self) -> f64 {
        self.of_day(1000.0, 60.0)
    }

    pub fn millisecond(&self) -> f64 {
        modulo(self.millis, 1000.0)
    }

    /// One component of a picture as a number; those that are none give nothing.
    pub fn component(&self, component: char) -> Option<f64> {
        // Years below 100 fall into the last century on both sides, as in JavaScript.
        let today = || utc(self.year, self.month, self.day);
        Some(match component {
            'Y' => self.year,
            'M' => self.month + 1.0,
            'D' => self.day,
            'd' => (today() - utc(self.year, 0.0, 1.0)) / DAY + 1.0,
            'F' if self.weekday == 0.0 => 7.0,
            'F' => self.weekday,
            'W' => {
                let year = (self.year, 0.0);
                week(today(), first_week(year), 52.0, first_week((self.year + 1.0, 0.0)), || {
                    first_week((self.year - 1.0, 0.0))
                })
            }
            'w' => {
                let month = (self.year, self.month);
                week(today(), first_week(month), 4.0, first_week(following(month)), || {
                    first_week(previous(month))
                })
            }
            'X' => {
                if self.millis < first_week((self.year, 0.0)) {
                    self.year - 1.0
                } else if self.millis >= first_week((self.year + 1.0, 0.0)) {
                    self.year + 1.0
                } else {
                    self.year
                }
            }
            'x' => {
                let month = (self.year, self.month);
                if self.millis < first_week(month) {
                    previous(month).1 + 1.0
                } else if self.millis >= first_week(following(month)) {
                    following(month).1 + 1.0
                } else {
                    self.month + 1.0
                }
            }
            'H' => self.hour(),
            'h' => {
                let hour = self.hour() % 12.0;
                if hour == 0.0 { 12.0 } else { hour }
            }
            'm' => self.minute(),
            's' => self.second(),
            'f' => self.millisecond(),
            _ => return None,
        })
    }
}

fn modulo(value: f64, modulus: f64) -> f64 {
    value - libm::floor(value / modulus) * modulus
}

/// The week of a day within a year or month whose first week begins at `start`.
fn week(today: f64, start: f64, most: f64, next: f64, before: impl FnOnce() -> f64) -> f64 {
    let delta = |start: f64| (today - start) / (DAY * 7.0) + 1.0;
    let week = delta(start);
    libm::floor(if week > most && today >= next {
        1.0
    } else if week < 1.0 {
        delta(before())
    } else {
        week
    })
}

fn following((year, month): (f64, f64)) -> (f64, f64) {
    if month == 11.0 { (year + 1.0, 0.0) } else { (year, month + 1.0) }
}

fn previous((year, month): (f64, f64)) -> (f64, f64) {
    if month == 0.0 { (year - 1.0, 11.0) } else { (year, month - 1.0) }
}

/// The Monday of the first week: the one that has four days in the year or month.
fn first_week((year, month): (f64, f64)) -> f64 {
    let first = utc(year, month, 1.0);
    let weekday = match Moment::new(first).weekday {
        0.0 => 7.0,
        weekday => weekday,
    };
    if weekday > 4.0 { first + (8.0 - weekday) * DAY } else { first - (weekday - 1.0) * DAY }
}

/// Midnight of a day, as `Date.UTC` has it: months and days beyond their ends run on, and years 0 to 99 are of the twentieth century.
pub(super) fn utc(year: f64, month: f64, day: f64) -> f64 {
    let year = libm::trunc(year);
    let month = libm::trunc(month);
    let year = if (0.0..=99.0).contains(&year) { 1900.0 + year } else { year };
    let year = year + libm::floor(month / 12.0);
    let millis = (days(year, modulo(month, 12.0), 1.0) + libm::trunc(day) - 1.0) * DAY;
    if libm::fabs(millis) <= LAST { millis } else { f64::NAN }
}

/// Days since 1970 of a date in the Gregorian calendar.
pub(super) fn days(year: f64, month: f64, day: f64) -> f64 {
    // Years begin in March, so that the leap day is the last one.
    let (year, month) = if month < 2.0 { (year - 1.0, month + 10.0) } else { (year, month - 2.0) };
    let era = libm::floor(year / 400.0);
    let of_era = year - era * 400.0;
    let of_year = libm::floor((153.0 * month + 2.0) / 5.0) + day - 1.0;
    era * 146_097.0 + of_era * 365.0 + libm::floor(of_era / 4.0) - libm::floor(of_era / 100.0) + of_year
        - 719_468.0
}

/// The date of a number of days since 1970.
fn civil(days: f64) -> (f64, f64, f64) {
    let days = days + 719_468.0;
    let era = libm::floor(days / 146_097.0);
    let of_era = days - era * 146_097.0;
    let year = libm::floor(
        (of_era - libm::floor(of_era / 1460.0) + libm::floor(of_era / 36_524.0)
            - libm::floor(of_era / 146_096.0))
            / 365.0,
    );
    let of_year = of_era - (365.0 * year + libm::floor(year / 4.0) - libm::floor(year / 100.0));
    let month = libm::floor((5.0 * of_year + 2.0) / 153.0);
    let day = of_year - libm::floor((153.0 * month + 2.0) / 5.0) + 1.0;
    let year = year + era * 400.0;
    if month < 10.0 { (year, month + 2.0, day) } else { (year + 1.0, month - 10.0, day) }
}

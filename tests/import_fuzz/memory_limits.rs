//! Sources crafted to take more memory than their length: long, deep, or of very short parts.

use std::fmt::Write as _;

use super::support::TempJournal;

/// The name of a case, and its source.
pub type LargeSource = (&'static str, String);

/// JSON documents.
pub fn documents() -> Vec<LargeSource> {
    let json =
        |list: &str, things: String| format!("{{\"rapport\":{{\"format\":1,\"of\":\"journal\"}},\"{list}\":{things}}}");
    let many = |thing: &str, count: usize| format!("[{}]", vec![thing; count].join(","));
    let person = "{\"uid\":\"018bcfe5-6800-7000-8000-000000000001\",\"name\":\"D\",\"relation\":\"report\",\"role\":\"\",\
                  \"team\":\"\",\"pronouns\":\"\",\"matters\":\"\",\"added\":\"2026-11-20T10:00:00Z\",\"extra\":";
    let need = |number: usize| {
        format!(
            "{{\"uid\":\"018bcfe5-6800-7000-8000-{number:012}\",\"person\":\"018bcfe5-6800-7000-8000-{number:012}\",\
             \"written\":\"2026-11-20T10:00:00Z\",\"text\":\"x\"}}"
        )
    };
    let question =
        |number: usize| format!("{{\"uid\":\"018bcfe5-6800-7000-8000-{number:012}\",\"text\":\"{number}\"}}");
    let entry = |number: usize| {
        format!(
            "{{\"uid\":\"018bcfe5-6800-7000-8000-{:012}\",\"person\":\"018bcfe5-6800-7000-8000-000000000001\",\
             \"kind\":\"note\",\"written\":\"2026-11-20T10:00:00Z\",\"text\":\"x\"}}",
            number + 2
        )
    };
    let listed =
        |thing: &dyn Fn(usize) -> String| format!("[{}]", (0..10_000).map(thing).collect::<Vec<_>>().join(","));
    let tiny = format!("[{person}0}}],\"entries\":{}", listed(&entry));
    vec![
        ("numbers for entries", json("entries", many("1", 1_000_000))),
        ("numbers for what is unknown", json("unknown", many("1", 1_000_000))),
        ("a person with a list that is unknown", json("people", format!("[{person}{}}}]", many("1", 1_000_000)))),
        ("a deep nest", json("entries", "[".repeat(1_000_000))),
        ("a long text", json("needs", format!("[{{\"text\":\"{}\"}}]", "\\n".repeat(1_000_000)))),
        ("needs of people who are not there", json("needs", listed(&need))),
        ("questions with little in them", json("questions", listed(&question))),
        ("entries with little in them", json("people", tiny)),
        ("empty things", json("people", many("{}", 1_000_000))),
        ("the whole sample", TempJournal::sample().export_json()),
    ]
}

/// Notes about a one-on-one.
pub fn notes() -> Vec<LargeSource> {
    let deep: Vec<String> = (0..1_000).map(|depth| format!("{}- deep\n", "\t".repeat(depth))).collect();
    let line = |number: usize| {
        format!("- {number} asked for two afternoons without meetings, and will say which ones they are\n")
    };
    let tags = concat_parts(4_000, &|number| format!("subject{number}, "));
    let bullets: String = concat_parts(10_000, &|number| format!("- {number}\n"));
    vec![
        ("one line", "x".repeat(4 << 20)),
        ("one line of words", "- [ ] Dana: by 03/04/24 ".repeat(1 << 17)),
        ("beginnings of links", format!("- {}", "[[".repeat(1 << 20))),
        ("beginnings of comments", format!("- {}", "<!-- %% ` ".repeat(1 << 18))),
        ("beginnings of days", format!("- {}", "3 March ".repeat(1 << 18))),
        ("empty lines", "\n".repeat(200_000)),
        ("one entry of many lines", format!("- a\n{}", "  b\n".repeat(199_000))),
        ("one entry of many letters", "b\n".repeat(199_000)),
        ("headings over nothing", "# a\n".repeat(199_000)),
        ("bullets of nothing", "-\n".repeat(199_000)),
        ("empty lines between", "b\n\n".repeat(30_000)),
        ("a list in lists", deep.concat()),
        ("an open fence", format!("```\n{}", "# a\n".repeat(199_000))),
        (
            "days that are in no calendar",
            concat_parts(60_000, &|number| format!("# 30.2.{}\n- a\n", 1_900 + number % 8_000)),
        ),
        ("names of people", concat_parts(20_000, &|number| format!("- {}: a\n", name(number)))),
        ("bullets of a letter", "- a\n".repeat(30_000)),
        ("bullets of a number", bullets.clone()),
        ("tags for every bullet", format!("---\ntags: [{tags}]\n---\n{bullets}")),
        ("a long title for every bullet", format!("# {}\n{bullets}", "long ".repeat(40))),
        ("notes as they are", concat_parts(20_000, &line)),
    ]
}

/// Tables whose first two columns are a day and a name.
pub fn tables() -> Vec<LargeSource> {
    let head = "Date,Employee,Comment\n";
    let rows = |row: &dyn Fn(usize) -> String| {
        let mut table = head.to_owned();
        (0..60_000).for_each(|number| table.push_str(&row(number)));
        table
    };
    vec![
        ("rows of three letters", format!("{head}{}", "a,b,c\n".repeat(200_000))),
        ("rows that stand there twice", rows(&|_| "2024-03-03,D,a\n".to_owned())),
        ("rows with little in them", rows(&|number| format!("2024-03-03,D,{number}\n"))),
        ("rows about many people", rows(&|number| format!("2024-03-03,{},a\n", name(number)))),
        ("rows with long texts", rows(&|number| format!("2024-03-03,D,{number} {}\n", "said ".repeat(40)))),
        ("cells of nothing", format!("{head}{}", ",".repeat(2 << 20))),
        ("rows of nothing", format!("{head}{}", ",\n".repeat(1 << 20))),
        ("quotes astray", format!("{head}{}", "\"a\n".repeat(20_000))),
        ("one long cell", format!("{head}2024-03-03,D,\"{}\"\n", "a\n".repeat(1 << 20))),
    ]
}

/// Calendars.
pub fn calendars() -> Vec<LargeSource> {
    let calendar = |parts: String| format!("BEGIN:VCALENDAR\n{parts}END:VCALENDAR\n");
    let events = |event: &dyn Fn(usize) -> String| {
        let mut all = String::new();
        for number in 0..40_000 {
            write!(all, "BEGIN:VEVENT\n{}END:VEVENT\n", event(number)).unwrap();
        }
        calendar(all)
    };
    let event = |lines: String| calendar(format!("BEGIN:VEVENT\nSUMMARY:1:1 Dana\n{lines}END:VEVENT\n"));
    let days = |count: usize| vec!["20270101"; count].join(",");
    let zone = "Z".repeat(400);
    vec![
        ("events of nothing", events(&|_| String::new())),
        ("events of a letter", events(&|_| "SUMMARY:a\n".to_owned())),
        ("events with one person", events(&|_| "SUMMARY:1:1 Dana\nDTSTART:20270101\n".to_owned())),
        ("events with many people", events(&|number| format!("SUMMARY:1:1 {}\nDTSTART:20270101\n", name(number)))),
        ("events with names", events(&|number| format!("UID:{number}\nSUMMARY:a\nDTSTART:20270101\n"))),
        ("guests", events(&|number| format!("ATTENDEE:a@{number}\n"))),
        ("days of an event", event(format!("RDATE:{}\n", days(150_000)))),
        ("days of events", {
            let days = days(1_100);
            calendar(format!("BEGIN:VEVENT\nSUMMARY:a\nRDATE:{days}\nEND:VEVENT\n").repeat(150))
        }),
        (
            "days of a zone with a long name",
            event(format!("RDATE;TZID={zone}:{}\n", vec!["20270101T101010"; 40].join(",")).repeat(50)),
        ),
        ("days that are none", event(format!("RDATE:{}\n", "x,".repeat(1_000)).repeat(600))),
        ("starts that are none", event("DTSTART:x\n".repeat(120_000))),
        ("rules", event("RRULE:FREQ=DAILY\n".repeat(80_000))),
        ("begun and not ended", calendar("BEGIN:VEVENT\nSUMMARY:a\n".repeat(60_000))),
        ("short lines", calendar("a:b\n".repeat(300_000))),
        ("folded lines", calendar(format!("SUMMARY:a\n{}", " b\n".repeat(400_000)))),
        ("zones", calendar(concat_parts(40_000, &|number| format!("BEGIN:VTIMEZONE\nTZID:{number}\nEND:VTIMEZONE\n")))),
    ]
}

/// A plausible name of four letters.
fn name(number: usize) -> String {
    let letter = |number: usize| char::from(b'a' + u8::try_from(number % 26).unwrap());
    let first = letter(number / (26 * 26 * 26)).to_ascii_uppercase();
    [first, letter(number / (26 * 26)), letter(number / 26), letter(number)].into_iter().collect()
}

/// `count` parts, concatenated.
fn concat_parts(count: usize, part: &dyn Fn(usize) -> String) -> String {
    let mut all = String::new();
    (0..count).for_each(|number| all.push_str(&part(number)));
    all
}

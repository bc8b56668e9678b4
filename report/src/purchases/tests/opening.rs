//! What the report opens with, and its short form.

use chrono::NaiveDate;

use super::act_on::returns;
use super::migration::{MOVES, YEARS};
use super::{SHOP, Scratch, figures, program, run, words};

/// The short form of the report on a file.
fn brief(csv: &str, args: &[&str]) -> String {
    let ran = run(csv, args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.lines().count() <= 100, "{}", ran.out);
    // But for the names of files.
    let told = ran.out.lines().filter(|line| !line.contains("/shop.csv"));
    for line in told.filter(|line| !line.ends_with("/report.html")) {
        assert!(line.chars().count() <= 100, "{line}");
    }
    ran.out
}

/// The sentences and the actions at the top.
fn opening(brief: &str) -> (Vec<String>, Vec<String>) {
    let start = brief.find("WHAT MATTERS\n").unwrap();
    let end = brief.find("\nWHAT WAS READ\n").unwrap();
    let (sentences, actions) = brief[start..end]
        .split_once("WHAT TO DO FIRST")
        .unwrap_or((&brief[start..end], ""));
    let parts = |text: &str, marks: &[&str]| {
        let mut parts: Vec<String> = Vec::new();
        for line in text.lines().skip(1) {
            match marks.iter().find_map(|mark| line.strip_prefix(mark)) {
                Some(first) => parts.push(first.to_owned()),
                None => {
                    if let Some(last) = parts.last_mut() {
                        last.push(' ');
                        last.push_str(line);
                    }
                }
            }
        }
        parts.iter().map(|part| words(part)).collect()
    };
    (
        parts(sentences, &[" • "]),
        parts(actions, &[" 1. ", " 2. ", " 3. "]),
    )
}

#[test]
fn of_the_sample() {
    let scratch = Scratch::new();
    let ran = program(&["--out", &scratch.path("out")]);
    assert!(ran.out.lines().count() <= 100, "{}", ran.out);
    let (sentences, actions) = opening(&ran.out);
    assert_eq!(
        sentences,
        [
            "2,357 customers brought 244,091.94 from 1997-01-01 to 1998-06-30; the top 20 %, 472 customers, \
             brought 67.5 % of it.",
            "1,218 customers, 51.7 % of all, bought on one day only; half of those who came back did so within \
             55 days.",
            "The base shrinks: 619 customers bought from 1997-07-01 to 1997-12-31, after 2,357 from 1997-01-01 \
             to 1997-06-30; 1,738 stayed away, nobody else came, and revenue went from 146,128.24 to \
             55,096.58.",
            "1,497 customers, 63.5 % of all, are called ended; they brought 55,302.87, 22.7 % of revenue; of \
             customers so long silent fewer than 20 % come back within 180 days.",
            "441 customers, 18.7 % of all, are in decline; they brought 70,379.74, 28.8 % of revenue.",
            "How far to trust this: of 1,411 customers called ended on 1997-09-30, 13.7 % bought again by \
             1998-06-30; of those who did not, 72.8 % had been called ended.",
            "Of two customers of 1997-09-30, one who came back and one who did not, the first had been ranked \
             higher in 78 of 100 pairs (95 % interval 76 to 80).",
        ],
    );
    assert_eq!(actions.len(), 3);
    assert!(actions[0].starts_with(
        "Look after the 273 customers of the tiers Top, Big and Medium not in decline"
    ));
    assert!(actions[1].starts_with(
        "Approach the 159 customers in decline of the tiers Top, Big and Medium, and settle what is wrong. \
         Begin with 1088, 0751 and 0535. At stake: 9,343.45 of the 14,698.68 spent from 1997-07-01 to \
         1998-06-30"
    ));
    for section in ["ACT ON", "LIFECYCLE", "BACK-TEST", "PYRAMID"] {
        assert!(ran.out.contains(&format!("\n{section} ")), "{section}");
    }
    assert!(
        ran.out.contains("--full prints the whole report"),
        "{}",
        ran.out
    );
    // Definitions are for those who want all of it.
    assert!(!ran.out.contains("DEFINITIONS AND CAVEATS"), "{}", ran.out);
}

#[test]
fn of_a_single_customer() {
    let (sentences, actions) = opening(&brief("customer,date,amount\nAnn,2024-01-05,10\n", &[]));
    assert_eq!(
        sentences,
        [
            "1 customer brought 10 from 2024-01-05 to 2024-01-05.",
            "All are too new to be judged, and count as acquisition.",
            "Nobody can be called ended yet: too few customers have been silent for 180 days to tell who comes \
             back.",
        ],
    );
    assert_eq!(
        actions,
        [
            "Win the next purchase of Ann, the only customer in acquisition. At stake: 10, spent from 2024-01-05 to \
             2024-01-05; how likely they come back cannot be told."
        ],
    );
}

#[test]
fn where_nothing_was_earned() {
    let loss = "customer,date,amount\nAnn,2024-01-05,10\nAnn,2024-01-06,-14\nBen,2024-01-05,1\n";
    let (sentences, actions) = opening(&brief(loss, &[]));
    // There are no shares of a loss.
    assert_eq!(
        sentences[0],
        "2 customers took back 3 more than they paid from 2024-01-05 to 2024-01-06."
    );
    // What Ben spent is at stake, and Ann's loss is not.
    assert_eq!(actions.len(), 1);
    assert!(actions[0].ends_with("At stake: 1, spent from 2024-01-05 to 2024-01-06; how likely they come back cannot be told."), "{actions:?}");
}

#[test]
fn whether_the_base_grows_is_told_of_whole_periods_only() {
    let base = |csv: &str, args: &[&str]| {
        let (sentences, _) = opening(&brief(csv, args));
        sentences
            .into_iter()
            .find(|sentence| sentence.contains("he base "))
    };
    // The window ends before the later year does.
    assert_eq!(base(MOVES, &YEARS), None);
    // So do periods that differ in length.
    let unequal = [
        "--base",
        "2023-03-01..2023-12-31",
        "--later",
        "2024-01-01..2024-06-01",
    ];
    assert_eq!(base(MOVES, &unequal), None);
    let shop = "customer,date,amount\n\
                Ann,2024-01-05,10\nBen,2024-01-31,10\nAnn,2024-02-05,20\nCem,2024-02-09,5\n\
                Dea,2024-02-10,5\nEve,2024-02-29,1\n";
    assert_eq!(
        base(shop, &["--from", "2024-01-01"]).as_deref(),
        None,
        "the file begins on 2024-01-05",
    );
    let months = [
        "--base",
        "2024-01-05..2024-01-31",
        "--later",
        "2024-02-03..2024-02-29",
    ];
    assert_eq!(
        base(shop, &months).unwrap(),
        "That the base grows may be chance: 4 customers bought from 2024-02-03 to 2024-02-29, after 2 from 2024-01-05 to \
         2024-01-31; 1 stayed away, 3 others came, and revenue went from 20 to 31.",
    );
}

/// Nine came and nobody left: as many would by chance in one of 512.
#[test]
fn growth_is_told_beyond_chance_only() {
    let mut shop = "customer,date,amount\nAnn,2024-01-05,10\nAnn,2024-02-05,20\n".to_owned();
    for new in 1..=9 {
        shop.push_str(&format!("N{new},2024-02-29,5\n"));
    }
    let months = [
        "--base",
        "2024-01-05..2024-01-31",
        "--later",
        "2024-02-03..2024-02-29",
    ];
    let (sentences, _) = opening(&brief(&shop, &months));
    let said = "The base grows: 10 customers bought from 2024-02-03 to 2024-02-29, after 1 from";
    assert!(
        sentences.iter().any(|told| told.starts_with(said)),
        "{sentences:?}"
    );
}

/// Two of five have been silent for over a year, and of nobody who bought as often anything is known.
const FIVE: &str = "customer,date,amount\n\
    C0,2023-05-18,77\nC1,2023-03-06,37\nC1,2023-05-01,68\n\
    C2,2024-04-05,65\nC2,2024-10-29,53\nC2,2023-08-03,17\n\
    C3,2024-05-14,8\nC3,2024-02-04,60\nC3,2024-09-14,5\nC3,2024-04-01,39\n\
    C4,2023-08-23,80\nC4,2023-04-15,45\nC4,2023-02-01,7\nC4,2023-01-27,88\nC4,2024-07-08,6\n";

#[test]
fn of_five_customers_little_is_told() {
    let (sentences, actions) = opening(&brief(FIVE, &[]));
    let said = |words: &str| sentences.iter().any(|told| told.contains(words));
    assert!(
        said("That the base grows may be chance: 3 customers bought"),
        "{sentences:?}"
    );
    assert!(!said("of 100 pairs"), "{sentences:?}");
    // Silent for longer than the horizon, and than two intervals of their own: in decline.
    assert!(
        said("2 customers, 40.0 % of all, are in decline; they brought 182, 27.8 % of revenue."),
        "{sentences:?}"
    );
    assert_eq!(
        actions,
        [
            "Look after C4, the only customer of the tiers Top, Big and Medium not in decline, before winning \
             anyone back. At stake: 6, spent from 2023-10-30 to 2024-10-29; how likely they come back cannot be \
             told.",
            "Remind the 2 customers in decline of the tier Small, at a cost that fits what they bring. Begin \
             with C1 and C0. At stake: 182, brought from 2023-01-27 to 2024-10-29; nothing of it was spent from \
             2023-10-30 to 2024-10-29.",
        ],
    );
    let lifecycle = &figures(FIVE, &[])["lifecycle"];
    assert_eq!(lifecycle["untold"]["customers"], 0);
    // The picture claims no more.
    let scratch = Scratch::new();
    let (file, out) = (scratch.path("five.csv"), scratch.path("out"));
    std::fs::write(&file, FIVE).unwrap();
    assert_eq!(program(&[&file, "--out", &out]).code, 0);
    let svg = std::fs::read_to_string(format!("{out}/ranking.svg")).unwrap();
    assert!(
        svg.contains("Too few customers to tell how well") && !svg.contains("of 100 pairs"),
        "{svg}"
    );
}

/// Where customers brought anything there is something to do, even if nobody bought in the last year.
#[test]
fn where_nobody_bought_in_the_last_year() {
    let (sentences, actions) = opening(&brief(&returns(), &["--as-of", "2026-12-31"]));
    assert!(
        sentences
            .iter()
            .any(|told| told.starts_with("How far to trust this: ")
                && told.contains(", none bought")),
        "{sentences:?}"
    );
    assert_eq!(actions.len(), 2, "{actions:?}");
    for action in &actions {
        assert!(
            action.ends_with("; nothing of it was spent from 2026-01-01 to 2026-12-31."),
            "{action}"
        );
        assert!(action.contains("called ended") && action.contains("Begin with C"));
    }
    // Nothing can be done for those who brought nothing.
    let free = "customer,date,amount\nAnn,2024-01-05,0\nBen,2024-01-06,0\n";
    let (sentences, actions) = opening(&brief(free, &[]));
    assert_eq!(
        sentences[0],
        "2 customers brought nothing from 2024-01-05 to 2024-01-06."
    );
    assert!(actions.is_empty(), "{actions:?}");
}

#[test]
fn where_all_are_called_ended_or_nobody_came_back() {
    let (sentences, actions) = opening(&brief(&returns(), &["--as-of", "2024-12-31"]));
    assert!(sentences.iter().any(|sentence| sentence
        == "39 customers, 97.5 % of all, are called ended; they brought 1,157, 95.9 % of revenue; of \
            customers so long silent fewer than 20 % come back within 180 days."));
    assert!(sentences.iter().any(|sentence| sentence
        == "1 customer, 2.5 % of all, is in decline; they brought 49, 4.1 % of revenue."));
    // Nobody bought after the middle of the year, so nobody came back to be ranked above others.
    assert!(
        sentences.iter().all(|sentence| !sentence.contains("pairs")),
        "{sentences:?}"
    );
    assert!(sentences.len() <= 7);
    assert_eq!(
        actions,
        [
            "Make the 32 customers called ended of the tier Small one cheap offer, and then no more. Begin \
             with C31, C30 and C29. At stake: 842 of the 842 spent from 2024-01-01 to 2024-12-31, by their \
             chances of not coming back.",
            "Ask the 7 customers called ended of the tiers Top, Big and Medium why they left, and win back \
             whom you can. Begin with C38, C37 and C36. At stake: 315 of the 315 spent from 2024-01-01 to \
             2024-12-31, by their chances of not coming back.",
            "Approach C39, the only customer in decline of the tiers Top, Big and Medium, and settle what is \
             wrong. At stake: 33.53 of the 49 spent from 2024-01-01 to 2024-12-31, by their chances of not coming \
             back.",
        ],
    );
}

/// Forty customers who buy every ten days, every twenty, and so on up to every four hundred.
#[test]
fn where_nobody_leaves() {
    let mut csv = "customer,date,amount\n".to_owned();
    let first = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap();
    let days: Vec<NaiveDate> = first.iter_days().take(730).collect();
    for every in 1..=40 {
        for day in days.iter().step_by(10 * every) {
            csv.push_str(&format!("C{every},{day},10\n"));
        }
    }
    let (sentences, actions) = opening(&brief(&csv, &["--as-of", "2024-12-30"]));
    for sentence in ["Nobody is called ended.", "Nobody is in decline."] {
        assert!(
            sentences.iter().any(|told| told == sentence),
            "{sentences:?}"
        );
    }
    assert!(
        sentences.iter().any(|told| told
            .starts_with("Every customer bought a second time, half of them within 200 days")),
        "{sentences:?}"
    );
    // Nobody is to be won back.
    assert!(
        actions
            .iter()
            .all(|action| action.starts_with("Look after")),
        "{actions:?}"
    );
}

/// What looks wrong in the file is said before anything else, and where the remark stands.
#[test]
fn of_a_file_that_looks_wrong() {
    let pooled = "customer,date,amount\n\
                  NULL,2024-01-05,500\nNULL,2024-02-05,500\nAnn,2024-01-05,10\nBen,2024-01-06,10\n";
    let told = brief(pooled, &[]);
    let (sentences, _) = opening(&told);
    assert_eq!(
        sentences[0],
        "Check the file before you repeat these figures: a remark stands under “What was read”.",
    );
    let read = told.find("WHAT WAS READ").unwrap();
    assert!(
        words(&told[read..]).contains("Check: “NULL” looks like a sign for nobody"),
        "{told}"
    );
    let (sentences, _) = opening(&brief(&pooled.replace("NULL", "Cem"), &[]));
    assert!(
        sentences[0].starts_with("3 customers brought 1,020"),
        "{sentences:?}"
    );
}

#[test]
fn no_sentence_without_its_figure() {
    for (csv, args) in [
        (SHOP, &[][..]),
        (SHOP, &["--as-of", "2024-06-30"]),
        (MOVES, &YEARS),
    ] {
        let (sentences, actions) = opening(&brief(csv, args));
        assert!((2..=7).contains(&sentences.len()), "{sentences:?}");
        assert!(actions.len() <= 3);
        for text in sentences.iter().chain(&actions) {
            assert!(!text.contains('–') && !text.contains("NaN"), "{text}");
            assert!(text.ends_with('.'), "{text}");
        }
    }
}

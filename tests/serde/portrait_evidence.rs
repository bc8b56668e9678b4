//! Evidence of many customers: it is kept between two dates.

use retention::lifecycle::Stage;
use retention::loyalty::Score;
use retention::portrait::{
    Action, Approach, Evidence, EvidenceTable, Options, PlanOptions, PlanStep, Portraits,
    RetentionPlan,
};
use retention::scale::Scale;

use crate::*;

#[test]
fn a_table_of_evidence_is_read_as_it_was_written() {
    let rows = [("Ben".to_owned(), 5.0), ("Ann".to_owned(), 2.5)];
    let table = EvidenceTable::new()
        .join(rows, |evidence, answer| {
            let evidence = evidence.stage(Some(Stage::Growth)).profit(Some(dec!(1.50)));
            Ok(evidence.satisfaction(Some(Score::new(Scale::ONE_TO_FIVE, answer)?)))
        })
        .unwrap();
    let written = to_value(&table).unwrap();
    assert_eq!(written[0]["customer"], json!("Ann"));
    assert_eq!(written[0]["evidence"]["satisfaction"]["value"], json!(2.5));
    assert_eq!(written[0]["evidence"]["profit"], json!("1.50"));
    assert_eq!(round_trip(&table), table);
    // What a person writes may be in any order, and say only what is known.
    let read: EvidenceTable<String> = serde_json::from_value(json!([
        {"customer": "Cem", "evidence": {"stage": "decline"}},
        {"customer": "Ann", "evidence": {}},
    ]))
    .unwrap();
    assert_eq!(read.rows().as_slice()[0].result, Evidence::default());
    let twice = json!([
        {"customer": "Ann", "evidence": {}},
        {"customer": "Ann", "evidence": {"stage": "decline"}},
    ]);
    let error = serde_json::from_value::<EvidenceTable<String>>(twice).unwrap_err();
    assert!(error.to_string().contains("rows 0 and 1"), "{error}");
}

/// A writer of CSV writes the variant of an enum with a value as the value alone, `thanks`: whether that is
/// a contact or a bond would be lost, so that an action is text.
#[test]
fn a_plan_names_the_kind_of_its_actions() {
    let ann = Evidence::default()
        .chance_of_return(Some(0.5))
        .expected_value(Some(dec!(100)));
    let portraits = Portraits::of([("Ann", ann)], &Options::default()).unwrap();
    let step = |_: &_| PlanStep::Act {
        action: Action::Contact(Approach::Thanks),
        cost: dec!(5),
    };
    let plan = RetentionPlan::of(&portraits, step, PlanOptions::default()).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.serialize(plan.rows[0]).unwrap();
    writer.serialize(plan.actions[0]).unwrap_err(); // of another length
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    assert!(
        text.contains("\nAnn,contact: thanks,50.0,5,5,50.0\n"),
        "{text}"
    );
    let written = to_value(&plan).unwrap();
    assert_eq!(written["actions"][0]["action"], json!("contact: thanks"));
}

#[test]
fn an_action_in_a_row_is_read_as_it_was_written() {
    let rows = [
        ("Ann", Action::Contact(Approach::Thanks)),
        ("Ben", Action::LetGo),
    ];
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).unwrap();
    }
    let text = writer.into_inner().unwrap();
    assert_eq!(text, b"Ann,contact: thanks\nBen,let_go\n");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_slice());
    let read = reader.deserialize().collect::<Result<Vec<_>, _>>();
    let read: Vec<(String, Action)> = read.unwrap();
    let written = rows.map(|(customer, action)| (customer.to_owned(), action));
    assert_eq!(read, written);
}

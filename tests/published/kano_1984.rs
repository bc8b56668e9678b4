//! Kano, N., Seraku, N., Takahashi, F. and Tsuji, S. (1984), *Journal of the Japanese Society for
//! Quality Control* 14(2): 39–48: the evaluation table; and that of Pouliot in Berger and others
//! (1993).

use retention::satisfaction::{KanoAnswer, KanoCategory, KanoPair, KanoTable};

fn letter(category: KanoCategory) -> char {
    match category {
        KanoCategory::MustBe => 'M',
        KanoCategory::OneDimensional => 'O',
        KanoCategory::Attractive => 'A',
        KanoCategory::Indifferent => 'I',
        KanoCategory::Reverse => 'R',
        KanoCategory::Questionable => 'Q',
    }
}

/// A table row by row, the functional answer first.
fn table(table: KanoTable) -> Vec<String> {
    let row = |&functional: &KanoAnswer| {
        let cell = |&dysfunctional: &KanoAnswer| {
            letter(table.category(KanoPair {
                functional,
                dysfunctional,
            }))
        };
        KanoAnswer::ALL.iter().map(cell).collect()
    };
    KanoAnswer::ALL.iter().map(row).collect()
}

#[test]
fn kano_1984_evaluation_table() {
    assert_eq!(
        table(KanoTable::Kano),
        ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"]
    );
    assert_eq!(KanoTable::default(), KanoTable::Kano);
}

#[test]
fn pouliot_1993_table_has_two_more_contradictions_as_commonly_reported() {
    assert_eq!(
        table(KanoTable::Pouliot),
        ["QAAAO", "RQIIM", "RIIIM", "RIIQM", "RRRRQ"]
    );
}

#[test]
fn kano_1984_answers_are_numbered_from_like_to_dislike() {
    for (code, &answer) in (1..).zip(KanoAnswer::ALL) {
        assert_eq!(KanoAnswer::from_code(code), Ok(answer));
    }
}

//! Kano, N., Seraku, N., Takahashi, F. and Tsuji, S. (1984), *Journal of the Japanese Society for
//! Quality Control* 14(2): 39–48: the evaluation table; and that of Pouliot in Berger and others
//! (1993).

use retention::satisfaction::kano;

fn letter(category: kano::Category) -> char {
    match category {
        kano::Category::MustBe => 'M',
        kano::Category::OneDimensional => 'O',
        kano::Category::Attractive => 'A',
        kano::Category::Indifferent => 'I',
        kano::Category::Reverse => 'R',
        kano::Category::Questionable => 'Q',
    }
}

/// A table row by row, the functional answer first.
fn table(table: kano::Table) -> Vec<String> {
    let row = |&functional: &kano::Answer| {
        let cell = |&dysfunctional: &kano::Answer| {
            letter(table.classify(kano::Pair {
                functional,
                dysfunctional,
            }))
        };
        kano::Answer::ALL.iter().map(cell).collect()
    };
    kano::Answer::ALL.iter().map(row).collect()
}

#[test]
fn kano_1984_evaluation_table() {
    assert_eq!(
        table(kano::Table::Kano),
        ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"]
    );
    assert_eq!(kano::Table::default(), kano::Table::Kano);
}

#[test]
fn pouliot_1993_table_has_two_more_contradictions_as_commonly_reported() {
    assert_eq!(
        table(kano::Table::Pouliot),
        ["QAAAO", "RQIIM", "RIIIM", "RIIQM", "RRRRQ"]
    );
}

#[test]
fn kano_1984_answers_are_numbered_from_like_to_dislike() {
    for (code, &answer) in (1..).zip(kano::Answer::ALL) {
        assert_eq!(kano::Answer::from_code(code), Ok(answer));
    }
}

//! Spells, and what is written of a curve.

use retention::Accumulator;
use retention::estimate::Confidence;
use retention::survival::{
    BandForm, Builder, CumulativeIncidence, HazardOptions, IncidenceBuilder, Spell, Survival,
    Transform,
};

use crate::*;

#[test]
fn spells_come_back_and_those_that_could_not_be_are_not_read() {
    for spell in [Spell::ended(3), Spell::ongoing(9).entered(2).unwrap()] {
        assert_eq!(round_trip(&spell), spell);
    }
    assert!(
        refused::<Spell>(json!({"entry": 3, "time": 3, "ended": true})).contains("before the end")
    );
}

#[test]
fn a_curve_is_written_by_its_steps() {
    let curve = Survival::of([Spell::ended(1), Spell::ongoing(2)]).unwrap();
    let written = to_value(&curve).unwrap();
    assert_eq!(written["points"][0]["time"], json!(1));
    assert_eq!(written["points"][0]["survival"], json!(0.5));
    assert_eq!(
        (&written["from"], &written["until"]),
        (&json!(0), &json!(2))
    );
    assert_eq!(written.get("times"), None);
}

#[test]
fn spells_with_reasons_are_rows_of_a_file() {
    use retention::subscriptions::{Options, Subscription, SubscriptionLog};
    use retention::survival::WhichSpells;

    let row = Subscription::monthly("Ann", crate::day(3), Some(crate::day(8)), Decimal::ONE);
    let log = SubscriptionLog::from_rows([row]).unwrap();
    let may = Window::new(crate::day(1), crate::day(31)).unwrap();
    let accounts = log.accounts(may, Options::default()).unwrap();
    let exits = [(&"Ann", crate::day(9), Some("price"))];
    let joined = accounts.spells_by_reason(Period::Day, WhichSpells::First, exits, 0);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.serialize(&joined.rows[0]).unwrap();
    let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    assert_eq!(
        written,
        "customer,entry,time,ended,reason\nAnn,,6,true,price\n"
    );
}

#[test]
fn steps_of_a_curve_are_rows_of_a_file() {
    let curve = Survival::of([Spell::ended(1), Spell::ended(2)]).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    for point in &curve.points {
        writer.serialize(point).unwrap();
    }
    let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let error = 0.125_f64.sqrt();
    assert_eq!(
        written,
        format!(
            "time,at_risk,ended,survival,standard_error,cumulative_hazard,cumulative_hazard_error\n\
             1,2.0,1.0,0.5,{error},0.5,0.5\n2,1.0,1.0,0.0,,1.5,{}\n",
            1.25_f64.sqrt()
        )
    );
}

#[test]
fn curves_of_reasons_bands_hazards_and_spells_of_purchases_are_rows_of_a_file() {
    fn header<R: serde::Serialize>(rows: &[R]) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        rows.iter().for_each(|row| writer.serialize(row).unwrap());
        let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        assert_eq!(written.lines().count(), rows.len() + 1);
        written.lines().next().unwrap_or_default().to_owned()
    }
    let left = (1..=6).map(|time| (Spell::ended(time), Some("price")));
    let stay = (1..=9).map(|time| (Spell::ongoing(time), None));
    let shares = CumulativeIncidence::of(left.chain(stay)).unwrap();
    assert_eq!(
        header(&shares.reasons[0].points),
        "time,ended,incidence,standard_error"
    );
    let rows: Vec<_> = shares.rows().collect();
    assert_eq!(header(&rows), "reason,time,ended,incidence,standard_error");
    assert_eq!((rows.len(), rows[5].reason, rows[5].time), (6, "price", 6));
    let (curve, confidence) = (&shares.survival, Confidence::default());
    let band = curve.band(BandForm::default(), Transform::default(), 1..=5, confidence);
    assert_eq!(header(&band.unwrap().points), "time,survival,lower,upper");
    let hazard = curve.hazard(HazardOptions::default()).unwrap();
    assert_eq!(
        header(&hazard.bins),
        "from,to,exposure,ended,hazard,lower,upper,around,p_value,adjusted,is_peak"
    );
    let log = crate::log();
    let observed = log.observe(log.window(), Policy::default()).unwrap();
    let spells = retention::survival::purchase_spells(&observed, Ruler::Days, 3).unwrap();
    assert_eq!(header(spells.rows.as_slice()), "customer,entry,time,ended");
}

#[test]
fn state_that_no_spells_could_have_made_is_refused() {
    let mut builder = Builder::new();
    builder
        .extend([Spell::ended(1), Spell::ongoing(2)])
        .unwrap();
    let state = to_value(&builder).unwrap();
    let altered = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut state = state.clone();
        change(&mut state);
        refused::<Builder>(state)
    };
    let more_left = altered(&|state| state["times"]["times"][0]["ended"] = json!(5.0));
    assert!(more_left.contains("at most the 2 at risk"), "{more_left}");
    let unsorted = altered(&|state| state["times"]["times"][1]["time"] = json!(0));
    assert!(unsorted.contains("out of order"), "{unsorted}");
    assert!(altered(&|state| state["times"]["started"] = json!(-1.0)).contains("started"));
    assert!(altered(&|state| state["rows"] = json!(0)).contains("rows"));
}

#[test]
fn state_by_reason_that_no_spells_could_have_made_is_refused() {
    let mut builder = IncidenceBuilder::new();
    builder
        .extend([
            (Spell::ended(1), Some("price".to_owned())),
            (Spell::ended(4), Some("service".to_owned())),
            (Spell::ongoing(2), None),
        ])
        .unwrap();
    assert_eq!(round_trip(&builder), builder);
    let state = to_value(&builder).unwrap();
    assert_eq!(
        state["reasons"],
        json!([["price", [[1, 1.0]]], ["service", [[4, 1.0]]]])
    );
    let altered = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut state = state.clone();
        change(&mut state);
        refused::<IncidenceBuilder<String>>(state)
    };
    assert!(
        altered(&|state| state["reasons"][0][1][0][1] = json!(2.0)).contains("ended by reason")
    );
    assert!(altered(&|state| state["reasons"][0][1][0][1] = json!(-1.0)).contains("ended"));
    assert!(altered(&|state| state["reasons"][0][1][0][0] = json!(3)).contains("ended by reason"));
    assert!(altered(&|state| state["reasons"][1][0] = json!("price")).contains("twice"));
    assert!(altered(&|state| state["reasons"] = json!([])).contains("ended by reason"));
    assert!(altered(&|state| state["rows"] = json!(0)).contains("rows"));
    assert!(altered(&|state| state["version"] = json!(2)).contains("version"));
}

#[test]
fn bands_hazards_and_incidences_are_written_by_their_points() {
    let rows = [
        (Spell::ended(1), Some("price")),
        (Spell::ended(2), Some("price")),
        (Spell::ongoing(3), None),
    ];
    let leaving = CumulativeIncidence::of(rows).unwrap();
    let written = to_value(&leaving).unwrap();
    assert_eq!(written["reasons"][0]["reason"], json!("price"));
    assert_eq!(written["reasons"][0]["points"][0]["time"], json!(1));
    let curve = leaving.survival;
    let band = curve.band(
        BandForm::default(),
        Transform::LogLog,
        1..=3,
        Confidence::default(),
    );
    let written = to_value(band.unwrap()).unwrap();
    assert_eq!(
        (&written["form"], &written["from"], &written["until"]),
        (&json!("hall_wellner"), &json!(1), &json!(3))
    );
    assert_eq!(written["points"][1]["time"], json!(2));
    let written = to_value(curve.hazard(HazardOptions::default()).unwrap()).unwrap();
    assert_eq!(
        (&written["bins"][1]["ended"], &written["bins"][1]["hazard"]),
        (&json!(1.0), &json!(null))
    );
    assert_eq!(written["options"]["neighbours"], json!(3));
}

#[test]
fn a_regression_is_written_with_its_errors_and_its_options() {
    use retention::survival::cox::{Covariates, Options};

    let spells: Vec<Spell> = (1..9).map(Spell::ended).collect();
    let marks = [1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0];
    let covariates = Covariates::new(&spells, [("discount", &marks[..])]).unwrap();
    let fit = covariates.fit(Options::default()).unwrap();
    let written = to_value(&fit).unwrap();
    assert_eq!(written["outcome"], json!("converged"));
    let model = &written["model"];
    assert_eq!(model["covariates"][0]["name"], json!("discount"));
    let (row, cox) = (&model["covariates"][0], &fit.model);
    let estimate = cox.covariates[0].estimate.unwrap();
    assert_eq!(row["standard_error"], json!(estimate.standard_error()));
    assert_eq!(row["ratio"], json!(cox.covariates[0].ratio()));
    let interval = cox.covariates[0].interval(Confidence::default()).unwrap();
    assert_eq!(row["ratio_upper"], json!(interval.upper()));
    assert_eq!(
        (&model["options"]["ties"], &model["options"]["errors"]),
        (&json!("efron"), &json!("corrected"))
    );
    assert_eq!(model["baselines"][0]["steps"][7]["time"], json!(8));
    assert_eq!(round_trip(&fit.model.options), fit.model.options);

    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.serialize(&cox.covariates[0]).unwrap();
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let header = "name,mean,coefficient,standard_error,classical_error,ratio,ratio_lower,ratio_upper,p_value,adjusted_p_value";
    assert_eq!(text.lines().next(), Some(header));
    let (transform, information) = Default::default();
    let test = covariates.proportional_hazards(cox, transform, information);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.serialize(&test.unwrap().covariates[0]).unwrap();
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let header = "name,slope,standard_error,statistic,degrees_of_freedom,p_value";
    assert_eq!(text.lines().next(), Some(header));
}

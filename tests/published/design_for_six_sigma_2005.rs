//! *Design for Six Sigma for Service* (2005), McGraw-Hill, after Gale: functional data
//! (table 5.3, p. 88), a price profile (table 5.4, p. 90), real prices (p. 89), and the one complete
//! value map that is published (table 5.5 and figure 5.2, pp. 92-93).

use retention::scale::Scale;
use retention::value::map::{self, Offer, Standing, ValueMap};
use retention::value::profile::{GivenRatio, PriceProfile, RatedAttribute, RatioProfile};
use retention::value::{RelativeTo, SupplierWeights, relative_price, relative_prices};
use rust_decimal::{Decimal, dec};

use crate::assert_published;

/// Endo-surgery against traditional gallbladder surgery: weeks, days and so on, of which less is better.
#[test]
fn design_for_six_sigma_2005_p_88_gallbladder_surgery_232() {
    let attributes = [
        ("weeks", 40.0, 3.0),
        ("days", 30.0, 2.0),
        ("third", 10.0, 1.5),
        ("fourth", 5.0, 1.4),
        ("fifth", 15.0, 2.0),
    ];
    let attributes = attributes.map(|(name, weight, ratio)| GivenRatio::new(name, weight, ratio));
    let profile = RatioProfile::new(attributes, Default::default()).unwrap();
    assert_published(100.0 * profile.quality_ratio, "232");
    for (row, contribution) in profile
        .attributes
        .iter()
        .zip(["120", "60", "15", "7", "30"])
    {
        assert_published(100.0 * row.contribution(), contribution);
    }
}

const ACURA: [(&str, f64, f64, f64); 4] = [
    ("purchase price", 60.0, 9.0, 7.0),
    ("trade-in allowance", 20.0, 6.0, 6.0),
    ("resale price", 10.0, 9.0, 8.0),
    ("finance rates", 10.0, 7.0, 7.0),
];

#[test]
fn design_for_six_sigma_2005_p_90_acura_118_7_and_84_2_from_ratios_rounded_to_two_places() {
    let rounded = ACURA.map(|(name, weight, ours, theirs)| {
        GivenRatio::new(name, weight, (100.0 * ours / theirs).round() / 100.0)
    });
    let ratios = rounded.clone().map(|row| row.ratio);
    assert_eq!(ratios, [1.29, 1.0, 1.13, 1.0]);
    let competitiveness = RatioProfile::new(rounded, Default::default()).unwrap();
    assert_published(100.0 * competitiveness.quality_ratio, "118.7");
    assert_published(100.0 / competitiveness.quality_ratio, "84.2");
}

/// The same without rounding in between.
#[test]
fn design_for_six_sigma_2005_p_90_acura_is_118_39_and_84_46_in_full() {
    let attributes =
        ACURA.map(|(name, weight, ours, theirs)| RatedAttribute::new(name, weight, ours, [theirs]));
    let profile = PriceProfile::new(Scale::ONE_TO_TEN, attributes, Default::default()).unwrap();
    assert_published(100.0 * profile.price_competitiveness, "118.39");
    assert_published(100.0 * profile.relative_price, "84.46");
    assert_eq!(profile.relative_to, RelativeTo::default());
}

#[test]
fn design_for_six_sigma_2005_p_89_acura_costs_35_200_of_40_000_or_0_88() {
    assert_eq!(relative_price(dec!(35_200), &[dec!(40_000)]), Ok(0.88));
}

/// Number, name, quality, price in dollars, relative price as printed.
const TOASTERS: [(&str, f64, i64, &str); 15] = [
    ("Cuisinart CPT-60", 128.0, 70, "215"),
    ("Sunbeam", 119.0, 28, "86"),
    ("KitchenAid", 117.0, 77, "237"),
    ("Black & Decker", 112.0, 25, "77"),
    ("Cuisinart CPT-30", 109.0, 40, "123"),
    ("Breadman", 107.0, 35, "108"),
    ("Proctor-Silex 22425", 104.0, 15, "46"),
    ("Krups", 101.0, 32, "98"),
    ("Oster", 94.0, 45, "138"),
    ("Toastmaster B1021", 91.0, 16, "49"),
    ("Proctor-Silex 22415", 87.0, 35, "108"),
    ("Toastmaster B1035", 84.0, 21, "65"),
    ("Betty Crocker", 84.0, 25, "77"),
    ("Proctor-Silex 22205", 83.0, 11, "34"),
    ("Rival", 80.0, 13, "40"),
];

fn relative(to: &RelativeTo) -> Vec<f64> {
    let prices = TOASTERS.map(|(name, _, dollars, _)| (name, Decimal::from(dollars)));
    relative_prices(&prices, to).unwrap()
}

/// Over the mean of all fifteen, 32.53; the printed 85 of the Sunbeam is 86.
#[test]
fn design_for_six_sigma_2005_p_92_relative_prices_of_15_toasters_are_of_the_whole_market() {
    let whole = relative(&RelativeTo::WholeMarket(SupplierWeights::Equal));
    for (relative, (.., printed)) in whole.iter().zip(TOASTERS) {
        assert_published(100.0 * relative, printed);
    }
    assert_published(70.0 / whole[0], "32.53");
    // Over the mean of the other fourteen, most are printed otherwise.
    let others = relative(&RelativeTo::default());
    assert_published(100.0 * others[0], "234.4");
    let differ = others
        .iter()
        .zip(TOASTERS)
        .filter(|(other, (.., printed))| format!("{:.0}", 100.0 * **other) != *printed);
    assert_eq!(differ.count(), 12);
}

/// "Worse", "best value", and in the fair-value zone, as the text says, by the figures as printed. In
/// full, the Betty Crocker is 0.0716 below the line.
#[test]
fn design_for_six_sigma_2005_p_93_placement_of_15_toasters() {
    let offers = TOASTERS.map(|(name, quality, _, printed)| {
        let price: f64 = printed.parse().unwrap();
        Offer::new(name, quality / 100.0, price / 100.0)
    });
    let map = ValueMap::new(offers, map::Options::default()).unwrap();
    assert_eq!(map.options.tolerance, 0.07);
    for (numbers, expected) in [
        (&[1, 3, 5, 9][..], Standing::Worse),
        (&[2, 4, 7][..], Standing::Better),
        (&[8, 13][..], Standing::Fair),
    ] {
        for number in numbers {
            let offer = &map.offers[number - 1];
            assert_eq!(offer.standing, Some(expected), "{}", offer.supplier);
        }
    }
    // The parity band of customer value added would place the two elsewhere.
    let offers = [8, 13].map(|number| {
        let (name, quality, _, printed) = TOASTERS[number - 1];
        Offer::new(
            name,
            quality / 100.0,
            printed.parse::<f64>().unwrap() / 100.0,
        )
    });
    let narrow = ValueMap::new(offers, map::Options::default().tolerance(0.02)).unwrap();
    let standings: Vec<_> = narrow.offers.iter().map(|offer| offer.standing).collect();
    assert_eq!(standings, [Some(Standing::Better); 2]);
}

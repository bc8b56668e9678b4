//! Cox regressions of the customers of a telecom, of Walton's sample and of Freireich's patients.
//!
//! Computed by `cox.R`, with R 4.2.2 and survival 3.5.3, and by `cox.py`, with Python 3.11.7 and lifelines 0.30.3.
//! The contract of a customer of the telecom is the last one, so that it may be a stratum but no covariate.

use retention::estimate::Estimate;
use retention::scale::Weights;
use retention::survival::Spell;
use retention::survival::cox::{
    Covariates, Cox, Information, Options, StandardErrors, TiedEnds, TimeTransform,
};

use crate::common::telecom::{CONTRACTS, COVARIATES, Customer, customers};

/// Ten digits are printed of searches that end between the eighth and the tenth.
const CLOSE: f64 = 1e-7;

/// Relative; of what is nearly nothing, to the eighth place.
#[track_caller]
fn close(found: f64, expected: f64) {
    let off = (found - expected).abs();
    assert!(
        off <= CLOSE * expected.abs().max(0.1),
        "{found} not {expected}"
    );
}

#[track_caller]
fn all_close(found: impl IntoIterator<Item = f64>, expected: &[f64]) {
    let found: Vec<f64> = found.into_iter().collect();
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        close(*found, *expected);
    }
}

struct Figures<'e> {
    coefficients: &'e [f64],
    errors: &'e [f64],
    classical: &'e [f64],
    /// Without covariates, and with them.
    likelihoods: [f64; 2],
    score: f64,
    wald: f64,
    concordance: f64,
}

impl Figures<'_> {
    #[track_caller]
    fn check(&self, covariates: &Covariates<'_>, cox: &Cox) {
        let each = || cox.covariates.iter();
        all_close(each().map(|one| one.coefficient), self.coefficients);
        let error = |estimate: Option<Estimate>| estimate.unwrap().standard_error();
        all_close(each().map(|one| error(one.estimate)), self.errors);
        all_close(
            each().map(|one| one.classical_error.unwrap()),
            self.classical,
        );
        all_close(
            [cox.null_log_likelihood, cox.log_likelihood],
            &self.likelihoods,
        );
        let ratio = 2.0 * (self.likelihoods[1] - self.likelihoods[0]);
        let found = cox.likelihood_ratio.unwrap();
        assert!((found.statistic - ratio).abs() < 1e-4);
        assert_eq!(found.degrees_of_freedom as usize, self.coefficients.len());
        close(cox.score.statistic, self.score);
        close(cox.wald.unwrap().statistic, self.wald);
        let concordance = covariates.concordance(cox).unwrap();
        close(concordance.unwrap(), self.concordance);
    }
}

/// The columns of the customers who stayed for a month at least: the others were never observed.
struct Telecom {
    naive: Vec<Spell>,
    entered: Vec<Spell>,
    columns: [Vec<f64>; 5],
    contracts: Vec<u32>,
    weights: Weights,
    accounts: Vec<u32>,
}

fn telecom() -> Telecom {
    let all: Vec<(usize, Customer)> = customers()
        .into_iter()
        .enumerate()
        .filter(|(_, one)| one.tenure > 0)
        .collect();
    let each = || all.iter().map(|(_, one)| one);
    let rows = || all.iter().map(|(row, _)| *row);
    let contract = |one: &Customer| CONTRACTS.iter().position(|name| *name == one.contract);
    let weights: Vec<f64> = rows().map(|row| 1.0 + (row % 3) as f64).collect();
    Telecom {
        naive: each().map(Customer::naive).collect(),
        entered: each().filter_map(Customer::entered).collect(),
        columns: std::array::from_fn(|at| each().map(|one| one.covariates[at]).collect()),
        contracts: each().map(|one| contract(one).unwrap() as u32).collect(),
        weights: Weights::new(weights).unwrap(),
        accounts: rows().map(|row| (row % 1000) as u32).collect(),
    }
}

impl Telecom {
    fn of<'a>(&'a self, spells: &'a [Spell]) -> Covariates<'a> {
        let columns = self.columns.iter().map(Vec::as_slice);
        Covariates::new(spells, COVARIATES.into_iter().zip(columns)).unwrap()
    }
}

fn fit(covariates: &Covariates<'_>) -> Cox {
    let options = Options::default().errors(StandardErrors::Robust);
    covariates.fit(options).unwrap().converged().unwrap()
}

/// By R, which computes the score test.
#[track_caller]
fn proportional(covariates: &Covariates<'_>, cox: &Cox, expected: [&[f64]; 4]) {
    let transforms = [
        TimeTransform::KaplanMeier,
        TimeTransform::Rank,
        TimeTransform::Identity,
        TimeTransform::Log,
    ];
    for (transform, expected) in transforms.into_iter().zip(expected) {
        let test = covariates
            .proportional_hazards(cox, transform, Information::ByTenure)
            .unwrap();
        let each = test.covariates.iter().map(|one| one.test.statistic);
        all_close(each.chain([test.all.statistic]), expected);
        for one in &test.covariates {
            let z = one.slope.value() / one.slope.standard_error();
            assert!((z * z - one.test.statistic).abs() <= 1e-9 * one.test.statistic);
        }
    }
}

#[test]
fn telecom_by_efron() {
    let telecom = telecom();
    let covariates = telecom.of(&telecom.naive);
    let cox = fit(&covariates);
    Figures {
        coefficients: &[
            0.186_645_070_8,
            -0.854_739_267_3,
            2.008_684_459,
            1.010_590_175,
            -0.025_694_570_32,
        ],
        errors: &[
            0.054_264_979_05,
            0.047_926_191_77,
            0.112_087_953_8,
            0.052_781_149_14,
            0.001_536_475_85,
        ],
        classical: &[
            0.054_834_253_06,
            0.049_622_623_11,
            0.103_030_400_1,
            0.051_223_164_98,
            0.001_609_696_778,
        ],
        likelihoods: [-15_653.039_64, -14_871.378_16],
        score: 1_564.444_409,
        wald: 1_435.418_358,
        concordance: 0.751_082_840_3,
    }
    .check(&covariates, &cox);
    close(
        cox.covariance.as_ref().unwrap()[1][4] / -1.123246776e-05,
        1.0,
    );
    proportional(
        &covariates,
        &cox,
        [
            &[
                24.614_338_06,
                32.293_103_64,
                110.511_203_2,
                17.932_144_19,
                146.832_442_6,
                180.885_811_3,
            ],
            &[
                25.788_736_95,
                33.299_253_63,
                114.230_975_4,
                18.206_486_61,
                151.555_207_9,
                186.098_439_2,
            ],
            &[
                22.403_115_21,
                25.692_425_48,
                83.579_809_27,
                14.201_671_5,
                109.409_967_4,
                139.872_128_5,
            ],
            &[
                24.768_435_19,
                33.861_943_26,
                116.879_716_5,
                18.181_014_36,
                155.841_335_3,
                189.699_208_7,
            ],
        ],
    );
}

#[test]
fn telecom_by_breslow() {
    let telecom = telecom();
    let options = Options::default()
        .ties(TiedEnds::Breslow)
        .errors(StandardErrors::Robust);
    let covariates = telecom.of(&telecom.naive);
    let cox = covariates.fit(options).unwrap().converged().unwrap();
    Figures {
        coefficients: &[
            0.185_763_915_8,
            -0.843_341_690_9,
            1.967_893_776,
            0.995_818_362_9,
            -0.025_053_449_87,
        ],
        errors: &[
            0.053_057_478_15,
            0.047_482_095_58,
            0.109_184_058_4,
            0.052_104_313_72,
            0.001_497_145_51,
        ],
        classical: &[
            0.054_816_766_35,
            0.049_686_883_13,
            0.102_428_889_1,
            0.051_234_084_75,
            0.001_604_356_632,
        ],
        likelihoods: [-15_669.705_32, -14_906.445_28],
        score: 1_528.014_533,
        wald: 1_471.097_702,
        concordance: 0.751_218_497_4,
    }
    .check(&covariates, &cox);
    let customer = [1.0, 0.0, 1.0, 0.0, 70.0];
    let survival = [1, 24, 60].map(|month| cox.survival(&customer, 0, month).unwrap().unwrap());
    all_close(
        survival,
        &[0.894_576_082_2, 0.564_390_269_7, 0.304_796_836_3],
    );
}

#[test]
fn telecom_entered_in_the_last_month() {
    let telecom = telecom();
    let covariates = telecom.of(&telecom.entered);
    let cox = fit(&covariates);
    Figures {
        coefficients: &[
            0.310_483_263_3,
            -0.030_666_356_63,
            0.548_319_230_8,
            0.372_302_908_7,
            0.013_791_758_56,
        ],
        errors: &[
            0.053_305_009_01,
            0.049_290_709_33,
            0.085_131_018_77,
            0.051_679_984_21,
            0.001_591_268_338,
        ],
        classical: &[
            0.055_627_804_34,
            0.051_616_533_56,
            0.091_019_552_65,
            0.051_813_215_1,
            0.001_779_057_69,
        ],
        likelihoods: [-8_951.404_465, -8_468.432_737],
        score: 991.004_086_8,
        wald: 989.489_502_3,
        concordance: 0.754_586_371_6,
    }
    .check(&covariates, &cox);
    proportional(
        &covariates,
        &cox,
        [
            &[
                2.813_303_55,
                0.000_167_146_637_3,
                24.555_782_87,
                15.946_086_81,
                23.862_539_99,
                29.980_050_16,
            ],
            &[
                7.017_341_906,
                0.002_537_992_691,
                34.474_479_95,
                27.446_146_1,
                24.548_515_36,
                47.216_778_36,
            ],
            &[
                5.074_713_92,
                0.000_490_868_792_6,
                23.403_494_34,
                21.949_163_61,
                14.126_457_06,
                36.239_265_85,
            ],
            &[
                6.896_044_989,
                0.009_608_018_479,
                36.090_813_69,
                27.211_090_07,
                26.547_293_3,
                47.821_621_75,
            ],
        ],
    );
}

#[test]
fn telecom_in_strata_of_contracts() {
    let telecom = telecom();
    let covariates = telecom
        .of(&telecom.naive)
        .strata(&telecom.contracts)
        .unwrap();
    let cox = fit(&covariates);
    Figures {
        coefficients: &[
            -0.030_595_760_79,
            -0.597_615_493_8,
            1.147_433_247,
            0.542_142_402_8,
            -0.018_718_289_91,
        ],
        errors: &[
            0.054_291_948_73,
            0.049_031_443_65,
            0.103_085_602_7,
            0.050_321_055_74,
            0.001_709_806_839,
        ],
        classical: &[
            0.054_902_897_88,
            0.050_094_970_02,
            0.099_400_420_6,
            0.049_432_853_62,
            0.001_763_021_289,
        ],
        likelihoods: [-13_768.224_22, -13_553.593_18],
        score: 413.017_402_6,
        wald: 404.933_840_7,
        concordance: 0.653_550_169_8,
    }
    .check(&covariates, &cox);
    proportional(
        &covariates,
        &cox,
        [
            &[
                4.692_980_533,
                18.274_587_71,
                44.716_786_85,
                3.391_335_73,
                93.329_510_55,
                114.356_573_8,
            ],
            &[
                5.205_012_676,
                19.367_759_97,
                43.991_619_42,
                3.002_260_155,
                93.072_029_12,
                116.024_683_8,
            ],
            &[
                4.078_124_229,
                13.190_600_94,
                36.135_863_93,
                3.177_311_094,
                73.621_256_39,
                88.622_095_84,
            ],
            &[
                4.975_504_816,
                20.236_562_83,
                44.342_024_42,
                2.826_547_372,
                94.179_556_03,
                118.203_276,
            ],
        ],
    );
}

#[test]
fn telecom_weighted() {
    let telecom = telecom();
    let covariates = telecom
        .of(&telecom.naive)
        .weights(&telecom.weights)
        .unwrap();
    let cox = fit(&covariates);
    Figures {
        coefficients: &[
            0.172_372_237_1,
            -0.833_368_333_5,
            1.991_688_612,
            0.996_264_708_1,
            -0.025_036_376_2,
        ],
        errors: &[
            0.059_980_249_13,
            0.051_620_017_67,
            0.122_112_842_2,
            0.056_513_964_68,
            0.001_660_428_119,
        ],
        classical: &[
            0.038_486_274_93,
            0.034_776_528_74,
            0.072_144_063_93,
            0.035_893_645_03,
            0.001_128_119_33,
        ],
        likelihoods: [-34_160.906_39, -32_619.447_86],
        score: 3_093.065_449,
        wald: 1_173.357_181,
        concordance: 0.749_374_785_6,
    }
    .check(&covariates, &cox);
}

#[test]
fn telecom_in_clusters() {
    let telecom = telecom();
    let covariates = telecom
        .of(&telecom.entered)
        .weights(&telecom.weights)
        .unwrap();
    let covariates = covariates.clusters(&telecom.accounts).unwrap();
    let cox = fit(&covariates);
    Figures {
        coefficients: &[
            0.313_262_879_7,
            0.004_837_415_319,
            0.559_722_851_6,
            0.337_778_017_5,
            0.014_528_200_79,
        ],
        errors: &[
            0.056_739_065_11,
            0.052_504_071_69,
            0.089_781_373_58,
            0.054_123_900_81,
            0.001_671_550_421,
        ],
        classical: &[
            0.039_039_086_76,
            0.036_332_140_45,
            0.063_838_038_27,
            0.036_406_924_77,
            0.001_254_939_14,
        ],
        likelihoods: [-20_640.716_18, -19_649.247_89],
        score: 2_029.075_185,
        wald: 991.229_560_5,
        concordance: 0.761_408_235_2,
    }
    .check(&covariates, &cox);
    assert_eq!(cox.clusters, Some(1000));
}

fn waltons() -> (Vec<Spell>, Vec<f64>) {
    let rows = include_str!("data/waltons.csv").lines().skip(1);
    rows.map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let time = cells[0].parse::<f64>().unwrap() as u32;
        let spell = if cells[1] == "1" {
            Spell::ended(time)
        } else {
            Spell::ongoing(time)
        };
        (spell, f64::from(cells[2] == "miR-137"))
    })
    .unzip()
}

#[test]
fn waltons_by_group() {
    let (spells, treated) = waltons();
    let covariates = Covariates::new(&spells, [("miR-137", &treated[..])]).unwrap();
    let cox = fit(&covariates);
    Figures {
        coefficients: &[2.052_535_154],
        errors: &[0.404_464_873_1],
        classical: &[0.216_974_003_7],
        likelihoods: [-646.309_193_9, -613.181_882],
        score: 117.148_178_9,
        wald: 25.752_511_4,
        concordance: 0.656_052_782_6,
    }
    .check(&covariates, &cox);
    proportional(
        &covariates,
        &cox,
        [
            &[17.832_928_08, 17.832_928_08],
            &[19.072_374_29, 19.072_374_29],
            &[21.601_405_44, 21.601_405_44],
            &[15.798_288_09, 15.798_288_09],
        ],
    );
}

fn freireich() -> (Vec<Spell>, Vec<f64>) {
    let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(Spell::ended);
    let ongoing = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(Spell::ongoing);
    let placebo = [
        1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23,
    ];
    let treated = ended.into_iter().chain(ongoing).map(|spell| (spell, 0.0));
    let placebo = placebo.map(|time| (Spell::ended(time), 1.0));
    treated.chain(placebo).unzip()
}

#[test]
fn freireich_by_efron() {
    let (spells, placebo) = freireich();
    let covariates = Covariates::new(&spells, [("placebo", &placebo[..])]).unwrap();
    let options = Options::default()
        .ties(TiedEnds::Efron)
        .errors(StandardErrors::Robust);
    let cox = covariates.fit(options).unwrap().converged().unwrap();
    Figures {
        coefficients: &[1.572_125_149],
        errors: &[0.377_365_595_2],
        classical: &[0.412_396_717_7],
        likelihoods: [-93.184_27, -85.008_424_58],
        score: 17.246_536_8,
        wald: 17.355_999_34,
        concordance: 0.690_042_075_7,
    }
    .check(&covariates, &cox);
    proportional(
        &covariates,
        &cox,
        [
            &[0.022_863_378_05, 0.022_863_378_05],
            &[0.026_283_340_17, 0.026_283_340_17],
            &[0.000_196_625_426_3, 0.000_196_625_426_3],
            &[0.253_228_544_8, 0.253_228_544_8],
        ],
    );
}

#[test]
fn freireich_by_breslow() {
    let (spells, placebo) = freireich();
    let covariates = Covariates::new(&spells, [("placebo", &placebo[..])]).unwrap();
    let options = Options::default()
        .ties(TiedEnds::Breslow)
        .errors(StandardErrors::Robust);
    let cox = covariates.fit(options).unwrap().converged().unwrap();
    Figures {
        coefficients: &[1.509_191_413],
        errors: &[0.367_024_029_3],
        classical: &[0.409_564_406_4],
        likelihoods: [-93.985_050_48, -86.379_622_07],
        score: 15.930_539_56,
        wald: 16.908_288_65,
        concordance: 0.690_042_075_7,
    }
    .check(&covariates, &cox);
    proportional(
        &covariates,
        &cox,
        [
            &[0.064_179_686_38, 0.064_179_686_38],
            &[0.069_874_509_2, 0.069_874_509_2],
            &[0.017_629_001_74, 0.017_629_001_74],
            &[0.347_693_504, 0.347_693_504],
        ],
    );
}

/// By lifelines: classical errors, Breslow's baseline, and the approximate test of proportional hazards.
#[test]
fn telecom_by_lifelines() {
    let telecom = telecom();
    let options = Options::default().errors(StandardErrors::Classical);
    let strata = telecom
        .of(&telecom.naive)
        .strata(&telecom.contracts)
        .unwrap();
    let expected: [(&[f64], &[f64], f64, f64); 3] = [
        (
            &[
                0.186_645_071_41,
                -0.854_739_269_11,
                2.008_684_390_4,
                1.010_590_176_6,
                -0.025_694_569_438,
            ],
            &[
                0.054_834_253_111,
                0.049_622_623_103,
                0.103_030_399_2,
                0.051_223_164_949,
                0.001_609_696_766_9,
            ],
            -14_871.378_156,
            1_563.322_958_3,
        ),
        (
            &[
                0.310_483_263_32,
                -0.030_666_356_623,
                0.548_319_230_81,
                0.372_302_908_73,
                0.013_791_758_561,
            ],
            &[
                0.055_627_804_344,
                0.051_616_533_559,
                0.091_019_552_654,
                0.051_813_215_099,
                0.001_779_057_689_9,
            ],
            -8_468.432_737,
            965.943_455_32,
        ),
        (
            &[
                -0.030_595_760_793,
                -0.597_615_493_81,
                1.147_433_247_3,
                0.542_142_402_77,
                -0.018_718_289_914,
            ],
            &[
                0.054_902_897_884,
                0.050_094_970_024,
                0.099_400_420_6,
                0.049_432_853_621,
                0.001_763_021_289_3,
            ],
            -13_553.593_182,
            429.262_070_18,
        ),
    ];
    let [naive, entered] = [&telecom.naive, &telecom.entered].map(|spells| telecom.of(spells));
    for (covariates, (coefficients, errors, likelihood, ratio)) in
        [&naive, &entered, &strata].into_iter().zip(expected)
    {
        let cox = covariates.fit(options).unwrap().converged().unwrap();
        let each = || cox.covariates.iter();
        all_close(each().map(|one| one.coefficient), coefficients);
        all_close(
            each().map(|one| one.estimate.unwrap().standard_error()),
            errors,
        );
        close(cox.log_likelihood, likelihood);
        close(cox.likelihood_ratio.unwrap().statistic, ratio);
    }
    let cox = fit(&naive);
    let hazards = [1, 24, 60].map(|month| {
        let steps = &cox.baselines[0].steps;
        steps
            .iter()
            .find(|step| step.time == month)
            .unwrap()
            .cumulative_hazard
    });
    all_close(
        hazards,
        &[0.033_108_717_114, 0.170_592_566_87, 0.355_763_984_39],
    );
    let customer = [1.0, 0.0, 1.0, 0.0, 70.0];
    let survival = [1, 24, 60].map(|month| cox.survival(&customer, 0, month).unwrap().unwrap());
    all_close(
        survival,
        &[0.893_961_497_72, 0.561_268_069_08, 0.299_850_483_58],
    );
    for (transform, expected) in [
        (
            TimeTransform::Identity,
            [
                5.342_324_223_6,
                21.716_297_913,
                0.591_902_643_44,
                0.004_973_209_030_3,
                34.044_762_007,
            ],
        ),
        (
            TimeTransform::Log,
            [
                5.091_941_501_2,
                27.623_196_669,
                0.001_683_281_815,
                0.012_062_658_981,
                33.387_281_798,
            ],
        ),
    ] {
        let test = naive
            .proportional_hazards(&cox, transform, Information::Average)
            .unwrap();
        all_close(
            test.covariates.iter().map(|one| one.test.statistic),
            &expected,
        );
    }
}

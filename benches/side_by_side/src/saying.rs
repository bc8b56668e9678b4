//! What customers say: jobs that start from columns of answers. Checking the answers is in the time,
//! because nothing is computed from answers that were not checked.

use std::path::Path;

use retention::accumulate::{Accumulator, Weighted};
use retention::estimate::Resampling;
use retention::loyalty::phases::{self, Counter, HARRIS_GOODE, Levels, Phase, profiles};
use retention::quadrant::{
    self, Assessment, Importance, Method, StandardErrors, Survey, bootstrap,
};
use retention::satisfaction::{kano, nps, rating};
use retention::scale::{ItemSet, Missing, Orientation, Scale, Sheet};
use retention::segment::BySegment;
use retention::switching::survey::{self, Population, Scorer};
use retention::switching::{CostType, Facet};

use crate::columns::read;
use crate::size::{self, Size};
use crate::timing::{Figures, Timed, time};

pub fn run(job: &str, folder: &Path, size: Size) -> Option<Timed> {
    Some(match job {
        "pearson" => drivers(folder, size.drivers, Importance::Pearson),
        "regression" => drivers(folder, size.drivers, Importance::Regression),
        "relative weights" => drivers(folder, size.drivers, Importance::RelativeWeights),
        "six methods" => six_methods(folder, size.drivers),
        "dominance" => dominance(folder, size.drivers),
        "bootstrap" => resampled(folder, size.bootstrap),
        "phases" => levels(folder, size.phases),
        "switching" => switching(folder, size.switching),
        "kano" => kano(folder),
        "nps" => net_promoter_score(folder),
        "means by segment" => means_by_segment(folder),
        _ => return None,
    })
}

fn columns(folder: &Path, name: &str, respondents: usize) -> Vec<Vec<f64>> {
    let all = read::<f64>(&folder.join(format!("{name}.f64")));
    all.chunks(respondents).map(<[f64]>::to_vec).collect()
}

fn asked(columns: &[Vec<f64>]) -> Survey<'_> {
    let (overall, attributes) = columns.split_last().unwrap();
    let answers = |column| Scale::ONE_TO_TEN.full_answers(column).unwrap();
    let attributes = attributes.iter().enumerate();
    Survey::new(attributes.map(|(at, column)| (at.to_string(), answers(column))))
        .unwrap()
        .overall(answers(overall))
        .unwrap()
}

fn drivers(folder: &Path, size: size::Survey, importance: Importance) -> Timed {
    let columns = columns(folder, "drivers", size.respondents);
    let figures = |found: &Assessment| {
        let attributes = found.attributes.iter();
        let mut figures = vec![
            (
                "importance",
                attributes.clone().map(|one| one.importance).collect(),
            ),
            (
                "satisfaction",
                attributes.map(|one| one.satisfaction).collect(),
            ),
        ];
        figures.extend(found.r_squared.map(|r_squared| ("R²", vec![r_squared])));
        figures
    };
    // The others compute no errors.
    let method = Method::from(importance).standard_errors(StandardErrors::Classical);
    time(|| asked(&columns).assess(method).unwrap(), figures)
}

/// Nine attributes and the overall answers.
fn nine(folder: &Path, size: size::Survey) -> Vec<Vec<f64>> {
    let mut columns = columns(folder, "drivers", size.respondents);
    columns.drain(9..24);
    columns
}

const SIX: [Importance; 6] = [
    Importance::Pearson,
    Importance::Spearman,
    Importance::Regression,
    Importance::Partial,
    Importance::Deng,
    Importance::RelativeWeights,
];

fn six_methods(folder: &Path, size: size::Survey) -> Timed {
    let columns = nine(folder, size);
    let figures = |found: &Vec<Assessment>| {
        let all = || found.iter().flat_map(|found| &found.attributes);
        vec![
            ("importance", all().map(|one| one.importance).collect()),
            (
                "errors",
                all().filter_map(|one| one.standard_error).collect(),
            ),
        ]
    };
    let work = || {
        let survey = asked(&columns);
        let each = SIX
            .iter()
            .map(|&importance| survey.assess(importance.into()).unwrap());
        each.collect::<Vec<_>>()
    };
    time(work, figures)
}

fn dominance(folder: &Path, size: size::Survey) -> Timed {
    let columns = nine(folder, size);
    let figures = |found: &Assessment| {
        let all = found.attributes.iter();
        vec![("importance", all.map(|one| one.importance).collect())]
    };
    time(
        || {
            asked(&columns)
                .assess(Importance::Dominance.into())
                .unwrap()
        },
        figures,
    )
}

/// Each contender draws by itself, so figures agree only roughly: their names say so.
fn resampled(folder: &Path, size: size::Survey) -> Timed {
    let columns = columns(folder, "bootstrap", size.respondents);
    let figures = |found: &bootstrap::Bootstrap| {
        let widths = found.attributes.iter();
        let mean = |widths: Vec<f64>| widths.iter().sum::<f64>() / widths.len() as f64;
        let importance = widths.clone().map(|one| one.importance.unwrap().width());
        let satisfaction = widths.map(|one| one.satisfaction.unwrap().width());
        vec![
            (
                "roughly: width of importance",
                vec![mean(importance.collect())],
            ),
            (
                "roughly: width of satisfaction",
                vec![mean(satisfaction.collect())],
            ),
        ]
    };
    let method = Method::from(Importance::Regression);
    time(
        || {
            let options = quadrant::Options::default();
            let draws = Resampling::default();
            asked(&columns).bootstrap(method, options, draws).unwrap()
        },
        figures,
    )
}

fn levels(folder: &Path, size: size::Survey) -> Timed {
    let columns = columns(folder, "phases", size.respondents);
    let scale = Scale::ONE_TO_SEVEN;
    let count = || {
        let set = |phase: Phase| {
            let items = HARRIS_GOODE.iter().zip(&columns);
            let items = items.filter(|(item, _)| item.facet == phase);
            let answers = items.map(|(item, column)| {
                let answers = scale.full_answers(column).unwrap();
                match item.orientation {
                    Orientation::AsAsked => answers,
                    Orientation::Reversed => answers.reversed(),
                }
            });
            (phase, ItemSet::new(answers).unwrap())
        };
        let sets: Vec<_> = Phase::ALL.iter().map(|&phase| set(phase)).collect();
        let mut counter = Counter::new(scale, phases::Rules::default()).unwrap();
        counter
            .extend(profiles(&sets, Missing::default()).unwrap())
            .unwrap();
        counter.finish().unwrap()
    };
    let figures = |levels: &Levels| {
        let at = Phase::ALL
            .iter()
            .map(|&phase| levels.at(phase).counts().numerator() as f64);
        vec![
            ("customers", vec![levels.customers() as f64]),
            (
                "below all",
                vec![levels.below_all().counts().numerator() as f64],
            ),
            ("at each phase", at.collect()),
        ]
    };
    time(count, figures)
}

fn switching(folder: &Path, size: size::Survey) -> Timed {
    let columns = columns(folder, "switching", size.respondents);
    let answered = |answer: &f64| (!answer.is_nan()).then_some(*answer);
    let columns: Vec<Vec<Option<f64>>> = columns
        .iter()
        .map(|column| column.iter().map(answered).collect())
        .collect();
    let scale = Scale::ONE_TO_FIVE;
    let instrument = survey::instrument(scale, Missing::default()).unwrap();
    let scorer = Scorer::new(instrument, survey::Options::default()).unwrap();
    let figures = |found: &Population| {
        let parts = Facet::ALL.iter().map(|&facet| found.facet(facet).unwrap());
        let types = CostType::ALL
            .iter()
            .map(|&part| found.cost_type(part).unwrap());
        let all: Vec<_> = parts.chain(types).chain([&found.overall]).collect();
        vec![
            (
                "answered",
                all.iter().map(|one| one.answered as f64).collect(),
            ),
            ("mean", all.iter().map(|one| one.mean.unwrap()).collect()),
            (
                "variance",
                all.iter().map(|one| one.variance.unwrap()).collect(),
            ),
        ]
    };
    time(
        || {
            let answers = columns.iter().map(|column| scale.answers(column).unwrap());
            Population::of(&scorer, &Sheet::new(answers).unwrap()).unwrap()
        },
        figures,
    )
}

fn kano(folder: &Path) -> Timed {
    let side = |side| {
        let codes = read::<u8>(&folder.join(format!("kano.{side}.u8")));
        let answer = |code: u8| kano::Answer::ALL.get(usize::from(code)).copied();
        codes.into_iter().map(answer).collect::<Vec<_>>()
    };
    let (functional, dysfunctional) = (side("functional"), side("dysfunctional"));
    let figures = |found: &kano::Kano| {
        let categories = found.categories.iter().map(|row| row.customers as f64);
        vec![
            ("answered", vec![found.answered as f64]),
            ("categories", categories.collect()),
            (
                "better and worse",
                vec![found.better.unwrap(), found.worse.unwrap()],
            ),
        ]
    };
    time(
        || {
            let columns = kano::Pair {
                functional: &functional,
                dysfunctional: &dysfunctional,
            };
            kano::Kano::of(columns, None, kano::Options::default()).unwrap()
        },
        figures,
    )
}

fn net_promoter_score(folder: &Path) -> Timed {
    let answers = read::<f64>(&folder.join("nps.f64"));
    let figures = |found: &nps::NetPromoterScore| -> Figures {
        vec![
            ("answered", vec![found.answered as f64]),
            ("score", vec![found.score.unwrap()]),
        ]
    };
    time(
        || {
            let answers = Scale::ZERO_TO_TEN.full_answers(&answers).unwrap();
            nps::NetPromoterScore::of(&answers, None, nps::Options::default()).unwrap()
        },
        figures,
    )
}

/// Weighted means with linearised standard errors.
fn means_by_segment(folder: &Path) -> Timed {
    let codes = read::<u8>(&folder.join("segments.code.u8"));
    let answers = read::<f64>(&folder.join("segments.answer.f64"));
    let weights = read::<f64>(&folder.join("segments.weight.f64"));
    let mean = rating::Options::default()
        .scale(Scale::ONE_TO_TEN)
        .measure(rating::Measure::Mean);
    let summed = || {
        let mut segments = BySegment::new(rating::Builder::new(mean).unwrap());
        let rows = codes.iter().zip(&answers).zip(&weights);
        for ((&code, &answer), &weight) in rows {
            segments
                .push_weighted((code, Some(answer)), weight)
                .unwrap();
        }
        let segments = segments.finish().unwrap().into_iter();
        segments
            .map(|row| row.output.unwrap().mean.unwrap())
            .collect::<Vec<_>>()
    };
    time(summed, |means| {
        let error = |mean: &retention::scale::Summary| mean.standard_error.unwrap();
        vec![
            (
                "answered",
                means.iter().map(|mean| mean.answered as f64).collect(),
            ),
            (
                "mean",
                means.iter().map(|mean| mean.mean.unwrap()).collect(),
            ),
            ("standard error", means.iter().map(error).collect()),
        ]
    })
}

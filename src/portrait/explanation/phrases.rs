//! What is said of each level, in English, and the Chinese term where the field has one.

use chrono::Weekday;

use super::Dimension;
use crate::purchases::Season;
use crate::switching::Bond;

/// An English phrase, and the Chinese term beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Phrase<'a>(pub(super) &'a str, pub(super) Option<&'static str>);

pub(super) const SATISFACTION: Phrase<'_> = Phrase("satisfaction", Some("顾客满意度"));
pub(super) const LOYALTY: Phrase<'_> = Phrase("loyalty", Some("忠诚"));
pub(super) const TRUST: Phrase<'_> = Phrase("trust", Some("信赖"));
pub(super) const SWITCHING_COST: Phrase<'_> = Phrase("switching cost", Some("转换成本"));
pub(super) const ATTITUDE: Phrase<'_> = Phrase("attitude relative to competitors", None);
pub(super) const PATRONAGE: Phrase<'_> = Phrase("repeat buying", Some("重复购买"));
pub(super) const VALUE: Phrase<'_> = Phrase("the value they get", Some("顾客价值"));

pub(super) const SHARE_OF_WALLET: Phrase<'_> = Phrase("share of wallet", Some("顾客份额"));

pub(super) const fn bond(bond: Bond) -> Phrase<'static> {
    match bond {
        Bond::Financial => Phrase("financial", Some("财务性联系")),
        Bond::Social => Phrase("social", Some("社会性联系")),
        Bond::Structural => Phrase("structural", Some("结构性联系")),
    }
}

pub(super) const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

pub(super) const fn season(season: Season) -> &'static str {
    match season {
        Season::MarchToMay => "March to May",
        Season::JuneToAugust => "June to August",
        Season::SeptemberToNovember => "September to November",
        Season::DecemberToFebruary => "December to February",
    }
}

/// What is said of a level of a dimension that is said in one phrase; `None` where nothing is known, and
/// for dimensions that have sentences of their own.
pub(super) fn of(dimension: Dimension, position: u8) -> Option<Phrase<'static>> {
    let known = usize::from(position).checked_sub(1)?;
    let phrases: &[(&str, &'static str)] = match dimension {
        Dimension::Status => &[
            ("active", "活跃"),
            ("inactive", "不活跃"),
            ("a prospect", "潜在"),
            ("a suspect", "持观望态度"),
            ("without need of the product", "其他"),
        ],
        Dimension::Stage => &[
            ("in acquisition", "开拓签约"),
            ("in growth", "成长"),
            ("in maturity", "成熟"),
            ("established", ""),
            ("in decline", "衰退"),
            ("gone", "终止"),
        ],
        Dimension::ProfitGroup => &[
            ("of high profit", ""),
            ("of medium profit", ""),
            ("of low profit", ""),
            ("without profit", ""),
        ],
        Dimension::Portfolio => &[
            ("a butterfly", ""),
            ("a true friend", ""),
            ("a stranger", ""),
            ("a barnacle", ""),
        ],
        Dimension::Relationship => &[
            ("a casual buyer", "散客"),
            ("a customer by the product", "顾客"),
            ("a client", "客户"),
            ("a partner", "合作伙伴"),
        ],
        Dimension::Core => &[("a core customer", "核心客户"), ("not a core customer", "")],
        Dimension::ChurnReason => &[
            ("the price", "价格太高"),
            ("inconvenience", ""),
            ("the quality of the product", "产品次"),
            ("that the product does not attract", "产品没有吸引力"),
            ("a problem of the supplier", "供应商的问题"),
            ("poor service", "服务差"),
            ("an unresolved complaint", ""),
            ("a better product elsewhere", "发现了更好的产品"),
            ("unethical conduct", ""),
            ("a failed payment", ""),
            ("that they moved away", "离开了当地"),
            ("that they changed trade", "改行"),
            ("bankruptcy", "破产"),
        ],
        Dimension::Rhythm => &[
            ("the next purchase is not yet due", ""),
            ("the next purchase is overdue by their habits", ""),
        ],
        Dimension::Barrier => &[
            ("by the amounts compared, leaving does not pay", "转移障碍"),
            ("by the amounts compared, leaving pays", "转移障碍"),
        ],
        Dimension::CustomerType => &[
            ("a loyalist, satisfied and loyal", ""),
            ("an apostle, satisfied and loyal, who recommends", ""),
            ("a defector, low in satisfaction or loyalty", ""),
            ("a terrorist, dissatisfied, who warns others", ""),
            ("a mercenary, satisfied and not loyal", ""),
            (
                "a hostage, loyal, dissatisfied and held by a switching cost",
                "",
            ),
            ("none of the types, in between", ""),
        ],
        Dimension::LoyaltyCondition => &[
            ("loyalty in attitude and behaviour", ""),
            ("latent loyalty, in attitude without repeat buying", ""),
            (
                "spurious loyalty, repeat buying without the attitude",
                "虚假忠诚",
            ),
            ("no loyalty, in attitude or behaviour", ""),
        ],
        _ => return None,
    };
    let &(english, chinese) = phrases.get(known)?;
    Some(Phrase(english, (!chinese.is_empty()).then_some(chinese)))
}

/// What a dimension is called where nothing is known of it.
pub(super) const fn missing(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Status => "status",
        Dimension::Tier => "tier",
        Dimension::ProfitGroup => "group by profit",
        Dimension::Stage => "stage of the relationship",
        Dimension::Portfolio => "type of portfolio",
        Dimension::Relationship => "what the relationship is centred on",
        Dimension::Contract => "contract",
        Dimension::ChurnReason => "reason for leaving",
        Dimension::Core => "whether they are a core customer",
        Dimension::Rhythm => "whether the next purchase is overdue",
        Dimension::Satisfaction => "satisfaction",
        Dimension::Loyalty => "loyalty",
        Dimension::Trust => "trust",
        Dimension::SwitchingCost => "switching cost",
        Dimension::Voice => "whether they recommend or warn",
        Dimension::Value => "the value they get",
        Dimension::ValueChange => "change of the value they get",
        Dimension::Item => "attribute to improve",
        Dimension::Barrier => "whether leaving would pay",
        Dimension::Bond => "bonds",
        Dimension::ChanceOfReturn => "chance of a return",
        Dimension::ExpectedValue => "worth if they stay",
        Dimension::CustomerType => "type by satisfaction and loyalty",
        Dimension::LoyaltyCondition => "condition of loyalty",
    }
}

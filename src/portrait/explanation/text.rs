//! Lists, sentences and figures, as people read them.

/// Parts with commas, and the last with "and".
pub(super) fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A sentence: its first letter in upper case, and a full stop.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

/// A figure with at most two decimal places.
pub(super) fn figure(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// How often somebody buys, by the days between purchases.
pub(super) fn every(days: f64) -> String {
    match figure(days).as_str() {
        "1" => "every day".to_owned(),
        _ if days < 1.0 => "at intervals of less than a day".to_owned(),
        days => format!("every {days} days"),
    }
}

pub(super) fn signed(value: f64) -> String {
    let text = figure(value);
    if value > 0.0 && text != "0" {
        format!("+{text}")
    } else {
        text.replace('-', "−")
    }
}

/// A share in percent. What is not quite none or all is not called so.
pub(super) fn percent(share: f64) -> String {
    let whole = (100.0 * share).round();
    if whole == 0.0 && share > 0.0 {
        "less than 1 %".to_owned()
    } else if whole == 100.0 && share < 1.0 {
        "more than 99 %".to_owned()
    } else {
        format!("{whole} %")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_days_or_less_than_one() {
        for (days, text) in [
            (1.0, "every day"),
            (0.999, "every day"),
            (0.001, "at intervals of less than a day"),
            (0.5, "at intervals of less than a day"),
            (7.25, "every 7.25 days"),
        ] {
            assert_eq!(every(days), text);
        }
    }

    #[test]
    fn figures_are_short_and_honest() {
        assert_eq!(figure(6.5), "6.5");
        assert_eq!(figure(-0.001), "0");
        assert_eq!(
            (signed(0.1), signed(-0.1), signed(0.0)),
            ("+0.1".into(), "−0.1".into(), "0".into())
        );
        assert_eq!(
            (percent(0.0), percent(0.004)),
            ("0 %".into(), "less than 1 %".into())
        );
        assert_eq!(
            (percent(1.0), percent(0.996)),
            ("100 %".into(), "more than 99 %".into())
        );
    }
}

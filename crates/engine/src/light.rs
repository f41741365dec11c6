//! The traffic light of something owed (红黄绿灯), with the reason in words: it has no colour that it can't explain.

use crate::{Context, DueDay, Owed, OwedState};

/// A colour and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Light {
    pub colour: Colour,
    pub why: String,
}

/// From calm to urgent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Colour {
    /// No day is known, or the unit said that nothing happened.
    Grey,
    Green,
    /// To be reminded of by the programme's own notices, due today, or late at one time.
    Yellow,
    /// Late, or over and not done.
    Red,
}

/// How something owed stands today. Yellow begins with the first reminder that the programme writes; where it writes none, on
/// the day itself.
pub fn light(ctx: &Context<'_>, owed: &Owed) -> Light {
    let say = |colour: Colour, why: String| Light { colour, why };
    let due = owed.due.day();
    let on = due.map_or(String::new(), |d| format!("{d}到期"));
    match &owed.state {
        OwedState::Overdue { days } => say(Colour::Red, format!("{on}，逾期{days}天")),
        OwedState::Unmet => say(Colour::Red, format!("{on}，已过，没有完成")),
        OwedState::NoReport => say(Colour::Red, format!("{on}，已过，没有报告")),
        OwedState::LateMet { days } => say(Colour::Yellow, format!("已完成，迟{days}天")),
        OwedState::Zero => say(Colour::Grey, "已作零报告".to_string()),
        OwedState::Pending => match &owed.due {
            DueDay::Pending(why) => say(Colour::Grey, format!("时限待定：{why}")),
            DueDay::On(_) => say(Colour::Grey, "时限待定".to_string()),
        },
        OwedState::Met if owed.missed.is_empty() => say(Colour::Green, "按时完成".to_string()),
        OwedState::Met => say(Colour::Yellow, format!("已完成，{}", moved(owed))),
        OwedState::Open if !owed.missed.is_empty() => say(Colour::Yellow, format!("{on}，{}", moved(owed))),
        OwedState::Open => {
            let Some(due) = due else { return say(Colour::Grey, "时限待定".to_string()) };
            let left = i64::from((due - ctx.today()).get_days());
            let colour = if left <= first_reminder(ctx, owed) { Colour::Yellow } else { Colour::Green };
            let left = if left == 0 { "今天到期".to_string() } else { format!("还有{left}天") };
            say(colour, format!("{on}，{left}"))
        }
    }
}

/// How many days before the due day the unit itself is first reminded.
fn first_reminder(ctx: &Context<'_>, owed: &Owed) -> i64 {
    let notices = ctx.programme.model.duties.get(&owed.name).map_or(&[] as &[_], |d| &d.notices);
    notices.iter().filter(|n| n.to.is_none() && n.days <= 0).map(|n| -i64::from(n.days)).max().unwrap_or(0)
}

fn moved(owed: &Owed) -> String {
    let limits: Vec<String> = owed.missed.iter().map(|m| format!("原定{}，迟{}天，后来改期", m.due, m.days)).collect();
    limits.join("；")
}
